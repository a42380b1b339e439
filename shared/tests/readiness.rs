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
    checks::{
        Finding, References, Severity, check,
        readiness::{Asked, X500Holders, of_records, of_source},
        rows_held_back,
    },
    mapping_file::open,
    references::{MailUsers, SourceMailboxes, read_mail_users, read_source_mailboxes},
};

const LENA: &str = "11111111-0000-4000-8000-00000000000a";
const OMAR: &str = "11111111-0000-4000-8000-00000000000b";
const TARGET: &str = "22222222-0000-4000-8000-00000000000a";
const OTHER: &str = "22222222-0000-4000-8000-00000000000b";

fn mailboxes(columns: &[(&str, &str)]) -> SourceMailboxes {
    read_source_mailboxes(export(LENA, columns)).unwrap().value
}

fn mail_users(columns: &[(&str, &str)]) -> MailUsers {
    read_mail_users(export(TARGET, columns)).unwrap().value
}

/// An export of one object.
fn export(id: &str, columns: &[(&str, &str)]) -> Vec<u8> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let values: Vec<String> = columns
        .iter()
        .map(|(_, value)| format!("\"{value}\""))
        .collect();
    format!(
        "ExternalDirectoryObjectId,DisplayName,{}\r\n{id},Lena Berg,{}\r\n",
        names.join(","),
        values.join(",")
    )
    .into_bytes()
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.code.as_ref())
        .collect()
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

const HEADER: &str = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,ArchiveGuid,ExchangeGuid,LegacyExchangeDN,EmailAddresses,TargetExternalDirectoryObjectId,MigrationStatus";
const EXCHANGE_GUID: &str = "44444444-0000-4000-8000-00000000000a";
const LEGACY: &str = "/o=ExchangeLabs/cn=Lena";

fn file(source_id: &str, addresses: &str) -> String {
    format!(
        "{HEADER}\r\n{source_id},lena@contoso.example,lena@contoso.example,,{EXCHANGE_GUID},{LEGACY},{addresses},{TARGET},\r\n"
    )
}

const ADDRESSES: &str = "SMTP:lena@contoso.example;x500:/o=Old/cn=Lena";

#[test]
fn a_row_is_compared_with_its_mailbox() {
    let archive = "55555555-0000-4000-8000-00000000000b";
    for (columns, expected) in [
        (
            vec![
                ("UserPrincipalName", "lena@contoso.example"),
                ("PrimarySmtpAddress", "Lena@Contoso.example"),
                ("ArchiveGuid", "00000000-0000-0000-0000-000000000000"),
                ("ExchangeGuid", EXCHANGE_GUID),
                ("LegacyExchangeDN", "/O=ExchangeLabs/cn=Lena"),
                ("EmailAddresses", "X500:/o=Old/cn=Lena;smtp:lena@contoso.example"),
            ],
            vec![],
        ),
        (
            vec![("ExchangeGuid", archive)],
            vec![format!("CW-M-022 ExchangeGuid is {EXCHANGE_GUID}; the source mailbox has {archive}.")],
        ),
        (
            vec![("ArchiveGuid", archive)],
            vec![format!("CW-M-022 ArchiveGuid is none; the source mailbox has {archive}.")],
        ),
        (vec![("ArchiveGuid", ""), ("ExchangeGuid", ""), ("LegacyExchangeDN", "")], vec![]),
        (
            vec![("LegacyExchangeDN", "/o=ExchangeLabs/cn= Lena")],
            vec![format!("CW-M-023 LegacyExchangeDN is {LEGACY}; the source mailbox has /o=ExchangeLabs/cn= Lena.")],
        ),
        (
            vec![("PrimarySmtpAddress", "berg@contoso.example")],
            vec!["CW-M-024 PrimarySmtpAddress is lena@contoso.example; the source mailbox has berg@contoso.example.".into()],
        ),
        (
            vec![("EmailAddresses", "SMTP:lena@contoso.example;x500:/o=Old/cn=Lena;x500:/o=a;x500:/o=b")],
            vec!["CW-M-025 The source mailbox also has x500:/o=a and another.".into()],
        ),
        (
            vec![("EmailAddresses", "SMTP:lena@contoso.example")],
            vec!["CW-M-025 The source mailbox does not have x500:/o=Old/cn=Lena.".into()],
        ),
        (
            vec![("EmailAddresses", "SMTP:lena@contoso.example;smtp:l@contoso.example")],
            vec!["CW-M-025 The source mailbox has smtp:l@contoso.example, and does not have x500:/o=Old/cn=Lena.".into()],
        ),
        (vec![("EmailAddresses", "")], vec![]),
        (
            vec![("LitigationHoldEnabled", "True")],
            vec!["CW-R-015 The mailbox of Lena Berg is under litigation hold.".into()],
        ),
    ] {
        let refs = References {
            source_mailboxes: Some(mailboxes(&columns)),
            ..References::default()
        };
        for text in [
            file(LENA, ADDRESSES),
            // Without an id the name for sign-in counts.
            file("", ADDRESSES),
        ] {
            let by_name = !text.contains(LENA);
            if by_name && !columns.iter().any(|(name, _)| *name == "UserPrincipalName") {
                continue;
            }
            let findings = check(&open(text.into_bytes()).unwrap(), &refs);
            let said: Vec<String> = findings
                .iter()
                .map(|finding| format!("{} {}", finding.code, finding.message))
                .collect();
            assert_eq!(said, expected);
            // What keeps a mailbox from leaving does not make the row wrong.
            assert!(findings.iter().all(|f| !f.code.starts_with("CW-R") || f.severity == Severity::Warning));
        }
    }
}

