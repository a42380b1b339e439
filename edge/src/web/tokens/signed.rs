//! Which signatures were found to be right: checking one costs more than all the rest of
//! a short answer. Pure.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::{compact::Compact, keys::Key};

/// More than this in one isolate, and the memory starts over.
const MOST: usize = 1_000;

/// A token and the key that it was signed with, as a digest of both in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Signed([u8; 32]);

impl Signed {
    /// Of a token, its signature and the key.
    pub(super) fn new(token: &Compact<'_>, key: &Key) -> Self {
        let mut digest = Sha256::new();
        // Each with its length, so that no two triples read alike.
        for part in [
            token.signed.as_bytes(),
            &token.signature,
            key.n.as_bytes(),
            key.e.as_bytes(),
        ] {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        Self(digest.finalize().into())
    }
}

/// The tokens whose signature was right.
#[derive(Debug, Default)]
pub(super) struct SignedMemory(HashSet<Signed>);

impl SignedMemory {
    /// Whether this one was.
    pub(super) fn holds(&self, signed: &Signed) -> bool {
        self.0.contains(signed)
    }

    /// Its signature was checked, and is right.
    pub(super) fn remember(&mut self, signed: Signed) {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(signed);
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;
    use crate::web::tokens::{compact, keys::KeySet};

    fn token(claims: &str, signature: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let header = part(r#"{"alg":"RS256","kid":"a"}"#);
        format!("{header}.{}.{}", part(claims), part(signature))
    }

    fn key(n: &str) -> Key {
        let keys = serde_json::json!({"keys": [{"kid": "a", "kty": "RSA", "n": n.repeat(342), "e": "AQAB"}]});
        let keys: KeySet = serde_json::from_value(keys).unwrap();
        keys.find("a").unwrap().clone()
    }

    fn signed(token: &str, key: &Key) -> Signed {
        Signed::new(&compact::read(token).unwrap(), key)
    }

    #[test]
    fn only_that_token_with_that_signature_and_that_key_is_known() {
        let mut memory = SignedMemory::default();
        let (good, own) = (token("{}", "right"), key("n"));
        memory.remember(signed(&good, &own));
        assert!(memory.holds(&signed(&good, &own)));
        for (other, key) in [
            (token(r#"{"tid":"x"}"#, "right"), &own),
            (token("{}", "wrong"), &own),
            (token("{}", ""), &own),
            (good.clone(), &key("m")),
        ] {
            assert!(!memory.holds(&signed(&other, key)), "{other}");
        }
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let mut memory = SignedMemory::default();
        let key = key("n");
        for n in 0..=MOST {
            memory.remember(signed(&token("{}", &n.to_string()), &key));
        }
        assert_eq!(memory.0.len(), 1);
    }
}
