//! E-mail addresses as Exchange writes them: with a prefix (`SMTP:`, `smtp:`,
//! `x500:`, `X400:`, `SIP:` …) or bare.
//!
//! Nothing here alters an address. Comparison ignores ASCII case for SMTP, SIP and
//! x500, as Exchange does, and nothing else: an x500 that differs by a space is
//! another address.

use std::borrow::Cow;

/// Prefixes that Exchange gives to addresses; a list of addresses is split only
/// before one of these, because an X400 address contains `;` itself.
const KNOWN_PREFIXES: [&str; 10] = [
    "smtp", "x500", "x400", "sip", "spo", "eum", "notes", "ccmail", "gwise", "ms",
];

/// The prefix and the rest: `SMTP:a@b.example` is `("SMTP", "a@b.example")`. An
/// address without a prefix is an SMTP address and has `""`.
pub fn split_proxy(text: &str) -> (&str, &str) {
    match text.split_once(':') {
        Some((prefix, rest))
            if !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            (prefix, rest)
        }
        _ => ("", text),
    }
}

/// The address without its prefix.
pub fn bare(text: &str) -> &str {
    split_proxy(text).1
}

/// Whether this is an SMTP address, primary, secondary or without a prefix.
pub fn is_smtp(text: &str) -> bool {
    let (prefix, rest) = split_proxy(text);
    prefix.eq_ignore_ascii_case("smtp") || (prefix.is_empty() && rest.contains('@'))
}

/// Whether this is marked as the primary SMTP address: `SMTP:` in capitals.
pub fn is_primary_smtp(text: &str) -> bool {
    split_proxy(text).0 == "SMTP"
}

/// Whether this is an x500 address, the form in which a LegacyExchangeDN is kept.
pub fn is_x500(text: &str) -> bool {
    split_proxy(text).0.eq_ignore_ascii_case("x500")
}

/// A LegacyExchangeDN as the x500 address that a MailUser must have.
pub fn x500_of(legacy_exchange_dn: &str) -> String {
    format!("x500:{legacy_exchange_dn}")
}

/// The domain of an SMTP address, with or without a prefix.
pub fn domain_of(text: &str) -> Option<&str> {
    if !is_smtp(text) {
        return None;
    }
    let (_, domain) = bare(text).rsplit_once('@')?;
    (!domain.is_empty()).then_some(domain)
}

/// Whether two addresses are the same one. SMTP, SIP and x500 ignore ASCII case;
/// `SMTP:` and `smtp:` differ in rank, not in address; no prefix means SMTP.
pub fn same_address(a: &str, b: &str) -> bool {
    let ((prefix_a, rest_a), (prefix_b, rest_b)) = (split_proxy(a), split_proxy(b));
    if !prefix_or_smtp(prefix_a).eq_ignore_ascii_case(prefix_or_smtp(prefix_b)) {
        return false;
    }
    if ignores_case(prefix_a) {
        rest_a.eq_ignore_ascii_case(rest_b)
    } else {
        rest_a == rest_b
    }
}

/// What [`same_address`] compares, as one text to look up by.
pub fn address_key(text: &str) -> String {
    let (prefix, rest) = split_proxy(text);
    let prefix = prefix_or_smtp(prefix).to_ascii_lowercase();
    if ignores_case(&prefix) {
        format!("{prefix}:{}", rest.to_ascii_lowercase())
    } else {
        format!("{prefix}:{rest}")
    }
}

/// Whether `list` holds this address.
pub fn contains(list: &[String], address: &str) -> bool {
    list.iter().any(|entry| same_address(entry, address))
}

/// Whether the address belongs to one of the domains. Not a suffix match:
/// `evil-contoso.example` is not `contoso.example`.
pub fn is_of_domain(address: &str, domains: &[String]) -> bool {
    domain_of(address).is_some_and(|domain| {
        domains
            .iter()
            .any(|accepted| accepted.eq_ignore_ascii_case(domain))
    })
}

/// Whether a bare address is a well-formed SMTP address: one `@`, a local part of
/// at most 64 characters without odd dots, and a domain of at least two labels.
pub fn is_well_formed_smtp(bare: &str) -> bool {
    let Some((local, domain)) = bare.split_once('@') else {
        return false;
    };
    let local_is_right = local.len() <= 64
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && consists_of(atom, is_local_char));
    let domain_is_right = domain.len() <= 255
        && domain.contains('.')
        && domain.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && consists_of(label, |b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        });
    local_is_right && domain_is_right
}

/// Whether all ASCII characters are allowed ones and all others are letters or digits.
fn consists_of(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    // Bytes first: nearly every address is ASCII, and there are many.
    text.bytes().all(|b| !b.is_ascii() || allowed(b))
        && (text.is_ascii() || text.chars().all(|c| c.is_ascii() || c.is_alphanumeric()))
}

fn is_local_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

