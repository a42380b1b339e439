//! Who of the target has which x500 address: nobody else may get it.

use std::hash::{BuildHasher, RandomState};

use super::super::{Finding, catalogue::X500_TAKEN, finding::shortened};
use crate::{
    address,
    identity::{SourceMailbox, TargetMailUser},
    ids::ObjectId,
    order::{of_pair, pair},
    references::MailUsers,
};

/// The x500 addresses of all MailUsers, and the LegacyExchangeDN of each where the
/// export has it. Sixteen bytes an address.
pub struct X500Holders {
    hasher: RandomState,
    /// Pairs of an address' hash and the place of its holder, sorted.
    holders: Vec<u128>,
}

impl X500Holders {
    /// Gathers the addresses.
    pub fn of(mail_users: &MailUsers) -> Self {
        let hasher = RandomState::new();
        let mut holders = Vec::new();
        for (at, record) in (0_u32..).zip(mail_users.records()) {
            let mut note = |x500: &str| {
                holders.push(pair(hasher.hash_one(address::address_key(x500)), at));
            };
            for entry in &record.mail_user.email_addresses {
                if address::is_x500(entry) {
                    note(entry);
                }
            }
            if let Some(dn) = own_dn(record.extras) {
                note(&address::x500_of(dn));
            }
        }
        holders.sort_unstable();
        holders.dedup();
        Self { hasher, holders }
    }

    /// A MailUser other than `besides` that has this x500 address; the first one in the
    /// order of the export. `mail_users` are those that were gathered from.
    pub fn other_holder<'m>(
        &self,
        mail_users: &'m MailUsers,
        x500: &str,
        besides: ObjectId,
    ) -> Option<&'m TargetMailUser> {
        let hash = self.hasher.hash_one(address::address_key(x500));
        let from = self.holders.partition_point(|known| *known < pair(hash, 0));
        let same_hash = self.holders.get(from..)?.iter();
        same_hash
            .map(|holder| of_pair(*holder))
            .take_while(|(known, _)| *known == hash)
            .filter_map(|(_, at)| mail_users.record(usize::try_from(at).ok()?))
            .filter(|record| record.mail_user.id != besides)
            .find(|record| {
                let dn = own_dn(record.extras).map(address::x500_of);
                address::contains(&record.mail_user.email_addresses, x500)
                    || dn.is_some_and(|dn| address::same_address(&dn, x500))
            })
            .map(|record| record.mail_user)
    }
}

impl std::fmt::Debug for X500Holders {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "X500Holders({})", self.holders.len())
    }
}

/// The x500 addresses that a write would give to `target` though somebody else has them.
pub fn claims(
    source: &SourceMailbox,
    target: ObjectId,
    mail_users: &MailUsers,
    holders: &X500Holders,
) -> Vec<Finding> {
    let legacy = address::x500_of(&source.legacy_exchange_dn);
    let own = (!source.legacy_exchange_dn.is_empty()).then_some(("LegacyExchangeDN", &legacy));
    let listed = source
        .email_addresses
        .iter()
        .filter(|entry| address::is_x500(entry) && !address::same_address(entry, &legacy))
        .map(|entry| ("EmailAddresses", entry));
    own.into_iter()
        .chain(listed)
        .filter_map(|(column, x500)| {
            let holder = holders.other_holder(mail_users, x500, target)?;
            Some(X500_TAKEN.in_column(column, taken(x500, holder)))
        })
        .collect()
}

/// The finding in words.
pub(in crate::checks) fn taken(x500: &str, holder: &TargetMailUser) -> String {
    let (x500, name, id) = (shortened(x500), &holder.display_name, holder.id);
    format!("{x500} belongs to the MailUser {} ({id}).", shortened(name))
}

fn own_dn(extras: Option<&crate::references::MailUserExtras>) -> Option<&str> {
    extras?.legacy_exchange_dn.as_deref()
}
