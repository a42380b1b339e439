//! What the page knows of matching, and what it asks the engine.

use leptos::prelude::*;

use super::choices::{self, RewriteTyped, RuleKind, Typed};
use crate::{
    engine::protocol::{
        Command, ConflictView, Described, FoundPeople, MatchCommand, MatchEvent, MatchLine, Scope,
        Shown, Suggestions,
    },
    texts::matching as texts,
    workbench::bench::Bench,
};

/// Lines that are listed at first, and more at a time.
pub const PAGE: usize = 50;

/// For which rows a run looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Rows {
    /// All that lead nowhere.
    #[default]
    All,
    /// Those of the rows shown.
    Shown,
    /// Those selected.
    Selected,
}

/// A way to rewrite names for sign-in, while it is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RewriteInput {
    /// What tells it from the others.
    pub number: usize,
    /// A domain, or a pattern.
    pub from: RwSignal<String>,
    /// A domain, or what the pattern becomes.
    pub to: RwSignal<String>,
    /// Whether it is a pattern.
    pub is_pattern: RwSignal<bool>,
}

impl RewriteInput {
    /// One with nothing in it.
    pub fn new(number: usize) -> Self {
        Self {
            number,
            from: RwSignal::default(),
            to: RwSignal::default(),
            is_pattern: RwSignal::new(false),
        }
    }

    /// What stands in it.
    pub fn typed(self) -> RewriteTyped {
        RewriteTyped {
            from: self.from.get(),
            to: self.to.get(),
            is_pattern: self.is_pattern.get(),
        }
    }
}

/// The match assistant's state. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct Matching {
    /// The rules in their order, and which of them are on.
    pub rules: RwSignal<Vec<(RuleKind, bool)>>,
    /// The ways to rewrite names for sign-in.
    pub rewrites: RwSignal<Vec<RewriteInput>>,
    /// The number of the custom attribute.
    pub attribute: RwSignal<u8>,
    /// From here on a similar name is proposed, in percent.
    pub propose_at: RwSignal<u8>,
    /// From here on it counts as found.
    pub decide_at: RwSignal<u8>,
    /// Whether the rules are shown: they fold away once there is something found.
    pub shows_rules: RwSignal<bool>,
    /// For which rows to look.
    pub rows: RwSignal<Rows>,
    /// What there is to match with, and what the last run found.
    pub described: RwSignal<Described>,
    /// Whether a run goes on.
    pub is_running: RwSignal<bool>,
    /// Which of what was found is listed.
    pub shown: RwSignal<Shown>,
    /// The list.
    pub lines: RwSignal<Vec<MatchLine>>,
    /// Whether conflicts are being decided.
    pub is_deciding: RwSignal<bool>,
    /// The conflict to decide.
    pub conflict: RwSignal<Option<ConflictView>>,
    /// Who fits the row that the keyboard is on.
    pub suggestions: RwSignal<Option<Suggestions>>,
    /// Who was found by what was typed.
    pub found: RwSignal<Option<FoundPeople>>,
    /// What is to be looked for next, and whether an answer is still to come.
    pub(super) sought: StoredValue<(Option<(String, u32)>, bool)>,
}

impl Matching {
    /// Nothing known yet; Microsoft's rule alone.
    pub fn new() -> Self {
        let is_on = |kind| (kind, kind == RuleKind::Address);
        Self {
            rules: RwSignal::new(RuleKind::ALL.map(is_on).to_vec()),
            rewrites: RwSignal::new(vec![RewriteInput::new(0)]),
            attribute: RwSignal::new(1),
            propose_at: RwSignal::new(60),
            decide_at: RwSignal::new(90),
            shows_rules: RwSignal::new(true),
            rows: RwSignal::default(),
            described: RwSignal::default(),
            is_running: RwSignal::new(false),
            shown: RwSignal::default(),
            lines: RwSignal::default(),
            is_deciding: RwSignal::new(false),
            conflict: RwSignal::new(None),
            suggestions: RwSignal::new(None),
            found: RwSignal::new(None),
            sought: StoredValue::new((None, false)),
        }
    }

    /// What stands in the panel.
    pub fn typed(self) -> Typed {
        let rules = self.rules.get();
        Typed {
            on: rules
                .into_iter()
                .filter_map(|(kind, is_on)| is_on.then_some(kind))
                .collect(),
            rewrites: self
                .rewrites
                .get()
                .into_iter()
                .map(RewriteInput::typed)
                .collect(),
            attribute: self.attribute.get(),
            propose_at: self.propose_at.get(),
            decide_at: self.decide_at.get(),
        }
    }

