//! Signing in: the picker, the code, the tokens, and what Entra refuses.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use m365::CLIENT_ID;
use reqwest::Response;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use crate::client::{CONTOSO, FABRIKAM, Pretend, open, start};

const PAGE: &str = "http://localhost:8787/signed-in";
const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters-0123";

type Fields = Vec<(&'static str, String)>;

fn request() -> Fields {
    vec![
        ("client_id", CLIENT_ID.to_owned()),
        ("redirect_uri", PAGE.to_owned()),
        ("response_type", "code".to_owned()),
        ("response_mode", "fragment".to_owned()),
        ("scope", format!("openid profile {CLIENT_ID}/.default")),
        ("state", "st&te".to_owned()),
        ("nonce", "n0nce".to_owned()),
        (
            "code_challenge",
            URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER)),
        ),
        ("code_challenge_method", "S256".to_owned()),
    ]
}

fn with(name: &'static str, value: &str) -> Fields {
    let mut fields: Fields = request()
        .into_iter()
        .filter(|(own, _)| *own != name)
        .collect();
    fields.push((name, value.to_owned()));
    fields
}

async fn ask(pretend: &Pretend, tenant: &str, fields: &Fields) -> Response {
    let url = pretend.url(&format!("/{tenant}/oauth2/v2.0/authorize"));
    pretend.http.get(url).query(fields).send().await.unwrap()
}

async fn press(pretend: &Pretend, tenant: &str, account: &str, mut fields: Fields) -> Response {
    fields.push(("account", account.to_owned()));
    let url = pretend.url(&format!("/{tenant}/oauth2/v2.0/authorize"));
    pretend.http.post(url).form(&fields).send().await.unwrap()
}

/// Where the answer leads, and what it carries in the fragment or query.
fn carried(answer: &Response) -> (Url, Vec<(String, String)>) {
    assert_eq!(answer.status(), 302);
    let url = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    let text = url
        .fragment()
        .or(url.query())
        .unwrap_or_default()
        .to_owned();
    let fields = url::form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect();
    (url, fields)
}

fn field(fields: &[(String, String)], name: &str) -> String {
    fields
        .iter()
        .find(|(own, _)| own == name)
        .map(|(_, value)| value.clone())
        .unwrap_or_default()
}

async fn code(pretend: &Pretend) -> String {
    let answer = press(pretend, "organizations", "admin@contoso.example", request()).await;
    field(&carried(&answer).1, "code")
}

fn exchange<'a>(code: &'a str, page: &'a str, verifier: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT_ID),
        ("code", code),
        ("redirect_uri", page),
        ("code_verifier", verifier),
    ]
}

#[tokio::test]
async fn somebody_signs_in_with_code_and_pkce() {
    let pretend = start().await;
    let page = ask(&pretend, "organizations", &request()).await;
    assert_eq!(page.status(), 200);
    let html = page.text().await.unwrap();
    for text in [
        "admin@contoso.example",
        "Ben Fabrikam",
        "Global Reader",
        "pretend Microsoft 365",
        "st&amp;te",
    ] {
        assert!(html.contains(text), "{text}");
    }

    let answer = press(
        &pretend,
        "organizations",
        "admin@contoso.example",
        request(),
    )
    .await;
    let (url, fields) = carried(&answer);
    assert!(url.as_str().starts_with(&format!("{PAGE}#")), "{url}");
    assert_eq!(field(&fields, "state"), "st&te");
    let code = field(&fields, "code");

    let answer = pretend
        .token("organizations", &exchange(&code, PAGE, VERIFIER))
        .await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["token_type"], "Bearer");
    let (_, access) = open(body["access_token"].as_str().unwrap());
    assert_eq!(
        (&access["tid"], &access["scp"]),
        (&json!(CONTOSO), &json!("access_as_user"))
    );
    let (_, identity) = open(body["id_token"].as_str().unwrap());
    assert_eq!(identity["nonce"], "n0nce");
    assert_eq!(identity["aud"], CLIENT_ID);
    assert_eq!(identity["oid"], access["oid"]);
}

#[tokio::test]
async fn the_code_comes_back_in_the_query_where_no_mode_is_named() {
    let pretend = start().await;
    let fields = with("response_mode", "query");
    let answer = press(&pretend, FABRIKAM, "global@fabrikam.example", fields).await;
    let (url, _) = carried(&answer);
    assert!(url.fragment().is_none() && url.query().unwrap().contains("code="));
}

