//! The question before another file takes the place of one with unsaved edits.

use super::state::Next;
use crate::{
    components::dialog::{Dialog, open_while},
    engine::protocol::{Command, DraftCommand},
    prelude::*,
    texts::leave as texts,
    workbench::{
        bench::Bench,
        door::{self, taken::Taken},
    },
};

/// Opens a file with what was dropped beside it, after asking where edits would be lost.
pub fn open(bench: Bench, file: Taken, with: Vec<Taken>) {
    if bench.unsaved.get_untracked() {
        bench.leave.next.set(Some(Next {
            file,
            with,
            waits_for_save: false,
        }));
    } else {
        door::open_now(bench, file, with);
    }
}

/// The question.
#[component]
pub(super) fn UnsavedQuestion(bench: Bench) -> impl IntoView {
    let next = bench.leave.next;
    let is_asked = |next: &Option<Next>| next.as_ref().is_some_and(|next| !next.waits_for_save);
    let open = open_while(
        move || next.with(is_asked),
        move || {
            next.update_untracked(|next| {
                if is_asked(next) {
                    *next = None;
                }
            });
        },
    );
    let text = move || {
        let file = bench
            .overview
            .with(|file| file.as_ref().map(|file| file.name.clone()));
        let name = next.with(|next| next.as_ref().map(|next| next.file.name.clone()));
        texts::unsaved_text(file.unwrap_or_default(), name.unwrap_or_default())
    };
    let save_first = move |save: fn(Bench)| {
        next.update(|next| {
            if let Some(next) = next {
                next.waits_for_save = true;
            }
        });
        save(bench);
    };
    view! {
        <Dialog open title=Signal::derive(texts::unsaved_title)>
            <p>{text}</p>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| save_first(Bench::save)>
                    {texts::save_then_open()}
                </button>
                <button type="button" class="button" on:click=move |_| {
                    save_first(|bench| bench.send(&Command::Draft(DraftCommand::Save), None));
                }>
                    {texts::draft_then_open()}
                </button>
                <button type="button" class="button danger" on:click=move |_| {
                    if let Some(Next { file, with, .. }) = next.try_update(Option::take).flatten() {
                        door::open_now(bench, file, with);
                    }
                }>
                    {texts::open_without_saving()}
                </button>
                <button type="button" class="button" on:click=move |_| next.set(None)>
                    {texts::keep_working()}
                </button>
            </div>
        </Dialog>
    }
}
