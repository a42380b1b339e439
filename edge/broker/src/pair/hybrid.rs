//! MailUsers that belong to an on-premises directory: what a script writes to them
//! there, and what it says about it afterwards.
//!
//! The values are those of a write in the cloud, worked out by the same plan. What the
//! script reports is somebody's word: an identity becomes Written at most, and only a
//! verification, which reads the cloud back, makes it Completed.

use std::collections::BTreeMap;

use shared::{
    address,
    api::{HybridNotTaken, HybridProgressView},
    exports::{
        AFTER_HYBRID, HybridChange, HybridIdentity, HybridOutcome, HybridResult,
        hybrid_identities_csv,
    },
    identity::{SourceMailbox, TargetMailUser},
    ids::ObjectId,
    powershell::quote,
    workflow::{IdentityEvent, IdentityState, RequestKind},
};

use super::{
    PairBroker,
    identities::{self, Identity},
    jobs,
};
use crate::{
    ports::{Clock, Directory, Files, Sql},
    refusal::Refusal,
    store::rows::unreadable,
    write_plan::{self, Plan},
};

/// Identities that are read at once.
const PAGE: u32 = 500;
/// Identities that stay as they are and are named.
const MOST_NAMED: usize = 100;

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// The identities CSV: everybody who leads to a MailUser that the cloud cannot
    /// write, and is not Completed.
    pub(super) async fn hybrid_identities(&self) -> Result<String, Refusal> {
        self.needs(
            RequestKind::Map,
            "A hybrid package waits for a finished map. Map by PrimarySmtpAddress or by a mapping \
             file first.",
        )?;
        let mail_users = self.directory.mail_users(self.pair.target).await?;
        let accepted = self.directory.accepted_domains(self.pair.target).await?;
        let synced: BTreeMap<ObjectId, &TargetMailUser> = mail_users
            .iter()
            .filter(|user| user.is_dir_synced)
            .map(|user| (user.id, user))
            .collect();
        let mut rows = Vec::new();
        let mut position = 0;
        loop {
            let page = identities::after(&self.sql, position, PAGE)?;
            let Some(last) = page.last() else { break };
            position = last.position;
            rows.extend(page.iter().filter_map(|identity| {
                let user = synced.get(&identity.standing.target()?)?;
                (identity.standing.state() != IdentityState::Completed)
                    .then(|| hybrid_identity(&identity.source, user, &accepted))
            }));
        }
        if rows.is_empty() {
            return Err(Refusal::TooEarly(
                "No identity leads to a MailUser that is synchronised from on-premises and still \
                 lacks something, so there is nothing to write there."
                    .to_owned(),
            ));
        }
        String::from_utf8(hybrid_identities_csv(&rows))
            .map_err(|_| Refusal::Store(unreadable("identities.source")))
    }

    /// Takes in what the script did; the same file twice is no error.
    pub(super) fn take_hybrid_progress(
        &self,
        outcomes: &[HybridOutcome],
    ) -> Result<HybridProgressView, Refusal> {
        // A slice holds identities as they were when it began.
        if jobs::first(&self.sql)?.is_some() {
            return Err(Refusal::Conflict(
                "A request of this pair is still running. Wait until it has ended, then hand in \
                 the progress again."
                    .to_owned(),
            ));
        }
        let mut view = HybridProgressView {
            next: AFTER_HYBRID.to_owned(),
            ..HybridProgressView::default()
        };
        let mut changed = Vec::new();
        for page in outcomes.chunks(usize::try_from(PAGE).unwrap_or(usize::MAX)) {
            let ids: Vec<ObjectId> = page.iter().map(|outcome| outcome.source).collect();
            let mut known: BTreeMap<ObjectId, Identity> = identities::of_sources(&self.sql, &ids)?
                .into_iter()
                .map(|identity| (identity.source.id, identity))
                .collect();
            for outcome in page {
                match taken(known.remove(&outcome.source), outcome, &mut view) {
                    Ok(identity) => changed.push(identity),
                    Err(reason) => not_taken(&mut view, outcome.source, reason),
                }
            }
        }
        self.sql
            .transaction(&mut || identities::store_changes(&self.sql, &changed))?;
        Ok(view)
    }
}

fn hybrid_identity(
    source: &SourceMailbox,
    user: &TargetMailUser,
    accepted_domains: &[String],
) -> HybridIdentity {
    HybridIdentity {
        source: source.id,
        source_user_principal_name: source.user_principal_name.clone(),
        target: user.id,
        target_user_principal_name: user.user_principal_name.clone(),
        target_primary_smtp_address: user.primary_smtp_address.clone(),
        change: change(source, user, accepted_domains),
    }
}

