//! `Set-MailUser`, with what it refuses and what it changes besides.

mod addresses;

use uuid::Uuid;

use super::{Output, failure::Failure, parameters::Parameters, proxy, read::not_one};
use crate::{
    clock,
    control::switches::Switches,
    directory::{Kind, Recipient, Tenant, lookup, view},
    world::World,
};

/// Runs `Set-MailUser` in a tenant: all of it, or nothing.
pub(super) fn set(world: &World, tenant_id: Uuid, command: &Parameters) -> Result<Output, Failure> {
    let mut moving = world.moving();
    let mut directory = moving.directory.clone();
    let tenant = directory
        .tenants
        .iter_mut()
        .find(|tenant| tenant.tenant_id == tenant_id)
        .ok_or_else(|| Failure::cmdlet(command.cmdlet()))?;
    let identity = command
        .text("Identity")?
        .filter(|identity| !identity.is_empty())
        .ok_or_else(|| Failure::mandatory("Identity"))?;
    let place = lookup::recipient(tenant, &[Kind::MailUser], identity)
        .map_err(|why| not_one(tenant, why, identity))?;
    let Some(before) = tenant.recipients.get(place).cloned() else {
        return Err(Failure::cmdlet(command.cmdlet()));
    };
    if let (true, Some(parameter)) = (before.is_dir_synced, command.first_change()) {
        return Err(Failure::synced(&before.display_name, parameter));
    }
    let mut after = before.clone();
    change(&mut after, command, &moving.switches)?;
    if after == before {
        return Ok(Output {
            warnings: vec![format!(
                "The command completed successfully but no settings of '{}' have been modified.",
                before.name
            )],
            ..Output::default()
        });
    }
    check_unique(tenant, place, &before, &after)?;
    after.when_changed = Some(clock::exchange_timestamp());
    if let Some(slot) = tenant.recipients.get_mut(place) {
        *slot = after;
    }
    world.commit(&mut moving, directory)?;
    Ok(Output::default())
}

fn change(
    mail_user: &mut Recipient,
    command: &Parameters,
    switches: &Switches,
) -> Result<(), Failure> {
    let primary = match command.text("PrimarySmtpAddress")? {
        Some(address) => {
            if switches.primary_smtp_address_refused {
                return Err(Failure::parameter("PrimarySmtpAddress"));
            }
            Some(address)
        }
        None => command.text("WindowsEmailAddress")?,
    };
    let proxies = command.value("EmailAddresses");
    if primary.is_some() && proxies.is_some() {
        return Err(Failure::recipient(
            "The EmailAddresses and PrimarySmtpAddress parameters can't be used together in one \
             command.",
        ));
    }
    if let Some(external) = command.text("ExternalEmailAddress")? {
        let sets_primary = primary.is_none() && proxies.is_none();
        addresses::set_external(mail_user, external, sets_primary, switches)?;
    }
    if let Some(address) = primary {
        let address = proxy::parts(address).1;
        proxy::check_smtp(address)?;
        addresses::set_primary(mail_user, address);
    }
    if let Some(proxies) = proxies {
        addresses::set_proxies(mail_user, proxies)?;
    }
    if let Some(guid) = guid(command, "ExchangeGuid")?
        && !(guid.is_nil() && switches.exchange_guid_stays)
    {
        mail_user.exchange_guid = guid;
    }
    if let Some(guid) = guid(command, "ArchiveGuid")? {
        mail_user.archive_guid = guid;
    }
    for number in 1..=15u8 {
        match command.text(&format!("CustomAttribute{number}"))? {
            None => {}
            Some("") => {
                mail_user.custom_attributes.remove(&number);
            }
            Some(text) => {
                mail_user.custom_attributes.insert(number, text.to_owned());
            }
        }
    }
    Ok(())
}

fn guid(command: &Parameters, name: &str) -> Result<Option<Uuid>, Failure> {
    let Some(text) = command.text(name)? else {
        return Ok(None);
    };
    Uuid::try_parse(text).map(Some).map_err(|_| {
        Failure::transformation(
            name,
            text,
            "System.Guid",
            "Guid should contain 32 digits with 4 dashes \
             (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).",
        )
    })
}

/// An address belongs to one recipient of a tenant, an x500 also to whoever has
/// it as `LegacyExchangeDN`, a mailbox to one recipient.
fn check_unique(
    tenant: &Tenant,
    place: usize,
    before: &Recipient,
    after: &Recipient,
) -> Result<(), Failure> {
    let others = || {
        tenant
            .recipients
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place)
            .map(|(_, other)| other)
    };
    let is_new = |proxy: &&String| {
        !before
            .email_addresses
            .iter()
            .any(|old| proxy::same(old, proxy))
    };
    for new in after.email_addresses.iter().filter(is_new) {
        let owner = others().find(|other| {
            let legacy = format!("x500:{}", other.legacy_exchange_dn);
            other
                .email_addresses
                .iter()
                .chain([&legacy])
                .any(|taken| proxy::same(taken, new))
        });
        if let Some(owner) = owner {
            let owner = view::canonical_name(tenant, &owner.name);
            return Err(Failure::address_taken(new, &owner));
        }
    }
    for (property, old, new) in [
        ("ExchangeGuid", before.exchange_guid, after.exchange_guid),
        ("ArchiveGuid", before.archive_guid, after.archive_guid),
    ] {
        if new == old || new.is_nil() {
            continue;
        }
        let owner = others().find(|other| other.exchange_guid == new || other.archive_guid == new);
        if let Some(owner) = owner {
            return Err(Failure::recipient(format!(
                "The value \"{new}\" of property \"{property}\" is used by another recipient \
                 object: \"{}\". Please specify a unique value.",
                view::canonical_name(tenant, &owner.name)
            )));
        }
    }
    Ok(())
}
