//! Tokens: what they say, that the published keys verify them, and who gets none.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use m365::{CLIENT_ID, CLIENT_SECRET};
use rsa::{
    BigUint, RsaPublicKey,
    pkcs1v15::{Signature, VerifyingKey},
    signature::Verifier,
};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::client::{CONTOSO, FABRIKAM, Pretend, open, start};

/// Whether a published key with the token's `kid` verifies it.
async fn verifies(pretend: &Pretend, token: &str) -> bool {
    let keys = pretend.get("/common/discovery/v2.0/keys").await;
    let (header, _) = open(token);
    let Some(key) = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["kid"] == header["kid"])
    else {
        return false;
    };
    let number = |name: &str| {
        BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap())
    };
    let public = RsaPublicKey::new(number("n"), number("e")).unwrap();
    let (text, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let Ok(signature) = Signature::try_from(signature.as_slice()) else {
        return false;
    };
    VerifyingKey::<Sha256>::new(public)
        .verify(text.as_bytes(), &signature)
        .is_ok()
}

#[tokio::test]
async fn the_metadata_names_the_issuer_as_microsoft_does() {
    let pretend = start().await;
    let base = pretend.server.base_url();
    for (tenant, issuer) in [
        ("common", "{tenantid}"),
        ("organizations", "{tenantid}"),
        (CONTOSO, CONTOSO),
        ("contoso.onmicrosoft.example", CONTOSO),
    ] {
        let found = pretend
            .get(&format!("/{tenant}/v2.0/.well-known/openid-configuration"))
            .await;
        assert_eq!(found["issuer"], format!("{base}/{issuer}/v2.0"));
        let keys = found["jwks_uri"].as_str().unwrap();
        let keys = pretend.get(keys.strip_prefix(base).unwrap()).await;
        assert_eq!(
            keys["keys"][0]["issuer"],
            format!("{base}/{{tenantid}}/v2.0")
        );
        assert_eq!(keys["keys"][0]["use"], "sig");
    }
    let none = pretend.url("/woodgrove.example/v2.0/.well-known/openid-configuration");
    let none = pretend.http.get(none).send().await.unwrap();
    assert_eq!(none.status(), 400);
    assert_eq!(
        none.json::<Value>().await.unwrap()["error_codes"],
        json!([90002])
    );
}

#[tokio::test]
async fn a_control_token_is_what_the_product_expects_of_entra() {
    let pretend = start().await;
    let base = pretend.server.base_url();
    let admin = "29232cdf-9323-42fd-ade2-1d097af3e4de";
    let member = "b79fbf4d-3ef9-4689-8143-76b194e85509";
    for (account, tenant, wids) in [
        ("admin@contoso.example", CONTOSO, vec![admin, member]),
        (
            "global@fabrikam.example",
            FABRIKAM,
            vec!["62e90394-69f5-4237-9190-012177145e10", member],
        ),
        (
            "reader@contoso.example",
            CONTOSO,
            vec!["f2ef992c-3afb-46b9-b7cf-a126ee74c451", member],
        ),
        ("nobody@fabrikam.example", FABRIKAM, vec![member]),
    ] {
        let answer = pretend
            .post("/control/token", json!({ "account": account }))
            .await;
        let token = answer["access_token"].as_str().unwrap();
        assert!(verifies(&pretend, token).await);
        let (header, claims) = open(token);
        assert_eq!(header["alg"], "RS256");
        assert_eq!(claims["aud"], CLIENT_ID);
        assert_eq!(claims["iss"], format!("{base}/{tenant}/v2.0"));
        assert_eq!(claims["tid"], tenant);
        assert_eq!(claims["ver"], "2.0");
        assert_eq!(claims["azp"], CLIENT_ID);
        assert_eq!(claims["azpacr"], "0");
        assert_eq!(claims["scp"], "access_as_user");
        assert_eq!(claims["wids"], json!(wids));
        assert_eq!(claims["preferred_username"], account);
        for name in ["oid", "sub", "uti", "name", "iat", "nbf", "exp"] {
            assert!(!claims[name].is_null(), "{name}");
        }
        assert!(claims["exp"].as_i64() > claims["iat"].as_i64());
        assert_ne!(claims["sub"], claims["oid"]);
    }
}

