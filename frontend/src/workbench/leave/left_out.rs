//! Who is not in a file that was made, by name.

use crate::{
    components::dialog::{Dialog, open_while},
    engine::protocol::{Command, Exported, LeaveCommand, LeftOutView},
    prelude::*,
    texts::{leave as texts, page},
    words,
    workbench::bench::Bench,
};

/// The list, while there is somebody to name.
#[component]
pub(super) fn LeftOutList(bench: Bench) -> impl IntoView {
    let left_out = bench.leave.left_out;
    let open = open_while(
        move || left_out.with(Option::is_some),
        move || {
            if left_out.with_untracked(Option::is_some) {
                left_out.set(None);
            }
        },
    );
    let title = Signal::derive(move || {
        left_out.with(|exported| {
            exported.as_ref().map_or_else(String::new, |exported| {
                texts::left_out_title(exported.left_out, &exported.name)
            })
        })
    });
    view! {
        <Dialog open title>
            {move || left_out.get().map(|exported| view! { <Named bench exported /> })}
        </Dialog>
    }
}

#[component]
fn Named(bench: Bench, exported: Exported) -> impl IntoView {
    let shown = u32::try_from(exported.first_left_out.len()).unwrap_or(u32::MAX);
    let more = exported.left_out.saturating_sub(shown);
    let close = move || bench.leave.left_out.set(None);
    let save = exported.export.clone().map(|export| {
        move |_| {
            let command = LeaveCommand::LeftOut(export.clone());
            close();
            bench.send(&Command::Leave(command), None);
        }
    });
    view! {
        <div class="stack">
            {exported.rows.map(|rows| view! { <p>{texts::left_out_held(rows)}</p> })}
            <ul class="places left-out">
                {exported
                    .first_left_out
                    .into_iter()
                    .map(|left| view! { <li><LeftOutRow bench left /></li> })
                    .collect::<Vec<_>>()}
            </ul>
            {(more > 0).then(|| view! { <p class="small">{texts::left_out_more(more)}</p> })}
            <div class="actions">
                {save.map(|save| view! {
                    <button type="button" class="button" on:click=save>{texts::left_out_save()}</button>
                })}
                <button type="button" class="button primary" on:click=move |_| close()>
                    {page::close()}
                </button>
            </div>
        </div>
    }
}

#[component]
fn LeftOutRow(bench: Bench, left: LeftOutView) -> impl IntoView {
    let LeftOutView {
        row,
        source,
        reason,
    } = left;
    view! {
        <button
            type="button"
            class="place"
            on:click=move |_| {
                bench.leave.left_out.set(None);
                bench.locate(row, bench.target_column());
            }
        >
            <span class="place-head">
                <strong>{words::grouped(row.saturating_add(1))}</strong>
                <span class="who" translate="no">{source}</span>
            </span>
            <span class="message">{reason}</span>
        </button>
    }
}
