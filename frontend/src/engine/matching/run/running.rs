//! The work of a run, in slices. Until its end it keeps what it has found to itself.

use std::{fmt, sync::Arc};

use shared::{
    checks::{References, RowSet},
    ids::ObjectId,
    mapping_file::RowId,
    matching::{Given, MatchAhead, MatchRule, Matching, Settled, Side},
    references::MailUserRecord,
};

use super::{
    super::{
        describe,
        people::{self, Seeker},
    },
    Conflict, Found, Line, Run, SURE, found, shape_of,
};
use crate::engine::{
    making::AT_ONCE,
    open_file::OpenFile,
    planning::count,
    protocol::{Event, MatchEvent, Working},
    task::{Step, Task},
};

/// Rows, or people, looked at in one slice.
const SLICE: usize = 2048;

/// A run under way. An edit may come between two slices: then it begins anew, as who gets
/// whom depends on everybody.
pub(super) struct Running {
    rules: Vec<MatchRule>,
    scope: Option<RowSet>,
    /// What of the file it is about: none before the first slice.
    about: Option<(u64, Arc<References>)>,
    phase: Phase,
    /// All rows that lead to no MailUser: they claim MailUsers, whatever the scope is.
    rows: Vec<u32>,
    /// Where the mailbox of each stands among those that are known.
    known: Vec<Option<u32>>,
    mapped: Vec<(RowId, ObjectId)>,
    lines: Vec<Line>,
    conflicts: Vec<Conflict>,
}

enum Phase {
    /// From this row on.
    Rows(u32),
    /// Which MailUsers belong to rows; from this one on.
    Mapped(usize),
    Match(Box<MatchAhead>),
    /// What is proposed, from this one of the rows on.
    Lines(Arc<Settled>, usize),
}

impl Running {
    pub(super) fn new(rules: Vec<MatchRule>, scope: Option<RowSet>) -> Self {
        Self {
            rules,
            scope,
            about: None,
            phase: Phase::Rows(0),
            rows: Vec::new(),
            known: Vec::new(),
            mapped: Vec::new(),
            lines: Vec::new(),
            conflicts: Vec::new(),
        }
    }

    /// Begins anew if the file or what it is checked against is another than it was.
    fn keep_up(&mut self, open: &OpenFile) {
        let references = open.checked.references();
        let is_same = self.about.as_ref().is_some_and(|(revision, before)| {
            *revision == open.checked.revision() && Arc::ptr_eq(before, references)
        });
        if !is_same {
            let rules = std::mem::take(&mut self.rules);
            *self = Self {
                about: Some((open.checked.revision(), Arc::clone(references))),
                ..Self::new(rules, self.scope.take())
            };
        }
    }

    /// Does some more; true at the end.
    fn go_on(&mut self, open: &OpenFile) -> bool {
        match &self.phase {
            Phase::Rows(from) => {
                let from = *from;
                let all = open.file().row_count();
                let to = from.saturating_add(count(SLICE)).min(all);
                let seeking = (from..to).filter(|row| !open.checked.has_target(RowId(*row)));
                for row in seeking {
                    self.rows.push(row);
                    self.known
                        .push(people::place_of_known(open, row).map(count));
                }
                self.phase = if to < all {
                    Phase::Rows(to)
                } else {
                    Phase::Mapped(0)
                };
            }
            Phase::Mapped(from) => {
                let from = *from;
                let all = mail_users_in_all(open);
                let to = from.saturating_add(SLICE).min(all);
                let ids = (from..to).filter_map(|at| Some(mail_user_at(open, at)?.mail_user.id));
                let mapped = ids.filter_map(|id| Some((open.checked.row_of_target(id)?, id)));
                self.mapped.extend(mapped);
                self.phase = if to < all {
                    Phase::Mapped(to)
                } else {
                    Phase::Match(Box::default())
                };
            }
            Phase::Match(_) => {
                let Phase::Match(mut ahead) = std::mem::replace(&mut self.phase, Phase::Mapped(0))
                else {
                    return true;
                };
                let is_settled = self.given(open, |given| ahead.step(&given, SLICE));
                self.phase = if is_settled {
                    Phase::Lines(ahead.finish(), 0)
                } else {
                    Phase::Match(ahead)
                };
            }
            Phase::Lines(settled, from) => {
                let (settled, from) = (Arc::clone(settled), *from);
                let to = from.saturating_add(SLICE).min(self.rows.len());
                let mut lines = std::mem::take(&mut self.lines);
                let mut conflicts = std::mem::take(&mut self.conflicts);
                self.given(open, |given| {
                    let matching = Matching::of(given, Arc::clone(&settled));
                    for at in from..to {
                        lines.extend(self.line(open, &matching, at, &mut conflicts));
                    }
                });
                (self.lines, self.conflicts) = (lines, conflicts);
                let is_done = to == self.rows.len();
                self.phase = Phase::Lines(settled, to);
                return is_done;
            }
        }
        false
    }

