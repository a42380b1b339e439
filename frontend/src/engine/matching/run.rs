//! A run of rules: which rows it is about, and what it found for them.

mod running;

use shared::{
    checks::{Checked, RowSet},
    ids::ObjectId,
    mapping_file::RowId,
    matching::{MatchRule, Proposal},
};

use crate::engine::{open_file::OpenFile, protocol::Scope, task::Task};
use running::Running;

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
    Box::new(Running::new(rules, scope))
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
