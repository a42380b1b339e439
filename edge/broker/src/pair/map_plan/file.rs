//! What a map by file would do, as a pure function.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    checks::{self, Finding, Severity},
    identity::{SourceMailbox, TargetMailUser},
    ids::ObjectId,
    mapping_file::{MappingFile, RowId},
    matching::{source_keys_of_row, target_of_row},
    workflow::{IdentityEvent, IdentityState},
};

use super::{
    super::{check_upload::Checked, identities::Identity},
    Mapping, conflict, mapped, refused, stays,
};

/// Applies a checked file. A row with an error is held back (another MailUser
/// for somebody who was written is one); a row without a
/// target and an identity without a row stay as they are.
pub(in crate::pair) fn by_file(identities: &[Identity], checked: &Checked) -> Vec<Mapping> {
    let file = &checked.file;
    let accepted = checked
        .references
        .accepted_domains
        .as_deref()
        .unwrap_or_default();
    let known: BTreeMap<ObjectId, &TargetMailUser> = checked
        .references
        .mail_users
        .iter()
        .flat_map(|all| all.iter())
        .map(|user| (user.id, user))
        .collect();
    let rows = rows_of(file, identities);
    let held_back = checks::rows_held_back(&checked.findings);
    let mut asked: BTreeMap<ObjectId, ObjectId> = BTreeMap::new();
    let mut errors: BTreeMap<ObjectId, String> = BTreeMap::new();
    for identity in identities {
        let id = identity.source.id;
        let Some(row) = rows.get(&id) else {
            continue;
        };
        if held_back.contains(&row.number()) {
            errors.insert(id, errors_of(&checked.findings, *row));
        } else if let Ok(Some(target)) = target_of_row(file, *row) {
            asked.insert(id, target);
        }
    }
    errors.extend(refused(identities, &mut asked));
    identities
        .iter()
        .cloned()
        .map(|identity| {
            let id = identity.source.id;
            if let Some(error) = errors.remove(&id) {
                return conflict(identity, error);
            }
            match asked.get(&id).map(|target| known.get(target)) {
                None => as_it_was(identity),
                Some(_) if identity.standing.target() == asked.get(&id).copied() => stays(identity),
                Some(Some(user)) => mapped(identity, user, accepted),
                Some(None) => conflict(
                    identity,
                    "The MailUser that the file names is not in the target's directory.".to_owned(),
                ),
            }
        })
        .collect()
}

/// Which row is about which identity, by the strongest key that the row has.
fn rows_of(file: &MappingFile, identities: &[Identity]) -> BTreeMap<ObjectId, RowId> {
    let ids: BTreeSet<ObjectId> = identities.iter().map(|one| one.source.id).collect();
    let by = |name: fn(&SourceMailbox) -> &str| -> BTreeMap<String, ObjectId> {
        identities
            .iter()
            .map(|one| (name(&one.source).to_lowercase(), one.source.id))
            .collect()
    };
    let by_upn = by(|source| &source.user_principal_name);
    let by_address = by(|source| &source.primary_smtp_address);
    file.rows()
        .filter_map(|row| {
            let keys = source_keys_of_row(file, row);
            let id = match keys.id {
                Some(id) => ids.get(&id).copied(),
                None if !keys.user_principal_name.trim().is_empty() => by_upn
                    .get(&keys.user_principal_name.trim().to_lowercase())
                    .copied(),
                None => by_address
                    .get(&keys.primary_smtp_address.trim().to_lowercase())
                    .copied(),
            };
            Some((id?, row))
        })
        .collect()
}

fn errors_of(findings: &[Finding], row: RowId) -> String {
    let errors: Vec<&str> = findings
        .iter()
        .filter(|one| one.row == Some(row.number()) && one.severity == Severity::Error)
        .map(|one| one.message.as_str())
        .collect();
    format!("Row {} was not applied. {}", row.number(), errors.join(" "))
}

/// Not mentioned in the file: as it was, and not mapped if it was not.
fn as_it_was(mut identity: Identity) -> Mapping {
    if identity.standing.target().is_some() {
        return stays(identity);
    }
    if identity.standing.state() == IdentityState::Copied {
        identity.apply(IdentityEvent::Unmatched);
    }
    Mapping {
        identity,
        failure: Some("The file names no MailUser for it.".to_owned()),
    }
}
