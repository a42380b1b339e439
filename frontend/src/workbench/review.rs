//! The review page: door or workbench, the page's keys, drops, pastes, and the
//! question before leaving with unsaved edits.

use gloo_timers::callback::Timeout;
use leptos::ev;
use web_sys::KeyboardEvent;

use super::{
    actions::Action,
    bench::{Bench, Stage},
    chord::Chord,
    clipboard::{self, plan::PlanDialog},
    door::{self, Door, DropTarget},
    facts::DoubtBar,
    find::FindBar,
    findings::FixDialog,
    grid::Grid,
    history::unlock::UnlockDialog,
    key_list::KeyList,
    leave::{LeaveDialogs, banners::Banners},
    matching::ConflictDialog,
    palette::Palette,
    panel::SidePanel,
    ready_made::ReadyMade,
    references::SecondFile,
    sample,
    status::{Filters, StatusLine},
    toolbar::Toolbar,
};
use crate::{browser, prelude::*, texts};

/// The whole page.
#[component]
pub fn Review() -> impl IntoView {
    speak_as_asked();
    browser::set_title(&texts::page::title());
    let bench = Bench::new();
    listen(bench);
    bench.keep_looking();
    Timeout::new(0, move || bench.wake()).forget();
    if window()
        .location()
        .hash()
        .is_ok_and(|hash| hash == "#sample")
    {
        bench.open_text(sample::NAME, &sample::csv());
    }
    let is_open = Memo::new(move |_| match bench.stage.get() {
        Stage::Open => true,
        Stage::Reading(_) => bench.is_preview.get(),
        Stage::Empty => false,
    });
    view! {
        <Toolbar bench />
        <Show when=move || !is_open.get()>
            <Door bench />
        </Show>
        <ReadyMade is_shown=is_open>
            <Banners bench />
            <main class="bench" class:sheet=move || bench.shows_sheet.get()>
                <section class="rows-side" aria-label=texts::grid::rows_side()>
                    <DoubtBar bench />
                    <Filters bench />
                    <FindBar bench />
                    <Grid bench />
                </section>
                <SidePanel bench />
            </main>
            <StatusLine bench />
            <PlanDialog bench />
            <UnlockDialog bench />
            <ConflictDialog bench />
        </ReadyMade>
        <Palette bench open=bench.shows_palette />
        <KeyList open=bench.shows_keys />
        <FixDialog bench />
        <SecondFile bench />
        <DropTarget bench />
        <LeaveDialogs bench />
    }
}

fn listen(bench: Bench) {
    door::listen(bench);
    let mut handles = vec![
        window_event_listener(ev::keydown, move |event: KeyboardEvent| {
            if pressed(bench, &event) {
                event.prevent_default();
            }
        }),
        window_event_listener(ev::beforeunload, move |event| {
            if bench.unsaved.get_untracked() {
                event.prevent_default();
                event.set_return_value("unsaved");
            }
        }),
    ];
    handles.extend(clipboard::listen(bench));
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
}

/// The keys that work anywhere on the page.
fn pressed(bench: Bench, event: &KeyboardEvent) -> bool {
    let key = event.key();
    let ctrl = event.ctrl_key() || event.meta_key();
    let chord = Chord::pressed(&key, ctrl, event.shift_key(), event.alt_key());
    match Action::of(&chord) {
        Some(action) if action.is_possible(bench) => {
            action.run(bench);
            true
        }
        // Ctrl S is no way to save the page itself.
        Some(Action::Save) => true,
        _ => false,
    }
}

/// Another language by the address: `#lang=en-XA`.
fn speak_as_asked() {
    let hash = window().location().hash().unwrap_or_default();
    if let Some(tag) = hash.strip_prefix("#lang=")
        && texts::speak(tag)
        && let Some(root) = document().document_element()
    {
        // An element of our own document takes any language.
        let _ = root.set_attribute("lang", tag);
    }
}
