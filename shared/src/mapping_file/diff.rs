//! What differs between two mapping files: row by row by source mailbox, cell by cell.

use std::{borrow::Cow, collections::HashMap};

use serde::Serialize;

use super::{
    column::Column,
    file::{MappingFile, RowId},
    row::Row,
};
use crate::order;

/// What differs between a file as it was downloaded and as it is now, edits included.
///
/// Rows are the same row where they name the same source mailbox: by id, else by UPN,
/// else by address, else by all that stands in them. Cells are compared under the same
/// column name, wherever the column stands.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diff {
    /// Columns that the baseline lacks, by name.
    pub columns_added: Vec<String>,
    /// Columns of the baseline that are missing.
    pub columns_removed: Vec<String>,
    /// Rows that the baseline lacks.
    pub rows_added: Vec<RowId>,
    /// Rows of the baseline that are missing, by their place there.
    pub rows_removed: Vec<RowId>,
    /// Rows that stand in another order than in the baseline: as few as explain it.
    pub rows_moved: Vec<MovedRow>,
    /// Cells with another text, in the order of the file.
    pub cells: Vec<CellChange>,
}

/// A row that stands elsewhere among its neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MovedRow {
    /// Its place in the baseline.
    pub before: RowId,
    /// Its place now.
    pub now: RowId,
}

/// A cell with another text than in the baseline.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CellChange {
    /// The row now.
    pub row: RowId,
    /// The row in the baseline.
    pub row_before: RowId,
    /// The column's name in the file, or its number where it has none.
    pub column: String,
    /// Where the column stands in the file: 0 is the first.
    #[serde(skip)]
    pub at: usize,
    /// The text in the baseline; none where the row was too short to have the cell.
    pub before: Option<String>,
    /// The text now; none where the row is too short to have the cell.
    pub after: Option<String>,
    /// Whether nobody may change this column.
    pub is_locked: bool,
}

impl Diff {
    /// Whether the files say the same.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Changes that nobody may make, besides rows and columns.
    pub fn locked(&self) -> impl Iterator<Item = &CellChange> {
        self.cells.iter().filter(|change| change.is_locked)
    }
}

/// What differs between `baseline` and `file`. The time it takes grows as the two
/// files do; only rows that moved cost a binary search each.
///
/// ```
/// use shared::mapping_file::{diff, open, RowId};
///
/// let baseline = open(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\n\
///     lena@contoso.example,\nomar@contoso.example,\n".to_vec())?;
/// let file = open(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\n\
///     omar@contoso.example,\nlena@contoso.example,new\n".to_vec())?;
/// let diff = diff(&baseline, &file);
/// assert_eq!(diff.rows_moved.len(), 1);
/// assert_eq!(diff.cells[0].row, RowId(1));
/// assert_eq!(diff.cells[0].after.as_deref(), Some("new"));
/// assert_eq!(diff.locked().count(), 0);
/// # Ok::<(), shared::mapping_file::OpenError>(())
/// ```
pub fn diff(baseline: &MappingFile, file: &MappingFile) -> Diff {
    let before_of = paired_rows(baseline, file);
    let mut removed = vec![true; length(baseline)];
    let mut diff = Diff {
        columns_added: names_only_in(file, baseline),
        columns_removed: names_only_in(baseline, file),
        ..Diff::default()
    };
    let columns = Columns::of(baseline, file);
    let mut kept = Vec::new();
    for (row, before) in file.rows().zip(&before_of) {
        let Some(before) = *before else {
            diff.rows_added.push(row);
            continue;
        };
        if let Some(removed) = removed.get_mut(index(before)) {
            *removed = false;
        }
        kept.push(MovedRow { before, now: row });
        columns.compare(baseline, before, file, row, &mut diff.cells);
    }
    diff.rows_removed = baseline
        .rows()
        .zip(removed)
        .filter_map(|(row, removed)| removed.then_some(row))
        .collect();
    diff.rows_moved = moved(kept);
    diff
}

impl MappingFile {
    /// Row and column of the cells with another text than when the file was opened or
    /// repaired last, in the order of the file. Costs what the edits cost, however long
    /// the file is.
    pub fn edited_places(&self) -> impl Iterator<Item = (RowId, usize)> {
        self.edits.overlay.iter().map(|(place, _)| place)
    }

    /// What became of a cell since the file was opened or repaired last.
    pub fn edited_cell(&self, row: RowId, at: usize) -> CellChange {
        CellChange {
            row,
            row_before: row,
            column: name_of(self.header(), at),
            at,
            before: Some(self.original_cell(row, at).into_owned()),
            after: Some(self.cell(row, at).into_owned()),
            is_locked: !self.is_target(at),
        }
    }

    /// Whether a repair rewrote the file since it was opened, so that its edited cells
    /// are not all that differs.
    pub fn is_rewritten(&self) -> bool {
        !std::ptr::eq(self.opened(), self.original())
    }
}

fn name_of(names: &[String], at: usize) -> String {
    names.get(at).map_or_else(
        || format!("field {}", at.saturating_add(1)),
        |name| name.trim().to_owned(),
    )
}

/// For each row of the file, the row of the baseline that is the same one.
fn paired_rows(baseline: &MappingFile, file: &MappingFile) -> Vec<Option<RowId>> {
    let mut before_of = vec![None; length(file)];
    let mut free: Vec<RowId> = baseline.rows().collect();
    for key in Column::SOURCE_KEYS {
        if baseline.column(key).is_some() && file.column(key).is_some() {
            let of = |file: &MappingFile, row: &Row<'_>| key_of(file, row, key);
            pair_by(baseline, file, &mut free, &mut before_of, of);
        }
    }
    pair_by(baseline, file, &mut free, &mut before_of, |_, row| {
        Some(all_of(row))
    });
    before_of
}

