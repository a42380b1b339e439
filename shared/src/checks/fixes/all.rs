//! A fix of all findings of a rule, worked out some at a time.

use super::{Fix, Fixes};
use crate::{
    checks::{Checked, FoundAt, Rule},
    mapping_file::{EditPlan, RowId},
};

/// Findings looked at in one call.
const SOME: usize = 2048;

/// What [`Checked::fix_all`] finds out, in steps: of a rule with very many findings.
#[derive(Debug)]
pub struct FixingAll {
    rule: &'static Rule,
    /// None where cells are not how it is fixed.
    found: Option<Vec<(RowId, usize)>>,
    at: usize,
    plan: EditPlan,
    cells: usize,
}

impl FixingAll {
    pub(in crate::checks) fn new(
        rule: &'static Rule,
        found: impl Iterator<Item = FoundAt>,
    ) -> Self {
        let found = Fixes::of_cells(rule)
            .map(|_| found.filter_map(|at| Some((at.row, at.column?))).collect());
        Self {
            rule,
            found,
            at: 0,
            plan: EditPlan::default(),
            cells: 0,
        }
    }

    /// How many findings were looked at, of how many.
    pub fn done(&self) -> (usize, usize) {
        (self.at, self.found.as_ref().map_or(0, Vec::len))
    }

    /// Looks at some more; true at the end. `checked` is the same each time.
    pub fn step(&mut self, checked: &Checked) -> bool {
        let (Some(found), Some(new_text)) = (&self.found, Fixes::of_cells(self.rule)) else {
            return true;
        };
        let fixes = checked.fixes();
        let to = self.at.saturating_add(SOME).min(found.len());
        let some = found.get(self.at..to).unwrap_or_default().iter();
        let cells: Vec<_> = some
            .filter_map(|(row, column)| Some((*row, *column, new_text(&fixes, *row, *column)?)))
            .collect();
        self.cells += cells.len();
        self.plan.append(fixes.plan(self.rule, cells));
        self.at = to;
        to == found.len()
    }

    /// The fix; none where nothing can be done.
    pub fn finish(self, checked: &Checked) -> Option<Fix> {
        match self.found {
            Some(_) => checked.fixes().made_of(self.rule, self.plan, self.cells),
            None => checked.fix_all(self.rule),
        }
    }
}
