//! `/control`: breaking things, switching, looking, beginning again.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{CONTOSO, FABRIKAM, NIL, command, start};

#[tokio::test]
async fn a_fault_answers_in_place_of_the_cmdlet() {
    let pretend = start().await;
    for status in [429, 500, 503] {
        let fault =
            json!({ "next": 2, "status": status, "retryAfter": 7, "cmdlet": "Get-MailUser" });
        pretend.post("/control/faults", fault).await;
        assert_eq!(
            pretend
                .invoke(FABRIKAM, "Get-AcceptedDomain", json!({}))
                .await
                .status(),
            200
        );
        for _ in 0..2 {
            let answer = pretend.invoke(FABRIKAM, "Get-MailUser", json!({})).await;
            assert_eq!(answer.status(), status);
            assert_eq!(answer.headers()["retry-after"], "7");
        }
        assert_eq!(
            pretend
                .invoke(FABRIKAM, "Get-MailUser", json!({}))
                .await
                .status(),
            200
        );
    }
    pretend
        .post("/control/faults", json!({ "status": 429 }))
        .await;
    let answer = pretend.invoke(FABRIKAM, "Get-MailUser", json!({})).await;
    assert!(
        answer.headers().get("retry-after").is_none(),
        "Exchange sends none by itself"
    );
}

#[tokio::test]
async fn a_dropped_connection_may_lose_the_call_or_only_its_answer() {
    let pretend = start().await;
    let token = pretend.app_token(FABRIKAM).await;
    for (carried_out, expected) in [(false, ""), (true, "x")] {
        pretend
            .post(
                "/control/faults",
                json!({ "dropConnection": true, "carriedOut": carried_out }),
            )
            .await;
        let body = command(
            "Set-MailUser",
            &json!({ "Identity": "lars.berg", "CustomAttribute1": "x" }),
        );
        let lost = match pretend.call(FABRIKAM, &token, "", "", &body).await {
            Ok(answer) => answer.bytes().await.is_err(),
            Err(_) => true,
        };
        assert!(lost);
        assert_eq!(
            pretend.mail_user("lars.berg").await["CustomAttribute1"],
            expected
        );
    }
}

