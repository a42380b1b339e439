//! An open mapping file: its bytes, where its fields lie, and what was edited.

use std::{borrow::Cow, fmt, ops::Range};

use super::{
    column::Column,
    dialect::{Dialect, Encoding},
    edit::Edits,
    header::Header,
    reader::Broken,
    row::Row,
    row_sink::RowSink,
    scan::{Places, Seen},
};

pub(super) use super::row::RowId;

/// What was odd while reading, for the checks. Rows here count the header as 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Oddities {
    pub(crate) preamble: Option<String>,
    pub(crate) blank_lines: Seen,
    pub(crate) nuls: Seen,
    #[allow(dead_code)]
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
    header: Header,
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
            header: Header::default(),
        };
        file.header = file
            .line(0)
            .map_or_else(Header::default, |row| Header::of(&row));
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
        self.header.names()
    }

    /// The header: names, and where each column stands.
    pub fn head(&self) -> &Header {
        &self.header
    }

    /// Where a column stands, whatever its case; the first one if there are several.
    pub fn column(&self, column: Column) -> Option<usize> {
        self.header.column(column)
    }

    /// Where the column of this name stands, ignoring case and white space around it.
    pub fn column_named(&self, name: &str) -> Option<usize> {
        self.header.column_named(name)
    }

    /// How many data rows there are.
    pub fn row_count(&self) -> u32 {
        u32::try_from(self.places.rows.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// All data rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = RowId> + use<> {
        (0..self.row_count()).map(RowId)
    }

    /// A row, split into its fields once: cheaper than asking for its cells one by one.
    pub fn row(&self, row: RowId) -> Option<Row<'_>> {
        Some(self.line(line_of(row))?.edited(&self.edits))
    }

    /// All data rows in the order of the file, edits included: the fastest way to see
    /// them all.
    pub fn each_row(&self, mut visit: impl FnMut(&Row<'_>)) {
        for row in self.rows() {
            if let Some(row) = self.row(row) {
                visit(&row);
            }
        }
    }

    /// Header and all rows, edits included, as a reader would have fed them.
    pub fn feed(&self, sink: &mut impl RowSink) {
        sink.header(&self.header, &self.dialect);
        self.each_row(|row| sink.row(row));
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

    /// The bytes that were opened or, after a repair, that the repair wrote; edits are not
    /// in them.
    pub fn original(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn oddities(&self) -> &Oddities {
        &self.oddities
    }

    /// A line as it was opened: 0 is the header, and `n` the data row of that number.
    pub(super) fn line(&self, line: usize) -> Option<Row<'_>> {
        self::line(&self.bytes, &self.places, line, self.dialect.encoding)
    }

    /// Where a field lies in the original bytes, its quotes included. Line 0 is the
    /// header.
    pub(super) fn span(&self, line: usize, field: usize) -> Option<Range<usize>> {
        self.line(line)?.span(field)
    }

    pub(super) fn raw(&self, line: usize, field: usize) -> &[u8] {
        self.line(line).map_or(&[], |row| row.raw(field))
    }

    fn text_at(&self, line: usize, field: usize) -> Cow<'_, str> {
        self.line(line)
            .map_or(Cow::Borrowed(""), |row| row.text(field))
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

pub(super) fn line<'a>(
    bytes: &'a [u8],
    places: &'a Places,
    line: usize,
    encoding: Encoding,
) -> Option<Row<'a>> {
    let id = RowId(u32::try_from(line.saturating_sub(1)).ok()?);
    let start = places.rows.get(line)?.start;
    let bytes = bytes.get(usize::try_from(start).ok()?..)?;
    let ends = Cow::Borrowed(places.ends_of_line(line)?);
    Some(Row::new(id, bytes, start, ends, encoding))
}

/// The line of a data row; the header is line 0.
pub(super) fn line_of(row: RowId) -> usize {
    usize::try_from(row.0)
        .unwrap_or(usize::MAX)
        .saturating_add(1)
}
