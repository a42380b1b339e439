//! One pass over a file: scan a piece, check its characters, hand on its rows, while all
//! of it is in the cache.

use std::{borrow::Cow, collections::TryReserveError};

use super::{
    super::{
        dialect::Encoding,
        row::{Row, RowId},
    },
    Remarks, Rows, Scanner,
    characters::Characters,
    places::Places,
};

/// How much is scanned before its rows are handed on. Also how much is done in one call:
/// a browser replaces the code that it compiled in haste only between calls.
const PIECE: usize = 32 * 1024;

/// Fields of a row, generously: a mapping file has ten.
const USUAL_FIELDS: usize = 64;

/// A pass over bytes that may still arrive.
#[derive(Debug)]
pub(in super::super) struct Pass {
    encoding: Encoding,
    pub(in super::super) scanner: Scanner,
    pub(in super::super) characters: Characters,
    rows: Rows,
    /// How many of the rows were known before the last piece: the one without an end.
    known: usize,
    /// The line of the first row that was not handed on; 0 is the header.
    line: u32,
    /// What was remarked since the first of those rows began, and in the last piece.
    remarks: Remarks,
    last: Remarks,
    /// Whether the characters are known to be right, and nobody needs to look.
    is_right: bool,
}

impl Pass {
    /// A pass over the lines from `body` on, which begins with the header.
    pub(in super::super) fn new(encoding: Encoding, delimiter: u8, body: usize) -> Self {
        Self {
            encoding,
            scanner: Scanner::new(encoding, delimiter, body),
            characters: Characters::new(encoding),
            rows: Rows::default(),
            known: 0,
            line: 0,
            // Nobody scans what stands before the header.
            remarks: Remarks {
                is_high: true,
                is_odd: false,
            },
            last: Remarks::default(),
            is_right: false,
        }
    }

    /// Takes what is said to be UTF-8 for right: somebody looked before.
    pub(in super::super) fn trust_characters(&mut self) {
        self.is_right = self.encoding == Encoding::Utf8;
    }

    /// Finds rows alone from here on, and no fields; for a pass that hands on none.
    pub(in super::super) fn forget_fields(&mut self) {
        self.rows.without_fields = true;
        self.rows.ends = Vec::new();
        self.rows.complete.fill(0);
    }

    /// Scans the next piece of `bytes`. Says whether there was one: a few bytes are left
    /// for when more have arrived.
    pub(in super::super) fn scan(&mut self, bytes: &[u8]) -> bool {
        let from = self.scanner.at;
        let piece = bytes.get(..self.piece_end(bytes)).unwrap_or_default();
        let remarks = self.scanner.scan(piece, &mut self.rows);
        let scanned = bytes.get(..self.scanner.at).unwrap_or_default();
        self.take(scanned, remarks, false);
        self.scanner.at > from
    }

    /// Scans the rest of `bytes`, which nothing follows.
    pub(in super::super) fn finish(&mut self, bytes: &[u8]) {
        let remarks = self.scanner.finish(bytes, &mut self.rows);
        self.take(bytes, remarks, true);
    }

    /// Makes room for whatever the next piece of `bytes` may hold, or says that there is
    /// no memory for it.
    pub(in super::super) fn make_room(&mut self, bytes: &[u8]) -> Result<(), TryReserveError> {
        let piece = self.piece_end(bytes).saturating_sub(self.scanner.at);
        // Each byte may end a field, and every second one a row.
        let rows = piece / 2 + 1;
        make_room_in(&mut self.rows.starts, rows)?;
        make_room_in(&mut self.rows.complete, rows)?;
        if !self.rows.without_fields {
            make_room_in(&mut self.rows.ends, piece.saturating_add(1))?;
        }
        Ok(())
    }

    /// The starts of the rows that the last piece brought.
    pub(in super::super) fn new_starts(&self) -> &[u32] {
        self.rows.starts.get(self.known..).unwrap_or_default()
    }

    /// The line of the next row to be handed on.
    pub(in super::super) fn line(&self) -> u32 {
        self.line
    }

