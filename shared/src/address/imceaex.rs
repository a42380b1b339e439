//! The x500 address inside the recipient that a bounced message names.

/// The x500 address that an IMCEAEX address stands for. Non-delivery reports name a
/// recipient whose LegacyExchangeDN is gone in this form; with the x500 address that
/// comes out of it on the MailUser, replies arrive again.
///
/// `_` stands for `/`, and `+20` for the character with that number. None if the text is
/// no such address, or what it encodes is no LegacyExchangeDN.
///
/// ```
/// use shared::address::x500_of_imceaex;
///
/// let bounced = "IMCEAEX-_o=ExchangeLabs_ou=Exchange+20Administrative+20Group+20+28FYDIBOHF23SPDLT+29_cn=Recipients_cn=1-Lena+2EBerg@namprd13.prod.outlook.com";
/// assert_eq!(
///     x500_of_imceaex(bounced).as_deref(),
///     Some("x500:/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=1-Lena.Berg")
/// );
/// ```
pub fn x500_of_imceaex(text: &str) -> Option<String> {
    const MARK: &str = "IMCEAEX-";
    let text = text.trim_matches(|c: char| c.is_whitespace() || "<>'\"".contains(c));
    let (mark, encoded) = text.split_at_checked(MARK.len())?;
    if !mark.eq_ignore_ascii_case(MARK) {
        return None;
    }
    let encoded = encoded.rsplit_once('@').map_or(encoded, |(dn, _)| dn);
    let mut dn = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.bytes();
    while let Some(byte) = bytes.next() {
        dn.push(match byte {
            b'_' => b'/',
            b'+' => hex(bytes.next()?)? * 16 + hex(bytes.next()?)?,
            byte => byte,
        });
    }
    let dn = String::from_utf8(dn).ok()?;
    let is_legacy_dn = dn.starts_with('/') && dn.contains('=') && !dn.contains(char::is_control);
    is_legacy_dn.then(|| super::x500_of(&dn))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_bounced_message_names_becomes_an_x500() {
        for (text, expected) in [
            (
                "IMCEAEX-_O=CONTOSO_OU=FIRST+20ADMIN_CN=RECIPIENTS_CN=LENA@contoso.example",
                Some("x500:/O=CONTOSO/OU=FIRST ADMIN/CN=RECIPIENTS/CN=LENA"),
            ),
            // An encoded underscore stays one.
            ("imceaex-_o=A_cn=a+5Fb@x.example", Some("x500:/o=A/cn=a_b")),
            (
                "<IMCEAEX-_o=A_cn=a+2C+20b@x.example>",
                Some("x500:/o=A/cn=a, b"),
            ),
            (
                "IMCEAEX-_o=A_cn=J+C3+B6rg@x.example",
                Some("x500:/o=A/cn=Jörg"),
            ),
            ("IMCEAEX-_o=A_cn=a+40b@x.example", Some("x500:/o=A/cn=a@b")),
            ("IMCEAEX-_o=A_cn=a", Some("x500:/o=A/cn=a")),
            ("IMCEAEX-_o=A_cn=a+2@x.example", None),
            ("IMCEAEX-_o=A_cn=a+ZZ@x.example", None),
            ("IMCEAEX-_o=A_cn=+FF@x.example", None),
            ("IMCEAEX-_o=A_cn=a+0Db@x.example", None),
            ("IMCEAEX-lena@x.example", None),
            ("IMCEASMTP-lena+40x@y.example", None),
            ("lena@contoso.example", None),
            ("", None),
        ] {
            assert_eq!(x500_of_imceaex(text).as_deref(), expected, "{text}");
        }
    }
}
