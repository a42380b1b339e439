//! A request as it is stored, in the source's object and in the pair's.

use serde::{Deserialize, Serialize};
use shared::{
    api::{Counts, RequestScope, RequestView, Side, UploadView},
    ids::{ObjectId, Pair, RequestId},
    timestamp::Timestamp,
    workflow::{RequestKind, RequestState},
};

/// Everything about a request but its work.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestRecord {
    pub(crate) id: RequestId,
    pub(crate) kind: RequestKind,
    pub(crate) state: RequestState,
    pub(crate) percent: u8,
    /// Number of the step it is in.
    pub(crate) step: Option<usize>,
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
            kind,
            state: RequestState::Submitted,
            percent: 0,
            step: None,
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

    /// Goes to another state if the workflow has a way there; says whether it
    /// did. A final state sets the time and ends the steps.
    pub(crate) fn become_state(&mut self, next: RequestState, now: Timestamp) -> bool {
        if !self.state.may_become(next) {
            return false;
        }
        self.state = next;
        if next.is_final() {
            self.step = None;
            self.finished_at = Some(now);
        }
        if next.is_finished_work() {
            self.percent = 100;
        }
        true
    }

    /// Shows that `done` of `total` units of a step are done. The percentage
    /// never falls.
    pub(crate) fn advance(&mut self, step: usize, done: usize, total: usize, now: Timestamp) {
        if self.state == RequestState::Submitted {
            self.become_state(RequestState::InProgress, now);
        }
        self.step = Some(step);
        self.percent = self.percent.max(self.kind.percent(step, done, total));
    }

    /// Ends it as failed, with the reason; nothing happens if it has ended.
    pub(crate) fn fail(&mut self, reason: impl Into<String>, now: Timestamp) {
        if self.become_state(RequestState::Failed, now) {
            self.reason = Some(reason.into());
        }
    }

    /// Ends it with the state that its counts say: all done, something left
    /// alone or failed, or nothing that could be done.
    pub(crate) fn finish(&mut self, reason_if_nothing: &str, now: Timestamp) {
        let Counts {
            done,
            skipped,
            failed,
            ..
        } = self.counts;
        if done == 0 && failed > 0 {
            self.fail(reason_if_nothing, now);
        } else if skipped > 0 || failed > 0 {
            self.become_state(RequestState::CompletedWithWarnings, now);
        } else {
            self.become_state(RequestState::Completed, now);
        }
    }

    /// What one side is shown.
    pub(crate) fn view(&self, side: Side, upload: Option<UploadView>) -> RequestView {
        RequestView {
            id: self.id,
            kind: self.kind,
            state: self.state,
            percent: self.percent,
            step: self
                .step
                .and_then(|step| self.kind.steps().get(step))
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
    fn the_end_follows_from_the_counts() {
        for (done, skipped, failed, expected) in [
            (3, 0, 0, RequestState::Completed),
            (0, 0, 0, RequestState::Completed),
            (2, 1, 0, RequestState::CompletedWithWarnings),
            (2, 0, 1, RequestState::CompletedWithWarnings),
            (0, 3, 0, RequestState::CompletedWithWarnings),
            (0, 0, 3, RequestState::Failed),
            (0, 1, 2, RequestState::Failed),
        ] {
            let now = Timestamp::from_unix_millis(1);
            let mut record = record(RequestKind::Map);
            record.advance(0, 0, 1, now);
            record.counts = Counts {
                total: done + skipped + failed,
                done,
                skipped,
                failed,
            };
            record.finish("nothing", now);
            assert_eq!(record.state, expected, "{done} {skipped} {failed}");
            assert_eq!(record.reason.is_some(), expected == RequestState::Failed);
            assert_eq!(record.finished_at, Some(now));
            assert_eq!(record.step, None);
        }
    }

    #[test]
    fn an_ended_request_stays_as_it_ended() {
        let now = Timestamp::from_unix_millis(1);
        let mut record = record(RequestKind::Write);
        record.advance(1, 1, 2, now);
        record.finish("", now);
        let ended = record.clone();
        record.fail("late", Timestamp::from_unix_millis(2));
        assert_eq!(record, ended);
    }

    #[test]
    fn percent_never_falls() {
        let now = Timestamp::from_unix_millis(1);
        let mut record = record(RequestKind::Write);
        record.advance(1, 9, 10, now);
        let reached = record.percent;
        record.advance(1, 1, 10, now);
        record.advance(0, 0, 10, now);
        assert_eq!(record.percent, reached);
    }

    #[test]
    fn a_stored_record_is_spelled_as_it_always_was() {
        let text = r#"{"id":"01010101-0101-4101-8101-010101010101","kind":"Copy","state":"Submitted","percent":0,"step":null,"pair":{"source":"3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90","target":"b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b"},"scope":null,"digest":null,"createdAt":"1970-01-01T00:00:00Z","createdBy":"3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90","expiresAt":null,"decidedAt":null,"decidedBy":null,"finishedAt":null,"overwrite":false,"counts":{"total":0,"done":0,"skipped":0,"failed":0},"reason":null,"warnings":[],"sequence":0}"#;
        let record = record(RequestKind::Copy);
        assert_eq!(serde_json::to_string(&record).unwrap(), text);
        assert_eq!(serde_json::from_str::<RequestRecord>(text).unwrap(), record);
    }
}
