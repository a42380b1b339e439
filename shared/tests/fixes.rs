//! A rule that says that the program can do something about it is right: the fix takes
//! the finding away, and brings no error.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::{collections::BTreeSet, fmt::Write};

use shared::{
    checks::{
        Checked, Finding, Fix, References, Severity, catalogue, check, fix_all, fix_all_found,
        fix_for,
    },
    fingerprint::Seed,
    identity::TargetMailUser,
    mapping_file::{Lock, MappingFile, RowId, open},
};

const LENA_TARGET: &str = "22222222-0000-4000-8000-00000000000a";
const OTHER: &str = "33333333-0000-4000-8000-000000000003";

/// Two rows without anything to say about them.
const RIGHT: &str = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,ArchiveGuid,ExchangeGuid,LegacyExchangeDN,EmailAddresses,TargetExternalDirectoryObjectId,MigrationStatus\r\n\
    11111111-0000-4000-8000-00000000000a,lena@contoso.example,lena@contoso.example,00000000-0000-0000-0000-000000000000,44444444-0000-4000-8000-00000000000a,/o=ExchangeLabs/cn=Lena,SMTP:lena@contoso.example;smtp:l@contoso.example;X500:/o=Old/cn=Lena,22222222-0000-4000-8000-00000000000a,Copied\r\n\
    11111111-0000-4000-8000-00000000000b,omar@contoso.example,omar@contoso.example,55555555-0000-4000-8000-00000000000b,44444444-0000-4000-8000-00000000000b,/o=ExchangeLabs/cn=Omar,SMTP:omar@contoso.example,22222222-0000-4000-8000-00000000000b,Written\r\n";

fn read(bytes: impl Into<Vec<u8>>) -> MappingFile {
    open(bytes.into()).unwrap()
}

fn edited(from: &str, to: &str) -> Vec<u8> {
    assert!(RIGHT.contains(from), "{from:?} is not in the file");
    RIGHT.replacen(from, to, 1).into_bytes()
}

fn alone() -> References {
    References::default()
}

fn downloaded() -> References {
    References {
        baseline: Some(read(RIGHT).into()),
        ..References::default()
    }
}

fn mail_user(id: &str, upn: &str) -> TargetMailUser {
    TargetMailUser {
        id: id.parse().unwrap(),
        display_name: String::new(),
        user_principal_name: upn.to_owned(),
        primary_smtp_address: upn.replace("fabrikam", "mail.fabrikam"),
        external_email_address: Some("SMTP:lena@contoso.example".into()),
        email_addresses: vec!["smtp:shared@fabrikam.example".into()],
        exchange_guid: None,
        archive_guid: None,
        is_dir_synced: false,
    }
}

fn with_mail_users() -> References {
    let users = vec![
        mail_user(LENA_TARGET, "lena@fabrikam.example"),
        mail_user(
            "22222222-0000-4000-8000-00000000000b",
            "omar@fabrikam.example",
        ),
    ];
    References {
        mail_users: Some(users.into()),
        ..References::default()
    }
}

