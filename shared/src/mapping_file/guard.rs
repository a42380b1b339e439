//! The spreadsheet-safe copy: a mapping file in which nothing runs as a formula, and
//! the way back to the very bytes it was made from.
//!
//! **How it is guarded.** An apostrophe goes before every text that a spreadsheet
//! could take for a formula, at the beginning of a field and after everything inside
//! it that some spreadsheet splits at (a German Excel splits at `;`, even inside what
//! other readers call one field). Text that begins with apostrophes and then a formula
//! gets one more, so that taking one away is always right. The first name in the header
//! gets [`MARK`] in front, by which the copy is recognised, and which survives a
//! spreadsheet that saves it.
//!
//! **Promise.** For every file that opens, the copy has the same rows and fields, and
//! [`MappingFile::without_guard`] gives back the bytes that the copy was made from.

use std::borrow::Cow;

use super::{
    decode::{encoded, is_quoted},
    dialect::Encoding,
    file::MappingFile,
    header::Header,
    open_error::OpenError,
    reader::open,
};

/// What stands before the first name in the header of a spreadsheet-safe copy. Letters
/// and spaces only: no delimiter can split it.
pub(super) const MARK: &str = "Crosswalk review copy of ";

/// Opens a file, and where it is a spreadsheet-safe copy, the file that it was made
/// from. Says whether it was a copy.
///
/// ```
/// use shared::mapping_file::{open, open_unguarded};
///
/// let original = b"PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\n=cmd()@contoso.example,\r\n";
/// let copy = open(original.to_vec())?.spreadsheet_safe()?;
/// assert!(copy.starts_with(b"Crosswalk review copy of PrimarySmtpAddress,"));
/// assert!(copy.ends_with(b"\r\n'=cmd()@contoso.example,\r\n"));
///
/// let (file, was_copy) = open_unguarded(copy)?;
/// assert!(was_copy);
/// assert_eq!(file.save(), original);
/// # Ok::<(), shared::mapping_file::OpenError>(())
/// ```
pub fn open_unguarded(bytes: Vec<u8>) -> Result<(MappingFile, bool), OpenError> {
    let file = open(bytes)?;
    if file.is_spreadsheet_safe() {
        Ok((open(file.without_guard())?, true))
    } else {
        Ok((file, false))
    }
}

impl MappingFile {
    /// The file as it stands now, edits included, as a copy that runs nothing in a
    /// spreadsheet. Not for CTIM: its values are guarded.
    pub fn spreadsheet_safe(&self) -> Result<Vec<u8>, OpenError> {
        if self.changed_rows() == 0 {
            return Ok(rewritten(self, Direction::Guard));
        }
        Ok(rewritten(&open(self.save())?, Direction::Guard))
    }

    /// Whether this is a spreadsheet-safe copy, straight from here or saved by a
    /// spreadsheet since.
    pub fn is_spreadsheet_safe(&self) -> bool {
        is_guarded(self.head())
    }

    /// The bytes that were opened without the guard of a spreadsheet-safe copy; as they
    /// are if it is none.
    pub fn without_guard(&self) -> Vec<u8> {
        if self.is_spreadsheet_safe() {
            rewritten(self, Direction::Unguard)
        } else {
            self.original().to_vec()
        }
    }
}

/// Whether this is the header of a spreadsheet-safe copy.
pub(crate) fn is_guarded(header: &Header) -> bool {
    header
        .names()
        .first()
        .is_some_and(|name| name.starts_with(MARK))
}

/// Text for a cell of a report, which nobody reads back, guarded in the same way.
pub(crate) fn guarded_text(text: &str) -> Cow<'_, str> {
    let places = places(text.as_bytes(), Encoding::Utf8, b',', true);
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut guarded = String::with_capacity(text.len() + places.len());
    let mut from = 0;
    for place in places {
        guarded.push_str(text.get(from..place.at).unwrap_or_default());
        guarded.push('\'');
        from = place.at;
    }
    guarded.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(guarded)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Guard,
    Unguard,
}