#[test]
fn a_mailbox_that_the_source_does_not_have_is_named() {
    let refs = References {
        source_mailboxes: Some(mailboxes(&[("UserPrincipalName", "lena@contoso.example")])),
        ..References::default()
    };
    let findings = check(&open(file(OMAR, ADDRESSES).into_bytes()).unwrap(), &refs);
    assert_eq!(codes(&findings), ["CW-M-021"]);
    assert_eq!(
        findings[0].message,
        format!("{OMAR} is not among the 1 source mailboxes given.")
    );
    assert_eq!(rows_held_back(&findings).len(), 1);
    // An id that is no GUID is said once, and by its own rule.
    let findings = check(&open(file("lena", ADDRESSES).into_bytes()).unwrap(), &refs);
    assert_eq!(codes(&findings), ["CW-M-003"]);
}

/// The MailUser of the row, and another that has `addresses` and the LegacyExchangeDN
/// `dn`.
fn with_another(own: &str, addresses: &str, dn: &str) -> MailUsers {
    let export = format!(
        "ExternalDirectoryObjectId,DisplayName,EmailAddresses,LegacyExchangeDN\r\n\
         {TARGET},Lena Berg,{own},\r\n{OTHER},The Director,{addresses},{dn}\r\n"
    );
    read_mail_users(export.into_bytes()).unwrap().value
}

#[test]
fn nobody_takes_over_an_x500_of_somebody_else() {
    for (own, addresses, dn, expected) in [
        ("", "x500:/o=Old/cn=Lena", "", Some("EmailAddresses")),
        (
            "",
            "SMTP:d@x.example;X500:/O=OLD/cn=lena",
            "",
            Some("EmailAddresses"),
        ),
        ("", "", "/o=Old/cn=Lena", Some("EmailAddresses")),
        (
            "",
            "x500:/o=ExchangeLabs/cn=Lena",
            "",
            Some("LegacyExchangeDN"),
        ),
        ("", "", LEGACY, Some("LegacyExchangeDN")),
        // Both have it: still not only the own one.
        (
            "x500:/o=Old/cn=Lena",
            "x500:/o=Old/cn=Lena",
            "",
            Some("EmailAddresses"),
        ),
        ("x500:/o=Old/cn=Lena", "", "", None),
        ("", "x500:/o=Old/cn= Lena", "/o=x", None),
        // Somebody else's SMTP address that only looks alike.
        ("", "smtp:lena@contoso.example", "", None),
    ] {
        let mail_users = with_another(own, addresses, dn);
        let refs = References {
            mail_users: Some(mail_users),
            ..References::default()
        };
        let findings = check(&open(file(LENA, ADDRESSES).into_bytes()).unwrap(), &refs);
        let claims: Vec<_> = findings.iter().filter(|f| f.code == "CW-A-008").collect();
        let columns: Vec<_> = claims.iter().filter_map(|f| f.column.as_deref()).collect();
        assert_eq!(
            columns,
            expected.into_iter().collect::<Vec<_>>(),
            "{addresses} {dn}"
        );
        for claim in claims {
            assert_eq!(claim.severity, Severity::Error);
            assert!(claim.message.contains("The Director"), "{}", claim.message);
            assert_eq!(rows_held_back(&findings).len(), 1);
        }
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