    /// Fills in the domains, where nothing was typed yet.
    fn offer_domains(self, from: &str, to: &str) {
        let rewrites = self.rewrites.get_untracked();
        let [only] = rewrites.as_slice() else {
            return;
        };
        let is_blank =
            only.from.with_untracked(String::is_empty) && only.to.with_untracked(String::is_empty);
        if is_blank && from != to {
            only.from.set(from.to_string());
            only.to.set(to.to_string());
        }
    }
}

impl Default for Matching {
    fn default() -> Self {
        Self::new()
    }
}

impl Bench {
    /// Asks the engine about matches.
    pub(super) fn ask_match(self, command: MatchCommand) {
        self.send(&Command::Match(command), None);
    }

    /// Works out what the chosen rules would do.
    pub(super) fn run_match(self) {
        let matching = self.matching;
        let Some(rules) = untrack(|| choices::rules(&matching.typed())) else {
            return;
        };
        let scope = match matching.rows.get_untracked() {
            Rows::All => Scope::All,
            Rows::Shown => Scope::Shown,
            Rows::Selected => Scope::Positions(self.selected_positions()),
        };
        matching.is_running.set(true);
        self.ask_match(MatchCommand::Run { rules, scope });
    }

    /// Places among the rows shown that are selected.
    fn selected_positions(self) -> Vec<(u32, u32)> {
        let shown = self.rows.get_untracked();
        let rows = self.selection.get_untracked().rows(shown);
        let last = rows.end.checked_sub(1);
        let range = last.map(|last| (rows.start, last));
        range
            .into_iter()
            .filter(|(first, last)| first <= last)
            .collect()
    }

    /// Lists some of what was found.
    pub(super) fn list_matches(self, shown: Shown) {
        self.matching.shown.set(shown);
        self.ask_match(MatchCommand::List {
            shown,
            skip: 0,
            count: PAGE,
        });
    }

    /// Lists more of the same.
    pub(super) fn list_more_matches(self) {
        self.ask_match(MatchCommand::List {
            shown: self.matching.shown.get_untracked(),
            skip: self.matching.lines.with_untracked(Vec::len),
            count: PAGE,
        });
    }

    /// Leads a row to a MailUser.
    pub(super) fn decide_match(self, row: u32, target: &str) {
        if let Ok(target) = target.parse() {
            self.ask_match(MatchCommand::Decide { row, target });
        }
    }

    /// Goes to a row's target.
    pub(super) fn locate_target(self, row: u32) {
        let column = self.columns.with_untracked(|columns| {
            let target = columns.iter().find(|column| column.class == "target");
            target.map(|target| target.index)
        });
        self.locate(row, column);
    }

    /// Shows the conflict of a row, or the next one.
    pub(super) fn show_conflict(self, row: u32, is_after: bool) {
        self.ask_match(MatchCommand::Conflict { row, is_after });
    }

    /// Takes in what the engine says about matches.
    pub(in crate::workbench) fn hear_match(self, event: MatchEvent) {
        let matching = self.matching;
        match event {
            MatchEvent::Described(described) => self.take_described(*described, false),
            MatchEvent::Ran(described) => self.take_described(*described, true),
            MatchEvent::Listed(list) => {
                if list.shown != matching.shown.get_untracked() {
                    return;
                }
                matching.lines.update(|lines| {
                    lines.truncate(list.skip);
                    lines.extend(list.lines);
                });
            }
            MatchEvent::Conflict(conflict) => {
                let is_left = conflict.is_some();
                if !is_left && matching.is_deciding.get_untracked() {
                    self.tell(texts::conflicts_done());
                }
                matching.is_deciding.set(is_left);
                matching.conflict.set(conflict.map(|conflict| *conflict));
            }
            MatchEvent::Suggested(suggestions) => matching.suggestions.set(Some(*suggestions)),
            MatchEvent::Found(found) => self.hear_found(found),
            MatchEvent::Refused { message } => self.fail(message),
            MatchEvent::Noted => {}
        }
    }

    fn take_described(self, described: Described, is_new: bool) {
        let matching = self.matching;
        if let Some((from, to)) = &described.domains {
            matching.offer_domains(from, to);
        }
        let run = described.run.clone();
        matching.described.set(described);
        let Some(run) = run else {
            matching.shows_rules.set(true);
            matching.lines.set(Vec::new());
            return;
        };
        if is_new {
            matching.shows_rules.set(run.rows == 0);
            let first = [
                (Shown::Found, run.found.iter().sum()),
                (Shown::Likely, run.likely),
                (Shown::Conflicts, run.conflicts),
                (Shown::Nothing, run.nothing),
            ];
            let first = first.into_iter().find(|(_, count)| *count > 0);
            self.list_matches(first.map_or(Shown::Nothing, |(shown, _)| shown));
        } else {
            let count = matching.lines.with_untracked(Vec::len).max(PAGE);
            self.ask_match(MatchCommand::List {
                shown: matching.shown.get_untracked(),
                skip: 0,
                count,
            });
        }
    }
}
