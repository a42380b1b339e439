//! The browser: the signed-in app and the review tool, over one library.
//!
//! `pages → workbench → engine → shared`; nothing below knows what is above it.
//! What can be decided without a browser stands outside of components, where plain
//! tests reach it.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]
// Components own their properties, and the workbench is a bundle of handles whose copies
// are the same workbench.
#![allow(clippy::needless_pass_by_value, clippy::large_types_passed_by_value)]

pub mod api;
pub mod app;
pub mod browser;
pub mod components;
pub mod engine;
pub mod markup;
pub mod pages;
pub mod prelude;
pub mod session;
pub mod texts;
pub mod words;
pub mod workbench;

use leptos::mount::mount_to_body;

/// Runs the signed-in app, or serves it as its worker.
pub fn run_app() {
    console_error_panic_hook::set_once();
    match engine::worker::scope() {
        Some(scope) => engine::worker::serve(scope),
        None => mount_to_body(app::App),
    }
}

/// Runs the review page, or serves it as its worker.
pub fn run_review() {
    console_error_panic_hook::set_once();
    match engine::worker::scope() {
        Some(scope) => engine::worker::serve(scope),
        None => mount_to_body(workbench::review::Review),
    }
}
