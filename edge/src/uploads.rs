//! Uploaded mapping files in R2: put as a stream, read back, deleted, and swept
//! when their time is over.
//!
//! The key carries the deadline (see `broker::upload_key`), so that the sweep
//! needs nothing but the list of keys: even a file whose row is lost has an end.

use broker::ports::{Files, FilesError};
use futures::StreamExt as _;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStream;
use worker::{
    Bucket, Env, Request, ResponseBody,
    crypto::{DigestStream, DigestStreamAlgorithm},
};

pub(crate) mod sweep;

const BINDING: &str = "UPLOADS";

/// The bucket of uploaded files.
#[derive(Debug)]
pub(crate) struct UploadedFiles {
    bucket: Bucket,
}

/// What was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    /// Bytes.
    pub size: u64,
    /// Hex SHA-256 of them.
    pub sha256: String,
}

impl UploadedFiles {
    /// The deployment's bucket.
    pub(crate) fn new(env: &Env) -> worker::Result<Self> {
        Ok(Self {
            bucket: env.bucket(BINDING)?,
        })
    }

    /// Stores a request's body under `key` as it arrives; its hash is computed by
    /// the runtime on the way. R2 wants to know the length before, which the
    /// request's `Content-Length` says. After an error something may be under the
    /// key: delete it.
    pub(crate) async fn put(&self, key: &str, request: &Request) -> worker::Result<Stored> {
        let body = request.inner().body().ok_or("an upload without a body")?;
        let both: Array = body.tee();
        let branch = |index| both.get(index).dyn_into::<ReadableStream>();
        let (to_store, to_hash) = (branch(0)?, branch(1)?);
        let digest = DigestStream::new(DigestStreamAlgorithm::Sha256);
        let hashing = to_hash.pipe_to(digest.raw());
        let stored = self.bucket.put(key, to_store).execute().await?;
        JsFuture::from(hashing).await?;
        let sha256 = hex(&digest.digest().await?.to_vec());
        let stored = stored.ok_or("R2 stored nothing")?;
        Ok(Stored {
            size: stored.size(),
            sha256,
        })
    }

    /// The bytes under a key as a stream, or none.
    pub(crate) async fn stream(&self, key: &str) -> worker::Result<Option<ResponseBody>> {
        let Some(object) = self.bucket.get(key).execute().await? else {
            return Ok(None);
        };
        object
            .body()
            .map(worker::ObjectBody::response_body)
            .transpose()
    }
}

impl Files for UploadedFiles {
    async fn read(&self, key: &str, each: &mut dyn FnMut(&[u8])) -> Result<bool, FilesError> {
        let read = async {
            let Some(object) = self.bucket.get(key).execute().await? else {
                return Ok(false);
            };
            let Some(body) = object.body() else {
                return Ok(false);
            };
            let mut pieces = body.stream()?;
            while let Some(piece) = pieces.next().await {
                each(&piece?);
            }
            Ok(true)
        };
        read.await.map_err(failed)
    }

    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, FilesError> {
        let read = async {
            let Some(object) = self.bucket.get(key).execute().await? else {
                return Ok(None);
            };
            match object.body() {
                Some(body) => body.bytes().await.map(Some),
                None => Ok(None),
            }
        };
        read.await.map_err(failed)
    }

    async fn delete(&self, key: &str) -> Result<(), FilesError> {
        self.bucket.delete(key).await.map_err(failed)
    }

    async fn exists(&self, key: &str) -> Result<bool, FilesError> {
        let object = self.bucket.head(key).await.map_err(failed)?;
        Ok(object.is_some())
    }
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn failed(error: worker::Error) -> FilesError {
    FilesError(error.to_string())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_written_in_two_digits_a_byte() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
    }
}
