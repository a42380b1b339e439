//! `Set-MailUser`: what it changes, and what it changes besides.

use serde_json::{Value, json};

use crate::client::{CONTOSO, FABRIKAM, NIL, Pretend, start, texts};

const SET: &str = "Set-MailUser";
const GUID: &str = "11111111-2222-4333-8444-555555555555";

async fn set(pretend: &Pretend, parameters: Value) -> Value {
    let answer = pretend.invoke(FABRIKAM, SET, parameters).await;
    let status = answer.status();
    let body: Value = answer.json().await.unwrap();
    assert_eq!(status, 200, "{body}");
    assert_eq!(body["value"], json!([]), "a write gives no objects");
    body
}

fn table(add: &[&str], remove: &[&str]) -> Value {
    json!({ "@odata.type": "#Exchange.GenericHashTable", "Add": add, "Remove": remove })
}

#[tokio::test]
async fn the_two_calls_of_a_write_make_a_mail_user_ready() {
    let pretend = start().await;
    let mailbox = pretend
        .rows(
            CONTOSO,
            "Get-Mailbox",
            json!({ "Identity": "lena.hoffmann" }),
        )
        .await
        .remove(0);
    let mut x500: Vec<String> = texts(&mailbox["EmailAddresses"])
        .into_iter()
        .filter(|one| one.to_lowercase().starts_with("x500:"))
        .map(str::to_owned)
        .collect();
    x500.push(format!(
        "x500:{}",
        mailbox["LegacyExchangeDN"].as_str().unwrap()
    ));
    set(
        &pretend,
        json!({
            "Identity": "lena.hoffmann",
            "ExternalEmailAddress": "lena.hoffmann@contoso.example",
            "PrimarySmtpAddress": "lena.hoffmann@fabrikam.example",
            "CustomAttribute7": "kept",
        }),
    )
    .await;
    let x500: Vec<&str> = x500.iter().map(String::as_str).collect();
    let second = json!({
        "Identity": "lena.hoffmann",
        "ExchangeGuid": mailbox["ExchangeGuid"],
        "ArchiveGuid": mailbox["ArchiveGuid"],
        "EmailAddresses": table(&x500, &[]),
    });
    set(&pretend, second.clone()).await;

    let lena = pretend.mail_user("lena.hoffmann").await;
    assert_eq!(
        lena["ExternalEmailAddress"],
        "SMTP:lena.hoffmann@contoso.example"
    );
    assert_eq!(lena["PrimarySmtpAddress"], "lena.hoffmann@fabrikam.example");
    assert_eq!(lena["ExchangeGuid"], mailbox["ExchangeGuid"]);
    assert_eq!(lena["ArchiveGuid"], mailbox["ArchiveGuid"]);
    assert_eq!(lena["CustomAttribute7"], "kept");
    let proxies = texts(&lena["EmailAddresses"]);
    assert!(x500.iter().all(|one| proxies.contains(one)), "{proxies:?}");
    assert!(!proxies.iter().any(|one| one.ends_with("@contoso.example")));
    assert!(lena["WhenChangedUTC"].is_string());

    let again = set(&pretend, second).await;
    assert!(
        again["@adminapi.warnings"][0]
            .as_str()
            .unwrap()
            .contains("no settings of")
    );
}

#[tokio::test]
async fn the_guides_incorrect_mail_user_can_be_put_right() {
    let pretend = start().await;
    set(
        &pretend,
        json!({ "Identity": "mikey", "PrimarySmtpAddress": "mikey@fabrikam.onmicrosoft.example" }),
    )
    .await;
    let mikey = pretend.mail_user("mikey").await;
    assert_eq!(
        texts(&mikey["EmailAddresses"]),
        [
            "SMTP:mikey@fabrikam.onmicrosoft.example",
            "smtp:mikey@contoso.example"
        ]
    );
    set(&pretend, json!({ "Identity": "mikey", "EmailAddresses": table(&[], &["smtp:mikey@contoso.example"]) })).await;
    let mikey = pretend.mail_user("mikey").await;
    assert_eq!(
        texts(&mikey["EmailAddresses"]),
        ["SMTP:mikey@fabrikam.onmicrosoft.example"]
    );
    assert_eq!(
        mikey["PrimarySmtpAddress"],
        "mikey@fabrikam.onmicrosoft.example"
    );
    assert_eq!(mikey["ExternalEmailAddress"], "SMTP:mikey@contoso.example");
}

