//! A request as it is stored, in the source's object and in the pair's.

use serde::{Deserialize, Serialize};
use shared::{
    api::{Counts, RequestScope, RequestView, Side, UploadView},
    ids::{ObjectId, Pair, RequestId},
    timestamp::Timestamp,
    workflow::{self, Progress, RequestEvent, RequestKind},
};

/// Everything about a request but its work.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestRecord {
    pub(crate) id: RequestId,
    /// What was asked for, and how far it is.
    #[serde(flatten)]
    pub(crate) progress: Progress,
    pub(crate) pair: Pair,
    pub(crate) scope: Option<RequestScope>,
    pub(crate) digest: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) created_by: ObjectId,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) decided_at: Option<Timestamp>,
    pub(crate) decided_by: Option<ObjectId>,
    pub(crate) finished_at: Option<Timestamp>,
    pub(crate) overwrite: bool,
    pub(crate) counts: Counts,
    pub(crate) reason: Option<String>,
    pub(crate) warnings: Vec<String>,
    /// Number of the last message about it, sent (pair) or taken in (source).
    pub(crate) sequence: u64,
}

impl RequestRecord {
    /// A new request, taken in and waiting for its turn.
    pub(crate) fn new(
        id: RequestId,
        kind: RequestKind,
        pair: Pair,
        by: ObjectId,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            progress: Progress::submitted(kind),
            pair,
            scope: None,
            digest: None,
            created_at: now,
            created_by: by,
            expires_at: None,
            decided_at: None,
            decided_by: None,
            finished_at: None,
            overwrite: false,
            counts: Counts::default(),
            reason: None,
            warnings: Vec::new(),
            sequence: 0,
        }
    }

    /// Lets an event happen if the workflow knows it here; says whether it did.
    pub(crate) fn apply(&mut self, event: RequestEvent, now: Timestamp) -> bool {
        if !self.progress.apply(event) {
            return false;
        }
        self.finished_at = self.progress.state.is_final().then_some(now);
        true
    }

    /// Whether its time to be decided is over, and nobody has said so yet.
    pub(crate) fn is_overdue(&self, now: Timestamp) -> bool {
        self.progress.state == workflow::RequestState::AwaitingTargetTenantApproval
            && self.expires_at.is_some_and(|end| end <= now)
    }

    /// Ends it as failed, with the reason; nothing happens if it has ended.
    pub(crate) fn fail(&mut self, reason: impl Into<String>, now: Timestamp) {
        if self.apply(RequestEvent::Failed, now) {
            self.reason = Some(reason.into());
        }
    }

    /// Ends it as its counts say.
    pub(crate) fn finish(&mut self, reason_if_nothing: &str, now: Timestamp) {
        let Counts {
            done,
            skipped,
            failed,
            ..
        } = self.counts;
        match workflow::end_of(done, skipped, failed) {
            RequestEvent::Failed => self.fail(reason_if_nothing, now),
            end => {
                self.apply(end, now);
            }
        }
    }

    /// What one side is shown.
    pub(crate) fn view(&self, side: Side, upload: Option<UploadView>) -> RequestView {
        RequestView {
            id: self.id,
            kind: self.progress.kind,
            state: self.progress.state,
            percent: self.progress.percent,
            step: self
                .progress
                .step
                .and_then(|step| self.progress.kind.steps().get(step))
                .map(|step| step.name.to_owned()),
            side,
            source_tenant_id: self.pair.source,
            target_tenant_id: self.pair.target,
            scope: self.scope.clone(),
            digest: self.digest.clone(),
            created_at: self.created_at,
            created_by: self.created_by,
            expires_at: self.expires_at,
            decided_at: self.decided_at,
            finished_at: self.finished_at,
            overwrite: self.overwrite,
            counts: self.counts.clone(),
            reason: self.reason.clone(),
            warnings: self.warnings.clone(),
            upload,
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::workflow::RequestState;

    use super::*;

    fn record(kind: RequestKind) -> RequestRecord {
        let tenant = "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90";
        RequestRecord::new(
            RequestId::from_random_bytes([1; 16]),
            kind,
            Pair {
                source: tenant.parse().unwrap(),
                target: "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b".parse().unwrap(),
            },
            tenant.parse().unwrap(),
            Timestamp::from_unix_millis(0),
        )
    }

    #[test]
    fn an_end_has_a_time_and_a_failure_a_reason() {
        for (done, failed, expected) in [
            (3, 0, RequestState::Completed),
            (2, 1, RequestState::CompletedWithWarnings),
            (0, 3, RequestState::Failed),
        ] {
            let now = Timestamp::from_unix_millis(1);
            let mut record = record(RequestKind::Map);
            record.progress.advance(0, 0, 1);
            record.counts = Counts {
                total: done + failed,
                done,
                skipped: 0,
                failed,
            };
            record.finish("nothing", now);
            assert_eq!(record.progress.state, expected, "{done} {failed}");
            assert_eq!(record.reason.is_some(), expected == RequestState::Failed);
            assert_eq!(record.finished_at, Some(now));
            assert_eq!(record.progress.step, None);
        }
    }

    #[test]
    fn an_ended_request_stays_as_it_ended() {
        let now = Timestamp::from_unix_millis(1);
        let mut record = record(RequestKind::Write);
        record.progress.advance(1, 1, 2);
        record.finish("", now);
        let ended = record.clone();
        record.fail("late", Timestamp::from_unix_millis(2));
        assert_eq!(record, ended);
    }

    #[test]
    fn a_stored_record_is_spelled_as_it_always_was() {
        let text = r#"{"id":"01010101-0101-4101-8101-010101010101","kind":"Copy","state":"Submitted","percent":0,"step":null,"pair":{"source":"3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90","target":"b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b"},"scope":null,"digest":null,"createdAt":"1970-01-01T00:00:00Z","createdBy":"3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90","expiresAt":null,"decidedAt":null,"decidedBy":null,"finishedAt":null,"overwrite":false,"counts":{"total":0,"done":0,"skipped":0,"failed":0},"reason":null,"warnings":[],"sequence":0}"#;
        let record = record(RequestKind::Copy);
        assert_eq!(serde_json::to_string(&record).unwrap(), text);
        assert_eq!(serde_json::from_str::<RequestRecord>(text).unwrap(), record);
    }
}
