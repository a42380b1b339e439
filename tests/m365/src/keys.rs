//! The keys that tokens are signed with: RS256, published as a JWKS.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::{
    RsaPrivateKey, RsaPublicKey,
    pkcs1v15::{Signature, SigningKey, VerifyingKey},
    pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding},
    rand_core::OsRng,
    signature::{SignatureEncoding, Signer, Verifier},
    traits::PublicKeyParts,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::store;

const BITS: usize = 2048;

/// What can go wrong with a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// None could be made.
    #[error("cannot make a signing key: {0}")]
    Generate(#[from] rsa::Error),
    /// The file of the key cannot be read or written.
    #[error("cannot use the signing key in {path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("{path} holds no RSA key in PKCS#8 PEM ({source}); remove it to get a new one")]
    Content {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: rsa::pkcs8::Error,
    },
}

/// An RSA key and the name it is published under.
#[derive(Debug)]
pub(crate) struct Key {
    private: RsaPrivateKey,
    kid: String,
}

impl Key {
    fn new(private: RsaPrivateKey) -> Self {
        let digest = Sha256::digest(private.n().to_bytes_be());
        let kid = URL_SAFE_NO_PAD.encode(digest.iter().take(20).copied().collect::<Vec<u8>>());
        Self { private, kid }
    }

    fn generate() -> Result<Self, KeyError> {
        Ok(Self::new(RsaPrivateKey::new(&mut OsRng, BITS)?))
    }

    /// The key in the file, or a new one put there, readable by its owner only.
    pub(crate) fn kept_in(path: &Path) -> Result<Self, KeyError> {
        let file = |source| KeyError::File {
            path: path.to_owned(),
            source,
        };
        let content = |source| KeyError::Content {
            path: path.to_owned(),
            source,
        };
        match fs::read_to_string(path) {
            Ok(pem) => RsaPrivateKey::from_pkcs8_pem(&pem)
                .map(Self::new)
                .map_err(content),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = Self::generate()?;
                let pem = key.private.to_pkcs8_pem(LineEnding::LF).map_err(content)?;
                store::replace(path, pem.as_bytes()).map_err(file)?;
                Ok(key)
            }
            Err(error) => Err(file(error)),
        }
    }

    /// The key of this process, made once: tests start many servers.
    pub(crate) fn of_this_process() -> Result<Arc<Self>, KeyError> {
        static KEY: Mutex<Option<Arc<Key>>> = Mutex::new(None);
        once(&KEY)
    }

    /// A key that nobody publishes, for tokens that must be refused.
    pub(crate) fn of_a_stranger() -> Result<Arc<Self>, KeyError> {
        static KEY: Mutex<Option<Arc<Key>>> = Mutex::new(None);
        once(&KEY)
    }

    /// The name of the key in headers and in the JWKS.
    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half as Entra publishes it.
    pub(crate) fn jwk(&self, issuer: &str) -> Value {
        json!({
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "n": URL_SAFE_NO_PAD.encode(self.private.n().to_bytes_be()),
            "e": URL_SAFE_NO_PAD.encode(self.private.e().to_bytes_be()),
            "issuer": issuer,
        })
    }

    /// A token with this header and these claims. `alg` `none` gets no signature.
    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let text = format!("{}.{}", encode(header), encode(claims));
        if header.get("alg") == Some(&json!("none")) {
            return format!("{text}.");
        }
        let signer = SigningKey::<Sha256>::new(self.private.clone());
        let signature = signer.sign(text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    /// The claims of a token that this key signed; nothing for any other.
    pub(crate) fn verify(&self, token: &str) -> Option<Value> {
        let (text, signature) = token.rsplit_once('.')?;
        let (header, claims) = text.split_once('.')?;
        let read = |part: &str| -> Option<Value> {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
        };
        let header = read(header)?;
        if header.get("alg")?.as_str()? != "RS256" || header.get("kid")?.as_str()? != self.kid {
            return None;
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let signature = Signature::try_from(signature.as_slice()).ok()?;
        VerifyingKey::<Sha256>::new(RsaPublicKey::from(&self.private))
            .verify(text.as_bytes(), &signature)
            .ok()?;
        read(claims)
    }
}

fn once(slot: &Mutex<Option<Arc<Key>>>) -> Result<Arc<Key>, KeyError> {
    let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(key) = slot.as_ref() {
        return Ok(Arc::clone(key));
    }
    let key = Arc::new(Key::generate()?);
    *slot = Some(Arc::clone(&key));
    Ok(key)
}
