//! Checking an uploaded mapping file, with the rules that the browser runs.
//!
//! The file goes by: what is kept of it is a few bytes a row, and the first findings.

use std::sync::Arc;

use shared::{
    api::limits::MAX_ROW_BYTES,
    checks::{self, CheckedStream, Finding, Level, References, Severity, StreamReport},
    exports,
    fingerprint::Seed,
    ids::RequestId,
    mapping_file::{self, Encoding, MappingFile, StreamError},
    workflow::RequestKind,
};

use super::{
    PairBroker,
    identities::{self, Identity},
    jobs::Work,
    slices::{Next, SliceError},
    uploads::{self, Upload},
};
use crate::{
    named::{self, sentences, sentences_of},
    ports::{Clock, Directory, Files, FilesError, Sql, StoreError},
    record::RequestRecord,
    refusal::Refusal,
    store::{requests::Once, rows::unreadable},
};

/// Identities that are written into a mapping file at once.
const PAGE: u32 = 500;

/// A mapping file with all that can be said about it.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) file: MappingFile,
    pub(super) findings: Vec<Finding>,
    pub(super) references: References,
}

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// The whole check is one slice: it only reads, and says the same however
    /// often it is repeated.
    pub(super) async fn check_upload(
        &self,
        mut record: RequestRecord,
        auto_progress: bool,
    ) -> Result<(), SliceError> {
        let id = record.id;
        let upload = self.readable(id)?;
        let references = Arc::new(self.references().await?);
        let report = self.stream_and_check(&upload, &references).await?;
        let now = self.clock.now();
        record.counts.total = report.summary.rows;
        if report.refuses_upload() {
            record.counts.failed = record.counts.total;
            let reasons = report
                .about_file
                .iter()
                .filter(|finding| {
                    finding.level() != Level::Row && finding.severity == Severity::Error
                })
                .map(said)
                .collect();
            record.fail(sentences(reasons).join(" "), now);
            self.commit(&mut record, &[], Next::Done, &mut || Ok(()))?;
            return Ok(());
        }
        record.counts.failed = report.held_back.len();
        record.counts.done = record.counts.total.saturating_sub(record.counts.failed);
        record.warnings.extend(warnings_of(&report));
        record.finish("No row of the file can be applied.", now);
        let map = (auto_progress && record.progress.state.is_finished_work())
            .then(|| self.new_record(RequestKind::Map, record.created_by, now));
        self.commit(&mut record, &[], Next::Done, &mut || match &map {
            Some(map) => {
                let once = Once {
                    key: None,
                    asked: "",
                };
                self.insert_new(map, once, Some(&Work::MapByFile { upload: id }))
            }
            None => Ok(()),
        })?;
        Ok(())
    }

    /// Lets a file go by and says what was found. A file that only shows at its end how
    /// it is encoded goes by twice.
    async fn stream_and_check(
        &self,
        upload: &Upload,
        references: &Arc<References>,
    ) -> Result<StreamReport, SliceError> {
        let mut encoding = None;
        loop {
            match self.let_go_by(upload, references, encoding).await? {
                Ok(report) => return Ok(report),
                Err(StreamError::ReadAgain(shown)) if encoding.is_none() => encoding = Some(shown),
                Err(error) => return Err(cannot_be_read(&error)),
            }
        }
    }

    async fn let_go_by(
        &self,
        upload: &Upload,
        references: &Arc<References>,
        encoding: Option<Encoding>,
    ) -> Result<Result<StreamReport, StreamError>, SliceError> {
        let seed = self.seed();
        let mut stream = CheckedStream::new(references.clone(), &seed, named::MOST)
            .with_longest_row(MAX_ROW_BYTES);
        if let Some(encoding) = encoding {
            stream = stream.in_encoding(encoding);
        }
        let mut push = |piece: &[u8]| stream.push(piece);
        if !self.files.read(&upload.key, &mut push).await? {
            return Err(gone());
        }
        // A part of a file would be a file, too.
        if stream.bytes_read() != upload.size {
            return Err(FilesError("not all of the file was read".to_owned()).into());
        }
        Ok(stream.finish())
    }

    fn readable(&self, upload: RequestId) -> Result<Upload, SliceError> {
        let now = self.clock.now();
        uploads::find(&self.sql, upload)?
            .filter(|upload| upload.is_readable(now))
            .ok_or_else(gone)
    }

    /// What a file is compared with: the pair and the target's directory as both are now.
    async fn references(&self) -> Result<References, SliceError> {
        Ok(References {
            baseline: Some(self.baseline()?.into()),
            mail_users: Some(self.directory.mail_users(self.pair.target).await?.into()),
            accepted_domains: Some(self.directory.accepted_domains(self.pair.target).await?),
            // The pair moves on while a file is being edited: a status that was right
            // when the file was downloaded is no change that somebody made.
            is_status_stale: true,
            ..References::default()
        })
    }

    /// The other tenant's data are in the references: nobody may know the seed.
    fn seed(&self) -> Seed {
        Seed::from_random_bytes(self.clock.random())
    }

    /// Reads an upload's bytes, all at once, and checks them.
    pub(super) async fn open_and_check(&self, upload: RequestId) -> Result<Checked, SliceError> {
        let upload = self.readable(upload)?;
        let bytes = self.files.get(&upload.key).await?.ok_or_else(gone)?;
        let file = mapping_file::open(bytes).map_err(|refused| cannot_be_read(&refused.error))?;
        let references = self.references().await?;
        let findings = checks::check_with(&file, &references, &self.seed());
        Ok(Checked {
            file,
            findings,
            references,
        })
    }

    /// The pair's mapping file as it would be downloaded now.
    pub(super) fn mapping_file(&self) -> Result<String, Refusal> {
        self.needs(
            RequestKind::Copy,
            "A mapping file waits for a finished copy. Accept a copy request of this source and \
             wait until it is Completed.",
        )?;
        String::from_utf8(self.mapping_bytes()?)
            .map_err(|_| Refusal::Store(unreadable("identities.source")))
    }

    fn baseline(&self) -> Result<MappingFile, StoreError> {
        mapping_file::open(self.mapping_bytes()?).map_err(|_| unreadable("identities.source"))
    }

    /// A page of identities after the other: all of them at once take several times the
    /// memory of the file.
    fn mapping_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let mut bytes = rows_of(&[]);
        let header = bytes.len();
        let mut position = 0;
        loop {
            let page = identities::after(&self.sql, position, PAGE)?;
            let Some(last) = page.last() else {
                return Ok(bytes);
            };
            position = last.position;
            bytes.extend(rows_of(&page).drain(header..));
        }
    }
}