#[tokio::test]
async fn an_external_address_without_a_primary_becomes_the_primary() {
    let pretend = start().await;
    let external = json!({ "Identity": "zoe.keller", "ExternalEmailAddress": "SMTP:zoe.keller@contoso.onmicrosoft.example" });
    set(&pretend, external.clone()).await;
    let zoe = pretend.mail_user("zoe.keller").await;
    assert_eq!(
        zoe["PrimarySmtpAddress"],
        "zoe.keller@contoso.onmicrosoft.example"
    );
    assert_eq!(
        texts(&zoe["EmailAddresses"])[0],
        "SMTP:zoe.keller@contoso.onmicrosoft.example"
    );

    pretend.post("/control/reset", json!({})).await;
    pretend
        .post(
            "/control/switches",
            json!({ "externalSetsPrimary": "following" }),
        )
        .await;
    set(&pretend, external).await;
    let zoe = pretend.mail_user("zoe.keller").await;
    assert_eq!(
        zoe["PrimarySmtpAddress"], "zoe.keller@fabrikam.example",
        "it did not follow"
    );
    set(
        &pretend,
        json!({ "Identity": "mikey", "ExternalEmailAddress": "mikey@contoso.onmicrosoft.example" }),
    )
    .await;
    let mikey = pretend.mail_user("mikey").await;
    assert_eq!(
        mikey["PrimarySmtpAddress"], "mikey@contoso.onmicrosoft.example",
        "it followed"
    );
    assert!(
        !texts(&mikey["EmailAddresses"]).contains(&"smtp:mikey@contoso.example"),
        "the old external address is not kept"
    );
}

#[tokio::test]
async fn a_list_replaces_all_addresses() {
    let pretend = start().await;
    for (list, expected) in [
        (
            json!(["new@fabrikam.example", "x500:/o=a"]),
            vec!["SMTP:new@fabrikam.example", "x500:/o=a"],
        ),
        (
            json!(["smtp:a@fabrikam.example", "SMTP:b@fabrikam.example"]),
            vec!["smtp:a@fabrikam.example", "SMTP:b@fabrikam.example"],
        ),
    ] {
        set(
            &pretend,
            json!({ "Identity": "lars.berg", "EmailAddresses": list }),
        )
        .await;
        let lars = pretend.mail_user("lars.berg").await;
        assert_eq!(texts(&lars["EmailAddresses"]), expected);
        let primary = expected
            .iter()
            .find_map(|one| one.strip_prefix("SMTP:"))
            .unwrap();
        assert_eq!(lars["PrimarySmtpAddress"], primary);
    }
}

#[tokio::test]
async fn an_added_primary_takes_the_place_of_the_old_one() {
    let pretend = start().await;
    set(&pretend, json!({ "identity": "lars.berg", "emailaddresses": table(&["SMTP:lars@fabrikam.example"], &["smtp:lars.berg@fabrikam.onmicrosoft.example"]) })).await;
    let lars = pretend.mail_user("lars.berg").await;
    assert_eq!(
        texts(&lars["EmailAddresses"]),
        [
            "SMTP:lars@fabrikam.example",
            "smtp:lars.berg@fabrikam.example"
        ]
    );
}

#[tokio::test]
async fn values_are_cleared_as_they_were_set() {
    let pretend = start().await;
    let guid = json!({ "Identity": "lars.berg", "ExchangeGuid": GUID, "CustomAttribute1": "x" });
    let nil = json!({ "Identity": "lars.berg", "ExchangeGuid": NIL, "CustomAttribute1": "" });
    set(&pretend, guid.clone()).await;
    set(&pretend, nil.clone()).await;
    let lars = pretend.mail_user("lars.berg").await;
    assert_eq!(
        (&lars["ExchangeGuid"], &lars["CustomAttribute1"]),
        (&json!(NIL), &json!(""))
    );

    pretend
        .post("/control/switches", json!({ "exchangeGuidStays": true }))
        .await;
    set(&pretend, guid).await;
    set(&pretend, nil).await;
    assert_eq!(pretend.mail_user("lars.berg").await["ExchangeGuid"], GUID);
}
