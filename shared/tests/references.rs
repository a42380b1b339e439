//! References as PowerShell writes them: every encoding, every shape of JSON, and what is
//! refused or left out.
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
    identity::TargetMailUser,
    ids::ObjectId,
    mapping_file::{OpenError, open},
    references::{
        ArchiveState, EXPORT_MAILBOXES, MailUsers, MailboxRecord, NoReference, Place,
        RecipientType, Reference, ReferenceAhead, ReferenceKind, Unrecognised,
        read_accepted_domains, read_mail_users, read_source_mailboxes, recognise,
    },
};

const LENA: &str = "55555555-0000-4000-8000-000000000005";
const OMAR: &str = "55555555-0000-4000-8000-000000000006";

fn lena() -> TargetMailUser {
    TargetMailUser {
        id: LENA.parse().unwrap(),
        display_name: "Berg, Léna".into(),
        user_principal_name: "lena@fabrikam.example".into(),
        primary_smtp_address: "lena@fabrikam.example".into(),
        external_email_address: Some("SMTP:lena@contoso.example".into()),
        email_addresses: vec![
            "SMTP:lena@fabrikam.example".into(),
            "smtp:l@fabrikam.example".into(),
            "x500:/o=First Organization/cn=Lena".into(),
        ],
        exchange_guid: None,
        archive_guid: Some("44444444-0000-4000-8000-000000000004".parse().unwrap()),
        is_dir_synced: true,
    }
}

/// [`lena`] as `Export-Csv` writes her, with the given list of addresses.
fn csv(addresses: &str) -> String {
    format!(
        "\"ExternalDirectoryObjectId\",\"DisplayName\",\"UserPrincipalName\",\"PrimarySmtpAddress\",\"ExternalEmailAddress\",\"EmailAddresses\",\"ExchangeGuid\",\"ArchiveGuid\",\"IsDirSynced\"\r\n\
         \"{LENA}\",\"Berg, Léna\",\"lena@fabrikam.example\",\"lena@fabrikam.example\",\"SMTP:lena@contoso.example\",\"{addresses}\",\"00000000-0000-0000-0000-000000000000\",\"44444444-0000-4000-8000-000000000004\",\"True\"\r\n"
    )
}

const JOINED: &str =
    "SMTP:lena@fabrikam.example;smtp:l@fabrikam.example;x500:/o=First Organization/cn=Lena";

/// [`lena`] as `ConvertTo-Json` writes her.
fn json(addresses: &str) -> String {
    format!(
        r#"{{"ExternalDirectoryObjectId": "{LENA}", "DisplayName": "Berg, Léna", "RunspaceId": {{"a": [1, {{}}]}},
        "userPrincipalName": "lena@fabrikam.example", "PrimarySmtpAddress": "lena@fabrikam.example",
        "ExternalEmailAddress": "SMTP:lena@contoso.example", "EmailAddresses": {addresses},
        "ExchangeGuid": "00000000-0000-0000-0000-000000000000",
        "ArchiveGuid": "44444444-0000-4000-8000-000000000004", "IsDirSynced": true}}"#
    )
}

const LIST: &str = r#"["SMTP:lena@fabrikam.example", "smtp:l@fabrikam.example", "x500:/o=First Organization/cn=Lena"]"#;

fn utf_16(text: &str, big_endian: bool, mark: bool) -> Vec<u8> {
    let text = format!("{}{text}", if mark { "\u{feff}" } else { "" });
    let bytes = |unit: u16| {
        if big_endian {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    text.encode_utf16().flat_map(bytes).collect()
}

fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap()).collect()
}

fn read(bytes: impl Into<Vec<u8>>) -> MailUsers {
    let reading = read_mail_users(bytes.into()).unwrap();
    assert_eq!(reading.problems.first(), [], "{:?}", reading.problems);
    reading.value
}