/// Identities as a mapping file, with its header.
fn rows_of(identities: &[Identity]) -> Vec<u8> {
    exports::mapping_csv(identities.iter().map(|identity| {
        (
            &identity.source,
            identity.standing.target(),
            identity.standing.state(),
        )
    }))
}

fn gone() -> SliceError {
    SliceError::Hopeless("The file's time ended before it was used. Upload it again.".to_owned())
}

fn cannot_be_read(error: &impl std::fmt::Display) -> SliceError {
    SliceError::Hopeless(format!("The file cannot be read: {error}."))
}

/// The first findings that are more than notes, and how many more there are.
fn warnings_of(report: &StreamReport) -> Vec<String> {
    let all = report
        .summary
        .errors
        .saturating_add(report.summary.warnings);
    let first = report
        .about_file
        .iter()
        .chain(&report.findings)
        .filter(|finding| finding.severity != Severity::Note)
        .take(named::MOST)
        .map(said)
        .collect();
    sentences_of(first, usize::try_from(all).unwrap_or(usize::MAX))
}

/// A finding in a request's warnings or reason.
fn said(finding: &Finding) -> String {
    let row = finding
        .row
        .map(|row| format!("Row {row}: "))
        .unwrap_or_default();
    format!("{row}{} ({})", finding.message, finding.code)
}
