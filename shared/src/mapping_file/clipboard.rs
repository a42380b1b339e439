//! Cells as Excel puts them on the clipboard: tabs between cells, line ends between
//! rows, quotes around cells with tabs, line ends or quotes in them.

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
    let mut rows = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if rows.len() >= MOST_ROWS {
            return Err(TooManyRows);
        }
        let mut row = Vec::new();
        loop {
            let (cell, after) = quoted(rest).unwrap_or_else(|| plain(rest));
            row.push(cell);
            if let Some(next) = after.strip_prefix('\t') {
                rest = next;
            } else {
                rest = after
                    .strip_prefix("\r\n")
                    .or_else(|| after.strip_prefix(['\r', '\n']))
                    .unwrap_or(after);
                break;
            }
        }
        rows.push(row);
    }
    Ok(rows)
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