#[tokio::test]
async fn a_control_token_is_wrong_in_the_way_that_was_asked_for() {
    let pretend = start().await;
    let base = pretend.server.base_url();
    let now = time::OffsetDateTime::now_utc().unix_timestamp();
    let asked = async |more: Value| {
        let mut body = json!({ "account": "admin@contoso.example" });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let answer = pretend.post("/control/token", body).await;
        answer["access_token"].as_str().unwrap().to_owned()
    };
    let claims = async |more: Value| open(&asked(more).await).1;

    assert!(
        claims(json!({ "expires_in": -10 })).await["exp"]
            .as_i64()
            .unwrap()
            < now
    );
    assert!(
        claims(json!({ "not_before": 600 })).await["nbf"]
            .as_i64()
            .unwrap()
            > now
    );
    assert_eq!(claims(json!({ "aud": "other" })).await["aud"], "other");
    assert_eq!(claims(json!({ "scp": "x" })).await["scp"], "x");
    assert_eq!(claims(json!({ "wids": [] })).await["wids"], json!([]));
    assert!(claims(json!({ "omit": ["wids"] })).await["wids"].is_null());
    assert_eq!(
        claims(json!({ "claims": { "ver": "1.0" } })).await["ver"],
        "1.0"
    );
    let other = claims(json!({ "tid": FABRIKAM })).await;
    assert_eq!(other["tid"], FABRIKAM);
    assert_eq!(other["iss"], format!("{base}/{FABRIKAM}/v2.0"));
    let other = claims(json!({ "tid": FABRIKAM, "iss": "x" })).await;
    assert_eq!(other["iss"], "x");
    let app = claims(json!({ "app_only": true })).await;
    assert_eq!(
        (&app["idtyp"], &app["aud"]),
        (&json!("app"), &json!(CLIENT_ID))
    );
    assert!(app["scp"].is_null());

    let honest = asked(json!({})).await;
    let forged = asked(json!({ "wrong_key": true })).await;
    assert_eq!(open(&forged).0, open(&honest).0, "the same kid");
    assert!(verifies(&pretend, &honest).await);
    assert!(!verifies(&pretend, &forged).await);
    let unsigned = asked(json!({ "alg": "none" })).await;
    assert_eq!(open(&unsigned).0["alg"], "none");
    assert!(unsigned.ends_with('.'));

    let unknown = pretend
        .try_post("/control/token", json!({ "account": "x@contoso.example" }))
        .await;
    assert_eq!(unknown.status(), 404);
    let misspelt = json!({ "account": "admin@contoso.example", "expire": 1 });
    assert_eq!(
        pretend.try_post("/control/token", misspelt).await.status(),
        422
    );
}

#[tokio::test]
async fn the_app_gets_a_token_for_exchange_with_its_secret() {
    let pretend = start().await;
    for tenant in [CONTOSO, "contoso.onmicrosoft.example"] {
        let token = pretend.app_token(tenant).await;
        assert!(verifies(&pretend, &token).await);
        let (_, claims) = open(&token);
        assert_eq!(claims["aud"], "https://outlook.office365.com");
        assert_eq!(claims["tid"], CONTOSO);
        assert_eq!(claims["idtyp"], "app");
        assert_eq!(claims["roles"], json!(["Exchange.ManageAsApp"]));
    }
}

#[tokio::test]
async fn a_token_request_is_refused_with_entras_number() {
    let pretend = start().await;
    let good = [
        ("grant_type", "client_credentials"),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("scope", "https://outlook.office365.com/.default"),
    ];
    for (tenant, change, status, error, number) in [
        (
            CONTOSO,
            ("client_secret", "wrong"),
            401,
            "invalid_client",
            7_000_215,
        ),
        (
            CONTOSO,
            ("client_secret-", ""),
            401,
            "invalid_client",
            7_000_218,
        ),
        (
            CONTOSO,
            ("client_id", CONTOSO),
            400,
            "unauthorized_client",
            700_016,
        ),
        (CONTOSO, ("client_id", ""), 400, "invalid_request", 900_144),
        (
            CONTOSO,
            ("grant_type", "password"),
            400,
            "unsupported_grant_type",
            70003,
        ),
        (
            CONTOSO,
            ("scope", "https://outlook.office365.com/x"),
            400,
            "invalid_scope",
            1_002_012,
        ),
        (
            CONTOSO,
            ("scope", "https://x.example/.default"),
            400,
            "invalid_resource",
            500_011,
        ),
        (
            "woodgrove.example",
            ("x", ""),
            400,
            "invalid_request",
            90002,
        ),
        ("common", ("x", ""), 400, "invalid_request", 50059),
    ] {
        let form: Vec<(&str, &str)> = good
            .into_iter()
            .filter(|(name, _)| Some(*name) != change.0.strip_suffix('-'))
            .map(|(name, value)| (name, if name == change.0 { change.1 } else { value }))
            .collect();
        let answer = pretend.token(tenant, &form).await;
        assert_eq!(answer.status(), status, "{number}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["error"], error);
        assert_eq!(body["error_codes"], json!([number]));
        let description = body["error_description"].as_str().unwrap();
        assert!(
            description.starts_with(&format!("AADSTS{number}: ")),
            "{description}"
        );
        for name in ["timestamp", "trace_id", "correlation_id"] {
            assert!(body[name].is_string(), "{name}");
        }
    }
}

#[tokio::test]
async fn pages_of_any_origin_may_ask_for_metadata_keys_and_tokens() {
    let pretend = start().await;
    for path in [
        "/common/v2.0/.well-known/openid-configuration",
        "/common/discovery/v2.0/keys",
        "/common/oauth2/v2.0/token",
    ] {
        let answer = pretend
            .http
            .request(reqwest::Method::OPTIONS, pretend.url(path))
            .header("origin", "http://localhost:8787")
            .header("access-control-request-headers", "content-type")
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{path}");
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
        assert_eq!(
            answer.headers()["access-control-allow-headers"],
            "content-type"
        );
    }
}