    /// Where the row begins that has no end yet.
    pub(in super::super) fn unfinished_row(&self) -> Option<usize> {
        let start = self.rows.starts.get(self.rows.complete.len())?;
        usize::try_from(*start).ok()
    }

    /// Hands on the rows that are complete, each with its line; 0 is the header.
    pub(in super::super) fn hand_on<E>(
        &mut self,
        bytes: &[u8],
        mut visit: impl FnMut(u32, Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut from = 0;
        for (start, to) in self.rows.starts.iter().zip(&self.rows.complete) {
            let to = index(*to);
            let ends = self.rows.ends.get(from..to).unwrap_or_default();
            from = to;
            let row = bytes.get(index(*start)..).unwrap_or_default();
            let id = RowId(self.line.saturating_sub(1));
            let row = Row::new(id, row, *start, Cow::Borrowed(ends), self.encoding)
                .known(self.is_sound_from(index(*start)), !self.remarks.is_odd);
            visit(self.line, row)?;
            self.line = self.line.saturating_add(1);
        }
        self.let_go();
        Ok(())
    }

    /// Forgets the rows that are complete.
    pub(in super::super) fn skip(&mut self) {
        let complete = u32::try_from(self.rows.complete.len()).unwrap_or(u32::MAX);
        self.line = self.line.saturating_add(complete);
        self.let_go();
    }

    /// Bytes before this place are needed no more. For a pass that keeps none.
    pub(in super::super) fn needed_from(&self) -> usize {
        let row = self.unfinished_row().unwrap_or(self.scanner.at);
        row.min(self.characters.checked)
    }

    /// The bytes before `by`, all of which are needed no more, were let go.
    pub(in super::super) fn rebase(&mut self, by: usize) {
        self.scanner.rebase(by);
        self.characters.rebase(by);
        let by = u32::try_from(by).unwrap_or(u32::MAX);
        let places = self.rows.starts.iter_mut().chain(&mut self.rows.ends);
        places.for_each(|at| *at = at.saturating_sub(by));
    }

    fn take(&mut self, scanned: &[u8], remarks: Remarks, is_end: bool) {
        self.remarks.is_high |= remarks.is_high;
        self.remarks.is_odd |= remarks.is_odd;
        self.last = remarks;
        if self.is_right {
            return;
        }
        let is_high = remarks.is_high || self.characters.is_at_start();
        let (line, starts) = (self.line, &self.rows.starts);
        self.characters.check(scanned, is_high, is_end, |at| {
            let after = u32::try_from(Places::line_at(starts, at)).unwrap_or(u32::MAX);
            line.saturating_add(after)
        });
    }

    /// Whether the text of a row is UTF-8 as it stands, for sure.
    fn is_sound_from(&self, start: usize) -> bool {
        match self.encoding {
            Encoding::Utf8 => self.is_right || self.characters.is_right_from(start),
            Encoding::Windows1252 => !self.remarks.is_high,
            Encoding::Utf16Le | Encoding::Utf16Be => false,
        }
    }

    fn let_go(&mut self) {
        let complete = self.rows.complete.len();
        if let Some(fields) = self.rows.complete.last() {
            self.rows
                .ends
                .drain(..index(*fields).min(self.rows.ends.len()));
            self.rows
                .starts
                .drain(..complete.min(self.rows.starts.len()));
            self.rows.complete.clear();
            // What is left began in the last piece.
            self.remarks = self.last;
        }
        self.known = self.rows.starts.len();
    }

    fn piece_end(&self, bytes: &[u8]) -> usize {
        self.scanner.at.saturating_add(PIECE).min(bytes.len())
    }
}

/// Makes room for so many more, and at first for what may be left of the piece before:
/// else the row without an end would double each list.
fn make_room_in(list: &mut Vec<u32>, more: usize) -> Result<(), TryReserveError> {
    if list.capacity() == 0 {
        list.try_reserve_exact(more.saturating_add(USUAL_FIELDS))
    } else {
        list.try_reserve(more)
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
