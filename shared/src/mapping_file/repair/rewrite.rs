//! What each repair puts where.

use std::ops::Range;

use super::{Repair, RepairError, splice::Splices};
use crate::mapping_file::{Encoding, MappingFile, Row, RowId, guard::Unguarding};

mod dialect;
mod fields;
mod lines;

pub(super) use lines::LineEndCounts;

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

/// Tells what a repair does, some lines at a time.
pub(super) struct Rewriting {
    /// What becomes of the file by it, as far as it is.
    pub(super) effect: Effect,
    /// The next line; 0 is the header, and what stands before it.
    line: usize,
    /// Whether all lines were looked at before the first is written.
    is_known: bool,
    is_twice: bool,
    ends: LineEndCounts,
    unguarding: Unguarding,
}

impl Rewriting {
    pub(super) fn new(file: &MappingFile) -> Self {
        Self {
            effect: Effect::none(file),
            line: 0,
            is_known: false,
            is_twice: false,
            ends: LineEndCounts::default(),
            unguarding: Unguarding::default(),
        }
    }

    /// Tells `out` what it does to so many lines more; true at the end. File and repair
    /// are the same each time.
    pub(super) fn step(
        &mut self,
        file: &MappingFile,
        repair: &Repair,
        out: &mut dyn Splices,
        most: usize,
    ) -> Result<bool, RepairError> {
        let some = self.line..self.line.saturating_add(most.max(1));
        let is_first = self.line == 0;
        self.line = some.end;
        let effect = &mut self.effect;
        match repair {
            Repair::CommaDelimiter => dialect::comma(file, some, out, effect),
            Repair::ToUtf8 { bom } => dialect::to_utf8(file, *bom, some, out, effect)?,
            Repair::UniformLineEnds(end) => {
                lines::uniform_line_ends(file, *end, some, out, effect);
            }
            Repair::FinalLineEnd if file.dialect().final_newline => return Ok(true),
            Repair::FinalLineEnd => {
                self.ends.count(file, some);
                if self.line >= file.line_count() {
                    lines::final_line_end(file, self.ends.usual(), out, effect);
                }
            }
            Repair::RemoveBlankLines => lines::remove_blank_lines(file, some, out, effect),
            Repair::RemoveEmptyRows => lines::remove_empty_rows(file, some, out, effect),
            Repair::RemoveColumns(columns) => {
                let removed = fields::Removed::new(file, columns)?;
                if !removed.is_any() {
                    return Ok(true);
                }
                self.is_twice = true;
                if self.is_known {
                    removed.take_out(file, some, out, effect);
                } else {
                    removed.refuse_ragged(file, some)?;
                    if self.line >= file.line_count() {
                        (self.is_known, self.line) = (true, 0);
                        return Ok(false);
                    }
                }
            }
            Repair::QuoteStrayQuotes => fields::quote_stray_quotes(file, some, out, effect),
            Repair::TakeGuardOff => {
                if !file.is_spreadsheet_safe() {
                    return Ok(true);
                }
                if self.unguarding.step(file, most) {
                    let bytes = std::mem::take(&mut self.unguarding).finish(file);
                    out.put(0, 0..file.original().len(), &bytes);
                    effect.count = 1;
                    effect.is_guard = true;
                    return Ok(true);
                }
            }
            // Of the header alone.
            Repair::RemovePreamble if is_first => {
                lines::remove_preamble(file, out, effect);
                return Ok(true);
            }
            Repair::TrimHeader if is_first => {
                fields::trim_header(file, out, effect);
                return Ok(true);
            }
            Repair::RenameColumns(names) if is_first => {
                fields::rename_columns(file, names, out, effect)?;
                return Ok(true);
            }
            // Nothing is written: the bytes are the same.
            Repair::ReadAs { .. }
            | Repair::RemovePreamble
            | Repair::TrimHeader
            | Repair::RenameColumns(_) => return Ok(true),
        }
        Ok(self.line >= file.line_count())
    }

    /// How far it is, per mille.
    pub(super) fn done(&self, file: &MappingFile) -> usize {
        let lines = self.line.max(self.unguarding.lines());
        let part = (lines.saturating_mul(1000) / file.line_count().max(1)).min(1000);
        match (self.is_twice, self.is_known) {
            (false, _) => part,
            (true, false) => part / 2,
            (true, true) => 500 + part / 2,
        }
    }
}

/// Some of the lines with fields: 0 is the header.
fn lines_of(file: &MappingFile, some: Range<usize>) -> impl Iterator<Item = (usize, Row<'_>)> {
    some.map_while(|line| Some((line, file.line(line)?)))
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
