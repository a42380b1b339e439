//! Every rule of the catalogue fires, and stays silent on a file that is right.
//!
//! One case a rule: a rule that is added without a case fails the last test here.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::collections::BTreeSet;

use shared::{
    checks::{
        Finding, Level, References, Severity, catalogue, check,
        readiness::{Asked, Phase, X500Holders, claims, of_records, of_source, readiness},
        refuses_upload, rows_held_back, summarise,
    },
    identity::{SourceMailbox, TargetMailUser},
    mapping_file::{MappingFile, open},
    references::{MailUsers, read_mail_users, read_source_mailboxes},
};

const LENA: &str = "11111111-0000-4000-8000-00000000000a";
const OMAR: &str = "11111111-0000-4000-8000-00000000000b";
const LENA_TARGET: &str = "22222222-0000-4000-8000-00000000000a";
const OMAR_TARGET: &str = "22222222-0000-4000-8000-00000000000b";
const OTHER: &str = "33333333-0000-4000-8000-000000000003";
const NIL: &str = "00000000-0000-0000-0000-000000000000";
const LEGACY: &str = "/o=ExchangeLabs/cn=Lena";

/// Two rows without anything to say about them.
const RIGHT: &str = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,ArchiveGuid,ExchangeGuid,LegacyExchangeDN,EmailAddresses,TargetExternalDirectoryObjectId,MigrationStatus\r\n\
    11111111-0000-4000-8000-00000000000a,lena@contoso.example,lena@contoso.example,00000000-0000-0000-0000-000000000000,44444444-0000-4000-8000-00000000000a,/o=ExchangeLabs/cn=Lena,SMTP:lena@contoso.example;smtp:l@contoso.example;X500:/o=Old/cn=Lena,22222222-0000-4000-8000-00000000000a,Copied\r\n\
    11111111-0000-4000-8000-00000000000b,omar@contoso.example,omar@contoso.example,55555555-0000-4000-8000-00000000000b,44444444-0000-4000-8000-00000000000b,/o=ExchangeLabs/cn=Omar,SMTP:omar@contoso.example,22222222-0000-4000-8000-00000000000b,Mapped\r\n";

fn read(bytes: impl Into<Vec<u8>>) -> MappingFile {
    open(bytes.into()).unwrap()
}

/// The findings about [`RIGHT`] after a replacement.
fn edited(from: &str, to: &str) -> Vec<Finding> {
    assert!(RIGHT.contains(from), "{from:?} is not in the file");
    alone(RIGHT.replacen(from, to, 1))
}

fn alone(bytes: impl Into<Vec<u8>>) -> Vec<Finding> {
    check(&read(bytes), &References::default())
}

fn against_baseline(text: &str, baseline: &str) -> Vec<Finding> {
    let refs = References {
        baseline: Some(read(baseline).into()),
        ..References::default()
    };
    check(&read(text), &refs)
}

fn lena() -> SourceMailbox {
    SourceMailbox {
        id: LENA.parse().unwrap(),
        user_principal_name: "lena@contoso.example".into(),
        primary_smtp_address: "lena@contoso.example".into(),
        archive_guid: None,
        exchange_guid: "44444444-0000-4000-8000-00000000000a".parse().unwrap(),
        legacy_exchange_dn: LEGACY.into(),
        email_addresses: vec![
            "SMTP:lena@contoso.example".into(),
            "X500:/o=Old/cn=Lena".into(),
        ],
        display_name: "Lena Berg".into(),
        alias: "lena".into(),
    }
}

/// The MailUser that is ready for [`lena`].
fn ready() -> TargetMailUser {
    TargetMailUser {
        id: LENA_TARGET.parse().unwrap(),
        display_name: "Lena Berg".into(),
        user_principal_name: "lena@fabrikam.example".into(),
        primary_smtp_address: "lena@fabrikam.example".into(),
        external_email_address: Some("SMTP:lena@contoso.example".into()),
        email_addresses: vec![
            "SMTP:lena@fabrikam.example".into(),
            format!("x500:{LEGACY}"),
            "x500:/o=Old/cn=Lena".into(),
        ],
        exchange_guid: Some(lena().exchange_guid),
        archive_guid: None,
        is_dir_synced: false,
    }
}

