//! The broker of one tenant: its copy requests as source, its reports, and an
//! index of whatever concerns it elsewhere.
//!
//! As source it has the say over a copy request until the target decides; then
//! the pair has, and this object keeps a mirror, so that the source's report is
//! the source's own. A target reaches a request only here, by RequestID *and*
//! source tenant id: the first must be in this store, the second is this object.

use shared::{
    api::{Report, RequestView, Side},
    ids::{RequestId, TenantId},
    timestamp::Timestamp,
};

use crate::{
    messages::{Outgoing, TenantCommand, TenantReply},
    ports::{Clock, Directory, Sql, StoreError},
    record::RequestRecord,
    refusal::Refusal,
    store::{outbox, reports, requests, schema},
};

mod announced;
mod claims;
mod create;
mod decide;
mod index;
mod mirror;
mod scope;

const MIGRATIONS: &[schema::Migration] = &[
    schema::COMMON,
    &[
        announced::TABLE,
        index::TABLE,
        index::TABLE_BY_AGE,
        index::PAIRS_TABLE,
    ],
    &[claims::TABLE, claims::NUMBERS_TABLE],
    reports::PAGES,
];

/// The broker of one tenant over its ports.
#[derive(Debug)]
pub struct TenantBroker<S, D, C> {
    tenant: TenantId,
    sql: S,
    directory: D,
    clock: C,
}

impl<S: Sql, D: Directory, C: Clock> TenantBroker<S, D, C> {
    /// A broker over this tenant's own database, brought to the newest schema.
    pub fn new(tenant: TenantId, sql: S, directory: D, clock: C) -> Result<Self, StoreError> {
        schema::migrate(&sql, MIGRATIONS, clock.now())?;
        Ok(Self {
            tenant,
            sql,
            directory,
            clock,
        })
    }

    /// Does what it is asked, or says why not. Afterwards there may be
    /// something in [`outgoing`](Self::outgoing) and another
    /// [`next_alarm`](Self::next_alarm).
    pub async fn handle(&self, command: TenantCommand) -> Result<TenantReply, Refusal> {
        let request = |view| TenantReply::Request(Box::new(view));
        match command {
            TenantCommand::Scopes { target } => self.scopes(target).await.map(TenantReply::Scopes),
            TenantCommand::CreateCopy {
                target,
                group,
                by,
                idempotency_key,
            } => {
                let key = idempotency_key.as_deref();
                self.create_copy(target, group, by, key).await.map(request)
            }
            TenantCommand::Requests { cursor } => {
                self.list(cursor.as_deref()).map(TenantReply::Index)
            }
            TenantCommand::Request { id, viewer } => match self.seen_by(id, viewer)? {
                Some((record, side)) => Ok(request(record.view(side, None))),
                None => self.elsewhere(id, viewer),
            },
            TenantCommand::RequestsById { ids, viewer } => {
                self.views(&ids, viewer).map(TenantReply::Requests)
            }
            TenantCommand::Report { id, viewer } => match self.seen_by(id, viewer)? {
                Some((record, side)) => Ok(TenantReply::Report(Box::new(Report {
                    identities: reports::load(&self.sql, id)?,
                    request: record.view(side, None),
                }))),
                None => self.elsewhere(id, viewer),
            },
            TenantCommand::Present { id, target } => self.present(id, target).map(request),
            TenantCommand::Accept {
                id,
                target,
                by,
                digest,
                overwrite,
            } => self.accept(id, target, by, &digest, overwrite).map(request),
            TenantCommand::Reject {
                id,
                target,
                by,
                reason,
            } => self.reject(id, target, by, &reason).map(request),
            TenantCommand::Cancel { id, by } => self.cancel(id, by).map(request),
            TenantCommand::Pairs => self.pairs().map(TenantReply::Pairs),
            TenantCommand::Deliver(message) => self.take_in(message).map(|()| TenantReply::Taken),
        }
    }

    /// Does what is due (expiries) and answers the next alarm. A failing
    /// database is tried again soon.
    #[allow(clippy::unused_async, reason = "a shell awaits both brokers alike")]
    pub async fn run_due(&self) -> Option<Timestamp> {
        let now = self.clock.now();
        self.expire_due(now)
            .and_then(|()| self.next_alarm())
            .unwrap_or_else(|_| Some(now.plus(crate::backoff::after(4))))
    }

    /// When [`run_due`](Self::run_due) wants to be called next.
    pub fn next_alarm(&self) -> Result<Option<Timestamp>, StoreError> {
        let moments = [announced::next_expiry(&self.sql)?, outbox::next(&self.sql)?];
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

    /// A request that lies here, if `viewer` may see it, and as which side.
    fn seen_by(
        &self,
        id: RequestId,
        viewer: TenantId,
    ) -> Result<Option<(RequestRecord, Side)>, Refusal> {
        let now = self.clock.now();
        let mut found = requests::find(&self.sql, id)?;
        if found.as_ref().is_some_and(|record| record.is_overdue(now)) {
            self.expire_due(now)?;
            found = requests::find(&self.sql, id)?;
        }
        Ok(found.and_then(|record| {
            let side = self.side_of(&record, viewer)?;
            Some((record, side))
        }))
    }

    /// A request that lies here and is meant for `target`; anything else is not
    /// found.
    fn meant_for(&self, id: RequestId, target: TenantId) -> Result<RequestRecord, Refusal> {
        match self.seen_by(id, target)? {
            Some((record, Side::Target)) => Ok(record),
            _ => Err(Refusal::NotFound),
        }
    }

    fn side_of(&self, record: &RequestRecord, viewer: TenantId) -> Option<Side> {
        if viewer == self.tenant {
            Some(Side::Source)
        } else if viewer == record.pair.target {
            Some(Side::Target)
        } else {
            None
        }
    }

    fn views(&self, ids: &[RequestId], viewer: TenantId) -> Result<Vec<RequestView>, Refusal> {
        let now = self.clock.now();
        let mut found = requests::find_all(&self.sql, ids)?;
        if found.iter().any(|record| record.is_overdue(now)) {
            self.expire_due(now)?;
            found = requests::find_all(&self.sql, ids)?;
        }
        Ok(found
            .into_iter()
            .filter_map(|record| {
                let side = self.side_of(&record, viewer)?;
                Some(record.view(side, None))
            })
            .collect())
    }
}
