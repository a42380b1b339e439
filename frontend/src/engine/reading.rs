//! Streams a file or bytes in, telling how far it is.

use std::cell::Cell;

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ReadableStreamDefaultReader};

use crate::{texts, words};

/// Why a reading ended without its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Stopped {
    /// Somebody cancelled, or a newer reading began.
    Cancelled,
    /// The browser does not give the bytes, and why.
    Unreadable(String),
}

/// Counts the readings: one that is not the newest stops.
#[derive(Debug, Default)]
pub(super) struct Readings(Cell<u32>);

impl Readings {
    /// Stops what is being read; what is read from now on has this number.
    pub(super) fn next(&self) -> u32 {
        let reading = self.0.get().wrapping_add(1);
        self.0.set(reading);
        reading
    }

    fn is_newest(&self, reading: u32) -> bool {
        self.0.get() == reading
    }
}

/// Feeds the attached file or bytes to `push` in chunks, in order.
pub(super) async fn stream(
    readings: &Readings,
    reading: u32,
    attached: JsValue,
    mut push: impl FnMut(&Uint8Array),
) -> Result<(), Stopped> {
    if let Some(bytes) = attached.dyn_ref::<Uint8Array>() {
        push(bytes);
        return Ok(());
    }
    let file: File = attached
        .dyn_into()
        .map_err(|_| Stopped::Unreadable("There is no file in this drop.".into()))?;
    let chunks: ReadableStreamDefaultReader = file
        .stream()
        .get_reader()
        .dyn_into()
        .map_err(|_| unreadable(&JsValue::UNDEFINED))?;
    // The browser fetches the next chunk while this one is taken in.
    let mut coming = chunks.read();
    loop {
        let chunk = JsFuture::from(coming)
            .await
            .map_err(|error| unreadable(&error))?;
        if !readings.is_newest(reading) {
            // Nobody waits for the stream's own goodbye.
            drop(chunks.cancel());
            return Err(Stopped::Cancelled);
        }
        if field(&chunk, "done").is_truthy() {
            return Ok(());
        }
        let Ok(bytes) = field(&chunk, "value").dyn_into::<Uint8Array>() else {
            return Err(unreadable(&JsValue::UNDEFINED));
        };
        coming = chunks.read();
        push(&bytes);
    }
}

/// The size of the attached file or bytes, so that memory is asked for once.
pub(super) fn size_of(attached: &JsValue) -> u64 {
    let size = field(attached, "size").as_f64();
    words::whole(
        size.or_else(|| field(attached, "byteLength").as_f64())
            .unwrap_or(0.0),
    )
}

fn unreadable(error: &JsValue) -> Stopped {
    let why = field(error, "message").as_string().unwrap_or_default();
    Stopped::Unreadable(texts::door::unreadable(why))
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
