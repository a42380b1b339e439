//! Saving: the original bytes with the edited fields replaced, and nothing else.

use std::ops::Range;

use super::{
    decode::{is_quoted, write_field},
    dialect::Encoding,
    file::{MappingFile, line_of},
    row::Row,
};

/// Bytes that take the place of a part of the original.
#[derive(Clone, PartialEq, Eq)]
pub struct Patch {
    /// What is replaced, in the original bytes.
    pub range: Range<usize>,
    /// What stands there instead.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Patch {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Patch")
            .field("range", &self.range)
            .field("bytes", &self.bytes.len())
            .finish()
    }
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

    /// What differs from [`MappingFile::original`], in ascending order and without
    /// overlap. Whoever holds the original elsewhere saves by these alone: they cost
    /// what the edits cost, however long the file is.
    pub fn patches(&self) -> impl Iterator<Item = Patch> {
        let mut split: Option<Row<'_>> = None;
        self.edits
            .overlay
            .iter()
            .filter_map(move |((id, column), text)| {
                // A row with several edits is split into its fields once.
                let row = match split.take() {
                    Some(row) if row.id() == id => row,
                    _ => self.line(line_of(id))?,
                };
                let row = split.insert(row);
                let range = row.span(column)?;
                let bytes = write_field(
                    text,
                    *self.dialect(),
                    keeps_quotes(row, column, text, self.dialect().encoding),
                );
                Some(Patch {
                    range,
                    bytes: bytes.ok()?,
                })
            })
    }
}

fn keeps_quotes(row: &Row<'_>, column: usize, text: &str, encoding: Encoding) -> bool {
    // An empty field alone in its row would read as a blank line without quotes.
    is_quoted(row.raw(column), encoding) || (text.is_empty() && row.len() == 1)
}
