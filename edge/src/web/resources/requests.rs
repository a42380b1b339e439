//! Requests: asking to copy, the list, one of them, and looking one up.
//!
//! Which object has the say over a request changes with its life; the caller's
//! own tenant object knows, and whoever asks follows it there.

use std::collections::HashMap;

use broker::messages::{Address, IndexEntry, PairCommand, PairReply, TenantCommand, TenantReply};
use shared::{
    api::{NewCopyRequest, Page, PresentRequest, RequestView},
    ids::{RequestId, TenantId},
};

use crate::web::{
    call::Call, not_found, problems::ApiError, reply::Reply, routes::PREFIX, unexpected,
};

/// How often a request may be said to lie elsewhere: in the source's object,
/// then in the pair's.
const HOPS: usize = 3;

/// `POST /copy-requests`.
pub(crate) async fn create_copy(mut call: Call<'_>) -> Result<Reply, ApiError> {
    let wanted: NewCopyRequest = call.body().await?;
    let command = TenantCommand::CreateCopy {
        target: wanted.target_tenant_id,
        group: wanted.security_group_id,
        by: call.caller()?.object,
        idempotency_key: call.idempotency_key()?,
    };
    match call.ask_own_tenant(&command).await? {
        TenantReply::Request(view) => created(&view),
        _ => Err(unexpected()),
    }
}

/// 201 with a new request.
pub(crate) fn created(view: &RequestView) -> Result<Reply, ApiError> {
    Ok(Reply::json(view)?.created(format!("{PREFIX}/requests/{}", view.id)))
}

/// `GET /requests`.
pub(crate) async fn list(call: &Call<'_>) -> Result<Reply, ApiError> {
    let command = TenantCommand::Requests {
        cursor: call.query("cursor")?,
    };
    let TenantReply::Index(index) = call.ask_own_tenant(&command).await? else {
        return Err(unexpected());
    };
    let mut elsewhere: HashMap<Address, Vec<RequestId>> = HashMap::new();
    for entry in &index.items {
        if let IndexEntry::At { id, address } = entry {
            elsewhere.entry(*address).or_default().push(*id);
        }
    }
    let mut found: HashMap<RequestId, RequestView> = HashMap::new();
    for (address, ids) in elsewhere {
        for view in views_at(call, address, ids).await? {
            found.insert(view.id, view);
        }
    }
    // The index's order is the list's; what its object does not show is left out.
    let items = index
        .items
        .into_iter()
        .filter_map(|entry| match entry {
            IndexEntry::Here(view) => Some(*view),
            IndexEntry::At { id, .. } => found.remove(&id),
        })
        .collect();
    Reply::json(&Page {
        items,
        next_cursor: index.next_cursor,
    })
    .map(|reply| reply.tagged(call.header("if-none-match").as_deref()))
}

async fn views_at(
    call: &Call<'_>,
    address: Address,
    ids: Vec<RequestId>,
) -> Result<Vec<RequestView>, ApiError> {
    match address {
        Address::Tenant(tenant) => {
            let viewer = call.caller()?.tenant;
            let command = TenantCommand::RequestsById { ids, viewer };
            match call.ask_tenant(tenant, &command).await? {
                TenantReply::Requests(views) => Ok(views),
                _ => Err(unexpected()),
            }
        }
        Address::Pair(pair) => {
            match call
                .ask_pair(pair, &PairCommand::RequestsById { ids })
                .await?
            {
                PairReply::Requests(views) => Ok(views),
                _ => Err(unexpected()),
            }
        }
    }
}

/// `POST /requests/lookup`.
pub(crate) async fn look_up(mut call: Call<'_>) -> Result<Reply, ApiError> {
    let told: PresentRequest = call.body().await?;
    let target = call.caller()?.tenant;
    if told.source_tenant_id == target {
        return Err(not_found());
    }
    // The target's own object is made first: it is where the request's place is
    // written down.
    call.settle_own_tenant().await?;
    let command = TenantCommand::Present {
        id: told.request_id,
        target,
    };
    match call.ask_tenant(told.source_tenant_id, &command).await? {
        TenantReply::Request(view) => tagged(call.header("if-none-match").as_deref(), &view),
        _ => Err(unexpected()),
    }
}

/// `GET /requests/{id}`.
pub(crate) async fn show(call: &Call<'_>) -> Result<Reply, ApiError> {
    let view = find(call, call.id("id")?).await?;
    tagged(call.header("if-none-match").as_deref(), &view)
}

fn tagged(if_none_match: Option<&str>, view: &RequestView) -> Result<Reply, ApiError> {
    Ok(Reply::json(view)?.tagged(if_none_match))
}

/// A request as the caller's side sees it, from wherever it lies.
pub(crate) async fn find(call: &Call<'_>, id: RequestId) -> Result<RequestView, ApiError> {
    let viewer = call.caller()?.tenant;
    let mut tenant: TenantId = viewer;
    for _ in 0..HOPS {
        let command = TenantCommand::Request { id, viewer };
        let reply = call.ask_tenant(tenant, &command).await?;
        match reply {
            TenantReply::Request(view) => return Ok(*view),
            TenantReply::Elsewhere(Address::Tenant(other)) => tenant = other,
            TenantReply::Elsewhere(Address::Pair(pair)) => {
                return match call.ask_pair(pair, &PairCommand::Request { id }).await? {
                    PairReply::Request(view) => Ok(*view),
                    _ => Err(unexpected()),
                };
            }
            _ => return Err(unexpected()),
        }
    }
    Err(not_found())
}
