//! What the data files promise to whoever writes a test or a demonstration.

use std::collections::{HashMap, HashSet};

use m365::directory::{Directory, Kind, Recipient, Tenant};

fn tenants() -> (Tenant, Tenant, Tenant) {
    let mut tenants = Directory::from_data_files().unwrap().tenants.into_iter();
    (
        tenants.next().unwrap(),
        tenants.next().unwrap(),
        tenants.next().unwrap(),
    )
}

fn of(tenant: &Tenant, kind: Kind) -> Vec<&Recipient> {
    tenant
        .recipients
        .iter()
        .filter(|one| one.kind == kind)
        .collect()
}

fn members<'a>(tenant: &'a Tenant, group: &str) -> Vec<&'a Recipient> {
    let group = tenant
        .recipients
        .iter()
        .find(|one| one.name == group)
        .unwrap();
    group
        .members
        .iter()
        .map(|alias| {
            tenant
                .recipients
                .iter()
                .find(|one| one.alias == *alias)
                .unwrap()
        })
        .collect()
}

/// Source primary address, in lower case, to the `MailUsers` that point to it.
fn matches(contoso: &Tenant, fabrikam: &Tenant) -> HashMap<String, usize> {
    of(contoso, Kind::UserMailbox)
        .iter()
        .map(|mailbox| {
            let wanted = mailbox.primary_smtp_address.to_lowercase();
            let external = format!("smtp:{wanted}");
            let count = of(fabrikam, Kind::MailUser)
                .iter()
                .filter(|mail_user| {
                    let own = mail_user
                        .external_email_address
                        .as_deref()
                        .unwrap_or_default();
                    own.to_lowercase() == external
                })
                .count();
            (wanted, count)
        })
        .collect()
}

#[test]
fn contoso_has_60_mailboxes_in_two_scopes() {
    let (contoso, ..) = tenants();
    assert_eq!(of(&contoso, Kind::UserMailbox).len(), 60);
    let mailboxes = |group: &str| {
        members(&contoso, group)
            .iter()
            .filter(|one| one.kind == Kind::UserMailbox)
            .map(|one| one.alias.clone())
            .collect::<HashSet<_>>()
    };
    let (one, two) = (mailboxes("Migration wave 1"), mailboxes("Migration wave 2"));
    assert_eq!((one.len(), two.len()), (40, 20));
    assert!(one.is_disjoint(&two));
    assert!(one.contains("mikey"));
    let others: Vec<Kind> = members(&contoso, "Migration wave 1")
        .iter()
        .map(|one| one.kind)
        .filter(|kind| *kind != Kind::UserMailbox)
        .collect();
    assert_eq!(
        others,
        [Kind::MailUniversalDistributionGroup, Kind::MailContact]
    );
}

#[test]
fn contoso_has_archives_several_x500s_and_names_that_break_naive_readers() {
    let (contoso, ..) = tenants();
    let mailboxes = of(&contoso, Kind::UserMailbox);
    let count =
        |fits: &dyn Fn(&Recipient) -> bool| mailboxes.iter().filter(|one| fits(one)).count();
    assert_eq!(count(&|one| !one.archive_guid.is_nil()), 16);
    let x500s = |one: &Recipient| {
        one.email_addresses
            .iter()
            .filter(|proxy| proxy.to_lowercase().starts_with("x500:"))
            .count()
    };
    assert_eq!(count(&|one| x500s(one) == 1), 8);
    assert_eq!(count(&|one| x500s(one) > 1), 4);
    assert_eq!(count(&|one| one.display_name.contains(',')), 2);
    assert_eq!(count(&|one| one.display_name.contains('"')), 1);
    assert_eq!(count(&|one| one.display_name.contains('\'')), 1);
    assert!(count(&|one| !one.display_name.is_ascii()) > 20);
    assert!(mailboxes.iter().all(|one| !one.exchange_guid.is_nil()));
    assert!(mailboxes.iter().all(|one| {
        one.legacy_exchange_dn.starts_with(
            "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=",
        )
    }));
}

#[test]
fn fabrikam_has_70_mail_users_most_of_which_match() {
    let (contoso, fabrikam, _) = tenants();
    let mail_users = of(&fabrikam, Kind::MailUser);
    assert_eq!(mail_users.len(), 70);
    let matches = matches(&contoso, &fabrikam);
    let with = |count: usize| matches.values().filter(|found| **found == count).count();
    assert_eq!((with(0), with(1), with(2)), (5, 54, 1));
    assert_eq!(matches["patrick.vanderberg@contoso.example"], 2);
    assert_eq!(mail_users.iter().filter(|one| one.is_dir_synced).count(), 3);
    let same_name = mail_users
        .iter()
        .filter(|one| one.display_name == "Anna Schmidt");
    assert_eq!(same_name.count(), 2);
    for one in &mail_users {
        assert!(
            one.exchange_guid.is_nil() && one.archive_guid.is_nil(),
            "{}",
            one.name
        );
        assert!(
            one.email_addresses
                .iter()
                .all(|proxy| proxy.to_lowercase().starts_with("smtp:")),
            "{}",
            one.name
        );
    }
}

#[test]
fn the_guides_incorrect_mail_user_is_there() {
    let (_, fabrikam, _) = tenants();
    let mikey = fabrikam
        .recipients
        .iter()
        .find(|one| one.name == "Mikey MEU")
        .unwrap();
    assert_eq!(
        mikey.external_email_address.as_deref(),
        Some("SMTP:mikey@contoso.example")
    );
    assert_eq!(
        mikey.email_addresses,
        [
            "smtp:mikey@fabrikam.onmicrosoft.example",
            "SMTP:mikey@contoso.example"
        ]
    );
    assert_eq!(mikey.primary_smtp_address, "mikey@contoso.example");
}

#[test]
fn every_other_recipient_has_one_primary_address_and_it_is_its_own() {
    let (contoso, fabrikam, northwind) = tenants();
    for tenant in [contoso, fabrikam, northwind] {
        for one in &tenant.recipients {
            let primaries: Vec<&String> = one
                .email_addresses
                .iter()
                .filter(|proxy| proxy.starts_with("SMTP:"))
                .collect();
            assert_eq!(
                primaries,
                [&format!("SMTP:{}", one.primary_smtp_address)],
                "{}",
                one.name
            );
        }
    }
}

#[test]
fn no_id_name_or_address_is_there_twice() {
    let (contoso, fabrikam, northwind) = tenants();
    let mut ids = HashSet::new();
    for tenant in [contoso, fabrikam, northwind] {
        let mut names = HashSet::new();
        let mut addresses = HashSet::new();
        for account in &tenant.accounts {
            assert!(
                ids.insert(account.object_id),
                "{}",
                account.user_principal_name
            );
        }
        for relationship in &tenant.organization_relationships {
            assert!(ids.insert(relationship.guid), "{}", relationship.name);
        }
        for one in &tenant.recipients {
            for id in [
                one.guid,
                one.external_directory_object_id,
                one.exchange_guid,
                one.archive_guid,
            ] {
                assert!(id.is_nil() || ids.insert(id), "{} of {}", id, one.name);
            }
            assert!(names.insert(one.name.to_lowercase()), "{}", one.name);
            let alias_is_new =
                one.alias == one.name.to_lowercase() || names.insert(one.alias.clone());
            assert!(alias_is_new, "{}", one.alias);
            for proxy in &one.email_addresses {
                assert!(addresses.insert(proxy.to_lowercase()), "{proxy}");
            }
        }
    }
}
