//! A new copy request.

use shared::{
    api::{RequestScope, RequestView, Side, limits::REQUEST_LIFETIME},
    ids::{GroupId, ObjectId, Pair, RequestId, TenantId},
    workflow::{Progress, RequestKind},
};

use super::{TenantBroker, announced, index, scope::Announcement};
use crate::{
    digest,
    ports::{Clock, Directory, Sql, StoreError, Value},
    record::RequestRecord,
    refusal::Refusal,
    store::requests::{self, Once},
};

impl<S: Sql, D: Directory, C: Clock> TenantBroker<S, D, C> {
    /// Announces a scope's mailboxes to a target: 10 %, waiting for it.
    pub(super) async fn create_copy(
        &self,
        target: TenantId,
        group: GroupId,
        by: ObjectId,
        idempotency_key: Option<&str>,
    ) -> Result<RequestView, Refusal> {
        let asked = format!("copy {target} {group}");
        let once = Once {
            key: idempotency_key,
            asked: &asked,
        };
        if let Some(before) = requests::made_before(&self.sql, once)? {
            return Ok(before.view(Side::Source, None));
        }
        let announcement = self.announcement(target, group).await?;
        // Another call with this key may have come while the directory answered.
        if let Some(before) = requests::made_before(&self.sql, once)? {
            return Ok(before.view(Side::Source, None));
        }
        let mut record = self.draft(target, by, &announcement);
        if self.asked_before(&record)? {
            record.warnings.push(
                "This scope was requested for this target before. Tell the target: what was copied \
                 then is skipped unless it accepts with overwrite, and overwriting resets mappings."
                    .to_owned(),
            );
        }
        self.sql.transaction(&mut || {
            requests::insert(&self.sql, &record, once)?;
            index::insert_own(&self.sql, &record)?;
            if let Some(expires_at) = record.expires_at {
                announced::insert(&self.sql, record.id, expires_at, &announcement.members)?;
            }
            Ok(())
        })?;
        Ok(record.view(Side::Source, None))
    }

    fn draft(&self, target: TenantId, by: ObjectId, announcement: &Announcement) -> RequestRecord {
        let now = self.clock.now();
        let pair = Pair {
            source: self.tenant,
            target,
        };
        let id = RequestId::from_random_bytes(self.clock.random());
        let mut record = RequestRecord::new(id, RequestKind::Copy, pair, by, now);
        record.scope = Some(RequestScope {
            group_id: announcement.scope.group_id,
            name: announcement.scope.name.clone(),
            members: u32::try_from(announcement.members.len()).unwrap_or(u32::MAX),
            members_hash: digest::members_hash(&announcement.members),
        });
        record.counts.total = u32::try_from(announcement.members.len()).unwrap_or(u32::MAX);
        record.expires_at = Some(now.plus(REQUEST_LIFETIME));
        record.digest = Some(digest::of_copy_request(&record));
        record.warnings.clone_from(&announcement.warnings);
        record.progress = Progress::announced();
        record
    }

    /// Whether this scope was announced to this target already, in a request
    /// that waits or that was accepted.
    fn asked_before(&self, record: &RequestRecord) -> Result<bool, StoreError> {
        let group = record
            .scope
            .as_ref()
            .map(|scope| scope.group_id.to_string());
        let rows = self.sql.execute(
            "SELECT 1 FROM requests
             WHERE record ->> '$.scope.groupId' = ?1 AND record ->> '$.pair.target' = ?2
               AND state NOT IN ('Rejected', 'Expired', 'Cancelled') LIMIT 1",
            &[
                Value::from(group),
                Value::from(record.pair.target.to_string()),
            ],
        )?;
        Ok(!rows.is_empty())
    }
}
