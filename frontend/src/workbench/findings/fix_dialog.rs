//! What a fix or repair would do, before it is done: counts first, then from what to
//! what.

use shared::mapping_file::RepairPreview;

use super::number_of;
use crate::{
    components::dialog::Dialog,
    engine::protocol::{CellsPreview, FixBy, FixPreview},
    prelude::*,
    texts::{findings as texts, page},
    workbench::{bench::Bench, landings::Landings},
};

/// The dialog; it opens when there is something to show.
#[component]
pub fn FixDialog(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let preview = bench.found.preview;
    let is_open = bench.found.is_previewing;
    // Closed before it was worked out: nobody waits for it.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = is_open.get();
        let is_waited_for = preview.with_untracked(Option::is_none)
            && bench.working.with_untracked(Option::is_some);
        if was_open == Some(true) && !is_open && is_waited_for {
            bench.cancel();
        }
        is_open
    });
    let title = Signal::derive(move || {
        preview.with(|preview| {
            preview
                .as_ref()
                .map_or_else(texts::working_out, |preview| preview.title.clone())
        })
    });
    view! {
        <Dialog open=bench.found.is_previewing title>
            {move || match preview.get() {
                Some(preview) => view! { <Shown bench preview /> },
                None => view! { <Waiting bench /> },
            }}
        </Dialog>
    }
}

#[component]
fn Shown(bench: Bench, preview: FixPreview) -> impl IntoView {
    let FixPreview { mend, by, .. } = preview;
    let label = match &by {
        FixBy::Cells(cells) => texts::change_cells(cells.cells),
        FixBy::Repair(_) => texts::do_it(),
    };
    let content = match by {
        FixBy::Cells(cells) => view! { <Cells cells /> },
        FixBy::Repair(repair) => view! { <Repaired repair /> },
    };
    view! {
        {content}
        <p class="quiet">{texts::one_step()}</p>
        <div class="actions">
            <button
                type="button"
                class="button primary"
                autofocus=true
                on:click=move |_| bench.make_fix(mend.clone())
            >
                {label}
            </button>
            <button
                type="button"
                class="button"
                on:click=move |_| bench.found.is_previewing.set(false)
            >
                {page::cancel()}
            </button>
        </div>
    }
}

#[component]
fn Cells(cells: CellsPreview) -> impl IntoView {
    let shown = u32::try_from(cells.first.len()).unwrap_or(u32::MAX);
    let more = cells.cells.saturating_sub(shown);
    view! {
        <p>
            {texts::cells_change(cells.cells, page::rows(cells.rows))}
            {(cells.left > 0).then(|| view! { " " <strong>{texts::rest_stays(cells.left)}</strong> })}
        </p>
        <Landings landings=cells.first />
        {(more > 0).then(|| view! { <p class="quiet">{texts::not_shown(more)}</p> })}
    }
}

/// How far working it out is.
#[component]
fn Waiting(bench: Bench) -> impl IntoView {
    let working = bench.working;
    let total = move || working.with(|work| work.as_ref().map_or(0, |work| work.total));
    let done = move || {
        let is_known = total() > 0;
        is_known.then(|| working.with(|work| work.as_ref().map_or(0, |work| work.done).to_string()))
    };
    view! {
        <progress aria-label=texts::working_out() max=move || total().max(1).to_string() value=done>
        </progress>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| bench.cancel()>
                {page::cancel()}
            </button>
        </div>
    }
}

#[component]
fn Repaired(repair: RepairPreview) -> impl IntoView {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let more = repair.changes.saturating_sub(repair.samples.len());
    view! {
        <p>{texts::places_change(count(repair.changes))}</p>
        {(repair.rows_removed > 0).then(|| view! {
            <p>{texts::rows_removed(count(repair.rows_removed))}</p>
        })}
        {(!repair.columns_removed.is_empty()).then(|| view! {
            <p>{texts::columns_removed(repair.columns_removed.join(", "))}</p>
        })}
        <div class="changes-table" tabindex="0" role="region" aria-label=texts::after_head()>
            <table class="lines">
                <thead>
                    <tr>
                        <th scope="col">{texts::row_head()}</th>
                        <th scope="col">{texts::before_head()}</th>
                        <th scope="col">{texts::after_head()}</th>
                    </tr>
                </thead>
                <tbody>
                    {repair.samples.into_iter().map(|sample| {
                        let row = sample.row.map_or_else(texts::header_line, |row| number_of(row.0));
                        view! {
                            <tr>
                                <th scope="row" class="figure">{row}</th>
                                <td class="mono"><del>{or_empty(sample.before)}</del></td>
                                <td class="mono"><ins>{or_empty(sample.after)}</ins></td>
                            </tr>
                        }
                    }).collect::<Vec<_>>()}
                </tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="quiet">{texts::not_shown(count(more))}</p> })}
    }
}

fn or_empty(text: String) -> Markup {
    if text.is_empty() {
        view! { <em translate="yes">{texts::empty_text()}</em> }
    } else {
        view! { <span translate="no">{text}</span> }
    }
}
