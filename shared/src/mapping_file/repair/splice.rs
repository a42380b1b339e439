//! Parts of the file and what takes their place: written into new bytes, or looked at.

use std::ops::Range;

/// What a repair tells what it does, in ascending order and without overlap.
pub(super) trait Splices {
    /// Bytes in place of a part of the original. `line` is where it is shown: 0 is the
    /// header.
    fn put(&mut self, line: usize, range: Range<usize>, bytes: &[u8]);
}

/// The bytes after a repair, as far as it is.
#[derive(Default)]
pub(super) struct Written {
    /// Up to where the original is copied.
    from: usize,
    bytes: Vec<u8>,
}

impl Written {
    /// Goes on with what it writes of an original, the same each time.
    pub(super) fn over<'a>(&'a mut self, original: &'a [u8]) -> Writing<'a> {
        if self.from == 0 && self.bytes.is_empty() {
            self.bytes.reserve_exact(original.len().saturating_add(64));
        }
        Writing {
            original,
            written: self,
        }
    }

    pub(super) fn finish(mut self, original: &[u8]) -> Vec<u8> {
        let rest = original.get(self.from..).unwrap_or_default();
        self.bytes.extend_from_slice(rest);
        self.bytes
    }
}

/// Writes the bytes after a repair.
pub(super) struct Writing<'a> {
    original: &'a [u8],
    written: &'a mut Written,
}

impl Splices for Writing<'_> {
    fn put(&mut self, _line: usize, range: Range<usize>, bytes: &[u8]) {
        let kept = self.original.get(self.written.from..range.start);
        let written = &mut self.written.bytes;
        written.extend_from_slice(kept.unwrap_or_default());
        written.extend_from_slice(bytes);
        self.written.from = range.end;
    }
}
