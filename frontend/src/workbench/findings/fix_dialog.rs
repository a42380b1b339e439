//! What a fix or repair would do, before it is done: counts first, then from what to
//! what.

use leptos::prelude::*;
use shared::mapping_file::RepairPreview;

use super::number_of;
use crate::{
    components::dialog::Dialog,
    engine::protocol::{CellsPreview, FixBy, FixPreview, LandingView},
    texts::{findings as texts, page},
    workbench::bench::Bench,
};

/// The dialog; it opens when there is something to show.
#[component]
pub fn FixDialog(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let preview = bench.found.preview;
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
                Some(preview) => view! { <Shown bench preview /> }.into_any(),
                None => view! { <progress></progress> }.into_any(),
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
        FixBy::Cells(cells) => view! { <Cells cells /> }.into_any(),
        FixBy::Repair(repair) => view! { <Repaired repair /> }.into_any(),
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
        <div class="changes-table" tabindex="0" role="region" aria-label=texts::after_head()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{texts::row_head()}</th>
                        <th scope="col">{texts::who_head()}</th>
                        <th scope="col">{texts::before_head()}</th>
                        <th scope="col">{texts::after_head()}</th>
                    </tr>
                </thead>
                <tbody>
                    {cells.first.into_iter().map(|cell| view! { <CellRow cell /> }).collect_view()}
                </tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="quiet">{texts::not_shown(more)}</p> })}
    }
}

#[component]
fn CellRow(cell: LandingView) -> impl IntoView {
    view! {
        <tr title=cell.column translate="no">
            <th scope="row" class="figure">{number_of(cell.row)}</th>
            <td>{cell.who}</td>
            <td class="mono"><del>{or_empty(cell.before)}</del></td>
            <td class="mono"><ins>{or_empty(cell.after)}</ins></td>
        </tr>
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
                    }).collect_view()}
                </tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="quiet">{texts::not_shown(count(more))}</p> })}
    }
}

fn or_empty(text: String) -> AnyView {
    if text.is_empty() {
        view! { <em translate="yes">{texts::empty_text()}</em> }.into_any()
    } else {
        view! { <span translate="no">{text}</span> }.into_any()
    }
}
