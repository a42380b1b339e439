//! Checking a file that goes by and is not kept.

use std::{fmt, sync::Arc};

use super::{
    Finding, References, RowSet, Rule, Severity, Summary, about_file, engine::Engine,
    file_rules::Shape, samples::Samples, tally::Tally,
};
use crate::{
    fingerprint::Seed,
    mapping_file::{Dialect, Encoding, Header, Row, RowSink, RowStream, StreamError},
};

/// Checks a file while it goes by. It holds the row that is not complete yet, at most 64
/// bytes for each row that has gone, and the first findings of each rule: what it finds
/// is what [`Checked`](super::Checked) finds, but that not all of it is put in words.
///
/// ```
/// use shared::{checks::CheckedStream, fingerprint::Seed};
///
/// let mut stream = CheckedStream::new(Default::default(), &Seed::default(), 100);
/// stream.push(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\nlena@contoso.example,");
/// stream.push(b"nobody\n");
/// let report = stream.finish()?;
/// assert_eq!((report.summary.rows, report.summary.held_back), (1, 1));
/// assert_eq!(report.findings[0].code, "CW-M-001");
/// assert!(report.held_back.contains(0) && !report.refuses_upload());
/// # Ok::<(), shared::mapping_file::StreamError>(())
/// ```
pub struct CheckedStream {
    stream: RowStream,
    sink: Sink,
}

/// What there is to say about a file that went by.
#[derive(Debug)]
pub struct StreamReport {
    /// The file in numbers.
    pub summary: Summary,
    /// How the file is written.
    pub dialect: Dialect,
    /// Findings about the file and its columns.
    pub about_file: Vec<Finding>,
    /// Findings about rows, in the order of the file: the first of each rule.
    pub findings: Vec<Finding>,
    /// The rows that would not be applied; 0 is the first.
    pub held_back: RowSet,
    tally: Tally,
}

impl StreamReport {
    /// Whether an upload of the file is refused.
    pub fn refuses_upload(&self) -> bool {
        super::refuses_upload(&self.about_file)
    }

    /// How many findings about rows there are of each rule and severity, in the order
    /// of the catalogue; only where there are any.
    pub fn counts(&self) -> impl Iterator<Item = (&'static Rule, Severity, u32)> {
        self.tally.by_rule()
    }
}

impl CheckedStream {
    /// A stream of which no more than so many findings of each rule are put in words.
    pub fn new(refs: Arc<References>, seed: &Seed, samples: usize) -> Self {
        Self {
            stream: RowStream::new(),
            sink: Sink {
                refs,
                seed: seed.clone(),
                most_samples: samples,
                state: None,
            },
        }
    }

    /// The same for a file whose encoding is known; see [`StreamError::ReadAgain`].
    #[must_use]
    pub fn in_encoding(mut self, encoding: Encoding) -> Self {
        self.stream = self.stream.in_encoding(encoding);
        self
    }

    /// The same, refusing rows of more than so many bytes; see
    /// [`RowStream::with_longest_row`].
    #[must_use]
    pub fn with_longest_row(mut self, bytes: usize) -> Self {
        self.stream = self.stream.with_longest_row(bytes);
        self
    }

    /// The next bytes of the file. Whatever is wrong with them is said by
    /// [`CheckedStream::finish`].
    pub fn push(&mut self, chunk: &[u8]) {
        self.stream.push(chunk, &mut self.sink);
    }

    /// How many bytes arrived.
    pub fn bytes_read(&self) -> u64 {
        self.stream.bytes_read()
    }

    /// How many data rows were seen so far.
    pub fn rows_read(&self) -> u32 {
        self.stream.rows_read()
    }

    /// The end of the file: what there is to say about it, or why it cannot be read.
    pub fn finish(mut self) -> Result<StreamReport, StreamError> {
        let end = self.stream.finish(&mut self.sink)?;
        let Sink {
            refs,
            seed,
            state,
            most_samples,
        } = self.sink;
        let (mut engine, samples) = state.unwrap_or_else(|| {
            let engine = Engine::new(&Header::default(), &refs, &seed);
            (engine, Samples::new(most_samples))
        });
        engine.finish();
        let shape = Shape {
            header: &engine.header,
            dialect: &end.dialect,
            oddities: &end.oddities,
            rows: end.rows,
        };
        let about_file = about_file(shape, &refs, &engine);
        Ok(StreamReport {
            summary: engine.summary(&about_file),
            dialect: end.dialect,
            about_file,
            findings: samples.finish(&engine),
            held_back: engine.held_back,
            tally: engine.tally,
        })
    }
}

impl fmt::Debug for CheckedStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stream.fmt(f)
    }
}

struct Sink {
    refs: Arc<References>,
    seed: Seed,
    most_samples: usize,
    state: Option<(Engine, Samples)>,
}

impl RowSink for Sink {
    fn header(&mut self, header: &Header, _: &Dialect) {
        let engine = Engine::new(header, &self.refs, &self.seed);
        self.state = Some((engine, Samples::new(self.most_samples)));
    }

    fn row(&mut self, row: &Row<'_>) {
        if let Some((engine, samples)) = &mut self.state {
            let places = engine.row_gone(row, &self.refs);
            samples.note(row, &places, engine, &self.refs);
        }
    }
}
