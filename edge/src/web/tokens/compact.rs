//! A token in its compact form, taken apart: nothing in it is believed yet.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::de::DeserializeOwned;

use super::claims::{Claims, Header, TokenError};

/// Longest token that is looked at. Entra's are a few kilobytes; a request with
/// much more than that is no sign-in.
const LONGEST: usize = 32 * 1024;

/// A token that can be read and says that it is signed with RS256.
#[derive(Debug)]
pub(super) struct Compact<'a> {
    /// Which key signed it.
    pub header: Header,
    /// What it says.
    pub claims: Claims,
    /// The text that is signed.
    pub signed: &'a str,
    /// The signature.
    pub signature: Vec<u8>,
}

/// The token of an `Authorization` header.
pub(super) fn bearer(header: Option<&str>) -> Result<&str, TokenError> {
    let header = header.ok_or(TokenError::Missing)?;
    let (scheme, token) = header.split_once(' ').ok_or(TokenError::Missing)?;
    let token = token.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
        return Err(TokenError::Missing);
    }
    Ok(token)
}

/// Takes a token apart.
pub(super) fn read(token: &str) -> Result<Compact<'_>, TokenError> {
    if token.len() > LONGEST {
        return Err(TokenError::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(TokenError::Malformed)?;
    let header: Header = part(header)?;
    if header.alg != "RS256" {
        return Err(TokenError::Algorithm);
    }
    Ok(Compact {
        header,
        claims: part(claims)?,
        signed,
        signature: URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| TokenError::Malformed)?,
    })
}

/// One part: base64url of a JSON object. The dot that a fourth part would bring
/// is no letter of base64url, so that such a token is malformed too.
fn part<T: DeserializeOwned>(text: &str) -> Result<T, TokenError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| TokenError::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> String {
        URL_SAFE_NO_PAD.encode(text)
    }

    #[test]
    fn a_bearer_token_is_taken_from_its_header_only() {
        for header in [
            None,
            Some(""),
            Some("Bearer"),
            Some("Bearer "),
            Some("Basic abc"),
        ] {
            assert_eq!(bearer(header), Err(TokenError::Missing), "{header:?}");
        }
        assert_eq!(bearer(Some("Bearer a.b.c")), Ok("a.b.c"));
        assert_eq!(bearer(Some("bearer  a.b.c ")), Ok("a.b.c"));
    }

    #[test]
    fn only_rs256_is_read_further() {
        for alg in ["none", "None", "HS256", "RS384", "PS256", "rs256", ""] {
            let token = format!(
                "{}.{}.AAAA",
                encoded(&format!(r#"{{"alg":"{alg}","kid":"1"}}"#)),
                encoded("{}")
            );
            assert_eq!(read(&token).unwrap_err(), TokenError::Algorithm, "{alg}");
        }
        let token = format!(
            "{}.{}.AAAA",
            encoded(r#"{"alg":"RS256","kid":"one","typ":"JWT"}"#),
            encoded(r#"{"iss":"x"}"#)
        );
        let read = read(&token).unwrap();
        assert_eq!(read.header.kid, "one");
        assert_eq!(read.claims.issuer(), Some("x"));
        assert_eq!(format!("{}.AAAA", read.signed), token);
        assert_eq!(read.signature, [0, 0, 0]);
    }

    #[test]
    fn what_cannot_be_read_is_malformed() {
        let header = encoded(r#"{"alg":"RS256"}"#);
        let body = encoded("{}");
        for token in [
            String::new(),
            "abc".to_owned(),
            "a.b".to_owned(),
            format!("{header}.{body}"),
            format!("{header}.{body}.AAAA.AAAA"),
            format!("{header}.{body}.!!"),
            format!("{header}.{}.AAAA", encoded("[]")),
            format!("{header}=.{body}.AAAA"),
            format!("{header}.{}.AAAA", encoded(r#"{"exp":"soon"}"#)),
            "A".repeat(LONGEST + 1),
        ] {
            assert_eq!(
                read(&token).unwrap_err(),
                TokenError::Malformed,
                "{token:.40}"
            );
        }
    }
}
