//! One view or another.

use leptos::{
    children::{ChildrenFn, ViewFn},
    prelude::{AnyView, ArcMemo, Get, IntoView, component},
};

use super::{Markup, view};

/// Shows its children while a condition holds, and else what is there in their place.
#[component]
pub fn Show(
    /// The condition.
    when: impl Fn() -> bool + Send + Sync + 'static,
    /// What is shown while it does not hold.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// What is shown while it holds.
    children: ChildrenFn,
) -> impl IntoView {
    show(Box::new(when), fallback, children)
}

/// The same for all conditions.
fn show(
    when: Box<dyn Fn() -> bool + Send + Sync>,
    fallback: ViewFn,
    children: ChildrenFn,
) -> Markup {
    let holds = ArcMemo::new(move |_| when());
    let shown = move || -> AnyView {
        if holds.get() {
            children()
        } else {
            fallback.run()
        }
    };
    view! { {shown} }
}
