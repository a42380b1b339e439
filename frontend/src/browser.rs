//! The few things that only a browser can do: clock, downloads, clipboard, files.

use js_sys::{Array, Date, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransfer, Element, File, HtmlAnchorElement, HtmlInputElement, ResizeObserver, Url,
};

use crate::words;

/// Milliseconds since 1970.
pub fn now() -> i64 {
    whole(Date::now())
}

/// A moment in the reader's own time zone: `21 Nov 2026, 14:05`.
pub fn local_moment(unix_millis: i64) -> String {
    // Milliseconds since 1970 stay far below 2^53.
    let millis: f64 = unix_millis.to_string().parse().unwrap_or_default();
    let date = Date::new(&JsValue::from_f64(millis));
    words::moment(
        date.get_full_year(),
        date.get_month(),
        date.get_date(),
        date.get_hours(),
        date.get_minutes(),
    )
}

/// Names the page in the tab and for screen readers.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(&format!("{title} · Crosswalk"));
    }
}

/// Bytes in the browser's keeping, of which handles can be passed around.
pub fn blob_of(bytes: &Uint8Array) -> Option<Blob> {
    Blob::new_with_u8_array_sequence(&Array::of1(bytes)).ok()
}

/// Hands bytes to the browser to save.
pub fn download_bytes(name: &str, mime: &str, bytes: &Uint8Array) {
    if let Some(blob) = blob_of(bytes) {
        download(name, mime, &blob);
    }
}

/// Hands a file to the browser to save.
pub fn download(name: &str, mime: &str, file: &Blob) {
    let typed = file.slice_with_f64_and_f64_and_content_type(0.0, file.size(), mime);
    let Ok(url) = typed.and_then(|typed| Url::create_object_url_with_blob(&typed)) else {
        return;
    };
    if let Some(link) = link() {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The download has its own hold on the blob once the click is through.
    gloo_timers::callback::Timeout::new(10_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
}

/// Puts text on the clipboard; false where the browser refuses.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let clipboard = window.navigator().clipboard();
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// The files of a drop or a paste.
pub fn files_of(transfer: Option<DataTransfer>) -> Vec<File> {
    let Some(files) = transfer.and_then(|transfer| transfer.files()) else {
        return Vec::new();
    };
    (0..files.length())
        .filter_map(|place| files.get(place))
        .collect()
}

/// The files that were chosen; the input forgets them, so that the same can be chosen
/// again.
pub fn chosen_files(event: &web_sys::Event) -> Vec<File> {
    let input: Option<HtmlInputElement> = event.target().and_then(|it| it.dyn_into().ok());
    let Some(input) = input else {
        return Vec::new();
    };
    let files = input.files().map_or_else(Vec::new, |files| {
        (0..files.length())
            .filter_map(|place| files.get(place))
            .collect()
    });
    input.set_value("");
    files
}

/// Puts the focus on the first element that a selector finds, once the page is drawn.
pub fn focus_soon(selector: &'static str) {
    gloo_timers::callback::Timeout::new(0, move || {
        let found = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.query_selector(selector).ok().flatten())
            .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = found {
            // What cannot take the focus leaves it where it is.
            let _ = element.focus();
        }
    })
    .forget();
}

/// Whether the keyboard is nowhere on the page.
pub fn is_nothing_focused() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.active_element())
        .is_none_or(|element| element.tag_name() == "BODY")
}

/// The file that was chosen; the input forgets it, so that the same file can be
/// chosen again.
pub fn chosen_file(event: &web_sys::Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

fn link() -> Option<HtmlAnchorElement> {
    let document = web_sys::window()?.document()?;
    document.create_element("a").ok()?.dyn_into().ok()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 stay far below 2^53"
)]
fn whole(value: f64) -> i64 {
    value as i64
}

/// Watches how large an element is, until it is dropped.
#[derive(Debug)]
pub struct SizeWatch {
    observer: Option<ResizeObserver>,
    _changed: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Calls `changed` once at first and whenever the element has another size.
    pub fn new(element: &Element, changed: impl FnMut() + 'static) -> Self {
        let changed = Closure::<dyn FnMut()>::new(changed);
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self {
            observer,
            _changed: changed,
        }
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
