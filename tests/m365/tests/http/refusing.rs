//! What Exchange refuses, and in which words.

use serde_json::{Value, json};

use crate::client::{CONTOSO, FABRIKAM, Pretend, command, start};

const SET: &str = "Set-MailUser";
const GUID: &str = "11111111-2222-4333-8444-555555555555";

/// Each of these must fail so, and leave the directory as it was.
async fn refuses(pretend: &Pretend, cases: impl IntoIterator<Item = (Value, &str, &str)>) {
    let before = pretend.get("/control/tenants").await;
    for (parameters, exception, message) in cases {
        let (_, kind, text) = pretend.failure(FABRIKAM, SET, parameters).await;
        assert!(kind.ends_with(exception), "{kind}: {text}");
        assert!(text.contains(message), "{text}");
    }
    assert_eq!(pretend.get("/control/tenants").await, before);
}

#[tokio::test]
async fn a_write_to_the_wrong_object_or_with_a_wrong_value_is_refused() {
    let pretend = start().await;
    let first = json!({ "Identity": "vera.lindholm", "ExchangeGuid": GUID });
    assert_eq!(pretend.invoke(FABRIKAM, SET, first).await.status(), 200);
    let cases = [
        (
            json!({ "Identity": "ingrid.solberg", "ExchangeGuid": GUID }),
            "InvalidOperationException",
            "because the object is being synchronized from your on-premises organization",
        ),
        (
            json!({ "Identity": "lars.berg", "ExchangeGuid": "x" }),
            "ParameterBindingException",
            "System.Guid",
        ),
        (
            json!({ "Identity": "lars.berg", "ExchangeGuid": GUID }),
            "RecipientTaskException",
            "is used by another recipient object",
        ),
        (
            json!({ "Identity": "lars.berg", "DisplayName": "Lars" }),
            "ParameterBindingException",
            "'DisplayName'",
        ),
        (
            json!({ "ExchangeGuid": GUID }),
            "ParameterBindingException",
            "Identity",
        ),
        (
            json!({ "Identity": "who", "ExchangeGuid": GUID }),
            "ManagementObjectNotFoundException",
            "'who'",
        ),
    ];
    refuses(&pretend, cases).await;
    let switch = json!({ "primarySmtpAddressRefused": true });
    pretend.post("/control/switches", switch).await;
    let primary = json!({ "Identity": "lars.berg", "PrimarySmtpAddress": "l@fabrikam.example" });
    refuses(
        &pretend,
        [(primary, "ParameterBindingException", "PrimarySmtpAddress")],
    )
    .await;
}

#[tokio::test]
async fn addresses_that_exchange_would_not_take_are_refused() {
    let pretend = start().await;
    let directory = pretend.get("/control/tenants").await;
    let taken = directory["tenants"][1]["mailUsers"][0]["LegacyExchangeDN"]
        .as_str()
        .unwrap()
        .to_uppercase();
    let table = |add: &[&str], remove: &[&str]| json!({ "@odata.type": "#Exchange.GenericHashTable", "Add": add, "Remove": remove });
    let proxies = |list: Value| json!({ "Identity": "lars.berg", "CustomAttribute1": "x", "EmailAddresses": list });
    let cases = [
        (
            json!({ "Identity": "lars.berg", "PrimarySmtpAddress": "a@fabrikam.example", "EmailAddresses": ["b@fabrikam.example"] }),
            "RecipientTaskException",
            "can't be used together",
        ),
        (
            proxies(table(&["smtp:ZOE.keller@fabrikam.example"], &[])),
            "ProxyAddressExistsException",
            "The proxy address \"smtp:ZOE.keller@fabrikam.example\" is already being used",
        ),
        (
            proxies(table(&[&format!("X500:{taken}")], &[])),
            "ProxyAddressExistsException",
            "LegacyExchangeDN of",
        ),
        (
            proxies(json!({ "Add": ["x500:/o=a"] })),
            "ParameterBindingException",
            "Newtonsoft.Json.Linq.JObject",
        ),
        (
            proxies(table(&["lars@nowhere"], &[])),
            "DataValidationException",
            "isn't a valid SMTP address",
        ),
        (
            proxies(table(&[], &["smtp:lars.berg@fabrikam.example"])),
            "RecipientTaskException",
            "primary SMTP address can't be removed",
        ),
        (
            proxies(json!([
                "SMTP:a@fabrikam.example",
                "SMTP:b@fabrikam.example"
            ])),
            "RecipientTaskException",
            "multiple primary addresses",
        ),
        (
            proxies(json!(["x500:/o=a"])),
            "RecipientTaskException",
            "primary SMTP address",
        ),
        (
            proxies(json!(7)),
            "ParameterBindingException",
            "EmailAddresses",
        ),
        (
            json!({ "Identity": "lars.berg", "ExternalEmailAddress": "lars" }),
            "DataValidationException",
            "isn't a valid SMTP address",
        ),
    ];
    refuses(&pretend, cases).await;
}

