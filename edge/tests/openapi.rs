//! The committed description is what the route table says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../examples/openapi/document.rs"]
mod document;

use std::collections::HashSet;

use edge::web::routes::{Access, ROUTES};
use serde_json::Value;

const COMMITTED: &str = include_str!("../openapi.json");

fn document() -> Value {
    serde_json::from_str(&document::text()).unwrap()
}

#[test]
fn the_committed_description_is_up_to_date() {
    assert!(
        document::text() == COMMITTED,
        "edge/openapi.json is not what the routes say. Run `make generate` (or `cargo run -q -p \
         edge --example openapi > edge/openapi.json`) and commit it."
    );
}

#[test]
fn every_route_is_described_and_needs_a_token_unless_it_is_public() {
    let document = document();
    let mut ids = HashSet::new();
    for route in ROUTES {
        let method = route.verb.name().to_lowercase();
        let operation = &document["paths"][route.path][&method];
        assert_eq!(operation["operationId"], route.operation.id());
        assert!(
            ids.insert(route.operation.id()),
            "{} stands twice",
            route.operation.id()
        );
        let public = operation["security"].as_array().unwrap().is_empty();
        assert_eq!(public, route.access == Access::Public, "{}", route.path);
        assert!(operation["responses"][route.success.to_string()].is_object());
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value.as_str() {
                        Some(text) if name == "$ref" => found.push(text),
                        _ => references(value, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 50, "only {} references", found.len());
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("a local reference");
        assert!(
            document.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
}