fn utf_16(text: &str) -> Vec<u8> {
    let units = format!("\u{feff}{text}");
    units.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// What each rule with a fix is fired by.
fn cases() -> Vec<(&'static str, Vec<u8>, References)> {
    let header_end = "MigrationStatus\r\n";
    let semicolons = RIGHT.replace(';', "/").replace(',', ";");
    let mut latin = RIGHT.as_bytes().to_vec();
    let at = RIGHT.find("/cn=Lena").unwrap() + 5;
    latin[at] = 0xe4;
    let twice = |value: &str| {
        let mut lines = RIGHT.lines();
        let header = lines.next().unwrap();
        let mut text = format!("{header},migrationstatus\r\n");
        for line in lines {
            let same = line.rsplit(',').next().unwrap();
            let second = if value == "same" { same } else { value };
            write!(text, "{line},{second}\r\n").unwrap();
        }
        text.into_bytes()
    };
    vec![
        ("CW-F-001", semicolons.clone().into(), alone()),
        ("CW-F-002", utf_16(RIGHT), alone()),
        ("CW-F-003", latin, alone()),
        ("CW-F-004", format!("\u{feff}{RIGHT}").into(), alone()),
        ("CW-F-005", edited(header_end, "MigrationStatus\n"), alone()),
        (
            "CW-F-007",
            edited(header_end, "MigrationStatus\r\n\r\n"),
            alone(),
        ),
        ("CW-F-010", twice("same"), alone()),
        ("CW-F-010", twice(""), alone()),
        (
            "CW-F-013",
            edited("MigrationStatus", "DisplayName"),
            alone(),
        ),
        (
            "CW-F-014",
            edited("MigrationStatus", "Comment"),
            downloaded(),
        ),
        (
            "CW-F-016",
            edited("PrimarySmtpAddress", "Primary SMTP Adress"),
            alone(),
        ),
        ("CW-F-017", edited("cn=Lena", "cn=\"Lena\""), alone()),
        ("CW-F-019", RIGHT.trim_end().into(), alone()),
        (
            "CW-F-020",
            format!("#TYPE Selected.Thing\r\n{RIGHT}").into(),
            alone(),
        ),
        ("CW-F-020", format!("sep=,\r\n{RIGHT}").into(), alone()),
        ("CW-F-020", format!("sep=;\r\n{semicolons}").into(), alone()),
        ("CW-F-021", format!("{RIGHT},,,,,,,,\r\n").into(), alone()),
        (
            "CW-F-023",
            edited(",ExchangeGuid", ", ExchangeGuid"),
            alone(),
        ),
        ("CW-F-024", read(RIGHT).spreadsheet_safe().unwrap(), alone()),
        (
            "CW-M-001",
            edited(LENA_TARGET, &LENA_TARGET.replace('-', "")),
            alone(),
        ),
        (
            "CW-M-001",
            edited(LENA_TARGET, &format!("\"\"\"{LENA_TARGET}\"\"\"")),
            alone(),
        ),
        (
            "CW-M-001",
            edited(LENA_TARGET, "LENA@fabrikam.example"),
            with_mail_users(),
        ),
        (
            "CW-M-001",
            edited(LENA_TARGET, "lena@mail.fabrikam.example "),
            with_mail_users(),
        ),
        (
            "CW-M-002",
            edited(LENA_TARGET, "00000000-0000-0000-0000-000000000000"),
            alone(),
        ),
        ("CW-M-011", edited("cn=Lena", "cn=Lina"), downloaded()),
        (
            "CW-M-016",
            edited(LENA_TARGET, &format!("\u{a0}{LENA_TARGET} ")),
            alone(),
        ),
        (
            "CW-M-018",
            edited("22222222-0000-4000-8000-00000000000b", OTHER),
            downloaded(),
        ),
    ]
}

fn errors(findings: &[Finding]) -> BTreeSet<(&str, Option<u32>, Option<&str>)> {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (&*finding.code, finding.row, finding.column.as_deref()))
        .collect()
}

#[test]
fn every_fix_takes_its_finding_away_and_brings_no_error() {
    for (code, bytes, refs) in cases() {
        let mut file = read(bytes.clone());
        let before = check(&file, &refs);
        let found: Vec<&Finding> = before
            .iter()
            .filter(|finding| finding.code == code)
            .collect();
        assert!(!found.is_empty(), "{code} is not found: {before:?}");
        for all in [false, true] {
            let fix = if all {
                fix_all(&file, &refs, code, &before)
            } else {
                fix_for(&file, &refs, found[0])
            };
            let fix = fix.unwrap_or_else(|| panic!("{code} has no fix"));
            let changed = fix.apply(&mut file).unwrap();
            assert!(!changed.is_nothing(), "{code}");
            let after = check(&file, &refs);
            assert!(
                after.iter().all(|finding| finding.code != code),
                "{code}: {after:?}"
            );
            let new: Vec<_> = errors(&after)
                .difference(&errors(&before))
                .copied()
                .collect();
            assert!(new.is_empty(), "{code}: {new:?}");
            assert_eq!(
                (file.lock(), file.undo_names().count()),
                (Lock::TargetOnly, 1)
            );
            assert_eq!(file.undo_names().next(), Some(&*fix.title));
            file.undo();
            assert_eq!(file.save(), bytes, "{code}");
        }
    }
}

