//! The open file as it lies on disk: whether it is still the one that was opened, and
//! writing it where the browser lets us. Only some browsers can, and only from a disk.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

/// A file that was opened from a disk.
#[derive(Clone, Debug)]
pub struct OnDisk {
    file: File,
    /// What can write it, where the browser gives such a thing.
    handle: Option<JsValue>,
}

/// What became of the file on disk since it was opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is as it was.
    Same,
    /// Another program wrote, moved or locked it.
    Other,
}

impl OnDisk {
    /// A file, with what can write it.
    pub fn new(file: File, handle: Option<JsValue>) -> Self {
        Self { file, handle }
    }

    /// What it is called.
    pub fn name(&self) -> String {
        self.file.name()
    }

    /// Whether it can be written where it lies.
    pub fn can_be_written(&self) -> bool {
        self.handle.is_some()
    }

    /// Whether the file on disk is still the one that was opened, as far as the browser
    /// can tell: it refuses to read a file that changed since.
    pub async fn fate(&self) -> Fate {
        if let Some(handle) = &self.handle {
            let now = call(handle, "getFile", &[]).await;
            let is_same = now.is_ok_and(|now| {
                ["lastModified", "size"]
                    .iter()
                    .all(|what| number(&now, what) == number(&self.file, what))
            });
            return if is_same { Fate::Same } else { Fate::Other };
        }
        let Ok(first) = self.file.slice_with_f64_and_f64(0.0, 1.0) else {
            return Fate::Same;
        };
        match JsFuture::from(first.array_buffer()).await {
            Ok(_) => Fate::Same,
            Err(_) => Fate::Other,
        }
    }

    /// Writes the file where it lies. What it is then counts as what was opened.
    pub async fn write(&self, bytes: &Blob) -> Result<Self, String> {
        self.try_write(bytes).await.map_err(|error| {
            Reflect::get(&error, &"message".into())
                .ok()
                .and_then(|message| message.as_string())
                .unwrap_or_default()
        })
    }

    async fn try_write(&self, bytes: &Blob) -> Result<Self, JsValue> {
        let handle = self.handle.clone().ok_or(JsValue::UNDEFINED)?;
        let mode = Object::new();
        Reflect::set(&mode, &"mode".into(), &"readwrite".into())?;
        // Asked each time: the browser remembers the answer while the page is open.
        let allowed = call(&handle, "requestPermission", &[mode.into()]).await?;
        if allowed.as_string().as_deref() != Some("granted") {
            return Err(js_sys::Error::new("the browser was not allowed to").into());
        }
        let writer = call(&handle, "createWritable", &[]).await?;
        call(&writer, "write", &[bytes.into()]).await?;
        call(&writer, "close", &[]).await?;
        let file = call(&handle, "getFile", &[]).await?.dyn_into()?;
        Ok(Self {
            file,
            handle: Some(handle),
        })
    }
}

/// What can write the files of a drop, in their order; to be asked while the drop is
/// being told. Nothing where the page was served: its sandbox forbids it.
pub fn handles_of(transfer: Option<&web_sys::DataTransfer>) -> Vec<Promise> {
    let is_from_disk = web_sys::window()
        .and_then(|window| window.location().protocol().ok())
        .is_some_and(|protocol| protocol == "file:");
    let Some(items) = transfer
        .filter(|_| is_from_disk)
        .and_then(|transfer| Reflect::get(transfer, &"items".into()).ok())
    else {
        return Vec::new();
    };
    Array::from(&items)
        .iter()
        .filter(|item| Reflect::get(item, &"kind".into()).is_ok_and(|kind| kind == "file"))
        .filter_map(|item| {
            let ask: Function = Reflect::get(&item, &"getAsFileSystemHandle".into())
                .ok()?
                .dyn_into()
                .ok()?;
            ask.call0(&item).ok()?.dyn_into().ok()
        })
        .collect()
}

/// A handle that was promised; none if it is no file's or was refused.
pub async fn handle(promised: Promise) -> Option<JsValue> {
    let handle = JsFuture::from(promised).await.ok()?;
    let kind = Reflect::get(&handle, &"kind".into()).ok()?;
    (kind == "file").then_some(handle)
}

/// Calls a method that only some browsers have, and waits for what it promises.
async fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    let arguments: Array = arguments.iter().collect();
    let answer = method.apply(object, &arguments)?;
    JsFuture::from(Promise::resolve(&answer)).await
}

fn number(object: &JsValue, name: &str) -> Option<f64> {
    Reflect::get(object, &name.into()).ok()?.as_f64()
}