/// The addresses of an `EmailAddresses` cell: separated by `;` or, as some exports
/// write them, by spaces; split only where a known prefix follows, since X400
/// addresses contain `;` and x500 addresses contain spaces. Text before the first
/// prefix is one address, verbatim.
pub fn split_addresses(cell: &str) -> impl Iterator<Item = &str> {
    let mut rest = cell;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = next_boundary(rest);
            let (address, after) = rest.split_at(end);
            rest = after.trim_start_matches([';', ' ']);
            let address = address.trim_matches(' ').trim_end_matches(';');
            if !address.is_empty() {
                return Some(address);
            }
        }
        None
    })
}

/// The addresses as one `EmailAddresses` cell, in their order.
pub fn join_addresses(addresses: &[String]) -> Cow<'_, str> {
    match addresses {
        [] => Cow::Borrowed(""),
        [one] => Cow::Borrowed(one),
        many => Cow::Owned(many.join(";")),
    }
}

/// Where the first address of `text` ends.
fn next_boundary(text: &str) -> usize {
    text.bytes()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b';' | b' '))
        .map(|(at, _)| at)
        .find(|at| text.get(at + 1..).is_some_and(begins_with_known_prefix))
        .unwrap_or(text.len())
}

fn begins_with_known_prefix(text: &str) -> bool {
    // The longest known prefix has six letters.
    let Some(colon) = text.bytes().take(7).position(|byte| byte == b':') else {
        return false;
    };
    KNOWN_PREFIXES.iter().any(|prefix| {
        text.get(..colon)
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    })
}

fn prefix_or_smtp(prefix: &str) -> &str {
    if prefix.is_empty() { "smtp" } else { prefix }
}

fn ignores_case(prefix: &str) -> bool {
    ["", "smtp", "x500", "sip"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_its_prefix_and_the_rest() {
        for (text, prefix, rest) in [
            ("SMTP:a@b.example", "SMTP", "a@b.example"),
            ("a@b.example", "", "a@b.example"),
            (
                "x500:/o=ExchangeLabs/cn=a:b",
                "x500",
                "/o=ExchangeLabs/cn=a:b",
            ),
            ("/o=x:y", "", "/o=x:y"),
            ("", "", ""),
        ] {
            assert_eq!(split_proxy(text), (prefix, rest), "{text}");
        }
    }

    #[test]
    fn addresses_are_compared_as_exchange_compares_them() {
        for (a, b, same) in [
            (
                "SMTP:Lena@Contoso.example",
                "smtp:lena@contoso.EXAMPLE",
                true,
            ),
            ("lena@contoso.example", "SMTP:lena@contoso.example", true),
            ("x500:/o=A/cn=Lena", "X500:/O=a/CN=lena", true),
            ("x500:/o=A/cn=Lena", "x500:/o=A/cn= Lena", false),
            ("X400:C=us", "X400:C=US", false),
            (
                "sip:lena@contoso.example",
                "smtp:lena@contoso.example",
                false,
            ),
        ] {
            assert_eq!(same_address(a, b), same, "{a} and {b}");
            assert_eq!(address_key(a) == address_key(b), same, "{a} and {b}");
        }
    }

    #[test]
    fn a_list_is_split_only_before_a_known_prefix() {
        for (cell, expected) in [
            ("", vec![]),
            ("SMTP:a@b.example", vec!["SMTP:a@b.example"]),
            (
                "SMTP:a@b.example;smtp:c@d.example;",
                vec!["SMTP:a@b.example", "smtp:c@d.example"],
            ),
            (
                "SMTP:a@b.example smtp:c@d.example",
                vec!["SMTP:a@b.example", "smtp:c@d.example"],
            ),
            (
                "X400:C=US;A= ;P=Contoso;S=Berg;x500:/o=First Organization/cn=a",
                vec![
                    "X400:C=US;A= ;P=Contoso;S=Berg",
                    "x500:/o=First Organization/cn=a",
                ],
            ),
            ("a@b.example;c@d.example", vec!["a@b.example;c@d.example"]),
        ] {
            assert_eq!(
                split_addresses(cell).collect::<Vec<_>>(),
                expected,
                "{cell}"
            );
        }
    }

    #[test]
    fn well_formed_addresses_are_told_from_damaged_ones() {
        for good in [
            "a@b.example",
            "o'brien+x@mail.contoso.example",
            "jörg@müller.example",
        ] {
            assert!(is_well_formed_smtp(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.example",
            "a@",
            "a@b",
            "a b@c.example",
            "a@b@c.example",
            ".a@b.example",
            "a..b@c.example",
            "a@-b.example",
            "a@b..example",
            "SMTP:a@b.example",
        ] {
            assert!(!is_well_formed_smtp(bad), "{bad}");
        }
    }

    #[test]
    fn a_domain_is_never_matched_by_its_ending() {
        let domains = ["Contoso.example".to_owned()];
        assert!(is_of_domain("smtp:a@contoso.EXAMPLE", &domains));
        assert!(!is_of_domain("smtp:a@evil-contoso.example", &domains));
        assert!(!is_of_domain("smtp:a@mail.contoso.example", &domains));
        assert!(!is_of_domain("x500:/o=a@contoso.example", &domains));
    }
}
