//! An open mapping file: its bytes, where its fields lie, and what was edited.

use std::{borrow::Cow, collections::HashMap, fmt, ops::Range};

use serde::{Deserialize, Serialize};

use super::{
    column::Column,
    decode::field_text,
    dialect::Dialect,
    edit::Edits,
    reader::Broken,
    scan::{Places, Seen},
};

/// A data row, counted from 0 in the order of the file. It names the same row
/// whatever a view filters or sorts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RowId(pub u32);

impl RowId {
    /// The row's number as people count: 1 is the first data row.
    pub fn number(self) -> u32 {
        self.0.saturating_add(1)
    }
}

/// What was odd while reading, for the checks. Rows here count the header as 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Oddities {
    pub(crate) preamble: Option<String>,
    pub(crate) blank_lines: Seen,
    pub(crate) nuls: Seen,
    pub(crate) stray_quotes: Vec<u32>,
    pub(crate) open_quote: Option<u32>,
    pub(crate) broken_characters: Seen,
}

/// An open mapping file.
#[derive(Clone)]
pub struct MappingFile {
    pub(super) bytes: Vec<u8>,
    pub(super) places: Places,
    pub(super) dialect: Dialect,
    pub(super) edits: Edits,
    oddities: Oddities,
    header: Vec<String>,
    /// Where each name stands, in lower case and without white space around it.
    names: HashMap<String, usize>,
    columns: [Option<usize>; Column::ALL.len()],
}

impl MappingFile {
    pub(super) fn new(
        bytes: Vec<u8>,
        places: Places,
        dialect: Dialect,
        oddities: Oddities,
    ) -> Self {
        let mut file = Self {
            bytes,
            places,
            dialect,
            edits: Edits::default(),
            oddities,
            header: Vec::new(),
            names: HashMap::new(),
            columns: [None; Column::ALL.len()],
        };
        file.header = (0..file.places.fields_of_line(0))
            .map(|field| file.text_at(0, field).into_owned())
            .collect();
        for (at, name) in file.header.iter().enumerate() {
            file.names.entry(name_key(name)).or_insert(at);
        }
        file.columns = Column::ALL.map(|column| file.column_named(column.name()));
        file
    }

    pub(super) fn note_broken_characters(&mut self, broken: Broken) {
        let line = self.places.rows.partition_point(|row| {
            usize::try_from(row.start).is_ok_and(|at| at <= broken.first_at)
        });
        self.oddities.broken_characters = Seen {
            count: broken.count,
            first_row: u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX),
        };
    }

    /// How the file is written.
    pub fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// The names in the header, as they stand there.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Where a column stands, whatever its case; the first one if there are several.
    pub fn column(&self, column: Column) -> Option<usize> {
        let at = Column::ALL.iter().position(|known| *known == column)?;
        self.columns.get(at).copied().flatten()
    }

    /// Where the column of this name stands, ignoring case and white space around it.
    pub fn column_named(&self, name: &str) -> Option<usize> {
        self.names.get(&name_key(name)).copied()
    }

    /// How many data rows there are.
    pub fn row_count(&self) -> u32 {
        u32::try_from(self.places.rows.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// All data rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = RowId> + use<> {
        (0..self.row_count()).map(RowId)
    }

    /// How many fields a row has; 0 for a row that does not exist.
    pub fn field_count(&self, row: RowId) -> usize {
        self.places.fields_of_line(line_of(row))
    }

    /// The text of a field as it stands now, edits included; empty where there is none.
    /// Borrows from the file where it is UTF-8 without doubled quotes.
    pub fn cell(&self, row: RowId, column: usize) -> Cow<'_, str> {
        match self.edits.text(row, column) {
            Some(text) => Cow::Borrowed(text),
            None => self.text_at(line_of(row), column),
        }
    }

    /// The text of a field as it stood when the file was opened.
    pub fn original_cell(&self, row: RowId, column: usize) -> Cow<'_, str> {
        self.text_at(line_of(row), column)
    }

    /// The text of a field by its column; empty if the file lacks the column.
    pub fn value(&self, row: RowId, column: Column) -> Cow<'_, str> {
        self.column(column)
            .map_or(Cow::Borrowed(""), |at| self.cell(row, at))
    }

    /// Whether a column may be edited: only `TargetExternalDirectoryObjectId`, the one
    /// change that CTIM allows.
    pub fn is_editable(&self, column: usize) -> bool {
        self.column(Column::TargetExternalDirectoryObjectId) == Some(column)
    }

    /// The bytes that were opened.
    pub fn original(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn oddities(&self) -> &Oddities {
        &self.oddities
    }

    /// Where a field lies in the original bytes, its quotes included. Line 0 is the
    /// header.
    pub(super) fn span(&self, line: usize, field: usize) -> Option<Range<usize>> {
        let row = self.places.rows.get(line)?;
        if field >= self.places.fields_of_line(line) {
            return None;
        }
        let at = usize::try_from(row.first_field).ok()?.checked_add(field)?;
        let end = usize::try_from(*self.places.field_ends.get(at)?).ok()?;
        let start = if field == 0 {
            usize::try_from(row.start).ok()?
        } else {
            let before = *self.places.field_ends.get(at.checked_sub(1)?)?;
            usize::try_from(before).ok()? + self.dialect.encoding.unit_width()
        };
        Some(start..end)
    }

    pub(super) fn raw(&self, line: usize, field: usize) -> &[u8] {
        self.span(line, field)
            .and_then(|span| self.bytes.get(span))
            .unwrap_or_default()
    }

    fn text_at(&self, line: usize, field: usize) -> Cow<'_, str> {
        field_text(self.raw(line, field), self.dialect.encoding)
    }
}

impl fmt::Debug for MappingFile {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MappingFile")
            .field("dialect", &self.dialect.to_string())
            .field("bytes", &self.bytes.len())
            .field("rows", &self.row_count())
            .field("columns", &self.header.len())
            .finish_non_exhaustive()
    }
}

fn name_key(name: &str) -> String {
    name.trim().to_ascii_lowercase()
}

/// The line of a data row; the header is line 0.
pub(super) fn line_of(row: RowId) -> usize {
    usize::try_from(row.0)
        .unwrap_or(usize::MAX)
        .saturating_add(1)
}
