//! How requests of a pair come to be: an accepted copy arrives, or the target
//! asks for a map, a write, a verify.

use shared::{
    api::{RequestView, Side},
    ids::{ObjectId, RequestId},
    timestamp::Timestamp,
    workflow::{Progress, RequestKind},
};

use super::{
    PairBroker, identities,
    jobs::{self, Work},
    plans, uploads,
};
use crate::{
    digest,
    messages::{AcceptedCopy, Address, Message, PairRequest},
    ports::{Clock, Directory, Files, Sql, StoreError},
    record::RequestRecord,
    refusal::{InvalidCode, Refusal},
    store::{
        outbox,
        requests::{self, Once},
    },
};

const ONCE_ONLY: Once<'static> = Once {
    key: None,
    asked: "",
};

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// Takes in an accepted copy, once, however often it is told.
    pub(super) fn begin_copy(&self, copy: &AcceptedCopy) -> Result<(), Refusal> {
        if copy.pair != self.pair {
            return Err(Refusal::invalid(
                InvalidCode::Message,
                "This message is for another object.",
            ));
        }
        if requests::find(&self.sql, copy.id)?.is_some() {
            return Ok(());
        }
        let record = of_accepted(copy);
        let announced = copy.scope.members_hash == digest::members_hash(&copy.members)
            && digest::of_copy_request(&record) == copy.digest;
        if !announced {
            return Err(Refusal::invalid(
                InvalidCode::Message,
                "What was accepted is not what this message says.",
            ));
        }
        let work = Work::Copy {
            members: copy.members.clone(),
        };
        Ok(self.store_new(&record, ONCE_ONLY, Some(&work))?)
    }

    /// A map, after a finished copy.
    pub(super) fn ask_map(
        &self,
        use_csv: bool,
        by: ObjectId,
        key: Option<&str>,
    ) -> Result<RequestView, Refusal> {
        let asked = format!("map useCsv={use_csv}");
        self.ask(RequestKind::Map, by, key, &asked, |now| {
            self.needs(
                RequestKind::Copy,
                "A map waits for a finished copy. Accept a copy request of this source and wait \
                 until it is Completed.",
            )?;
            if !use_csv {
                return Ok(Work::Map);
            }
            uploads::newest_usable(&self.sql, now)?
                .map(|upload| Work::MapByFile { upload })
                .ok_or_else(|| {
                    Refusal::TooEarly(
                        "A map by file needs an upload that is Completed and not past its \
                         deadline. Upload the mapping file and wait until it is Completed."
                            .to_owned(),
                    )
                })
        })
    }

    /// A write, after a finished map.
    pub(super) fn ask_write(
        &self,
        by: ObjectId,
        key: Option<&str>,
    ) -> Result<RequestView, Refusal> {
        self.ask(RequestKind::Write, by, key, "write", |_| {
            self.needs_map("A write")?;
            Ok(Work::Write)
        })
    }

    /// A verification, after a finished map: what was written on-premises was
    /// never written by this pair.
    pub(super) fn ask_verify(
        &self,
        by: ObjectId,
        key: Option<&str>,
    ) -> Result<RequestView, Refusal> {
        self.ask(RequestKind::Verify, by, key, "verify", |_| {
            self.needs_map("A verification")?;
            Ok(Work::Verify)
        })
    }

    fn needs_map(&self, what: &str) -> Result<(), Refusal> {
        let too_early = format!(
            "{what} waits for a finished map in which at least one identity is Mapped. Map by \
             PrimarySmtpAddress or by a mapping file first."
        );
        self.needs(RequestKind::Map, &too_early)?;
        // An overwriting copy resets mappings.
        if identities::any_mapped(&self.sql)? {
            Ok(())
        } else {
            Err(Refusal::TooEarly(too_early))
        }
    }

    /// Refuses unless a request of that kind has finished its work.
    pub(super) fn needs(&self, kind: RequestKind, otherwise: &str) -> Result<(), Refusal> {
        if requests::any_finished(&self.sql, kind)? {
            Ok(())
        } else {
            Err(Refusal::TooEarly(otherwise.to_owned()))
        }
    }

    fn ask(
        &self,
        kind: RequestKind,
        by: ObjectId,
        key: Option<&str>,
        asked: &str,
        work: impl FnOnce(Timestamp) -> Result<Work, Refusal>,
    ) -> Result<RequestView, Refusal> {
        let once = Once { key, asked };
        if let Some(before) = requests::made_before(&self.sql, once)? {
            return self.view_of(&before);
        }
        let now = self.clock.now();
        let work = work(now)?;
        let record = self.new_record(kind, by, now);
        self.store_new(&record, once, Some(&work))?;
        // Nothing is read any more: a fault would be answered with "nothing was changed".
        Ok(record.view(Side::Target, None))
    }

    pub(super) fn new_record(
        &self,
        kind: RequestKind,
        by: ObjectId,
        now: Timestamp,
    ) -> RequestRecord {
        let id = RequestId::from_random_bytes(self.clock.random());
        RequestRecord::new(id, kind, self.pair, by, now)
    }

    fn store_new(
        &self,
        record: &RequestRecord,
        once: Once<'_>,
        work: Option<&Work>,
    ) -> Result<(), StoreError> {
        self.sql
            .transaction(&mut || self.insert_new(record, once, work))
    }

    /// Stores a new request, queues its job and tells the target's index; to be
    /// called in a transaction.
    pub(super) fn insert_new(
        &self,
        record: &RequestRecord,
        once: Once<'_>,
        work: Option<&Work>,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        requests::insert(&self.sql, record, once)?;
        if let Some(work) = work {
            jobs::insert(&self.sql, record.id, work, now)?;
            if *work == Work::Write {
                plans::keep(&self.sql, record.id)?;
            }
        }
        let message = Message::PairRequest(PairRequest {
            id: record.id,
            pair: self.pair,
            kind: record.progress.kind,
            created_at: record.created_at,
        });
        outbox::push(&self.sql, Address::Tenant(self.pair.target), &message, now)
    }
}

/// The pair's record of a copy, as it was accepted.
fn of_accepted(copy: &AcceptedCopy) -> RequestRecord {
    let mut record = RequestRecord::new(
        copy.id,
        RequestKind::Copy,
        copy.pair,
        copy.created_by,
        copy.created_at,
    );
    record.progress = Progress::accepted();
    record.scope = Some(copy.scope.clone());
    record.digest = Some(copy.digest.clone());
    record.expires_at = Some(copy.expires_at);
    record.decided_at = Some(copy.decided_at);
    record.decided_by = Some(copy.decided_by);
    record.overwrite = copy.overwrite;
    record.counts.total = copy.scope.members;
    record.warnings.clone_from(&copy.warnings);
    record
}