#[test]
fn every_rule_that_says_it_has_a_fix_has_a_case_and_no_other() {
    let tried: BTreeSet<&str> = cases().iter().map(|(code, ..)| *code).collect();
    let said: BTreeSet<&str> = catalogue()
        .iter()
        .filter(|rule| rule.fix.is_some())
        .map(|rule| rule.code)
        .collect();
    assert_eq!(tried, said);
}

fn fix_of(bytes: &[u8], refs: &References, code: &str) -> Option<Fix> {
    let file = read(bytes);
    let findings = check(&file, refs);
    let finding = findings.iter().find(|finding| finding.code == code);
    fix_for(
        &file,
        refs,
        finding.unwrap_or_else(|| panic!("{code} is not found")),
    )
}

#[test]
fn what_is_not_certain_has_no_fix() {
    for (code, bytes, refs) in [
        // Both MailUsers have the address.
        (
            "CW-M-001",
            edited(LENA_TARGET, "shared@fabrikam.example"),
            with_mail_users(),
        ),
        (
            "CW-M-001",
            edited(LENA_TARGET, "nobody@fabrikam.example"),
            with_mail_users(),
        ),
        // The source's own address leads nowhere by itself.
        (
            "CW-M-001",
            edited(LENA_TARGET, "lena@contoso.example"),
            with_mail_users(),
        ),
        (
            "CW-M-001",
            edited(LENA_TARGET, "lena@fabrikam.example"),
            alone(),
        ),
        // The second column says something else.
        ("CW-F-010", edited("ArchiveGuid,", "exchangeguid,"), alone()),
        // Which field of a short row is the column's?
        (
            "CW-F-013",
            edited(",MigrationStatus\r\n", ",MigrationStatus,X\r\n"),
            alone(),
        ),
        ("CW-F-019", edited("Written\r\n", "\"Written"), alone()),
        (
            "CW-M-006",
            edited("22222222-0000-4000-8000-00000000000b", LENA_TARGET),
            alone(),
        ),
    ] {
        assert_eq!(fix_of(&bytes, &refs, code), None, "{code}");
    }
}

#[test]
fn a_fix_says_what_it_does() {
    let semicolons = RIGHT.replace(';', "/").replace(',', ";");
    for (code, bytes, refs, title) in [
        (
            "CW-M-016",
            edited(LENA_TARGET, " x "),
            alone(),
            "Remove the white space around the target",
        ),
        (
            "CW-M-001",
            edited(LENA_TARGET, "lena@fabrikam.example"),
            with_mail_users(),
            "Write the target as 22222222-0000-4000-8000-00000000000a",
        ),
        (
            "CW-M-001",
            edited(LENA_TARGET, &"0".repeat(32)),
            alone(),
            "Empty the target",
        ),
        (
            "CW-M-011",
            edited("cn=Lena", "cn=Lina"),
            downloaded(),
            "Put LegacyExchangeDN back as it was downloaded",
        ),
        (
            "CW-F-013",
            edited("MigrationStatus", "DisplayName"),
            alone(),
            "Remove the column DisplayName",
        ),
        (
            "CW-F-004",
            format!("\u{feff}{RIGHT}").into(),
            alone(),
            "Remove the byte order mark",
        ),
        // A line for Excel says how fields are separated.
        (
            "CW-F-020",
            format!("sep=;\r\n{semicolons}").into(),
            alone(),
            "Separate fields by commas",
        ),
        (
            "CW-F-020",
            format!("sep=,\r\n{RIGHT}").into(),
            alone(),
            "Remove the lines before the header",
        ),
        (
            "CW-F-020",
            format!("#TYPE Selected.Thing\r\n{semicolons}").into(),
            alone(),
            "Remove the lines before the header",
        ),
    ] {
        assert_eq!(fix_of(&bytes, &refs, code).unwrap().title, title);
    }
}

