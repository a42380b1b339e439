//! The object that knows in which region a tenant's objects lie, and nothing
//! else. It has no region itself, so that it can be found first.
#![allow(
    missing_docs,
    reason = "the durable_object macro writes methods without any"
)]

use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::region::{self, Region};

const KEY: &str = "region";

/// One for each tenant.
#[durable_object(fetch)]
#[derive(Debug)]
pub struct LocatorObject {
    state: State,
}

impl DurableObject for LocatorObject {
    fn new(state: State, _env: Env) -> Self {
        Self { state }
    }

    /// Takes a proposed region or `null`, and answers what is settled or `null`.
    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let proposed: Option<Region> = request.json().await?;
        let storage = self.state.storage();
        // No other event is delivered between these two storage operations.
        let settled: Option<Region> = storage.get(KEY).await?;
        let answer = region::settle(settled, proposed);
        if let (None, Some(region)) = (settled, answer) {
            storage.put(KEY, region).await?;
        }
        Response::from_json(&answer)
    }
}
