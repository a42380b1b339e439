//! Proxy addresses: `SMTP:` primary, `smtp:` secondary, `X500:`, `SIP:` …

use super::failure::Failure;

/// The kind of an address, in lower case, and the address.
pub(super) fn parts(proxy: &str) -> (String, &str) {
    match proxy.split_once(':') {
        Some((prefix, address)) if is_prefix(prefix) => (prefix.to_ascii_lowercase(), address),
        _ => ("smtp".to_owned(), proxy),
    }
}

fn is_prefix(text: &str) -> bool {
    (1..=9).contains(&text.len()) && text.chars().all(|one| one.is_ascii_alphanumeric())
}

/// Whether two proxies are the same address.
pub(super) fn same(one: &str, other: &str) -> bool {
    let ((kind, address), (other_kind, other_address)) = (parts(one), parts(other));
    kind == other_kind && address.to_lowercase() == other_address.to_lowercase()
}

/// Whether this is the primary SMTP address.
pub(super) fn is_primary(proxy: &str) -> bool {
    proxy.starts_with("SMTP:")
}

/// A proxy as it is stored: with a prefix, and valid where it is SMTP.
pub(super) fn checked(proxy: &str) -> Result<String, Failure> {
    let (kind, address) = parts(proxy);
    if kind != "smtp" {
        return Ok(proxy.to_owned());
    }
    check_smtp(address)?;
    if is_primary(proxy) {
        Ok(proxy.to_owned())
    } else {
        Ok(format!("smtp:{address}"))
    }
}

/// Refuses what is no SMTP address.
pub(super) fn check_smtp(address: &str) -> Result<(), Failure> {
    let refused = || Failure::smtp_syntax(address);
    let (local, domain) = address.rsplit_once('@').ok_or_else(refused)?;
    let local_fits = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && local
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(one));
    let label_fits = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|one| one.is_ascii_alphanumeric() || one == '-')
    };
    let domain_fits = domain.contains('.') && domain.split('.').all(label_fits);
    if local_fits && domain_fits {
        Ok(())
    } else {
        Err(refused())
    }
}

/// Makes `address` the primary one; the old primary stays as a secondary.
pub(super) fn make_primary(proxies: &mut Vec<String>, address: &str) {
    let primary = format!("SMTP:{address}");
    proxies.retain(|proxy| !same(proxy, &primary));
    demote(proxies);
    proxies.insert(0, primary);
}

/// Makes every primary SMTP address a secondary one.
pub(super) fn demote(proxies: &mut [String]) {
    for proxy in proxies.iter_mut().filter(|proxy| is_primary(proxy)) {
        *proxy = format!("smtp:{}", parts(proxy).1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smtp_addresses_are_checked_and_others_are_not() {
        for good in [
            "lena@contoso.example",
            "SMTP:o'neill+x@a.b.example",
            "x500:/o=First Organization/ou=a b/cn=c",
            "X400:C=DE;A= ;P=CONTOSO;",
        ] {
            assert!(checked(good).is_ok(), "{good}");
        }
        for bad in [
            "lena",
            "lena@contoso",
            "@contoso.example",
            "a b@contoso.example",
            "a@con toso.example",
            "smtp:a@b..example",
            "smtp:zoë@contoso.example",
            "smtp:",
            "a@-b.example",
        ] {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_without_a_prefix_is_a_secondary_smtp_address() {
        assert_eq!(checked("a@b.example").unwrap(), "smtp:a@b.example");
        assert_eq!(checked("Smtp:a@b.example").unwrap(), "smtp:a@b.example");
        assert_eq!(checked("SMTP:a@b.example").unwrap(), "SMTP:a@b.example");
    }

    #[test]
    fn a_new_primary_address_leaves_the_old_one_as_secondary() {
        let mut proxies = vec!["SMTP:a@b.example".to_owned(), "smtp:C@b.example".to_owned()];
        make_primary(&mut proxies, "c@b.example");
        assert_eq!(proxies, ["SMTP:c@b.example", "smtp:a@b.example"]);
    }
}
