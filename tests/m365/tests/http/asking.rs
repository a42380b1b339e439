//! Asking for some properties, some objects, or a page of them.

use serde_json::{Value, json};

use crate::client::{CONTOSO, Pretend, command, start};

async fn body(
    pretend: &Pretend,
    query: &str,
    prefer: &str,
    cmdlet: &str,
    parameters: Value,
) -> Value {
    let token = pretend.app_token(CONTOSO).await;
    let body = command(cmdlet, &parameters);
    let answer = pretend
        .call(CONTOSO, &token, query, prefer, &body)
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

#[tokio::test]
async fn select_gives_the_chosen_properties() {
    let pretend = start().await;
    let body = body(
        &pretend,
        "?$select=displayname,ExchangeGuid",
        "",
        "Get-Mailbox",
        json!({ "Identity": "mikey" }),
    )
    .await;
    let row = body["value"][0].as_object().unwrap();
    let names: Vec<&String> = row.keys().collect();
    assert_eq!(
        names,
        ["DisplayName", "ExchangeGuid", "ExchangeGuid@odata.type"]
    );
}

#[tokio::test]
async fn pages_lead_through_all_objects() {
    let pretend = start().await;
    let parameters = json!({ "ResultSize": "Unlimited" });
    let all = body(&pretend, "", "", "Get-Mailbox", parameters.clone()).await;
    assert_eq!(all["value"].as_array().unwrap().len(), 60);
    assert!(all["@odata.nextLink"].is_null());
    assert_eq!(all["@adminapi.warnings"], json!([]));

    let mut query = "?$select=Alias".to_owned();
    let mut sizes = Vec::new();
    let mut aliases = std::collections::HashSet::new();
    loop {
        let page = body(
            &pretend,
            &query,
            "odata.maxpagesize=25;odata.continue-on-error",
            "Get-Mailbox",
            parameters.clone(),
        )
        .await;
        let rows = page["value"].as_array().unwrap();
        sizes.push(rows.len());
        aliases.extend(rows.iter().map(|row| row["Alias"].to_string()));
        assert!(rows.iter().all(|row| row.as_object().unwrap().len() == 1));
        match page["@odata.nextLink"].as_str() {
            Some(link) => query = link[link.find('?').unwrap()..].to_owned(),
            None => break,
        }
    }
    assert_eq!((sizes, aliases.len()), (vec![25, 25, 10], 60));

    pretend
        .post("/control/switches", json!({ "nextLink": "expired" }))
        .await;
    let token = pretend.app_token(CONTOSO).await;
    let again = command("Get-Mailbox", &parameters);
    let answer = pretend
        .call(CONTOSO, &token, "?$skiptoken=ZnJvbToyNQ", "", &again)
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("Expired or Invalid pagination request")
    );
}

#[tokio::test]
async fn fewer_objects_than_there_are_come_with_a_warning() {
    let pretend = start().await;
    for size in [json!(10), json!("10")] {
        let body = body(
            &pretend,
            "",
            "",
            "Get-Mailbox",
            json!({ "ResultSize": size }),
        )
        .await;
        assert_eq!(body["value"].as_array().unwrap().len(), 10);
        assert!(
            body["@adminapi.warnings"][0]
                .as_str()
                .unwrap()
                .starts_with("There are more results")
        );
    }
}

#[tokio::test]
async fn a_filter_finds_several_by_id() {
    let pretend = start().await;
    let wanted: Vec<Value> = ["mikey", "zoe.keller"]
        .map(|alias| json!({ "Identity": alias }))
        .to_vec();
    let mut filter = Vec::new();
    for identity in wanted {
        let found = pretend.rows(CONTOSO, "Get-Mailbox", identity).await;
        filter.push(format!(
            "ExternalDirectoryObjectId -eq '{}'",
            found[0]["ExternalDirectoryObjectId"].as_str().unwrap()
        ));
    }
    let found = pretend
        .rows(
            CONTOSO,
            "Get-Mailbox",
            json!({ "Filter": filter.join(" -or ") }),
        )
        .await;
    let mut names: Vec<&str> = found
        .iter()
        .map(|one| one["Alias"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["mikey", "zoe.keller"]);
}
