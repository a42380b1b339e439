//! What a row says against what the file is compared with: the file as it was downloaded,
//! mailboxes and MailUsers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use shared::{
    checks::{
        Finding, References, Severity, check,
        readiness::{X500Holders, claims},
        rows_held_back,
    },
    identity::SourceMailbox,
    mapping_file::{Lock, MappingFile, RowId, open},
    references::{MailUsers, read_mail_users},
};

#[path = "support/export.rs"]
mod export;
use export::{LENA, codes, export, mailboxes};

const OMAR: &str = "11111111-0000-4000-8000-00000000000b";
const TARGET: &str = "22222222-0000-4000-8000-00000000000a";
const OTHER: &str = "22222222-0000-4000-8000-00000000000b";

const HEADER: &str = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,ArchiveGuid,ExchangeGuid,LegacyExchangeDN,EmailAddresses,TargetExternalDirectoryObjectId,MigrationStatus";
const EXCHANGE_GUID: &str = "44444444-0000-4000-8000-00000000000a";
const LEGACY: &str = "/o=ExchangeLabs/cn=Lena";

const ADDRESSES: &str = "SMTP:lena@contoso.example;x500:/o=Old/cn=Lena";

fn file(source_id: &str, addresses: &str) -> String {
    format!(
        "{HEADER}\r\n{source_id},lena@contoso.example,lena@contoso.example,,{EXCHANGE_GUID},{LEGACY},{addresses},{TARGET},\r\n"
    )
}

fn of_mailboxes(columns: &[(&str, &str)]) -> References {
    References {
        source_mailboxes: Some(mailboxes(columns)),
        ..References::default()
    }
}

fn read(text: impl Into<Vec<u8>>) -> MappingFile {
    open(text.into()).unwrap()
}

/// Code and message.
fn said(findings: &[Finding]) -> Vec<String> {
    let said = |finding: &Finding| format!("{} {}", finding.code, finding.message);
    findings.iter().map(said).collect()
}

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
        let refs = of_mailboxes(&columns);
        for text in [
            file(LENA, ADDRESSES),
            // Without an id the name for sign-in counts.
            file("", ADDRESSES),
        ] {
            let by_name = !text.contains(LENA);
            if by_name && !columns.iter().any(|(name, _)| *name == "UserPrincipalName") {
                continue;
            }
            let findings = check(&read(text), &refs);
            assert_eq!(said(&findings), expected);
            // What keeps a mailbox from leaving does not make the row wrong.
            assert!(findings.iter().all(|f| !f.code.starts_with("CW-R") || f.severity == Severity::Warning));
        }
    }
}

#[test]
fn a_mailbox_that_the_source_does_not_have_is_named_by_its_first_key() {
    let refs = of_mailboxes(&[("UserPrincipalName", "lena@contoso.example")]);
    let (upn, primary) = ("omar@contoso.example", "o@contoso.example");
    for (id, upn, primary, expected) in [
        (OMAR, upn, primary, Some(OMAR)),
        ("", upn, primary, Some(upn)),
        ("", " ", primary, Some(primary)),
        ("", "LENA@contoso.example", primary, None),
        // What is no id, and a row that names nobody, are said by their own rules.
        ("omar", upn, primary, None),
        ("", "", " ", None),
    ] {
        let text = format!(
            "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,\
             TargetExternalDirectoryObjectId\n{id},{upn},{primary},{TARGET}\n"
        );
        let mut findings = check(&read(text), &refs);
        findings.retain(|finding| finding.code == "CW-M-021");
        let expected = expected
            .map(|name| format!("CW-M-021 {name} is not among the 1 source mailboxes given."));
        assert_eq!(
            said(&findings),
            Vec::from_iter(expected),
            "{id} {upn} {primary}"
        );
        assert_eq!(rows_held_back(&findings).len(), findings.len());
    }
}

