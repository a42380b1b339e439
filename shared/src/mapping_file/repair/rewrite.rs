//! What each repair puts where.

use super::{Repair, RepairError, splice::Splices};
use crate::mapping_file::{Encoding, MappingFile, Row, RowId};

mod dialect;
mod fields;
mod lines;

pub(super) use lines::usual_line_end;

/// What a repair does to the file as a whole.
pub(super) struct Effect {
    /// How many places change: rows, lines, line ends or names.
    pub(super) count: usize,
    /// The rows that go, ascending.
    pub(super) rows_removed: Vec<RowId>,
    /// The places of the columns that go, ascending.
    pub(super) columns_removed: Vec<usize>,
    /// The names that the header is to have, where they are others.
    pub(super) header: Option<Vec<String>>,
    /// Whether every value is meant to change.
    pub(super) is_guard: bool,
    pub(super) encoding: Encoding,
    pub(super) delimiter: u8,
}

impl Effect {
    pub(super) fn none(file: &MappingFile) -> Self {
        Self {
            count: 0,
            rows_removed: Vec::new(),
            columns_removed: Vec::new(),
            header: None,
            is_guard: false,
            encoding: file.dialect().encoding,
            delimiter: file.dialect().delimiter,
        }
    }
}

/// Tells `out` what a repair does, and says what becomes of the file by it.
pub(super) fn rewrite(
    file: &MappingFile,
    repair: &Repair,
    out: &mut dyn Splices,
) -> Result<Effect, RepairError> {
    let mut effect = Effect::none(file);
    match repair {
        Repair::CommaDelimiter => dialect::comma(file, out, &mut effect),
        Repair::ToUtf8 { bom } => dialect::to_utf8(file, *bom, out, &mut effect)?,
        Repair::UniformLineEnds(end) => lines::uniform_line_ends(file, *end, out, &mut effect),
        Repair::FinalLineEnd => lines::final_line_end(file, out, &mut effect),
        Repair::RemoveBlankLines => lines::remove_blank_lines(file, out, &mut effect),
        Repair::RemovePreamble => lines::remove_preamble(file, out, &mut effect),
        Repair::RemoveEmptyRows => lines::remove_empty_rows(file, out, &mut effect),
        Repair::TrimHeader => fields::trim_header(file, out, &mut effect),
        Repair::RenameColumns(names) => fields::rename_columns(file, names, out, &mut effect)?,
        Repair::RemoveColumns(columns) => {
            fields::remove_columns(file, columns, out, &mut effect)?;
        }
        Repair::QuoteStrayQuotes => fields::quote_stray_quotes(file, out, &mut effect),
        Repair::TakeGuardOff => {
            if file.is_spreadsheet_safe() {
                out.put(0, 0..file.original().len(), &file.without_guard());
                effect.count = 1;
                effect.is_guard = true;
            }
        }
        // Nothing is written: the bytes are the same.
        Repair::ReadAs { .. } => {}
    }
    Ok(effect)
}

/// All lines with fields: 0 is the header.
fn lines_of(file: &MappingFile) -> impl Iterator<Item = (usize, Row<'_>)> {
    (0..).map_while(|line| Some((line, file.line(line)?)))
}

/// Where a line begins in the file.
fn start_of(row: &Row<'_>) -> usize {
    row.span(0).map_or(0, |span| span.start)
}

/// Where a line ends in the file, without its line end.
fn end_of(row: &Row<'_>) -> usize {
    row.len()
        .checked_sub(1)
        .and_then(|last| row.span(last))
        .map_or(0, |span| span.end)
}
