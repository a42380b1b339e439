//! The bytes of the mapping file on their way to disk: in place where the browser can, as
//! a download anywhere else.

use leptos::task::spawn_local;
use web_sys::Blob;

use super::{
    disk::{Fate, OnDisk},
    state::{Next, Unwritten},
};
use crate::{
    browser,
    components::dialog::{Dialog, open_while},
    prelude::*,
    texts::leave as texts,
    workbench::{bench::Bench, door},
};

/// Saves the mapping file.
pub(super) fn save(bench: Bench, name: String, bytes: Blob, revision: u64) {
    match bench.leave.on_disk.get_value() {
        Some(on_disk) if on_disk.can_be_written() => spawn_local(async move {
            if on_disk.fate().await == Fate::Other {
                bench.leave.conflict.set(Some(Unwritten {
                    name,
                    bytes,
                    revision,
                    on_disk,
                }));
            } else {
                write(bench, name, bytes, revision, on_disk).await;
            }
        }),
        on_disk => {
            download(bench, &name, &bytes, revision);
            if let Some(on_disk) = on_disk {
                spawn_local(async move {
                    if on_disk.fate().await == Fate::Other {
                        bench.fail(texts::changed_meanwhile(on_disk.name()));
                    }
                });
            }
            saved(bench);
        }
    }
}

async fn write(bench: Bench, name: String, bytes: Blob, revision: u64, on_disk: OnDisk) {
    match on_disk.write(&bytes).await {
        Ok(written) => {
            bench.note_saved(revision);
            bench.tell(texts::saved_in_place(written.name()));
            bench.leave.on_disk.set_value(Some(written));
        }
        Err(why) => {
            download(bench, &name, &bytes, revision);
            bench.fail(texts::not_in_place(on_disk.name(), why));
        }
    }
    saved(bench);
}

fn download(bench: Bench, name: &str, bytes: &Blob, revision: u64) {
    browser::download(name, "text/csv", bytes);
    bench.note_saved(revision);
    bench.tell(texts::saved_as(name));
}

impl Bench {
    /// A state of the file was saved. What was changed since its bytes were made is not.
    pub(super) fn note_saved(self, revision: u64) {
        let now = self
            .overview
            .with_untracked(|file| file.as_ref().map(|file| file.revision));
        let is_all = is_all_saved(revision, now);
        if is_all {
            self.unsaved.set(false);
        }
        let saved_another = !is_all || !self.is_as_opened();
        self.leave.saved_another.set_value(saved_another);
    }

    /// The file changed: there is something to save, unless every step was taken back and
    /// what is on disk is what was opened.
    pub(in crate::workbench) fn note_changed(self) {
        let is_on_disk = self.is_as_opened() && !self.leave.saved_another.get_value();
        self.unsaved.set(!is_on_disk);
    }

    fn is_as_opened(self) -> bool {
        self.overview
            .with_untracked(|file| file.as_ref().is_some_and(|file| file.undo.is_none()))
    }
}

/// Whether a state that was saved is the one that the file is in now.
fn is_all_saved(saved: u64, now: Option<u64>) -> bool {
    now.is_none_or(|now| now == saved)
}

/// Something was saved: what waited for it is opened, unless there are edits again.
pub(super) fn saved(bench: Bench) {
    let waits = bench
        .leave
        .next
        .with_untracked(|next| next.as_ref().is_some_and(|next| next.waits_for_save));
    if !waits {
        return;
    }
    if bench.unsaved.get_untracked() {
        bench.leave.next.update(|next| {
            if let Some(next) = next {
                next.waits_for_save = false;
            }
        });
    } else if let Some(next) = bench.leave.next.try_update(Option::take).flatten() {
        let Next { file, with, .. } = next;
        door::open_now(bench, file, with);
    }
}

/// Asks what to do where another program changed the file on disk.
#[component]
pub(super) fn Conflict(bench: Bench) -> impl IntoView {
    let conflict = bench.leave.conflict;
    let open = open_while(
        move || conflict.with(Option::is_some),
        move || conflict.update_untracked(|conflict| *conflict = None),
    );
    let title = Signal::derive(move || {
        conflict.with(|conflict| {
            conflict
                .as_ref()
                .map_or_else(String::new, |it| texts::conflict_title(it.on_disk.name()))
        })
    });
    let take = move || conflict.try_update(Option::take).flatten();
    view! {
        <Dialog open title>
            <p>{texts::conflict_text()}</p>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| {
                    if let Some(it) = take() {
                        download(bench, &it.name, &it.bytes, it.revision);
                        saved(bench);
                    }
                }>{texts::save_a_copy()}</button>
                <button type="button" class="button danger" on:click=move |_| {
                    if let Some(it) = take() {
                        spawn_local(write(bench, it.name, it.bytes, it.revision, it.on_disk));
                    }
                }>{texts::overwrite()}</button>
                <button type="button" class="button" on:click=move |_| {
                    take();
                }>{texts::do_not_save()}</button>
            </div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_edited_while_it_is_saved_is_not_saved() {
        for (saved, now, expected) in [
            (7, Some(7), true),
            (7, Some(8), false),
            // Another file was opened meanwhile.
            (7, Some((1 << 32) + 7), false),
            (7, None, true),
        ] {
            assert_eq!(is_all_saved(saved, now), expected, "{saved} {now:?}");
        }
    }
}
