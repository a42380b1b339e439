//! The broker of one pair: identities, and the requests about them after a copy
//! was accepted. It is the only authority on both, and the target's.
//!
//! Jobs run one at a time in the order they were asked for, a bounded slice on
//! each alarm; a slice's result and its cursor are one transaction, so that a
//! crash repeats at most one slice, and every slice is safe to repeat. Purges
//! run before slices, so that a slice that crashes never starves a purge.

use shared::{
    api::{PairView, Report, RequestView, Side, StateCount},
    ids::{Pair, RequestId},
    timestamp::Timestamp,
};

use crate::{
    messages::{Message, Outgoing, PairCommand, PairReply},
    ports::{Clock, Directory, Files, Sql, StoreError},
    record::RequestRecord,
    refusal::{InvalidCode, Refusal},
    store::{outbox, reports, requests, schema},
};

mod before_images;
mod begin;
mod briefs;
mod check_upload;
mod claims;
mod copy;
mod hybrid;
mod identities;
mod jobs;
mod map;
mod map_by_file;
mod map_plan;
mod plans;
mod purge;
mod settled;
mod slices;
mod snapshots;
mod stop_and_retry;
mod unmap;
mod uploading;
mod uploads;
mod verify;
mod wishes;
mod write;

const MIGRATIONS: &[schema::Migration] = &[
    schema::COMMON,
    &[
        identities::TABLE,
        identities::TABLE_BY_STATE,
        jobs::TABLE,
        uploads::TABLE,
        before_images::TABLE,
        snapshots::TABLE,
    ],
    &[plans::TABLE, plans::OF_WAITING_WRITES, jobs::FAILED_TABLE],
    &[wishes::TABLE, claims::TABLE],
    reports::PAGES,
    identities::FEWER_INDEXES,
];

