//! What exports of both sides say for and against a move: each rule where it speaks, and
//! where it must not.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::fmt::Write;

use proptest::prelude::*;
use shared::{
    address,
    checks::readiness::{Asked, X500Holders, of_records, of_source},
    references::{MailUsers, read_mail_users},
};

#[path = "support/export.rs"]
mod export;
use export::{codes, export, mailboxes};

const TARGET: &str = "22222222-0000-4000-8000-00000000000a";

fn mail_users(columns: &[(&str, &str)]) -> MailUsers {
    read_mail_users(export(TARGET, columns)).unwrap().value
}

#[test]
fn a_mailbox_may_leave_unless_something_holds_it() {
    let twelve = "1;x;AuxArchive;y ".repeat(12);
    let thirteen = "1;x;auxarchive;y ".repeat(13);
    let cut = format!("{{{thirteen}...}}");
    for (column, value, expected) in [
        ("MailboxLocations", thirteen.as_str(), &["CW-R-013"][..]),
        ("MailboxLocations", twelve.as_str(), &[]),
        // More may be there than is shown; how many is unknown.
        ("MailboxLocations", cut.as_str(), &[]),
        ("MailboxLocations", "System.Collections.ArrayList", &[]),
        ("LitigationHoldEnabled", "True", &["CW-R-015"]),
        ("LitigationHoldEnabled", "False", &[]),
        ("LitigationHoldEnabled", "", &[]),
        ("DelayHoldApplied", "TRUE", &["CW-R-016"]),
        ("DelayHoldApplied", "False", &[]),
        ("DelayReleaseHoldApplied", "True", &["CW-R-017"]),
        ("DelayReleaseHoldApplied", "False", &[]),
        ("ComplianceTagHoldApplied", "True", &["CW-R-018"]),
        ("ComplianceTagHoldApplied", "False", &[]),
        (
            "InPlaceHolds",
            "mbx7cfb30345d454ac0a989ab3041051209:2",
            &["CW-R-019"],
        ),
        ("InPlaceHolds", "cld1;UniH2;skp3", &["CW-R-019"]),
        (
            "InPlaceHolds",
            "c0ba3ce811b6432a8751430937152491",
            &["CW-R-019"],
        ),
        // An exclusion from a hold is none, nor is anything that is not known.
        (
            "InPlaceHolds",
            "-mbx7cfb30345d454ac0a989ab3041051209:2",
            &[],
        ),
        ("InPlaceHolds", "grp7cfb", &[]),
        ("InPlaceHolds", "c0ba3ce8", &[]),
        ("InPlaceHolds", "-grpc0ba3ce811b6432a87514309371", &[]),
        ("InPlaceHolds", "-grp0ba3ce811b6432a8751430937152", &[]),
        ("InPlaceHolds", "", &[]),
        ("InPlaceHolds", "System.String[]", &[]),
        (
            "MailboxMoveRemoteHostName",
            "mail.contoso.example",
            &["CW-R-022"],
        ),
        ("MailboxMoveRemoteHostName", "", &[]),
        ("WhenSoftDeleted", "2026-01-01", &["CW-R-024"]),
        ("WhenSoftDeleted", "", &[]),
        ("IsSoftDeletedByRemove", "True", &["CW-R-024"]),
        ("IsSoftDeletedByRemove", "False", &[]),
        ("Alias", "lena", &[]),
    ] {
        let findings = of_source(&mailboxes(&[(column, value)]).records()[0]);
        assert_eq!(codes(&findings), expected, "{column} {value}");
    }
}

