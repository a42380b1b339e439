//! Who is let in: only a good token, only its own tenant, only with a role.

use flows::{CONTOSO, FABRIKAM, Stage, caller::refused};
use reqwest::Method;
use serde_json::{Value, json};
use shared::api::{Me, Role};

use crate::asked;

#[tokio::test]
async fn a_token_that_is_not_good_is_refused_with_its_reason() {
    let stage = Stage::start(&[]);
    let account = "admin@contoso.example";
    let attacks = [
        (
            "wrong audience",
            json!({ "account": account, "aud": "00000003-0000-0000-c000-000000000000" }),
        ),
        (
            "expired",
            json!({ "account": account, "expires_in": -3600 }),
        ),
        (
            "not yet valid",
            json!({ "account": account, "not_before": 3600 }),
        ),
        (
            "signed with another key",
            json!({ "account": account, "wrong_key": true }),
        ),
        ("unsigned", json!({ "account": account, "alg": "none" })),
        (
            "issued for another tenant",
            json!({ "account": account, "tid": FABRIKAM, "iss": format!("{}/{CONTOSO}/v2.0", stage.m365) }),
        ),
        (
            "from another issuer",
            json!({ "account": account, "iss": format!("https://login.example/{CONTOSO}/v2.0") }),
        ),
    ];
    for (what, order) in attacks {
        let caller = stage.caller_with(order).await;
        let problem = refused(caller.call(Method::GET, "/me").await, 401).await;
        assert!(
            problem.code.starts_with("token-"),
            "{what}: {}",
            problem.code
        );
        assert!(
            !problem.detail.contains(caller.token()),
            "{what}: the answer repeats the token"
        );
    }

    refused(stage.stranger().call(Method::GET, "/me").await, 401).await;
    for text in ["", "x", "a.b.c", "e30.e30.e30"] {
        let caller = stage.stranger().with_token(text);
        refused(caller.call(Method::GET, "/requests").await, 401).await;
    }

    // A good token whose claims were exchanged after signing.
    let good = stage.caller(account).await;
    let theirs = stage.caller("admin@fabrikam.example").await;
    let parts: Vec<&str> = good.token().split('.').collect();
    let claims: Vec<&str> = theirs.token().split('.').collect();
    let forged = format!("{}.{}.{}", parts[0], claims[1], parts[2]);
    refused(good.with_token(&forged).call(Method::GET, "/me").await, 401).await;

    let me: Me = good.get("/me").await;
    assert_eq!(me.tenant_id.to_string(), CONTOSO);
    assert_eq!(me.role, Role::ExchangeAdministrator);
}

#[tokio::test]
async fn a_role_decides_what_a_person_may_do() {
    let stage = Stage::start(&[]);
    let admin = stage.caller("admin@contoso.example").await;
    let request = asked(&admin, "Migration wave 2").await;

    let nobody = stage.caller("nobody@contoso.example").await;
    refused(nobody.call(Method::GET, "/requests").await, 403).await;
    let bare = stage
        .caller_with(json!({ "account": "admin@contoso.example", "omit": ["wids"] }))
        .await;
    let problem = refused(bare.call(Method::GET, "/requests").await, 403).await;
    assert!(
        problem.detail.contains("groupMembershipClaims"),
        "{}",
        problem.detail
    );

    let reader = stage.caller("reader@contoso.example").await;
    let list: Value = reader.get("/requests").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let order =
        json!({ "targetTenantId": FABRIKAM, "securityGroupId": request.scope.unwrap().group_id });
    refused(reader.send("/copy-requests", &order).await, 403).await;
    let cancel = format!("/requests/{}/cancel", request.id);
    refused(reader.send(&cancel, &json!({})).await, 403).await;

    let global = stage.caller("global@contoso.example").await;
    let me: Me = global.get("/me").await;
    assert_eq!(me.role, Role::GlobalAdministrator);
}

#[tokio::test]
async fn what_is_not_there_or_not_understood_is_a_problem_with_a_way_out() {
    let stage = Stage::start(&[]);
    let caller = stage.caller("admin@contoso.example").await;
    refused(caller.call(Method::GET, "/nothing-here").await, 404).await;
    refused(caller.call(Method::DELETE, "/me").await, 405).await;
    refused(caller.call(Method::GET, "/requests/not-a-guid").await, 404).await;
    refused(
        caller
            .send("/copy-requests", &json!({ "targetTenantId": "x" }))
            .await,
        422,
    )
    .await;
    refused(
        caller
            .send(
                "/copy-requests",
                &json!({ "targetTenantId": CONTOSO, "securityGroupId": CONTOSO }),
            )
            .await,
        422,
    )
    .await;
    let described: Value = stage.stranger().get("/openapi.json").await;
    let accept = &described["paths"]["/requests/{id}/accept"]["post"];
    assert!(accept.is_object(), "the description lacks the decision");
}

#[tokio::test]
async fn a_development_set_up_answers_nothing_on_a_host_that_is_not_local() {
    let stage = Stage::start(&[]);
    let caller = stage.caller("admin@contoso.example").await;
    for path in ["/config", "/me", "/requests"] {
        let problem = refused(caller.call_as_host("crosswalk.example", path).await, 503).await;
        assert_eq!(problem.code, "not-set-up", "{path}");
        assert!(
            caller.call(Method::GET, path).await.status().is_success(),
            "{path}"
        );
    }
}
