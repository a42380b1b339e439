//! What components show, made for size.
//!
//! `view!` splits a view into one text of HTML, which is the same each time, and a list of
//! the values that are put into it. Here the two come together: the browser reads each text
//! once and copies it, and one machinery puts all values in. Leptos has the same syntax and
//! makes code of its own for every element. No value becomes HTML: it goes in as a text or
//! as an attribute.
//!
//! `part → skeleton → shown → built`; to Leptos the whole is a view as others are.

mod built;
mod given;
mod part;
pub mod show;
mod shown;
mod skeleton;
#[cfg(all(test, target_arch = "wasm32"))]
mod tests;
mod view;

pub use markup::view;

pub use self::part::{IntoPart, Part, component, hears, part, refers};

/// A view: a skeleton of HTML, and what is put into it in the order of the document.
#[derive(Debug)]
pub struct Markup {
    skeleton: &'static str,
    parts: Vec<Part>,
}

impl Markup {
    /// What `view!` expands to.
    pub fn new(skeleton: &'static str, parts: Vec<Part>) -> Self {
        Self { skeleton, parts }
    }
}
