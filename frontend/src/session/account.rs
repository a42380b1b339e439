//! Who signed in, as the id token says it: for the screen only. What somebody may
//! do is the edge's decision, from the access token that it verifies.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;

/// The signed-in account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// The token for the edge. It never leaves memory.
    pub access_token: String,
    /// The person's name.
    pub name: String,
    /// The person's sign-in name.
    pub username: String,
}

/// Tokens stay out of every debug print.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").finish_non_exhaustive()
    }
}

/// The token endpoint's answer.
#[derive(Deserialize)]
pub struct TokenAnswer {
    access_token: String,
    id_token: Option<String>,
}

impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenAnswer").finish_non_exhaustive()
    }
}

#[derive(Deserialize, Default)]
struct IdClaims {
    name: Option<String>,
    preferred_username: Option<String>,
}

impl From<TokenAnswer> for Account {
    fn from(answer: TokenAnswer) -> Self {
        let claims = answer
            .id_token
            .as_deref()
            .and_then(claims)
            .unwrap_or_default();
        let username = claims.preferred_username.unwrap_or_default();
        Self {
            access_token: answer.access_token,
            name: claims.name.unwrap_or_else(|| username.clone()),
            username,
        }
    }
}

impl Account {
    /// The domain of the sign-in name, the nearest thing to a tenant's name.
    pub fn domain(&self) -> Option<&str> {
        self.username.split_once('@').map(|(_, domain)| domain)
    }
}

fn claims(token: &str) -> Option<IdClaims> {
    let payload = token.split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload).ok()?;
    serde_json::from_slice(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(id_token: Option<String>) -> TokenAnswer {
        TokenAnswer {
            access_token: "secret".into(),
            id_token,
        }
    }

    #[test]
    fn names_come_from_the_id_token() {
        let payload = URL_SAFE_NO_PAD
            .encode(r#"{"name":"Zoë Admin","preferred_username":"admin@fabrikam.example"}"#);
        let account = Account::from(answer(Some(format!("x.{payload}.y"))));
        assert_eq!(account.name, "Zoë Admin");
        assert_eq!(account.domain(), Some("fabrikam.example"));
    }

    #[test]
    fn an_id_token_that_cannot_be_read_leaves_names_empty() {
        for token in [None, Some("not a token".into()), Some("a.b.c".into())] {
            assert_eq!(Account::from(answer(token)).name, "");
        }
    }

    #[test]
    fn a_debug_print_holds_no_token() {
        let account = Account::from(answer(None));
        assert!(!format!("{account:?}").contains("secret"));
        assert!(!format!("{:?}", answer(None)).contains("secret"));
    }
}
