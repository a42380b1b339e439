//! What the page in Chromium calls.

use std::borrow::Cow;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use crate::{
    peer,
    product::{self, Opened, Opening, Outcome},
};

/// Bytes that are handed over at a time.
const CHUNK: usize = 1 << 20;

/// A file that arrives from a stream.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    opening: Option<Opening>,
    opened: Option<Opened>,
}

#[wasm_bindgen]
impl Engine {
    /// A file of a known size.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: u32) -> Self {
        Self {
            opening: Some(Opening::with_size(u64::from(bytes))),
            opened: None,
        }
    }

    /// The next bytes.
    pub fn push(&mut self, chunk: &Uint8Array) {
        if let Some(opening) = &mut self.opening {
            opening.push_with(length(chunk), |place| chunk.copy_to(place));
        }
    }

    /// The end of the file: its numbers, as JSON. The file stays open.
    pub fn finish(&mut self) -> Result<String, JsError> {
        let opening = self.opening.take().ok_or_else(ended)?;
        let opened = opening.finish()?;
        let outcome = opened.outcome();
        self.opened = Some(opened);
        json(&outcome)
    }
}

/// Bytes in wasm memory, to compute on without reading anything.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Memory {
    bytes: Vec<u8>,
}

#[wasm_bindgen]
impl Memory {
    /// No bytes, with room for that many.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: u32) -> Self {
        Self {
            bytes: Vec::with_capacity(usize::try_from(bytes).unwrap_or_default()),
        }
    }

    /// More bytes.
    pub fn push(&mut self, chunk: &Uint8Array) {
        let from = self.bytes.len();
        self.bytes.resize(from.saturating_add(length(chunk)), 0);
        chunk.copy_to(self.bytes.get_mut(from..).unwrap_or_default());
    }

    /// Pushes the bytes through `csv-core`: how many fields there are.
    pub fn count_fields(&self) -> f64 {
        u32::try_from(peer::count_fields(&self.bytes)).map_or(f64::NAN, f64::from)
    }

    /// Opens and checks the bytes where they are: the file's numbers, as JSON.
    pub fn check(&mut self) -> Result<String, JsError> {
        let opened = Opened::in_place(std::mem::take(&mut self.bytes))?;
        let outcome = opened.outcome();
        self.bytes = opened.into_bytes();
        json(&outcome)
    }

    /// Checks the bytes as a stream that is not kept: its numbers, as JSON.
    pub fn check_stream(&self) -> Result<String, JsError> {
        let chunks = self.bytes.chunks(CHUNK).map(Cow::Borrowed);
        json(&product::check_stream(chunks)?)
    }
}

fn length(chunk: &Uint8Array) -> usize {
    usize::try_from(chunk.length()).unwrap_or_default()
}

fn json(outcome: &Outcome) -> Result<String, JsError> {
    Ok(serde_json::to_string(outcome)?)
}

fn ended() -> JsError {
    JsError::new("the file has ended already")
}
