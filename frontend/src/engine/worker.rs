//! The browser's side of the worker: receives commands, streams files in, runs long work
//! in slices, posts answers. What to answer is [`Holder`]'s business.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
};

use gloo_timers::callback::Timeout;
use js_sys::{Date, Uint8Array};
use shared::{checks::CheckedReader, fingerprint::Seed};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::{
    holder::{Answer, Holder},
    message::{self, Message, field},
    preview,
    protocol::{
        ClipboardCommand, Command, EditCommand, Event, FindEvent, Progress, ReferenceEvent,
        ViewEvent,
    },
    reading::{self, Readings, Stopped},
};
use crate::{browser, texts};

/// Bytes between two reports of progress.
const PROGRESS_EVERY: u64 = 4 << 20;
/// How long a slice of long work may keep a command waiting.
const SLICE_MS: f64 = 12.0;

struct Shell {
    scope: DedicatedWorkerGlobalScope,
    holder: RefCell<Holder>,
    readings: Readings,
    /// Whether a mapping file is being read.
    is_reading: Cell<bool>,
    /// Files to check against whose bytes are being fetched: several at once, and the
    /// mapping file with them.
    fetching: Readings,
    /// How many of those there are.
    fetched: Cell<u32>,
    /// The next slice of long work, once it is scheduled.
    slice: RefCell<Option<Timeout>>,
}

