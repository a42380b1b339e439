//! Objects as Exchange shows them: stored fields, and those that follow from
//! them, under PowerShell's names.

use serde_json::{Map, Value, json};

use super::{Directory, Domain, Kind, OrganizationRelationship, Recipient, Tenant};

/// An object's properties.
pub(crate) type Row = Map<String, Value>;

/// `CN=Migration wave 2,OU=contoso.onmicrosoft.example,…`; commas escaped.
pub(crate) fn distinguished_name(tenant: &Tenant, name: &str) -> String {
    let mut dn = String::from("CN=");
    for character in name.chars() {
        if matches!(character, ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=') {
            dn.push('\\');
        }
        dn.push(character);
    }
    dn.push_str(",OU=");
    dn.push_str(tenant.initial_domain());
    dn.push_str(",OU=Microsoft Exchange Hosted Organizations");
    for label in tenant.forest.split('.') {
        dn.push_str(",DC=");
        dn.push_str(label);
    }
    dn
}

/// `EURPR05A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/…`.
pub(crate) fn canonical_name(tenant: &Tenant, name: &str) -> String {
    format!("{}/{}", organization_unit(tenant), name.replace('/', "\\/"))
}

fn organization_unit(tenant: &Tenant) -> String {
    format!(
        "{}/Microsoft Exchange Hosted Organizations/{}",
        tenant.forest,
        tenant.initial_domain()
    )
}

/// A recipient, whatever it is.
pub(crate) fn recipient(tenant: &Tenant, recipient: &Recipient) -> Row {
    let mut row = Row::new();
    let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
    put("Name", json!(recipient.name));
    put("DisplayName", json!(recipient.display_name));
    put("Alias", json!(recipient.alias));
    put("Identity", json!(recipient.name));
    put("Id", json!(recipient.name));
    put(
        "DistinguishedName",
        json!(distinguished_name(tenant, &recipient.name)),
    );
    put("Guid", json!(recipient.guid));
    put("ExchangeObjectId", json!(recipient.guid));
    put(
        "ExternalDirectoryObjectId",
        json!(recipient.external_directory_object_id.to_string()),
    );
    put("PrimarySmtpAddress", json!(recipient.primary_smtp_address));
    put("WindowsEmailAddress", json!(recipient.primary_smtp_address));
    put("EmailAddresses", json!(recipient.email_addresses));
    put("LegacyExchangeDN", json!(recipient.legacy_exchange_dn));
    put("RecipientType", json!(recipient_type(recipient.kind)));
    put("RecipientTypeDetails", json!(recipient.kind.name()));
    put("IsDirSynced", json!(recipient.is_dir_synced));
    put("OrganizationalUnit", json!(organization_unit(tenant)));
    put("OrganizationId", json!(organization_id(tenant)));
    put("HiddenFromAddressListsEnabled", json!(false));
    put("EmailAddressPolicyEnabled", json!(false));
    put("IsValid", json!(true));
    put("WhenChangedUTC", json!(recipient.when_changed));
    for number in 1..=15u8 {
        let value = recipient.custom_attributes.get(&number);
        put(
            &format!("CustomAttribute{number}"),
            json!(value.map_or("", String::as_str)),
        );
    }
    if let Some(department) = &recipient.department {
        put("Department", json!(department));
    }
    if let Some(external) = &recipient.external_email_address {
        put("ExternalEmailAddress", json!(external));
    }
    match recipient.kind {
        Kind::UserMailbox | Kind::MailUser => {
            put("UserPrincipalName", json!(recipient.user_principal_name));
            put("ExchangeGuid", json!(recipient.exchange_guid));
            put("ArchiveGuid", json!(recipient.archive_guid));
            let archive = match (recipient.kind, recipient.archive_guid.is_nil()) {
                (_, true) => "None",
                (Kind::UserMailbox, false) => "Active",
                (_, false) => "HostedPending",
            };
            put("ArchiveStatus", json!(archive));
            put("PersistedCapabilities", json!([]));
            put("LitigationHoldEnabled", json!(false));
            put("InPlaceHolds", json!([]));
            if recipient.kind == Kind::MailUser {
                put("PreviousRecipientTypeDetails", json!("None"));
                put("MailboxMoveStatus", json!("None"));
            }
        }
        Kind::MailUniversalSecurityGroup => {
            put("GroupType", json!("Universal, SecurityEnabled"));
        }
        Kind::MailUniversalDistributionGroup => {
            put("GroupType", json!("Universal"));
        }
        Kind::MailContact => {}
    }
    row
}

