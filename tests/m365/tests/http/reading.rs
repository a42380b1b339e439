//! The cmdlets that read, and how their objects and errors look.

use serde_json::{Value, json};

use crate::client::{CONTOSO, FABRIKAM, NIL, NORTHWIND, Pretend, command, start, texts};

async fn body(
    pretend: &Pretend,
    query: &str,
    prefer: &str,
    cmdlet: &str,
    parameters: Value,
) -> Value {
    let token = pretend.app_token(CONTOSO).await;
    let body = command(cmdlet, parameters);
    let answer = pretend
        .call(CONTOSO, &token, query, prefer, &body)
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

#[tokio::test]
async fn the_relationship_of_each_side_says_what_a_move_needs() {
    let pretend = start().await;
    let source = pretend
        .rows(CONTOSO, "Get-OrganizationRelationship", json!({}))
        .await;
    let source = source
        .iter()
        .find(|one| one["MailboxMoveEnabled"] == true)
        .unwrap();
    assert_eq!(texts(&source["DomainNames"]), [FABRIKAM]);
    assert_eq!(source["MailboxMoveCapability"], "RemoteOutbound");
    assert!(source["OAuthApplicationId"].is_string());
    let scopes = texts(&source["MailboxMovePublishedScopes"]);
    assert_eq!(scopes[0], "Migration wave 1");
    assert!(scopes[1].starts_with("CN=Migration wave 2,OU="));
    for scope in scopes {
        let group = pretend
            .rows(
                CONTOSO,
                "Get-DistributionGroup",
                json!({ "Identity": scope }),
            )
            .await;
        assert_eq!(
            group[0]["RecipientTypeDetails"],
            "MailUniversalSecurityGroup"
        );
    }

    let target = pretend
        .rows(FABRIKAM, "Get-OrganizationRelationship", json!({}))
        .await;
    assert_eq!(texts(&target[0]["DomainNames"]), [CONTOSO]);
    assert_eq!(target[0]["MailboxMoveCapability"], "Inbound");
    assert!(
        pretend
            .rows(NORTHWIND, "Get-OrganizationRelationship", json!({}))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_group_answers_to_everything_that_names_it() {
    let pretend = start().await;
    let group = pretend
        .rows(
            CONTOSO,
            "Get-DistributionGroup",
            json!({ "Identity": "Migration wave 2" }),
        )
        .await
        .remove(0);
    let text = |name: &str| group[name].as_str().unwrap().to_owned();
    for identity in [
        text("DistinguishedName"),
        text("Guid"),
        text("ExchangeObjectId"),
        text("ExternalDirectoryObjectId"),
        text("PrimarySmtpAddress").to_uppercase(),
        text("Alias"),
        format!("{}/Migration wave 2", text("OrganizationalUnit")),
    ] {
        let found = pretend
            .rows(
                CONTOSO,
                "Get-DistributionGroup",
                json!({ "Identity": identity }),
            )
            .await;
        assert_eq!(found, [group.clone()], "{identity}");
    }
}

#[tokio::test]
async fn members_come_with_what_tells_mailboxes_from_others() {
    let pretend = start().await;
    let members = pretend
        .rows(
            CONTOSO,
            "Get-DistributionGroupMember",
            json!({ "Identity": "Migration wave 1", "ResultSize": "Unlimited" }),
        )
        .await;
    let of = |kind: &str| {
        members
            .iter()
            .filter(|one| one["RecipientTypeDetails"] == kind)
            .count()
    };
    assert_eq!(members.len(), 42);
    assert_eq!(of("UserMailbox"), 40);
    assert_eq!(of("MailUniversalDistributionGroup"), 1);
    assert_eq!(of("MailContact"), 1);
    for member in &members {
        for name in [
            "ExternalDirectoryObjectId",
            "PrimarySmtpAddress",
            "DisplayName",
            "Guid",
        ] {
            assert!(member[name].is_string(), "{name}");
        }
    }
}

#[tokio::test]
async fn a_mailbox_shows_the_attributes_that_a_move_needs() {
    let pretend = start().await;
    let found = pretend
        .rows(
            CONTOSO,
            "Get-Mailbox",
            json!({ "Identity": "jose.ortega@contoso.example" }),
        )
        .await;
    let jose = &found[0];
    assert_eq!(jose["DisplayName"], "Ortega, José");
    assert_eq!(
        jose["DistinguishedName"],
        "CN=Ortega\\, José,OU=contoso.onmicrosoft.example,OU=Microsoft Exchange Hosted \
         Organizations,DC=EURPR05A001,DC=PROD,DC=OUTLOOK,DC=COM"
    );
    assert_eq!(jose["ArchiveStatus"], "Active");
    assert_ne!(jose["ArchiveGuid"], NIL);
    assert_ne!(jose["ExchangeGuid"], NIL);
    assert!(
        jose["LegacyExchangeDN"]
            .as_str()
            .unwrap()
            .starts_with("/o=ExchangeLabs/")
    );
    assert_eq!(jose["ExchangeGuid@odata.type"], "#Guid");
    assert_eq!(jose["EmailAddresses@odata.type"], "#Collection(String)");
    for identity in [
        "ExternalDirectoryObjectId",
        "ExchangeGuid",
        "ArchiveGuid",
        "LegacyExchangeDN",
        "DistinguishedName",
    ] {
        let again = pretend
            .rows(
                CONTOSO,
                "Get-Mailbox",
                json!({ "Identity": jose[identity] }),
            )
            .await;
        assert_eq!(again, found, "{identity}");
    }
    let plain = pretend
        .rows(
            CONTOSO,
            "Get-Mailbox",
            json!({ "Identity": "lukasz.nowak" }),
        )
        .await;
    assert_eq!(
        (&plain[0]["ArchiveGuid"], &plain[0]["ArchiveStatus"]),
        (&json!(NIL), &json!("None"))
    );
}

#[tokio::test]
async fn a_fresh_mail_user_has_no_mailbox_and_only_smtp_addresses() {
    let pretend = start().await;
    let zoe = pretend.mail_user("zoe.keller").await;
    assert_eq!(
        (&zoe["ExchangeGuid"], &zoe["ArchiveGuid"]),
        (&json!(NIL), &json!(NIL))
    );
    assert_eq!(
        zoe["ExternalEmailAddress"],
        "SMTP:zoe.keller@contoso.example"
    );
    assert_eq!(
        texts(&zoe["EmailAddresses"]),
        [
            "SMTP:zoe.keller@fabrikam.example",
            "smtp:zoe.keller@fabrikam.onmicrosoft.example"
        ]
    );
    assert_eq!(zoe["IsDirSynced"], false);
}

#[tokio::test]
async fn domains_and_organization_are_the_tenants() {
    let pretend = start().await;
    let domains = pretend
        .rows(FABRIKAM, "Get-AcceptedDomain", json!({}))
        .await;
    let names: Vec<&str> = domains
        .iter()
        .map(|one| one["DomainName"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["fabrikam.example", "fabrikam.onmicrosoft.example"]);
    assert!(
        domains
            .iter()
            .all(|one| one["DomainType"] == "Authoritative")
    );
    let organization = pretend
        .rows(FABRIKAM, "Get-OrganizationConfig", json!({}))
        .await;
    assert_eq!(organization[0]["Name"], "fabrikam.onmicrosoft.example");
    assert_eq!(organization[0]["DisplayName"], "Fabrikam");
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
    let again = command("Get-Mailbox", parameters);
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
    let body = command("Get-OrganizationConfig", json!({}));
    for (number, (tenant, token, status)) in cases.into_iter().enumerate() {
        let answer = pretend.call(tenant, &token, "", "", &body).await.unwrap();
        assert_eq!(answer.status(), status, "case {number}");
        if status == 401 {
            assert!(answer.headers().contains_key("www-authenticate"));
            assert!(answer.bytes().await.unwrap().is_empty());
        }
    }
}