/// The original bytes with apostrophes and mark put in or taken out.
fn rewritten(file: &MappingFile, direction: Direction) -> Vec<u8> {
    let mut copying = Copying::default();
    while !copying.step(file, direction, usize::MAX) {}
    copying.finish(file)
}

/// A copy in the making, some lines at a time.
#[derive(Default)]
struct Copying {
    /// The next line.
    line: usize,
    /// Up to where the original is copied.
    from: usize,
    written: Vec<u8>,
}

impl Copying {
    /// Goes on for so many lines; true at the end.
    fn step(&mut self, file: &MappingFile, direction: Direction, most: usize) -> bool {
        let encoding = file.dialect().encoding;
        let some = self.line..self.line.saturating_add(most).min(file.line_count());
        self.line = some.end;
        let mut copy = Copy {
            bytes: file.original(),
            from: self.from,
            written: std::mem::take(&mut self.written),
            direction,
            encoding,
            delimiter: file.dialect().delimiter,
        };
        if some.start == 0 {
            copy.written
                .reserve_exact(file.original().len().saturating_add(64));
            let body = file.span(0, 0).map_or(0, |header| header.start);
            // Lines before the header are in no field, and a spreadsheet shows them all
            // the same.
            copy.part(0, body, false, false);
        }
        for line in some {
            let Some(row) = file.line(line) else {
                continue;
            };
            for field in 0..row.len() {
                let Some(span) = row.span(field) else {
                    continue;
                };
                let quoted = is_quoted(row.raw(field), encoding);
                let mut start = span.start;
                if quoted {
                    start += encoding.unit_width();
                }
                if line == 0 && field == 0 {
                    start = copy.mark(start);
                }
                copy.part(start, span.end, true, quoted);
            }
        }
        (self.from, self.written) = (copy.from, copy.written);
        self.line >= file.line_count()
    }

    fn finish(mut self, file: &MappingFile) -> Vec<u8> {
        let rest = file.original().get(self.from..).unwrap_or_default();
        self.written.extend_from_slice(rest);
        self.written
    }
}

/// Takes the guard off, some lines at a time.
#[derive(Default)]
pub(super) struct Unguarding(Copying);

impl Unguarding {
    /// Goes on for so many lines; true at the end.
    pub(super) fn step(&mut self, file: &MappingFile, most: usize) -> bool {
        self.0.step(file, Direction::Unguard, most)
    }

    /// How many lines it is past.
    pub(super) fn lines(&self) -> usize {
        self.0.line
    }

    /// The bytes that the copy was made from.
    pub(super) fn finish(self, file: &MappingFile) -> Vec<u8> {
        self.0.finish(file)
    }
}

/// Writes a part of the copy.
struct Copy<'a> {
    bytes: &'a [u8],
    /// Up to where the original is copied.
    from: usize,
    written: Vec<u8>,
    direction: Direction,
    encoding: Encoding,
    delimiter: u8,
}

impl Copy<'_> {
    /// Puts the mark in at `at`, or leaves out the one that stands there; where the
    /// text after it begins.
    fn mark(&mut self, at: usize) -> usize {
        let mark = encoded(MARK, self.encoding);
        match self.direction {
            Direction::Guard => {
                self.up_to(at);
                self.written.extend_from_slice(&mark);
                at
            }
            Direction::Unguard => {
                self.up_to(at);
                self.from = at.saturating_add(mark.len());
                self.from
            }
        }
    }

    /// A part of the file: a field's text, or what stands before the header.
    fn part(&mut self, start: usize, end: usize, is_field: bool, quoted: bool) {
        let Some(text) = self.bytes.get(start..end) else {
            return;
        };
        for place in places(text, self.encoding, self.delimiter, is_field) {
            let at = start + place.at;
            match self.direction {
                Direction::Guard => {
                    self.up_to(at);
                    let apostrophe = encoded("'", self.encoding);
                    self.written.extend_from_slice(&apostrophe);
                }
                Direction::Unguard if place.apostrophes == 0 => {}
                // No guard of ours stands so: without it a quoted field would begin.
                Direction::Unguard
                    if place.at == 0 && place.apostrophes == 1 && place.then_quote && !quoted => {}
                Direction::Unguard => {
                    self.up_to(at);
                    self.from = at + self.encoding.unit_width();
                }
            }
        }
    }

    fn up_to(&mut self, at: usize) {
        self.written
            .extend_from_slice(self.bytes.get(self.from..at).unwrap_or_default());
        self.from = at;
    }
}

