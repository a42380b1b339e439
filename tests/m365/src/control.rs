//! `/control`: what no real Microsoft 365 has. Tokens for scripts, the directory
//! as it stands, and things to break on purpose.

pub(crate) mod faults;
pub(crate) mod page;
pub(crate) mod switches;
mod token;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

use crate::{
    directory::{Directory, view},
    world::{Moving, World},
};
use faults::{Fault, Faults};
use switches::Switches;

pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/control", get(show))
        .route("/control/tenants", get(tenants))
        .route("/control/calls", get(calls))
        .route("/control/token", post(token::token))
        .route("/control/reset", post(reset))
        .route(
            "/control/faults",
            get(faults_now).post(add_fault).delete(clear_faults),
        )
        .route("/control/switches", get(switches_now).post(set_switches))
}

/// What a control call was told no with: a sentence.
pub(crate) struct ControlError(pub(crate) StatusCode, pub(crate) String);

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

impl From<JsonRejection> for ControlError {
    fn from(rejection: JsonRejection) -> Self {
        Self(rejection.status(), rejection.body_text())
    }
}

async fn show(State(world): State<Arc<World>>) -> Html<String> {
    let moving = world.moving();
    Html(page::control(&world.base, &moving))
}

async fn tenants(State(world): State<Arc<World>>) -> Json<Value> {
    Json(view::everything(&world.moving().directory))
}

async fn calls(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!({ "calls": world.moving().calls }))
}

/// Back to the data files, with nothing broken.
async fn reset(State(world): State<Arc<World>>) -> Result<Json<Value>, ControlError> {
    let failed = |error: String| ControlError(StatusCode::INTERNAL_SERVER_ERROR, error);
    let directory = Directory::from_data_files().map_err(|error| failed(error.to_string()))?;
    let mut moving = world.moving();
    world
        .commit(&mut moving, directory.clone())
        .map_err(|error| failed(error.to_string()))?;
    *moving = Moving::new(directory);
    Ok(Json(json!({ "reset": true })))
}

async fn faults_now(State(world): State<Arc<World>>) -> Json<Faults> {
    Json(world.moving().faults.clone())
}

async fn add_fault(
    State(world): State<Arc<World>>,
    fault: Result<Json<Fault>, JsonRejection>,
) -> Result<Json<Faults>, ControlError> {
    let Json(fault) = fault?;
    let mut moving = world.moving();
    moving
        .faults
        .add(fault)
        .map_err(|sentence| ControlError(StatusCode::BAD_REQUEST, sentence))?;
    Ok(Json(moving.faults.clone()))
}

async fn clear_faults(State(world): State<Arc<World>>) -> Json<Faults> {
    let mut moving = world.moving();
    moving.faults = Faults::default();
    Json(moving.faults.clone())
}

async fn switches_now(State(world): State<Arc<World>>) -> Json<Switches> {
    Json(world.moving().switches.clone())
}

async fn set_switches(
    State(world): State<Arc<World>>,
    change: Result<Json<switches::Change>, JsonRejection>,
) -> Result<Json<Switches>, ControlError> {
    let Json(change) = change?;
    let mut moving = world.moving();
    moving.switches.apply(change);
    Ok(Json(moving.switches.clone()))
}