#[tokio::test]
async fn what_cannot_be_read_fails_as_in_exchange() {
    let pretend = start().await;
    for (cmdlet, parameters, status, exception, message) in [
        (
            "Get-Mailbox",
            json!({ "Identity": "x@contoso.example" }),
            404,
            "ManagementObjectNotFoundException",
            "The operation couldn't be performed because object 'x@contoso.example' couldn't be found on",
        ),
        (
            "Get-Mailbox",
            json!({ "Identity": "Migration wave 1" }),
            404,
            "ManagementObjectNotFoundException",
            "'Migration wave 1'",
        ),
        (
            "Get-DistributionGroupMember",
            json!({}),
            400,
            "ParameterBindingException",
            "missing mandatory parameters: Identity",
        ),
        (
            "Get-Mailbox",
            json!({ "Archive": true }),
            400,
            "ParameterBindingException",
            "A parameter cannot be found that matches parameter name 'Archive'.",
        ),
        (
            "Get-Mailbox",
            json!({ "ResultSize": "lots" }),
            400,
            "ParameterBindingException",
            "ResultSize",
        ),
        (
            "Get-Mailbox",
            json!({ "Filter": "Alias -eq" }),
            400,
            "ParameterBindingException",
            "Filter",
        ),
        (
            "Remove-Mailbox",
            json!({}),
            400,
            "CommandNotFoundException",
            "'Remove-Mailbox' is not recognized",
        ),
        (
            "Get-Mailbox",
            Value::Null,
            400,
            "ODataException",
            "CmdletInput",
        ),
    ] {
        let (found, kind, text) = pretend.failure(CONTOSO, cmdlet, parameters).await;
        assert_eq!(found, status, "{text}");
        assert!(kind.ends_with(exception), "{kind}");
        assert!(text.contains(message), "{text}");
    }
    let (status, kind, _) = pretend
        .failure(
            FABRIKAM,
            "Get-MailUser",
            json!({ "Identity": "Anna Schmidt" }),
        )
        .await;
    assert_eq!(status, 400);
    assert!(
        kind.ends_with("ManagementObjectAmbiguousException"),
        "{kind}"
    );
}

#[tokio::test]
async fn exchange_answers_only_the_app_and_only_in_the_tokens_tenant() {
    let pretend = start().await;
    let contoso = pretend.app_token(CONTOSO).await;
    let person = pretend
        .post(
            "/control/token",
            json!({ "account": "admin@contoso.example" }),
        )
        .await;
    let person = person["access_token"].as_str().unwrap().to_owned();
    let claims = json!({ "account": "admin@contoso.example", "aud": "https://outlook.office365.com", "claims": { "roles": ["Exchange.ManageAsApp"] } });
    let wrong = |more: &str, value: Value| {
        let mut body = claims.clone();
        body[more] = value;
        body
    };
    let mut cases = vec![
        (FABRIKAM, contoso.clone(), 401),
        (CONTOSO, person, 401),
        (CONTOSO, "x.y.z".to_owned(), 401),
        (CONTOSO, format!("{contoso}x"), 401),
        (CONTOSO, contoso.clone(), 200),
        ("contoso.onmicrosoft.example", contoso, 200),
    ];
    for (body, status) in [
        (claims.clone(), 200),
        (wrong("expires_in", json!(-1)), 401),
        (wrong("not_before", json!(600)), 401),
        (wrong("wrong_key", json!(true)), 401),
        (wrong("alg", json!("none")), 401),
        (wrong("omit", json!(["roles"])), 401),
        (wrong("tid", json!(FABRIKAM)), 401),
    ] {
        let token = pretend.post("/control/token", body).await;
        cases.push((
            CONTOSO,
            token["access_token"].as_str().unwrap().to_owned(),
            status,
        ));
    }
    let body = command("Get-OrganizationConfig", &json!({}));
    for (number, (tenant, token, status)) in cases.into_iter().enumerate() {
        let answer = pretend.call(tenant, &token, "", "", &body).await.unwrap();
        assert_eq!(answer.status(), status, "case {number}");
        if status == 401 {
            assert!(answer.headers().contains_key("www-authenticate"));
            assert!(answer.bytes().await.unwrap().is_empty());
        }
    }
}
