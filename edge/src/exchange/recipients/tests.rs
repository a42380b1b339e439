use serde_json::json;

use super::*;

fn mailbox_row() -> Value {
    json!({
        "@odata.type": "#Exchange.Mailbox",
        "Identity": "Lena Berg",
        "ExternalDirectoryObjectId": "6513270e-269e-4d37-b2a7-4de452e6b438",
        "UserPrincipalName": "lena@contoso.example",
        "PrimarySmtpAddress": "lena@contoso.example",
        "ArchiveGuid": "00000000-0000-0000-0000-000000000000",
        "ExchangeGuid": "A2B3C4D5-0001-4002-8003-000000000001",
        "LegacyExchangeDN": "/o=ExchangeLabs/cn=Recipients/cn=f161af74-Lena",
        "EmailAddresses": ["SMTP:lena@contoso.example", "x500:/o=Old Org/cn=Recipients/cn=lena"],
        "DisplayName": "Berg, Lena",
        "Alias": "lena",
    })
}

fn with(mut row: Value, property: &str, value: Value) -> Value {
    row[property] = value;
    row
}

#[test]
fn a_mailbox_keeps_its_addresses_as_they_are() {
    let mailbox = mailbox(mailbox_row()).unwrap();
    assert_eq!(mailbox.display_name, "Berg, Lena");
    assert_eq!(mailbox.archive_guid, None);
    assert_eq!(
        mailbox.exchange_guid.to_string(),
        "a2b3c4d5-0001-4002-8003-000000000001"
    );
    assert_eq!(
        mailbox.email_addresses,
        [
            "SMTP:lena@contoso.example",
            "x500:/o=Old Org/cn=Recipients/cn=lena"
        ]
    );
    let archived = with(
        mailbox_row(),
        "ArchiveGuid",
        json!("a2b3c4d5-0001-4002-8003-00000000000a"),
    );
    assert!(super::mailbox(archived).unwrap().archive_guid.is_some());
}

#[test]
fn a_mailbox_without_what_a_move_needs_is_an_error_that_names_it() {
    for (property, value) in [
        ("ExternalDirectoryObjectId", json!("")),
        ("ExternalDirectoryObjectId", json!(null)),
        (
            "ExchangeGuid",
            json!("00000000-0000-0000-0000-000000000000"),
        ),
        ("ExchangeGuid", json!(null)),
        ("ArchiveGuid", json!("none")),
        ("LegacyExchangeDN", json!("")),
        ("PrimarySmtpAddress", json!(null)),
        ("UserPrincipalName", json!("")),
    ] {
        let error = mailbox(with(mailbox_row(), property, value)).unwrap_err();
        assert!(error.to_string().contains(property), "{property}: {error}");
        assert!(!error.to_string().contains("lena"), "{error}");
    }
}

#[test]
fn a_mail_user_shows_no_guid_as_none() {
    let row = json!({
        "ExternalDirectoryObjectId": "11111111-2222-4333-8444-555555555555",
        "DisplayName": "Lena Berg",
        "UserPrincipalName": "lena@fabrikam.example",
        "PrimarySmtpAddress": "lena@fabrikam.example",
        "ExternalEmailAddress": "SMTP:lena@contoso.example",
        "EmailAddresses": "SMTP:lena@fabrikam.example",
        "ExchangeGuid": "00000000-0000-0000-0000-000000000000",
        "ArchiveGuid": null,
        "IsDirSynced": true,
    });
    let user = mail_user(row.clone()).unwrap();
    assert_eq!((user.exchange_guid, user.archive_guid), (None, None));
    assert!(user.is_dir_synced);
    assert_eq!(user.email_addresses, ["SMTP:lena@fabrikam.example"]);
    assert_eq!(
        user.external_email_address.as_deref(),
        Some("SMTP:lena@contoso.example")
    );
    let bare = mail_user(with(
        with(row, "EmailAddresses", json!(null)),
        "ExternalEmailAddress",
        json!(""),
    ))
    .unwrap();
    assert!(bare.email_addresses.is_empty());
    assert_eq!(bare.external_email_address, None);
}

