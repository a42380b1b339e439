//! Asking an object: from tenant and pair ids to the right stub in the right
//! region, one POST, one typed answer.

use std::{cell::RefCell, collections::HashMap};

use broker::{
    messages::{Address, Message, PairCommand, PairReply, TenantCommand, TenantReply},
    refusal::Refusal,
};
use js_sys::{Function, Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use shared::ids::{Pair, TenantId};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use worker::{Env, Headers, Method, ObjectNamespace, Request, RequestInit, Response, Stub};

use super::region::Region;
use crate::settings::Jurisdiction;

/// The header in which an object is told its own name, since an alarm knows no
/// name and the object must.
pub(super) const NAME_HEADER: &str = "x-object-name";

const LOCATORS: &str = "LOCATORS";
const TENANTS: &str = "TENANTS";
const PAIRS: &str = "PAIRS";
/// More tenants than this in one isolate, and the memory starts over.
const MOST_TENANTS: usize = 10_000;

thread_local! {
    /// Regions never change, so that they may be remembered.
    static REGIONS: RefCell<HashMap<TenantId, Region>> = RefCell::new(HashMap::new());
}

/// Why an object gave no reply.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Its broker said no.
    #[error("{}", .0.detail())]
    Refused(Refusal),
    /// It could not be asked, or its answer was lost: for the log.
    #[error("an object could not be asked: {0}")]
    Lost(String),
}

impl From<worker::Error> for AskError {
    fn from(error: worker::Error) -> Self {
        Self::Lost(error.to_string())
    }
}

/// The objects of a deployment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Objects<'a> {
    env: &'a Env,
    new_tenants: Region,
}

impl<'a> Objects<'a> {
    /// With the deployment's bindings and the jurisdiction of new tenants.
    pub(crate) fn new(env: &'a Env, jurisdiction: Option<Jurisdiction>) -> Self {
        Self {
            env,
            new_tenants: Region::configured(jurisdiction),
        }
    }

    /// Asks the object of the caller's own tenant, which is settled in a region
    /// if it is new.
    pub(crate) async fn own_tenant(
        &self,
        tenant: TenantId,
        command: &TenantCommand,
    ) -> Result<TenantReply, AskError> {
        let region = self.region(tenant, Some(self.new_tenants)).await?;
        self.tenant_in(region, tenant, command).await
    }

    /// Settles a tenant in a region, if it is new.
    pub(crate) async fn settle(&self, tenant: TenantId) -> Result<(), AskError> {
        self.region(tenant, Some(self.new_tenants)).await?;
        Ok(())
    }

    /// Asks the object of another tenant. One that never used Crosswalk has none,
    /// and asking does not make one.
    pub(crate) async fn other_tenant(
        &self,
        tenant: TenantId,
        command: &TenantCommand,
    ) -> Result<TenantReply, AskError> {
        let region = self.region(tenant, None).await?;
        self.tenant_in(region, tenant, command).await
    }

    /// Asks the object of a pair, which lies where its target's does.
    pub(crate) async fn pair(
        &self,
        pair: Pair,
        command: &PairCommand,
    ) -> Result<PairReply, AskError> {
        let region = self.region(pair.target, None).await?;
        self.ask(PAIRS, &pair.to_string(), region, command).await
    }

    /// Hands a message of an outbox to its recipient.
    pub(crate) async fn deliver(&self, to: Address, message: Message) -> Result<(), AskError> {
        match to {
            Address::Tenant(tenant) => {
                self.other_tenant(tenant, &TenantCommand::Deliver(message))
                    .await?;
            }
            Address::Pair(pair) => {
                self.pair(pair, &PairCommand::Deliver(message)).await?;
            }
        }
        Ok(())
    }

    async fn tenant_in(
        &self,
        region: Region,
        tenant: TenantId,
        command: &TenantCommand,
    ) -> Result<TenantReply, AskError> {
        self.ask(TENANTS, &tenant.to_string(), region, command)
            .await
    }

    /// Where a tenant's objects lie; an unknown tenant without a proposal is not
    /// found.
    async fn region(&self, tenant: TenantId, proposed: Option<Region>) -> Result<Region, AskError> {
        if let Some(region) = REGIONS.with_borrow(|known| known.get(&tenant).copied()) {
            return Ok(region);
        }
        let name = tenant.to_string();
        let stub = self.env.durable_object(LOCATORS)?.get_by_name(&name)?;
        let settled: Option<Region> = post(&stub, &name, &proposed).await?;
        let region = settled.ok_or(AskError::Refused(Refusal::NotFound))?;
        REGIONS.with_borrow_mut(|known| {
            if known.len() >= MOST_TENANTS {
                known.clear();
            }
            known.insert(tenant, region);
        });
        Ok(region)
    }

    async fn ask<C: Serialize, R: DeserializeOwned>(
        &self,
        binding: &str,
        name: &str,
        region: Region,
        command: &C,
    ) -> Result<R, AskError> {
        let namespace = namespace(self.env.durable_object(binding)?, region)?;
        let answer: Result<R, Refusal> = post(&namespace.get_by_name(name)?, name, command).await?;
        answer.map_err(AskError::Refused)
    }
}

/// The part of a namespace that lies in a region. The crate has no binding for
/// `jurisdiction()`; local runtimes have it and throw, so that it is called only
/// where there is one.
fn namespace(all: ObjectNamespace, region: Region) -> worker::Result<ObjectNamespace> {
    let Some(jurisdiction) = region.jurisdiction() else {
        return Ok(all);
    };
    let all: JsValue = all.into();
    let within: Function = Reflect::get(&all, &JsValue::from("jurisdiction"))?.dyn_into()?;
    Ok(within
        .call1(&all, &JsValue::from(jurisdiction))?
        .unchecked_into())
}

async fn post<C: Serialize, R: DeserializeOwned>(
    stub: &Stub,
    name: &str,
    command: &C,
) -> Result<R, AskError> {
    let lost = |what: &str| AskError::Lost(what.to_owned());
    let body = serde_json::to_string(command).map_err(|_| lost("a command that is no JSON"))?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(Headers::from_iter([(NAME_HEADER, name)]))
        .with_body(Some(JsValue::from(body)));
    let request = Request::new_with_init("https://object/", &init)?;
    let response = stub.fetch_with_request(request).await?;
    if response.status_code() != 200 {
        return Err(lost(&format!("status {}", response.status_code())));
    }
    let bytes = whole(response).await.map_err(|_| lost("half an answer"))?;
    serde_json::from_slice(&bytes).map_err(|_| lost("an answer that cannot be read"))
}

/// All of a body at once: `Response::bytes` reads it as a stream, chunk by chunk, which
/// takes longer than an object needs for its answer.
async fn whole(response: Response) -> Result<Vec<u8>, JsValue> {
    let response: web_sys::Response = response.into();
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
