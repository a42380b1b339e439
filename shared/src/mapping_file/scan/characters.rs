//! Whether bytes are characters of the encoding they are taken for.

use super::{super::dialect::Encoding, Seen};

/// Follows the scan and looks at what it has passed, while that is still in the cache.
#[derive(Clone, Debug)]
pub(in super::super) struct Characters {
    encoding: Encoding,
    /// Up to where the bytes were looked at: never inside a character.
    pub(super) checked: usize,
    /// Right characters beyond ASCII.
    right: u64,
    broken: Seen,
    last_broken: Option<usize>,
}

impl Characters {
    pub(in super::super) fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            checked: 0,
            right: 0,
            broken: Seen::default(),
            last_broken: None,
        }
    }

    /// Looks at `bytes` from where it stopped before; `is_high` says whether any of them
    /// is beyond ASCII. A character whose end is not there yet waits for it, unless this
    /// `is_end`. `line_at` names the line of a byte.
    pub(super) fn check(
        &mut self,
        bytes: &[u8],
        is_high: bool,
        is_end: bool,
        line_at: impl Fn(usize) -> u32,
    ) {
        let rest = bytes.get(self.checked..).unwrap_or_default();
        let unfinished = if is_end {
            0
        } else {
            match self.encoding {
                Encoding::Utf8 => unfinished_utf8(rest),
                Encoding::Utf16Le | Encoding::Utf16Be => unfinished_utf16(rest, self.encoding),
                Encoding::Windows1252 => 0,
            }
        };
        let (ready, _) = rest.split_at(rest.len() - unfinished);
        // The first bytes may be what is left of a character that began before.
        let starts_high = ready.first().is_some_and(|byte| *byte >= 0x80);
        let from = self.checked;
        self.checked += ready.len();
        match self.encoding {
            Encoding::Utf8 if is_high || starts_high => self.check_utf8(ready, from, line_at),
            Encoding::Utf16Le | Encoding::Utf16Be => self.check_utf16(ready, from, line_at),
            Encoding::Utf8 | Encoding::Windows1252 => {}
        }
    }

    /// Whether nothing was looked at yet: not even what stands before the header, which
    /// nobody scans.
    pub(super) fn is_at_start(&self) -> bool {
        self.checked == 0
    }

    /// Whether everything from `at` on is right, as far as was looked.
    pub(super) fn is_right_from(&self, at: usize) -> bool {
        self.last_broken.is_none_or(|broken| broken < at)
    }

    /// Whether most of what is beyond ASCII is right: so it is in the encoding, with some
    /// characters broken.
    pub(in super::super) fn are_mostly_right(&self) -> bool {
        self.broken.count == 0 || self.right > u64::from(self.broken.count)
    }

    /// How many are broken.
    pub(in super::super) fn broken(&self) -> Seen {
        self.broken
    }

    /// The bytes before `by` were let go.
    pub(super) fn rebase(&mut self, by: usize) {
        self.checked = self.checked.saturating_sub(by);
        self.last_broken = self.last_broken.and_then(|at| at.checked_sub(by));
    }

    fn check_utf8(&mut self, ready: &[u8], from: usize, line_at: impl Fn(usize) -> u32) {
        if simdutf8::basic::from_utf8(ready).is_ok() {
            self.right = self.right.saturating_add(beyond_ascii(ready));
        } else {
            self.check_broken_utf8(ready, from, line_at);
        }
    }

    /// Apart, as [`Characters::check_utf16`] is: what most files need is optimised sooner
    /// where it is little code.
    #[cold]
    #[inline(never)]
    fn check_broken_utf8(&mut self, ready: &[u8], from: usize, line_at: impl Fn(usize) -> u32) {
        let mut at = from;
        for chunk in ready.utf8_chunks() {
            let valid = chunk.valid().as_bytes();
            at += valid.len();
            self.right = self.right.saturating_add(beyond_ascii(valid));
            if !chunk.invalid().is_empty() {
                self.note_broken(at, &line_at);
                at += chunk.invalid().len();
            }
        }
    }

    #[inline(never)]
    fn check_utf16(&mut self, ready: &[u8], from: usize, line_at: impl Fn(usize) -> u32) {
        let (pairs, odd) = ready.as_chunks();
        let encoding = self.encoding;
        let units = pairs.iter().map(|pair| unit(*pair, encoding));
        let mut at = from;
        for decoded in char::decode_utf16(units) {
            if decoded.is_err() {
                self.note_broken(at, &line_at);
            }
            at += decoded.map_or(2, |c| c.len_utf16() * 2);
        }
        if !odd.is_empty() {
            self.note_broken(at, &line_at);
        }
    }

    fn note_broken(&mut self, at: usize, line_at: &impl Fn(usize) -> u32) {
        let line = if self.broken.count == 0 {
            line_at(at)
        } else {
            0
        };
        self.broken.note(line);
        self.last_broken = Some(at);
    }
}

/// How many characters beyond ASCII there are in UTF-8: each has one first byte.
fn beyond_ascii(utf8: &[u8]) -> u64 {
    // As many bytes at once as one byte can count, in whole vectors of sixteen.
    let counts = utf8.chunks(240).map(|bytes| {
        let first_bytes = bytes.iter().map(|byte| u8::from(*byte >= 0xc0));
        u64::from(first_bytes.fold(0, u8::wrapping_add))
    });
    counts.sum()
}

/// How many bytes at the end begin a character that is not complete.
fn unfinished_utf8(bytes: &[u8]) -> usize {
    let whole = |first: u8| match first {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xff => 4,
        _ => 1,
    };
    let first_from_end = bytes
        .iter()
        .rev()
        .take(3)
        .position(|byte| !(0x80..0xc0).contains(byte));
    match first_from_end.map(|at| (at + 1, bytes.get(bytes.len() - at - 1))) {
        Some((length, Some(first))) if length < whole(*first) => length,
        _ => 0,
    }
}

/// An odd byte, and a unit that waits for its second one.
fn unfinished_utf16(bytes: &[u8], encoding: Encoding) -> usize {
    let (pairs, odd) = bytes.as_chunks();
    let waits = pairs
        .last()
        .is_some_and(|pair| (0xd800..0xdc00).contains(&unit(*pair, encoding)));
    odd.len() + if waits { 2 } else { 0 }
}

fn unit(pair: [u8; 2], encoding: Encoding) -> u16 {
    if encoding == Encoding::Utf16Le {
        u16::from_le_bytes(pair)
    } else {
        u16::from_be_bytes(pair)
    }
}
