//! Edits of many cells at once: paste, find and replace, clear. Each is first a plan
//! that shows what would land where, then one undo step.

use std::collections::BTreeSet;

use super::{
    edit::EditError,
    file::{MappingFile, RowId},
};

/// What a bulk edit would do, cell by cell, before anything is done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct EditPlan {
    /// Where each value lands, and what stands there now.
    pub landings: Vec<Landing>,
    /// How many values lie beyond the last row or column that was given.
    pub beyond: usize,
    /// Find and replace: how many times the text was found. Else 0.
    pub occurrences: usize,
}

/// One cell of a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Landing {
    /// The row.
    pub row: RowId,
    /// The column's place.
    pub column: usize,
    /// The text now.
    pub before: String,
    /// The text then.
    pub after: String,
    /// Why the cell cannot take it.
    pub refusal: Option<EditError>,
}

impl Landing {
    /// Whether the cell would be another than before.
    pub fn changes(&self) -> bool {
        self.refusal.is_none() && self.before != self.after
    }
}

impl EditPlan {
    /// How many cells would change.
    pub fn changed_cells(&self) -> usize {
        self.landings.iter().filter(|cell| cell.changes()).count()
    }

    /// In how many rows cells would change.
    pub fn changed_rows(&self) -> usize {
        let rows: BTreeSet<RowId> = self
            .landings
            .iter()
            .filter(|cell| cell.changes())
            .map(|cell| cell.row)
            .collect();
        rows.len()
    }

    /// The cells that cannot take their value, each with the reason.
    pub fn refused(&self) -> impl Iterator<Item = (&Landing, &EditError)> {
        self.landings
            .iter()
            .filter_map(|cell| Some((cell, cell.refusal.as_ref()?)))
    }
}

/// What to look for. Literal: no sign has a meaning of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Search<'a> {
    /// The text; an empty one is never found.
    pub text: &'a str,
    /// Whether `a` and `A` are different.
    pub match_case: bool,
    /// The rows to look in.
    pub rows: &'a [RowId],
    /// The places of the columns to look in.
    pub columns: &'a [usize],
}

impl MappingFile {
    /// Where the values of a copied block would land: its first one in the first of
    /// `rows` and `columns`, the others in the order in which the view shows rows and
    /// columns.
    ///
    /// ```
    /// use shared::mapping_file::{clipboard_cells, open, RowId};
    ///
    /// let bytes = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\na,\nb,\nc,\n";
    /// let mut file = open(bytes.to_vec())?;
    /// // The view shows the rows backwards, and row c is selected.
    /// let plan = file.plan_paste(&[RowId(2), RowId(1)], &[1], &clipboard_cells("x\r\ny\r\n"));
    /// assert_eq!((plan.changed_cells(), plan.beyond), (2, 0));
    /// file.apply("Paste", &plan).unwrap();
    /// assert!(file.save().ends_with(b"\na,\nb,y\nc,x\n"));
    /// assert_eq!(file.undo().as_deref(), Some("Paste"));
    /// assert_eq!(file.save(), bytes);
    /// # Ok::<(), shared::mapping_file::OpenError>(())
    /// ```
    pub fn plan_paste(&self, rows: &[RowId], columns: &[usize], block: &[Vec<String>]) -> EditPlan {
        let mut plan = EditPlan::default();
        for (at, values) in block.iter().enumerate() {
            for (across, value) in values.iter().enumerate() {
                match (rows.get(at), columns.get(across)) {
                    (Some(row), Some(column)) => {
                        plan.landings
                            .push(self.landing(*row, *column, value.clone()));
                    }
                    _ => plan.beyond += 1,
                }
            }
        }
        plan
    }

    /// What replacing every occurrence of a text would do. Occurrences do not overlap;
    /// the plan holds only cells with one.
    ///
    /// ```
    /// use shared::mapping_file::{open, RowId, Search};
    ///
    /// let mut file = open(b"A,TargetExternalDirectoryObjectId\n1,AA-aa\n2,b\n".to_vec())?;
    /// let rows: Vec<RowId> = file.rows().collect();
    /// let search = Search { text: "a", match_case: false, rows: &rows, columns: &[1] };
    /// let plan = file.plan_replace(&search, "x");
    /// assert_eq!((plan.occurrences, plan.changed_cells()), (4, 1));
    /// file.apply("Replace all", &plan).unwrap();
    /// assert_eq!(file.cell(RowId(0), 1), "xx-xx");
    /// # Ok::<(), shared::mapping_file::OpenError>(())
    /// ```
    pub fn plan_replace(&self, search: &Search, replacement: &str) -> EditPlan {
        let mut plan = EditPlan::default();
        for row in search.rows {
            for column in search.columns {
                let cell = self.cell(*row, *column);
                let (after, count) = replaced(&cell, search, replacement);
                if count > 0 {
                    plan.occurrences += count;
                    plan.landings.push(self.landing(*row, *column, after));
                }
            }
        }
        plan
    }

    /// What emptying cells would do.
    pub fn plan_clear(&self, rows: &[RowId], columns: &[usize]) -> EditPlan {
        let cells = rows
            .iter()
            .flat_map(|row| columns.iter().map(|column| (*row, *column)));
        EditPlan {
            landings: cells
                .map(|(row, column)| self.landing(row, column, String::new()))
                .collect(),
            ..EditPlan::default()
        }
    }

    /// Does what a plan says, as one undo step called `name`, without the cells that
    /// the plan itself shows as refused. If another cell cannot be edited, nothing is
    /// done. Says how many cells were set.
    pub fn apply(&mut self, name: &str, plan: &EditPlan) -> Result<usize, EditError> {
        let cells: Vec<(RowId, usize, &str)> = plan
            .landings
            .iter()
            .filter(|cell| cell.changes())
            .map(|cell| (cell.row, cell.column, cell.after.as_str()))
            .collect();
        self.set_cells(name, &cells)?;
        Ok(cells.len())
    }

    fn landing(&self, row: RowId, column: usize, after: String) -> Landing {
        Landing {
            row,
            column,
            before: self.cell(row, column).into_owned(),
            refusal: self.may_set(row, column, &after).err(),
            after,
        }
    }
}

/// The text with every occurrence replaced, and how many there were.
fn replaced(text: &str, search: &Search, replacement: &str) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let mut count = 0;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(after) = after_match(rest, search) {
            out.push_str(replacement);
            count += 1;
            rest = after;
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    (out, count)
}

/// What follows the searched text, where `text` begins with it.
fn after_match<'a>(text: &'a str, search: &Search) -> Option<&'a str> {
    if search.text.is_empty() {
        return None;
    }
    if search.match_case {
        return text.strip_prefix(search.text);
    }
    let mut chars = text.chars();
    for wanted in search.text.chars() {
        let found = chars.next()?;
        if found != wanted && !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(chars.as_str())
}