#[test]
fn all_of_a_rule_are_fixed_in_one_step() {
    let text = RIGHT
        .replace("cn=Lena,", "cn=Lina,")
        .replace(",omar@contoso.example,omar@", ",omar@contoso.example,oma@")
        .replace("22222222", " 22222222");
    let mut file = read(text.clone());
    let refs = downloaded();
    let findings = check(&file, &refs);
    for (code, title, cells) in [
        ("CW-M-016", "Remove the white space around 2 targets", 2),
        (
            "CW-M-011",
            "Put 3 locked fields back as they were downloaded",
            3,
        ),
    ] {
        let fix = fix_all(&file, &refs, code, &findings).unwrap();
        assert_eq!(fix.title, title);
        let kept = Checked::new(file.clone(), downloaded().into(), &Seed::default());
        let by_places = fix_all_found(&file, &refs, code, kept.places());
        assert_eq!(by_places, Some(fix.clone()));
        let rule = catalogue().iter().find(|rule| rule.code == code).unwrap();
        assert_eq!(kept.fix_all(rule), Some(fix.clone()));
        assert_eq!(fix.apply(&mut file).unwrap().cells, cells);
    }
    assert_eq!(file.save(), RIGHT.as_bytes());
    assert_eq!(file.undo_names().count(), 2);
    while file.undo().is_some() {}
    assert_eq!(file.save(), text.as_bytes());
    assert_eq!(fix_all(&file, &refs, "CW-M-002", &findings), None);
    assert_eq!(fix_all(&file, &refs, "CW-X-999", &findings), None);
}

#[test]
fn a_fix_of_columns_names_them_unless_they_are_many() {
    for (code, (from, to), title) in [
        (
            "CW-F-013",
            (",MigrationStatus", ",A"),
            "Remove the column A",
        ),
        (
            "CW-F-013",
            (",MigrationStatus", ",A,B,C,D,E"),
            "Remove the columns A, B, C, D, E",
        ),
        (
            "CW-F-013",
            (",MigrationStatus", ",A,B,C,D,E,F"),
            "Remove 6 columns",
        ),
        (
            "CW-F-016",
            ("ArchiveGuid", "Archive Guid"),
            "Name the column ArchiveGuid again",
        ),
        (
            "CW-F-016",
            ("ArchiveGuid,ExchangeGuid", "Archive Guid,Exchange Guid"),
            "Give 2 columns their names back",
        ),
        // Two letters off, but not three.
        (
            "CW-F-016",
            (
                "ArchiveGuid,ExchangeGuid,LegacyExchangeDN",
                "ArchiveGu,Exchange,LegacyExchng",
            ),
            "Name the column ArchiveGuid again",
        ),
    ] {
        let mut lines: Vec<String> = RIGHT
            .replacen(from, to, 1)
            .lines()
            .map(Into::into)
            .collect();
        let columns = lines[0].split(',').count();
        for line in &mut lines[1..] {
            line.push_str(&",".repeat(columns - line.split(',').count()));
        }
        let file = read(lines.join("\r\n"));
        let fix = fix_all(&file, &alone(), code, &check(&file, &alone()));
        assert_eq!(fix.unwrap().title, title);
    }
}

#[test]
fn a_restoring_fix_needs_no_key_and_opens_nothing() {
    let mut file = read(edited("cn=Lena", "cn=Lina"));
    let fix = {
        let findings = check(&file, &downloaded());
        fix_all(&file, &downloaded(), "CW-M-011", &findings).unwrap()
    };
    fix.apply(&mut file).unwrap();
    assert_eq!(file.save(), RIGHT.as_bytes());
    assert!(file.set_cell(RowId(0), 5, "/o=x").is_err());
}
