//! What an SMTP address is made of.

use super::proxy::{bare, is_smtp};

/// The domain of an SMTP address, with or without a prefix.
pub fn domain_of(text: &str) -> Option<&str> {
    if !is_smtp(text) {
        return None;
    }
    let (_, domain) = bare(text).rsplit_once('@')?;
    (!domain.is_empty()).then_some(domain)
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
    local_is_right && is_well_formed_domain(domain)
}

/// Whether this is a domain name of at least two labels.
pub(crate) fn is_well_formed_domain(domain: &str) -> bool {
    domain.len() <= 255
        && domain.contains('.')
        && domain.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && consists_of(label, |b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
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

#[cfg(test)]
mod tests {
    use super::*;

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
