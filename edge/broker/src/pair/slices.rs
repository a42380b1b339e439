//! Running jobs: one slice at a time, with a limit on tries.

use std::time::Duration;

use shared::{
    api::ReportRow,
    ids::RequestId,
    timestamp::Timestamp,
    workflow::{MOST_ATTEMPTS, RequestKind, RequestState},
};

use super::{
    PairBroker,
    jobs::{self, Job, Work},
};
use crate::{
    backoff,
    messages::{Address, CopyProgress, Message},
    ports::{Clock, Directory, DirectoryError, Files, FilesError, Sql, StoreError},
    record::RequestRecord,
    store::{outbox, reports, requests},
};

const UNANSWERED: &str =
    "The target tenant's own record of its MailUsers has not answered. Ask again later.";

/// Why a slice was not done. Whatever it committed before that stays done.
#[derive(Debug)]
pub(super) enum SliceError {
    /// A directory did not answer; some such errors pass.
    Directory(DirectoryError),
    /// The file store did not answer.
    Files(FilesError),
    /// Another object has not answered; its answer wakes the job.
    Unanswered,
    /// Our own database failed.
    Store(StoreError),
    /// Trying again cannot help; the text says why, for people.
    Hopeless(String),
}

impl From<DirectoryError> for SliceError {
    fn from(error: DirectoryError) -> Self {
        Self::Directory(error)
    }
}

impl From<FilesError> for SliceError {
    fn from(error: FilesError) -> Self {
        Self::Files(error)
    }
}

impl From<StoreError> for SliceError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What follows a slice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Next {
    /// Another slice, from here.
    Cursor(i64),
    /// Nothing: the record has ended.
    Done,
    /// Nothing for now: it failed on the way, and could go on from here.
    GivenUp,
}

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// Runs one slice of the job whose turn it is, if its time has come.
    pub(super) async fn run_slice(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let Some(job) = jobs::first(&self.sql)? else {
            return Ok(());
        };
        if job.not_before > now {
            return Ok(());
        }
        let record = match requests::find(&self.sql, job.request)? {
            Some(record) if !record.progress.state.is_final() => record,
            _ => return jobs::remove(&self.sql, job.request),
        };
        if job.attempts >= MOST_ATTEMPTS {
            let reason = format!(
                "Given up after {} tries. {}",
                job.attempts,
                job.last_error
                    .as_deref()
                    .unwrap_or("The step was interrupted every time.")
            );
            return self.give_up(record, &reason);
        }
        jobs::begin_try(&self.sql, &job, now)?;
        let (request, kind) = (job.request, record.progress.kind);
        let Err(error) = self.work(job, record).await else {
            return Ok(());
        };
        let now = self.clock.now();
        match error {
            SliceError::Directory(error) if error.may_pass() => {
                let asked = error.retry_after();
                self.try_later(request, asked, &said_by(kind, &error), now)
            }
            SliceError::Files(error) => self.try_later(request, None, &error.to_string(), now),
            SliceError::Unanswered => self.try_later(request, None, UNANSWERED, now),
            SliceError::Directory(error) => self.end_hopeless(request, &said_by(kind, &error)),
            SliceError::Hopeless(reason) => self.end_hopeless(request, &reason),
            SliceError::Store(error) => Err(error),
        }
    }

    async fn work(&self, job: Job, record: RequestRecord) -> Result<(), SliceError> {
        match job.work {
            Work::Copy { members } => self.copy_slice(record, members, job.cursor).await,
            Work::CheckUpload { auto_progress } => self.check_upload(record, auto_progress).await,
            Work::Map => self.map(record, job.cursor).await,
            Work::MapByFile { upload } => self.map_by_file(record, upload, job.cursor).await,
            Work::Write => self.write_slice(record, job.cursor).await,
            Work::Verify => self.verify_slice(record, job.cursor).await,
        }
    }

    /// Waits for as long as it is asked to, and at least as the back-off says.
    fn try_later(
        &self,
        request: RequestId,
        asked: Option<Duration>,
        error: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(job) = jobs::first(&self.sql)?.filter(|job| job.request == request) else {
            return Ok(());
        };
        // A slice that got some way has its tries counted from there.
        if job.attempts == 0 {
            jobs::begin_try(&self.sql, &job, now)?;
        }
        let wait = backoff::after(job.attempts.max(1))
            .max(asked.unwrap_or_default())
            .min(backoff::LONGEST_WAIT);
        jobs::postpone(&self.sql, request, now.plus(wait), error)
    }

    fn end_hopeless(&self, request: RequestId, reason: &str) -> Result<(), StoreError> {
        match requests::find(&self.sql, request)? {
            Some(record) => self.give_up(record, reason),
            None => jobs::remove(&self.sql, request),
        }
    }

    fn give_up(&self, mut record: RequestRecord, reason: &str) -> Result<(), StoreError> {
        record.fail(reason, self.clock.now());
        self.commit(&mut record, &[], Next::GivenUp, &mut || Ok(()))
    }

    /// Stores what a slice did: its effects, its rows of the report, the record
    /// and the cursor, all or nothing. If the request has ended meanwhile (an
    /// upload deleted while it was checked) nothing is stored.
    pub(super) fn commit(
        &self,
        record: &mut RequestRecord,
        rows: &[ReportRow],
        next: Next,
        effects: &mut dyn FnMut() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let is_open = requests::find(&self.sql, record.id)?
            .is_some_and(|stored| !stored.progress.state.is_final());
        if !is_open {
            return jobs::remove(&self.sql, record.id);
        }
        let news = news(record, rows);
        self.sql.transaction(&mut || {
            effects()?;
            reports::append(&self.sql, record.id, rows)?;
            requests::save(&self.sql, record)?;
            if let Some(message) = &news {
                outbox::push(&self.sql, Address::Tenant(self.pair.source), message, now)?;
            }
            match next {
                Next::Cursor(cursor) => jobs::advance(&self.sql, record.id, cursor, now),
                Next::GivenUp => jobs::set_aside(&self.sql, record.id, false),
                Next::Done if record.progress.state == RequestState::Failed => {
                    jobs::set_aside(&self.sql, record.id, true)
                }
                Next::Done => jobs::remove(&self.sql, record.id),
            }
        })
    }
}

/// A directory's error, and whose directory it is: both sides read it.
fn said_by(kind: RequestKind, error: &DirectoryError) -> String {
    let tenant = match kind {
        RequestKind::Copy => "source",
        RequestKind::Upload | RequestKind::Map | RequestKind::Write | RequestKind::Verify => {
            "target"
        }
    };
    format!("In the {tenant} tenant: {error}")
}

/// What the source is told: copies only, whose rows name no MailUser.
pub(super) fn news(record: &mut RequestRecord, rows: &[ReportRow]) -> Option<Message> {
    if record.progress.kind != RequestKind::Copy {
        return None;
    }
    record.sequence = record.sequence.saturating_add(1);
    Some(Message::CopyProgress(Box::new(CopyProgress {
        id: record.id,
        sequence: record.sequence,
        state: record.progress.state,
        percent: record.progress.percent,
        step: record.progress.step,
        counts: record.counts.clone(),
        reason: record.reason.clone(),
        warnings: record.warnings.clone(),
        finished_at: record.finished_at,
        rows: rows.to_vec(),
    })))
}