fn judged(source: &SourceMailbox, change: impl FnOnce(&mut TargetMailUser)) -> Vec<Finding> {
    let mut target = ready();
    change(&mut target);
    let accepted = ["fabrikam.example".to_owned()];
    readiness(source, &target, &accepted, Phase::AfterWrite)
}

fn against_mail_users(mail_users: Vec<TargetMailUser>) -> Vec<Finding> {
    let refs = References {
        mail_users: Some(mail_users.into()),
        accepted_domains: Some(vec!["fabrikam.example".into()]),
        ..References::default()
    };
    check(&read(RIGHT), &refs)
}

/// The findings about [`RIGHT`] against a mailbox of the source that is [`lena`] but for
/// one column.
fn against_mailbox(column: &str, value: &str) -> Vec<Finding> {
    let refs = References {
        source_mailboxes: Some(
            read_source_mailboxes(
                format!("ExternalDirectoryObjectId,{column}\r\n{LENA},{value}\r\n{OMAR},\r\n")
                    .into(),
            )
            .unwrap()
            .value,
        ),
        ..References::default()
    };
    check(&read(RIGHT), &refs)
}

/// What the source's export says against a mailbox with this value.
fn source_says(column: &str, value: &str) -> Vec<Finding> {
    let export =
        format!("ExternalDirectoryObjectId,DisplayName,{column}\r\n{LENA},Lena,{value}\r\n");
    let mailboxes = read_source_mailboxes(export.into()).unwrap().value;
    of_source(&mailboxes.records()[0])
}

/// What both exports say, each with one column and a value, if a delivery domain and SIP
/// addresses are asked for.
fn both_say(source: [&str; 2], target: [&str; 2]) -> Vec<Finding> {
    let export = |[column, value]: [&str; 2], id: &str| {
        format!(
            "ExternalDirectoryObjectId,RecipientTypeDetails,{column}\r\n{id},UserMailbox,{value}\r\n"
        )
    };
    let mailboxes = read_source_mailboxes(export(source, LENA).into())
        .unwrap()
        .value;
    let target = export(target, LENA_TARGET).replace("UserMailbox", "MailUser");
    let mail_users = read_mail_users(target.into()).unwrap().value;
    let asked = Asked {
        target_delivery_domain: Some("fabrikam.example".into()),
        sip: true,
    };
    let record = mail_users.records().next().unwrap();
    of_records(mailboxes.records().first(), record, &asked)
}

/// What the target's export says about a MailUser with this value.
fn target_says(column: &str, value: &str) -> Vec<Finding> {
    let export =
        format!("ExternalDirectoryObjectId,DisplayName,{column}\r\n{LENA_TARGET},Lena,{value}\r\n");
    let mail_users = read_mail_users(export.into()).unwrap().value;
    let record = mail_users.records().next().unwrap();
    of_records(None, record, &Asked::default())
}

/// What [`lena`] would claim where Omar's MailUser has these addresses.
fn claimed_from(addresses: &[&str]) -> Vec<Finding> {
    let omar = TargetMailUser {
        id: OMAR_TARGET.parse().unwrap(),
        email_addresses: addresses.iter().map(ToString::to_string).collect(),
        ..ready()
    };
    let mail_users: MailUsers = [ready(), omar].into_iter().collect();
    let holders = X500Holders::of(&mail_users);
    claims(&lena(), LENA_TARGET.parse().unwrap(), &mail_users, &holders)
}

