//! The scanner: one pass over the bytes, as they arrive, that finds where rows and
//! fields lie. It decodes nothing and copies nothing.
//!
//! Its state survives the end of a chunk, so that a file split anywhere (inside a
//! quote, between CR and LF, inside a character) is the same file.

use super::dialect::{Encoding, Newline};

/// A row: where its first field begins, and which field of the file that is.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowPlace {
    pub(super) start: u32,
    pub(super) first_field: u32,
}

/// Where all rows and fields lie. A field ends where its delimiter or line end
/// begins, and begins right after the one before.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) rows: Vec<RowPlace>,
    pub(super) field_ends: Vec<u32>,
}

impl Places {
    pub(super) fn ends_of_line(&self, line: usize) -> Option<&[u32]> {
        let from = usize::try_from(self.rows.get(line)?.first_field).ok()?;
        self.field_ends
            .get(from..from.checked_add(self.fields_of_line(line))?)
    }

    /// How many fields a line has (0 is the header); none for a line that is not there.
    pub(super) fn fields_of_line(&self, line: usize) -> usize {
        let first = |line: usize| Some(self.rows.get(line)?.first_field);
        let Some(from) = first(line) else { return 0 };
        let to = first(line + 1).map_or(self.field_ends.len(), |next| {
            usize::try_from(next).unwrap_or(usize::MAX)
        });
        to.saturating_sub(usize::try_from(from).unwrap_or(usize::MAX))
    }
}

/// How many lines end in which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct NewlineCounts {
    pub(super) lf: u32,
    pub(super) crlf: u32,
    pub(super) cr: u32,
}

impl NewlineCounts {
    pub(super) fn kind(self) -> Newline {
        match (self.lf > 0, self.crlf > 0, self.cr > 0) {
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
    fn note(&mut self, row: u32) {
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
#[derive(Debug)]
pub(super) struct Scanner {
    delimiter: u8,
    encoding: Encoding,
    state: State,
    after_cr: bool,
    /// Up to where the bytes were scanned.
    at: usize,
    quote_opened_in: u32,
    pub(super) places: Places,
    pub(super) newlines: NewlineCounts,
    pub(super) blank_lines: Seen,
    pub(super) nuls: Seen,
    /// Rows (0 is the header) with a quote where none belongs.
    pub(super) stray_quotes: Vec<u32>,
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
            quote_opened_in: 0,
            places: Places::default(),
            newlines: NewlineCounts::default(),
            blank_lines: Seen::default(),
            nuls: Seen::default(),
            stray_quotes: Vec::new(),
        }
    }

    /// Scans what was added to `bytes` since the last call.
    pub(super) fn scan(&mut self, bytes: &[u8]) {
        match self.encoding {
            Encoding::Utf8 | Encoding::Windows1252 => self.scan_bytes(bytes),
            Encoding::Utf16Le => self.scan_pairs(bytes, |low, high| (low, high)),
            Encoding::Utf16Be => self.scan_pairs(bytes, |high, low| (low, high)),
        }
    }

    /// The end of the file. Says in which row (0 is the header) a quote is still open.
    pub(super) fn finish(&mut self, bytes: &[u8]) -> Option<u32> {
        if self.at < bytes.len() {
            // The odd last byte of a UTF-16 file: kept, as part of the last field.
            self.step(OTHER, offset(self.at));
            self.at = bytes.len();
        }
        if self.state != State::RowStart {
            self.places.field_ends.push(offset(bytes.len()));
        }
        (self.state == State::Quoted).then_some(self.quote_opened_in)
    }

    /// Whether the last line has an end.
    pub(super) fn ends_with_newline(&self) -> bool {
        self.state == State::RowStart
    }

    fn scan_bytes(&mut self, bytes: &[u8]) {
        while let Some(rest) = bytes.get(self.at..).filter(|rest| !rest.is_empty()) {
            // Most bytes are plain text; they are skipped without a look at the state.
            let skipped = match self.state {
                State::Plain => rest.iter().position(|b| self.ends_plain_text(*b)),
                State::Quoted => rest.iter().position(|b| matches!(b, b'"' | 0)),
                _ => Some(0),
            }
            .unwrap_or(rest.len());
            self.at += skipped;
            if let Some(unit) = rest.get(skipped) {
                self.step(*unit, offset(self.at));
                self.at += 1;
            }
        }
    }

    fn scan_pairs(&mut self, bytes: &[u8], low_and_high: impl Fn(u8, u8) -> (u8, u8)) {
        while let Some([a, b]) = bytes.get(self.at..self.at + 2) {
            let unit = match low_and_high(*a, *b) {
                (low, 0) => low,
                _ => OTHER,
            };
            self.step(unit, offset(self.at));
            self.at += 2;
        }
    }

    fn ends_plain_text(&self, byte: u8) -> bool {
        byte == self.delimiter || matches!(byte, b'\n' | b'\r' | b'"' | 0)
    }

    fn step(&mut self, unit: u8, at: u32) {
        if unit == 0 {
            self.nuls.note(self.current_row());
        }
        if std::mem::take(&mut self.after_cr) && unit == b'\n' {
            self.newlines.cr -= 1;
            self.newlines.crlf += 1;
            return;
        }
        match self.state {
            State::RowStart if matches!(unit, b'\n' | b'\r') => {
                self.blank_lines.note(offset(self.places.rows.len()));
                self.end_line(unit);
            }
            State::RowStart => {
                self.places.rows.push(RowPlace {
                    start: at,
                    first_field: offset(self.places.field_ends.len()),
                });
                self.state = State::FieldStart;
                self.start_field(unit, at);
            }
            State::FieldStart => self.start_field(unit, at),
            State::Plain => self.plain(unit, at),
            State::Quoted if unit == b'"' => self.state = State::QuoteInQuoted,
            State::Quoted => {}
            State::QuoteInQuoted if unit == b'"' => self.state = State::Quoted,
            State::QuoteInQuoted => {
                if unit != self.delimiter && !matches!(unit, b'\n' | b'\r') {
                    self.note_stray_quote();
                }
                self.plain(unit, at);
            }
        }
    }

    fn start_field(&mut self, unit: u8, at: u32) {
        if unit == b'"' {
            self.state = State::Quoted;
            self.quote_opened_in = self.current_row();
        } else {
            self.plain(unit, at);
        }
    }

    fn plain(&mut self, unit: u8, at: u32) {
        if unit == self.delimiter {
            self.places.field_ends.push(at);
            self.state = State::FieldStart;
        } else if matches!(unit, b'\n' | b'\r') {
            self.places.field_ends.push(at);
            self.state = State::RowStart;
            self.end_line(unit);
        } else {
            if unit == b'"' {
                self.note_stray_quote();
            }
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

    fn note_stray_quote(&mut self) {
        let row = self.current_row();
        if self.stray_quotes.last() != Some(&row) {
            self.stray_quotes.push(row);
        }
    }

    /// The row that the next unit belongs to.
    fn current_row(&self) -> u32 {
        let rows = offset(self.places.rows.len());
        if self.state == State::RowStart {
            rows
        } else {
            rows.saturating_sub(1)
        }
    }
}

/// Offsets and counts fit: a reader refuses what is too large before it gets here.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
