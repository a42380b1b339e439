//! The messages between page and worker, as the browser carries them: an object whose `body`
//! is a command or an event in postcard's bytes. Both sides are the same program, so that
//! no other form needs to be understood.

use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};

const BODY: &str = "body";

/// A message to post, and what moves to the other side with it instead of being copied.
#[derive(Debug)]
pub(super) struct Message {
    object: Object,
    moves: Array,
}

impl Message {
    /// Says this.
    pub(super) fn of<T: Serialize>(said: &T) -> Self {
        let message = Self {
            object: Object::new(),
            moves: Array::new(),
        };
        // Fails for types whose length is not known beforehand only; none of ours is.
        let body = postcard::to_allocvec(said).unwrap_or_default();
        let body = Uint8Array::from(body.as_slice());
        message.moves.push(&body.buffer());
        message.put(BODY, &body);
        message
    }

    /// Lets something travel beside what is said.
    pub(super) fn put(&self, name: &str, value: &JsValue) {
        // A plain object takes any property.
        let _ = Reflect::set(&self.object, &name.into(), value);
    }

    /// What moves to the other side.
    pub(super) fn moves(&self) -> &JsValue {
        &self.moves
    }
}

impl AsRef<JsValue> for Message {
    fn as_ref(&self) -> &JsValue {
        &self.object
    }
}

impl From<Message> for JsValue {
    fn from(message: Message) -> Self {
        message.object.into()
    }
}

/// What a message says; `None` if nothing of ours.
pub(super) fn read<T: DeserializeOwned>(message: &JsValue) -> Option<T> {
    let body: Uint8Array = field(message, BODY).dyn_into().ok()?;
    postcard::from_bytes(&body.to_vec()).ok()
}

/// What travels beside what a message says.
pub(super) fn field(message: &JsValue, name: &str) -> JsValue {
    Reflect::get(message, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