#[tokio::test]
async fn latency_alone_delays_a_good_answer() {
    let pretend = start().await;
    pretend
        .post("/control/faults", json!({ "latencyMs": 300 }))
        .await;
    let begun = Instant::now();
    let answer = pretend
        .invoke(CONTOSO, "Get-OrganizationConfig", json!({}))
        .await;
    assert_eq!(answer.status(), 200);
    assert!(begun.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn faults_are_listed_and_mended_and_nonsense_is_refused() {
    let pretend = start().await;
    pretend
        .post("/control/faults", json!({ "status": 500 }))
        .await;
    let listed = pretend.get("/control/faults").await;
    assert_eq!(listed["faults"][0]["status"], 500);
    let url = pretend.url("/control/faults");
    pretend.http.delete(url).send().await.unwrap();
    assert_eq!(
        pretend.get("/control/faults").await,
        json!({ "faults": [] })
    );
    for (body, status) in [
        (json!({}), 400),
        (json!({ "status": 200 }), 400),
        (json!({ "latency": 1 }), 422),
    ] {
        let answer = pretend.try_post("/control/faults", body).await;
        assert_eq!(answer.status(), status);
        assert!(answer.json::<Value>().await.unwrap()["error"].is_string());
    }
}

#[tokio::test]
async fn each_missing_grant_shows_as_it_does_in_microsoft_365() {
    let pretend = start().await;
    let token = pretend.app_token(CONTOSO).await;
    let body = command("Get-OrganizationConfig", &json!({}));
    for (grant, status) in [
        ("appRoleMissing", 401),
        ("directoryRoleMissing", 403),
        ("consentMissing", 401),
        ("granted", 200),
    ] {
        pretend
            .post("/control/switches", json!({ "grants": { CONTOSO: grant } }))
            .await;
        let answer = pretend.call(CONTOSO, &token, "", "", &body).await.unwrap();
        assert_eq!(answer.status(), status, "{grant}");
        if status == 403 {
            let bytes = answer.bytes().await.unwrap();
            assert!(!bytes.is_empty() && bytes.iter().all(|byte| *byte == 0));
        }
        assert_eq!(
            pretend
                .invoke(FABRIKAM, "Get-OrganizationConfig", json!({}))
                .await
                .status(),
            200
        );
    }
    pretend
        .post(
            "/control/switches",
            json!({ "grants": { CONTOSO: "consentMissing" } }),
        )
        .await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", m365::CLIENT_ID),
        ("client_secret", m365::CLIENT_SECRET),
        ("scope", "https://outlook.office365.com/.default"),
    ];
    let refused: Value = pretend.token(CONTOSO, &form).await.json().await.unwrap();
    assert_eq!(refused["error_codes"], json!([7_000_229]));
}

#[tokio::test]
async fn the_directory_is_shown_as_it_stands() {
    let pretend = start().await;
    let directory = pretend.get("/control/tenants").await;
    let tenants = directory["tenants"].as_array().unwrap();
    let counts: Vec<(&str, usize, usize, usize)> = tenants
        .iter()
        .map(|tenant| {
            let count = |name: &str| tenant[name].as_array().unwrap().len();
            (
                tenant["name"].as_str().unwrap(),
                count("mailboxes"),
                count("mailUsers"),
                count("groups"),
            )
        })
        .collect();
    assert_eq!(
        counts,
        [
            ("Contoso", 60, 0, 4),
            ("Fabrikam", 0, 70, 0),
            ("Northwind", 0, 0, 0)
        ]
    );
    assert_eq!(tenants[0]["tenantId"], CONTOSO);
    assert_eq!(tenants[1]["mailUsers"][0]["ExchangeGuid"], NIL);
    assert_eq!(
        tenants[0]["groups"][0]["Members"].as_array().unwrap().len(),
        42
    );
    assert_eq!(
        tenants[0]["organizationRelationships"][0]["DomainNames"],
        json!([FABRIKAM])
    );
}

#[tokio::test]
async fn reset_brings_back_the_data_files_and_mends_everything() {
    let pretend = start().await;
    let before = pretend.get("/control/tenants").await;
    pretend
        .invoke(
            FABRIKAM,
            "Set-MailUser",
            json!({ "Identity": "lars.berg", "CustomAttribute1": "x" }),
        )
        .await;
    pretend
        .post("/control/faults", json!({ "status": 500 }))
        .await;
    pretend
        .post("/control/switches", json!({ "nextLink": "expired" }))
        .await;
    pretend.post("/control/reset", json!({})).await;
    assert_eq!(pretend.get("/control/tenants").await, before);
    assert_eq!(
        pretend.get("/control/faults").await,
        json!({ "faults": [] })
    );
    assert_eq!(
        pretend.get("/control/switches").await["nextLink"],
        "followable"
    );
    assert_eq!(pretend.get("/control/calls").await, json!({ "calls": [] }));
}

#[tokio::test]
async fn calls_are_remembered_with_their_status() {
    let pretend = start().await;
    let parameters = json!({ "Identity": "lars.berg", "CustomAttribute1": "x" });
    pretend
        .invoke(FABRIKAM, "Set-MailUser", parameters.clone())
        .await;
    pretend
        .invoke(CONTOSO, "Get-Mailbox", json!({ "Identity": "who" }))
        .await;
    let calls = pretend.get("/control/calls").await;
    let calls = calls["calls"].as_array().unwrap();
    assert_eq!(calls[0]["cmdlet"], "Set-MailUser");
    assert_eq!(calls[0]["parameters"], parameters);
    assert_eq!(
        (&calls[0]["tenant"], &calls[0]["status"]),
        (&json!(FABRIKAM), &json!(200))
    );
    assert_eq!(calls[1]["status"], 404);
}

#[tokio::test]
async fn the_control_page_lists_what_can_be_done() {
    let pretend = start().await;
    let page = pretend
        .http
        .get(pretend.url("/control"))
        .send()
        .await
        .unwrap();
    let html = page.text().await.unwrap();
    for text in [
        "POST /control/token",
        "POST /control/faults",
        "GET /control/tenants",
        CONTOSO,
    ] {
        assert!(html.contains(text), "{text}");
    }
}
