//! Writing the attributes of mapped identities to their MailUsers.
//!
//! For each: read, keep a before-image, call, read back, call, read back. What
//! holds then is Completed. A crash anywhere is answered by doing the same
//! again: what was written is found by reading, and is not written twice.
//! Cursor: the place of the last identity that is done.

use shared::{
    checks::{Severity, readiness},
    identity::TargetMailUser,
    ids::ObjectId,
    workflow::{self, IdentityEvent, IdentityState, NotPlanned, RequestKind},
};

use super::{
    PairBroker, before_images,
    identities::{self, Identity},
    plans,
    slices::{Next, SliceError},
};
use crate::{
    named::sentences,
    ports::{Clock, Directory, DirectoryError, Files, Sql},
    record::RequestRecord,
    write_plan::{self, Plan},
};

/// Identities in one slice: some five calls each.
const SLICE: u32 = 10;
const WRITING: usize = 1;

/// What became of one identity, and why it did not if it did not.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) identity: Identity,
    pub(super) failure: Option<String>,
}

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    pub(super) async fn write_slice(
        &self,
        mut record: RequestRecord,
        cursor: i64,
    ) -> Result<(), SliceError> {
        if cursor == 0 {
            record.counts.total =
                identities::count(&self.sql, |state| state != IdentityState::Completed)?;
        }
        let accepted = self.directory.accepted_domains(self.pair.target).await?;
        let page = identities::after(&self.sql, cursor, SLICE)?;
        let last = page.last().map(|identity| identity.position);
        let is_end = page.len() < usize::try_from(SLICE).unwrap_or(usize::MAX);
        let planned = plans::between(&self.sql, record.id, cursor, last.unwrap_or(cursor))?;
        let mut outcomes = Vec::new();
        for identity in page {
            let position = identity.position;
            let planned = planned.get(&identity.source.id).copied();
            let target = match workflow::permits(planned, &identity.standing) {
                Ok(Some(target)) => target,
                Ok(None) => continue,
                Err(why) => {
                    outcomes.push(not_planned(identity, why));
                    continue;
                }
            };
            match self.write_one(&record, identity, target, &accepted).await {
                Ok(outcome) => outcomes.push(outcome),
                Err(error) => {
                    // What is done is kept; this identity is where it goes on.
                    if !outcomes.is_empty() {
                        self.store_outcomes(
                            &mut record,
                            outcomes,
                            Next::Cursor(position - 1),
                            WRITING,
                        )?;
                    }
                    return Err(error);
                }
            }
        }
        let next = match last {
            Some(last) if !is_end => Next::Cursor(last),
            _ => Next::Done,
        };
        self.store_outcomes(&mut record, outcomes, next, WRITING)
    }

    /// Stores outcomes, and ends the request after the last ones.
    pub(super) fn store_outcomes(
        &self,
        record: &mut RequestRecord,
        outcomes: Vec<Outcome>,
        next: Next,
        step: usize,
    ) -> Result<(), SliceError> {
        for outcome in &outcomes {
            match (outcome.identity.standing.state(), &outcome.failure) {
                (_, None) => record.counts.done += 1,
                (IdentityState::Skipped, Some(_)) => record.counts.skipped += 1,
                (_, Some(_)) => record.counts.failed += 1,
            }
        }
        let counts = &record.counts;
        let processed = counts.done + counts.skipped + counts.failed;
        let (processed, total) = (to_usize(processed), to_usize(counts.total));
        let now = self.clock.now();
        record.progress.advance(step, processed, total);
        if next == Next::Done {
            if total == 0 {
                record
                    .warnings
                    .push("Nothing was left to do: every identity is Completed.".to_owned());
            }
            record.finish(nothing_done(record.progress.kind), now);
        }
        let rows: Vec<_> = outcomes
            .iter()
            .map(|outcome| outcome.identity.report_row(outcome.failure.clone()))
            .collect();
        let changed: Vec<Identity> = outcomes.into_iter().map(|one| one.identity).collect();
        self.commit(record, &rows, next, &mut || {
            identities::store_changes(&self.sql, &changed)
        })?;
        Ok(())
    }

    async fn write_one(
        &self,
        record: &RequestRecord,
        mut identity: Identity,
        id: ObjectId,
        accepted_domains: &[String],
    ) -> Result<Outcome, SliceError> {
        let Some(mut mail_user) = self.directory.mail_user(self.pair.target, id).await? else {
            let why = missing(&identity, "written");
            return Ok(ended(identity, IdentityEvent::Failed, Some(why)));
        };
        identity.target_name = Some(mail_user.display_name.clone());
        let calls = match write_plan::plan(&identity.source, &mail_user, accepted_domains) {
            Plan::Write { calls, .. } => calls,
            Plan::Skip(why) => return Ok(ended(identity, IdentityEvent::LeftAlone, Some(why))),
            Plan::Refuse(why) => return Ok(ended(identity, IdentityEvent::Failed, Some(why))),
        };
        if !calls.is_empty() {
            let now = self.clock.now();
            before_images::keep(&self.sql, record.id, identity.source.id, &mail_user, now)?;
        }
        for call in &calls {
            match self
                .directory
                .set_mail_user(self.pair.target, id, call)
                .await
            {
                Ok(()) => {}
                Err(error @ (DirectoryError::Refused(_) | DirectoryError::NotFound(_))) => {
                    let why = error.to_string();
                    return Ok(ended(identity, IdentityEvent::Failed, Some(why)));
                }
                Err(error) => return Err(error.into()),
            }
            self.mark_written(&mut identity)?;
            mail_user = self.read_back(id).await?;
        }
        Ok(judged(identity, &mail_user, accepted_domains))
    }

    /// The attributes were sent: whatever comes next, the pair says so.
    fn mark_written(&self, identity: &mut Identity) -> Result<(), SliceError> {
        let before = identity.standing;
        if identity.apply(IdentityEvent::Sent) && identity.standing != before {
            identity.message = None;
            identities::store_changes(&self.sql, std::slice::from_ref(identity))?;
        }
        Ok(())
    }

    async fn read_back(&self, id: ObjectId) -> Result<TargetMailUser, SliceError> {
        self.directory
            .mail_user(self.pair.target, id)
            .await?
            .ok_or_else(|| {
                DirectoryError::Broken("a MailUser that was just written is not found".to_owned())
                    .into()
            })
    }
}

