//! `docs/checks.md` is the catalogue, all of it, as it is now.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use shared::checks::{PAGE_COMMAND, catalogue, catalogue_page};

#[test]
fn the_page_in_the_repository_is_the_catalogue() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/checks.md");
    // A checkout on Windows may have turned the line ends.
    let committed = std::fs::read_to_string(path).map(|text| text.replace("\r\n", "\n"));
    assert!(
        committed.is_ok_and(|text| text == catalogue_page()),
        "docs/checks.md is not the catalogue. Write it anew and commit it:\n\n    {PAGE_COMMAND}\n"
    );
}

#[test]
fn the_page_names_every_rule_once() {
    let page = catalogue_page();
    for rule in catalogue() {
        let heading = format!("### {}: ", rule.code);
        assert_eq!(page.matches(&heading).count(), 1, "{}", rule.code);
    }
}

#[test]
fn the_readme_counts_the_rules() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let count = format!("| {} rules:", catalogue().len());
    assert!(
        std::fs::read_to_string(path).is_ok_and(|text| text.contains(&count)),
        "README.md does not say {count:?} in the row *Checks* of its table."
    );
}
