//! Proof Key for Code Exchange (RFC 7636), S256, and the authorize address.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::api::ClientConfig;

/// What the tab keeps until the authority answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Departure {
    /// The secret whose hash the authority was given.
    pub verifier: String,
    /// What the answer must carry.
    pub state: String,
    /// The page to return to.
    pub return_to: String,
}

impl Departure {
    /// From 64 random bytes, which the caller brings.
    pub fn new(random: [u8; 64], return_to: String) -> Self {
        let (verifier, state) = random.split_at(48);
        Self {
            verifier: URL_SAFE_NO_PAD.encode(verifier),
            state: URL_SAFE_NO_PAD.encode(state),
            return_to,
        }
    }

    /// The hash of the verifier.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.as_bytes()))
    }

    /// The parameters of the authorize request, unescaped.
    pub fn authorize_parameters(
        &self,
        config: &ClientConfig,
        redirect_uri: &str,
    ) -> Vec<(&'static str, String)> {
        vec![
            ("client_id", config.client_id.clone()),
            ("response_type", "code".into()),
            ("redirect_uri", redirect_uri.into()),
            ("response_mode", "fragment".into()),
            ("scope", scopes(config)),
            ("state", self.state.clone()),
            ("code_challenge", self.challenge()),
            ("code_challenge_method", "S256".into()),
            ("prompt", "select_account".into()),
        ]
    }

    /// The parameters of the token request, unescaped.
    pub fn token_parameters(
        &self,
        config: &ClientConfig,
        redirect_uri: &str,
        code: &str,
    ) -> Vec<(&'static str, String)> {
        vec![
            ("client_id", config.client_id.clone()),
            ("grant_type", "authorization_code".into()),
            ("code", code.into()),
            ("redirect_uri", redirect_uri.into()),
            ("code_verifier", self.verifier.clone()),
            ("scope", scopes(config)),
        ]
    }
}

/// Where accounts of any organisation sign in.
pub fn endpoint(config: &ClientConfig, leaf: &str) -> String {
    let authority = config.authority.trim_end_matches('/');
    format!("{authority}/organizations/oauth2/v2.0/{leaf}")
}

fn scopes(config: &ClientConfig) -> String {
    format!("openid profile {}", config.scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> ClientConfig {
        ClientConfig {
            authority: "https://login.example/".into(),
            client_id: "client".into(),
            scope: "client/.default".into(),
        }
    }

    #[test]
    fn the_challenge_is_the_one_of_rfc_7636() {
        let departure = Departure {
            verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into(),
            state: String::new(),
            return_to: String::new(),
        };
        assert_eq!(
            departure.challenge(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn the_verifier_never_travels_with_the_authorize_request() {
        let departure = Departure::new([7; 64], "/requests".into());
        let sent = departure.authorize_parameters(&config(), "https://x.example/signed-in");
        assert!(sent.iter().all(|(_, value)| *value != departure.verifier));
        assert!(
            departure.verifier.len() >= 43,
            "RFC 7636 asks for 43 to 128 characters"
        );
        assert_ne!(departure.verifier, departure.state);
    }

    #[test]
    fn the_endpoint_is_the_one_for_organisations() {
        assert_eq!(
            endpoint(&config(), "authorize"),
            "https://login.example/organizations/oauth2/v2.0/authorize"
        );
    }
}
