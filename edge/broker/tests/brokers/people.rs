//! Two small tenants: Contoso's mailboxes, Fabrikam's MailUsers.

use broker::ports::{GroupMember, MemberKind, PublishedScope};
use shared::{
    identity::{SourceMailbox, TargetMailUser},
    ids::{GroupId, ObjectId, Pair, TenantId},
};

pub fn contoso() -> TenantId {
    "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90".parse().unwrap()
}

pub fn fabrikam() -> TenantId {
    "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b".parse().unwrap()
}

/// Exists only to attack with.
pub fn northwind() -> TenantId {
    "0d9e8f7a-6b5c-4d3e-a2b1-c0d9e8f7a6b5".parse().unwrap()
}

pub fn pair() -> Pair {
    Pair {
        source: contoso(),
        target: fabrikam(),
    }
}

/// An admin; which one does not matter to a broker.
pub fn admin() -> ObjectId {
    "aaaaaaaa-0000-4000-8000-000000000001".parse().unwrap()
}

/// The scope that is asked for in most tests.
pub fn engineering() -> PublishedScope {
    PublishedScope {
        group_id: "11111111-0000-4000-8000-000000000001".parse().unwrap(),
        exchange_object_id: "11111111-0000-4000-8000-000000000002".parse().unwrap(),
        name: "Engineering".to_owned(),
    }
}

pub fn sales() -> PublishedScope {
    PublishedScope {
        group_id: "22222222-0000-4000-8000-000000000001".parse().unwrap(),
        exchange_object_id: "22222222-0000-4000-8000-000000000002".parse().unwrap(),
        name: "Sales".to_owned(),
    }
}

pub fn unpublished() -> GroupId {
    "33333333-0000-4000-8000-000000000001".parse().unwrap()
}

pub fn source_id(name: &str) -> ObjectId {
    numbered("cccccccc", name)
}

pub fn target_id(name: &str) -> ObjectId {
    numbered("ffffffff", name)
}

/// An id that is the same for the same name, and no other.
fn numbered(prefix: &str, name: &str) -> ObjectId {
    let number = name.bytes().fold(7_u64, |sum, byte| {
        sum.wrapping_mul(131).wrapping_add(u64::from(byte))
    }) & 0xffff_ffff_ffff;
    format!("{prefix}-0000-4000-8000-{number:012x}")
        .parse()
        .unwrap()
}

pub fn member(name: &str) -> GroupMember {
    GroupMember {
        name: name.to_owned(),
        kind: MemberKind::Mailbox(source_id(name)),
    }
}

/// A mailbox with an archive and two x500s.
pub fn mailbox(name: &str) -> SourceMailbox {
    SourceMailbox {
        id: source_id(name),
        user_principal_name: format!("{name}@contoso.example"),
        primary_smtp_address: format!("{name}@contoso.example"),
        archive_guid: Some(numbered("aaaaaaaa", name).to_string().parse().unwrap()),
        exchange_guid: numbered("eeeeeeee", name).to_string().parse().unwrap(),
        legacy_exchange_dn: format!("/o=ExchangeLabs/ou=Group/cn=Recipients/cn={name}"),
        email_addresses: vec![
            format!("SMTP:{name}@contoso.example"),
            format!("smtp:{name}@mail.contoso.example"),
            format!("x500:/o=Old/cn={name}"),
        ],
        display_name: name.to_owned(),
        alias: name.to_owned(),
    }
}

/// A cloud-only MailUser made the way the guide says.
pub fn mail_user(name: &str) -> TargetMailUser {
    TargetMailUser {
        id: target_id(name),
        display_name: name.to_owned(),
        user_principal_name: format!("{name}@fabrikam.example"),
        primary_smtp_address: format!("{name}@fabrikam.example"),
        external_email_address: Some(format!("SMTP:{name}@contoso.example")),
        email_addresses: vec![format!("SMTP:{name}@fabrikam.example")],
        exchange_guid: None,
        archive_guid: None,
        is_dir_synced: false,
    }
}