#[test]
fn every_way_to_write_a_mail_user_is_read_as_the_same() {
    let base = csv(JOINED);
    let one = json(LIST);
    let objects = r#"[{"ProxyAddressString": "SMTP:lena@fabrikam.example", "Prefix": {"PrimaryPrefix": "SMTP"}, "IsPrimaryAddress": true},
        {"ProxyAddressString": "smtp:l@fabrikam.example"}, {"ProxyAddressString": "x500:/o=First Organization/cn=Lena"}]"#;
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("PowerShell 7", base.clone().into()),
        (
            "Windows PowerShell 5.1",
            format!(
                "#TYPE Selected.Microsoft.Exchange.Data.Directory.Management.MailUser\r\n{base}"
            )
            .into(),
        ),
        ("UTF-8 with a mark", format!("\u{feff}{base}").into()),
        ("UTF-16", utf_16(&base, false, true)),
        ("UTF-16, big-endian", utf_16(&base, true, true)),
        ("UTF-16 without a mark", utf_16(&base, false, false)),
        ("Windows-1252", windows_1252(&base)),
        (
            "semicolons",
            // Inside the list stand semicolons too, in quotes.
            base.replace("\",\"", "\";\"").into(),
        ),
        ("tabs", base.replace("\",\"", "\"\t\"").into()),
        ("bars", base.replace("\",\"", "\"|\"").into()),
        ("line feeds", base.replace("\r\n", "\n").into()),
        (
            "lower case",
            base.replacen("ExternalDirectoryObjectId", "externaldirectoryobjectid", 1)
                .replace("\"True\"", "\"TRUE\"")
                .into(),
        ),
        ("joined by spaces", csv(&JOINED.replace(';', " ")).into()),
        (
            "in braces",
            csv(&format!("{{{}}}", JOINED.replace(';', ", "))).into(),
        ),
        ("JSON, an array", format!("[{one}]").into()),
        ("JSON, one object", one.clone().into()),
        (
            "JSON of Windows PowerShell 5.1",
            format!(r#"{{"value": [{one}], "Count": 1}}"#).into(),
        ),
        (
            "JSON of Windows PowerShell 5.1, count first",
            format!(r#"{{"Count": 1, "value": [{one}]}}"#).into(),
        ),
        ("JSON, an array in an array", format!("[[{one}]]").into()),
        ("JSON, UTF-16", utf_16(&format!("\r\n[{one}]"), false, true)),
        ("JSON, UTF-16 without a mark", utf_16(&one, false, false)),
        ("JSON with a mark", format!("\u{feff}[{one}]").into()),
        ("JSON, Windows-1252", windows_1252(&one)),
        ("JSON, one text", json(&format!("{JOINED:?}")).into()),
        (
            "JSON, a text of depth 1",
            json(&format!("{:?}", JOINED.replace(';', " "))).into(),
        ),
        ("JSON, objects", json(objects).into()),
    ];
    for (name, bytes) in cases {
        assert_eq!(recognise(&bytes), Ok(ReferenceKind::MailUsers), "{name}");
        let mail_users = read(bytes);
        assert!(*mail_users == [lena()], "{name}: {:?}", &*mail_users);
    }
}

#[test]
fn what_else_an_export_says_is_kept_and_what_it_lacks_is_unknown() {
    let text = format!(
        "ExternalDirectoryObjectId,Alias,Department,EmployeeID,CustomAttribute1,CustomAttribute15,RecipientTypeDetails,PreviousRecipientTypeDetails,PersistedCapabilities,RecoverableItemsQuota,LegacyExchangeDN,WhenSoftDeleted\r\n\
         {LENA},lena,Sales,0042,,blue,MailUser,UserMailbox,BPOS_S_Enterprise;ExchangeT2TMbxMove,\"30 GB (32,212,254,720 bytes)\",/o=x/cn=Lena ,2026-01-01\r\n\
         {OMAR},,,,,,,,,Unlimited,,\r\n"
    );
    let mail_users = read(text);
    let lena = mail_users
        .get(LENA.parse().unwrap())
        .unwrap()
        .extras
        .unwrap();
    assert_eq!(lena.person.alias.as_deref(), Some("lena"));
    assert_eq!(lena.person.department.as_deref(), Some("Sales"));
    assert_eq!(lena.person.employee_id.as_deref(), Some("0042"));
    assert_eq!(lena.person.custom_attribute(1), None);
    assert_eq!(lena.person.custom_attribute(15), Some("blue"));
    assert_eq!(lena.recipient_type, Some(RecipientType::MailUser));
    assert_eq!(
        lena.previous_recipient_type,
        Some(RecipientType::UserMailbox)
    );
    assert_eq!(lena.has_move_licence, Some(true));
    assert_eq!(lena.recoverable_items_quota, Some(32_212_254_720));
    assert_eq!(lena.legacy_exchange_dn.as_deref(), Some("/o=x/cn=Lena"));
    assert_eq!(lena.is_soft_deleted, Some(true));
    let omar = mail_users
        .get(OMAR.parse().unwrap())
        .unwrap()
        .extras
        .unwrap();
    assert_eq!(omar.has_move_licence, Some(false));
    assert_eq!(omar.is_soft_deleted, Some(false));
    assert_eq!(
        (omar.recoverable_items_quota, omar.recipient_type),
        (None, None)
    );

    let alone = read(format!("ExternalDirectoryObjectId\r\n{LENA}\r\n"));
    assert!(alone.records().next().unwrap().extras.is_none());
}

