//! One address: its kind, its rank and its value; and when two are the same.

use std::fmt;

/// The kinds of addresses that Exchange knows by their prefix.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AddressKind {
    /// `SMTP:`, or a bare address with an `@`.
    Smtp,
    /// `X500:`, a LegacyExchangeDN under which a recipient is or was known.
    X500,
    /// `X400:`, whose value contains `;`.
    X400,
    /// `SIP:`, the address in Teams.
    Sip,
    /// `SPO:`, which the directory gives to sites and their people.
    Spo,
    /// `EUM:`, of unified messaging.
    Eum,
    /// `EX:`, a LegacyExchangeDN as senders are written.
    Ex,
    /// Any other prefix, known or not, or none.
    Other,
}

/// Whether an address is the one of its kind that others see.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rank {
    /// The prefix stands in capitals; there is one of a kind.
    Primary,
    /// It does not.
    Secondary,
}

/// An address taken apart. Two are equal if Exchange takes them for the same address,
/// whatever their rank.
#[derive(Clone, Copy, Debug)]
pub struct ProxyAddress<'a> {
    prefix: &'a str,
    value: &'a str,
}

impl<'a> ProxyAddress<'a> {
    /// Takes an address apart; every text is one.
    pub fn parse(text: &'a str) -> Self {
        let (prefix, value) = split_proxy(text);
        Self { prefix, value }
    }

    /// The prefix as it is written; empty if there is none.
    pub fn prefix(&self) -> &'a str {
        self.prefix
    }

    /// The address without its prefix, verbatim.
    pub fn value(&self) -> &'a str {
        self.value
    }

    /// What kind of address it is.
    pub fn kind(&self) -> AddressKind {
        const KINDS: [(&str, AddressKind); 7] = [
            ("smtp", AddressKind::Smtp),
            ("x500", AddressKind::X500),
            ("x400", AddressKind::X400),
            ("sip", AddressKind::Sip),
            ("spo", AddressKind::Spo),
            ("eum", AddressKind::Eum),
            ("ex", AddressKind::Ex),
        ];
        if self.prefix.is_empty() && self.value.contains('@') {
            return AddressKind::Smtp;
        }
        KINDS
            .into_iter()
            .find(|(prefix, _)| prefix.eq_ignore_ascii_case(self.prefix))
            .map_or(AddressKind::Other, |(_, kind)| kind)
    }

    /// Primary or secondary; none for a bare address and for kinds of which no address
    /// is before another.
    pub fn rank(&self) -> Option<Rank> {
        use AddressKind::{Eum, Ex, Other, Sip, Smtp, Spo, X400, X500};
        match self.kind() {
            X500 | Ex | Other => None,
            Smtp | X400 | Sip | Spo | Eum if self.prefix.is_empty() => None,
            Smtp | X400 | Sip | Spo | Eum => {
                let in_capitals = !self.prefix.bytes().any(|byte| byte.is_ascii_lowercase());
                Some(if in_capitals {
                    Rank::Primary
                } else {
                    Rank::Secondary
                })
            }
        }
    }

    /// What is compared, as one text to look up by: equal for equal addresses only.
    pub fn key(&self) -> String {
        let mut key = String::with_capacity("smtp:".len() + self.prefix.len() + self.value.len());
        self.push_key(&mut key);
        key
    }

    /// Writes the [`key`](Self::key) behind what `key` holds: who looks many addresses up
    /// needs no text for each.
    pub fn push_key(&self, key: &mut String) {
        let start = key.len();
        key.push_str(prefix_or_smtp(self.prefix));
        key.push(':');
        if self.value.is_ascii() {
            key.push_str(self.value);
        } else {
            key.extend(self.value.chars().map(folded));
        }
        // What is not ASCII stays.
        if let Some(added) = key.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    }
}

impl PartialEq for ProxyAddress<'_> {
    fn eq(&self, other: &Self) -> bool {
        prefix_or_smtp(self.prefix).eq_ignore_ascii_case(prefix_or_smtp(other.prefix))
            && same_but_for_case(self.value, other.value)
    }
}

impl Eq for ProxyAddress<'_> {}

impl fmt::Display for ProxyAddress<'_> {
    /// As it was written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.prefix.is_empty() {
            write!(f, "{}:", self.prefix)?;
        }
        f.write_str(self.value)
    }
}

