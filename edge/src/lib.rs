//! The edge of Crosswalk: a Cloudflare Worker that speaks HTTP, and the Durable
//! Objects that hold what lasts.
//!
//! Only entry points are here. What actually happens is in the `broker` crate,
//! which knows nothing of Cloudflare; this crate brings requests to it and gives
//! it a database, the tenants' directories, a file store and a clock.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

use std::cell::OnceCell;

use settings::{Settings, SettingsError};
use worker::{Context, Env, Request, Response, ScheduleContext, ScheduledEvent, event};

mod clock;
mod exchange;
mod log;
mod objects;
pub mod settings;
mod uploads;
pub mod web;

pub use objects::{LocatorObject, PairObject, TenantObject};

/// Any HTTP request that the asset server does not answer by itself.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> worker::Result<Response> {
    web::answer(request, &env).await
}

/// Every ten minutes: what uploads are overdue.
#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    uploads::sweep::run(&env).await;
}

thread_local! {
    /// They last as long as the isolate does: other settings are another deployment.
    static SETTINGS: OnceCell<Result<Settings, SettingsError>> = const { OnceCell::new() };
}

/// The deployment's settings. Vars and secrets are both bindings, and read alike.
fn settings_of(env: &Env) -> Result<Settings, SettingsError> {
    let read = || Settings::read(|name| env.var(name).ok().map(|value| value.to_string()));
    SETTINGS.with(|settings| settings.get_or_init(read).clone())
}
