//! The rows of a file that nobody keeps: read, looked at, let go.

use super::{
    detect::{self, Beginning, SAMPLE_BYTES, Stated},
    dialect::{Dialect, Encoding},
    file::Oddities,
    open_error::{OpenError, StreamError},
    reader::{impossible, settle},
    row::Row,
    row_sink::{RowSink, give},
    scan::pass::Pass,
};
use crate::api::limits::MAX_UPLOAD_BYTES;

/// Reads a file that arrives in chunks, and gives its rows to a sink: the same ones that
/// a [`Reader`](super::Reader) gives. It holds the row that is not complete yet, and
/// nothing else.
///
/// ```
/// use shared::mapping_file::{Dialect, Header, Row, RowSink, RowStream};
///
/// #[derive(Default)]
/// struct Longest(usize);
///
/// impl RowSink for Longest {
///     fn header(&mut self, _: &Header, _: &Dialect) {
///         self.0 = 0;
///     }
///     fn row(&mut self, row: &Row<'_>) {
///         self.0 = self.0.max(row.text(0).len());
///     }
/// }
///
/// let mut longest = Longest::default();
/// let mut stream = RowStream::new();
/// stream.push(b"Name,Note\nLena,x\nOma", &mut longest);
/// stream.push(b"r,\n\"Alexandra\",\n", &mut longest);
/// let end = stream.finish(&mut longest)?;
/// assert_eq!((longest.0, end.rows), (9, 3));
/// # Ok::<(), shared::mapping_file::StreamError>(())
/// ```
pub struct RowStream {
    buffer: Vec<u8>,
    /// How many bytes were let go before those in `buffer`.
    gone: u64,
    received: u64,
    stated: Stated,
    longest_row: usize,
    started: Option<(Beginning, Pass)>,
    error: Option<OpenError>,
}

/// What a stream was, once it has ended.
#[derive(Clone, Debug)]
pub struct StreamEnd {
    /// How the file is written.
    pub dialect: Dialect,
    /// How many data rows it has.
    pub rows: u32,
    /// How many bytes it has.
    pub bytes: u64,
    /// What was odd, for checks that need no file.
    pub(crate) oddities: Oddities,
}

/// How much of a chunk is copied before it is scanned.
const STEP: usize = 256 * 1024;

impl RowStream {
    /// A stream that has read nothing. A row may be as long as an upload.
    pub fn new() -> Self {
        Self {
            buffer: Vec::new(),
            gone: 0,
            received: 0,
            stated: Stated::default(),
            longest_row: usize::try_from(MAX_UPLOAD_BYTES).unwrap_or(usize::MAX),
            started: None,
            error: None,
        }
    }

    /// The same stream for a file whose encoding is known.
    #[must_use]
    pub fn in_encoding(mut self, encoding: Encoding) -> Self {
        self.stated.encoding = Some(encoding);
        self
    }

    /// The same stream for a file whose delimiter is known.
    #[must_use]
    pub fn delimited_by(mut self, delimiter: u8) -> Self {
        self.stated.delimiter = Some(delimiter);
        self
    }

    /// The same stream, refusing rows of more than so many bytes. It needs up to five
    /// times their memory, if such a row is nothing but delimiters.
    #[must_use]
    pub fn with_longest_row(mut self, bytes: usize) -> Self {
        self.longest_row = bytes;
        self
    }

