//! Checking an uploaded mapping file, with the rules that the browser runs.

use shared::{
    checks::{self, Finding, Level, References, Severity},
    exports,
    fingerprint::Seed,
    ids::RequestId,
    mapping_file::{self, Column, MappingFile},
    workflow::RequestKind,
};

use super::{
    PairBroker,
    identities::{self, Identity},
    jobs::Work,
    slices::{Next, SliceError},
    uploads,
};
use crate::{
    named::sentences,
    ports::{Clock, Directory, Files, Sql, StoreError},
    record::RequestRecord,
    refusal::Refusal,
    store::{requests::Once, rows::unreadable},
};

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
        let checked = self.open_and_check(id).await?;
        let now = self.clock.now();
        let findings = &checked.findings;
        record.counts.total = checked.file.row_count();
        if checks::refuses_upload(findings) {
            record.counts.failed = record.counts.total;
            let reasons = findings
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
        let held_back = checks::rows_held_back(findings);
        record.counts.failed = u32::try_from(held_back.len()).unwrap_or(u32::MAX);
        record.counts.done = record.counts.total.saturating_sub(record.counts.failed);
        let about = findings
            .iter()
            .filter(|finding| finding.severity != Severity::Note)
            .map(said)
            .collect();
        record.warnings.extend(sentences(about));
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

    /// Reads an upload's bytes and checks them against the pair and the target's
    /// directory as both are now.
    pub(super) async fn open_and_check(&self, upload: RequestId) -> Result<Checked, SliceError> {
        let gone = || {
            SliceError::Hopeless(
                "The file's time ended before it was used. Upload it again.".to_owned(),
            )
        };
        let found = uploads::find(&self.sql, upload)?.ok_or_else(gone)?;
        if !found.is_readable(self.clock.now()) {
            return Err(gone());
        }
        let bytes = self.files.get(&found.key).await?.ok_or_else(gone)?;
        let file = mapping_file::open(bytes)
            .map_err(|error| SliceError::Hopeless(format!("The file cannot be read: {error}.")))?;
        let references = References {
            baseline: Some(self.baseline()?.into()),
            mail_users: Some(self.directory.mail_users(self.pair.target).await?.into()),
            accepted_domains: Some(self.directory.accepted_domains(self.pair.target).await?),
            ..References::default()
        };
        // The other tenant's data are in the references: nobody may know the seed.
        let seed = Seed::from_random_bytes(self.clock.random());
        let mut findings = checks::check_with(&file, &references, &seed);
        findings.retain(|finding| !is_stale_status(finding));
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
        let bytes = mapping_bytes(&identities::all(&self.sql)?);
        String::from_utf8(bytes).map_err(|_| Refusal::Store(unreadable("identities.source")))
    }

    fn baseline(&self) -> Result<MappingFile, StoreError> {
        mapping_file::open(mapping_bytes(&identities::all(&self.sql)?))
            .map_err(|_| unreadable("identities.source"))
    }
}

fn mapping_bytes(identities: &[Identity]) -> Vec<u8> {
    exports::mapping_csv(identities.iter().map(|identity| {
        (
            &identity.source,
            identity.standing.target(),
            identity.standing.state(),
        )
    }))
}

/// The pair moves on while a file is being edited: a status that was right when
/// the file was downloaded is no change that somebody made.
fn is_stale_status(finding: &Finding) -> bool {
    finding.code == LOCKED_CHANGED
        && finding
            .column
            .as_deref()
            .is_some_and(|column| column.eq_ignore_ascii_case(Column::MigrationStatus.name()))
}

/// The code of *a locked column was changed*.
const LOCKED_CHANGED: &str = "CW-M-011";

/// A finding in a request's warnings or reason.
fn said(finding: &Finding) -> String {
    let row = finding
        .row
        .map(|row| format!("Row {row}: "))
        .unwrap_or_default();
    format!("{row}{} ({})", finding.message, finding.code)
}
