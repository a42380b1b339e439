//! Messages from other objects: what a pair reports about a copy, and what
//! joins the index.

use super::{TenantBroker, index};
use crate::{
    messages::{CopyProgress, Message},
    ports::{Clock, Directory, Sql},
    refusal::{InvalidCode, Refusal},
    store::{reports, requests},
};

impl<S: Sql, D: Directory, C: Clock> TenantBroker<S, D, C> {
    /// Takes in a message. Taking it in twice, or after a newer one, changes
    /// nothing.
    pub(super) fn take_in(&self, message: Message) -> Result<(), Refusal> {
        match message {
            Message::CopyProgress(progress) => self.take_progress(&progress),
            Message::RequestPresented(request) => Ok(index::insert_presented(&self.sql, &request)?),
            Message::PairRequest(request) if request.pair.target == self.tenant => {
                let now = self.clock.now();
                self.sql
                    .transaction(&mut || index::insert_of_pair(&self.sql, &request, now))?;
                Ok(())
            }
            Message::Claims(claims) => self.take_claims(&claims),
            Message::PairRequest(_) | Message::BeginCopy(_) | Message::Claimed(_) => Err(
                Refusal::invalid(InvalidCode::Message, "This message is for another object."),
            ),
        }
    }

    /// Rows are taken from every message, the request's state only from a
    /// newer one than the last.
    fn take_progress(&self, progress: &CopyProgress) -> Result<(), Refusal> {
        let Some(mut record) = requests::find(&self.sql, progress.id)? else {
            // The source has removed it: there is nothing to mirror into.
            return Ok(());
        };
        let newer =
            progress.sequence > record.sequence && record.progress.adopt(&progress.progress());
        if newer {
            record.sequence = progress.sequence;
            record.counts = progress.counts.clone();
            record.reason.clone_from(&progress.reason);
            record.warnings.clone_from(&progress.warnings);
            record.finished_at = progress.finished_at;
        }
        self.sql.transaction(&mut || {
            if newer {
                requests::save(&self.sql, &record)?;
            }
            let page = i64::try_from(progress.sequence).unwrap_or(i64::MAX);
            reports::keep(&self.sql, progress.id, page, &progress.rows)
        })?;
        Ok(())
    }
}