#[test]
fn a_move_needs_a_licence_on_either_side() {
    const NAME: &str = "PersistedCapabilities";
    let licence = "BPOS_S_Enterprise;ExchangeT2TMbxMove";
    for (kind, source, target, speaks) in [
        ("UserMailbox", Some(""), Some("BPOS_S_Enterprise"), true),
        ("UserMailbox", Some(licence), Some(""), false),
        ("UserMailbox", Some(""), Some(licence), false),
        // A shared mailbox needs none.
        ("SharedMailbox", Some(""), Some(""), false),
        // What an export lacks is not known to be missing.
        ("UserMailbox", None, Some(""), false),
        ("UserMailbox", Some(""), None, false),
        (
            "UserMailbox",
            Some("System.Collections.ArrayList"),
            Some(""),
            false,
        ),
        ("UserMailbox", Some("{One...}"), Some(""), false),
        ("UserMailbox", Some("12;13"), Some(""), false),
    ] {
        let mut columns = vec![("RecipientTypeDetails", kind)];
        columns.extend(source.map(|value| (NAME, value)));
        let mailboxes = mailboxes(&columns);
        let mut columns = vec![("RecipientTypeDetails", "MailUser")];
        columns.extend(target.map(|value| (NAME, value)));
        let mail_users = mail_users(&columns);
        let record = mail_users.records().next().unwrap();
        let findings = of_records(mailboxes.records().first(), record, &Asked::default());
        let expected: &[&str] = if speaks { &["CW-R-014"] } else { &[] };
        assert_eq!(codes(&findings), expected, "{kind} {source:?} {target:?}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table, a case a line or two")]
fn exports_of_both_sides_are_compared_where_both_know() {
    let x400 = "SMTP:lena@contoso.example;X400:C=US;S=Berg;";
    let right = "SMTP:lena@fabrikam.example;SIP:lena@fabrikam.example;x400:c=us;s=BERG;";
    let without_x400 = "SMTP:lena@fabrikam.example;sip:lena@fabrikam.example";
    let asked = Asked {
        target_delivery_domain: Some("Fabrikam.example".into()),
        sip: true,
    };
    let none = Asked::default();
    for (source, target, asked, expected) in [
        (
            ("EmailAddresses", x400),
            ("EmailAddresses", right),
            &asked,
            &[][..],
        ),
        (
            ("EmailAddresses", x400),
            ("EmailAddresses", without_x400),
            &asked,
            &["CW-R-026"],
        ),
        (
            ("Alias", ""),
            ("EmailAddresses", "SMTP:l@fabrikam.example"),
            &asked,
            &["CW-R-027"],
        ),
        (
            ("Alias", ""),
            ("EmailAddresses", "SMTP:l@fabrikam.example"),
            &none,
            &[],
        ),
        (
            ("Alias", ""),
            ("EmailAddresses", "SMTP:l@evil-fabrikam.example;SIP:l"),
            &asked,
            &["CW-R-025"],
        ),
        (
            ("Alias", ""),
            ("EmailAddresses", "SMTP:l@x.example"),
            &none,
            &[],
        ),
        // Addresses that were not exported.
        (("EmailAddresses", x400), ("Alias", ""), &asked, &[]),
        (
            ("Alias", ""),
            ("RecipientTypeDetails", "SharedMailbox"),
            &none,
            &["CW-R-023"],
        ),
        (
            ("Alias", ""),
            ("RecipientTypeDetails", "RemoteUserMailbox"),
            &none,
            &[],
        ),
        (
            ("Alias", ""),
            ("PreviousRecipientTypeDetails", "UserMailbox"),
            &none,
            &["CW-R-020"],
        ),
        (
            ("Alias", ""),
            ("PreviousRecipientTypeDetails", "None"),
            &none,
            &[],
        ),
        (
            ("Alias", ""),
            ("WhenSoftDeleted", "2026-01-01"),
            &none,
            &["CW-R-024"],
        ),
        (
            ("TotalDeletedItemSize", "31 GB (33,285,996,544 bytes)"),
            ("RecoverableItemsQuota", "30 GB (32.212.254.720 Bytes)"),
            &none,
            &["CW-R-021"],
        ),
        (
            ("TotalDeletedItemSize", "1 GB (1,073,741,824 bytes)"),
            ("RecoverableItemsQuota", "30 GB (32,212,254,720 bytes)"),
            &none,
            &[],
        ),
        (
            ("TotalDeletedItemSize", "30 GB (32,212,254,720 bytes)"),
            ("RecoverableItemsQuota", "30 GB (32,212,254,720 bytes)"),
            &none,
            &[],
        ),
        (
            ("TotalDeletedItemSize", "1 GB (1,073,741,824 bytes)"),
            ("RecoverableItemsQuota", "Unlimited"),
            &none,
            &[],
        ),
    ] {
        let mailboxes = mailboxes(&[source]);
        let mail_users = mail_users(&[target]);
        let record = mail_users.records().next().unwrap();
        let findings = of_records(mailboxes.records().first(), record, asked);
        assert_eq!(codes(&findings), expected, "{source:?} {target:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// The index says what a look through everybody says.
    #[test]
    fn holders_are_found_as_by_looking_at_everybody(
        lists in prop::collection::vec(prop::collection::vec(0_u8..6, 0..4), 1..8),
        asked in 0_u8..7,
        besides in 0_usize..8,
    ) {
        let id = |n: usize| format!("{n:08x}-0000-4000-8000-000000000001");
        let mut export = "ExternalDirectoryObjectId,EmailAddresses\r\n".to_owned();
        for (n, list) in lists.iter().enumerate() {
            let list: Vec<String> = list.iter().map(|x| format!("x500:/o=x/cn={x}")).collect();
            export.push_str(&id(n));
            export.push(',');
            export.push_str(&list.join(";"));
            export.push_str("\r\n");
        }
        let mail_users = read_mail_users(export.into_bytes()).unwrap().value;
        let holders = X500Holders::of(&mail_users);
        let x500 = format!("X500:/O=X/cn={asked}");
        let besides = id(besides).parse().unwrap();
        let found = holders.other_holder(&mail_users, &x500, besides).map(|user| user.id);
        let expected = mail_users
            .iter()
            .find(|user| user.id != besides && address::contains(&user.email_addresses, &x500))
            .map(|user| user.id);
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn a_hundred_thousand_equal_x500s_are_looked_up_at_once() {
    let mut export = "ExternalDirectoryObjectId,EmailAddresses\r\n".to_owned();
    for n in 0..100_000 {
        write!(
            export,
            "{n:08x}-0000-4000-8000-000000000001,x500:/o=same;x500:/o=SAME\r\n"
        )
        .unwrap();
    }
    let mail_users = read_mail_users(export.into_bytes()).unwrap().value;
    let holders = X500Holders::of(&mail_users);
    for user in mail_users.iter() {
        assert!(
            holders
                .other_holder(&mail_users, "x500:/o=same", user.id)
                .is_some()
        );
    }
}
