//! A run of rules: which rows it is about, and what it found for them.

use shared::{
    checks::{Checked, RowSet},
    ids::ObjectId,
    mapping_file::RowId,
    matching::{MatchRule, Proposal, match_people},
    references::MailUsers,
};

use super::people::{self, Seeker};
use crate::engine::{
    making::AT_ONCE,
    open_file::OpenFile,
    protocol::{Event, MatchEvent, Scope, Working},
    task::{self, Step, Task},
};

/// Rows looked at in one slice.
const SLICE: u32 = 4096;
/// From here on, in percent, a match is ticked before anybody looked at it.
const SURE: u8 = 80;

/// What a run found.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) rules: Vec<MatchRule>,
    /// In the order of the file.
    pub(super) lines: Vec<Line>,
    pub(super) conflicts: Vec<Conflict>,
    /// Rows and columns of the file that was looked at: a repair may change them.
    pub(super) shape: (u32, usize),
}

/// What was found for a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Line {
    pub(super) row: u32,
    pub(super) found: Found,
    pub(super) is_ticked: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    One {
        target: ObjectId,
        rule: usize,
        confidence: u8,
    },
    Likely {
        target: ObjectId,
        rule: usize,
        confidence: u8,
    },
    /// The place of the conflict.
    Conflict(usize),
    /// Somebody fits who belongs to another row, maybe.
    Nothing { taken: Option<ObjectId> },
}

/// A choice for a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Conflict {
    pub(super) rule: usize,
    pub(super) candidates: Box<[(ObjectId, u8)]>,
    pub(super) count: usize,
    pub(super) rivals: Box<[u32]>,
    /// Where it cannot be worded by those who are named here alone.
    pub(super) reason: Option<Box<str>>,
    pub(super) is_set_aside: bool,
}

impl Run {
    pub(super) fn line_of(&self, row: u32) -> Option<&Line> {
        let at = self.lines.binary_search_by_key(&row, |line| line.row);
        self.lines.get(at.ok()?)
    }

    /// Whether the file still is the one that was looked at.
    pub(super) fn is_about(&self, checked: &Checked) -> bool {
        self.shape == shape_of(checked)
    }
}

pub(super) fn shape_of(checked: &Checked) -> (u32, usize) {
    let file = checked.file();
    (file.row_count(), file.header().len())
}

/// The work of finding out what rules would do.
pub(super) fn running(open: &OpenFile, rules: Vec<MatchRule>, scope: &Scope) -> Box<dyn Task> {
    let shown = |ranges: &mut dyn Iterator<Item = (u32, u32)>| {
        let mut rows = RowSet::default();
        for (first, last) in ranges {
            for row in (first..=last).map_while(|place| open.shown.row_at(place)) {
                rows.set(row, true);
            }
        }
        rows
    };
    let scope = match scope {
        Scope::All => None,
        Scope::Shown => Some(shown(&mut std::iter::once((0, u32::MAX)))),
        Scope::Positions(ranges) => Some(shown(&mut ranges.iter().copied())),
    };
    Box::new(Running {
        rules,
        scope,
        next: 0,
        rows: Vec::new(),
    })
}

/// Collects the rows that lead nowhere in slices; then the rules look at all of them at
/// once, as who gets whom depends on everybody. It is said before that this takes a while.
#[derive(Debug, Default)]
struct Running {
    rules: Vec<MatchRule>,
    scope: Option<RowSet>,
    next: u32,
    /// All rows that lead to no MailUser: they claim MailUsers, whatever the scope is.
    rows: Vec<u32>,
}

impl Task for Running {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        let all = open.file().row_count();
        let end = self.next.saturating_add(SLICE).min(all);
        let seeking = (self.next..end).filter(|row| !open.checked.has_target(RowId(*row)));
        self.rows.extend(seeking);
        self.next = end;
        if end < all {
            return Step::More(Working {
                done: end,
                total: all,
            });
        }
        let running = std::mem::take(self);
        let finish = move |open: &mut OpenFile| {
            open.matching.run = Some(running.finish(open));
            let described = super::describe::described(open);
            Step::Done(Event::Match(MatchEvent::Described(Box::new(described))).into())
        };
        if all > AT_ONCE {
            Step::Then(task::at_once(self.kind(), Working::default(), finish))
        } else {
            finish(open)
        }
    }
}

impl Running {
    fn finish(self, open: &OpenFile) -> Run {
        let rules = self.rules;
        let sources: Vec<Seeker<'_>> = self
            .rows
            .iter()
            .map(|row| people::seeker(open, *row))
            .collect();
        let known = people::mail_users(open);
        let targets: Vec<_> = known.into_iter().flat_map(MailUsers::records).collect();
        let mapped: Vec<_> = targets
            .iter()
            .filter_map(|target| {
                let id = target.mail_user.id;
                Some((open.checked.row_of_target(id)?, id))
            })
            .collect();
        let matching = match_people(&sources, &targets, &rules, &mapped);
        let mut lines = Vec::new();
        let mut conflicts = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let is_meant = self.scope.as_ref().is_none_or(|scope| scope.contains(*row));
            if !is_meant || !open.has_no_target(RowId(*row)) {
                continue;
            }
            let Some(proposal) = matching.proposal(at) else {
                continue;
            };
            let found = found(proposal, &rules, &mut conflicts);
            lines.push(Line {
                row: *row,
                found,
                is_ticked: matches!(found, Found::One { confidence, .. } if confidence >= SURE),
            });
        }
        Run {
            rules,
            lines,
            conflicts,
            shape: shape_of(&open.checked),
        }
    }
}

fn found(proposal: Proposal<RowId>, rules: &[MatchRule], conflicts: &mut Vec<Conflict>) -> Found {
    match proposal {
        Proposal::One {
            target,
            rule,
            confidence,
            ..
        } => Found::One {
            target,
            rule,
            confidence,
        },
        Proposal::Likely {
            target,
            rule,
            confidence,
            ..
        } => Found::Likely {
            target,
            rule,
            confidence,
        },
        Proposal::Conflict {
            candidates,
            count,
            rivals,
            rival_count,
            rule,
            reason,
        } => {
            let is_whole = count == candidates.len()
                && rival_count == rivals.len()
                && !matches!(rules.get(rule), Some(MatchRule::SimilarName(_)));
            conflicts.push(Conflict {
                rule,
                candidates: candidates
                    .iter()
                    .map(|one| (one.target, one.confidence))
                    .collect(),
                count,
                rivals: rivals.iter().map(|row| row.0).collect(),
                reason: (!is_whole).then(|| reason.into_boxed_str()),
                is_set_aside: false,
            });
            Found::Conflict(conflicts.len() - 1)
        }
        // A row that leads somewhere is not asked about.
        Proposal::Kept(_) => Found::Nothing { taken: None },
        Proposal::None { taken, .. } => Found::Nothing { taken },
    }
}
