//! A list whose lines stay the same elements as long as what they show is the same.

use std::sync::Arc;

use serde::Serialize;

use crate::prelude::*;

/// Shows a line for each item, in order. A line is drawn once, and stays, with the focus and
/// what was opened in it, while there is an item of the same key.
///
/// All lists are one of boxed lines inside: Leptos would make ten kilobytes of code for each.
#[component]
pub fn Each<T, K, V>(
    /// The items.
    items: impl Fn() -> Vec<T> + Send + Sync + 'static,
    /// What tells an item from the others.
    key: impl Fn(&T) -> K + Send + Sync + 'static,
    /// Draws the line of an item.
    children: impl Fn(T) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    K: Serialize,
    V: IntoView + 'static,
{
    let children = Arc::new(children);
    let line_of = move |item: T| {
        let children = Arc::clone(&children);
        Line {
            // Fails for types without a length only, which no key is.
            key: postcard::to_allocvec(&key(&item)).unwrap_or_default(),
            draw: Box::new(move || children(item).into_any()),
        }
    };
    list(Box::new(move || {
        items().into_iter().map(&line_of).collect()
    }))
}

struct Line {
    key: Vec<u8>,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

fn list(lines: Box<dyn Fn() -> Vec<Line> + Send + Sync>) -> AnyView {
    view! { <For each=lines key=|line: &Line| line.key.clone() children=|line: Line| (line.draw)() /> }
        .into_any()
}
