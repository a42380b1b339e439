//! The Exchange admin API: `InvokeCommand`, as the PowerShell module and others
//! call it.

mod answer;
mod caller;
mod failure;
mod filter;
mod parameters;
mod proxy;
mod read;
mod set_mail_user;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::Value;

use crate::{
    clock,
    control::faults::Fault,
    directory::view::Row,
    world::{Call, World},
};
use caller::Refused;
use failure::Failure;
use parameters::Parameters;

pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/adminapi/beta/{tenant}/InvokeCommand", post(invoke))
        .layer(DefaultBodyLimit::max(8 * 1024 * 1024))
}

/// What a cmdlet gave: objects, and warnings beside them.
#[derive(Debug, Default)]
struct Output {
    rows: Vec<Row>,
    warnings: Vec<String>,
}

async fn invoke(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let command = Parameters::read(&body);
    let name = command.as_ref().map_or("", Parameters::cmdlet).to_owned();
    let given = command.as_ref().map_or(Value::Null, Parameters::as_given);
    let fault = world.moving().faults.take(&name);
    if let Some(fault) = &fault {
        tokio::time::sleep(Duration::from_millis(fault.latency_ms)).await;
    }
    let carry_out = fault
        .as_ref()
        .is_none_or(|fault| fault.carried_out || !breaks_the_answer(fault));
    let mut response = StatusCode::OK.into_response();
    if carry_out {
        response = run(&world, &tenant, query.as_deref(), &headers, command);
    }
    let mut status = Some(response.status().as_u16());
    if let Some(fault) = fault.filter(breaks_the_answer) {
        status = fault.status.filter(|_| !fault.drop_connection);
        response = broken(&fault);
    }
    world.remember(Call {
        at: clock::exchange_timestamp(),
        tenant,
        cmdlet: name,
        parameters: given,
        status,
    });
    response
}

fn run(
    world: &World,
    tenant: &str,
    query: Option<&str>,
    headers: &HeaderMap,
    command: Result<Parameters, Failure>,
) -> Response {
    let tenant_id = match caller::tenant_of(world, tenant, headers) {
        Ok(tenant_id) => tenant_id,
        Err(Refused::Unauthorized) => return unauthorized(world),
        Err(Refused::Forbidden) => {
            // What the real one sends is no JSON either.
            return (StatusCode::FORBIDDEN, vec![0u8; 64]).into_response();
        }
    };
    let context = format!(
        "{}/adminapi/beta/{tenant}/$metadata#Collection(Exchange.GenericHashTable)",
        world.base
    );
    let link = format!("{}/adminapi/beta/{tenant}/InvokeCommand", world.base);
    command
        .and_then(|command| {
            let output = if command.is("Set-MailUser") {
                set_mail_user::set(world, tenant_id, &command)?
            } else {
                read::get(world, tenant_id, &command)?
            };
            let next_link = world.moving().switches.next_link;
            let view = answer::View::of(query, headers, command.is_unlimited(), next_link)?;
            Ok(view.show(output, &context, &link))
        })
        .unwrap_or_else(IntoResponse::into_response)
}

fn unauthorized(world: &World) -> Response {
    let challenge = format!(
        "Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", \
         trusted_issuers=\"00000001-0000-0000-c000-000000000000@*\", \
         token_types=\"app_asserted_user_v1 service_asserted_app_v1\", \
         authorization_uri=\"{}/common/oauth2/authorize\"",
        world.base
    );
    let mut response = StatusCode::UNAUTHORIZED.into_response();
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Whether more is wrong than that the answer comes late.
fn breaks_the_answer(fault: &Fault) -> bool {
    fault.drop_connection || fault.status.is_some()
}

fn broken(fault: &Fault) -> Response {
    let status = fault
        .status
        .and_then(|status| StatusCode::from_u16(status).ok());
    let Some(status) = status.filter(|_| !fault.drop_connection) else {
        // A body that fails makes the server close the connection.
        let cut = futures::stream::once(async {
            Err::<Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
        });
        return Body::from_stream(cut).into_response();
    };
    let sentence = match status {
        StatusCode::TOO_MANY_REQUESTS => "Too many requests. Try again later.",
        StatusCode::SERVICE_UNAVAILABLE => "The service is unavailable.",
        _ => "An error occurred while processing this request.",
    };
    let mut response = (status, sentence).into_response();
    if let Some(seconds) = fault.retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
