//! Lists of addresses in one field.
//!
//! They come joined by `;`, or, as some exports write them, by spaces, or in braces with
//! commas as `Format-List` shows them. They are split only where a known prefix follows,
//! since X400 addresses contain `;`, and x500 addresses spaces and commas.

use std::borrow::Cow;

/// Prefixes that Exchange gives to addresses.
const KNOWN_PREFIXES: [&str; 14] = [
    "smtp", "x500", "x400", "sip", "spo", "eum", "ex", "notes", "ccmail", "gwise", "ms", "meum",
    "jrnl", "fax",
];

/// The longest of them.
const LONGEST_PREFIX: usize = 6;

const SEPARATORS: [char; 6] = [';', ',', ' ', '\t', '\r', '\n'];

/// What may be wrong with a list of addresses as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum ListDoubt {
    /// It seems to hold several addresses, but nothing says where one ends: it is kept
    /// as one text.
    #[error("no known prefix says where one address ends and the next begins")]
    NotTakenApart,
    /// PowerShell wrote only the first addresses, and `...`.
    #[error("PowerShell wrote only the first addresses of the list")]
    CutOff,
}

/// The addresses of an `EmailAddresses` cell, verbatim and in their order. Text before
/// the first known prefix is one address, as it is.
pub fn split_addresses(cell: &str) -> impl Iterator<Item = &str> {
    let mut rest = unwrapped(cell).0;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = next_boundary(rest);
            let (address, after) = rest.split_at(end);
            rest = after.trim_start_matches(SEPARATORS);
            let address = without_separator(address, after.is_empty());
            if !address.is_empty() {
                return Some(address);
            }
        }
        None
    })
}

/// What may be wrong with a list of addresses; none if it can be relied on.
pub fn list_doubt(cell: &str) -> Option<ListDoubt> {
    let (list, is_cut_off) = unwrapped(cell);
    if is_cut_off {
        return Some(ListDoubt::CutOff);
    }
    // Only the first address can be without a known prefix.
    let first = split_addresses(list).next()?;
    let seems_several = !begins_with_known_prefix(first)
        && (first.contains(SEPARATORS) || first.matches('@').nth(1).is_some());
    seems_several.then_some(ListDoubt::NotTakenApart)
}

/// The addresses as one `EmailAddresses` cell, in their order.
pub fn join_addresses(addresses: &[String]) -> Cow<'_, str> {
    match addresses {
        [] => Cow::Borrowed(""),
        [one] => Cow::Borrowed(one),
        many => Cow::Owned(many.join(";")),
    }
}

/// The list without the braces that PowerShell shows it in, and whether it was cut off.
fn unwrapped(cell: &str) -> (&str, bool) {
    let inner = cell
        .trim()
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .map(str::trim);
    match inner {
        Some(inner) if inner.is_empty() || begins_with_known_prefix(inner) => {
            let cut = inner
                .strip_suffix("...")
                .or_else(|| inner.strip_suffix('\u{2026}'));
            (cut.unwrap_or(inner), cut.is_some())
        }
        _ => (cell.trim_start_matches(SEPARATORS), false),
    }
}

/// An address without what separates it from the next one, and nothing else: the value
/// of an X400 address ends in `;` by itself.
fn without_separator(address: &str, is_last: bool) -> &str {
    let mut address = address.trim_matches([' ', '\t', '\r', '\n']);
    if !is_last {
        address = address.strip_suffix(',').unwrap_or(address);
    }
    let is_x400 = address
        .get(..5)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("x400:"));
    if is_x400 {
        address
    } else {
        address.trim_end_matches(';')
    }
}

/// Where the first address of `text` ends: before a separator and a known prefix.
fn next_boundary(text: &str) -> usize {
    text.bytes()
        .enumerate()
        .filter(|(_, byte)| SEPARATORS.contains(&char::from(*byte)))
        .map(|(at, _)| at)
        .find(|at| text.get(at + 1..).is_some_and(begins_with_known_prefix))
        .unwrap_or(text.len())
}

fn begins_with_known_prefix(text: &str) -> bool {
    let Some(colon) = text
        .bytes()
        .take(LONGEST_PREFIX + 1)
        .position(|byte| byte == b':')
    else {
        return false;
    };
    KNOWN_PREFIXES.iter().any(|prefix| {
        text.get(..colon)
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
                "SMTP:a@b.example; smtp:c@d.example\r\nSIP:a@b.example",
                vec!["SMTP:a@b.example", "smtp:c@d.example", "SIP:a@b.example"],
            ),
            (
                "X400:C=US;A= ;P=Contoso;S=Berg;x500:/o=First Organization/cn=a",
                vec![
                    "X400:C=US;A= ;P=Contoso;S=Berg",
                    "x500:/o=First Organization/cn=a",
                ],
            ),
            (
                "X400:C=US;S=Berg;;SPO:SPO_1@SPO_2;x400:C=US;G=Lena;",
                vec!["X400:C=US;S=Berg;", "SPO:SPO_1@SPO_2", "x400:C=US;G=Lena;"],
            ),
            (
                "{smtp:a@b.example, SMTP:c@d.example}",
                vec!["smtp:a@b.example", "SMTP:c@d.example"],
            ),
            (
                "{X400:C=US;S=Berg;, x500:/o=A/cn=Berg, Lena, EUM:1;phone-context=x}",
                vec![
                    "X400:C=US;S=Berg;",
                    "x500:/o=A/cn=Berg, Lena",
                    "EUM:1;phone-context=x",
                ],
            ),
            (
                "{SMTP:a@b.example, smtp:c@d.example...}",
                vec!["SMTP:a@b.example", "smtp:c@d.example"],
            ),
            ("{}", vec![]),
            ("a@b.example;c@d.example", vec!["a@b.example;c@d.example"]),
            ("{a@b.example}", vec!["{a@b.example}"]),
        ] {
            assert_eq!(
                split_addresses(cell).collect::<Vec<_>>(),
                expected,
                "{cell}"
            );
        }
    }

    #[test]
    fn a_list_that_cannot_be_relied_on_is_doubted() {
        for (cell, doubt) in [
            ("", None),
            ("a@b.example", None),
            ("SMTP:a@b.example;smtp:c@d.example", None),
            ("x500:/o=First Organization/cn=a", None),
            ("{SMTP:a@b.example}", None),
            ("a@b.example;c@d.example", Some(ListDoubt::NotTakenApart)),
            ("a@b.example, c@d.example", Some(ListDoubt::NotTakenApart)),
            ("a@b.examplec@d.example", Some(ListDoubt::NotTakenApart)),
            ("FOO:1;BAR:2", Some(ListDoubt::NotTakenApart)),
            ("{a@b.example, c@d.example}", Some(ListDoubt::NotTakenApart)),
            ("{SMTP:a@b.example...}", Some(ListDoubt::CutOff)),
            ("{SMTP:a@b.example\u{2026}}", Some(ListDoubt::CutOff)),
        ] {
            assert_eq!(list_doubt(cell), doubt, "{cell}");
        }
    }
}
