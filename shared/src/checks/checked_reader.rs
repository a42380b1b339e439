//! Opening and checking a file in one go, while its bytes arrive.

use std::{fmt, sync::Arc};

use super::{Checked, References, engine::Engine};
use crate::{
    fingerprint::Seed,
    mapping_file::{Dialect, Header, OpenError, Reader, Row, RowSink},
};

/// Reads a file and checks each row as soon as it is complete, while its bytes are hot
/// in the cache. What comes out is what [`Checked::new`] makes of the opened file.
///
/// To cancel, drop it.
///
/// ```
/// use shared::{checks::CheckedReader, fingerprint::Seed};
///
/// let bytes = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\nlena@contoso.example,\n";
/// let mut reader = CheckedReader::with_size(65, Default::default(), &Seed::default());
/// for chunk in bytes.chunks(16) {
///     reader.push(chunk);
/// }
/// assert_eq!((reader.bytes_read(), reader.rows_read()), (78, 0));
/// let checked = reader.finish()?;
/// assert_eq!(checked.summary().unmapped, 1);
/// # Ok::<(), shared::mapping_file::OpenError>(())
/// ```
pub struct CheckedReader {
    reader: Reader,
    sink: Sink,
}

impl CheckedReader {
    /// A reader of a file of this size, as far as is known; 0 if it is not.
    pub fn with_size(bytes: u64, refs: Arc<References>, seed: &Seed) -> Self {
        Self::of(Reader::with_size(bytes), refs, seed)
    }

    /// A reader of bytes that are in memory, all of the file: they are not copied.
    pub fn of_memory(bytes: Vec<u8>, refs: Arc<References>, seed: &Seed) -> Self {
        Self::of(Reader::of_memory(bytes), refs, seed)
    }

    fn of(reader: Reader, refs: Arc<References>, seed: &Seed) -> Self {
        Self {
            reader,
            sink: Sink {
                refs,
                seed: seed.clone(),
                engine: None,
            },
        }
    }

    /// The next bytes of the file. Whatever is wrong with them is said by
    /// [`CheckedReader::finish`].
    pub fn push(&mut self, chunk: &[u8]) {
        self.reader.push_rows(chunk, &mut self.sink);
    }

    /// The next `length` bytes, which `fill` writes where they will stay.
    pub fn push_with(&mut self, length: usize, fill: impl FnOnce(&mut [u8])) {
        self.reader.push_rows_with(length, fill, &mut self.sink);
    }

    /// How many bytes arrived.
    pub fn bytes_read(&self) -> u64 {
        self.reader.bytes_read()
    }

    /// How many data rows were seen so far.
    pub fn rows_read(&self) -> u32 {
        self.reader.rows_read()
    }

    /// The end of the file: what it holds and what there is to say about it, or why it
    /// cannot be opened.
    pub fn finish(mut self) -> Result<Checked, OpenError> {
        let file = self.reader.finish_rows(&mut self.sink)?;
        let Sink {
            refs, seed, engine, ..
        } = self.sink;
        let Some(mut engine) = engine else {
            return Ok(Checked::new(file, refs, &seed));
        };
        engine.finish();
        Ok(Checked::of(file, refs, &seed, engine))
    }
}

impl fmt::Debug for CheckedReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reader.fmt(f)
    }
}

struct Sink {
    refs: Arc<References>,
    seed: Seed,
    engine: Option<Engine>,
}

impl RowSink for Sink {
    /// Called again if the rows so far were read in the wrong encoding.
    fn header(&mut self, header: &Header, _: &Dialect) {
        self.engine = Some(Engine::new(header, &self.refs, &self.seed));
    }

    fn row(&mut self, row: &Row<'_>) {
        if let Some(engine) = &mut self.engine {
            engine.row(row, &self.refs);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_checked_while_their_bytes_arrive() {
        // More than the first look at a file takes in.
        let rows = "lena@contoso.example,nobody\n".repeat(10_000);
        let text = format!("SourceUserPrincipalName,TargetExternalDirectoryObjectId\n{rows}");
        let mut reader = CheckedReader::with_size(0, Arc::default(), &Seed::new(1));
        reader.push(text.as_bytes());
        // The end of the last row may still be missing.
        let engine = reader.sink.engine.as_ref().unwrap();
        assert!((9_990..=10_000).contains(&engine.rows), "{}", engine.rows);
    }
}
