//! Streams a file or bytes in, telling how far it is.

use std::cell::Cell;

use js_sys::{ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ReadableStream, ReadableStreamDefaultReader};

use crate::{texts, words};

/// Bytes read at once: more are no faster.
const CHUNK: u32 = 1 << 20;

/// Why a reading ended without its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Stopped {
    /// Somebody cancelled, or a newer reading began.
    Cancelled,
    /// The browser does not give the bytes, and why.
    Unreadable(String),
}

/// Counts the readings: one that has another number than the newest stops.
#[derive(Debug, Default)]
pub(super) struct Readings(Cell<u32>);

impl Readings {
    /// Stops what is being read; what is read from now on has this number.
    pub(super) fn next(&self) -> u32 {
        let reading = self.0.get().wrapping_add(1);
        self.0.set(reading);
        reading
    }

    /// The number of what is read now: several may have it.
    pub(super) fn now(&self) -> u32 {
        self.0.get()
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
    let mut chunks = Chunks::of(&file).ok_or_else(|| unreadable(&JsValue::UNDEFINED))?;
    // The browser fetches the next chunk while this one is taken in, if it may.
    let mut coming = chunks.read();
    loop {
        let chunk = JsFuture::from(coming)
            .await
            .map_err(|error| unreadable(&error))?;
        if !readings.is_newest(reading) {
            chunks.cancel();
            return Err(Stopped::Cancelled);
        }
        if field(&chunk, "done").is_truthy() {
            return Ok(());
        }
        let Ok(bytes) = field(&chunk, "value").dyn_into::<Uint8Array>() else {
            return Err(unreadable(&JsValue::UNDEFINED));
        };
        coming = if chunks.are_into_one_buffer() {
            push(&bytes);
            chunks.read_into(bytes.buffer())
        } else {
            let next = chunks.read();
            push(&bytes);
            next
        };
    }
}

/// The chunks of a file: into one buffer, used again and again, which takes a third of the
/// time (see `tests/bench/page/bytes.js`), or each in a new one where the browser only has
/// that.
enum Chunks {
    IntoOne { reader: JsValue, read: Function },
    Each(ReadableStreamDefaultReader),
}

impl Chunks {
    fn of(file: &File) -> Option<Self> {
        let stream = file.stream();
        Self::into_one(&stream).or_else(|| Some(Self::Each(stream.get_reader().dyn_into().ok()?)))
    }

    /// None where the browser has no such reader for files.
    fn into_one(stream: &ReadableStream) -> Option<Self> {
        let options = Object::new();
        Reflect::set(&options, &"mode".into(), &"byob".into()).ok()?;
        let get: Function = field(stream, "getReader").dyn_into().ok()?;
        let reader = get.call1(stream, &options).ok()?;
        let read = field(&reader, "read").dyn_into().ok()?;
        Some(Self::IntoOne { reader, read })
    }

    fn are_into_one_buffer(&self) -> bool {
        matches!(self, Self::IntoOne { .. })
    }

    fn read(&mut self) -> Promise {
        match self {
            Self::IntoOne { .. } => self.read_into(ArrayBuffer::new(CHUNK)),
            Self::Each(reader) => reader.read(),
        }
    }

    /// Reads into a buffer, which is the browser's until then.
    fn read_into(&mut self, buffer: ArrayBuffer) -> Promise {
        match self {
            Self::IntoOne { reader, read } => {
                let view = Uint8Array::new(&buffer);
                match read.call1(reader, &view) {
                    Ok(promise) => Promise::resolve(&promise),
                    Err(error) => Promise::reject(&error),
                }
            }
            Self::Each(reader) => reader.read(),
        }
    }

    /// Nobody waits for the stream's own goodbye.
    fn cancel(&self) {
        match self {
            Self::IntoOne { reader, .. } => {
                if let Ok(cancel) = field(reader, "cancel").dyn_into::<Function>() {
                    let _ = cancel.call0(reader);
                }
            }
            Self::Each(reader) => drop(reader.cancel()),
        }
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