#[test]
fn mailboxes_are_read_with_their_holds() {
    let text = format!(
        r#"[{{"ExternalDirectoryObjectId": {{"Guid": "{LENA}"}}, "DisplayName": "Lena", "UserPrincipalName": "lena@contoso.example",
        "PrimarySmtpAddress": {{"Local": "lena", "Domain": "contoso.example", "Address": "lena@contoso.example"}}, "RecipientTypeDetails": 1,
        "LegacyExchangeDN": "/o=ExchangeLabs/cn=Lena", "ExchangeGuid": "44444444-0000-4000-8000-000000000004",
        "ArchiveGuid": "00000000-0000-0000-0000-000000000000", "EmailAddresses": ["SMTP:lena@contoso.example"],
        "LitigationHoldEnabled": true, "DelayHoldApplied": false, "InPlaceHolds": ["UniH1", "-mbx2"],
        "MailboxLocations": ["1;a;Primary;x", "1;b;AuxArchive;x", "1;c;AuxArchive;y"],
        "PersistedCapabilities": [], "MailboxMoveRemoteHostName": null}},
        {{"ExternalDirectoryObjectId": "{OMAR}", "EmailAddresses": null, "MailboxLocations": "{{1;a;AuxArchive;x, 1;b;AuxArchive...}}"}}]"#
    );
    let reading = read_source_mailboxes(text.into_bytes()).unwrap();
    let (mailboxes, problems) = (reading.value, reading.problems);
    assert_eq!(problems.count(), 0);
    let lena = mailboxes.get(LENA.parse().unwrap()).unwrap();
    assert_eq!(
        lena.primary_smtp_address.as_deref(),
        Some("lena@contoso.example")
    );
    assert_eq!(lena.recipient_type, Some(RecipientType::UserMailbox));
    assert_eq!(lena.archive, ArchiveState::None);
    assert_eq!(
        (
            lena.litigation_hold,
            lena.delay_hold,
            lena.delay_release_hold
        ),
        (Some(true), Some(false), None)
    );
    let holds: Vec<&str> = lena
        .in_place_holds
        .iter()
        .flatten()
        .map(AsRef::as_ref)
        .collect();
    assert_eq!(holds, ["UniH1", "-mbx2"]);
    assert_eq!(
        (lena.auxiliary_archives, lena.has_move_licence),
        (Some(2), Some(false))
    );
    assert_eq!(lena.move_remote_host_name.as_deref(), Some(""));
    assert_eq!(
        lena.as_source().unwrap().legacy_exchange_dn,
        "/o=ExchangeLabs/cn=Lena"
    );
    let omar = mailboxes.get(OMAR.parse().unwrap()).unwrap();
    assert_eq!(
        (omar.archive, omar.auxiliary_archives),
        (ArchiveState::Unknown, None)
    );
    assert!(omar.as_source().is_none() && omar.in_place_holds.is_none());
}

