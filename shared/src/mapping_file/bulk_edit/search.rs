//! Find and replace: literal text, whole cells, regular expressions.
//!
//! A regular expression runs in time linear in the text, whatever it says; one that
//! would grow too large is refused before it runs.

use std::{borrow::Cow, ops::Range};

use regex::{NoExpand, Regex, RegexBuilder, Replacer};

use super::{EditPlan, MOST_BYTES, PlanError};
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

/// Bytes that a compiled expression, and the states it passes through, may take.
const MOST_COMPILED: usize = 1 << 20;

/// What to look for, ready to look.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    whole_cell: bool,
}

impl Pattern {
    /// Where it stands in a text, in bytes. Occurrences do not overlap; an empty one,
    /// which `x*` finds between any two letters, is none, unless it is the whole cell.
    ///
    /// ```
    /// use shared::mapping_file::Search;
    ///
    /// let search = Search {
    ///     text: "n.", is_regex: true, whole_cell: false, match_case: false, rows: &[], columns: &[],
    /// };
    /// let pattern = search.pattern().unwrap();
    /// assert_eq!(pattern.places("Lena, Anna").collect::<Vec<_>>(), [2..4, 7..9]);
    /// ```
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.regex
            .find_iter(text)
            .map(|found| found.range())
            .filter(|found| self.counts(found))
    }

    fn counts(&self, found: &Range<usize>) -> bool {
        self.whole_cell || !found.is_empty()
    }

    /// The text with every occurrence replaced, and how many there were.
    fn replaced(
        &self,
        text: &str,
        mut replacement: impl Replacer,
        room: usize,
    ) -> Result<(String, usize), PlanError> {
        let mut after = String::new();
        let mut count = 0;
        let mut from = 0;
        for captures in self.regex.captures_iter(text) {
            let Some(found) = captures.get(0).map(|found| found.range()) else {
                continue;
            };
            if !self.counts(&found) {
                continue;
            }
            after.push_str(text.get(from..found.start).unwrap_or_default());
            replacement.replace_append(&captures, &mut after);
            from = found.end;
            count += 1;
            if after.len() > room {
                return Err(PlanError::TooLarge);
            }
        }
        after.push_str(text.get(from..).unwrap_or_default());
        Ok((after, count))
    }
}

impl Search<'_> {
    /// Makes ready to look; refuses what is no regular expression.
    pub fn pattern(&self) -> Result<Pattern, PlanError> {
        let text = if self.is_regex {
            Cow::Borrowed(self.text)
        } else {
            Cow::Owned(regex::escape(self.text))
        };
        let text = if self.whole_cell {
            Cow::Owned(format!(r"\A(?:{text})\z"))
        } else {
            text
        };
        let regex = RegexBuilder::new(&text)
            .case_insensitive(!self.match_case)
            .size_limit(MOST_COMPILED)
            .dfa_size_limit(MOST_COMPILED)
            .nest_limit(100)
            .build()
            .map_err(|error| PlanError::Pattern(error.to_string()))?;
        Ok(Pattern {
            regex,
            whole_cell: self.whole_cell,
        })
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
                let found = if search.is_regex {
                    pattern.replaced(&cell, replacement, room)
                } else {
                    pattern.replaced(&cell, NoExpand(replacement), room)
                };
                let (after, count) = found?;
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
