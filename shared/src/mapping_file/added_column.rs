//! One more column at the end, for a copy that people read: everything else stays
//! byte for byte, and the column comes off again.

use super::{
    decode::write_field_lossy,
    dialect::Encoding,
    file::{MappingFile, RowId, line_of},
};

impl MappingFile {
    /// The file as it stands now, edits included, with a column called `name` at the end
    /// of the header and what `text_of` says at the end of every row, in the file's
    /// delimiter, quoting and encoding (`?` for what the encoding lacks). The column
    /// follows whatever fields a row has, also where they are too few or too many.
    ///
    /// A last line that nothing can follow stays as it is: one whose quote is never
    /// closed, or that ends in half a UTF-16 character.
    pub(crate) fn with_column(&self, name: &str, text_of: impl Fn(RowId) -> String) -> Vec<u8> {
        let mut copy = Vec::with_capacity(self.bytes.len().saturating_add(64));
        let mut patches = self.patches().peekable();
        let mut from = 0;
        for line in 0..line_of(RowId(self.row_count())) {
            let Some(end) = self.line_end(line) else {
                continue;
            };
            while let Some(patch) = patches.next_if(|patch| patch.range.end <= end) {
                copy.extend_from_slice(self.bytes.get(from..patch.range.start).unwrap_or_default());
                copy.extend_from_slice(&patch.bytes);
                from = patch.range.end;
            }
            copy.extend_from_slice(self.bytes.get(from..end).unwrap_or_default());
            from = end;
            if self.ends_open(line) {
                continue;
            }
            let text = match data_row(line) {
                None => name.to_owned(),
                Some(row) => text_of(row),
            };
            copy.extend_from_slice(&self.unit_of_delimiter());
            copy.extend(write_field_lossy(&text, self.dialect));
        }
        copy.extend_from_slice(self.bytes.get(from..).unwrap_or_default());
        copy
    }

    /// The bytes that were opened without the last field of every line, where a line has
    /// more than one.
    pub(crate) fn without_last_fields(&self) -> Vec<u8> {
        let mut copy = Vec::with_capacity(self.bytes.len());
        let mut from = 0;
        for line in 0..line_of(RowId(self.row_count())) {
            let last = self.fields_of_line(line).saturating_sub(1);
            if last == 0 || self.ends_open(line) {
                continue;
            }
            let before = self.span(line, last.saturating_sub(1));
            if let (Some(before), Some(end)) = (before, self.line_end(line)) {
                copy.extend_from_slice(self.bytes.get(from..before.end).unwrap_or_default());
                from = end;
            }
        }
        copy.extend_from_slice(self.bytes.get(from..).unwrap_or_default());
        copy
    }

    fn line_end(&self, line: usize) -> Option<usize> {
        let last = self.fields_of_line(line).checked_sub(1)?;
        Some(self.span(line, last)?.end)
    }

    /// Whether what follows the line's last field would become a part of it.
    fn ends_open(&self, line: usize) -> bool {
        let open_quote = self
            .oddities()
            .open_quote
            .is_some_and(|at| usize::try_from(at) == Ok(line));
        let half_character = self.dialect.encoding.unit_width() == 2
            && self.bytes.len() % 2 == 1
            && self.line_end(line) == Some(self.bytes.len());
        // An edit closes the quote and completes the character.
        let edited = || {
            data_row(line).is_some_and(|row| {
                self.is_changed_cell(row, self.fields_of_line(line).saturating_sub(1))
            })
        };
        (open_quote || half_character) && !edited()
    }

    fn unit_of_delimiter(&self) -> Vec<u8> {
        let delimiter = self.dialect.delimiter;
        match self.dialect.encoding {
            Encoding::Utf8 | Encoding::Windows1252 => vec![delimiter],
            Encoding::Utf16Le => vec![delimiter, 0],
            Encoding::Utf16Be => vec![0, delimiter],
        }
    }
}

/// The data row of a line; none for the header, which is line 0.
fn data_row(line: usize) -> Option<RowId> {
    Some(RowId(u32::try_from(line.checked_sub(1)?).ok()?))
}