    /// The next bytes of the file; rows that they complete go to the sink. Whatever is
    /// wrong with them is said by [`RowStream::finish`].
    pub fn push(&mut self, chunk: &[u8], sink: &mut impl RowSink) {
        let added = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        self.received = self.received.saturating_add(added);
        for part in chunk.chunks(STEP) {
            if self.error.is_some() {
                return;
            }
            if self.buffer.try_reserve(part.len()).is_err() {
                self.refuse(self.out_of_memory());
                return;
            }
            self.buffer.extend_from_slice(part);
            if self.gone > 0 || self.buffer.len() >= SAMPLE_BYTES {
                self.scan(false, sink);
            }
        }
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

    /// The end of the file. Where there is an error, what the sink had so far is void.
    pub fn finish(mut self, sink: &mut impl RowSink) -> Result<StreamEnd, StreamError> {
        if self.error.is_none() && self.started.is_none() {
            self.error = impossible(&self.buffer, self.stated);
        }
        if self.error.is_none() {
            self.scan(true, sink);
        }
        if let Some(error) = self.error {
            return Err(error.into());
        }
        let rows = self.rows_read();
        let Some((beginning, pass)) = self.started else {
            return Err(OpenError::Empty.into());
        };
        if pass.scanner.rows == 0 {
            return Err(OpenError::NoHeader { at: self.received }.into());
        }
        let (dialect, oddities) = settle(&beginning, &pass, self.stated);
        if dialect.encoding != beginning.encoding {
            return Err(StreamError::ReadAgain(dialect.encoding));
        }
        Ok(StreamEnd {
            dialect,
            rows,
            bytes: self.received,
            oddities,
        })
    }

    fn scan(&mut self, is_end: bool, sink: &mut impl RowSink) {
        if self.started.is_none()
            && let Some(error) = impossible(&self.buffer, self.stated)
        {
            self.refuse(error);
            return;
        }
        if let Err(error) = self.scan_all(is_end, sink) {
            self.refuse(error);
            return;
        }
        let Some((_, pass)) = &mut self.started else {
            return;
        };
        // Rows that wait for their end are copied to the front: at most as many bytes as
        // have just been read, as long as any row ends; a row without an end stays.
        let needed_from = pass.needed_from();
        if needed_from > 0 {
            self.buffer.drain(..needed_from.min(self.buffer.len()));
            pass.rebase(needed_from);
            let gone = u64::try_from(needed_from).unwrap_or(u64::MAX);
            self.gone = self.gone.saturating_add(gone);
        }
    }

    fn scan_all(&mut self, is_end: bool, sink: &mut impl RowSink) -> Result<(), OpenError> {
        let out_of_memory = self.out_of_memory();
        let (beginning, pass) = self.started.get_or_insert_with(|| {
            let sample = self.buffer.get(..SAMPLE_BYTES).unwrap_or(&self.buffer);
            let beginning = detect::detect(sample, self.stated);
            let pass = Pass::new(beginning.encoding, beginning.delimiter, beginning.body);
            (beginning, pass)
        });
        let dialect = beginning.dialect();
        let (limit, gone) = (self.longest_row, self.gone);
        let too_long = |line: u32, start: usize, length: usize| {
            let as_u64 = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
            let error = OpenError::RowTooLong {
                line,
                at: gone.saturating_add(as_u64(start)),
                limit: as_u64(limit),
            };
            if length > limit { Err(error) } else { Ok(()) }
        };
        loop {
            if pass.make_room(&self.buffer).is_err() {
                return Err(out_of_memory);
            }
            let is_more = pass.scan(&self.buffer);
            if !is_more && is_end {
                pass.finish(&self.buffer);
            }
            pass.hand_on(&self.buffer, |line, row: Row<'_>| {
                too_long(line, row.start(), row.bytes().len())?;
                give(sink, line, &row, dialect)
            })?;
            if let Some(start) = pass.unfinished_row() {
                too_long(pass.line(), start, pass.scanner.at - start)?;
            }
            if !is_more {
                return Ok(());
            }
        }
    }

    fn out_of_memory(&self) -> OpenError {
        OpenError::OutOfMemory {
            bytes: self.received,
        }
    }

    /// Lets go of what is held; bytes are only counted from here on.
    fn refuse(&mut self, error: OpenError) {
        self.error = Some(error);
        self.buffer = Vec::new();
    }
}

impl Default for RowStream {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for RowStream {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RowStream")
            .field("bytes_read", &self.bytes_read())
            .field("rows_read", &self.rows_read())
            .finish_non_exhaustive()
    }
}
