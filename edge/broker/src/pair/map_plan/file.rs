//! What a map by file would do, as a pure function.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    checks::{self, Finding, Severity},
    identity::TargetMailUser,
    ids::ObjectId,
    mapping_file::{MappingFile, RowId},
    matching::{source_keys_of_row, target_of_row},
    workflow::refuse_taken,
};

use super::{
    super::{
        briefs::Brief,
        check_upload::Checked,
        wishes::{Ending, Wish},
    },
    contested, leads_to, names_of, stays, why_refused,
};

/// What a checked file asks for. A row with an error is held back (another
/// MailUser for somebody who was written is one); a row without a target and an
/// identity without a row stay as they are.
pub(in crate::pair) fn by_file(identities: &[Brief], checked: &Checked) -> Vec<Wish> {
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
    for brief in identities {
        let Some(row) = rows.get(&brief.id) else {
            continue;
        };
        if held_back.contains(&row.number()) {
            errors.insert(brief.id, errors_of(&checked.findings, *row));
        } else if let Ok(Some(target)) = target_of_row(file, *row) {
            asked.insert(brief.id, target);
        }
    }
    let held: Vec<(ObjectId, ObjectId)> = identities
        .iter()
        .filter_map(|brief| Some((brief.id, brief.standing.target()?)))
        .collect();
    let refused = refuse_taken(&held, &mut asked);
    errors.extend(why_refused(refused, &names_of(identities)));
    identities
        .iter()
        .map(|brief| {
            let target = brief.standing.target();
            let end = if let Some(why) = errors.remove(&brief.id) {
                contested(why)
            } else {
                match asked.get(&brief.id) {
                    None if target.is_none() => Ending::NotNamed,
                    None => stays(brief),
                    Some(wanted) if target == Some(*wanted) => stays(brief),
                    Some(wanted) => match known.get(wanted) {
                        Some(user) => leads_to(brief, user, accepted),
                        None => contested(
                            "The MailUser that the file names is not in the target's directory."
                                .to_owned(),
                        ),
                    },
                }
            };
            Wish {
                source: brief.id,
                had: target,
                lets_go: false,
                end,
            }
        })
        .collect()
}

/// Which row is about which identity, by the strongest key that the row has.
fn rows_of(file: &MappingFile, identities: &[Brief]) -> BTreeMap<ObjectId, RowId> {
    let ids: BTreeSet<ObjectId> = identities.iter().map(|one| one.id).collect();
    let by = |name: fn(&Brief) -> &str| -> BTreeMap<String, ObjectId> {
        identities
            .iter()
            .map(|one| (name(one).to_lowercase(), one.id))
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
