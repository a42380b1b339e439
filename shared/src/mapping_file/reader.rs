//! Opening a file, whole or as a stream of chunks.

use super::{
    detect::{self, Beginning, SAMPLE_BYTES},
    dialect::{Dialect, Encoding},
    file::{MappingFile, Oddities},
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

/// From here on offsets would not fit into 32 bits.
const TOO_LARGE: u64 = u32::MAX as u64;

/// Opens a file that arrives in chunks. Chunks may end anywhere; the file is the same.
#[derive(Default)]
pub struct Reader {
    bytes: Vec<u8>,
    received: u64,
    started: Option<(Beginning, Scanner)>,
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
        self.received = self.received.saturating_add(len(chunk));
        if self.refusal.is_some() {
            return;
        }
        if self.received >= TOO_LARGE || self.bytes.try_reserve(chunk.len()).is_err() {
            self.refuse();
            return;
        }
        self.bytes.extend_from_slice(chunk);
        if self.bytes.len() >= SAMPLE_BYTES {
            self.scan();
        }
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
    if beginning.encoding != Encoding::Utf8 {
        return (beginning.encoding, broken_utf16(bytes, beginning.encoding));
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
    if beginning.bom || right > usize::try_from(broken.count).unwrap_or(usize::MAX) {
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
