//! What ends the waiting: accept, reject, cancel, expiry.
//!
//! Accepting and telling the pair are one transaction: either both last or
//! neither does, and the outbox repeats the telling until it arrives.

use shared::{
    api::{RequestView, Side, limits::MAX_REASON_CHARS},
    ids::{ObjectId, RequestId, TenantId},
    timestamp::Timestamp,
    workflow::{RequestEvent, RequestState},
};

use super::{TenantBroker, announced};
use crate::{
    messages::{AcceptedCopy, Address, Message, PresentedRequest},
    ports::{Clock, Directory, Sql, StoreError},
    record::RequestRecord,
    refusal::{InvalidCode, Refusal},
    store::{outbox, requests},
};

impl<S: Sql, D: Directory, C: Clock> TenantBroker<S, D, C> {
    /// Shows a request to its target and puts it into the target's index.
    pub(super) fn present(&self, id: RequestId, target: TenantId) -> Result<RequestView, Refusal> {
        let record = self.meant_for(id, target)?;
        let message = Message::RequestPresented(PresentedRequest {
            id,
            source: self.tenant,
            created_at: record.created_at,
        });
        outbox::push(
            &self.sql,
            Address::Tenant(target),
            &message,
            self.clock.now(),
        )?;
        Ok(record.view(Side::Target, None))
    }

    /// The target agrees to what the digest says. Deciding the same again is
    /// no error and changes nothing.
    pub(super) fn accept(
        &self,
        id: RequestId,
        target: TenantId,
        by: ObjectId,
        digest: &str,
        overwrite: bool,
    ) -> Result<RequestView, Refusal> {
        let mut record = self.meant_for(id, target)?;
        if record.digest.as_deref() != Some(digest) {
            return Err(Refusal::Conflict(
                "The request is not the one that was shown. Look it up again and decide on what it \
                 says now."
                    .to_owned(),
            ));
        }
        let now = self.clock.now();
        if !record.apply(RequestEvent::Accepted, now) {
            let accepted =
                record.decided_at.is_some() && record.progress.state != RequestState::Rejected;
            if accepted && record.overwrite == overwrite {
                return Ok(record.view(Side::Target, None));
            }
            return Err(decided_already(&record));
        }
        record.decided_at = Some(now);
        record.decided_by = Some(by);
        record.overwrite = overwrite;
        let copy = self.accepted_copy(&record, now, by)?;
        let address = Address::Pair(record.pair);
        let message = Message::BeginCopy(Box::new(copy));
        self.end_waiting(&record, &mut || {
            outbox::push(&self.sql, address, &message, now)
        })?;
        Ok(record.view(Side::Target, None))
    }

    /// The target says no, and why; the request stays at 10 %.
    pub(super) fn reject(
        &self,
        id: RequestId,
        target: TenantId,
        by: ObjectId,
        reason: &str,
    ) -> Result<RequestView, Refusal> {
        let mut record = self.meant_for(id, target)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > MAX_REASON_CHARS {
            return Err(Refusal::invalid(
                InvalidCode::Reason,
                format!("Give the source a reason of at most {MAX_REASON_CHARS} characters."),
            ));
        }
        if record.progress.state == RequestState::Rejected {
            return Ok(record.view(Side::Target, None));
        }
        let now = self.clock.now();
        if !record.apply(RequestEvent::Rejected, now) {
            return Err(decided_already(&record));
        }
        record.decided_at = Some(now);
        record.decided_by = Some(by);
        record.reason = Some(reason.to_owned());
        self.end_waiting(&record, &mut || Ok(()))?;
        Ok(record.view(Side::Target, None))
    }

    /// The source takes its request back, as long as nobody has decided.
    pub(super) fn cancel(&self, id: RequestId, by: ObjectId) -> Result<RequestView, Refusal> {
        let Some((mut record, Side::Source)) = self.seen_by(id, self.tenant)? else {
            return Err(Refusal::NotFound);
        };
        if record.progress.state == RequestState::Cancelled {
            return Ok(record.view(Side::Source, None));
        }
        if !record.apply(RequestEvent::Withdrawn, self.clock.now()) {
            return Err(decided_already(&record));
        }
        record.decided_by = Some(by);
        self.end_waiting(&record, &mut || Ok(()))?;
        Ok(record.view(Side::Source, None))
    }

    /// Ends the requests that nobody decided in time.
    pub(super) fn expire_due(&self, now: Timestamp) -> Result<(), StoreError> {
        for id in announced::expired(&self.sql, now)? {
            let Some(mut record) = requests::find(&self.sql, id)? else {
                announced::remove(&self.sql, id)?;
                continue;
            };
            record.apply(RequestEvent::Expired, now);
            self.end_waiting(&record, &mut || Ok(()))?;
        }
        Ok(())
    }

    /// Stores a decided request, forgets whom it announced, and does `also`
    /// with it, all or nothing.
    fn end_waiting(
        &self,
        record: &RequestRecord,
        also: &mut dyn FnMut() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.sql.transaction(&mut || {
            requests::save(&self.sql, record)?;
            announced::remove(&self.sql, record.id)?;
            also()
        })
    }

    fn accepted_copy(
        &self,
        record: &RequestRecord,
        now: Timestamp,
        by: ObjectId,
    ) -> Result<AcceptedCopy, StoreError> {
        let incomplete = || crate::store::rows::unreadable("requests.record");
        Ok(AcceptedCopy {
            id: record.id,
            pair: record.pair,
            scope: record.scope.clone().ok_or_else(incomplete)?,
            members: announced::members(&self.sql, record.id)?,
            digest: record.digest.clone().ok_or_else(incomplete)?,
            overwrite: record.overwrite,
            created_at: record.created_at,
            created_by: record.created_by,
            expires_at: record.expires_at.ok_or_else(incomplete)?,
            decided_at: now,
            decided_by: by,
            warnings: record.warnings.clone(),
        })
    }
}

fn decided_already(record: &RequestRecord) -> Refusal {
    let text = match record.progress.state {
        RequestState::Rejected => "The target rejected this request.",
        RequestState::Expired => "This request expired unanswered.",
        RequestState::Cancelled => "The source took this request back.",
        _ => "The target accepted this request already.",
    };
    Refusal::Conflict(format!(
        "{text} A decision stands; the source can send a new request."
    ))
}