#[tokio::test]
async fn a_code_works_once_for_the_page_and_the_verifier_that_it_was_made_for() {
    let pretend = start().await;
    let other = "http://localhost:8787/other";
    for (page, verifier, number) in [
        (
            PAGE,
            "another-verifier-of-forty-three-characters-0123",
            501_481,
        ),
        (other, VERIFIER, 500_112),
    ] {
        let code = code(&pretend).await;
        let answer = pretend
            .token("organizations", &exchange(&code, page, verifier))
            .await;
        assert_eq!(answer.status(), 400);
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["error"], "invalid_grant");
        assert_eq!(body["error_codes"], json!([number]));
    }
    let code = code(&pretend).await;
    let once = pretend
        .token("organizations", &exchange(&code, PAGE, VERIFIER))
        .await;
    assert_eq!(once.status(), 200);
    let twice = pretend
        .token("organizations", &exchange(&code, PAGE, VERIFIER))
        .await;
    assert_eq!(
        twice.json::<Value>().await.unwrap()["error_codes"],
        json!([54005])
    );
    let made_up = pretend
        .token("organizations", &exchange("1.x", PAGE, VERIFIER))
        .await;
    assert_eq!(
        made_up.json::<Value>().await.unwrap()["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn a_code_is_redeemed_only_by_a_page_of_some_origin() {
    let pretend = start().await;
    let code = code(&pretend).await;
    let answer = pretend
        .http
        .post(pretend.url("/organizations/oauth2/v2.0/token"))
        .form(&exchange(&code, PAGE, VERIFIER))
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.json::<Value>().await.unwrap()["error_codes"],
        json!([9_002_327])
    );
}

#[tokio::test]
async fn what_is_wrong_with_app_or_page_is_shown_and_sent_nowhere() {
    let pretend = start().await;
    for (tenant, fields, number) in [
        ("organizations", with("client_id", CONTOSO), "AADSTS700016"),
        ("organizations", with("client_id", ""), "AADSTS900144"),
        (
            "organizations",
            with("redirect_uri", "https://evil.example/"),
            "AADSTS50011",
        ),
        (
            "organizations",
            with("redirect_uri", "http://localhost.evil.example/"),
            "AADSTS50011",
        ),
        (
            "organizations",
            with("redirect_uri", "http://localhost:8787/#x"),
            "AADSTS50011",
        ),
        (
            "organizations",
            with("redirect_uri", "javascript:alert(1)"),
            "AADSTS50011",
        ),
        ("woodgrove.example", request(), "AADSTS90002"),
    ] {
        let answer = ask(&pretend, tenant, &fields).await;
        assert_eq!(answer.status(), 400, "{number}");
        assert!(answer.headers().get("location").is_none());
        assert!(answer.text().await.unwrap().contains(number), "{number}");
    }
}

#[tokio::test]
async fn what_else_is_wrong_goes_back_to_the_app_with_its_state() {
    let pretend = start().await;
    for (fields, error) in [
        (with("response_type", "token"), "unsupported_response_type"),
        (
            with("scope", "https://graph.microsoft.com/Mail.Read"),
            "invalid_scope",
        ),
        (with("code_challenge", ""), "invalid_request"),
        (with("code_challenge", "short"), "invalid_request"),
        (with("code_challenge_method", "plain"), "invalid_request"),
        (with("prompt", "none"), "login_required"),
    ] {
        let answer = ask(&pretend, "organizations", &fields).await;
        let (url, fields) = carried(&answer);
        assert!(url.as_str().starts_with(PAGE));
        assert_eq!(field(&fields, "error"), error);
        assert!(field(&fields, "error_description").starts_with("AADSTS"));
        assert_eq!(field(&fields, "state"), "st&te");
    }
    let cancelled = press(&pretend, "organizations", "", request()).await;
    assert_eq!(field(&carried(&cancelled).1, "error"), "access_denied");
}

#[tokio::test]
async fn a_tenants_own_page_shows_and_signs_in_only_its_own_people() {
    let pretend = start().await;
    let html = ask(&pretend, FABRIKAM, &request())
        .await
        .text()
        .await
        .unwrap();
    assert!(html.contains("admin@fabrikam.example") && !html.contains("admin@contoso.example"));
    let answer = press(&pretend, FABRIKAM, "admin@contoso.example", request()).await;
    assert_eq!(answer.status(), 400);
}

#[tokio::test]
async fn whoever_is_hinted_at_comes_first_with_the_focus() {
    let pretend = start().await;
    let fields = with("login_hint", "reader@fabrikam.example");
    let html = ask(&pretend, "organizations", &fields)
        .await
        .text()
        .await
        .unwrap();
    let first = html.find("<button").unwrap();
    let button = &html[first..first + html[first..].find('>').unwrap()];
    assert!(
        button.contains("reader@fabrikam.example") && button.ends_with("autofocus"),
        "{button}"
    );
}