/// The worker's scope, if this program runs in one.
pub fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Serves the page from now on.
pub fn serve(scope: DedicatedWorkerGlobalScope) {
    // It speaks the language of the page, whose tag it is named by.
    texts::speak(&scope.name());
    let shell = Rc::new(Shell {
        scope: scope.clone(),
        holder: RefCell::new(Holder::new(seed())),
        readings: Readings::default(),
        is_reading: Cell::new(false),
        fetching: Readings::default(),
        fetched: Cell::new(0),
        slice: RefCell::default(),
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

/// Files come from others, so what fingerprints depend on is random.
fn seed() -> Seed {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Seed::from_random_bytes(bytes),
        Err(_) => Seed::default(),
    }
}

fn receive(shell: &Rc<Shell>, data: &JsValue) {
    let Some(command) = message::read(data) else {
        return;
    };
    let attached = field(data, "attached");
    match command {
        Command::Open { name } => read(shell, name, attached),
        Command::AddReference { name, is_original } => {
            read_reference(shell, name, is_original, attached);
        }
        Command::OpenDraft { name } => read_draft(shell, name, attached),
        Command::Cancel if shell.is_reading.take() => {
            shell.readings.next();
            post(shell, Event::Cancelled.into());
        }
        Command::Cancel if shell.fetched.take() > 0 => {
            shell.fetching.next();
            shell.holder.borrow_mut().answer(Command::Cancel);
            post(shell, Event::Reference(ReferenceEvent::Cancelled).into());
        }
        mut command => {
            if let Command::Clipboard(ClipboardCommand::Paste { text, .. }) = &mut command
                && let Some(pasted) = attached.as_string()
            {
                *text = pasted;
            }
            let edited = edited_row(&command);
            let answer = shell.holder.borrow_mut().answer(command);
            if let Some(row) = edited.and_then(|row| shell.holder.borrow().row_again(row)) {
                post(shell, row);
            }
            post(shell, answer);
            schedule_work(shell);
        }
    }
}

/// The row of a single edit: what is found in it is shown before all else is told anew.
fn edited_row(command: &Command) -> Option<u32> {
    match command {
        Command::Edit(EditCommand::Cell { row, .. }) => Some(*row),
        _ => None,
    }
}

/// Goes on with long work as soon as waiting commands are answered.
fn schedule_work(shell: &Rc<Shell>) {
    if !shell.holder.borrow().is_working() || shell.slice.borrow().is_some() {
        return;
    }
    let working = Rc::clone(shell);
    let timeout = Timeout::new(0, move || {
        working.slice.borrow_mut().take();
        let until = Date::now() + SLICE_MS;
        let mut answer = None;
        while Date::now() < until {
            let Some(next) = working.holder.borrow_mut().work() else {
                break;
            };
            // Of how far it is only the last is told; of what was done all.
            let before: Option<Answer> = answer.replace(next);
            if let Some(before) = before.filter(|before| !is_progress(&before.event)) {
                post(&working, before);
            }
        }
        if let Some(answer) = answer {
            post(&working, answer);
        }
        schedule_work(&working);
    });
    *shell.slice.borrow_mut() = Some(timeout);
}

/// Whether an answer only says how far long work is.
fn is_progress(event: &Event) -> bool {
    match event {
        Event::Working(_)
        | Event::View(ViewEvent::Growing { .. })
        | Event::Reference(ReferenceEvent::Reading(_)) => true,
        Event::Find(FindEvent::Found(found)) => !found.is_complete(),
        _ => false,
    }
}

fn read(shell: &Rc<Shell>, name: String, attached: JsValue) {
    let shell = Rc::clone(shell);
    let reading = shell.readings.next();
    shell.is_reading.set(true);
    spawn_local(async move {
        let total = reading::size_of(&attached);
        let mut checking = {
            let holder = shell.holder.borrow();
            CheckedReader::with_size(total, Arc::clone(holder.references()), holder.seed())
        };
        let mut reported = 0;
        let outcome = reading::stream(&shell.readings, reading, attached, |chunk| {
            if checking.bytes_read() == 0 {
                show_beginning(&shell, &name, chunk);
            }
            let length = usize::try_from(chunk.length()).unwrap_or(0);
            checking.push_with(length, |room| chunk.copy_to(room));
            let bytes = checking.bytes_read();
            if bytes - reported >= PROGRESS_EVERY {
                reported = bytes;
                let progress = Progress {
                    name: name.clone(),
                    bytes,
                    total,
                    rows: checking.rows_read(),
                };
                post(&shell, Event::Progress(progress).into());
            }
        })
        .await;
        if outcome != Err(Stopped::Cancelled) {
            shell.is_reading.set(false);
        }
        finish(&shell, name, outcome, |name| {
            shell.holder.borrow_mut().open(name, checking.finish())
        });
    });
}

/// Shows the first rows before the rest is in.
fn show_beginning(shell: &Shell, name: &str, chunk: &Uint8Array) {
    let enough = u32::try_from(preview::ENOUGH).unwrap_or(u32::MAX);
    let beginning = chunk.subarray(0, enough.min(chunk.length())).to_vec();
    if let Some((overview, window)) = preview::of(name, &beginning) {
        post(shell, Event::Preview(Box::new(overview), window).into());
    }
}

/// All bytes of a file.
async fn whole(readings: &Readings, reading: u32, attached: JsValue) -> Result<Vec<u8>, Stopped> {
    let mut bytes = Vec::new();
    let size = usize::try_from(reading::size_of(&attached)).unwrap_or(0);
    // If there is no memory for it at once, it is asked for as it grows.
    let _ = bytes.try_reserve_exact(size);
    reading::stream(readings, reading, attached, |chunk| {
        let from = bytes.len();
        bytes.resize(from + usize::try_from(chunk.length()).unwrap_or(0), 0);
        chunk.copy_to(bytes.get_mut(from..).unwrap_or_default());
    })
    .await?;
    Ok(bytes)
}

fn read_draft(shell: &Rc<Shell>, name: String, attached: JsValue) {
    let shell = Rc::clone(shell);
    spawn_local(async move {
        let readings = Readings::default();
        let answer = match whole(&readings, readings.now(), attached).await {
            Ok(bytes) => shell.holder.borrow_mut().take_draft(name, &bytes),
            // Nobody cancels it.
            Err(Stopped::Cancelled) => return,
            Err(Stopped::Unreadable(message)) => Event::Refused { name, message }.into(),
        };
        post(&shell, answer);
    });
}

fn read_reference(shell: &Rc<Shell>, name: String, is_original: bool, attached: JsValue) {
    let shell = Rc::clone(shell);
    let reading = shell.fetching.now();
    shell.fetched.set(shell.fetched.get() + 1);
    let progress = Progress {
        name: name.clone(),
        total: reading::size_of(&attached),
        ..Progress::default()
    };
    post(
        &shell,
        Event::Reference(ReferenceEvent::Reading(progress)).into(),
    );
    spawn_local(async move {
        let outcome = whole(&shell.fetching, reading, attached).await;
        if outcome != Err(Stopped::Cancelled) {
            shell.fetched.set(shell.fetched.get().saturating_sub(1));
        }
        let answer = match outcome {
            Ok(bytes) => shell
                .holder
                .borrow_mut()
                .add_reference(name, bytes, is_original),
            // Whoever cancelled has been answered.
            Err(Stopped::Cancelled) => return,
            Err(Stopped::Unreadable(message)) => {
                Event::Reference(ReferenceEvent::Refused { name, message }).into()
            }
        };
        post(&shell, answer);
        schedule_work(&shell);
    });
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

fn post(shell: &Shell, answer: Answer) {
    let Answer { event, bytes } = answer;
    let message = Message::of(&event);
    if matches!(event, Event::Clipboard(_)) {
        // As a string, which the page would otherwise make of it and not answer meanwhile.
        let text = String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default();
        message.put("text", &text.into());
    } else if let Some(bytes) = bytes {
        let bytes = browser::blob_of(&Uint8Array::from(bytes.as_slice()));
        message.put("bytes", &bytes.into());
    }
    let _ = shell
        .scope
        .post_message_with_transfer(message.as_ref(), message.moves());
}
