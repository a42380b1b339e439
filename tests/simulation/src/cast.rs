//! Who is there: one target, some sources, their groups, mailboxes and MailUsers.

use std::collections::BTreeMap;

use broker::ports::{GroupMember, MemberKind, PublishedScope};
use shared::{
    identity::{SourceMailbox, TargetMailUser},
    ids::{GroupId, ObjectId, Pair, TenantId},
};
use uuid::Uuid;

use crate::weather::Weather;

/// What a tenant's directory holds.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    pub scopes: Vec<PublishedScope>,
    pub members: BTreeMap<GroupId, Vec<GroupMember>>,
    pub mailboxes: BTreeMap<ObjectId, SourceMailbox>,
    pub mail_users: BTreeMap<ObjectId, TargetMailUser>,
    pub accepted_domains: Vec<String>,
}

/// The tenants of a run.
#[derive(Clone, Debug)]
pub struct Cast {
    pub target: TenantId,
    pub sources: Vec<TenantId>,
    pub contents: BTreeMap<TenantId, Contents>,
    /// The MailUser that was made for a mailbox.
    pub meant: BTreeMap<ObjectId, ObjectId>,
}

/// The id of something; different for different kinds and numbers.
fn id<T: TryFrom<Uuid>>(kind: u128, number: u32) -> T {
    let uuid = Uuid::from_u128((kind << 96) | (0x4000_8000 << 48) | (u128::from(number) + 1));
    T::try_from(uuid).ok().unwrap()
}

/// Somebody who administers a tenant.
pub fn admin(number: u32) -> ObjectId {
    id(0xaaaa_aaaa, number)
}

impl Cast {
    /// One source with one mailbox: enough for uploads.
    pub fn smallest() -> Self {
        let mut cast = Self::empty(1);
        cast.add_person(0, 0, 0, &Likeness::default());
        cast
    }

    /// Some sources with some people.
    pub fn drawn(weather: &Weather) -> Self {
        let sources = if weather.percent(70) {
            1
        } else {
            2 + weather.below(2)
        };
        let mut cast = Self::empty(sources);
        let mut number = 0;
        for source in 0..sources {
            let groups = 1 + u32::from(weather.percent(25));
            for group in 0..groups {
                let people = match weather.below(100) {
                    0..88 => 1 + weather.below(4),
                    88..99 => 5 + weather.below(9),
                    _ => 50 + weather.below(12),
                };
                for _ in 0..people {
                    cast.add_person(source, group, number, &Likeness::drawn(weather));
                    number += 1;
                }
            }
        }
        cast
    }

    fn empty(sources: u32) -> Self {
        let target = id(0xffff_0000, 0);
        let mut contents = BTreeMap::new();
        contents.insert(
            target,
            Contents {
                accepted_domains: vec!["target.example".to_owned()],
                ..Contents::default()
            },
        );
        let sources: Vec<TenantId> = (0..sources).map(|one| id(0xcccc_0000, one)).collect();
        contents.extend(sources.iter().map(|one| (*one, Contents::default())));
        Self {
            target,
            sources,
            contents,
            meant: BTreeMap::new(),
        }
    }

    pub fn pair(&self, source: TenantId) -> Pair {
        let target = self.target;
        Pair { source, target }
    }

    fn add_person(&mut self, source: u32, group: u32, number: u32, like: &Likeness) {
        let mailbox = mailbox(source, number);
        let tenant = self.sources[source as usize];
        let contents = self.contents.get_mut(&tenant).unwrap();
        let scope = PublishedScope {
            group_id: id(0x1111_0000 + u128::from(source), group),
            exchange_object_id: id(0x2222_0000 + u128::from(source), group),
            name: format!("Wave {group}"),
        };
        let group_id = scope.group_id;
        if !contents.scopes.contains(&scope) {
            contents.scopes.push(scope);
        }
        contents
            .members
            .entry(group_id)
            .or_default()
            .push(GroupMember {
                name: mailbox.display_name.clone(),
                kind: MemberKind::Mailbox(mailbox.id),
            });
        let target = self.contents.get_mut(&self.target).unwrap();
        for copy in 0..like.mail_users {
            let user = mail_user(&mailbox, number * 2 + copy, like);
            self.meant.insert(mailbox.id, user.id);
            target.mail_users.insert(user.id, user);
        }
        let contents = self.contents.get_mut(&tenant).unwrap();
        contents.mailboxes.insert(mailbox.id, mailbox);
    }
}

/// In what a MailUser differs from a good one.
#[allow(clippy::struct_excessive_bools)]
struct Likeness {
    mail_users: u32,
    leads_elsewhere: bool,
    is_dir_synced: bool,
    has_foreign_address: bool,
    needs_two_calls: bool,
}

impl Default for Likeness {
    fn default() -> Self {
        Self {
            mail_users: 1,
            leads_elsewhere: false,
            is_dir_synced: false,
            has_foreign_address: false,
            needs_two_calls: false,
        }
    }
}

impl Likeness {
    fn drawn(weather: &Weather) -> Self {
        Self {
            mail_users: match weather.below(100) {
                0..6 => 0,
                6..10 => 2,
                _ => 1,
            },
            leads_elsewhere: weather.percent(12),
            is_dir_synced: weather.percent(5),
            has_foreign_address: weather.percent(4),
            needs_two_calls: weather.percent(40),
        }
    }
}

fn mailbox(source: u32, number: u32) -> SourceMailbox {
    let domain = format!("source{source}.example");
    SourceMailbox {
        id: id(0xcccc_cccc, number),
        user_principal_name: format!("person{number}@{domain}"),
        primary_smtp_address: format!("person{number}@{domain}"),
        archive_guid: (!number.is_multiple_of(3)).then(|| id(0xaaaa_0000, number)),
        exchange_guid: id(0xeeee_eeee, number),
        legacy_exchange_dn: format!("/o=ExchangeLabs/ou=Group/cn=Recipients/cn=person{number}"),
        email_addresses: vec![
            format!("SMTP:person{number}@{domain}"),
            format!("smtp:person{number}@mail.{domain}"),
            format!("x500:/o=Old/cn=person{number}"),
        ],
        display_name: format!("Person {number}"),
        alias: format!("person{number}"),
    }
}

fn mail_user(mailbox: &SourceMailbox, number: u32, like: &Likeness) -> TargetMailUser {
    let address = format!("person{number}@target.example");
    let mut email_addresses = vec![format!("SMTP:{address}")];
    if like.needs_two_calls {
        email_addresses.push(format!("smtp:alias{number}@target.example"));
    }
    if like.has_foreign_address {
        email_addresses.push(format!("smtp:person{number}@foreign.example"));
    }
    let external = if like.leads_elsewhere {
        format!("SMTP:old{number}@elsewhere.example")
    } else {
        format!("SMTP:{}", mailbox.primary_smtp_address)
    };
    TargetMailUser {
        id: id(0xffff_ffff, number),
        display_name: mailbox.display_name.clone(),
        user_principal_name: address.clone(),
        primary_smtp_address: address,
        external_email_address: Some(external),
        email_addresses,
        exchange_guid: None,
        archive_guid: None,
        is_dir_synced: like.is_dir_synced,
    }
}
