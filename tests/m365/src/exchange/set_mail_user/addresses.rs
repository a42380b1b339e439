//! What `Set-MailUser` does to addresses, and what follows from it unasked.

use serde_json::Value;

use crate::{
    control::switches::{ExternalSetsPrimary, Switches},
    directory::Recipient,
    exchange::{failure::Failure, proxy},
};

pub(super) fn set_primary(mail_user: &mut Recipient, address: &str) {
    proxy::make_primary(&mut mail_user.email_addresses, address);
    address.clone_into(&mut mail_user.primary_smtp_address);
}

/// The old external address is not kept as a proxy, unless it is the primary
/// address. The new one may become the primary address, which is how the guide's
/// incorrect `MailUser` comes about.
pub(super) fn set_external(
    mail_user: &mut Recipient,
    external: &str,
    no_primary_given: bool,
    switches: &Switches,
) -> Result<(), Failure> {
    let address = proxy::parts(external).1;
    proxy::check_smtp(address)?;
    let new = format!("SMTP:{address}");
    let old = mail_user.external_email_address.replace(new.clone());
    let primary = format!("SMTP:{}", mail_user.primary_smtp_address);
    let followed = old.as_deref().is_some_and(|old| proxy::same(old, &primary));
    let becomes_primary = no_primary_given
        && match switches.external_sets_primary {
            ExternalSetsPrimary::Always => true,
            ExternalSetsPrimary::Following => followed,
        };
    if becomes_primary {
        set_primary(mail_user, address);
    }
    if let Some(old) = old.filter(|old| !proxy::same(old, &new)) {
        mail_user
            .email_addresses
            .retain(|one| proxy::is_primary(one) || !proxy::same(one, &old));
    }
    Ok(())
}

/// `EmailAddresses`: a list replaces all, a tagged hashtable adds and removes.
pub(super) fn set_proxies(mail_user: &mut Recipient, given: &Value) -> Result<(), Failure> {
    let old = &mail_user.email_addresses;
    let new = match given {
        Value::Object(table) if is_tagged(table) => {
            let mut add = Vec::new();
            let mut remove = Vec::new();
            for (name, value) in table {
                match name.to_ascii_lowercase().as_str() {
                    "add" => add = texts(value).ok_or_else(|| refused(given))?,
                    "remove" => remove = texts(value).ok_or_else(|| refused(given))?,
                    other if other.ends_with("@odata.type") => {}
                    _ => return Err(refused(given)),
                }
            }
            amended(old, &add, &remove)?
        }
        Value::String(_) | Value::Array(_) => {
            replaced(&texts(given).ok_or_else(|| refused(given))?)?
        }
        _ => return Err(refused(given)),
    };
    let mut primaries = new.iter().filter(|one| proxy::is_primary(one));
    match (primaries.next(), primaries.next()) {
        (Some(one), None) => proxy::parts(one)
            .1
            .clone_into(&mut mail_user.primary_smtp_address),
        (Some(_), Some(_)) => {
            return Err(Failure::recipient(
                "There are multiple primary addresses of type \"SMTP\". An object may have only \
                 one primary address of each type.",
            ));
        }
        // No primary among the proxies before either: the address stands alone.
        (None, _) => {}
    }
    mail_user.email_addresses = new;
    Ok(())
}

/// The list in place of all; its first SMTP address is primary if none is named.
fn replaced(list: &[&str]) -> Result<Vec<String>, Failure> {
    let mut new: Vec<String> = Vec::new();
    for one in list {
        let one = proxy::checked(one)?;
        if !new.iter().any(|have| proxy::same(have, &one)) {
            new.push(one);
        }
    }
    if !new.iter().any(|one| proxy::is_primary(one)) {
        let first = new
            .iter_mut()
            .find(|one| proxy::parts(one).0 == "smtp")
            .ok_or_else(no_primary)?;
        *first = format!("SMTP:{}", proxy::parts(first).1);
    }
    Ok(new)
}

/// The old ones with some more and some fewer. An added primary takes the place
/// of the old; the primary cannot be removed.
fn amended(old: &[String], add: &[&str], remove: &[&str]) -> Result<Vec<String>, Failure> {
    let mut new = old.to_vec();
    for one in add {
        let one = proxy::checked(one)?;
        if proxy::is_primary(&one) {
            proxy::make_primary(&mut new, proxy::parts(&one).1);
        } else if !new.iter().any(|have| proxy::same(have, &one)) {
            new.push(one);
        }
    }
    let had_primary = new.iter().any(|one| proxy::is_primary(one));
    new.retain(|have| !remove.iter().any(|one| proxy::same(have, one)));
    if had_primary && !new.iter().any(|one| proxy::is_primary(one)) {
        return Err(no_primary());
    }
    Ok(new)
}

fn is_tagged(table: &serde_json::Map<String, Value>) -> bool {
    table.get("@odata.type").and_then(Value::as_str) == Some("#Exchange.GenericHashTable")
}

/// One text or a list of texts.
fn texts(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::String(one) => Some(vec![one]),
        Value::Array(list) => list.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

fn no_primary() -> Failure {
    Failure::recipient(
        "The primary SMTP address can't be removed: a recipient must have exactly one primary SMTP \
         address.",
    )
}

/// What the parameter binder says of an object that is not tagged as a hashtable.
fn refused(value: &Value) -> Failure {
    Failure::transformation(
        "EmailAddresses",
        &value.to_string(),
        "Microsoft.Exchange.Data.ProxyAddressCollection",
        "Cannot convert the \"Newtonsoft.Json.Linq.JObject\" value to type \
         \"Microsoft.Exchange.Data.ProxyAddressCollection\".",
    )
}
