//! A question or a preview over the page: the browser's own dialog, which keeps the focus
//! and closes on Escape.

use leptos::html;

use super::icon::{Icon, Picture};
use crate::{browser, prelude::*, texts::page as texts};

/// A dialog that is there while `open` is.
#[component]
pub fn Dialog(
    /// Whether it is open. Closing it, by Escape too, sets it back.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What it holds; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let children = StoredValue::new(children);
    Effect::new(move |_| {
        let is_open = open.get();
        if let Some(dialog) = element.get() {
            if is_open && !dialog.open() {
                // It is in the document and closed, so it opens.
                let _ = dialog.show_modal();
            } else if !is_open && dialog.open() {
                dialog.close();
            }
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=element
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
            // Its keys are its own, not the grid's or the page's.
            on:keydown=|event| event.stop_propagation()
        >
            <Show when=move || open.get()>
                <h2>{move || title.get()}</h2>
                {children.with_value(|children| children())}
                // Last, so that the first field or button takes the focus.
                <button
                    type="button"
                    class="button quiet icon-only dialog-close"
                    aria-label=texts::close()
                    title=texts::close()
                    on:click=move |_| open.set(false)
                >
                    <Picture icon=Icon::Close />
                </button>
            </Show>
        </dialog>
    }
}

/// Whether a dialog is open: while `is_wanted` says so. The focus goes to its first field
/// or its main button; `put_away` hears that it was closed.
pub fn open_while(
    is_wanted: impl Fn() -> bool + 'static,
    put_away: impl Fn() + 'static,
) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let is_open = is_wanted();
        open.set(is_open);
        if is_open {
            browser::focus_soon(
                "dialog[open] input[type=text], dialog[open] input:checked, dialog[open] .primary",
            );
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            put_away();
        }
    });
    open
}
