//! Native popovers, as far as the bindings do not know them.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Whether a popover is shown.
pub(super) fn is_open(popover: &HtmlElement) -> bool {
    popover.matches(":popover-open").unwrap_or(false)
}

/// The elements in it that a selector finds.
pub(super) fn all(popover: &HtmlElement, selector: &str) -> Vec<HtmlElement> {
    let method = Reflect::get(popover, &"querySelectorAll".into())
        .ok()
        .and_then(|method| method.dyn_into::<Function>().ok());
    let found = method.and_then(|method| method.call1(popover, &selector.into()).ok());
    found.map_or_else(Vec::new, |found| {
        Array::from(&found)
            .iter()
            .filter_map(|element| element.dyn_into().ok())
            .collect()
    })
}

/// Hides a popover; the focus goes back to where it was.
pub(super) fn hide(popover: &HtmlElement) {
    let method = Reflect::get(popover, &"hidePopover".into())
        .ok()
        .and_then(|method| method.dyn_into::<Function>().ok());
    if let Some(method) = method.filter(|_| is_open(popover)) {
        // It is shown, so that it can be hidden.
        let _ = method.call0(popover);
    }
}
