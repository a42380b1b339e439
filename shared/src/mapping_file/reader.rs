//! Opening a file, whole or as a stream of chunks.

use super::{
    detect::{self, Beginning, SAMPLE_BYTES},
    dialect::{Dialect, Encoding},
    file::{MappingFile, Oddities, RowId, line},
    header::Header,
    row_sink::RowSink,
    scan::{Scanner, Seen},
};

/// Why a file cannot be opened: where, why, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OpenError {
    /// No bytes at all.
    #[error("the file is empty (0 bytes): download or export the mapping file again")]
    Empty,
    /// Bytes, but no line with text.
    #[error(
        "byte {at}: the file ends before a header line: download or export the mapping file again"
    )]
    NoHeader {
        /// Where a header was looked for last.
        at: u64,
    },
    /// An Excel file.
    #[error(
        "byte 0: this is an Excel workbook, not a CSV: in Excel, save it as \"CSV UTF-8 (comma delimited)\""
    )]
    Workbook,
    /// 4 GB or more.
    #[error("the file has {bytes} bytes, and 4 GB is the most: split it into parts")]
    TooLarge {
        /// How many bytes arrived.
        bytes: u64,
    },
    /// More than there is memory for; a browser holds less than 2 GB.
    #[error("the file has {bytes} bytes, and there is no memory for them: split it into parts")]
    OutOfMemory {
        /// How many bytes arrived.
        bytes: u64,
    },
    /// More columns than a spreadsheet can have.
    #[error(
        "the header has {columns} columns, and {MOST_COLUMNS} are the most: is this a mapping file?"
    )]
    TooManyColumns {
        /// How many columns there are.
        columns: usize,
    },
}

/// As many columns as Excel has. What is wider is no mapping file, and would take
/// memory for its names alone.
const MOST_COLUMNS: usize = 16_384;

/// Opens a file that is in memory.
pub fn open(bytes: Vec<u8>) -> Result<MappingFile, OpenError> {
    let mut reader = Reader::new();
    reader.received = len(&bytes);
    reader.bytes = bytes;
    if reader.received >= TOO_LARGE {
        reader.refuse();
    }
    reader.finish()
}

/// Opens a file that is in memory in a given way, where what is guessed is wrong. The
/// bytes are the same; they are only read otherwise.
///
/// ```
/// use shared::mapping_file::{open, open_as, Encoding};
///
/// let bytes = "DisplayName\nJörg Ä\n".as_bytes().to_vec();
/// let file = open_as(bytes.clone(), Encoding::Windows1252, b';')?;
/// assert_eq!(file.cell(shared::mapping_file::RowId(0), 0), "JÃ¶rg Ã„");
/// assert_eq!(file.save(), bytes);
/// # Ok::<(), shared::mapping_file::OpenError>(())
/// ```
pub fn open_as(
    bytes: Vec<u8>,
    encoding: Encoding,
    delimiter: u8,
) -> Result<MappingFile, OpenError> {
    let mut reader = Reader::new();
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(&bytes);
    let beginning = detect::stated(sample, encoding, delimiter);
    let scanner = Scanner::new(encoding, delimiter, beginning.body);
    reader.started = Some((beginning, scanner));
    reader.received = len(&bytes);
    reader.bytes = bytes;
    if reader.received >= TOO_LARGE {
        reader.refuse();
    }
    reader.finish()
}

/// From here on offsets would not fit into 32 bits.
const TOO_LARGE: u64 = u32::MAX as u64;

/// Opens a file that arrives in chunks. Chunks may end anywhere; the file is the same.
#[derive(Default)]
pub struct Reader {
    bytes: Vec<u8>,
    received: u64,
    started: Option<(Beginning, Scanner)>,
    /// How many lines, the header being one, a sink was given.
    fed: usize,
    refusal: Option<Refusal>,
}

/// Why a reader stopped keeping bytes.
#[derive(Clone, Copy)]
enum Refusal {
    TooLarge,
    OutOfMemory,
}

impl Reader {
    /// A reader that has read nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// A reader for a file of a known size, which then needs no more memory than that.
    pub fn with_size(bytes: u64) -> Self {
        let mut reader = Self::default();
        if bytes < TOO_LARGE {
            // If it does not fit, `push` will say so.
            let size = usize::try_from(bytes).unwrap_or(0);
            reader.bytes.try_reserve_exact(size).unwrap_or(());
        }
        reader
    }