    /// Hands everybody over, who cannot be held on to between two slices.
    fn given<T>(
        &self,
        open: &OpenFile,
        with: impl FnOnce(Given<'_, Seeker<'_>, MailUserRecord<'_>>) -> T,
    ) -> T {
        let seeker = |at: usize| {
            let known = self.known.get(at).copied().flatten();
            let known = known.map(index);
            Some(people::seeker_with(open, *self.rows.get(at)?, known))
        };
        with(Given {
            sources: Side::Made {
                len: self.rows.len(),
                make: &seeker,
            },
            targets: Side::Made {
                len: mail_users_in_all(open),
                make: &|at| mail_user_at(open, at),
            },
            rules: &self.rules,
            mapped: &self.mapped,
        })
    }

    /// What is proposed for one of the rows, if the run is about it.
    fn line(
        &self,
        open: &OpenFile,
        matching: &Matching<'_, Seeker<'_>, MailUserRecord<'_>>,
        at: usize,
        conflicts: &mut Vec<Conflict>,
    ) -> Option<Line> {
        let row = *self.rows.get(at)?;
        let is_meant = self.scope.as_ref().is_none_or(|scope| scope.contains(row));
        if !is_meant || !open.has_no_target(RowId(row)) {
            return None;
        }
        let found = found(matching.proposal(at)?, &self.rules, conflicts);
        Some(Line {
            row,
            found,
            is_ticked: matches!(found, Found::One { confidence, .. } if confidence >= SURE),
        })
    }

    /// How far it is, as rows of the file.
    fn working(&self, open: &OpenFile) -> Working {
        let part = |done: usize, of: usize| done.saturating_mul(1000) / of.max(1);
        let total = open.file().row_count();
        // Looking everybody up takes most of the time.
        let per_mille = match &self.phase {
            Phase::Rows(at) => part(index(*at), index(total)) * 15 / 100,
            Phase::Mapped(at) => 150 + part(*at, mail_users_in_all(open)) / 10,
            Phase::Match(ahead) => 250 + self.given(open, |given| ahead.done(&given)) * 6 / 10,
            Phase::Lines(_, at) => 850 + part(*at, self.rows.len()) * 15 / 100,
        };
        let done = u64::from(total) * u64::try_from(per_mille).unwrap_or(0) / 1000;
        Working {
            done: u32::try_from(done).unwrap_or(total),
            total,
        }
    }

    fn finish(&mut self, open: &mut OpenFile) -> Step {
        open.matching.run = Some(Run {
            rules: std::mem::take(&mut self.rules),
            lines: std::mem::take(&mut self.lines),
            conflicts: std::mem::take(&mut self.conflicts),
            shape: shape_of(&open.checked),
        });
        let described = describe::described(open);
        Step::Done(Event::Match(MatchEvent::Ran(Box::new(described))).into())
    }
}

impl Task for Running {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        self.keep_up(open);
        let people = open.file().row_count().max(count(mail_users_in_all(open)));
        let are_few = people <= AT_ONCE;
        loop {
            if self.go_on(open) {
                return self.finish(open);
            }
            if !are_few {
                return Step::More(self.working(open));
            }
        }
    }
}

impl fmt::Debug for Running {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Running({} rows)", self.rows.len())
    }
}

fn mail_users_in_all(open: &OpenFile) -> usize {
    people::mail_users(open).map_or(0, |known| known.len())
}

fn mail_user_at(open: &OpenFile, at: usize) -> Option<MailUserRecord<'_>> {
    people::mail_users(open)?.record(at)
}

fn index(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}
