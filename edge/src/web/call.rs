//! One call of the API: what a handler may read from the request. Handlers see
//! nothing else of it.

use std::str::FromStr;

use broker::{
    messages::{PairCommand, PairReply, TenantCommand, TenantReply},
    refusal::Refusal,
};
use serde::de::DeserializeOwned;
use shared::ids::{Pair, TenantId};
use worker::{Env, Request};

use super::{
    problems::ApiError,
    tokens::claims::{Caller, TokenError},
};
use crate::{objects::Objects, settings::Settings};

/// Largest JSON body that is read.
const LARGEST_JSON: usize = 64 * 1024;
/// Longest `Idempotency-Key`.
const LONGEST_KEY: usize = 128;

/// A call, routed and authorised.
#[derive(Debug)]
pub(super) struct Call<'a> {
    /// The Worker's bindings.
    pub env: &'a Env,
    /// The deployment's settings.
    pub settings: &'a Settings,
    /// The request.
    pub request: Request,
    caller: Option<Caller>,
    parameters: Vec<(String, String)>,
}

impl<'a> Call<'a> {
    /// A call by `caller`, who is none on public routes only.
    pub(super) fn new(
        env: &'a Env,
        settings: &'a Settings,
        request: Request,
        caller: Option<Caller>,
        parameters: Vec<(String, String)>,
    ) -> Self {
        Self {
            env,
            settings,
            request,
            caller,
            parameters,
        }
    }

    /// Who calls.
    pub(super) fn caller(&self) -> Result<Caller, ApiError> {
        self.caller.ok_or(ApiError::Token(TokenError::Missing))
    }

    /// An id from the path. What is no id names nothing.
    pub(super) fn id<T: FromStr>(&self, name: &str) -> Result<T, ApiError> {
        self.parameters
            .iter()
            .find(|(parameter, _)| parameter == name)
            .and_then(|(_, value)| value.parse().ok())
            .ok_or(ApiError::Refused(Refusal::NotFound))
    }

    /// The pair of the source in the path with the caller's own tenant.
    pub(super) fn pair(&self) -> Result<Pair, ApiError> {
        let source: TenantId = self.id("source")?;
        let target = self.caller()?.tenant;
        if source == target {
            return Err(ApiError::Refused(Refusal::NotFound));
        }
        Ok(Pair { source, target })
    }

    fn objects(&self) -> Objects<'_> {
        Objects::new(self.env, self.settings.jurisdiction)
    }

    /// Asks the object of the caller's tenant.
    pub(super) async fn ask_own_tenant(
        &self,
        command: &TenantCommand,
    ) -> Result<TenantReply, ApiError> {
        let own = self.caller()?.tenant;
        Ok(self.objects().own_tenant(own, command).await?)
    }

    /// Asks the object of a tenant, which may be the caller's own.
    pub(super) async fn ask_tenant(
        &self,
        tenant: TenantId,
        command: &TenantCommand,
    ) -> Result<TenantReply, ApiError> {
        if tenant == self.caller()?.tenant {
            return self.ask_own_tenant(command).await;
        }
        Ok(self.objects().other_tenant(tenant, command).await?)
    }

    /// Asks the object of a pair whose target is the caller's tenant. Another
    /// pair is not found: a pair's object trusts that nobody else asks it.
    pub(super) async fn ask_pair(
        &self,
        pair: Pair,
        command: &PairCommand,
    ) -> Result<PairReply, ApiError> {
        if pair.target != self.caller()?.tenant {
            return Err(ApiError::Refused(Refusal::NotFound));
        }
        Ok(self.objects().pair(pair, command).await?)
    }

    /// Settles the caller's tenant in a region, so that messages find it.
    pub(super) async fn settle_own_tenant(&self) -> Result<(), ApiError> {
        Ok(self.objects().settle(self.caller()?.tenant).await?)
    }

    /// A query parameter, decoded.
    pub(super) fn query(&self, name: &str) -> Result<Option<String>, ApiError> {
        let url = self.request.url()?;
        Ok(url
            .query_pairs()
            .find(|(parameter, _)| parameter == name)
            .map(|(_, value)| value.into_owned()))
    }

    /// The JSON body.
    pub(super) async fn body<T: DeserializeOwned>(&mut self) -> Result<T, ApiError> {
        let kind = self.header("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(ApiError::MediaType);
        }
        let announced = self
            .header("content-length")
            .and_then(|text| text.parse().ok());
        if announced.is_some_and(|length: usize| length > LARGEST_JSON) {
            return Err(ApiError::TooLarge(LARGEST_JSON as u64));
        }
        let bytes = self
            .request
            .bytes()
            .await
            .map_err(|_| ApiError::Body("it did not arrive".to_owned()))?;
        if bytes.len() > LARGEST_JSON {
            return Err(ApiError::TooLarge(LARGEST_JSON as u64));
        }
        read_json(&bytes)
    }

    /// A request header.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name).ok().flatten()
    }

    /// The `Idempotency-Key`, if there is one.
    pub(super) fn idempotency_key(&self) -> Result<Option<String>, ApiError> {
        match self.header("idempotency-key") {
            None => Ok(None),
            Some(key) if is_key(&key) => Ok(Some(key)),
            Some(_) => Err(ApiError::IdempotencyKey),
        }
    }
}

fn is_key(key: &str) -> bool {
    (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What is no JSON is malformed; JSON of another shape is not understood.
fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| {
        if error.is_data() {
            ApiError::BodyNotUnderstood(error.to_string())
        } else {
            ApiError::Body(error.to_string())
        }
    })
}

/// Whether an `Accept` header prefers CSV to JSON. The first of the two that it
/// names wins; weights are not looked at.
pub(super) fn prefers_csv(accept: Option<&str>) -> bool {
    accept
        .unwrap_or_default()
        .split(',')
        .map(|range| range.split(';').next().unwrap_or_default().trim())
        .find_map(|range| match range {
            "text/csv" => Some(true),
            "application/json" | "*/*" | "application/*" => Some(false),
            _ => None,
        })
        .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use shared::api::NewCopyRequest;

    use super::*;

    #[test]
    fn malformed_and_misshapen_bodies_are_told_apart() {
        for (text, status) in [
            ("", 400),
            ("{", 400),
            ("targetTenantId=x", 400),
            ("[]", 422),
            ("{}", 422),
            (r#"{"targetTenantId":"x","securityGroupId":"y"}"#, 422),
        ] {
            let error = read_json::<NewCopyRequest>(text.as_bytes()).unwrap_err();
            assert_eq!(error.status(), status, "{text}");
        }
    }

    #[test]
    fn keys_are_short_and_visible() {
        for (key, good) in [
            ("a", true),
            ("6513270e-269e-4d37-b2a7-4de452e6b438", true),
            ("", false),
            ("two words", false),
            ("ü", false),
        ] {
            assert_eq!(is_key(key), good, "{key}");
        }
        assert!(is_key(&"k".repeat(LONGEST_KEY)));
        assert!(!is_key(&"k".repeat(LONGEST_KEY + 1)));
    }

    #[test]
    fn csv_is_sent_to_those_who_ask_for_it_first() {
        for (accept, csv) in [
            (None, false),
            (Some("*/*"), false),
            (Some("application/json"), false),
            (Some("text/csv"), true),
            (Some("text/csv;q=1, application/json"), true),
            (Some("application/json, text/csv"), false),
            (Some("text/html, text/csv, */*"), true),
        ] {
            assert_eq!(prefers_csv(accept), csv, "{accept:?}");
        }
    }
}
