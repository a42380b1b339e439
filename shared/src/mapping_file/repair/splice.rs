//! Parts of the file and what takes their place: written into new bytes, or looked at.

use std::ops::Range;

/// What a repair tells what it does, in ascending order and without overlap.
pub(super) trait Splices {
    /// Bytes in place of a part of the original. `line` is where it is shown: 0 is the
    /// header.
    fn put(&mut self, line: usize, range: Range<usize>, bytes: &[u8]);
}

/// The bytes after a repair.
pub(super) struct Written<'a> {
    original: &'a [u8],
    from: usize,
    bytes: Vec<u8>,
}

impl<'a> Written<'a> {
    pub(super) fn of(original: &'a [u8]) -> Self {
        Self {
            original,
            from: 0,
            bytes: Vec::with_capacity(original.len().saturating_add(64)),
        }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        let rest = self.original.get(self.from..).unwrap_or_default();
        self.bytes.extend_from_slice(rest);
        self.bytes
    }
}

impl Splices for Written<'_> {
    fn put(&mut self, _line: usize, range: Range<usize>, bytes: &[u8]) {
        let kept = self.original.get(self.from..range.start);
        self.bytes.extend_from_slice(kept.unwrap_or_default());
        self.bytes.extend_from_slice(bytes);
        self.from = range.end;
    }
}
