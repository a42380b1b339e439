//! Entra's published keys: which one a token may be checked with, and when to
//! fetch them again. Pure; [`super`] does the fetching.

use serde::Deserialize;
use uuid::Uuid;

use super::claims::TokenError;

/// Keys are fetched again after this many seconds, even if nothing is missing.
const FRESH_SECONDS: i64 = 12 * 3600;
/// An unknown key id leads to a fetch at most this often: a caller who makes up
/// key ids must not turn into load on Entra.
const COOL_DOWN_SECONDS: i64 = 60;
/// After a fetch that failed, the next may come sooner.
const RETRY_SECONDS: i64 = 5;
/// Letters of base64url in the smallest modulus accepted, 2048 bits.
const SMALLEST_MODULUS: usize = 342;

/// A published key.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Key {
    /// Its name.
    #[serde(default)]
    pub kid: String,
    #[serde(default)]
    kty: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    /// Modulus, base64url.
    #[serde(default)]
    pub n: String,
    /// Exponent, base64url.
    #[serde(default)]
    pub e: String,
    issuer: Option<String>,
}

/// The answer of the keys endpoint.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct KeySet {
    keys: Vec<Key>,
}

impl KeySet {
    /// The key of that name, if it is one to check signatures with.
    pub(super) fn find(&self, kid: &str) -> Option<&Key> {
        self.keys.iter().find(|key| {
            key.kid == kid
                && !kid.is_empty()
                && key.kty == "RSA"
                && key.usage.as_deref().is_none_or(|usage| usage == "sig")
                && key.n.len() >= SMALLEST_MODULUS
        })
    }
}

impl Key {
    /// Whether this key may sign for `issuer`. A key's own issuer is either that
    /// very text or a template, good for any tenant of the same authority; a key
    /// without one is not accepted, since every key of Entra's v2.0 endpoint has
    /// one.
    pub(super) fn check_issuer(&self, issuer: &str) -> Result<(), TokenError> {
        let own = self.issuer.as_deref().ok_or(TokenError::KeyIssuer)?;
        let fits = match own.split_once("{tenantid}") {
            None => own == issuer,
            Some((before, after)) => issuer
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after))
                .is_some_and(|tenant| Uuid::try_parse(tenant).is_ok()),
        };
        if fits {
            Ok(())
        } else {
            Err(TokenError::KeyIssuer)
        }
    }
}

/// What is remembered between requests of one isolate.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// The keys of the newest fetch that succeeded.
    pub keys: Option<KeySet>,
    fetched: i64,
    tried: Option<(i64, bool)>,
}

/// What to do for a token.
#[derive(Debug)]
pub(super) enum Next {
    /// Check it with this key.
    Use(Key),
    /// Fetch the keys, then ask again.
    Fetch,
    /// Refuse it.
    Refuse(TokenError),
}

impl Memory {
    /// What to do for a token signed by `kid`, at `now` in seconds.
    pub(super) fn next(&self, kid: &str, now: i64) -> Next {
        let may_fetch = self.tried.is_none_or(|(tried, succeeded)| {
            let pause = if succeeded {
                COOL_DOWN_SECONDS
            } else {
                RETRY_SECONDS
            };
            now >= tried.saturating_add(pause)
        });
        match self.keys.as_ref().map(|keys| keys.find(kid)) {
            Some(Some(key)) => {
                let stale = now >= self.fetched.saturating_add(FRESH_SECONDS);
                if stale && may_fetch {
                    Next::Fetch
                } else if now >= self.fetched.saturating_add(2 * FRESH_SECONDS) {
                    // A key that may have been revoked a day ago checks nothing.
                    Next::Refuse(TokenError::KeysUnavailable)
                } else {
                    Next::Use(key.clone())
                }
            }
            _ if may_fetch => Next::Fetch,
            Some(None) => Next::Refuse(TokenError::UnknownKey),
            None => Next::Refuse(TokenError::KeysUnavailable),
        }
    }

