//! Rows as the grid shows them.

use shared::{
    mapping_file::{MappingFile, RowId},
    order,
};

use super::{
    open_file::OpenFile,
    protocol::{Mark, RowView, Window},
};
use crate::texts;

/// Longest text of a cell that is only shown, in characters.
const SHOWN_CHARS: usize = 200;
/// The most rows of a window, whatever was asked for.
const MOST_ROWS: u32 = 1_000;

impl OpenFile {
    /// Some of the rows shown, as many as there are.
    pub(super) fn window(&self, first: u32, count: u32) -> Window {
        let shown = self.shown();
        let count = count.min(MOST_ROWS);
        let rows = shown
            .rows_at(first, count)
            .map(|row| self.row_view(RowId(row)))
            .collect();
        Window {
            first,
            rows,
            columns: self.sent.clone(),
        }
    }

    fn row_view(&self, row: RowId) -> RowView {
        let mut marks: Vec<Mark> = self
            .checked
            .of_row(row)
            .into_iter()
            .map(|finding| Mark {
                column: self.column_of(finding.column.as_deref()),
                code: finding.code.into_owned(),
                severity: finding.severity,
                message: texts::worded(finding.message),
            })
            .collect();
        order::by_key(&mut marks, |mark| mark.severity);
        RowView {
            marks,
            found: self.places_found(row),
            ..plain(self.file(), row, &self.sent)
        }
    }
}

/// A row without what is to be said about it: with these of its columns, or all if that
/// is none.
pub(super) fn plain(file: &MappingFile, id: RowId, columns: &[usize]) -> RowView {
    let width = file.header().len();
    let cells = file.row(id).map_or_else(Vec::new, |row| {
        let cell = |column| {
            let cell = row.text(column);
            if file.is_editable(column) {
                cell.into_owned()
            } else {
                shortened(&cell)
            }
        };
        if columns.is_empty() {
            (0..width).map(cell).collect()
        } else {
            columns.iter().copied().map(cell).collect()
        }
    });
    RowView {
        row: id.0,
        cells,
        marks: Vec::new(),
        changed: (0..width)
            .filter(|column| file.is_changed_cell(id, *column))
            .collect(),
        found: Vec::new(),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_string(),
    }
}