/// The broker of one pair over its ports.
#[derive(Debug)]
pub struct PairBroker<S, D, F, C> {
    pair: Pair,
    sql: S,
    directory: D,
    files: F,
    clock: C,
}

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// A broker over this pair's own database, brought to the newest schema.
    pub fn new(pair: Pair, sql: S, directory: D, files: F, clock: C) -> Result<Self, StoreError> {
        schema::migrate(&sql, MIGRATIONS, clock.now())?;
        Ok(Self {
            pair,
            sql,
            directory,
            files,
            clock,
        })
    }

    /// Does what it is asked, or says why not. A pair that no copy was ever
    /// accepted for does not exist: everything but that first message is not
    /// found. Afterwards there may be something in
    /// [`outgoing`](Self::outgoing) and another [`next_alarm`](Self::next_alarm).
    pub async fn handle(&self, command: PairCommand) -> Result<PairReply, Refusal> {
        let request = |view| PairReply::Request(Box::new(view));
        if !matches!(command, PairCommand::Deliver(_)) && !requests::any(&self.sql)? {
            return Err(Refusal::NotFound);
        }
        match command {
            PairCommand::Map {
                use_csv,
                by,
                idempotency_key,
            } => self
                .ask_map(use_csv, by, idempotency_key.as_deref())
                .map(request),
            PairCommand::Write {
                by,
                idempotency_key,
            } => self.ask_write(by, idempotency_key.as_deref()).map(request),
            PairCommand::Verify {
                by,
                idempotency_key,
            } => self.ask_verify(by, idempotency_key.as_deref()).map(request),
            PairCommand::Stop { id, by: _ } => self.stop(id).map(request),
            PairCommand::Retry { id, by: _ } => self.retry(id).map(request),
            PairCommand::BeginUpload {
                size,
                retention_secs,
                auto_progress,
                by,
                idempotency_key,
            } => self
                .begin_upload(
                    size,
                    retention_secs,
                    auto_progress,
                    by,
                    idempotency_key.as_deref(),
                )
                .map(PairReply::Upload),
            PairCommand::UploadStored { id, size, sha256 } => {
                self.upload_stored(id, size, &sha256).map(request)
            }
            PairCommand::UploadNotStored { id, reason } => {
                self.upload_not_stored(id, &reason).map(request)
            }
            PairCommand::ReadUpload { id } => self.read_upload(id).map(PairReply::UploadedFile),
            PairCommand::DeleteUpload { id, by: _ } => self.delete_upload(id).await.map(request),
            PairCommand::Request { id } => self.view_of(&self.request(id)?).map(request),
            PairCommand::RequestsById { ids } => requests::find_all(&self.sql, &ids)?
                .iter()
                .map(|record| self.view_of(record))
                .collect::<Result<_, _>>()
                .map(PairReply::Requests),
            PairCommand::Report { id } => Ok(PairReply::Report(Box::new(Report {
                request: self.view_of(&self.request(id)?)?,
                identities: reports::load(&self.sql, id)?,
            }))),
            PairCommand::Identities { cursor } => self
                .identities_page(cursor.as_deref())
                .map(PairReply::Identities),
            PairCommand::Unmap { identities, by: _ } => {
                self.unmap(&identities).map(PairReply::Unmapped)
            }
            PairCommand::MappingFile => self.mapping_file().map(PairReply::MappingFile),
            PairCommand::HybridIdentities => self
                .hybrid_identities()
                .await
                .map(PairReply::HybridIdentities),
            PairCommand::HybridProgress { outcomes } => self
                .take_hybrid_progress(&outcomes)
                .map(|view| PairReply::HybridProgress(Box::new(view))),
            PairCommand::Overview => self.overview().map(PairReply::Overview),
            PairCommand::Deliver(Message::BeginCopy(copy)) => {
                self.begin_copy(&copy).map(|()| PairReply::Taken)
            }
            PairCommand::Deliver(Message::Claimed(answer)) => {
                self.take_claimed(&answer).map(|()| PairReply::Taken)
            }
            PairCommand::Deliver(_) => Err(Refusal::invalid(
                InvalidCode::Message,
                "This message is for another object.",
            )),
        }
    }

    /// Does what is due: purges first, then what ended maps leave behind, then one
    /// slice of the first job. Answers the next alarm; a failing database is tried
    /// again soon.
    pub async fn run_due(&self) -> Option<Timestamp> {
        let purged = self.purge_due().await;
        let released = self.release_leftovers();
        let worked = self.run_slice().await;
        purged
            .and(released)
            .and(worked)
            .and_then(|()| self.next_alarm())
            .unwrap_or_else(|_| Some(self.clock.now().plus(crate::backoff::after(4))))
    }

    /// When [`run_due`](Self::run_due) wants to be called next.
    pub fn next_alarm(&self) -> Result<Option<Timestamp>, StoreError> {
        let moments = [
            uploads::next_deadline(&self.sql)?,
            jobs::next(&self.sql)?,
            outbox::next(&self.sql)?,
            wishes::left_over(&self.sql)?.map(|_| self.clock.now()),
        ];
        Ok(moments.into_iter().flatten().min())
    }

    /// Messages to deliver now; each one comes up again until
    /// [`delivered`](Self::delivered).
    pub fn outgoing(&self) -> Result<Vec<Outgoing>, StoreError> {
        outbox::take(&self.sql, self.clock.now())
    }

    /// A message arrived, and its recipient answered `Taken`.
    pub fn delivered(&self, id: i64) -> Result<(), StoreError> {
        outbox::remove(&self.sql, id)
    }

    fn request(&self, id: RequestId) -> Result<RequestRecord, Refusal> {
        requests::find(&self.sql, id)?.ok_or(Refusal::NotFound)
    }

    fn view_of(&self, record: &RequestRecord) -> Result<RequestView, Refusal> {
        let upload = uploads::find(&self.sql, record.id)?.and_then(|upload| upload.view());
        Ok(record.view(Side::Target, upload))
    }

    fn overview(&self) -> Result<PairView, Refusal> {
        let states = identities::counts(&self.sql)?;
        Ok(PairView {
            source_tenant_id: self.pair.source,
            identities: states.iter().map(|(_, count)| count).sum(),
            states: states
                .into_iter()
                .map(|(state, count)| StateCount { state, count })
                .collect(),
        })
    }
}