    /// The next bytes of the file. Whatever is wrong with them is said by
    /// [`Reader::finish`].
    pub fn push(&mut self, chunk: &[u8]) {
        if self.make_room(chunk.len()) {
            self.bytes.extend_from_slice(chunk);
            self.scan_if_due();
        }
    }

    /// Whether there is room for so many bytes more.
    fn make_room(&mut self, len: usize) -> bool {
        let more = u64::try_from(len).unwrap_or(u64::MAX);
        self.received = self.received.saturating_add(more);
        if self.refusal.is_some() {
            return false;
        }
        if self.received >= TOO_LARGE || self.bytes.try_reserve(len).is_err() {
            self.refuse();
            return false;
        }
        true
    }

    fn scan_if_due(&mut self) {
        if self.bytes.len() >= SAMPLE_BYTES {
            self.scan();
        }
    }

    /// Gives the sink what it has not had yet, of the rows that are complete.
    fn feed(&mut self, sink: &mut impl RowSink) {
        let Some((beginning, scanner)) = &self.started else {
            return;
        };
        let rows = scanner.places.rows.len();
        let complete = if scanner.ends_with_newline() {
            rows
        } else {
            rows.saturating_sub(1)
        };
        if self.fed == 0
            && complete > 0
            && let Some(header) = line(&self.bytes, &scanner.places, 0, beginning.encoding)
        {
            if header.len() > MOST_COLUMNS {
                return;
            }
            sink.header(&Header::of(&header), &beginning.dialect());
            self.fed = 1;
        }
        while self.fed > 0 && self.fed < complete {
            if let Some(row) = line(&self.bytes, &scanner.places, self.fed, beginning.encoding) {
                sink.row(&row);
            }
            self.fed += 1;
        }
    }

    /// Room for the next `len` bytes, which `fill` writes into straight away: one copy
    /// less than [`Reader::push`] where the bytes come from elsewhere than memory. They
    /// are zero before. Where there is no room, `fill` is not called.
    pub fn push_with(&mut self, len: usize, fill: impl FnOnce(&mut [u8])) {
        if self.make_room(len) {
            let from = self.bytes.len();
            self.bytes.resize(from.saturating_add(len), 0);
            fill(self.bytes.get_mut(from..).unwrap_or_default());
            self.scan_if_due();
        }
    }

    /// The next bytes of the file, as [`Reader::push`]; rows that they complete go to
    /// the sink at once, while they are still hot in the cache.
    pub fn push_rows(&mut self, chunk: &[u8], sink: &mut impl RowSink) {
        self.push(chunk);
        self.feed(sink);
    }

    /// As [`Reader::push_with`], with the rows going to the sink.
    pub fn push_rows_with(
        &mut self,
        len: usize,
        fill: impl FnOnce(&mut [u8]),
        sink: &mut impl RowSink,
    ) {
        self.push_with(len, fill);
        self.feed(sink);
    }

    /// How many bytes arrived.
    pub fn bytes_read(&self) -> u64 {
        self.received
    }