fn recipient_type(kind: Kind) -> &'static str {
    match kind {
        Kind::UserMailbox => "UserMailbox",
        Kind::MailUser => "MailUser",
        Kind::MailUniversalSecurityGroup => "MailUniversalSecurityGroup",
        Kind::MailUniversalDistributionGroup => "MailUniversalDistributionGroup",
        Kind::MailContact => "MailContact",
    }
}

fn organization_id(tenant: &Tenant) -> String {
    format!("{0} - {0}", organization_unit(tenant))
}

/// A relationship to another organisation.
pub(crate) fn relationship(tenant: &Tenant, relationship: &OrganizationRelationship) -> Row {
    let mut row = Row::new();
    if let Ok(Value::Object(stored)) = serde_json::to_value(relationship) {
        row.extend(stored);
    }
    row.insert("Identity".to_owned(), json!(relationship.name));
    row.insert("Id".to_owned(), json!(relationship.name));
    row.insert(
        "DistinguishedName".to_owned(),
        json!(relationship_dn(tenant, relationship)),
    );
    row.insert("OrganizationId".to_owned(), json!(organization_id(tenant)));
    row.insert("FreeBusyAccessEnabled".to_owned(), json!(false));
    row.insert("IsValid".to_owned(), json!(true));
    row
}

/// Where a relationship lies: in the configuration, not among the recipients.
pub(crate) fn relationship_dn(tenant: &Tenant, relationship: &OrganizationRelationship) -> String {
    let dn = distinguished_name(tenant, &relationship.name);
    dn.replacen(",OU=", ",CN=Federation,CN=Configuration,CN=", 1)
}

/// An accepted domain.
pub(crate) fn domain(tenant: &Tenant, domain: &Domain) -> Row {
    let mut row = Row::new();
    for (key, value) in [
        ("Name", json!(domain.name)),
        ("Identity", json!(domain.name)),
        ("Id", json!(domain.name)),
        ("DomainName", json!(domain.name)),
        ("DomainType", json!("Authoritative")),
        ("AuthenticationType", json!("Managed")),
        ("Default", json!(domain.default)),
        ("InitialDomain", json!(domain.initial)),
        ("MatchSubDomains", json!(false)),
        ("OrganizationId", json!(organization_id(tenant))),
        ("IsValid", json!(true)),
    ] {
        row.insert(key.to_owned(), value);
    }
    row
}

/// `Get-OrganizationConfig`'s one object.
pub(crate) fn organization(tenant: &Tenant) -> Row {
    let mut row = Row::new();
    for (key, value) in [
        ("Name", json!(tenant.initial_domain())),
        ("Identity", json!(tenant.initial_domain())),
        ("DisplayName", json!(tenant.name)),
        ("Guid", json!(tenant.tenant_id)),
        ("ExternalDirectoryOrganizationId", json!(tenant.tenant_id)),
        ("OrganizationId", json!(organization_id(tenant))),
        ("IsDehydrated", json!(false)),
        ("IsMixed", json!(false)),
        ("IsValid", json!(true)),
    ] {
        row.insert(key.to_owned(), value);
    }
    row
}

/// Everything, as `/control/tenants` shows it.
pub(crate) fn everything(directory: &Directory) -> Value {
    let tenants: Vec<Value> = directory.tenants.iter().map(tenant_as_it_stands).collect();
    json!({ "tenants": tenants })
}

fn tenant_as_it_stands(tenant: &Tenant) -> Value {
    let of = |wanted: &dyn Fn(Kind) -> bool| -> Vec<Row> {
        tenant
            .recipients
            .iter()
            .filter(|one| wanted(one.kind))
            .map(|one| {
                let mut row = recipient(tenant, one);
                if one.kind.is_group() {
                    row.insert("Members".to_owned(), json!(one.members));
                }
                row
            })
            .collect()
    };
    let relationships: Vec<Row> = tenant
        .organization_relationships
        .iter()
        .map(|one| relationship(tenant, one))
        .collect();
    json!({
        "tenantId": tenant.tenant_id,
        "name": tenant.name,
        "domains": tenant.domains,
        "accounts": tenant.accounts,
        "mailboxes": of(&|kind| kind == Kind::UserMailbox),
        "mailUsers": of(&|kind| kind == Kind::MailUser),
        "groups": of(&Kind::is_group),
        "contacts": of(&|kind| kind == Kind::MailContact),
        "organizationRelationships": relationships,
    })
}
