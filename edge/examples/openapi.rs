//! Prints the `OpenAPI` description of the API, generated from its route table:
//! `cargo run -q -p edge --example openapi > edge/openapi.json`.

#[path = "openapi/document.rs"]
mod document;

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(document::text().as_bytes())
}
