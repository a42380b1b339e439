//! Opening a file, whole or as a stream of chunks.

use super::{
    detect::{self, Beginning, SAMPLE_BYTES, Stated},
    dialect::{Dialect, Encoding},
    file::{MappingFile, Oddities},
    header::Header,
    open_error::{OpenError, Refused},
    row::Row,
    row_sink::{RowSink, give},
    scan::{Places, Seen, pass::Pass},
};

/// Opens a file that is in memory.
pub fn open(bytes: Vec<u8>) -> Result<MappingFile, Refused> {
    Reader::of_memory(bytes).finish()
}

/// Opens a file whose encoding and delimiter somebody knows better than its bytes tell.
/// Nothing is guessed then.
///
/// ```
/// use shared::mapping_file::{open, open_as, Encoding, OpenError, RowId};
///
/// let bytes = b"Name;Note\nJ\xc3\xb6rg;a,b\n".to_vec();
/// let file = open_as(bytes, Encoding::Windows1252, b';')?;
/// assert_eq!(file.cell(RowId(0), 0), "JÃ¶rg");
/// let refused = open_as(b"a,b".to_vec(), Encoding::Utf8, b'"').unwrap_err();
/// assert_eq!(refused.error, OpenError::Delimiter(b'"'));
/// assert_eq!(refused.original, b"a,b");
/// # Ok::<(), OpenError>(())
/// ```
pub fn open_as(bytes: Vec<u8>, encoding: Encoding, delimiter: u8) -> Result<MappingFile, Refused> {
    let stated = Stated {
        encoding: Some(encoding),
        delimiter: Some(delimiter),
    };
    Reader::of(bytes, stated).finish()
}

/// From here on offsets would not fit into 32 bits.
const TOO_LARGE: u64 = u32::MAX as u64;

/// Opens a file that arrives in chunks. Chunks may end anywhere; the file is the same.
#[derive(Default)]
pub struct Reader {
    bytes: Vec<u8>,
    received: u64,
    /// How many bytes somebody said there will be.
    expected: usize,
    stated: Stated,
    started: Option<(Beginning, Pass)>,
    places: Places,
    feeding: Feeding,
    refusal: Option<Refusal>,
}

/// Whether a sink has had all rows so far.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Feeding {
    /// All of them; there were none.
    #[default]
    None,
    All,
    /// Not all, and it will get them at the end.
    Behind,
}

/// Why a reader stopped keeping bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Refusal {
    TooLarge,
    OutOfMemory,
}

/// How far scanning came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scanned {
    /// Not to the end of what has arrived.
    More,
    All,
    OutOfMemory,
}

/// The sink of whoever has none.
struct Nobody;

impl RowSink for Nobody {
    fn header(&mut self, _: &Header, _: &Dialect) {}

    fn row(&mut self, _: &Row<'_>) {}
}

impl Reader {
    /// A reader of bytes that are in memory, all of the file: they are not copied.
    pub fn of_memory(bytes: Vec<u8>) -> Self {
        Self::of(bytes, Stated::default())
    }

    /// A reader that has read nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// A reader for a file of a known size, which then needs no more memory than that.
    pub fn with_size(bytes: u64) -> Self {
        let mut reader = Self::default();
        if bytes < TOO_LARGE {
            let size = usize::try_from(bytes).unwrap_or(0);
            // If it does not fit, `push` will say so.
            if reader.bytes.try_reserve_exact(size).is_ok() {
                reader.expected = size;
            }
        }
        reader
    }

    /// The same reader for a file whose encoding and delimiter are known: see [`open_as`].
    #[must_use]
    pub fn in_dialect(mut self, encoding: Encoding, delimiter: u8) -> Self {
        self.stated = Stated {
            encoding: Some(encoding),
            delimiter: Some(delimiter),
        };
        self
    }

    pub(super) fn of(bytes: Vec<u8>, stated: Stated) -> Self {
        let mut reader = Self {
            received: len(&bytes),
            expected: bytes.len(),
            bytes,
            stated,
            ..Self::default()
        };
        if reader.received >= TOO_LARGE {
            reader.refusal = Some(Refusal::TooLarge);
        }
        reader
    }

    /// The next bytes of the file. Whatever is wrong with them is said by
    /// [`Reader::finish`].
    pub fn push(&mut self, chunk: &[u8]) {
        self.push_rows_to(chunk, None::<&mut Nobody>);
    }

    /// The next bytes of the file; rows that they complete go to the sink at once, while
    /// they are still in the cache. If bytes were pushed without a sink before, it gets
    /// all rows from [`Reader::finish_rows`] instead.
    pub fn push_rows(&mut self, chunk: &[u8], sink: &mut impl RowSink) {
        self.push_rows_to(chunk, Some(sink));
    }

