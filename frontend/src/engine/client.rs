//! The page's side of the worker.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Blob, MessageEvent, Worker};

use super::{
    message::{self, Message, field},
    protocol::{Command, Event},
};

/// The page's boot script puts a function under this name that starts the worker:
/// only it knows the worker's address.
pub const SPAWN: &str = "crosswalkSpawnEngine";

/// Why there is no engine.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EngineError {
    /// The boot script did not say how to start it.
    #[error("this page does not say how to start its engine; reload the page")]
    NoSpawn,
    /// The browser did not start it.
    #[error("the browser did not start the engine ({0}); reload the page, or try another browser")]
    NotStarted(String),
    /// It stopped, which only a lack of memory or a mistake of ours does.
    #[error("the engine stopped ({0}); reload the page and open the file again")]
    Stopped(String),
}

/// An event, and the bytes that came with it.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What the worker says.
    pub event: Event,
    /// A file to save. Its bytes stay the browser's own: many of them would keep the page
    /// waiting.
    pub bytes: Option<Blob>,
    /// What goes to the clipboard. It stays the browser's own string: to take a large one
    /// over would keep the page waiting.
    pub text: Option<JsString>,
}

/// A running worker. Dropping it ends the worker and forgets the file.
#[derive(Debug)]
pub struct Engine {
    worker: Worker,
    /// Messages that wait until the worker is up; none once it is.
    waiting: Rc<RefCell<Option<Vec<JsValue>>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Engine {
    /// Starts a worker; `on_event` hears everything that it says.
    pub fn start(
        on_event: impl Fn(Result<Delivery, EngineError>) + 'static,
    ) -> Result<Self, EngineError> {
        let worker = spawn()?;
        let on_event = Rc::new(on_event);
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));

        let queue = Rc::clone(&waiting);
        let ready_worker = worker.clone();
        let deliver = Rc::clone(&on_event);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let Some(delivery) = delivery(&message.data()) else {
                return;
            };
            if delivery.event == Event::Ready {
                for waiting in queue.borrow_mut().take().unwrap_or_default() {
                    let _ = ready_worker.post_message(&waiting);
                }
            }
            deliver(Ok(delivery));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));

        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |error: web_sys::Event| {
            on_event(Err(EngineError::Stopped(reason(&error))));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        Ok(Self {
            worker,
            waiting,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Sends a command, with a `File` or a `Uint8Array` where it needs one.
    pub fn send(&self, command: &Command, attached: Option<&JsValue>) {
        let message = Message::of(command);
        if let Some(attached) = attached {
            message.put("attached", attached);
        }
        let message = JsValue::from(message);
        if let Some(waiting) = self.waiting.borrow_mut().as_mut() {
            waiting.push(message);
        } else {
            let _ = self.worker.post_message(&message);
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn spawn() -> Result<Worker, EngineError> {
    let spawn: Function = Reflect::get(&js_sys::global(), &SPAWN.into())
        .ok()
        .and_then(|value| value.dyn_into().ok())
        .ok_or(EngineError::NoSpawn)?;
    let worker = spawn
        .call0(&JsValue::NULL)
        .map_err(|error| EngineError::NotStarted(reason(&error)))?;
    worker
        .dyn_into()
        .map_err(|_| EngineError::NotStarted("no worker came".into()))
}

fn delivery(data: &JsValue) -> Option<Delivery> {
    Some(Delivery {
        event: message::read(data)?,
        bytes: field(data, "bytes").dyn_into().ok(),
        text: field(data, "text").dyn_into().ok(),
    })
}

fn reason(error: &JsValue) -> String {
    Reflect::get(error, &"message".into())
        .ok()
        .and_then(|message| message.as_string())
        .unwrap_or_else(|| "no reason given".into())
}