#[test]
fn members_are_told_apart() {
    let id = "6513270e-269e-4d37-b2a7-4de452e6b438";
    let mailbox = MemberKind::Mailbox(id.parse().unwrap());
    for (kind, details, expected) in [
        ("UserMailbox", "UserMailbox", mailbox),
        ("UserMailbox", "SharedMailbox", mailbox),
        (
            "MailUniversalSecurityGroup",
            "MailUniversalSecurityGroup",
            MemberKind::Group,
        ),
        (
            "MailUniversalDistributionGroup",
            "GroupMailbox",
            MemberKind::Group,
        ),
        (
            "DynamicDistributionGroup",
            "DynamicDistributionGroup",
            MemberKind::Group,
        ),
        ("MailUser", "MailUser", MemberKind::Other),
        ("MailContact", "MailContact", MemberKind::Other),
        ("PublicFolder", "PublicFolder", MemberKind::Other),
    ] {
        let row = json!({
            "ExternalDirectoryObjectId": id, "DisplayName": "", "Name": "Name",
            "RecipientType": kind, "RecipientTypeDetails": details,
        });
        let member = member(row).unwrap();
        assert_eq!(member.kind, expected, "{kind}/{details}");
        assert_eq!(member.name, "Name");
    }
    assert!(super::member(json!({"RecipientType": "UserMailbox"})).is_err());
}

#[test]
fn scopes_come_from_relationships_that_let_mailboxes_leave_for_that_tenant() {
    let partner: TenantId = "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b".parse().unwrap();
    let good = json!({
        "Name": "Fabrikam", "DomainNames": ["B7C4D2E8-5A16-4F3B-8D90-6E2F1A3C4D5B"],
        "Enabled": true, "MailboxMoveEnabled": true, "MailboxMoveCapability": "RemoteOutbound",
        "MailboxMovePublishedScopes": ["Migration wave 1", "Migration wave 2"],
    });
    let scopes = |row: Value| published_scope_names(vec![row], partner).unwrap();
    assert_eq!(
        scopes(good.clone()),
        Some(vec![
            "Migration wave 1".to_owned(),
            "Migration wave 2".to_owned()
        ])
    );
    assert_eq!(
        scopes(with(
            good.clone(),
            "MailboxMovePublishedScopes",
            json!(null)
        )),
        Some(Vec::new())
    );
    for (property, value) in [
        (
            "DomainNames",
            json!(["0d9e8f7a-6b5c-4d3e-a2b1-c0d9e8f7a6b5"]),
        ),
        ("DomainNames", json!(["fabrikam.example"])),
        ("MailboxMoveEnabled", json!(false)),
        ("MailboxMoveCapability", json!("Inbound")),
        ("Enabled", json!(false)),
    ] {
        assert_eq!(
            scopes(with(good.clone(), property, value)),
            None,
            "{property}"
        );
    }
    assert_eq!(published_scope_names(Vec::new(), partner), Ok(None));
}

#[test]
fn a_group_has_both_of_its_ids() {
    let row = json!({
        "ExternalDirectoryObjectId": "11111111-2222-4333-8444-555555555555",
        "ExchangeObjectId": "22222222-2222-4333-8444-555555555555",
        "DisplayName": "Migration wave 1",
    });
    let scope = group(row.clone()).unwrap();
    assert_eq!(scope.name, "Migration wave 1");
    assert_eq!(
        scope.group_id.to_string(),
        "11111111-2222-4333-8444-555555555555"
    );
    assert_eq!(
        scope.exchange_object_id.to_string(),
        "22222222-2222-4333-8444-555555555555"
    );
    assert!(group(with(row, "ExternalDirectoryObjectId", json!(""))).is_err());
}

#[test]
fn an_accepted_domain_is_its_name() {
    assert_eq!(
        accepted_domain(&json!({"Name": "x", "DomainName": "fabrikam.example"})),
        Ok("fabrikam.example".to_owned())
    );
    assert!(accepted_domain(&json!({"Name": "x"})).is_err());
}