/// A place where something begins that a spreadsheet could run.
struct Place {
    at: usize,
    /// How many apostrophes stand there already.
    apostrophes: usize,
    /// Whether a quote follows them.
    then_quote: bool,
}

/// Where in a text something begins that a spreadsheet could run: apostrophes, blanks
/// and quotes may stand before the sign that starts a formula.
fn places(text: &[u8], encoding: Encoding, delimiter: u8, is_field: bool) -> Vec<Place> {
    let kind_at = |at: usize| kind(text.get(at..).unwrap_or_default(), encoding, delimiter);
    let mut found = Vec::new();
    let mut start = 0;
    loop {
        let mut at = start;
        let mut apostrophes = 0;
        while let Some((Kind::Apostrophe, width)) = kind_at(at) {
            apostrophes += 1;
            at += width;
        }
        let then_quote = matches!(kind_at(at), Some((Kind::Quote, _)));
        while let Some((Kind::Blank | Kind::Quote, width)) = kind_at(at) {
            at += width;
        }
        let runs = match kind_at(at) {
            Some((Kind::Formula, _)) => true,
            // Some spreadsheets drop a line break or tab in front, and see what follows.
            Some((Kind::Break, _)) => is_field && start == 0,
            _ => false,
        };
        if runs {
            found.push(Place {
                at: start,
                apostrophes,
                then_quote,
            });
        }
        loop {
            match kind_at(at) {
                None => return found,
                Some((Kind::Break | Kind::Separator, width)) => {
                    start = at + width;
                    break;
                }
                Some((_, width)) => at += width,
            }
        }
    }
}

/// What a character means to a spreadsheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Apostrophe,
    Quote,
    /// May stand before a formula: spaces and control characters.
    Blank,
    /// Starts a formula, also in the full width that Japanese and Chinese keyboards give.
    Formula,
    /// A tab or the end of a line.
    Break,
    /// What some spreadsheet splits at.
    Separator,
    Other,
}

/// What the first character means, and how many bytes it has.
fn kind(rest: &[u8], encoding: Encoding, delimiter: u8) -> Option<(Kind, usize)> {
    let (code, width) = match (encoding, rest) {
        (_, []) => return None,
        (Encoding::Utf8, [0xef, 0xbc, third @ 0x80..=0xbf, ..]) => (0xfe80 + u16::from(*third), 3),
        (Encoding::Utf8, [0xc2, 0xa0, ..]) => (0xa0, 2),
        (Encoding::Utf8, [byte, ..]) if *byte >= 0x80 => return Some((Kind::Other, 1)),
        (Encoding::Utf8 | Encoding::Windows1252, [byte, ..]) => (u16::from(*byte), 1),
        (Encoding::Utf16Le, [low, high, ..]) => (u16::from_le_bytes([*low, *high]), 2),
        (Encoding::Utf16Be, [high, low, ..]) => (u16::from_be_bytes([*high, *low]), 2),
        (Encoding::Utf16Le | Encoding::Utf16Be, [_]) => return Some((Kind::Other, 1)),
    };
    let kind = match code {
        // = + - @ and ＝ ＋ － ＠
        0x3d | 0x2b | 0x2d | 0x40 | 0xff1d | 0xff0b | 0xff0d | 0xff20 => Kind::Formula,
        0x27 => Kind::Apostrophe,
        0x22 => Kind::Quote,
        0x09 | 0x0a | 0x0d => Kind::Break,
        0x2c | 0x3b | 0x7c => Kind::Separator,
        code if code == u16::from(delimiter) => Kind::Separator,
        0..=0x20 | 0x7f | 0xa0 => Kind::Blank,
        _ => Kind::Other,
    };
    Some((kind, width))
}
