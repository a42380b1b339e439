//! Files that are dragged over the page and let go.

use js_sys::Promise;
use leptos::{ev, task::spawn_local};
use web_sys::{DragEvent, File};

use super::{take, taken::Taken};
use crate::{
    browser,
    prelude::*,
    texts::door as texts,
    workbench::{bench::Bench, leave::disk},
};

/// Hears drags and drops anywhere on the page, until its owner goes.
pub fn listen(bench: Bench) {
    let dragging = bench.door.is_dragging;
    let handles = [
        window_event_listener(ev::dragover, move |event: DragEvent| {
            event.prevent_default();
            if !dragging.get_untracked() && has_files(&event) {
                dragging.set(true);
            }
        }),
        window_event_listener(ev::dragleave, move |event: DragEvent| {
            // Only where it leads out of the window.
            if event.related_target().is_none() {
                dragging.set(false);
            }
        }),
        window_event_listener(ev::drop, move |event: DragEvent| {
            event.prevent_default();
            dragging.set(false);
            let transfer = event.data_transfer();
            // Both must be asked for before the drop is over.
            let handles = disk::handles_of(transfer.as_ref());
            take_dropped(bench, browser::files_of(transfer), handles);
        }),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
}

fn take_dropped(bench: Bench, files: Vec<File>, handles: Vec<Promise>) {
    spawn_local(async move {
        let mut handles = handles.into_iter();
        let mut taken = Vec::with_capacity(files.len());
        for file in &files {
            let handle = match handles.next() {
                Some(promised) => disk::handle(promised).await,
                None => None,
            };
            taken.push(Taken::with_handle(file, handle));
        }
        take(bench, taken);
    });
}

fn has_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|transfer| {
        transfer
            .types()
            .iter()
            .any(|kind| kind.as_string().as_deref() == Some("Files"))
    })
}

/// Says over the open file what a drop would do.
#[component]
pub fn DropTarget(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let is_shown = move || bench.door.is_dragging.get() && bench.overview.with(Option::is_some);
    view! {
        <Show when=is_shown>
            <div class="drop-target" aria-hidden="true">
                <p class="drop-title">{texts::drop_title()}</p>
                <p>{texts::drop_about()}</p>
            </div>
        </Show>
    }
}