#[test]
fn accepted_domains_are_read_from_exports_and_from_lists() {
    for (name, text) in [
        (
            "CSV",
            "\"DomainName\",\"DomainType\",\"Default\"\r\n\"fabrikam.example\",\"Authoritative\",\"True\"\r\n\"Fabrikam.example\",\"Authoritative\",\"False\"\r\n\"mail.fabrikam.example\",\"InternalRelay\",\"False\"\r\n",
        ),
        (
            "one column",
            "DomainName\r\nfabrikam.example\r\nmail.fabrikam.example\r\n",
        ),
        ("a list", "fabrikam.example\nmail.fabrikam.example\n"),
        (
            "a list in one line",
            "fabrikam.example, mail.fabrikam.example",
        ),
        (
            "a list with semicolons",
            "fabrikam.example;mail.fabrikam.example",
        ),
        (
            "JSON",
            r#"[{"DomainName": "fabrikam.example", "DomainType": 0}, {"DomainName": {"Domain": "mail.fabrikam.example"}}]"#,
        ),
        (
            "JSON, texts",
            r#"["fabrikam.example", "mail.fabrikam.example"]"#,
        ),
        (
            "with subdomains",
            "DomainName\n*.fabrikam.example\nmail.fabrikam.example\n",
        ),
    ] {
        assert_eq!(
            recognise(text.as_bytes()),
            Ok(ReferenceKind::AcceptedDomains),
            "{name}"
        );
        let reading = read_accepted_domains(text.as_bytes().to_vec()).unwrap();
        assert_eq!(
            reading.value,
            ["fabrikam.example", "mail.fabrikam.example"],
            "{name}"
        );
        assert_eq!(reading.problems.count(), 0, "{name}");
    }
    let reading = read_accepted_domains(b"DomainName\nfabrikam.example\nnone\n".to_vec()).unwrap();
    assert_eq!((reading.value.len(), reading.problems.count()), (1, 1));
}

#[test]
fn a_file_is_recognised_by_its_columns() {
    use ReferenceKind::{Baseline, MailUsers, SourceMailboxes};
    for (text, expected) in [
        (
            "SourceUserPrincipalName,TargetExternalDirectoryObjectId\na,\n".to_owned(),
            Baseline,
        ),
        (
            format!("ExternalDirectoryObjectId,LegacyExchangeDN\n{LENA},/o=x\n"),
            SourceMailboxes,
        ),
        (
            format!(
                "ExternalDirectoryObjectId,LegacyExchangeDN,ExternalEmailAddress\n{LENA},/o=x,\n"
            ),
            MailUsers,
        ),
        (
            format!("ExternalDirectoryObjectId,RecipientTypeDetails\n{LENA},SharedMailbox\n"),
            SourceMailboxes,
        ),
        (
            format!(
                "ExternalDirectoryObjectId,LegacyExchangeDN,RecipientTypeDetails\n{LENA},/o=x,MailUser\n"
            ),
            MailUsers,
        ),
        (
            format!("[{{\"ExternalDirectoryObjectId\":\"{LENA}\",\"RecipientTypeDetails\":1}}, {{"),
            SourceMailboxes,
        ),
        (
            format!("[{{\"ExternalDirectoryObjectId\":\"{LENA}\",\"ExternalEmailAddress\":\"cut o"),
            MailUsers,
        ),
    ] {
        assert_eq!(recognise(text.as_bytes()), Ok(expected), "{text}");
    }
    for text in ["a,b\n1,2\n", "{}", "[]", "[1]", "lena@contoso.example\n"] {
        let error = recognise(text.as_bytes()).unwrap_err();
        assert_eq!(error, Unrecognised::NoKnownColumns, "{text}");
        assert!(error.to_string().contains("Get-MailUser"), "{error}");
    }
    let error = recognise(b"PK\x03\x04").unwrap_err();
    assert!(error.to_string().contains("Excel workbook"), "{error}");
}