    /// Room for the next `len` bytes, which `fill` writes into straight away: one copy
    /// less than [`Reader::push`] where the bytes come from elsewhere than memory. They
    /// are zero before. Where there is no room, `fill` is not called.
    pub fn push_with(&mut self, len: usize, fill: impl FnOnce(&mut [u8])) {
        self.fill(len, fill, None::<&mut Nobody>);
    }

    /// As [`Reader::push_with`], with the rows going to a sink as from
    /// [`Reader::push_rows`].
    pub fn push_rows_with(
        &mut self,
        len: usize,
        fill: impl FnOnce(&mut [u8]),
        sink: &mut impl RowSink,
    ) {
        self.fill(len, fill, Some(sink));
    }

    /// How many bytes arrived.
    pub fn bytes_read(&self) -> u64 {
        self.received
    }

    /// How many data rows were seen so far.
    pub fn rows_read(&self) -> u32 {
        self.started
            .as_ref()
            .map_or(0, |(_, pass)| pass.scanner.rows.saturating_sub(1))
    }

    /// Scans some of what has arrived, so many pieces of 32 kB, for who has all of it in
    /// memory and answers meanwhile; true once nothing is left but the end. Rows are kept,
    /// and go to no sink.
    pub(crate) fn scan_some(&mut self, pieces: usize) -> bool {
        if self.refusal.is_some() || self.bytes.is_empty() {
            return true;
        }
        match self.scan(false, None::<&mut Nobody>, pieces) {
            Scanned::More => false,
            Scanned::All => true,
            Scanned::OutOfMemory => {
                self.refuse(Refusal::OutOfMemory);
                true
            }
        }
    }

    /// How much of what has arrived is scanned, per mille.
    pub(crate) fn scanned_per_mille(&self) -> usize {
        let scanned = self.started.as_ref().map_or(0, |(_, pass)| pass.scanner.at);
        scanned.saturating_mul(1000) / self.bytes.len().max(1)
    }

    /// The end of the file: what it holds, or why it cannot be opened.
    pub fn finish(self) -> Result<MappingFile, Refused> {
        self.finish_to(None::<&mut Nobody>)
    }

    /// The end of the file, as [`Reader::finish`]; the rest of the rows goes to the sink.
    /// Where the file cannot be opened, what the sink had so far is void.
    pub fn finish_rows(self, sink: &mut impl RowSink) -> Result<MappingFile, Refused> {
        self.finish_to(Some(sink))
    }

    fn push_rows_to(&mut self, chunk: &[u8], sink: Option<&mut impl RowSink>) {
        if self.make_room(chunk.len()) {
            self.bytes.extend_from_slice(chunk);
            self.scan_if_due(sink);
        }
    }

    fn fill(&mut self, len: usize, fill: impl FnOnce(&mut [u8]), sink: Option<&mut impl RowSink>) {
        if self.make_room(len) {
            let from = self.bytes.len();
            self.bytes.resize(from.saturating_add(len), 0);
            fill(self.bytes.get_mut(from..).unwrap_or_default());
            self.scan_if_due(sink);
        }
    }

    /// Whether there is room for so many bytes more.
    fn make_room(&mut self, more: usize) -> bool {
        let added = u64::try_from(more).unwrap_or(u64::MAX);
        self.received = self.received.saturating_add(added);
        if self.refusal.is_some() {
            return false;
        }
        if self.received >= TOO_LARGE {
            self.refuse(Refusal::TooLarge);
        } else if self.bytes.capacity() - self.bytes.len() < more {
            // Doubling a large file would take its memory twice.
            let step = more.max(self.bytes.len() / 8).max(SAMPLE_BYTES);
            if self.bytes.try_reserve_exact(step).is_err() {
                self.refuse(Refusal::OutOfMemory);
            }
        }
        self.refusal.is_none()
    }

    /// Lets go of what was read; bytes are only counted from here on.
    fn refuse(&mut self, refusal: Refusal) {
        self.refusal = Some(refusal);
        self.bytes = Vec::new();
        self.places = Places::default();
        self.started = None;
    }

    fn scan_if_due(&mut self, sink: Option<&mut impl RowSink>) {
        let is_due = self.bytes.len() >= SAMPLE_BYTES;
        if is_due && self.scan(false, sink, usize::MAX) == Scanned::OutOfMemory {
            self.refuse(Refusal::OutOfMemory);
        }
    }