/// The values of a write in the cloud, all of them: what the cloud has already may still
/// be missing on-premises, where the script compares again.
fn change(
    source: &SourceMailbox,
    user: &TargetMailUser,
    accepted_domains: &[String],
) -> Result<HybridChange, String> {
    let is_foreign =
        |entry: &str| address::is_smtp(entry) && !address::is_of_domain(entry, accepted_domains);
    let foreign: Vec<&str> = user
        .email_addresses
        .iter()
        .map(String::as_str)
        .filter(|entry| is_foreign(entry))
        .collect();
    if !foreign.is_empty() {
        return Err(foreign_addresses(user, &foreign));
    }
    let mut bare = user.clone();
    bare.is_dir_synced = false;
    bare.exchange_guid = None;
    bare.archive_guid = None;
    bare.email_addresses
        .retain(|entry| !address::is_x500(entry));
    let calls = match write_plan::plan(source, &bare, accepted_domains) {
        Plan::Write { calls, .. } => calls,
        Plan::Skip(why) | Plan::Refuse(why) => return Err(why),
    };
    let mut change = HybridChange {
        primary_smtp_address: Some(user.primary_smtp_address.clone())
            .filter(|primary| !primary.is_empty()),
        ..HybridChange::default()
    };
    for call in calls {
        change.external_email_address = call
            .external_email_address
            .or(change.external_email_address);
        change.primary_smtp_address = call.primary_smtp_address.or(change.primary_smtp_address);
        change.exchange_guid = call.exchange_guid.or(change.exchange_guid);
        change.archive_guid = call.archive_guid.or(change.archive_guid);
        change.add_email_addresses.extend(call.add_email_addresses);
    }
    Ok(change)
}

/// Why a MailUser with addresses of other domains is not written, and the command that
/// removes them where it lives.
fn foreign_addresses(user: &TargetMailUser, foreign: &[&str]) -> String {
    let removed: Vec<String> = foreign.iter().map(|entry| quote(entry)).collect();
    format!(
        "{} has addresses of domains that the target does not accept: {}. A move would fail, so \
         nothing is written. Remove them on-premises, wait for Entra Connect and download the \
         identities again: Set-MailUser -Identity {} -EmailAddresses @{{Remove={}}}",
        user.display_name,
        foreign.join(", "),
        quote(&user.user_principal_name),
        removed.join(",")
    )
}

/// An identity after what happened on-premises, or why it stays as it is.
fn taken(
    identity: Option<Identity>,
    outcome: &HybridOutcome,
    view: &mut HybridProgressView,
) -> Result<Identity, &'static str> {
    let mut identity = identity.ok_or("It is not among the identities of this pair.")?;
    if identity.standing.target() != Some(outcome.target) {
        return Err(
            "It leads to another MailUser than when the identities were downloaded, or to \
                    none. Download them again.",
        );
    }
    if identity.standing.state() == IdentityState::Completed {
        return Err(
            "It is Completed: what was read back from the cloud counts. Verify again if \
                    it has changed since.",
        );
    }
    let (event, count, said) = match outcome.result {
        HybridResult::Written | HybridResult::Unchanged => (
            IdentityEvent::Sent,
            &mut view.written,
            "Written on-premises.",
        ),
        HybridResult::Restored => (
            IdentityEvent::LeftAlone,
            &mut view.restored,
            "Put back on-premises as it was.",
        ),
        HybridResult::Failed => (
            IdentityEvent::Failed,
            &mut view.failed,
            "Not written on-premises.",
        ),
        HybridResult::NotRestored => (
            IdentityEvent::Failed,
            &mut view.failed,
            "Not put back on-premises, or not all of it.",
        ),
        HybridResult::Interrupted => (
            IdentityEvent::Failed,
            &mut view.failed,
            "The script was interrupted on-premises. Run it again.",
        ),
    };
    if !identity.apply(event) {
        return Err("Its state does not allow it.");
    }
    *count = count.saturating_add(1);
    let next = if event == IdentityEvent::Sent {
        AFTER_HYBRID
    } else {
        ""
    };
    let parts = [said, &outcome.message, next];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    identity.message = Some(parts.join(" "));
    Ok(identity)
}

fn not_taken(view: &mut HybridProgressView, source: ObjectId, reason: &str) {
    view.not_taken_count = view.not_taken_count.saturating_add(1);
    if view.not_taken.len() < MOST_NAMED {
        view.not_taken.push(HybridNotTaken {
            source_external_directory_object_id: source,
            reason: reason.to_owned(),
        });
    }
}
