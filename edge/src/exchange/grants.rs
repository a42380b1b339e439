//! Tokens of the application itself, one per tenant, by client credentials.
//!
//! They are kept in memory until shortly before their end, per isolate, and never
//! written anywhere. What Entra refuses is told apart by its number: a tenant that
//! has not consented is that tenant's to mend, a secret that has run out is the
//! operator's.

use std::{cell::RefCell, collections::HashMap};

use broker::ports::DirectoryError;
use serde::Deserialize;
use shared::ids::TenantId;

/// A token is renewed this many seconds before it ends.
const RENEW_EARLY_SECONDS: i64 = 300;
/// More tenants than this in one isolate, and the memory starts over.
const MOST_TENANTS: usize = 1_000;

/// `AADSTS…` numbers that mean: the application is not in that tenant, or
/// nobody there has consented to it.
const CONSENT_NUMBERS: [u32; 4] = [65_001, 700_016, 7_000_229, 7_000_112];
/// Those that mean: the application's own secret is wrong or has run out.
const SECRET_NUMBERS: [u32; 3] = [7_000_215, 7_000_222, 7_000_218];

#[derive(Clone)]
struct Held {
    token: String,
    until: i64,
}

thread_local! {
    static HELD: RefCell<HashMap<TenantId, Held>> = RefCell::new(HashMap::new());
}

/// A token that is good for a while longer.
pub(super) fn held(tenant: TenantId, now: i64) -> Option<String> {
    HELD.with_borrow(|held| {
        held.get(&tenant)
            .filter(|held| now < held.until)
            .map(|held| held.token.clone())
    })
}

/// Keeps a token.
pub(super) fn keep(tenant: TenantId, grant: &Grant, now: i64) {
    HELD.with_borrow_mut(|held| {
        if held.len() >= MOST_TENANTS {
            held.clear();
        }
        held.insert(
            tenant,
            Held {
                token: grant.access_token.clone(),
                until: now
                    .saturating_add(grant.expires_in)
                    .saturating_sub(RENEW_EARLY_SECONDS),
            },
        );
    });
}

/// Forgets a token that was not accepted.
pub(super) fn forget(tenant: TenantId) {
    HELD.with_borrow_mut(|held| held.remove(&tenant));
}

/// What the token endpoint grants.
#[derive(Deserialize, PartialEq, Eq)]
pub(super) struct Grant {
    /// The token.
    pub access_token: String,
    expires_in: i64,
}

impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Grant(… for {} s)", self.expires_in)
    }
}

#[derive(Deserialize)]
struct Refused {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_codes: Vec<u32>,
}

/// Reads the token endpoint's answer. Its `error_description` names tenant,
/// application and time; only the error's numbers are kept.
pub(super) fn read(status: u16, body: &[u8]) -> Result<Grant, DirectoryError> {
    if status == 200 {
        return serde_json::from_slice(body).map_err(|_| {
            DirectoryError::Broken("Entra's answer to a token request is no token".to_owned())
        });
    }
    if status == 429 {
        return Err(DirectoryError::Throttled {
            retry_after_secs: None,
        });
    }
    let Ok(refused) = serde_json::from_slice::<Refused>(body) else {
        return Err(DirectoryError::Broken(format!(
            "Entra answered {status} to a token request"
        )));
    };
    let any = |numbers: &[u32]| {
        refused
            .error_codes
            .iter()
            .any(|code| numbers.contains(code))
    };
    if any(&CONSENT_NUMBERS) || refused.error == "unauthorized_client" {
        Err(DirectoryError::ConsentMissing)
    } else if any(&SECRET_NUMBERS) || refused.error == "invalid_client" {
        Err(DirectoryError::Refused(
            "Entra does not accept Crosswalk's own secret: whoever runs it must renew CLIENT_SECRET"
                .to_owned(),
        ))
    } else if status >= 500 {
        Err(DirectoryError::Broken(format!(
            "Entra answered {status} to a token request"
        )))
    } else {
        let numbers: Vec<String> = refused
            .error_codes
            .iter()
            .map(|code| format!("AADSTS{code}"))
            .collect();
        Err(DirectoryError::Refused(format!(
            "Entra gave the application no token ({})",
            if numbers.is_empty() {
                refused.error
            } else {
                numbers.join(", ")
            }
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_token_is_held_until_shortly_before_its_end() {
        let tenant: TenantId = "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90".parse().unwrap();
        let other: TenantId = "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b".parse().unwrap();
        let grant = read(
            200,
            br#"{"access_token":"t","expires_in":3599,"token_type":"Bearer"}"#,
        )
        .unwrap();
        keep(tenant, &grant, 1000);
        assert_eq!(held(tenant, 1000).as_deref(), Some("t"));
        assert_eq!(held(tenant, 1000 + 3298).as_deref(), Some("t"));
        assert_eq!(held(tenant, 1000 + 3299), None);
        assert_eq!(held(other, 1000), None);
        forget(tenant);
        assert_eq!(held(tenant, 1000), None);
    }

    #[test]
    fn refusals_say_whose_they_are_to_mend() {
        let refused = |error: &str, codes: &[u32]| {
            read(
                400,
                json!({"error": error, "error_codes": codes})
                    .to_string()
                    .as_bytes(),
            )
            .unwrap_err()
        };
        assert_eq!(
            refused("unauthorized_client", &[700_016]),
            DirectoryError::ConsentMissing
        );
        assert_eq!(
            refused("invalid_grant", &[65_001]),
            DirectoryError::ConsentMissing
        );
        assert!(
            refused("invalid_client", &[7_000_215])
                .to_string()
                .contains("CLIENT_SECRET")
        );
        assert!(
            refused("invalid_request", &[90_002])
                .to_string()
                .contains("AADSTS90002")
        );
        assert!(!refused("invalid_client", &[7_000_222]).may_pass());
        for (status, body) in [(503, "<html>"), (200, "{}"), (500, "{}")] {
            assert!(
                read(status, body.as_bytes()).unwrap_err().may_pass(),
                "{status}"
            );
        }
    }

    #[test]
    fn a_grant_cannot_be_printed() {
        let grant = read(200, br#"{"access_token":"eyJ0","expires_in":60}"#).unwrap();
        assert!(!format!("{grant:?}").contains("eyJ0"));
    }
}
