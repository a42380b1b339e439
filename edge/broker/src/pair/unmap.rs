//! Unmapping: somebody says that an identity does not belong to its MailUser.
//! A map never does that by itself, and what was written stays.

use std::collections::BTreeSet;

use shared::{
    api::{IdentityView, limits::PAGE_SIZE},
    ids::ObjectId,
    workflow::IdentityEvent,
};

use super::{
    PairBroker,
    identities::{self, Identity},
    jobs,
};
use crate::{
    named::names,
    ports::{Clock, Directory, Files, Sql},
    refusal::Refusal,
};

const UNMAPPED: &str = "Unmapped by hand. A map finds a MailUser for it again, unless none has \
                        its address.";

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// Leads identities away from their MailUsers, all or none. One that leads
    /// nowhere stays as it is, so that asking twice is no error.
    pub(super) fn unmap(&self, sources: &[ObjectId]) -> Result<Vec<IdentityView>, Refusal> {
        let wanted: BTreeSet<ObjectId> = sources.iter().copied().collect();
        let most = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
        if wanted.is_empty() || wanted.len() > most {
            return Err(Refusal::Conflict(format!(
                "Between 1 and {most} identities can be unmapped at once; these are {}.",
                wanted.len()
            )));
        }
        if jobs::first(&self.sql)?.is_some() {
            return Err(Refusal::Conflict(
                "Something is being done in this pair, which may lead the same identities \
                 elsewhere. Wait until it has ended and unmap then."
                    .to_owned(),
            ));
        }
        let sources: Vec<ObjectId> = wanted.iter().copied().collect();
        let mut identities = identities::of_sources(&self.sql, &sources)?;
        if identities.len() < wanted.len() {
            return Err(Refusal::NotFound);
        }
        let mut let_go = BTreeSet::new();
        let mut kept: Vec<String> = Vec::new();
        for identity in &mut identities {
            let Some(target) = identity.standing.target() else {
                continue;
            };
            if identity.apply(IdentityEvent::LetGo) {
                identity.target_name = None;
                identity.message = Some(UNMAPPED.to_owned());
                let_go.insert(target);
            } else {
                kept.push(identity.source.user_principal_name.clone());
            }
        }
        if !kept.is_empty() {
            return Err(Refusal::Conflict(format!(
                "Written to their MailUsers already: {}. Nothing was unmapped. Leave them out, or \
                 have the source copy them again with overwrite.",
                names(&kept)
            )));
        }
        self.sql.transaction(&mut || {
            identities::store_changes(&self.sql, &identities)?;
            self.release(&let_go)
        })?;
        Ok(identities.into_iter().map(Identity::into_view).collect())
    }
}
