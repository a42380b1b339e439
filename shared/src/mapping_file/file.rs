//! An open mapping file: its bytes, where its rows begin, and what was edited.

use std::{borrow::Cow, fmt, ops::Range};

use super::{
    column::Column,
    dialect::Dialect,
    edit::Edits,
    header::Header,
    open_error::{OpenError, Refused},
    row::Row,
    row_pass::RowPass,
    row_sink::RowSink,
    scan::{FieldCount, Fields, Found, Places, Scanner, Seen, pass::Pass},
};

pub(super) use super::row::RowId;

/// What was odd while reading, for the checks. Rows here count the header as 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Oddities {
    pub(crate) preamble: Option<String>,
    pub(crate) blank_lines: Seen,
    pub(crate) nuls: Seen,
    pub(crate) open_quote: Option<u32>,
    pub(crate) broken_characters: Seen,
    /// Whether nothing but the bytes speaks for the encoding.
    pub(crate) is_encoding_guessed: bool,
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
    /// A file that is split already, or why it is none.
    pub(super) fn new(
        bytes: Vec<u8>,
        places: Places,
        dialect: Dialect,
        oddities: Oddities,
    ) -> Result<Self, Refused> {
        let mut file = Self {
            bytes,
            places,
            dialect,
            edits: Edits::default(),
            oddities,
            header: Header::default(),
        };
        if let Err(error) = OpenError::check_columns(file.fields_of_line(0)) {
            return Err(Refused::new(error, file.bytes));
        }
        file.header = file
            .line(0)
            .map_or_else(Header::default, |row| Header::of(&row));
        Ok(file)
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
        u32::try_from(self.places.starts.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// All data rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = RowId> + use<> {
        (0..self.row_count()).map(RowId)
    }

    /// A row, split into its fields once: cheaper than asking for its cells one by one.
    pub fn row(&self, row: RowId) -> Option<Row<'_>> {
        Some(self.line(line_of(row))?.edited(&self.edits.overlay))
    }

    /// All data rows in the order of the file, edits included: the fastest way to see
    /// them all.
    pub fn each_row(&self, mut visit: impl FnMut(&Row<'_>)) {
        let mut pass = RowPass::new(self);
        while pass.piece(self, &self.edits.overlay, &mut visit) {}
    }

    /// Visits the rows of the next piece of a pass, edits included; false at the end.
    pub(crate) fn next_piece(&self, pass: &mut RowPass, mut visit: impl FnMut(&Row<'_>)) -> bool {
        pass.piece(self, &self.edits.overlay, &mut visit)
    }

    /// A pass over all lines.
    pub(super) fn new_pass(&self) -> Pass {
        let body = self.places.start_of(0).unwrap_or(self.bytes.len());
        let mut pass = Pass::new(self.dialect.encoding, self.dialect.delimiter, body);
        if self.oddities.broken_characters.count == 0 {
            pass.trust_characters();
        }
        pass
    }

    /// Header and all rows, edits included, as a reader would have fed them.
    pub fn feed(&self, sink: &mut impl RowSink) {
        sink.header(&self.header, &self.dialect);
        self.each_row(|row| sink.row(row));
    }

    /// How many fields a row has; 0 for a row that does not exist.
    pub fn field_count(&self, row: RowId) -> usize {
        self.fields_of_line(line_of(row))
    }

    /// The text of a field as it stands now, edits included; empty where there is none.
    /// Borrows from the file where it is UTF-8 without doubled quotes.
    pub fn cell(&self, row: RowId, column: usize) -> Cow<'_, str> {
        match self.edits.overlay.text(row, column) {
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

    /// The bytes of [`MappingFile::original`], without a copy; the file is given up.
    pub fn into_original(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn oddities(&self) -> &Oddities {
        &self.oddities
    }

    /// How many lines hold the header and the data rows.
    pub(super) fn line_count(&self) -> usize {
        self.places.starts.len()
    }

    /// How many fields a line has; 0 for one that does not exist.
    pub(super) fn fields_of_line(&self, line: usize) -> usize {
        let mut count = FieldCount::default();
        self.split(line, &mut count);
        count.fields
    }

    /// The line that a byte belongs to: the last one that begins before it.
    pub(super) fn line_at(&self, at: usize) -> usize {
        Places::line_at(&self.places.starts, at)
    }

    /// A line as it was opened: 0 is the header, and `n` the data row of that number.
    pub(super) fn line(&self, line: usize) -> Option<Row<'_>> {
        let mut fields = Fields::with_capacity(self.header.len());
        let start = self.split(line, &mut fields)?;
        let id = RowId(u32::try_from(line.saturating_sub(1)).ok()?);
        let bytes = self.bytes.get(start..)?;
        let start = u32::try_from(start).ok()?;
        let ends = Cow::Owned(fields.ends);
        Some(Row::new(id, bytes, start, ends, self.dialect.encoding))
    }

    /// Finds the fields of one line again. Says where the line begins.
    fn split(&self, line: usize, found: &mut impl Found) -> Option<usize> {
        let start = self.places.start_of(line)?;
        let next = self.places.start_of(line.checked_add(1)?);
        let Dialect {
            encoding,
            delimiter,
            ..
        } = self.dialect;
        let scanner = Scanner::new(encoding, delimiter, start);
        scanner.find_row(&self.bytes, next.unwrap_or(self.bytes.len()), found);
        Some(start)
    }

    /// Where a field lies in the original bytes, its quotes included. Line 0 is the
    /// header.
    pub(super) fn span(&self, line: usize, field: usize) -> Option<Range<usize>> {
        self.line(line)?.span(field)
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

/// The line of a data row; the header is line 0.
pub(super) fn line_of(row: RowId) -> usize {
    usize::try_from(row.0)
        .unwrap_or(usize::MAX)
        .saturating_add(1)
}
