//! Saving: the original bytes with the edited fields replaced, and nothing else.

use std::ops::Range;

use super::{
    decode::{is_quoted, write_field},
    file::{MappingFile, RowId, line_of},
};

/// Bytes that take the place of a part of the original.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Patch {
    /// What is replaced, in the original bytes.
    pub range: Range<usize>,
    /// What stands there instead.
    pub bytes: Vec<u8>,
}

impl MappingFile {
    /// The file as it stands now. Without edits: the bytes that were opened.
    pub fn save(&self) -> Vec<u8> {
        let mut saved = Vec::with_capacity(self.bytes.len().saturating_add(64));
        let mut from = 0;
        for patch in self.patches() {
            saved.extend_from_slice(self.bytes.get(from..patch.range.start).unwrap_or_default());
            saved.extend_from_slice(&patch.bytes);
            from = patch.range.end;
        }
        saved.extend_from_slice(self.bytes.get(from..).unwrap_or_default());
        saved
    }

    /// What differs from the original, in ascending order and without overlap. Whoever
    /// holds the original elsewhere saves by these alone.
    pub fn patches(&self) -> impl Iterator<Item = Patch> {
        self.edits.iter().filter_map(|(row, column, text)| {
            let range = self.span(line_of(row), column)?;
            let bytes = write_field(text, *self.dialect(), self.keeps_quotes(row, column, text));
            Some(Patch {
                range,
                bytes: bytes.ok()?,
            })
        })
    }

    fn keeps_quotes(&self, row: RowId, column: usize, text: &str) -> bool {
        // An empty field alone in its row would read as a blank line without quotes.
        is_quoted(self.raw(line_of(row), column), self.dialect().encoding)
            || (text.is_empty() && self.field_count(row) == 1)
    }
}