    /// How many data rows were seen so far.
    pub fn rows_read(&self) -> u32 {
        let rows = self
            .started
            .as_ref()
            .map_or(0, |(_, scanner)| scanner.places.rows.len());
        u32::try_from(rows.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The end of the file, as [`Reader::finish`]; the rest of the rows goes to the sink.
    /// Where the file cannot be opened, what the sink had so far is void.
    pub fn finish_rows(self, sink: &mut impl RowSink) -> Result<MappingFile, OpenError> {
        let fed = self.fed;
        let assumed = self.started.as_ref().map(|(begins, _)| begins.encoding);
        let file = self.finish()?;
        if fed == 0 || assumed != Some(file.dialect().encoding) {
            file.feed(sink);
        } else {
            let id = |line: usize| u32::try_from(line.saturating_sub(1)).map(RowId);
            for row in (fed..).map_while(|line| file.row(id(line).ok()?)) {
                sink.row(&row);
            }
        }
        Ok(file)
    }

    /// The end of the file: what it holds, or why it cannot be opened.
    pub fn finish(mut self) -> Result<MappingFile, OpenError> {
        let bytes = self.received;
        match self.refusal {
            Some(Refusal::TooLarge) => return Err(OpenError::TooLarge { bytes }),
            Some(Refusal::OutOfMemory) => return Err(OpenError::OutOfMemory { bytes }),
            None => {}
        }
        if self.bytes.is_empty() {
            return Err(OpenError::Empty);
        }
        if detect::is_workbook(&self.bytes) {
            return Err(OpenError::Workbook);
        }
        self.scan();
        let bytes = self.bytes;
        let Some((beginning, mut scanner)) = self.started else {
            return Err(OpenError::Empty);
        };
        let open_quote = scanner.finish(&bytes);
        if scanner.places.rows.is_empty() {
            return Err(OpenError::NoHeader { at: len(&bytes) });
        }
        let columns = scanner.places.fields_of_line(0);
        if columns > MOST_COLUMNS {
            return Err(OpenError::TooManyColumns { columns });
        }
        let (encoding, broken) = settle_encoding(&bytes, &beginning);
        let dialect = Dialect {
            encoding,
            bom: beginning.bom,
            delimiter: beginning.delimiter,
            newline: scanner.newlines.kind(),
            final_newline: scanner.ends_with_newline(),
        };
        let oddities = Oddities {
            preamble: beginning.preamble,
            blank_lines: scanner.blank_lines,
            nuls: scanner.nuls,
            stray_quotes: scanner.stray_quotes,
            open_quote,
            broken_characters: Seen::default(),
        };
        let mut file = MappingFile::new(bytes, scanner.places, dialect, oddities);
        file.note_broken_characters(broken);
        Ok(file)
    }

    /// Lets go of what was read; bytes are only counted from here on.
    fn refuse(&mut self) {
        self.refusal = Some(if self.received >= TOO_LARGE {
            Refusal::TooLarge
        } else {
            Refusal::OutOfMemory
        });
        self.bytes = Vec::new();
        self.started = None;
    }

    fn scan(&mut self) {
        let (_, scanner) = self.started.get_or_insert_with(|| {
            let sample = self.bytes.get(..SAMPLE_BYTES).unwrap_or(&self.bytes);
            let beginning = detect::detect(sample);
            let scanner = Scanner::new(beginning.encoding, beginning.delimiter, beginning.body);
            (beginning, scanner)
        });
        scanner.scan(&self.bytes);
    }
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

/// Sequences of bytes that are not characters of the encoding.
#[derive(Clone, Copy, Default)]
pub(super) struct Broken {
    pub(super) count: u32,
    pub(super) first_at: usize,
}

impl Broken {
    fn note(&mut self, at: usize) {
        if self.count == 0 {
            self.first_at = at;
        }
        self.count = self.count.saturating_add(1);
    }
}

/// Whether bytes that may be UTF-8 are: if most of what is beyond ASCII reads as
/// UTF-8, they are, with some characters broken; else they are taken for Windows-1252.
fn settle_encoding(bytes: &[u8], beginning: &Beginning) -> (Encoding, Broken) {
    match beginning.encoding {
        Encoding::Utf8 => {}
        Encoding::Windows1252 => return (Encoding::Windows1252, Broken::default()),
        utf16 => return (utf16, broken_utf16(bytes, utf16)),
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (Encoding::Utf8, Broken::default());
    }
    let mut broken = Broken::default();
    let mut right = 0_usize;
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        at += chunk.valid().len();
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        if !chunk.invalid().is_empty() {
            broken.note(at);
            at += chunk.invalid().len();
        }
    }
    // A byte order mark counts among the right characters, but proves UTF-8 anyway.
    if beginning.bom
        || beginning.is_certain
        || right > usize::try_from(broken.count).unwrap_or(usize::MAX)
    {
        (Encoding::Utf8, broken)
    } else {
        (Encoding::Windows1252, Broken::default())
    }
}

fn broken_utf16(bytes: &[u8], encoding: Encoding) -> Broken {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [a, b] if encoding == Encoding::Utf16Le => u16::from_le_bytes([*a, *b]),
        [a, b] => u16::from_be_bytes([*a, *b]),
        _ => 0,
    });
    let mut broken = Broken::default();
    let mut at = 0;
    for decoded in char::decode_utf16(units) {
        if decoded.is_err() {
            broken.note(at);
        }
        at += decoded.map_or(2, |c| c.len_utf16() * 2);
    }
    if bytes.len() % 2 == 1 {
        broken.note(bytes.len() - 1);
    }
    broken
}

fn len(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
