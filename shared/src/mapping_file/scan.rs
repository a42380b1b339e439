//! The scanner: one pass over the bytes, as they arrive, that finds where rows and
//! fields lie. It decodes nothing and copies nothing.
//!
//! A state machine says what every byte means, as the `csv` crate does. Where quotes
//! stand as they should, 64 bytes are taken at once by their bits ([`carry`]), which
//! finds the same; a block that is odd goes through the machine, from the state in which
//! it began. The state survives the end of a chunk, so that a file split anywhere
//! (inside a quote, between CR and LF, inside a character) is the same file.

mod carry;
pub(super) mod characters;
mod found;
mod lanes;
pub(super) mod pass;
pub(super) mod places;

use self::{
    carry::Carry,
    lanes::{BLOCK, Block},
};
pub(super) use self::{
    found::{FieldCount, Fields, Found, Rows},
    places::Places,
};
use super::dialect::{Encoding, Newline};

/// How many lines end in which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct NewlineCounts {
    /// Also those of CRLF.
    lf: u64,
    /// Also those of CRLF.
    cr: u64,
    crlf: u64,
}

impl NewlineCounts {
    pub(super) fn kind(self) -> Newline {
        let (lf, cr) = (self.lf > self.crlf, self.cr > self.crlf);
        match (lf, self.crlf > 0, cr) {
            (false, false, false) => Newline::None,
            (true, false, false) => Newline::Lf,
            (false, true, false) => Newline::Crlf,
            (false, false, true) => Newline::Cr,
            _ => Newline::Mixed,
        }
    }
}

/// How many times something was seen, and in which row first (0 is the header).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) count: u32,
    pub(crate) first_row: u32,
}

impl Seen {
    pub(super) fn note(&mut self, row: u32) {
        if self.count == 0 {
            self.first_row = row;
        }
        self.count = self.count.saturating_add(1);
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    RowStart,
    FieldStart,
    Plain,
    Quoted,
    /// A quote inside a quoted field: its end, or the first half of a doubled one.
    QuoteInQuoted,
}

/// Finds rows and fields in bytes that arrive piece by piece.
#[derive(Clone, Debug)]
pub(super) struct Scanner {
    delimiter: u8,
    encoding: Encoding,
    state: State,
    after_cr: bool,
    /// Up to where the bytes were scanned.
    pub(super) at: usize,
    /// How many rows began, the header among them.
    pub(super) rows: u32,
    pub(super) newlines: NewlineCounts,
    pub(super) blank_lines: Seen,
    pub(super) nuls: Seen,
}

/// What a scan came by, besides rows and fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Remarks {
    /// A byte beyond ASCII.
    pub(super) is_high: bool,
    /// Something for the state machine, such as a quote where none belongs.
    pub(super) is_odd: bool,
}

/// What stands in for a unit that no rule looks at.
const OTHER: u8 = 0xff;

impl Scanner {
    pub(super) fn new(encoding: Encoding, delimiter: u8, from: usize) -> Self {
        Self {
            delimiter,
            encoding,
            state: State::RowStart,
            after_cr: false,
            at: from,
            rows: 0,
            newlines: NewlineCounts::default(),
            blank_lines: Seen::default(),
            nuls: Seen::default(),
        }
    }

    /// Scans what was added to `bytes` since the last call; up to a block's length may
    /// be left for the next one.
    pub(super) fn scan(&mut self, bytes: &[u8], found: &mut impl Found) -> Remarks {
        match self.encoding {
            Encoding::Utf8 | Encoding::Windows1252 => self.scan_blocks(bytes, found),
            Encoding::Utf16Le => self.scan_pairs(bytes, |low, high| (low, high), found),
            Encoding::Utf16Be => self.scan_pairs(bytes, |high, low| (low, high), found),
        }
    }

    /// Scans the rest, which nothing follows. A last line without an end ends here.
    pub(super) fn finish(&mut self, bytes: &[u8], found: &mut impl Found) -> Remarks {
        let mut remarks = self.scan(bytes, found);
        let rest = bytes.get(self.at..).unwrap_or_default();
        if !rest.is_empty() {
            remarks.is_high = true;
            remarks.is_odd = true;
        }
        for unit in rest {
            // The odd last byte of a UTF-16 file is kept, as part of the last field.
            let unit = if self.encoding.unit_width() == 1 {
                *unit
            } else {
                OTHER
            };
            self.step(unit, found);
            self.at += 1;
        }
        if self.state != State::RowStart {
            found.field_ends(offset(self.at));
            found.row_ends();
        }
        remarks
    }

    /// Finds the row that begins where the scan does, in `bytes` that hold more than it;
    /// `next` is at or after its end.
    pub(super) fn find_row(mut self, bytes: &[u8], next: usize, found: &mut impl Found) {
        // Whole blocks, although they reach into the next row: those are the fast ones.
        let length = next.saturating_sub(self.at).next_multiple_of(BLOCK);
        let end = self.at.saturating_add(length).min(bytes.len());
        self.finish(bytes.get(..end).unwrap_or_default(), found);
    }

