//! How Exchange finds what an `-Identity` names: by nearly everything that an
//! object has, and not at all where two objects have it.

use uuid::Uuid;

use super::{Kind, Recipient, Tenant, view};

/// Why nothing came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotOne {
    /// Nothing answers to it.
    None,
    /// More than one object does.
    Several,
}

/// The place of the one recipient of these kinds that answers to `identity`.
pub(crate) fn recipient(tenant: &Tenant, kinds: &[Kind], identity: &str) -> Result<usize, NotOne> {
    let mut found = tenant
        .recipients
        .iter()
        .enumerate()
        .filter(|(_, recipient)| kinds.contains(&recipient.kind))
        .filter(|(_, recipient)| answers_to(tenant, recipient, identity))
        .map(|(place, _)| place);
    match (found.next(), found.next()) {
        (None, _) => Err(NotOne::None),
        (Some(place), None) => Ok(place),
        (Some(_), Some(_)) => Err(NotOne::Several),
    }
}

fn answers_to(tenant: &Tenant, recipient: &Recipient, identity: &str) -> bool {
    if let Ok(guid) = Uuid::try_parse(identity) {
        return [
            recipient.guid,
            recipient.external_directory_object_id,
            recipient.exchange_guid,
            recipient.archive_guid,
        ]
        .into_iter()
        .any(|own| !own.is_nil() && own == guid);
    }
    let wanted = identity.to_lowercase();
    let is = |own: &str| own.to_lowercase() == wanted;
    is(&recipient.alias)
        || is(&recipient.name)
        || is(&recipient.display_name)
        || recipient.user_principal_name.as_deref().is_some_and(is)
        || is(&recipient.primary_smtp_address)
        || is(&recipient.legacy_exchange_dn)
        || is(&view::distinguished_name(tenant, &recipient.name))
        || is(&view::canonical_name(tenant, &recipient.name))
        || recipient.email_addresses.iter().any(|proxy| {
            is(proxy)
                || proxy.split_once(':').is_some_and(|(prefix, address)| {
                    prefix.eq_ignore_ascii_case("smtp") && is(address)
                })
        })
}