/// Pairs rows that are still alone by a key; among equals the first with the first.
fn pair_by(
    baseline: &MappingFile,
    file: &MappingFile,
    free: &mut Vec<RowId>,
    before_of: &mut [Option<RowId>],
    key: impl Fn(&MappingFile, &Row<'_>) -> Option<String>,
) {
    if free.is_empty() {
        return;
    }
    let mut known: HashMap<String, Vec<RowId>> = HashMap::new();
    let mut left = Vec::new();
    // From the end, so that the first of equals is the first to be taken.
    for row in free.drain(..).rev() {
        match baseline.row(row).and_then(|at| key(baseline, &at)) {
            Some(key) => known.entry(key).or_default().push(row),
            None => left.push(row),
        }
    }
    for (row, before) in file.rows().zip(before_of) {
        if before.is_none()
            && let Some(key) = file.row(row).and_then(|at| key(file, &at))
            && let Some(rows) = known.get_mut(&key)
        {
            *before = rows.pop();
        }
    }
    left.extend(known.into_values().flatten());
    order::by_number(&mut left, |row| u64::from(row.0));
    *free = left;
}

/// The source mailbox that a row names, in a form that can be looked up. The fields of
/// a ragged row may stand under the wrong names.
fn key_of(file: &MappingFile, row: &Row<'_>, key: Column) -> Option<String> {
    if row.len() != file.header().len() {
        return None;
    }
    let text = row.text(file.column(key)?);
    let text = crate::ids::bare_key(&text);
    (!text.is_empty()).then(|| text.to_ascii_lowercase())
}

/// Everything that stands in a row, told apart by its lengths.
fn all_of(row: &Row<'_>) -> String {
    let mut all = String::new();
    for column in 0..row.len() {
        let text = row.text(column);
        all.push_str(&text.len().to_string());
        all.push(':');
        all.push_str(&text);
    }
    all
}

fn names_only_in(file: &MappingFile, other: &MappingFile) -> Vec<String> {
    file.header()
        .iter()
        .map(|name| name.trim())
        .filter(|name| other.column_named(name).is_none())
        .map(str::to_owned)
        .collect()
}

/// Which columns of two files are compared.
enum Columns {
    /// The same header: by place, also beyond the header.
    ByPlace,
    /// By name: where each stands in the baseline and in the file.
    ByName(Vec<(usize, usize)>),
}

impl Columns {
    fn of(baseline: &MappingFile, file: &MappingFile) -> Self {
        if baseline.header() == file.header() {
            return Self::ByPlace;
        }
        let names = file.header().iter().enumerate();
        Self::ByName(
            names
                .filter(|(at, name)| file.column_named(name) == Some(*at))
                .filter_map(|(at, name)| Some((baseline.column_named(name)?, at)))
                .collect(),
        )
    }

    fn compare(
        &self,
        baseline: &MappingFile,
        before: RowId,
        file: &MappingFile,
        row: RowId,
        changes: &mut Vec<CellChange>,
    ) {
        let (Some(cells_before), Some(cells)) = (baseline.row(before), file.row(row)) else {
            return;
        };
        let mut compare = |at_before: usize, at: usize| {
            let then = present(&cells_before, at_before);
            let now = present(&cells, at);
            if then != now {
                changes.push(CellChange {
                    row,
                    row_before: before,
                    column: name_of(file.header(), at),
                    at,
                    before: then.map(Cow::into_owned),
                    after: now.map(Cow::into_owned),
                    is_locked: !file.is_target(at),
                });
            }
        };
        match self {
            Self::ByPlace => {
                let fields = cells_before.len().max(cells.len());
                (0..fields).for_each(|at| compare(at, at));
            }
            Self::ByName(columns) => columns
                .iter()
                .for_each(|(at_before, at)| compare(*at_before, *at)),
        }
    }
}

fn present<'a>(row: &Row<'a>, column: usize) -> Option<Cow<'a, str>> {
    (column < row.len()).then(|| row.text(column))
}

/// The rows that must move to turn one order into the other: all but a longest run that
/// is in order already. `kept` is in the order of the file.
fn moved(kept: Vec<MovedRow>) -> Vec<MovedRow> {
    // Of the runs of each length, the place of the one that ends lowest.
    let mut tails: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(kept.len());
    let before = |at: usize| kept.get(at).map(|row| row.before);
    for (at, row) in kept.iter().enumerate() {
        let is_lower = |tail: &usize| before(*tail) < Some(row.before);
        let length = if tails.last().is_none_or(is_lower) {
            tails.len()
        } else {
            tails.partition_point(is_lower)
        };
        previous.push(length.checked_sub(1).and_then(|at| tails.get(at).copied()));
        match tails.get_mut(length) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut stays = vec![false; kept.len()];
    let mut run = tails.last().copied();
    while let Some(at) = run {
        if let Some(stays) = stays.get_mut(at) {
            *stays = true;
        }
        run = previous.get(at).copied().flatten();
    }
    kept.into_iter()
        .zip(stays)
        .filter_map(|(row, stays)| (!stays).then_some(row))
        .collect()
}

fn length(file: &MappingFile) -> usize {
    index(RowId(file.row_count()))
}

fn index(row: RowId) -> usize {
    usize::try_from(row.0).unwrap_or(usize::MAX)
}
