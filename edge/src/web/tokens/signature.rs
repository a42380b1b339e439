//! RS256 by `WebCrypto`, which every Worker has: no RSA code of our own.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto, WorkerGlobalScope};

use super::{claims::TokenError, compact::Compact, keys::Key};

/// Whether `key` made the token's signature. What `WebCrypto` throws, such as for
/// a modulus that is no number, is a signature that does not fit.
pub(super) async fn check(token: &Compact<'_>, key: &Key) -> Result<(), TokenError> {
    match verify(token, key).await {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(TokenError::Signature),
    }
}

async fn verify(token: &Compact<'_>, key: &Key) -> Result<bool, JsValue> {
    let subtle = subtle()?;
    let algorithm = object(&[
        ("name", JsValue::from("RSASSA-PKCS1-v1_5")),
        ("hash", JsValue::from("SHA-256")),
    ])?;
    let jwk = object(&[
        ("kty", JsValue::from("RSA")),
        ("n", JsValue::from(key.n.as_str())),
        ("e", JsValue::from(key.e.as_str())),
        ("alg", JsValue::from("RS256")),
        ("ext", JsValue::TRUE),
    ])?;
    let usages = Array::of1(&JsValue::from("verify"));
    let imported = subtle.import_key_with_object("jwk", &jwk, &algorithm, false, &usages)?;
    let imported: CryptoKey = JsFuture::from(imported).await?.dyn_into()?;
    let checked = subtle.verify_with_object_and_u8_array_and_u8_array(
        &algorithm,
        &imported,
        &token.signature,
        token.signed.as_bytes(),
    )?;
    Ok(JsFuture::from(checked).await?.as_bool() == Some(true))
}

fn subtle() -> Result<SubtleCrypto, JsValue> {
    let global: WorkerGlobalScope = js_sys::global().unchecked_into();
    Ok(global.crypto()?.subtle())
}

fn object(fields: &[(&str, JsValue)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from(*name), value)?;
    }
    Ok(object)
}
