//! Mapping: what a map would do is written down and asked for in one step, and
//! done in another when the target's object has answered.
//!
//! Both are one transaction: a crash before it repeats the step, and a map is
//! done as a whole or not at all. No step holds all identities: what is done is
//! done page by page. Cursor: 0, then [`ASKED`].

use std::collections::BTreeMap;

use shared::ids::RequestId;

use super::{
    PairBroker, briefs,
    identities::{self, Identity},
    map_plan,
    settled::Settled,
    slices::{Next, SliceError},
    uploads::{self, Upload},
    wishes::{self, Wish},
};
use crate::{
    ports::{Clock, Directory, Files, Sql, StoreError},
    record::RequestRecord,
    store::reports,
};

/// The wishes are written down, and asked for.
pub(super) const ASKED: i64 = 1;
const MAPPING: usize = 1;
const NOTHING_MAPPED: &str = "No identity could be mapped; the report says why for each.";

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    pub(super) async fn map(&self, record: RequestRecord, cursor: i64) -> Result<(), SliceError> {
        if cursor == ASKED {
            return self.do_wishes(record, None);
        }
        let mail_users = self.directory.mail_users(self.pair.target).await?;
        let accepted = self.directory.accepted_domains(self.pair.target).await?;
        let wishes = map_plan::by_address(&briefs::all(&self.sql)?, &mail_users, &accepted);
        Ok(self.wish(record, &wishes)?)
    }

    /// Writes down what a map would do, and asks the target's object for it.
    pub(super) fn wish(
        &self,
        mut record: RequestRecord,
        wishes: &[Wish],
    ) -> Result<(), StoreError> {
        let id = record.id;
        record.counts.total = count(wishes.len());
        record.progress.advance(MAPPING, 0, wishes.len());
        self.commit(&mut record, &[], Next::Cursor(ASKED), &mut || {
            wishes::keep(&self.sql, id, wishes)?;
            for page in wishes::pages(&self.sql, id)? {
                let wanted = wishes::claims_of(&wishes::load(&self.sql, page)?.wishes);
                self.ask_for(page, wanted)?;
            }
            Ok(())
        })
    }

    /// Does what was granted: the identities that it changes, a row of the report
    /// for each, the end of the request, and that of the file that was used for
    /// it: what has been applied is kept no longer. A map that could do nothing
    /// leaves its file for another try.
    pub(super) fn do_wishes(
        &self,
        mut record: RequestRecord,
        used: Option<Upload>,
    ) -> Result<(), SliceError> {
        if !wishes::unanswered(&self.sql, record.id)?.is_empty() {
            return Err(SliceError::Unanswered);
        }
        let now = self.clock.now();
        let pages = wishes::pages(&self.sql, record.id)?;
        let settled = Settled::of(&self.sql, &pages)?;
        let (mut total, mut done, mut with_remark) = (0, 0, 0);
        for page in &pages {
            for wish in settled.wishes(&self.sql, *page)? {
                total += 1;
                done += usize::from(wish.is_done());
                with_remark += usize::from(wish.has_remark());
            }
        }
        record.counts.total = count(total);
        record.counts.done = count(done);
        record.counts.failed = count(total - done);
        if with_remark > 0 {
            record.warnings.push(format!(
                "{with_remark} mapped MailUsers are synchronised from on-premises or have addresses \
                 of domains that are not accepted; each identity says which."
            ));
        }
        record.progress.advance(MAPPING, total, total);
        record.finish(NOTHING_MAPPED, now);
        let id = record.id;
        let ended = used
            .filter(|_| record.progress.state.is_finished_work())
            .map(|upload| upload.ending(now));
        self.commit(&mut record, &[], Next::Done, &mut || {
            if let Some(upload) = &ended {
                uploads::save(&self.sql, upload)?;
            }
            identities::lead_away(&self.sql, &settled.leaving)?;
            for page in &pages {
                let wishes = settled.wishes(&self.sql, *page)?;
                self.do_page(id, &wishes)?;
            }
            Ok(())
        })?;
        Ok(())
    }

    fn do_page(&self, request: RequestId, wishes: &[Wish]) -> Result<(), StoreError> {
        let by_source: BTreeMap<_, _> = wishes.iter().map(|wish| (wish.source, wish)).collect();
        let sources: Vec<_> = by_source.keys().copied().collect();
        let mut changed: Vec<Identity> = Vec::new();
        let mut rows = Vec::with_capacity(wishes.len());
        for before in identities::of_sources(&self.sql, &sources)? {
            let Some(wish) = by_source.get(&before.source.id) else {
                continue;
            };
            let mapping = map_plan::realise(before.clone(), wish);
            rows.push(mapping.identity.report_row(mapping.failure));
            if mapping.identity != before {
                changed.push(mapping.identity);
            }
        }
        identities::store_changes(&self.sql, &changed)?;
        reports::append(&self.sql, request, &rows)
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
