use super::*;
use crate::ports::MailUserChange;

fn source() -> SourceMailbox {
    SourceMailbox {
        id: "cccccccc-0000-4000-8000-000000000001".parse().unwrap(),
        user_principal_name: "lena@contoso.example".to_owned(),
        primary_smtp_address: "lena@contoso.example".to_owned(),
        archive_guid: Some("aaaaaaaa-0000-4000-8000-000000000001".parse().unwrap()),
        exchange_guid: "eeeeeeee-0000-4000-8000-000000000001".parse().unwrap(),
        legacy_exchange_dn: "/o=ExchangeLabs/cn=Recipients/cn=Lena".to_owned(),
        email_addresses: vec![
            "SMTP:lena@contoso.example".to_owned(),
            "smtp:l.berg@contoso.example".to_owned(),
            "X500:/o=Old/cn=lena".to_owned(),
            "x500:/O=exchangelabs/cn=Recipients/cn=Lena".to_owned(),
            "SIP:lena@contoso.example".to_owned(),
            "X400:C=US;S=Berg".to_owned(),
        ],
        display_name: "Lena Berg".to_owned(),
        alias: "lena".to_owned(),
    }
}

fn target() -> TargetMailUser {
    TargetMailUser {
        id: "ffffffff-0000-4000-8000-000000000001".parse().unwrap(),
        display_name: "Lena Berg".to_owned(),
        user_principal_name: "lena@fabrikam.example".to_owned(),
        primary_smtp_address: "lena@fabrikam.example".to_owned(),
        external_email_address: Some("SMTP:lena@contoso.example".to_owned()),
        email_addresses: vec!["SMTP:lena@fabrikam.example".to_owned()],
        exchange_guid: None,
        archive_guid: None,
        is_dir_synced: false,
    }
}

fn accepted() -> Vec<String> {
    vec![
        "fabrikam.example".to_owned(),
        "Fabrikam.onmicrosoft.example".to_owned(),
    ]
}

fn calls(target: &TargetMailUser) -> Vec<MailUserChange> {
    match plan(&source(), target, &accepted()) {
        Plan::Write { calls, .. } => calls,
        other => panic!("{other:?}"),
    }
}

