//! Mapping by PrimarySmtpAddress.
//!
//! One slice: everything is read, the plan is a pure function of it, and the
//! result is one transaction. A crash before it repeats the whole.

use super::{
    PairBroker,
    identities::{self, Identity},
    map_plan::{self, Mapping},
    slices::{Next, SliceError},
    uploads::{self, Upload},
};
use crate::{
    ports::{Clock, Directory, Files, Sql, StoreError},
    record::RequestRecord,
};

const NOTHING_MAPPED: &str = "No identity could be mapped; the report says why for each.";

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    pub(super) async fn map(&self, record: RequestRecord) -> Result<(), SliceError> {
        let mail_users = self.directory.mail_users(self.pair.target).await?;
        let accepted = self.directory.accepted_domains(self.pair.target).await?;
        let before = identities::all(&self.sql)?;
        let mappings = map_plan::by_address(&before, &mail_users, &accepted);
        Ok(self.store_mappings(record, &before, mappings, None)?)
    }

    /// Stores a plan: the identities that it changes, a row of the report for
    /// each, the end of the request, and that of the file that was used for it:
    /// what has been applied is kept no longer. A map that could do nothing
    /// leaves its file for another try.
    pub(super) fn store_mappings(
        &self,
        mut record: RequestRecord,
        before: &[Identity],
        mappings: Vec<Mapping>,
        used: Option<Upload>,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let done = mappings.iter().filter(|one| is_done(one)).count();
        record.counts.total = count(mappings.len());
        record.counts.done = count(done);
        record.counts.failed = count(mappings.len() - done);
        let with_remark = mappings
            .iter()
            .filter(|one| is_done(one) && one.identity.message.is_some())
            .count();
        if with_remark > 0 {
            record.warnings.push(format!(
                "{with_remark} mapped MailUsers are synchronised from on-premises or have addresses \
                 of domains that are not accepted; each identity says which."
            ));
        }
        let rows: Vec<_> = mappings
            .iter()
            .map(|one| one.identity.report_row(one.failure.clone()))
            .collect();
        let changed: Vec<Identity> = mappings
            .into_iter()
            .zip(before)
            .filter(|(one, before)| one.identity != **before)
            .map(|(one, _)| one.identity)
            .collect();
        record.progress.advance(1, rows.len(), rows.len());
        record.finish(NOTHING_MAPPED, now);
        let ended = used
            .filter(|_| record.progress.state.is_finished_work())
            .map(|upload| upload.ending(now));
        self.commit(&mut record, &rows, Next::Done, &mut || {
            if let Some(upload) = &ended {
                uploads::save(&self.sql, upload)?;
            }
            identities::store_changes(&self.sql, &changed)
        })
    }
}

fn is_done(mapping: &Mapping) -> bool {
    mapping.failure.is_none() && mapping.identity.standing.target().is_some()
}
