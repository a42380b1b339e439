//! A file in hand, before it is known what it is.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::sorting::{ENOUGH, Kind};
use crate::workbench::leave::disk::OnDisk;

/// A file that was dropped, chosen or pasted, or text that stands for one.
#[derive(Clone, Debug)]
pub struct Taken {
    /// What it is called.
    pub name: String,
    /// It.
    pub file: File,
    /// What its beginning says it is.
    pub kind: Kind,
    /// Where it lies, if it does.
    pub on_disk: Option<OnDisk>,
}

impl Taken {
    /// A file.
    pub fn file(file: &File) -> Self {
        Self::with_handle(file, None)
    }

    /// A file, with what can write it where the browser gives such a thing.
    pub fn with_handle(file: &File, handle: Option<JsValue>) -> Self {
        Self {
            name: file.name(),
            file: file.clone(),
            kind: Kind::Unknown,
            on_disk: Some(OnDisk::new(file.clone(), handle)),
        }
    }

    /// Text under a name; none if the browser makes no file of it.
    pub fn text(name: &str, text: &str) -> Option<Self> {
        let parts = Array::of1(&text.into());
        let file = File::new_with_str_sequence(&parts, name).ok()?;
        Some(Self {
            name: name.into(),
            file,
            kind: Kind::of(text.as_bytes()),
            on_disk: None,
        })
    }

    /// The same, known to be something.
    pub(super) fn of(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// As much of it as says what it is; empty if it cannot be read, which whoever opens
    /// it will say.
    pub(super) async fn beginning(&self) -> Vec<u8> {
        let Ok(beginning) = self.file.slice_with_f64_and_f64(0.0, f64::from(ENOUGH)) else {
            return Vec::new();
        };
        match JsFuture::from(beginning.array_buffer()).await {
            Ok(buffer) => Uint8Array::new(&buffer).to_vec(),
            Err(_) => Vec::new(),
        }
    }
}