/// What a MailUser shows after its write.
fn judged(identity: Identity, mail_user: &TargetMailUser, accepted_domains: &[String]) -> Outcome {
    if let Plan::Write { changes, .. } =
        write_plan::plan(&identity.source, mail_user, accepted_domains)
        && !changes.is_empty()
    {
        let attributes: Vec<&str> = changes.iter().map(|change| change.attribute).collect();
        let why = format!(
            "Exchange took the change and does not show it yet: {}. Verify in a few minutes, or \
             write again.",
            attributes.join(", ")
        );
        return ended(identity, IdentityEvent::NotShown, Some(why));
    }
    match shortcomings(&identity, mail_user, accepted_domains) {
        None => ended(identity, IdentityEvent::Ready, None),
        Some(why) => ended(identity, IdentityEvent::Failed, Some(why)),
    }
}

/// An identity that the write leaves as it is, and why.
fn not_planned(identity: Identity, why: NotPlanned) -> Outcome {
    let failure = match why {
        NotPlanned::NotMapped => "Not mapped, so nothing was written. Map it and write again.",
        NotPlanned::Changed => {
            "Mapped to this MailUser only after the write was asked for, so nothing was written. \
             Ask for another write."
        }
    };
    Outcome {
        identity,
        failure: Some(failure.to_owned()),
    }
}

/// What a MailUser still lacks after a write, in one text; none if nothing.
pub(super) fn shortcomings(
    identity: &Identity,
    mail_user: &TargetMailUser,
    accepted_domains: &[String],
) -> Option<String> {
    let findings: Vec<String> = readiness::readiness(
        &identity.source,
        mail_user,
        accepted_domains,
        readiness::Phase::AfterWrite,
    )
    .into_iter()
    .filter(|finding| finding.severity == Severity::Error)
    .map(|finding| format!("{} ({})", finding.message, finding.code))
    .collect();
    (!findings.is_empty()).then(|| sentences(findings).join(" "))
}

/// The text for a MailUser that is gone.
pub(super) fn missing(identity: &Identity, what: &str) -> String {
    format!(
        "The MailUser that {} leads to is not in the target's directory any more, so nothing was \
         {what}. Map it to another one.",
        identity.source.user_principal_name
    )
}

/// The outcome of an identity to which this happened.
pub(super) fn ended(
    mut identity: Identity,
    event: IdentityEvent<ObjectId>,
    failure: Option<String>,
) -> Outcome {
    identity.apply(event);
    identity.message.clone_from(&failure);
    Outcome { identity, failure }
}

fn nothing_done(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Verify => {
            "No MailUser has everything that a move needs; the report says what is missing."
        }
        _ => "No MailUser could be written; the report says why for each.",
    }
}

fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