#[test]
fn an_export_that_cannot_be_used_says_where_why_and_what_to_do() {
    for (text, expected) in [
        (
            "DisplayName\r\nLena\r\n".to_owned(),
            "there is no column ExternalDirectoryObjectId. Export the MailUsers with: Get-MailUser",
        ),
        (
            "[{\"DisplayName\": \"Lena\"}]".to_owned(),
            "there is no column ExternalDirectoryObjectId.",
        ),
        (
            "ExternalDirectoryObjectId\r\nlena\r\n".to_owned(),
            "row 1, ExternalDirectoryObjectId, \"lena\": not a GUID",
        ),
        (
            "[{\"ExternalDirectoryObjectId\": null}]".to_owned(),
            "element 1, ExternalDirectoryObjectId, \"\": not a GUID",
        ),
        (
            csv("Microsoft.Exchange.Data.ProxyAddressCollection"),
            "row 1, EmailAddresses, \"Microsoft.Exchange.Data.ProxyAddressCollection\": this is the name of a type",
        ),
        (csv("System.Object[]"), "-join ';'"),
        (
            csv("Deserialized.System.Collections.ArrayList"),
            "-join ';'",
        ),
        (
            json("\"System.Collections.ArrayList\""),
            "element 1, EmailAddresses",
        ),
        (
            "[{\"a\": 1},\n {\"b\" 2}]".to_owned(),
            "line 2, column 7: this is no JSON: expected `:`. Export the MailUsers again",
        ),
        (
            "[{\"a\": 1}".to_owned(),
            "line 1, column 9: this is no JSON",
        ),
        (String::new(), "the file holds no MailUsers."),
        (
            "ExternalDirectoryObjectId\r\n".to_owned(),
            "the file holds no MailUsers.",
        ),
        ("[]".to_owned(), "the file holds no MailUsers."),
        ("PK\u{3}\u{4}".to_owned(), "Excel workbook"),
    ] {
        let message = read_mail_users(text.clone().into_bytes())
            .unwrap_err()
            .to_string();
        assert!(message.contains(expected), "{text}: {message}");
    }
    let message = read_source_mailboxes(b"A\n1\n".to_vec())
        .unwrap_err()
        .to_string();
    assert!(message.contains(EXPORT_MAILBOXES), "{message}");
    let message = read_accepted_domains(b"DomainName\nnone\n".to_vec())
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("row 1, DomainName, \"none\": this is no domain"),
        "{message}"
    );
}

#[test]
fn rows_and_values_that_cannot_be_used_are_listed_and_the_rest_counts() {
    let text = format!(
        "ExternalDirectoryObjectId,EmailAddresses,ExchangeGuid\r\n\
         nobody,,\r\n\
         {LENA},SMTP:lena@fabrikam.example,5E+07\r\n\
         {LENA},SMTP:other@fabrikam.example,\r\n\
         {OMAR},System.Object[],\r\n\
         44444444-0000-4000-8000-000000000004,\"{{SMTP:a@b.example, smtp:c@d.example...}}\",\r\n"
    );
    let reading = read_mail_users(text.into_bytes()).unwrap();
    let said: Vec<_> = reading
        .problems
        .first()
        .iter()
        .map(ToString::to_string)
        .collect();
    let expected = [
        "row 1, ExternalDirectoryObjectId, \"nobody\": not a GUID: expected the form 00000000-0000-0000-0000-000000000000; the row is left out".to_owned(),
        "row 2, ExchangeGuid, \"5E+07\": not a GUID: expected the form 00000000-0000-0000-0000-000000000000; the value is left out".to_owned(),
        format!("row 3, ExternalDirectoryObjectId, \"{LENA}\": it names the same object as an earlier row; this row is left out"),
        "row 4, EmailAddresses, \"System.Object[]\": this is the name of a type and not a value; the value is left out".to_owned(),
        "row 5, EmailAddresses, \"{SMTP:a@b.example, smtp:c@d.example...}\": PowerShell wrote only the first addresses of the list".to_owned(),
    ];
    assert_eq!(said, expected);
    assert_eq!(reading.value.len(), 3);
    let lena = reading.value.get(LENA.parse().unwrap()).unwrap();
    assert_eq!(
        lena.mail_user.email_addresses,
        ["SMTP:lena@fabrikam.example"]
    );
    assert_eq!(
        reading.value[2].email_addresses,
        ["SMTP:a@b.example", "smtp:c@d.example"]
    );
}

#[test]
fn problems_are_bounded_and_counted() {
    let mut text = format!("ExternalDirectoryObjectId\n{LENA}\n");
    for _ in 0..100_000 {
        text.push_str("nobody\n");
    }
    let reading = read_mail_users(text.into_bytes()).unwrap();
    assert_eq!(
        (reading.problems.count(), reading.problems.first().len()),
        (100_000, 100)
    );
    assert_eq!(reading.problems.first()[0].place, Place::Row(2));
}

