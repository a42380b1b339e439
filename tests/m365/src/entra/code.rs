//! Authorization codes: for one app, one address, one verifier, once.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::errors::EntraError;
use crate::{clock, world::Moving};

/// How long a code may wait, in seconds.
const LIFE: i64 = 600;

/// What a code stands for.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    /// Who pressed the button.
    pub(super) user_principal_name: String,
    /// Where the code was sent; it must be named again.
    pub(super) redirect_uri: String,
    /// The hash of the verifier.
    pub(super) challenge: String,
    /// What the app wants to find in the id token.
    pub(super) nonce: Option<String>,
    /// What the app asked for.
    pub(super) scope: String,
    /// When it ends.
    pub(super) expires: i64,
    /// Whether it was used.
    pub(super) redeemed: bool,
}

impl Code {
    /// When a code made now ends.
    pub(super) fn expiry() -> i64 {
        clock::now() + LIFE
    }
}

/// Keeps what a code stands for and gives the code.
pub(super) fn issue(moving: &mut Moving, code: Code) -> String {
    let now = clock::now();
    moving.codes.retain(|_, old| old.expires + LIFE > now);
    let name = format!("1.{}{}", random(), random());
    moving.codes.insert(name.clone(), code);
    name
}

/// Takes a code, which then is used up.
pub(super) fn redeem(
    moving: &mut Moving,
    name: &str,
    redirect_uri: &str,
    verifier: &str,
) -> Result<Code, EntraError> {
    let refuse = |number, sentence: &str| EntraError::new("invalid_grant", number, sentence);
    let code = moving.codes.get_mut(name).ok_or_else(|| {
        refuse(
            9_002_313,
            "Invalid request. Request is malformed or invalid.",
        )
    })?;
    if code.redeemed {
        return Err(refuse(
            54005,
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code \
             or use an existing refresh token.",
        ));
    }
    if code.expires <= clock::now() {
        return Err(refuse(
            70008,
            "The provided authorization code or refresh token has expired due to inactivity. \
             Send a new interactive authorization request for this user and resource.",
        ));
    }
    if code.redirect_uri != redirect_uri {
        return Err(refuse(
            500_112,
            &format!(
                "The reply address '{redirect_uri}' does not match the reply address '{}' \
                 provided when requesting Authorization code.",
                code.redirect_uri
            ),
        ));
    }
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != code.challenge {
        return Err(refuse(
            501_481,
            "The Code_Verifier does not match the code_challenge supplied in the authorization \
             request.",
        ));
    }
    code.redeemed = true;
    Ok(code.clone())
}

/// 122 random bits.
pub(super) fn random() -> String {
    URL_SAFE_NO_PAD.encode(Uuid::new_v4().as_bytes())
}