#[test]
fn a_cell_that_cannot_be_read_is_not_compared() {
    let refs = of_mailboxes(&[
        ("ExchangeGuid", EXCHANGE_GUID),
        ("LegacyExchangeDN", LEGACY),
        ("EmailAddresses", ADDRESSES),
    ]);
    let right = file(LENA, ADDRESSES);
    for (from, to, expected) in [
        (EXCHANGE_GUID, "4444", vec!["CW-M-019"]),
        (LEGACY, "", vec!["CW-A-004"]),
        (ADDRESSES, " ", vec![]),
        (ADDRESSES, "System.Object[]", vec!["CW-A-005"]),
        (
            ADDRESSES,
            "\"{SMTP:l@contoso.example, x500:/o=O...}\"",
            vec!["CW-A-009"],
        ),
    ] {
        let findings = check(&read(right.replace(from, to)), &refs);
        assert_eq!(codes(&findings), expected, "{to}");
    }
    assert!(check(&read(right), &refs).is_empty());
}

#[test]
fn a_row_that_is_whole_is_compared_with_its_mail_user() {
    let other = "44444444-0000-4000-8000-00000000000b";
    let export = export(TARGET, &[("ExchangeGuid", other)]);
    let refs = References {
        mail_users: Some(read_mail_users(export).unwrap().value),
        ..References::default()
    };
    let text = file(LENA, ADDRESSES);
    let differs =
        format!("CW-R-002 The ExchangeGuid of Lena Berg is {other}; expected {EXCHANGE_GUID}.");
    assert_eq!(said(&check(&read(text.clone()), &refs)), [differs]);
    let without = text.replace(EXCHANGE_GUID, "");
    assert!(check(&read(without), &refs).is_empty());
}

#[test]
fn an_edit_of_a_locked_column_is_found() {
    let refs = References {
        baseline: Some(read(file(LENA, ADDRESSES)).into()),
        ..References::default()
    };
    let mut now = read(file(LENA, ADDRESSES));
    now.set_lock(Lock::Nothing);
    now.set_cell(RowId(0), 5, "/o=Another").unwrap();
    assert_eq!(
        said(&check(&now, &refs)),
        [format!(
            "CW-M-011 LegacyExchangeDN was changed from {LEGACY:?} to \"/o=Another\"."
        )]
    );
}

#[test]
fn a_row_of_other_fields_than_the_header_is_compared_with_nothing() {
    let right = file(LENA, ADDRESSES);
    let refs = References {
        baseline: Some(read(right.as_str()).into()),
        mail_users: Some(with_another("", "", LEGACY)),
        ..of_mailboxes(&[("ExchangeGuid", OMAR)])
    };
    assert!(check(&read(right.as_str()), &refs).len() > 1);
    let mut findings = check(&read(right.replace(LEGACY, "a,b")), &refs);
    findings.retain(|finding| finding.row.is_some());
    assert_eq!(codes(&findings), ["CW-F-006"]);
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
        let findings = check(&read(file(LENA, ADDRESSES)), &refs);
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

#[test]
fn what_a_write_would_take_from_somebody_is_said_once_each() {
    let old = "x500:/o=Old/cn=Lena";
    let mail_users = with_another("", &format!("SMTP:d@x.example;{old};x500:{LEGACY}"), "");
    let holders = X500Holders::of(&mail_users);
    let own = format!("X500:{LEGACY}").to_uppercase();
    for (dn, addresses, expected) in [
        ("", vec![], vec![]),
        (LEGACY, vec![], vec!["LegacyExchangeDN"]),
        (LEGACY, vec![own.as_str()], vec!["LegacyExchangeDN"]),
        (
            LEGACY,
            vec![old],
            vec!["LegacyExchangeDN", "EmailAddresses"],
        ),
        ("", vec!["SMTP:d@x.example", old], vec!["EmailAddresses"]),
        ("/o=New", vec!["x500:/o=Other"], vec![]),
    ] {
        let source = SourceMailbox {
            id: LENA.parse().unwrap(),
            user_principal_name: "lena@contoso.example".into(),
            primary_smtp_address: "lena@contoso.example".into(),
            archive_guid: None,
            exchange_guid: EXCHANGE_GUID.parse().unwrap(),
            legacy_exchange_dn: dn.into(),
            email_addresses: addresses.iter().map(ToString::to_string).collect(),
            display_name: "Lena Berg".into(),
            alias: "lena".into(),
        };
        let findings = claims(&source, TARGET.parse().unwrap(), &mail_users, &holders);
        let columns: Vec<_> = findings
            .iter()
            .filter_map(|f| f.column.as_deref())
            .collect();
        assert_eq!(columns, expected, "{dn} {addresses:?}");
    }
}
