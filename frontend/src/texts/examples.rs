//! Two texts for the documentation and the tests of the catalogue.

super::texts! {
    greeting(name) = "{name} is open.";
    rows(count) = "{count} row" | "{count} rows";
}