/// The prefix and the rest: `SMTP:a@b.example` is `("SMTP", "a@b.example")`. An
/// address without a prefix is an SMTP address and has `""`.
pub fn split_proxy(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|byte| !byte.is_ascii_alphanumeric());
    match end.and_then(|end| text.split_at_checked(end)) {
        Some((prefix, rest)) if !prefix.is_empty() => match rest.strip_prefix(':') {
            Some(rest) => (prefix, rest),
            None => ("", text),
        },
        _ => ("", text),
    }
}

/// The address without its prefix.
pub fn bare(text: &str) -> &str {
    split_proxy(text).1
}

/// Whether this is an SMTP address, primary, secondary or without a prefix.
pub fn is_smtp(text: &str) -> bool {
    ProxyAddress::parse(text).kind() == AddressKind::Smtp
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

/// Whether two addresses are the same one: prefix and value, ignoring case. `SMTP:` and
/// `smtp:` differ in rank, not in address; no prefix means SMTP.
pub fn same_address(a: &str, b: &str) -> bool {
    ProxyAddress::parse(a) == ProxyAddress::parse(b)
}

/// What [`same_address`] compares, as one text to look up by.
pub fn address_key(text: &str) -> String {
    ProxyAddress::parse(text).key()
}

/// Whether `list` holds this address.
pub fn contains(list: &[String], address: &str) -> bool {
    list.iter().any(|entry| same_address(entry, address))
}

fn prefix_or_smtp(prefix: &str) -> &str {
    if prefix.is_empty() { "smtp" } else { prefix }
}

fn same_but_for_case(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a.chars().map(folded).eq(b.chars().map(folded))
}

/// A letter whatever its case, one for one as .NET's ordinal comparison does: `ß` is no
/// `SS`, and no letter beyond ASCII is one of ASCII's.
fn folded(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) if !upper.is_ascii() => upper,
        _ => c,
    }
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
            (":a", "", ":a"),
            ("", "", ""),
        ] {
            assert_eq!(split_proxy(text), (prefix, rest), "{text}");
            assert_eq!(ProxyAddress::parse(text).to_string(), text);
        }
    }

    #[test]
    fn an_address_has_a_kind_and_where_it_means_something_a_rank() {
        use AddressKind::{Eum, Ex, Other, Sip, Smtp, Spo, X400, X500};
        use Rank::{Primary, Secondary};
        for (text, kind, rank) in [
            ("SMTP:a@b.example", Smtp, Some(Primary)),
            ("smtp:a@b.example", Smtp, Some(Secondary)),
            ("Smtp:a@b.example", Smtp, Some(Secondary)),
            ("a@b.example", Smtp, None),
            ("X500:/o=A/cn=a", X500, None),
            ("x500:/o=A/cn=a", X500, None),
            ("X400:C=US;S=Berg", X400, Some(Primary)),
            ("SIP:a@b.example", Sip, Some(Primary)),
            ("sip:a@b.example", Sip, Some(Secondary)),
            ("SPO:SPO_1@SPO_2", Spo, Some(Primary)),
            ("EUM:1234;phone-context=x", Eum, Some(Primary)),
            ("EX:/o=A/cn=a", Ex, None),
            ("NOTES:Lena Berg/Contoso", Other, None),
            ("lena", Other, None),
            ("", Other, None),
        ] {
            let address = ProxyAddress::parse(text);
            assert_eq!((address.kind(), address.rank()), (kind, rank), "{text}");
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
            ("X400:C=us", "x400:C=US", true),
            ("X400:C=us;", "X400:C=us", false),
            ("Notes:Lena", "NOTES:lena", true),
            (
                "sip:lena@contoso.example",
                "smtp:lena@contoso.example",
                false,
            ),
            ("smtp:JÖRG@x.example", "smtp:jörg@x.example", true),
            ("smtp:straße@x.example", "smtp:strasse@x.example", false),
            // A long s and a dotless i are letters of their own.
            ("smtp:\u{17f}@x.example", "smtp:s@x.example", false),
            ("smtp:\u{131}@x.example", "smtp:i@x.example", false),
        ] {
            assert_eq!(same_address(a, b), same, "{a} and {b}");
            assert_eq!(address_key(a) == address_key(b), same, "{a} and {b}");
        }
    }
}
