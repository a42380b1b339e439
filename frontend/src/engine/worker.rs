//! The browser's side of the worker: receives commands, streams files in, posts
//! answers. What to answer is [`Holder`]'s business.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect, Uint8Array};
use shared::mapping_file::Reader;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent, ReadableStreamDefaultReader};

use crate::words;

use super::{
    holder::{Answer, Holder},
    protocol::{Command, Event, Progress},
};

/// Bytes between two reports of progress.
const PROGRESS_EVERY: u64 = 1 << 20;
/// How long the checks wait for the next edit.
const CHECK_AFTER_MS: u32 = 120;

struct Shell {
    scope: DedicatedWorkerGlobalScope,
    holder: RefCell<Holder>,
    /// Counts the readings; one that is not the newest stops.
    reading: Cell<u32>,
    check: RefCell<Option<Timeout>>,
}

/// Why a reading ended without its bytes.
enum Stopped {
    Cancelled,
    Unreadable(String),
}

/// The worker's scope, if this program runs in one.
pub fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Serves the page from now on.
pub fn serve(scope: DedicatedWorkerGlobalScope) {
    let shell = Rc::new(Shell {
        scope: scope.clone(),
        holder: RefCell::default(),
        reading: Cell::new(0),
        check: RefCell::default(),
    });
    let receiving = Rc::clone(&shell);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        receive(&receiving, &message.data());
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker serves until it is terminated, and its closure with it.
    on_message.forget();
    post(&shell, Event::Ready.into());
}

fn receive(shell: &Rc<Shell>, data: &JsValue) {
    let body = field(data, "body").as_string().unwrap_or_default();
    let Ok(command) = serde_json::from_str::<Command>(&body) else {
        return;
    };
    let attached = field(data, "attached");
    match command {
        Command::Open { name } => read(shell, name, attached, |shell, name, reader| {
            shell.holder.borrow_mut().open(name, reader)
        }),
        Command::AddReference { name } => {
            read_reference(shell, name, attached);
        }
        Command::Cancel => {
            shell.reading.set(shell.reading.get().wrapping_add(1));
            post(shell, Event::Cancelled.into());
        }
        command => {
            let answer = shell.holder.borrow_mut().answer(command);
            post(shell, answer);
            schedule_check(shell);
        }
    }
}

fn schedule_check(shell: &Rc<Shell>) {
    if !shell.holder.borrow().is_check_due() {
        return;
    }
    let checking = Rc::clone(shell);
    let timeout = Timeout::new(CHECK_AFTER_MS, move || {
        let answer = checking.holder.borrow_mut().recheck();
        post(&checking, answer);
    });
    // Replacing a timeout cancels the one before it.
    *shell.check.borrow_mut() = Some(timeout);
}

fn read(
    shell: &Rc<Shell>,
    name: String,
    attached: JsValue,
    take: fn(&Shell, String, Reader) -> Answer,
) {
    let shell = Rc::clone(shell);
    let reading = next_reading(&shell);
    spawn_local(async move {
        let mut reader = Reader::with_size(size_of(&attached));
        let outcome = stream(&shell, reading, &name, attached, |chunk| {
            reader.push(chunk);
            reader.rows_read()
        })
        .await;
        finish(&shell, name, outcome, |name| take(&shell, name, reader));
    });
}

fn read_reference(shell: &Rc<Shell>, name: String, attached: JsValue) {
    let shell = Rc::clone(shell);
    let reading = next_reading(&shell);
    spawn_local(async move {
        let mut bytes = Vec::new();
        let outcome = stream(&shell, reading, &name, attached, |chunk| {
            bytes.extend_from_slice(chunk);
            0
        })
        .await;
        finish(&shell, name, outcome, |name| {
            shell.holder.borrow_mut().add_reference(name, bytes)
        });
    });
}

fn next_reading(shell: &Shell) -> u32 {
    let reading = shell.reading.get().wrapping_add(1);
    shell.reading.set(reading);
    reading
}

fn finish(
    shell: &Shell,
    name: String,
    outcome: Result<(), Stopped>,
    take: impl FnOnce(String) -> Answer,
) {
    match outcome {
        Ok(()) => {
            let answer = take(name);
            post(shell, answer);
        }
        // Whoever cancelled has been answered.
        Err(Stopped::Cancelled) => {}
        Err(Stopped::Unreadable(message)) => {
            post(shell, Event::Refused { name, message }.into());
        }
    }
}

/// Feeds the attached file or bytes to `push` in chunks, reporting progress.
async fn stream(
    shell: &Shell,
    reading: u32,
    name: &str,
    attached: JsValue,
    mut push: impl FnMut(&[u8]) -> u32,
) -> Result<(), Stopped> {
    if let Some(bytes) = attached.dyn_ref::<Uint8Array>() {
        push(&bytes.to_vec());
        return Ok(());
    }
    let file: File = attached
        .dyn_into()
        .map_err(|_| Stopped::Unreadable("There is no file in this drop.".into()))?;
    let total = words::whole(file.size());
    let chunks: ReadableStreamDefaultReader = file
        .stream()
        .get_reader()
        .dyn_into()
        .map_err(|_| unreadable(&JsValue::UNDEFINED))?;
    let mut bytes = 0;
    let mut reported = 0;
    loop {
        let chunk = JsFuture::from(chunks.read())
            .await
            .map_err(|error| unreadable(&error))?;
        if shell.reading.get() != reading {
            // Nobody waits for the stream's own goodbye.
            drop(chunks.cancel());
            return Err(Stopped::Cancelled);
        }
        if field(&chunk, "done").is_truthy() {
            return Ok(());
        }
        let Ok(value) = field(&chunk, "value").dyn_into::<Uint8Array>() else {
            return Err(unreadable(&JsValue::UNDEFINED));
        };
        let rows = push(&value.to_vec());
        bytes += u64::from(value.length());
        if bytes - reported >= PROGRESS_EVERY {
            reported = bytes;
            let progress = Progress {
                name: name.to_string(),
                bytes,
                total,
                rows,
            };
            post(shell, Event::Progress(progress).into());
        }
    }
}

fn unreadable(error: &JsValue) -> Stopped {
    let why = field(error, "message").as_string().unwrap_or_default();
    Stopped::Unreadable(format!(
        "The browser could not read this file. Was it moved or changed meanwhile? {why}"
    ))
}

fn post(shell: &Shell, answer: Answer) {
    let Ok(body) = serde_json::to_string(&answer.event) else {
        return;
    };
    let message = Object::new();
    // A plain object takes any property.
    let _ = Reflect::set(&message, &"body".into(), &body.into());
    if let Some(bytes) = answer.bytes {
        let bytes = Uint8Array::from(bytes.as_slice());
        let _ = Reflect::set(&message, &"bytes".into(), &bytes);
        let transfer = js_sys::Array::of1(&bytes.buffer());
        let _ = shell.scope.post_message_with_transfer(&message, &transfer);
    } else {
        let _ = shell.scope.post_message(&message);
    }
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// The size of the attached file or bytes, so that the reader asks for memory once.
fn size_of(attached: &JsValue) -> u64 {
    let size = field(attached, "size").as_f64();
    words::whole(
        size.or_else(|| field(attached, "byteLength").as_f64())
            .unwrap_or(0.0),
    )
}
