use super::*;

const EXCHANGE_GUID: &str = "11111111-0000-4000-8000-000000000001";
const OTHER_GUID: &str = "22222222-0000-4000-8000-000000000002";

fn mikey_mailbox() -> SourceMailbox {
    SourceMailbox {
        id: "33333333-0000-4000-8000-000000000003".parse().unwrap(),
        user_principal_name: "mikey@sourcetenant.com".into(),
        primary_smtp_address: "mikey@sourcetenant.com".into(),
        archive_guid: Some("44444444-0000-4000-8000-000000000004".parse().unwrap()),
        exchange_guid: EXCHANGE_GUID.parse().unwrap(),
        legacy_exchange_dn: "/o=ExchangeLabs/cn=Recipients/cn=1-Mikey".into(),
        email_addresses: vec![
            "SMTP:mikey@sourcetenant.com".into(),
            "smtp:mikey@sourcetenant.onmicrosoft.com".into(),
            "x500:/o=First Organization/cn=Mikey".into(),
        ],
        display_name: "Mikey".into(),
        alias: "mikey".into(),
    }
}

/// The guide's incorrectly configured MailUser.
fn mikey_meu() -> TargetMailUser {
    TargetMailUser {
        id: "55555555-0000-4000-8000-000000000005".parse().unwrap(),
        display_name: "Mikey MEU".into(),
        user_principal_name: "mikey@targettenant.onmicrosoft.com".into(),
        primary_smtp_address: "mikey@sourcetenant.com".into(),
        external_email_address: Some("SMTP:mikey@sourcetenant.com".into()),
        email_addresses: vec![
            "smtp:mikey@targettenant.onmicrosoft.com".into(),
            "SMTP:mikey@sourcetenant.com".into(),
        ],
        exchange_guid: None,
        archive_guid: None,
        is_dir_synced: false,
    }
}

/// The guide's corrected form.
fn corrected() -> TargetMailUser {
    TargetMailUser {
        primary_smtp_address: "mikey@targettenant.onmicrosoft.com".into(),
        email_addresses: vec!["smtp:mikey@targettenant.onmicrosoft.com".into()],
        ..mikey_meu()
    }
}

/// The corrected form with everything that a write adds.
fn written() -> TargetMailUser {
    let source = mikey_mailbox();
    TargetMailUser {
        exchange_guid: Some(source.exchange_guid),
        archive_guid: source.archive_guid,
        email_addresses: vec![
            "SMTP:mikey@targettenant.onmicrosoft.com".into(),
            "X500:/o=ExchangeLabs/cn=Recipients/cn=1-MIKEY".into(),
            "x500:/o=First Organization/cn=Mikey".into(),
        ],
        ..corrected()
    }
}

fn judged(target: &TargetMailUser, phase: Phase) -> Vec<(String, Severity)> {
    let accepted = ["targettenant.onmicrosoft.com".to_owned()];
    readiness(&mikey_mailbox(), target, &accepted, phase)
        .into_iter()
        .map(|finding| (finding.code.into_owned(), finding.severity))
        .collect()
}

#[test]
fn the_guides_incorrect_mail_user_has_exactly_its_two_issues() {
    let accepted = ["targettenant.onmicrosoft.com".to_owned()];
    let findings = readiness(
        &mikey_mailbox(),
        &mikey_meu(),
        &accepted,
        Phase::BeforeWrite,
    );
    let columns: Vec<_> = findings
        .iter()
        .filter_map(|f| f.column.as_deref())
        .collect();
    assert_eq!(
        columns,
        ["PrimarySmtpAddress", "EmailAddresses"],
        "{findings:?}"
    );
    assert_eq!(judged(&mikey_meu(), Phase::BeforeWrite).len(), 2);
}

#[test]
fn the_guides_corrected_mail_user_has_none() {
    assert_eq!(judged(&corrected(), Phase::BeforeWrite), []);
    assert_eq!(judged(&written(), Phase::AfterWrite), []);
}

#[test]
fn what_is_missing_after_the_write_is_an_error() {
    let codes: Vec<String> = judged(&corrected(), Phase::AfterWrite)
        .into_iter()
        .map(|(code, severity)| {
            assert_eq!(severity, Severity::Error);
            code
        })
        .collect();
    assert_eq!(codes, ["CW-R-001", "CW-R-003", "CW-R-006", "CW-R-007"]);
}

#[test]
fn what_is_different_is_a_warning_before_the_write_and_an_error_after_it() {
    type Change = fn(&mut TargetMailUser);
    let cases: [(&str, Change); 3] = [
        ("CW-R-002", |t| {
            t.exchange_guid = Some(OTHER_GUID.parse().unwrap());
        }),
        ("CW-R-004", |t| {
            t.archive_guid = Some(OTHER_GUID.parse().unwrap());
        }),
        ("CW-R-010", |t| {
            t.external_email_address = Some("SMTP:mia@sourcetenant.com".into());
        }),
    ];
    for (code, change) in cases {
        let mut target = written();
        change(&mut target);
        for (phase, severity) in [
            (Phase::BeforeWrite, Severity::Warning),
            (Phase::AfterWrite, Severity::Error),
        ] {
            assert_eq!(
                judged(&target, phase),
                [(code.to_owned(), severity)],
                "{phase:?}"
            );
        }
    }
}

#[test]
fn an_archive_that_the_mailbox_lacks_is_named() {
    let source = SourceMailbox {
        archive_guid: None,
        ..mikey_mailbox()
    };
    let findings = readiness(&source, &written(), &[], Phase::AfterWrite);
    let codes: Vec<_> = findings.iter().map(|f| f.code.as_ref()).collect();
    assert_eq!(codes, ["CW-R-005"]);
}

#[test]
fn any_address_of_the_source_may_be_the_external_one() {
    let target = TargetMailUser {
        external_email_address: Some("smtp:Mikey@sourcetenant.onmicrosoft.com".into()),
        ..written()
    };
    assert_eq!(judged(&target, Phase::AfterWrite), []);
}

#[test]
fn without_known_domains_nothing_is_said_about_them() {
    let findings = readiness(&mikey_mailbox(), &mikey_meu(), &[], Phase::BeforeWrite);
    assert_eq!(findings, []);
}

#[test]
fn a_missing_address_is_named_once_even_if_the_source_lists_it_twice() {
    let mut source = mikey_mailbox();
    let legacy = address::x500_of(&source.legacy_exchange_dn).to_uppercase();
    source.email_addresses.push(legacy);
    let mut target = written();
    target
        .email_addresses
        .retain(|entry| !address::is_x500(entry));
    let findings = readiness(&source, &target, &[], Phase::AfterWrite);
    let codes: Vec<_> = findings.iter().map(|f| f.code.as_ref()).collect();
    assert_eq!(codes, ["CW-R-006", "CW-R-007"]);
}

#[test]
fn a_source_without_a_legacy_exchange_dn_asks_for_none() {
    let mut source = mikey_mailbox();
    source.legacy_exchange_dn.clear();
    let findings = readiness(&source, &written(), &[], Phase::AfterWrite);
    assert_eq!(findings, []);
}
