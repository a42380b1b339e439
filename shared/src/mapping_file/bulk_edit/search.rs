//! Find and replace: literal text, whole cells, regular expressions.
//!
//! A regular expression runs in time linear in the text, whatever it says; one that
//! would grow too large is refused before it runs.

use super::{EditPlan, MOST_BYTES, PlanError, pattern::Pattern};
use crate::mapping_file::{MappingFile, RowId};

/// What to look for, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Search<'a> {
    /// The text or the regular expression; an empty one is never found.
    pub text: &'a str,
    /// Whether it is a regular expression, and `$1` in the replacement means a group.
    /// Else no sign has a meaning of its own.
    pub is_regex: bool,
    /// Whether it must be all that stands in the cell.
    pub whole_cell: bool,
    /// Whether `a` and `A` are different.
    pub match_case: bool,
    /// The rows to look in.
    pub rows: &'a [RowId],
    /// The places of the columns to look in.
    pub columns: &'a [usize],
}

impl Search<'_> {
    /// Makes ready to look; refuses what is no regular expression.
    pub fn pattern(&self) -> Result<Pattern, PlanError> {
        Pattern::of(self)
    }
}

impl MappingFile {
    /// What replacing every occurrence would do. Occurrences do not overlap; the plan
    /// holds only cells with one.
    ///
    /// ```
    /// use shared::mapping_file::{open, RowId, Search};
    ///
    /// let mut file = open(b"A,TargetExternalDirectoryObjectId\n1,AA-aa\n2,b\n".to_vec())?;
    /// let rows: Vec<RowId> = file.rows().collect();
    /// let search = Search {
    ///     text: "(a+)-(a+)",
    ///     is_regex: true,
    ///     whole_cell: false,
    ///     match_case: false,
    ///     rows: &rows,
    ///     columns: &[1],
    /// };
    /// let plan = file.plan_replace(&search, "$2.$1").unwrap();
    /// assert_eq!((plan.occurrences, plan.changed_cells()), (1, 1));
    /// file.apply("Replace all", &plan).unwrap();
    /// assert_eq!(file.cell(RowId(0), 1), "aa.AA");
    /// # Ok::<(), shared::mapping_file::OpenError>(())
    /// ```
    pub fn plan_replace(
        &self,
        search: &Search<'_>,
        replacement: &str,
    ) -> Result<EditPlan, PlanError> {
        let mut plan = EditPlan::default();
        if search.text.is_empty() {
            return Ok(plan);
        }
        let pattern = search.pattern()?;
        let mut bytes = 0_usize;
        for row in search.rows {
            for column in search.columns {
                let cell = self.cell(*row, *column);
                let room = MOST_BYTES.saturating_sub(bytes);
                let (after, count) = pattern.replaced(&cell, replacement, search.is_regex, room)?;
                if count > 0 {
                    bytes = bytes.saturating_add(after.len());
                    plan.occurrences += count;
                    let landing = self.landing(self.lock(), *row, *column, after);
                    plan.landings.push(landing);
                }
            }
        }
        Ok(plan)
    }
}