#[test]
fn two_hundred_thousand_mail_users_are_read() {
    let id = |n: u32| format!("{n:08x}-0000-4000-8000-000000000001");
    let mut csv = "ExternalDirectoryObjectId,DisplayName,EmailAddresses\r\n".to_owned();
    let mut json = "[".to_owned();
    for n in 0..200_000 {
        let (id, comma) = (id(n), if n == 0 { "" } else { "," });
        write!(
            csv,
            "{id},Person {n},SMTP:p{n}@x.example;smtp:q{n}@x.example\r\n"
        )
        .unwrap();
        write!(
            json,
            "{comma}{{\"ExternalDirectoryObjectId\":\"{id}\",\"DisplayName\":\"Person {n}\",\
             \"EmailAddresses\":[\"SMTP:p{n}@x.example\",\"smtp:q{n}@x.example\"]}}"
        )
        .unwrap();
    }
    json.push(']');
    let (csv, json) = (read(csv), read(json));
    assert_eq!(csv.len(), 200_000);
    assert!(csv == json);
    let last: ObjectId = id(199_999).parse().unwrap();
    assert_eq!(
        csv.get(last).unwrap().mail_user.display_name,
        "Person 199999"
    );
}

#[test]
fn nothing_personal_shows_in_debug_output() {
    let reading = read_mail_users(csv(JOINED).into_bytes()).unwrap();
    let shown = format!(
        "{reading:?} {:?}",
        reading.value.get(LENA.parse().unwrap()).unwrap().extras
    );
    assert!(!shown.to_lowercase().contains("lena"), "{shown}");
    let text = format!("ExternalDirectoryObjectId,Alias\n{LENA},lena\nomar,\n");
    let reading = read_source_mailboxes(text.into_bytes()).unwrap();
    let shown = format!("{reading:?} {:?}", reading.value.records());
    assert!(
        !shown.contains("lena") && !shown.contains("omar"),
        "{shown}"
    );
}

/// What a reference comes to that is read so many objects at a time, or why it cannot be
/// used; and how many slices it took.
fn in_slices(bytes: &[u8], most: usize) -> (String, usize) {
    let mut slices = 0;
    let mut go = || {
        let mut ahead = ReferenceAhead::new(bytes.to_vec())?;
        let (mut before, mut rows) = (0, 0);
        loop {
            slices += 1;
            if let Some(read) = ahead.step(most)? {
                return Ok::<_, NoReference>(told(&read));
            }
            assert!((before..=bytes.len()).contains(&ahead.bytes()));
            assert!(rows <= ahead.rows());
            (before, rows) = (ahead.bytes(), ahead.rows());
        }
    };
    let came = go().unwrap_or_else(|error| error.to_string());
    (came, slices)
}

/// Everything of it, in words.
fn told(read: &Reference) -> String {
    match read {
        Reference::Baseline(file) => format!("{:?} {}", file.header(), file.row_count()),
        Reference::MailUsers(read) => {
            let all: Vec<_> = read.value.iter().map(serde_json::to_string).collect();
            format!("{all:?} {:?}", read.problems)
        }
        Reference::SourceMailboxes(read) => {
            let all: Vec<_> = read
                .value
                .records()
                .iter()
                .map(MailboxRecord::name)
                .collect();
            format!("{all:?} {:?}", read.problems)
        }
        Reference::AcceptedDomains(read) => format!("{:?} {:?}", read.value, read.problems),
    }
}

/// The same, by what reads it in one go.
fn at_once(bytes: &[u8]) -> String {
    let read = |bytes: Vec<u8>| {
        Ok::<_, NoReference>(match recognise(&bytes)? {
            ReferenceKind::Baseline => {
                let file = open(bytes).map_err(OpenError::from)?;
                Reference::Baseline(Box::new(file))
            }
            ReferenceKind::MailUsers => Reference::MailUsers(read_mail_users(bytes)?),
            ReferenceKind::SourceMailboxes => {
                Reference::SourceMailboxes(read_source_mailboxes(bytes)?)
            }
            ReferenceKind::AcceptedDomains => {
                Reference::AcceptedDomains(read_accepted_domains(bytes)?)
            }
        })
    };
    let read = read(bytes.to_vec());
    read.map_or_else(|error| error.to_string(), |read| told(&read))
}

