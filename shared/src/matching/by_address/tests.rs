use super::*;
use crate::identity::{SourceMailbox, TargetMailUser};

fn source(number: u128, primary: &str) -> SourceMailbox {
    SourceMailbox {
        id: id(number),
        user_principal_name: primary.to_owned(),
        primary_smtp_address: primary.to_owned(),
        archive_guid: None,
        exchange_guid: uuid::Uuid::from_u128(number).try_into().unwrap(),
        legacy_exchange_dn: format!("/o=ExchangeLabs/cn={number}"),
        email_addresses: vec![format!("SMTP:{primary}")],
        display_name: String::new(),
        alias: String::new(),
    }
}

fn target(number: u128, external: &str, addresses: &[&str]) -> TargetMailUser {
    TargetMailUser {
        id: id(number),
        display_name: format!("MailUser {number}"),
        user_principal_name: String::new(),
        primary_smtp_address: format!("mail-user-{number}@fabrikam.example"),
        external_email_address: Some(external.to_owned()).filter(|a| !a.is_empty()),
        email_addresses: addresses.iter().map(|&a| a.to_owned()).collect(),
        exchange_guid: None,
        archive_guid: None,
        is_dir_synced: false,
    }
}

fn id(number: u128) -> ObjectId {
    uuid::Uuid::from_u128(number).try_into().unwrap()
}

#[test]
fn a_mailbox_is_matched_by_external_address_or_any_address_whatever_the_case() {
    let sources = [
        source(1, "Lena@Contoso.example"),
        source(2, "omar@contoso.example"),
        source(3, "nobody@contoso.example"),
        source(4, "x"),
    ];
    let targets = [
        target(11, "SMTP:lena@contoso.EXAMPLE", &[]),
        target(
            12,
            "",
            &["SMTP:o@fabrikam.example", "smtp:OMAR@contoso.example"],
        ),
        target(13, "", &["x500:nobody@contoso.example"]),
    ];
    assert_eq!(
        match_by_primary_smtp(&sources, &targets),
        [
            Match::One(id(11)),
            Match::One(id(12)),
            Match::None,
            Match::None
        ]
    );
}

#[test]
fn several_mail_users_are_never_guessed_between() {
    let found = match_by_primary_smtp(
        &[source(1, "lena@contoso.example")],
        &[
            target(12, "SMTP:lena@contoso.example", &[]),
            target(11, "", &["smtp:lena@contoso.example"]),
        ],
    );
    assert_eq!(found, [Match::Several(vec![id(11), id(12)])]);
}

#[test]
fn a_mail_user_that_would_serve_two_mailboxes_serves_neither() {
    let found = match_by_primary_smtp(
        &[
            source(1, "lena@contoso.example"),
            source(2, "lena.berg@contoso.example"),
            source(3, "omar@contoso.example"),
        ],
        &[
            target(
                11,
                "SMTP:lena@contoso.example",
                &["smtp:lena.berg@contoso.example"],
            ),
            target(12, "SMTP:omar@contoso.example", &[]),
        ],
    );
    assert_eq!(
        found,
        [
            Match::Several(vec![id(11)]),
            Match::Several(vec![id(11)]),
            Match::One(id(12))
        ]
    );
}

#[test]
fn a_mailbox_without_an_address_matches_nobody() {
    let found = match_by_primary_smtp(&[source(1, " ")], &[target(11, "", &["smtp:"])]);
    assert_eq!(found, [Match::None]);
}