    /// Remembers how a fetch went.
    pub(super) fn fetched(&mut self, answer: Option<KeySet>, now: i64) {
        self.tried = Some((now, answer.is_some()));
        if let Some(keys) = answer {
            self.keys = Some(keys);
            self.fetched = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_set(kids: &[&str]) -> KeySet {
        let keys: Vec<_> = kids
            .iter()
            .map(|kid| serde_json::json!({"kid": kid, "kty": "RSA", "use": "sig", "n": "n".repeat(342), "e": "AQAB", "issuer": "https://login.example/{tenantid}/v2.0"}))
            .collect();
        serde_json::from_value(serde_json::json!({ "keys": keys })).unwrap()
    }

    fn outcome(memory: &Memory, kid: &str, now: i64) -> String {
        match memory.next(kid, now) {
            Next::Use(key) => format!("use {}", key.kid),
            Next::Fetch => "fetch".to_owned(),
            Next::Refuse(error) => error.code().to_owned(),
        }
    }

    #[test]
    fn keys_are_fetched_when_needed_and_no_more_often() {
        let mut memory = Memory::default();
        assert_eq!(outcome(&memory, "a", 1000), "fetch");
        memory.fetched(None, 1000);
        assert_eq!(outcome(&memory, "a", 1004), "token-keys-unavailable");
        assert_eq!(outcome(&memory, "a", 1005), "fetch");
        memory.fetched(Some(key_set(&["a"])), 1005);
        assert_eq!(outcome(&memory, "a", 1006), "use a");
        assert_eq!(outcome(&memory, "made-up", 1006), "token-key-unknown");
        assert_eq!(outcome(&memory, "made-up", 1064), "token-key-unknown");
        assert_eq!(outcome(&memory, "made-up", 1065), "fetch");
    }

    #[test]
    fn old_keys_are_renewed_and_at_last_refused() {
        let mut memory = Memory::default();
        memory.fetched(Some(key_set(&["a"])), 0);
        assert_eq!(outcome(&memory, "a", FRESH_SECONDS - 1), "use a");
        assert_eq!(outcome(&memory, "a", FRESH_SECONDS), "fetch");
        memory.fetched(None, FRESH_SECONDS);
        assert_eq!(outcome(&memory, "a", FRESH_SECONDS + 1), "use a");
        memory.fetched(None, 2 * FRESH_SECONDS);
        assert_eq!(
            outcome(&memory, "a", 2 * FRESH_SECONDS + 1),
            "token-keys-unavailable"
        );
    }

    #[test]
    fn a_key_signs_only_for_its_own_issuer() {
        let tenant = "https://login.example/3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90/v2.0";
        let template = Some("https://login.example/{tenantid}/v2.0");
        let personal = Some("https://login.example/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0");
        for (own, issuer, fits) in [
            (template, tenant, true),
            (Some(tenant), tenant, true),
            (personal, tenant, false),
            (None, tenant, false),
            (template, "https://login.example/contoso/v2.0", false),
            (template, "https://login.example//v2.0", false),
            (
                template,
                "https://evil.example/3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90/v2.0",
                false,
            ),
        ] {
            let mut key = key_set(&["a"]).keys.remove(0);
            key.issuer = own.map(str::to_owned);
            assert_eq!(
                key.check_issuer(issuer).is_ok(),
                fits,
                "{own:?} for {issuer}"
            );
        }
    }

    #[test]
    fn weak_and_unfit_keys_do_not_exist() {
        let set = |change: serde_json::Value| {
            let mut key = serde_json::json!({"kid": "a", "kty": "RSA", "use": "sig", "n": "n".repeat(342), "e": "AQAB"});
            key.as_object_mut()
                .unwrap()
                .extend(change.as_object().unwrap().clone());
            let keys: KeySet =
                serde_json::from_value(serde_json::json!({ "keys": [key] })).unwrap();
            keys.find("a").is_some()
        };
        assert!(set(serde_json::json!({})));
        for change in [
            serde_json::json!({"kty": "EC"}),
            serde_json::json!({"use": "enc"}),
            serde_json::json!({"n": "n".repeat(171)}),
            serde_json::json!({"kid": ""}),
        ] {
            assert!(!set(change.clone()), "{change}");
        }
    }
}
