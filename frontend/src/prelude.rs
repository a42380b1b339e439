//! What every component needs: Leptos, with the house's own `view!`.

pub use leptos::prelude::*;

pub use crate::markup::{Markup, show::Show, view};
