//! Nothing is shown or copied before an admin of each tenant has acted.

use flows::{CONTOSO, FABRIKAM, NORTHWIND, Stage, caller::refused};
use reqwest::Method;
use serde_json::{Value, json};
use shared::{
    api::{AcceptCopy, PresentRequest, RejectCopy, RequestView},
    workflow::RequestState,
};

use crate::{asked, tenant};

#[tokio::test]
async fn a_request_id_opens_nothing_without_the_right_tenants() {
    let stage = Stage::start(&[]);
    let source = stage.caller("admin@contoso.example").await;
    let target = stage.caller("admin@fabrikam.example").await;
    let other = stage.caller("admin@northwind.example").await;
    let request = asked(&source, "Migration wave 1").await;
    let told = |source_tenant: &str| PresentRequest {
        request_id: request.id,
        source_tenant_id: tenant(source_tenant),
    };

    // Before it was presented, the RequestID alone is nothing to the target.
    let path = format!("/requests/{}", request.id);
    let unknown = refused(target.call(Method::GET, &path).await, 404).await;
    // The right id with the wrong source, and another tenant with both right.
    let wrong = refused(target.send("/requests/lookup", &told(NORTHWIND)).await, 404).await;
    let foreign = refused(other.send("/requests/lookup", &told(CONTOSO)).await, 404).await;
    // An id that nobody ever had is refused in the same words.
    let never = PresentRequest {
        request_id: shared::ids::RequestId::from_random_bytes([7; 16]),
        source_tenant_id: tenant(CONTOSO),
    };
    let invented = refused(target.send("/requests/lookup", &never).await, 404).await;
    for problem in [&unknown, &wrong, &foreign] {
        assert_eq!(
            (&problem.code, &problem.title),
            (&invented.code, &invented.title)
        );
    }
    assert_eq!(wrong.detail, invented.detail);
    assert_eq!(foreign.detail, invented.detail);
    for path in [path.clone(), format!("{path}/report")] {
        refused(other.call(Method::GET, &path).await, 404).await;
    }

    // With both, the target sees it; the source cannot decide for the target.
    let seen: RequestView = target.post("/requests/lookup", &told(CONTOSO)).await;
    assert_eq!(seen.digest, request.digest);
    let accept = |digest: &str, source_tenant: &str| AcceptCopy {
        source_tenant_id: tenant(source_tenant),
        overwrite: false,
        digest: digest.to_owned(),
    };
    let digest = seen.digest.unwrap();
    let at = format!("/requests/{}/accept", request.id);
    refused(source.send(&at, &accept(&digest, CONTOSO)).await, 404).await;
    refused(other.send(&at, &accept(&digest, CONTOSO)).await, 404).await;
    refused(target.send(&at, &accept(&digest, NORTHWIND)).await, 404).await;
    // A decision about something else than what lies there.
    let changed = digest.chars().rev().collect::<String>();
    refused(target.send(&at, &accept(&changed, CONTOSO)).await, 409).await;
    let still: RequestView = source.get(&path).await;
    assert_eq!(still.state, RequestState::AwaitingTargetTenantApproval);

    // Rejected, it stays at 10 % and cannot be accepted any more.
    let no = RejectCopy {
        source_tenant_id: tenant(CONTOSO),
        reason: "Not this quarter.".into(),
    };
    let rejected: RequestView = target
        .post(&format!("/requests/{}/reject", request.id), &no)
        .await;
    assert_eq!(
        (rejected.state, rejected.percent),
        (RequestState::Rejected, 10)
    );
    refused(target.send(&at, &accept(&digest, CONTOSO)).await, 409).await;
    let told_back: RequestView = source.get(&path).await;
    assert_eq!(told_back.reason.as_deref(), Some("Not this quarter."));

    // A mapping of a pair that is not there cannot be taken back.
    let unmap = format!("/pairs/{CONTOSO}/identities/unmap");
    refused(other.send(&unmap, &json!({ "identities": [] })).await, 404).await;

    // A phase asked for too early says what to do; a pair of others is not there.
    for phase in ["map", "write", "verify"] {
        let reply = target
            .send(
                &format!("/pairs/{CONTOSO}/{phase}"),
                &json!({ "useCsv": false }),
            )
            .await;
        let status = reply.status().as_u16();
        assert!([404, 409].contains(&status), "{phase} answered {status}");
    }
    refused(
        other
            .call(Method::GET, &format!("/pairs/{CONTOSO}/identities"))
            .await,
        404,
    )
    .await;
}

#[tokio::test]
async fn a_repeated_order_is_one_request() {
    let stage = Stage::start(&[]);
    let source = stage.caller("admin@contoso.example").await;
    let scopes: Value = source.get(&format!("/scopes?target={FABRIKAM}")).await;
    let order = json!({ "targetTenantId": FABRIKAM, "securityGroupId": scopes[0]["groupId"] });
    let mut ids = Vec::new();
    for key in ["first", "first", "second"] {
        let reply = source.send_once("/copy-requests", &order, key).await;
        assert_eq!(reply.status().as_u16(), 201);
        ids.push(reply.json::<RequestView>().await.unwrap().id);
    }
    assert_eq!(ids[0], ids[1], "the same key made two requests");
    assert_ne!(ids[0], ids[2]);

    let cancelled: RequestView = source
        .post(&format!("/requests/{}/cancel", ids[0]), &json!({}))
        .await;
    assert_eq!(cancelled.state, RequestState::Cancelled);
}
