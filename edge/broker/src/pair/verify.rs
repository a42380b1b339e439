//! Reading MailUsers back and comparing, as often as it is asked for: what is
//! synchronised from on-premises takes its time.

use shared::{
    identity::TargetMailUser,
    workflow::{IdentityEvent, IdentityState},
};

use super::{
    PairBroker,
    identities::{self, Identity},
    slices::{Next, SliceError},
    write::{Outcome, ended, missing, shortcomings},
};
use crate::{
    ports::{Clock, Directory, Files, Sql},
    record::RequestRecord,
};

/// Identities in one slice: one call each.
const SLICE: u32 = 25;

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// Cursor: the place of the last identity that is done.
    pub(super) async fn verify_slice(
        &self,
        mut record: RequestRecord,
        cursor: i64,
    ) -> Result<(), SliceError> {
        if cursor == 0 {
            record.counts.total = identities::count(&self.sql, IdentityState::has_target)?;
        }
        let accepted = self.directory.accepted_domains(self.pair.target).await?;
        let page = identities::after(&self.sql, cursor, SLICE)?;
        let last = page.last().map(|identity| identity.position);
        let is_end = page.len() < usize::try_from(SLICE).unwrap_or(usize::MAX);
        let mut outcomes = Vec::new();
        for identity in page {
            let Some(id) = identity.standing.target() else {
                continue;
            };
            let mail_user = self.directory.mail_user(self.pair.target, id).await?;
            outcomes.push(compared(identity, mail_user.as_ref(), &accepted));
        }
        let next = match last {
            Some(last) if !is_end => Next::Cursor(last),
            _ => Next::Done,
        };
        self.store_outcomes(&mut record, outcomes, next, 0)
    }
}

/// What was found. Who was never written by this pair stays Mapped or Skipped
/// until everything is there; who was, and has lost something, has Failed.
fn compared(
    identity: Identity,
    mail_user: Option<&TargetMailUser>,
    accepted_domains: &[String],
) -> Outcome {
    let Some(mail_user) = mail_user else {
        let why = missing(&identity, "verified");
        return ended(identity, IdentityEvent::Failed, Some(why));
    };
    match shortcomings(&identity, mail_user, accepted_domains) {
        None => ended(identity, IdentityEvent::Ready, None),
        Some(why) => ended(identity, IdentityEvent::Lacking, Some(why)),
    }
}
