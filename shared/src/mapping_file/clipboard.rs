//! Cells as Excel puts them on the clipboard: tabs between cells, line ends between
//! rows, quotes around cells with tabs, line ends or quotes in them.

use std::fmt;

/// A copied block with more rows than a spreadsheet has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("more than {MOST_ROWS} rows were copied, and no spreadsheet has more: copy fewer")]
pub struct TooManyRows;

/// As many rows as a sheet of Excel has.
const MOST_ROWS: usize = 1_048_576;

/// The rows of a copied block. Any text is a block: a quote that does not close before
/// a tab, a line end or the end is text. The line end after the last row ends it and
/// begins no other.
///
/// ```
/// use shared::mapping_file::clipboard_cells;
///
/// assert_eq!(
///     clipboard_cells("a\t\"two\nlines\"\r\n5\" disk\t\r\n").unwrap(),
///     [["a", "two\nlines"], ["5\" disk", ""]],
/// );
/// ```
pub fn clipboard_cells(text: &str) -> Result<Vec<Vec<String>>, TooManyRows> {
    let mut cells = ClipboardCells::default();
    while !cells.step(text, usize::MAX)? {}
    Ok(cells.finish())
}

/// A copied block that is taken apart some cells at a time, as [`clipboard_cells`] does it
/// at once.
///
/// ```
/// use shared::mapping_file::ClipboardCells;
///
/// let (text, mut cells) = ("a\tb\nc", ClipboardCells::default());
/// assert!(!cells.step(text, 2).unwrap());
/// assert_eq!(cells.bytes(), 4);
/// assert!(cells.step(text, 2).unwrap());
/// assert_eq!(cells.finish(), [vec!["a", "b"], vec!["c"]]);
/// ```
#[derive(Default)]
pub struct ClipboardCells {
    /// Up to where the text is taken apart.
    at: usize,
    rows: Vec<Vec<String>>,
    /// The row that has no end yet.
    row: Option<Vec<String>>,
}

impl ClipboardCells {
    /// Goes on for so many cells; true once there are no more. The text is the same each
    /// time.
    pub fn step(&mut self, text: &str, most: usize) -> Result<bool, TooManyRows> {
        for _ in 0..most.max(1) {
            let rest = text.get(self.at..).unwrap_or_default();
            if self.row.is_none() && rest.is_empty() {
                return Ok(true);
            }
            if self.row.is_none() && self.rows.len() >= MOST_ROWS {
                return Err(TooManyRows);
            }
            let (cell, after) = quoted(rest).unwrap_or_else(|| plain(rest));
            let row = self.row.get_or_insert_default();
            row.push(cell);
            let next = if let Some(next) = after.strip_prefix('\t') {
                next
            } else {
                self.rows.extend(self.row.take());
                after
                    .strip_prefix("\r\n")
                    .or_else(|| after.strip_prefix(['\r', '\n']))
                    .unwrap_or(after)
            };
            self.at = text.len().saturating_sub(next.len());
        }
        Ok(self.row.is_none() && self.at >= text.len())
    }

    /// How many bytes of the text are taken apart.
    pub fn bytes(&self) -> usize {
        self.at
    }

    /// The rows, once there are no more cells.
    pub fn finish(self) -> Vec<Vec<String>> {
        self.rows
    }
}

impl fmt::Debug for ClipboardCells {
    /// A count: the contents are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClipboardCells({} rows)", self.rows.len())
    }
}

/// Writes a row of a block, as [`clipboard_cells`] and spreadsheets read it.
///
/// ```
/// use shared::mapping_file::{clipboard_cells, write_clipboard_row};
///
/// let mut text = String::new();
/// write_clipboard_row(&mut text, ["", "two\nlines", "\"quoted\"", "5\" disk"]);
/// assert_eq!(text, "\t\"two\nlines\"\t\"\"\"quoted\"\"\"\t5\" disk\r\n");
/// assert_eq!(clipboard_cells(&text).unwrap(), [["", "two\nlines", "\"quoted\"", "5\" disk"]]);
/// ```
pub fn write_clipboard_row<T: AsRef<str>>(text: &mut String, cells: impl IntoIterator<Item = T>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push('\t');
        }
        let cell = cell.as_ref();
        if cell.starts_with('"') || cell.contains(['\t', '\r', '\n']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

fn plain(text: &str) -> (String, &str) {
    let end = text.find(['\t', '\r', '\n']).unwrap_or(text.len());
    let (cell, after) = text.split_at_checked(end).unwrap_or((text, ""));
    (cell.to_owned(), after)
}

/// A cell in quotes and what follows it; none if the quotes are text. Where a search
/// for the closing quote reaches the end, no later cell can search that far again: all
/// quotes on the way are doubled, and at the beginning of a cell such a pair is text.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        if let Some(after) = after.strip_prefix('"') {
            cell.push('"');
            rest = after;
        } else if after.is_empty() || after.starts_with(['\t', '\r', '\n']) {
            return Some((cell, after));
        } else {
            return None;
        }
    }
}