    /// Whether the last line has an end.
    pub(super) fn ends_with_newline(&self) -> bool {
        self.state == State::RowStart
    }

    /// The row (0 is the header) that ends inside of quotes, if the file ends here.
    pub(super) fn open_quote(&self) -> Option<u32> {
        (self.state == State::Quoted).then(|| self.current_row())
    }

    /// The bytes before `by` were let go.
    pub(super) fn rebase(&mut self, by: usize) {
        self.at = self.at.saturating_sub(by);
    }

    fn scan_blocks(&mut self, bytes: &[u8], found: &mut impl Found) -> Remarks {
        let (blocks, _) = bytes
            .get(self.at..)
            .unwrap_or_default()
            .as_chunks::<BLOCK>();
        let mut remarks = Remarks::default();
        let mut carry = Carry::of(self.state, self.after_cr);
        for block in blocks {
            let (bits, is_high) = carry.step(block, self.delimiter);
            remarks.is_high |= is_high;
            if let Some(bits) = bits {
                // Most blocks hold neither, and counting bits is slow on old processors.
                if bits.cr | bits.lf != 0 {
                    self.newlines.lf += u64::from(bits.lf.count_ones());
                    self.newlines.cr += u64::from(bits.cr.count_ones());
                    self.newlines.crlf += u64::from(bits.crlf.count_ones());
                }
                if bits.row_starts != 0 {
                    self.rows = self.rows.saturating_add(bits.row_starts.count_ones());
                }
                found.block(offset(self.at), bits);
                self.at += BLOCK;
            } else {
                remarks.is_odd = true;
                (self.state, self.after_cr) = carry.state();
                self.scan_odd(block, found);
                carry = Carry::of(self.state, self.after_cr);
            }
        }
        (self.state, self.after_cr) = carry.state();
        remarks
    }

    #[cold]
    #[inline(never)]
    fn scan_odd(&mut self, block: &Block, found: &mut impl Found) {
        for unit in block {
            self.step(*unit, found);
            self.at += 1;
        }
    }

    fn scan_pairs(
        &mut self,
        bytes: &[u8],
        low_and_high: impl Fn(u8, u8) -> (u8, u8),
        found: &mut impl Found,
    ) -> Remarks {
        let (pairs, _) = bytes.get(self.at..).unwrap_or_default().as_chunks();
        for [a, b] in pairs {
            let unit = match low_and_high(*a, *b) {
                (low, 0) => low,
                _ => OTHER,
            };
            self.step(unit, found);
            self.at += 2;
        }
        Remarks {
            is_high: true,
            is_odd: true,
        }
    }

    fn step(&mut self, unit: u8, found: &mut impl Found) {
        let at = offset(self.at);
        if unit == 0 {
            self.nuls.note(self.current_row());
        }
        if std::mem::take(&mut self.after_cr) && unit == b'\n' {
            self.newlines.lf += 1;
            self.newlines.crlf += 1;
            return;
        }
        match self.state {
            State::RowStart if matches!(unit, b'\n' | b'\r') => {
                self.blank_lines.note(self.rows);
                self.end_line(unit);
            }
            State::RowStart => {
                self.rows = self.rows.saturating_add(1);
                found.row_starts(at);
                self.start_field(unit, at, found);
            }
            State::FieldStart => self.start_field(unit, at, found),
            State::Quoted if unit == b'"' => self.state = State::QuoteInQuoted,
            State::Quoted => {}
            State::QuoteInQuoted if unit == b'"' => self.state = State::Quoted,
            State::Plain | State::QuoteInQuoted => self.plain(unit, at, found),
        }
    }

    fn start_field(&mut self, unit: u8, at: u32, found: &mut impl Found) {
        if unit == b'"' {
            self.state = State::Quoted;
        } else {
            self.plain(unit, at, found);
        }
    }

    fn plain(&mut self, unit: u8, at: u32, found: &mut impl Found) {
        if unit == self.delimiter {
            found.field_ends(at);
            self.state = State::FieldStart;
        } else if matches!(unit, b'\n' | b'\r') {
            found.field_ends(at);
            found.row_ends();
            self.state = State::RowStart;
            self.end_line(unit);
        } else {
            self.state = State::Plain;
        }
    }

    fn end_line(&mut self, unit: u8) {
        if unit == b'\r' {
            self.newlines.cr += 1;
            self.after_cr = true;
        } else {
            self.newlines.lf += 1;
        }
    }

    /// The row that the next unit belongs to.
    fn current_row(&self) -> u32 {
        if self.state == State::RowStart {
            self.rows
        } else {
            self.rows.saturating_sub(1)
        }
    }
}

/// Offsets and counts fit: a reader refuses what is too large before it gets here.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
