//! The cmdlets that read, and how their objects look.

use serde_json::json;

use crate::client::{CONTOSO, FABRIKAM, NIL, NORTHWIND, start, texts};

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
        assert_eq!(found, std::slice::from_ref(&group), "{identity}");
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