    /// Scans what has arrived, so many pieces of it, and hands on the rows.
    fn scan(
        &mut self,
        is_end: bool,
        mut sink: Option<&mut impl RowSink>,
        pieces: usize,
    ) -> Scanned {
        let (beginning, pass) = self.started.get_or_insert_with(|| {
            let sample = self.bytes.get(..SAMPLE_BYTES).unwrap_or(&self.bytes);
            let beginning = detect::detect(sample, self.stated);
            let pass = Pass::new(beginning.encoding, beginning.delimiter, beginning.body);
            (beginning, pass)
        });
        let dialect = beginning.dialect();
        self.feeding = match (&sink, self.feeding) {
            (Some(_), Feeding::None | Feeding::All) => Feeding::All,
            _ => Feeding::Behind,
        };
        for _ in 0..pieces {
            if self.feeding == Feeding::Behind {
                pass.forget_fields();
            }
            if pass.make_room(&self.bytes).is_err() {
                return Scanned::OutOfMemory;
            }
            let is_more = pass.scan(&self.bytes);
            if !is_more && is_end {
                pass.finish(&self.bytes);
            }
            let (starts, scanned) = (pass.new_starts(), pass.scanner.at);
            if self.places.extend(starts, scanned, self.expected).is_err() {
                return Scanned::OutOfMemory;
            }
            match &mut sink {
                Some(sink) if self.feeding == Feeding::All => {
                    let hand_on = |line, row: Row<'_>| give(*sink, line, &row, dialect);
                    if pass.hand_on(&self.bytes, hand_on).is_err() {
                        // Said at the end.
                        self.feeding = Feeding::Behind;
                        pass.skip();
                    }
                }
                _ => pass.skip(),
            }
            if !is_more {
                return Scanned::All;
            }
        }
        Scanned::More
    }

    fn finish_to<S: RowSink>(mut self, mut sink: Option<&mut S>) -> Result<MappingFile, Refused> {
        let received = self.received;
        let refused = |refusal: Refusal| match refusal {
            Refusal::TooLarge => OpenError::TooLarge { bytes: received },
            Refusal::OutOfMemory => OpenError::OutOfMemory { bytes: received },
        };
        let error = if let Some(refusal) = self.refusal {
            Some(refused(refusal))
        } else {
            impossible(&self.bytes, self.stated)
        };
        if let Some(error) = error {
            return Err(Refused::new(error, self.bytes));
        }
        if self.scan(true, sink.as_deref_mut(), usize::MAX) == Scanned::OutOfMemory {
            return Err(Refused::new(refused(Refusal::OutOfMemory), self.bytes));
        }
        let Some((beginning, pass)) = self.started else {
            return Err(Refused::new(OpenError::Empty, self.bytes));
        };
        if self.places.starts.is_empty() {
            let at = len(&self.bytes);
            return Err(Refused::new(OpenError::NoHeader { at }, self.bytes));
        }
        let (dialect, oddities) = settle(&beginning, &pass, self.stated);
        self.places.starts.shrink_to_fit();
        let file = MappingFile::new(self.bytes, self.places, dialect, oddities)?;
        if let Some(sink) = sink
            && (self.feeding != Feeding::All || dialect.encoding != beginning.encoding)
        {
            file.feed(sink);
        }
        Ok(file)
    }
}

/// Why these bytes cannot be a mapping file, whatever follows in them.
pub(super) fn impossible(beginning: &[u8], stated: Stated) -> Option<OpenError> {
    if beginning.is_empty() {
        Some(OpenError::Empty)
    } else if detect::is_workbook(beginning) {
        Some(OpenError::Workbook)
    } else if detect::is_web_page(beginning) {
        Some(OpenError::WebPage)
    } else {
        stated.impossible_delimiter().map(OpenError::Delimiter)
    }
}

/// How the file turned out to be written once it was read, and what is odd about it.
pub(super) fn settle(beginning: &Beginning, pass: &Pass, stated: Stated) -> (Dialect, Oddities) {
    let mut oddities = Oddities {
        preamble: beginning.preamble.clone(),
        blank_lines: pass.scanner.blank_lines,
        nuls: pass.scanner.nuls,
        open_quote: pass.scanner.open_quote(),
        broken_characters: pass.characters.broken(),
        is_encoding_guessed: false,
    };
    let mut dialect = Dialect {
        newline: pass.scanner.newlines.kind(),
        final_newline: pass.scanner.ends_with_newline(),
        ..beginning.dialect()
    };
    // A byte order mark proves UTF-8.
    let may_be_another = dialect.encoding == Encoding::Utf8 && !dialect.bom;
    if may_be_another && stated.encoding.is_none() && !pass.characters.are_mostly_right() {
        dialect.encoding = Encoding::Windows1252;
        oddities.is_encoding_guessed = true;
        oddities.broken_characters = Seen::default();
    }
    (dialect, oddities)
}

impl std::fmt::Debug for Reader {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("bytes_read", &self.bytes_read())
            .field("rows_read", &self.rows_read())
            .finish()
    }
}

fn len(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
