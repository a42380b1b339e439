//! A view in a real document: for the tests of the library and for those beside it.

use leptos::{
    mount::mount_to,
    prelude::{IntoView, document},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Mounts a view in an element of its own.
pub fn mounted<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> HtmlElement {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    mount_to(place.clone(), view).forget();
    place
}