fn refusal(target: &TargetMailUser) -> String {
    match plan(&source(), target, &accepted()) {
        Plan::Refuse(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_right_mail_user_gets_ids_and_every_x500_in_one_call() {
    let Plan::Write { changes, calls } = plan(&source(), &target(), &accepted()) else {
        panic!()
    };
    assert_eq!(
        calls,
        [MailUserChange {
            exchange_guid: Some(source().exchange_guid),
            archive_guid: source().archive_guid,
            // The LegacyExchangeDN is there already, in other capitals.
            add_email_addresses: vec![
                "X500:/o=Old/cn=lena".to_owned(),
                "x500:/O=exchangelabs/cn=Recipients/cn=Lena".to_owned(),
            ],
            ..MailUserChange::default()
        }]
    );
    let attributes: Vec<_> = changes.iter().map(|change| change.attribute).collect();
    assert_eq!(
        attributes,
        ["ExchangeGuid", "ArchiveGuid", "EmailAddresses"]
    );
    assert_eq!(changes[0].before, Vec::<String>::new());
    assert_eq!(changes[2].before, target().email_addresses);
    assert_eq!(changes[2].after.len(), 3);
}

#[test]
fn a_written_mail_user_has_an_empty_plan() {
    let mut written = target();
    written.exchange_guid = Some(source().exchange_guid);
    written.archive_guid = source().archive_guid;
    written.email_addresses.extend([
        "x500:/o=old/cn=Lena".to_owned(),
        "x500:/o=ExchangeLabs/cn=Recipients/cn=Lena".to_owned(),
    ]);
    assert_eq!(
        plan(&source(), &written, &accepted()),
        Plan::Write {
            changes: Vec::new(),
            calls: Vec::new()
        }
    );
}

#[test]
fn an_external_address_is_set_together_with_the_primary_one() {
    for external in [None, Some("SMTP:lena@elsewhere.example")] {
        let mut user = target();
        user.external_email_address = external.map(str::to_owned);
        let first = &calls(&user)[0];
        assert_eq!(
            first,
            &MailUserChange {
                external_email_address: Some("lena@contoso.example".to_owned()),
                primary_smtp_address: Some("lena@fabrikam.example".to_owned()),
                ..MailUserChange::default()
            }
        );
    }
    // Any address of the source mailbox leads home, in any capitals.
    let mut user = target();
    user.external_email_address = Some("SMTP:L.Berg@contoso.example".to_owned());
    assert_eq!(calls(&user).len(), 1);
}

#[test]
fn the_primary_address_is_the_present_one_or_a_proxy_or_the_upn() {
    for (primary, proxies, upn, expected) in [
        (
            "lena@fabrikam.example",
            vec!["smtp:x@fabrikam.example"],
            "u@fabrikam.example",
            "lena@fabrikam.example",
        ),
        (
            "",
            vec!["smtp:x@fabrikam.ONMICROSOFT.example"],
            "u@fabrikam.example",
            "x@fabrikam.ONMICROSOFT.example",
        ),
        (
            "lena@contoso.example",
            vec!["smtp:x@fabrikam.example"],
            "u@fabrikam.example",
            "x@fabrikam.example",
        ),
        ("", vec![], "u@fabrikam.example", "u@fabrikam.example"),
    ] {
        let mut user = target();
        user.primary_smtp_address = primary.to_owned();
        user.email_addresses = proxies.into_iter().map(str::to_owned).collect();
        user.user_principal_name = upn.to_owned();
        user.external_email_address = None;
        assert_eq!(
            calls(&user)[0].primary_smtp_address.as_deref(),
            Some(expected)
        );
    }
    let mut user = target();
    user.primary_smtp_address = "lena@contoso.example".to_owned();
    user.email_addresses = Vec::new();
    user.user_principal_name = "lena@contoso.example".to_owned();
    assert!(refusal(&user).contains("-PrimarySmtpAddress"));
}

#[test]
fn a_mail_user_with_foreign_addresses_is_refused_with_the_commands_that_help() {
    let mut user = target();
    user.email_addresses
        .push("smtp:lena@contoso.example".to_owned());
    let why = refusal(&user);
    assert!(
        why.contains("@{Remove='smtp:lena@contoso.example'}"),
        "{why}"
    );
    assert!(!why.contains("-PrimarySmtpAddress"), "{why}");

    // The guide's own incorrect MailUser.
    user.email_addresses = vec![
        "smtp:lena@fabrikam.example".to_owned(),
        "SMTP:lena@contoso.example".to_owned(),
    ];
    user.primary_smtp_address = "lena@contoso.example".to_owned();
    let why = refusal(&user);
    assert!(
        why.contains("-PrimarySmtpAddress 'lena@fabrikam.example'"),
        "{why}"
    );
}

#[test]
fn nothing_of_the_sources_domains_is_ever_added() {
    let mut user = target();
    user.external_email_address = None;
    for call in calls(&user) {
        assert!(
            call.add_email_addresses
                .iter()
                .all(|entry| address::is_x500(entry))
        );
        if let Some(primary) = call.primary_smtp_address {
            assert!(address::is_of_domain(&primary, &accepted()));
            assert!(call.add_email_addresses.is_empty(), "not together");
        }
    }
}

#[test]
fn a_synchronised_mail_user_is_skipped_and_a_hostile_address_refused() {
    let mut user = target();
    user.is_dir_synced = true;
    assert!(matches!(
        plan(&source(), &user, &accepted()),
        Plan::Skip(why) if why.starts_with("Lena Berg is synchronised from on-premises")
    ));
    let mut hostile = source();
    hostile.primary_smtp_address = "a@b.example' ; Remove-Mailbox".to_owned();
    assert!(matches!(
        plan(&hostile, &target(), &accepted()),
        Plan::Refuse(_)
    ));
    let mut hostile = source();
    hostile.email_addresses.push("x500:/o=a\r\nb".to_owned());
    assert!(matches!(
        plan(&hostile, &target(), &accepted()),
        Plan::Refuse(_)
    ));
}

#[test]
fn a_mailbox_without_an_archive_asks_for_none() {
    let mut source = source();
    source.archive_guid = None;
    let Plan::Write { calls, .. } = plan(&source, &target(), &accepted()) else {
        panic!()
    };
    assert_eq!(calls[0].archive_guid, None);
}