fn utf_16(text: &str) -> Vec<u8> {
    let units = format!("\u{feff}{text}");
    units.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A second row that repeats Lena's value of one column.
fn with_extra_row(row: &str) -> Vec<Finding> {
    alone(format!("{RIGHT}{row}\r\n"))
}

/// What each rule is fired by.
#[expect(clippy::too_many_lines, reason = "a table, one case a rule")]
fn cases() -> Vec<(&'static str, Vec<Finding>)> {
    let header_end = "MigrationStatus\r\n";
    let mut damaged = RIGHT
        .replace("/cn=Lena,", "/cn=Jörg-\u{e9}-Lena,")
        .into_bytes();
    damaged.extend_from_slice(b"\xff");
    let mut latin = RIGHT.as_bytes().to_vec();
    let at = RIGHT.find("/cn=Lena").unwrap() + 5;
    latin[at] = 0xe4;
    vec![
        ("CW-F-001", alone(RIGHT.replace(';', "/").replace(',', ";"))),
        ("CW-F-002", alone(utf_16(RIGHT))),
        ("CW-F-003", alone(latin)),
        ("CW-F-004", alone(format!("\u{feff}{RIGHT}"))),
        ("CW-F-005", edited(header_end, "MigrationStatus\n")),
        ("CW-F-006", edited(",Mapped", "")),
        ("CW-F-007", edited(header_end, "MigrationStatus\r\n\r\n")),
        ("CW-F-008", edited(",Mapped", ",\"Mapped")),
        ("CW-F-009", edited("Mapped", "Map\0ped")),
        ("CW-F-010", edited("ArchiveGuid,", "exchangeguid,")),
        (
            "CW-F-011",
            edited("TargetExternalDirectoryObjectId", "Ziel"),
        ),
        ("CW-F-012", alone("TargetExternalDirectoryObjectId\r\n\r\n")),
        ("CW-F-013", edited("MigrationStatus", "DisplayName")),
        (
            "CW-F-014",
            against_baseline(&RIGHT.replace("MigrationStatus", "Comment"), RIGHT),
        ),
        (
            "CW-F-015",
            alone(RIGHT.split_inclusive('\n').next().unwrap()),
        ),
        (
            "CW-F-016",
            edited("PrimarySmtpAddress", "Primary SMTP Adress"),
        ),
        ("CW-F-017", edited("cn=Lena", "cn=\"Lena\"")),
        ("CW-F-018", alone(damaged)),
        ("CW-F-019", alone(RIGHT.trim_end())),
        (
            "CW-F-020",
            alone(format!("#TYPE Selected.Thing\r\n{RIGHT}")),
        ),
        ("CW-F-021", with_extra_row(",,,,,,,,")),
        (
            "CW-F-022",
            against_baseline(&RIGHT.replace("MigrationStatus", "Comment"), RIGHT),
        ),
        ("CW-F-023", edited(",ExchangeGuid", ", ExchangeGuid")),
        ("CW-F-024", alone(read(RIGHT).spreadsheet_safe().unwrap())),
        ("CW-M-001", edited(LENA_TARGET, "lena@fabrikam.example")),
        ("CW-M-002", edited(LENA_TARGET, NIL)),
        ("CW-M-003", edited(LENA, "lena")),
        ("CW-M-004", with_extra_row(&format!(",,,,,,,{OTHER},"))),
        ("CW-M-005", edited(OMAR, LENA)),
        ("CW-M-006", edited(OMAR_TARGET, LENA_TARGET)),
        ("CW-M-007", edited(LENA_TARGET, LENA)),
        ("CW-M-008", edited(LENA_TARGET, "")),
        ("CW-M-009", against_mail_users(vec![ready()])),
        ("CW-M-010", judged(&lena(), |t| t.is_dir_synced = true)),
        (
            "CW-M-011",
            against_baseline(&RIGHT.replace("cn=Lena", "cn=Lina"), RIGHT),
        ),
        (
            "CW-M-012",
            against_baseline(&RIGHT.replace(LENA, OTHER), RIGHT),
        ),
        (
            "CW-M-013",
            against_baseline(&RIGHT.replace(LENA, OTHER), RIGHT),
        ),
        (
            "CW-M-014",
            edited(&format!("{OMAR_TARGET},Mapped"), ",Mapped"),
        ),
        (
            "CW-M-015",
            edited("lena@contoso.example", "=cmd|' /C calc'!A1"),
        ),
        ("CW-M-016", edited(LENA_TARGET, &format!(" {LENA_TARGET}"))),
        ("CW-M-017", edited("Copied", "Kopiert")),
        ("CW-M-018", {
            let written = RIGHT.replace("Mapped", "Written");
            against_baseline(&written.replace(OMAR_TARGET, OTHER), &written)
        }),
        (
            "CW-M-019",
            edited("55555555-", "5,5E+07-")
                .into_iter()
                .chain(edited("55555555-", "5E+07-"))
                .collect(),
        ),
        ("CW-M-020", {
            // Lena's row with Omar's name for sign-in.
            let mixed = RIGHT.replace(
                ",lena@contoso.example,lena@contoso.example",
                ",omar@contoso.example,lena@contoso.example",
            );
            against_baseline(&mixed, RIGHT)
        }),
        (
            "CW-M-021",
            against_mailbox("Alias", "lena")
                .into_iter()
                .chain({
                    let refs = References {
                        source_mailboxes: Some(shared::references::SourceMailboxes::default()),
                        ..References::default()
                    };
                    check(&read(RIGHT), &refs)
                })
                .collect(),
        ),
        ("CW-M-022", against_mailbox("ExchangeGuid", OTHER)),
        (
            "CW-M-023",
            against_mailbox("LegacyExchangeDN", "/o=x/cn=Lena"),
        ),
        (
            "CW-M-024",
            against_mailbox("PrimarySmtpAddress", "lena.berg@contoso.example"),
        ),
        (
            "CW-M-025",
            against_mailbox("EmailAddresses", "SMTP:lena@contoso.example"),
        ),
        ("CW-A-001", edited(",lena@contoso.example,0", ",lena,0")),
        ("CW-A-002", edited(";smtp:l@", ";SMTP:l@")),
        ("CW-A-003", edited(";smtp:l@", ";smtp:l l@")),
        ("CW-A-004", edited(LEGACY, "")),
        (
            "CW-A-005",
            edited("SMTP:omar@contoso.example", "System.Collections.ArrayList"),
        ),
        (
            "CW-A-006",
            judged(&lena(), |t| {
                t.primary_smtp_address = "lena@contoso.example".into();
            }),
        ),
        (
            "CW-A-007",
            judged(&lena(), |t| {
                t.email_addresses.push("smtp:lena@contoso.example".into());
            }),
        ),
        ("CW-A-008", claimed_from(&["X500:/O=old/cn=lena"])),
        (
            "CW-A-009",
            edited(
                "SMTP:omar@contoso.example",
                "{SMTP:omar@contoso.example...}",
            ),
        ),
        ("CW-R-001", judged(&lena(), |t| t.exchange_guid = None)),
        (
            "CW-R-002",
            judged(&lena(), |t| t.exchange_guid = Some(OTHER.parse().unwrap())),
        ),
        ("CW-R-003", {
            let archive = Some(OTHER.parse().unwrap());
            judged(
                &SourceMailbox {
                    archive_guid: archive,
                    ..lena()
                },
                |_| {},
            )
        }),
        ("CW-R-004", {
            let archive = Some(OTHER.parse().unwrap());
            let source = SourceMailbox {
                archive_guid: archive,
                ..lena()
            };
            judged(&source, |t| t.archive_guid = Some(OMAR.parse().unwrap()))
        }),
        (
            "CW-R-005",
            judged(&lena(), |t| t.archive_guid = Some(OTHER.parse().unwrap())),
        ),
        (
            "CW-R-006",
            judged(&lena(), |t| {
                t.email_addresses.retain(|a| !a.ends_with(LEGACY));
            }),
        ),
        (
            "CW-R-007",
            judged(&lena(), |t| {
                t.email_addresses.retain(|a| !a.contains("/o=Old"));
            }),
        ),
        (
            "CW-R-008",
            judged(&lena(), |t| {
                t.user_principal_name = "lena@contoso.example".into();
            }),
        ),
        (
            "CW-R-009",
            judged(&lena(), |t| t.external_email_address = None),
        ),
        (
            "CW-R-010",
            judged(&lena(), |t| {
                t.external_email_address = Some("SMTP:x@contoso.example".into());
            }),
        ),
        (
            "CW-R-011",
            judged(&lena(), |t| {
                t.primary_smtp_address = "l@fabrikam.example".into();
            }),
        ),
        (
            "CW-R-012",
            judged(&lena(), |t| t.primary_smtp_address = String::new()),
        ),
        (
            "CW-R-013",
            source_says("MailboxLocations", &"1;x;AuxArchive;y ".repeat(13)),
        ),
        (
            "CW-R-014",
            both_say(
                ["PersistedCapabilities", ""],
                ["PersistedCapabilities", "Other"],
            ),
        ),
        ("CW-R-015", source_says("LitigationHoldEnabled", "True")),
        ("CW-R-016", source_says("DelayHoldApplied", "True")),
        ("CW-R-017", source_says("DelayReleaseHoldApplied", "True")),
        ("CW-R-018", source_says("ComplianceTagHoldApplied", "True")),
        ("CW-R-019", source_says("InPlaceHolds", "UniH1")),
        (
            "CW-R-020",
            target_says("PreviousRecipientTypeDetails", "UserMailbox"),
        ),
        (
            "CW-R-021",
            both_say(
                ["TotalDeletedItemSize", "31 GB (33 bytes)"],
                ["RecoverableItemsQuota", "30 GB (32 bytes)"],
            ),
        ),
        (
            "CW-R-022",
            source_says("MailboxMoveRemoteHostName", "mail.contoso.example"),
        ),
        (
            "CW-R-023",
            target_says("RecipientTypeDetails", "UserMailbox"),
        ),
        ("CW-R-024", target_says("WhenSoftDeleted", "2026-01-01")),
        (
            "CW-R-025",
            both_say(["Alias", ""], ["EmailAddresses", "SMTP:lena@other.example"]),
        ),
        (
            "CW-R-026",
            both_say(
                ["EmailAddresses", "X400:C=US;S=Berg;"],
                ["EmailAddresses", "SMTP:lena@fabrikam.example"],
            ),
        ),
        (
            "CW-R-027",
            both_say(["Alias", ""], ["EmailAddresses", "SMTP:l@fabrikam.example"]),
        ),
    ]
}

#[test]
fn a_right_file_and_a_ready_mail_user_have_no_findings() {
    assert_eq!(alone(RIGHT), []);
    assert_eq!(against_baseline(RIGHT, RIGHT), []);
    assert_eq!(judged(&lena(), |_| {}), []);
    let omar = TargetMailUser {
        id: OMAR_TARGET.parse().unwrap(),
        external_email_address: Some("SMTP:omar@contoso.example".into()),
        email_addresses: vec!["SMTP:lena@fabrikam.example".into()],
        exchange_guid: None,
        ..ready()
    };
    assert_eq!(against_mail_users(vec![ready(), omar]), []);
}

#[test]
fn every_rule_fires_with_its_own_level_and_a_sentence() {
    for (code, findings) in cases() {
        let rule = catalogue().iter().find(|rule| rule.code == code);
        let rule = rule.unwrap_or_else(|| panic!("{code} is not in the catalogue"));
        let finding = findings.iter().find(|finding| finding.code == code);
        let finding = finding.unwrap_or_else(|| panic!("{code} did not fire: {findings:?}"));
        assert_eq!(finding.severity, rule.severity, "{code}");
        assert!(
            finding.message.ends_with('.'),
            "{code}: {}",
            finding.message
        );
        match rule.level {
            Level::File => assert_eq!((finding.row, &finding.column), (None, &None), "{code}"),
            Level::Column => assert!(finding.row.is_none() && finding.column.is_some(), "{code}"),
            // Readiness judges a MailUser, which stands in no row by itself.
            Level::Row => assert!(finding.row.is_some() || finding.column.is_some(), "{code}"),
        }
    }
}

#[test]
fn every_rule_of_the_catalogue_has_a_case() {
    let known: BTreeSet<&str> = catalogue().iter().map(|rule| rule.code).collect();
    let fired: BTreeSet<&str> = cases().into_iter().map(|(code, _)| code).collect();
    assert_eq!(known, fired);
    assert_eq!(known.len(), catalogue().len(), "a code stands twice");
}

#[test]
fn the_catalogue_is_in_order_and_written_out() {
    for rule in catalogue() {
        assert!(
            !rule.title.is_empty() && rule.why.ends_with('.') && rule.how.ends_with('.'),
            "{}",
            rule.code
        );
    }
    for family in ["CW-F-", "CW-M-", "CW-A-", "CW-R-"] {
        let codes = catalogue()
            .iter()
            .map(|rule| rule.code)
            .filter(|code| code.starts_with(family));
        for (at, code) in codes.enumerate() {
            assert_eq!(code, format!("{family}{:03}", at + 1));
        }
    }
}

#[test]
fn a_target_mapped_twice_is_held_back_in_both_rows_and_refuses_nothing() {
    let file = read(RIGHT.replace(OMAR_TARGET, LENA_TARGET));
    let findings = check(&file, &References::default());
    let messages: Vec<_> = findings
        .iter()
        .map(|f| (f.row, f.message.as_str()))
        .collect();
    assert_eq!(
        messages,
        [
            (
                Some(1),
                "22222222-0000-4000-8000-00000000000a stands in row 2 as well."
            ),
            (
                Some(2),
                "22222222-0000-4000-8000-00000000000a stands in row 1 as well."
            ),
        ]
    );
    assert_eq!(rows_held_back(&findings), BTreeSet::from([1, 2]));
    assert!(!refuses_upload(&findings));
    let summary = summarise(&file, &findings);
    assert_eq!(
        (
            summary.rows,
            summary.ready,
            summary.held_back,
            summary.errors
        ),
        (2, 0, 2, 2)
    );
}

#[test]
fn an_error_about_the_file_or_a_column_refuses_an_upload() {
    for code in [
        "CW-F-001", "CW-F-002", "CW-F-008", "CW-F-009", "CW-F-010", "CW-F-011", "CW-F-012",
        "CW-F-014", "CW-F-015", "CW-F-020",
    ] {
        let (_, findings) = cases()
            .into_iter()
            .find(|(known, _)| *known == code)
            .unwrap();
        assert!(refuses_upload(&findings), "{code}");
    }
    for code in ["CW-F-003", "CW-F-006", "CW-M-001", "CW-M-013", "CW-A-001"] {
        let (_, findings) = cases()
            .into_iter()
            .find(|(known, _)| *known == code)
            .unwrap();
        assert!(!refuses_upload(&findings), "{code}: {findings:?}");
    }
}

#[test]
fn a_mail_user_that_is_not_ready_warns_and_holds_nothing_back() {
    let wrong = TargetMailUser {
        primary_smtp_address: "lena@contoso.example".into(),
        is_dir_synced: true,
        ..ready()
    };
    let omar = TargetMailUser {
        id: OMAR_TARGET.parse().unwrap(),
        external_email_address: Some("SMTP:omar@contoso.example".into()),
        email_addresses: vec!["SMTP:lena@fabrikam.example".into()],
        exchange_guid: None,
        ..ready()
    };
    let findings = against_mail_users(vec![wrong, omar]);
    let said: Vec<_> = findings
        .iter()
        .map(|f| (f.code.as_ref(), f.row, f.severity))
        .collect();
    assert_eq!(
        said,
        [
            ("CW-M-010", Some(1), Severity::Warning),
            ("CW-A-006", Some(1), Severity::Warning),
            ("CW-R-011", Some(1), Severity::Warning),
        ]
    );
    assert!(rows_held_back(&findings).is_empty());
}

#[test]
fn a_name_in_two_rows_is_found_whatever_its_case() {
    let findings = edited("omar@contoso.example,omar@", "omar@contoso.example,LENA@");
    let codes: Vec<_> = findings.iter().map(|f| (f.code.as_ref(), f.row)).collect();
    assert_eq!(codes, [("CW-M-005", Some(1)), ("CW-M-005", Some(2))]);
}

#[test]
fn findings_come_in_the_order_of_the_file() {
    let text = RIGHT
        .replace(LENA_TARGET, "x")
        .replace(OMAR_TARGET, "y")
        .replace("\r\n", "\n");
    let findings = alone(format!("{}\r\n{text}", "sep=,"));
    let rows: Vec<_> = findings.iter().map(|f| f.row).collect();
    assert_eq!(rows, [None, Some(1), Some(2)]);

    let text = RIGHT
        .replace(OMAR_TARGET, "y")
        .replace(LENA_TARGET, "x")
        .replace("cn=Omar", "cn=\"Omar\"");
    let said: Vec<_> = alone(text)
        .iter()
        .map(|f| (f.row, f.code.clone()))
        .collect();
    assert_eq!(
        said,
        [
            (Some(1), "CW-M-001".into()),
            (Some(2), "CW-F-017".into()),
            (Some(2), "CW-M-001".into())
        ]
    );
}

#[test]
fn a_message_never_steers_a_terminal() {
    let findings = edited(
        "omar@contoso.example,omar@contoso.example",
        "LENA@contoso.example,o\u{1b}[31m\u{202e}m@x.example",
    );
    assert!(!findings.is_empty());
    for finding in &findings {
        assert!(
            !finding.message.contains(['\u{1b}', '\u{202e}']),
            "{}",
            finding.message
        );
    }
    let findings = alone(
        RIGHT
            .replace("lena@", "x\u{1b}@")
            .replace("omar@", "x\u{1b}@"),
    );
    let twice = findings
        .iter()
        .find(|finding| finding.code == "CW-M-005")
        .unwrap();
    assert!(
        twice.message.starts_with("x\\u{1b}@contoso.example stands"),
        "{}",
        twice.message
    );
}

#[test]
fn a_field_yields_one_finding_however_many_addresses_are_damaged() {
    let findings = edited("smtp:l@", "smtp:a;smtp:b;SMTP:c@d.example;SMTP:l@");
    let said: Vec<_> = findings
        .iter()
        .map(|f| (f.code.as_ref(), f.message.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (
                "CW-A-002",
                "3 addresses are primary, from SMTP:lena@contoso.example to SMTP:l@contoso.example."
            ),
            (
                "CW-A-003",
                "\"smtp:a\" is not an e-mail address, nor is another."
            ),
        ]
    );
}

#[test]
fn places_in_the_file_are_named_by_their_row() {
    let second_row = "\r\n11111111-0000-4000-8000-00000000000b";
    for (from, to, expected) in [
        (
            second_row,
            format!("\r\n{second_row}"),
            "1 line is blank, the first before row 2.",
        ),
        (
            "Mapped\r\n",
            "Mapped\r\n\r\n\r\n".into(),
            "2 lines are blank, the first before row 3.",
        ),
        (
            ",Mapped",
            ",\"Mapped".into(),
            "A quote opens in row 2 and is never closed.",
        ),
        (
            "cn=Omar",
            "\0".into(),
            "The file contains 1 NUL character, the first in row 2.",
        ),
        (
            "Source",
            "\0Source".into(),
            "The file contains 1 NUL character, the first in the header.",
        ),
        (
            second_row,
            format!("\r\n\0{}", second_row.trim_start()),
            "The file contains 1 NUL character, the first in row 2.",
        ),
    ] {
        let findings = edited(from, &to);
        let said: Vec<_> = findings.iter().map(|f| f.message.as_str()).collect();
        assert!(said.contains(&expected), "{said:?}");
    }
    let mut broken = RIGHT.replace("cn=Lena", "cn=Jörg").into_bytes();
    let at = broken.windows(7).position(|w| w == b"cn=Omar").unwrap();
    broken[at] = 0xff;
    // As much right as wrong would be a guess; two right characters make it UTF-8.
    broken.splice(at + 1..at + 3, "öö".bytes());
    let findings = alone(broken);
    assert_eq!(
        findings[0].message,
        "1 character is broken, the first in row 2."
    );
}

#[test]
fn what_a_file_holds_is_counted() {
    let text = format!("{}{}", RIGHT.replace(LENA_TARGET, ""), "ragged\r\n");
    let file = read(text);
    let summary = summarise(&file, &check(&file, &References::default()));
    assert_eq!(
        (
            summary.rows,
            summary.ready,
            summary.unmapped,
            summary.held_back
        ),
        (3, 1, 1, 1)
    );
    assert_eq!((summary.errors, summary.warnings, summary.notes), (1, 0, 1));
}

#[test]
fn a_baseline_is_compared_by_source_key_and_not_by_place() {
    let mut lines: Vec<&str> = RIGHT.split_inclusive('\n').collect();
    lines.swap(1, 2);
    let swapped = lines.concat().replace(LENA, &LENA.to_uppercase());
    let findings = against_baseline(&swapped, RIGHT);
    let said: Vec<_> = findings
        .iter()
        .map(|f| (f.code.as_ref(), f.row, f.column.as_deref()))
        .collect();
    assert_eq!(
        said,
        [("CW-M-011", Some(2), Some("SourceExternalDirectoryObjectId"))]
    );

    let findings = against_baseline(lines[..2].concat().as_str(), RIGHT);
    let messages: Vec<_> = findings.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(
        messages,
        [format!("A row of the downloaded file is missing: {LENA}.")]
    );
}

#[test]
fn a_target_may_be_changed_until_it_is_written() {
    for status in ["Copied", "Unmapped", "Mapped", "Written", "Completed"] {
        let baseline = RIGHT.replace("Mapped", status);
        let findings = against_baseline(&baseline.replace(OMAR_TARGET, OTHER), &baseline);
        let is_refused = ["Written", "Completed"].contains(&status);
        assert_eq!(!findings.is_empty(), is_refused, "{status}: {findings:?}");
    }
}
