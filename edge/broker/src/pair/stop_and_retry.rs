//! Ending a request between two slices, and trying a failed one again.
//!
//! A slice that runs while its request is stopped stores nothing: `commit` looks.
//! What earlier slices did stays, and so does what a failed request did: it goes
//! on where it stopped, or begins again if it got to its end with nothing done.

use shared::{
    api::{Counts, RequestView},
    ids::RequestId,
    workflow::{RequestEvent, RequestState},
};

use super::{
    PairBroker,
    jobs::{self, Work},
    slices::news,
    uploads,
};
use crate::{
    messages::Address,
    ports::{Clock, Directory, Files, Sql, StoreError},
    record::RequestRecord,
    refusal::Refusal,
    store::{outbox, requests},
};

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// Ends a request that waits or runs. Stopping it twice is no error.
    pub(super) fn stop(&self, id: RequestId) -> Result<RequestView, Refusal> {
        let mut record = self.request(id)?;
        if record.progress.state == RequestState::Cancelled {
            return self.view_of(&record);
        }
        let now = self.clock.now();
        if !record.apply(RequestEvent::Stopped, now) {
            return Err(Refusal::Conflict(
                "The request has ended, so that there is nothing to stop.".to_owned(),
            ));
        }
        record.reason = Some("The target stopped it. What was done before stays.".to_owned());
        // A file that nobody will check is kept no longer.
        let upload = uploads::find(&self.sql, id)?.map(|upload| upload.ending(now));
        self.save_and_tell(record, &mut || {
            if let Some(upload) = &upload {
                uploads::save(&self.sql, upload)?;
            }
            jobs::remove(&self.sql, id)
        })
    }

    /// Queues a failed request again. Asking for it twice is no error.
    pub(super) fn retry(&self, id: RequestId) -> Result<RequestView, Refusal> {
        let mut record = self.request(id)?;
        if !record.progress.state.is_final() {
            return self.view_of(&record);
        }
        let now = self.clock.now();
        if !record.apply(RequestEvent::Retried, now) {
            return Err(Refusal::Conflict(
                "Only a request that failed can be tried again. Ask for a new one.".to_owned(),
            ));
        }
        let Some((work, stopped_at)) = jobs::failed(&self.sql, id)? else {
            return Err(Refusal::Conflict(
                "Nothing is left of this request to try again. Ask for a new one.".to_owned(),
            ));
        };
        record.reason = None;
        let cursor = stopped_at.unwrap_or_else(|| begin_again(&mut record, &work));
        self.save_and_tell(record, &mut || {
            jobs::take_up(&self.sql, id, &work, cursor, now)
        })
    }

    fn save_and_tell(
        &self,
        mut record: RequestRecord,
        also: &mut dyn FnMut() -> Result<(), StoreError>,
    ) -> Result<RequestView, Refusal> {
        let now = self.clock.now();
        let news = news(&mut record, &[]);
        self.sql.transaction(&mut || {
            also()?;
            requests::save(&self.sql, &record)?;
            match &news {
                Some(message) => {
                    outbox::push(&self.sql, Address::Tenant(self.pair.source), message, now)
                }
                None => Ok(()),
            }
        })?;
        self.view_of(&record)
    }
}

/// Forgets what was counted; answers where to begin. A copy does not look at its
/// scope again: whoever had left it stays counted.
fn begin_again(record: &mut RequestRecord, work: &Work) -> i64 {
    let total = record.counts.total;
    let Work::Copy { members } = work else {
        record.counts = Counts::default();
        record.warnings.clear();
        return 0;
    };
    let here = u32::try_from(members.len()).unwrap_or(u32::MAX);
    record.counts = Counts {
        total,
        skipped: total.saturating_sub(here),
        ..Counts::default()
    };
    1
}
