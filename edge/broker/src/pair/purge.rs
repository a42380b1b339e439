//! The end of an uploaded file: deleted, and found to be gone.
//!
//! A purge is tried until the file store itself says that nothing is there. It
//! never gives up, and its time is stored before each try, so that a crash in
//! the middle is followed by another.

use std::time::Duration;

use shared::{api::RequestView, ids::RequestId};

use super::{
    PairBroker, jobs,
    uploads::{self, Upload},
};
use crate::{
    backoff,
    ports::{Clock, Directory, Files, Sql, StoreError},
    refusal::Refusal,
    store::requests,
};

/// Longest wait between two tries to delete a file: the margin before the
/// promised end must hold several.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// Ends uploads that never arrived, and deletes what is past its deadline.
    pub(super) async fn purge_due(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for mut upload in uploads::overdue(&self.sql, now)? {
            upload.arrives_by = None;
            let record = requests::find(&self.sql, upload.request)?;
            self.sql.transaction(&mut || {
                if let Some(mut record) = record.clone() {
                    record.fail("The file did not arrive. Upload it again.", now);
                    requests::save(&self.sql, &record)?;
                }
                uploads::save(&self.sql, &upload)
            })?;
        }
        let mut failed = Ok(());
        for upload in uploads::to_purge(&self.sql, now)? {
            // One upload in trouble must not keep the others.
            failed = failed.and(self.purge(upload).await);
        }
        failed
    }

    /// Deletes an upload now, whatever its deadline. If the file store does not
    /// answer, the alarm goes on with it.
    pub(super) async fn delete_upload(&self, id: RequestId) -> Result<RequestView, Refusal> {
        let mut record = self.request(id)?;
        let upload = uploads::find(&self.sql, id)?.ok_or(Refusal::NotFound)?;
        if upload.purged_at.is_none() {
            let now = self.clock.now();
            let upload = upload.ending(now);
            record.fail("The file was deleted before it was checked.", now);
            self.sql.transaction(&mut || {
                uploads::save(&self.sql, &upload)?;
                requests::save(&self.sql, &record)?;
                jobs::remove(&self.sql, id)
            })?;
            self.purge(upload).await?;
        }
        self.view_of(&record)
    }

    async fn purge(&self, mut upload: Upload) -> Result<(), StoreError> {
        let now = self.clock.now();
        upload.purge_attempts = upload.purge_attempts.saturating_add(1);
        let wait = backoff::after(upload.purge_attempts).min(LONGEST_WAIT);
        upload.purge_at = Some(now.plus(wait));
        uploads::save(&self.sql, &upload)?;
        if self.files.delete(&upload.key).await.is_err() {
            return Ok(());
        }
        if let Ok(false) = self.files.exists(&upload.key).await {
            upload.purge_at = None;
            upload.purged_at = Some(self.clock.now());
            uploads::save(&self.sql, &upload)?;
        }
        Ok(())
    }
}