#[test]
fn a_reference_is_the_same_however_many_objects_are_read_at_a_time() {
    let one = json(LIST);
    let omar = one.replace(LENA, OMAR);
    let mailbox = one.replace("ExternalEmailAddress", "LegacyExchangeDN");
    let mut all: Vec<Vec<u8>> = [
        format!("[{one},{omar}]"),
        format!("\u{feff} [ {one} ,\r\n{omar}\t] \n"),
        format!("[{one},{one},7,null,[{omar}]]"),
        format!("[{mailbox},{mailbox},{}]", mailbox.replace(LENA, OMAR)),
        format!(r#"{{"value": [{one},{omar}], "Count": 2}}"#),
        one.clone(),
        // None of it is JSON from some place on.
        format!("[{one},{omar}"),
        format!("[{one},{omar},]"),
        format!("[{one} {omar}]"),
        format!("[{one},\n{omar}] x"),
        format!("[{one},\n\n  {{\"a\": }}]"),
        "[]".to_owned(),
        csv(JOINED),
        csv(JOINED) + &csv("x").replace(LENA, OMAR),
        csv(JOINED).replace("ExternalEmailAddress", "LegacyExchangeDN"),
        "TargetExternalDirectoryObjectId,A\n,1\n,2\n".to_owned(),
        "DomainName\na.example\n\"b\"\n".to_owned(),
        "a,b\n1,2\n".to_owned(),
    ]
    .map(String::into_bytes)
    .into();
    all.push(utf_16(&format!("[{one},{omar}]"), false, true));
    all.push(windows_1252(&csv(JOINED)));
    for bytes in &all {
        let expected = at_once(bytes);
        for most in [1, 2, 3, usize::MAX] {
            let (came, _) = in_slices(bytes, most);
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(came, expected, "{most} at a time of {text}");
        }
    }
}

/// Nobody would notice a slice that reads everything.
#[test]
fn a_large_reference_takes_many_slices() {
    let ids = (0..2_000).map(|n| format!("55555555-0000-4000-8000-{n:012}"));
    let (mut table, mut list) = (csv(JOINED), Vec::new());
    let row = csv(JOINED).lines().nth(1).unwrap().to_owned() + "\r\n";
    for id in ids {
        table += &row.replace(LENA, &id);
        list.push(json(LIST).replace(LENA, &id));
    }
    for (bytes, at_least) in [(table, 15), (format!("[{}]", list.join(",")), 200)] {
        let (_, slices) = in_slices(bytes.as_bytes(), 10);
        assert!(slices > at_least, "{slices}");
        assert!(in_slices(bytes.as_bytes(), usize::MAX).1 < 10);
    }
}

fn odd_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "ExternalDirectoryObjectId", LENA, "EmailAddresses", "DomainName", "ArchiveGuid", ",", ";",
            "\r\n", "\n", "\"", "[", "]", "{", "}", ":", "null", "true", "1", "\"value\":", "contoso.example",
            "SMTP:a@b.example", "System.Object[]", "PersistedCapabilities", "MailboxLocations", "(1,2 bytes)",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn odd_bytes_are_the_same_in_slices(bytes in odd_bytes(), most in 1..5_usize) {
        prop_assert_eq!(in_slices(&bytes, most).0, at_once(&bytes));
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in odd_bytes(), mark in any::<bool>()) {
        let mut bytes = bytes;
        if mark {
            bytes.splice(0..0, [0xff, 0xfe]);
        }
        let _ = recognise(&bytes);
        let _ = read_mail_users(bytes.clone());
        let _ = read_source_mailboxes(bytes.clone());
        let _ = read_accepted_domains(bytes);
    }

    #[test]
    fn no_json_makes_a_reader_panic(inside in "[\\[\\]{}\",:a-c0-9 ]{0,40}") {
        let text = format!("[{{\"ExternalDirectoryObjectId\":\"{LENA}\",\"EmailAddresses\":{inside}}}]");
        let _ = (recognise(text.as_bytes()), read_mail_users(text.into_bytes()));
    }
}

#[test]
fn deep_json_is_refused_and_no_stack_is_lost() {
    let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read_mail_users(text.clone().into_bytes()).is_err());
    assert!(recognise(text.as_bytes()).is_err());
}
