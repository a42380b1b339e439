//! HTTP: from a request to the right handler and back, with the same care for
//! all: host, route, token, role, headers, correlation, one line in the log.

use broker::refusal::Refusal;
use uuid::Uuid;
use wasm_bindgen_futures::JsFuture;
use worker::{Env, Request, Response};

use self::{
    call::Call,
    problems::ApiError,
    reply::Reply,
    router::Found,
    routes::{Access, Operation, Route},
};
use crate::{
    clock,
    log::{self, CallEnd},
    objects::AskError,
    settings::{Settings, SettingsError},
};

mod call;
mod pages;
pub mod problems;
mod reply;
mod resources;
mod review;
mod router;
pub mod routes;
mod tokens;

/// Answers any request.
pub async fn answer(request: Request, env: &Env) -> worker::Result<Response> {
    let correlation_id = Uuid::new_v4().to_string();
    let url = request.url()?;
    let settings = settings_for(env, url.host_str().unwrap_or_default());
    let is_api = url.path() == "/api" || url.path().starts_with("/api/");
    if let (false, Ok(settings)) = (is_api, &settings) {
        let https = url.scheme() == "https";
        return pages::answer(request, env, settings, https, &correlation_id).await;
    }
    let begin = clock::millis();
    let sent = Clone::clone(request.inner());
    let (operation, result) = match settings {
        Ok(settings) => api(request, env, &settings).await,
        Err(error) => ("none", Err(ApiError::Settings(error))),
    };
    finish_body(&sent).await;
    let (reply, error) = match result {
        Ok(reply) => (reply, None),
        Err(error) => (reply::problem(&error, &correlation_id), Some(error)),
    };
    let reason = error.as_ref().and_then(ApiError::for_log);
    log::call(CallEnd {
        correlation_id: &correlation_id,
        operation,
        status: reply.status(),
        millis: clock::millis() - begin,
        code: error.as_ref().map(ApiError::code),
        reason: reason.as_deref(),
    });
    reply.into_response(&correlation_id)
}

/// Lets what is left of a request's body run into nothing. A connection whose body
/// was never read stays busy, so that the next request on it waits, and one whose
/// body is cancelled is reset before the caller has read why (both seen with
/// `wrangler dev`). The runtime does it without our code; how large a body may be
/// at all is the platform's limit.
async fn finish_body(request: &web_sys::Request) {
    let Some(body) = request.body().filter(|_| !request.body_used()) else {
        return;
    };
    if let Ok(nowhere) = web_sys::WritableStream::new() {
        // Whether this succeeds makes no difference to the answer.
        _ = JsFuture::from(body.pipe_to(&nowhere)).await;
    }
}

/// The settings, unless they must not answer to this host.
fn settings_for(env: &Env, host: &str) -> Result<Settings, SettingsError> {
    let settings = crate::settings_of(env)?;
    match settings.refusal_for_host(host) {
        Some(refusal) => Err(refusal),
        None => Ok(settings),
    }
}

/// Answers a request to the API, and says which operation it was.
async fn api(
    request: Request,
    env: &Env,
    settings: &Settings,
) -> (&'static str, Result<Reply, ApiError>) {
    match router::find(request.method().as_ref(), &request.path()) {
        Found::Nothing => ("none", Err(ApiError::NoRoute)),
        Found::OtherMethods(allowed) => ("none", Err(ApiError::MethodNotAllowed(allowed))),
        Found::Route(route, parameters) => (
            route.operation.id(),
            routed(route, parameters, request, env, settings).await,
        ),
    }
}

async fn routed(
    route: &Route,
    parameters: Vec<(String, String)>,
    request: Request,
    env: &Env,
    settings: &Settings,
) -> Result<Reply, ApiError> {
    let caller = match route.access {
        Access::Public => None,
        Access::AtLeast(role) => {
            let header = request.headers().get("authorization")?;
            let caller = tokens::caller(header.as_deref(), settings, clock::seconds()).await?;
            if caller.role < role {
                return Err(ApiError::role_missing(role));
            }
            Some(caller)
        }
    };
    let call = Call::new(env, settings, request, caller, parameters);
    handle(route.operation, call).await
}

/// Every operation of the route table has its handler here, or this does not
/// compile.
async fn handle(operation: Operation, call: Call<'_>) -> Result<Reply, ApiError> {
    use resources::{
        config, decisions, hybrid, jobs, me, pairs, reports, requests, scopes, uploads,
    };
    match operation {
        Operation::Config => config::show(&call),
        Operation::OpenApi => Ok(config::openapi()),
        Operation::Me => me::show(&call),
        Operation::ListScopes => scopes::list(&call).await,
        Operation::CreateCopyRequest => requests::create_copy(call).await,
        Operation::ListRequests => requests::list(&call).await,
        Operation::LookUpRequest => requests::look_up(call).await,
        Operation::GetRequest => requests::show(&call).await,
        Operation::AcceptRequest => decisions::accept(call).await,
        Operation::RejectRequest => decisions::reject(call).await,
        Operation::CancelRequest => decisions::cancel(&call).await,
        Operation::GetReport => reports::show(&call).await,
        Operation::ListPairs => pairs::list(&call).await,
        Operation::ListIdentities => pairs::identities(&call).await,
        Operation::UnmapIdentities => pairs::unmap(call).await,
        Operation::GetMappingFile => pairs::mapping_file(&call).await,
        Operation::CreateMapRequest => jobs::map(call).await,
        Operation::CreateWriteRequest => jobs::write(&call).await,
        Operation::CreateVerifyRequest => jobs::verify(&call).await,
        Operation::GetHybridScript => hybrid::script(&call).await,
        Operation::GetHybridIdentities => hybrid::identities(&call).await,
        Operation::ImportHybridProgress => hybrid::import(call).await,
        Operation::CreateUpload => uploads::create(&call).await,
        Operation::GetUpload => uploads::show(&call).await,
        Operation::DeleteUpload => uploads::delete(&call).await,
    }
}

impl From<AskError> for ApiError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Refused(refusal) => Self::Refused(refusal),
            AskError::Lost(why) => Self::Internal(why),
        }
    }
}

/// A broker that answers something else than it was asked.
fn unexpected() -> ApiError {
    ApiError::Internal("an object answered something else than it was asked".to_owned())
}

/// What is not there, or not the caller's.
fn not_found() -> ApiError {
    ApiError::Refused(Refusal::NotFound)
}
