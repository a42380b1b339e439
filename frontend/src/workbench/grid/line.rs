//! The line above the grid: which rows are shown and in which order, or how far reading
//! and long work are. It is always there, so that nothing moves.

use std::time::Duration;

use super::GridAction;
use crate::{
    components::icon::{Icon, Picture},
    engine::protocol::{CellTest, ColumnFilter, Progress, View, Working},
    prelude::*,
    texts::{grid as texts, page},
    words,
    workbench::bench::{Bench, Stage},
};

/// Work that takes no longer shows no progress.
const SHORT: Duration = Duration::from_millis(200);

/// The line.
#[component]
pub fn ViewLine(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let is_working = Memo::new(move |_| {
        bench.working.with(Option::is_some) || bench.found.reading.with(|all| !all.is_empty())
    });
    let is_long = RwSignal::new(false);
    Effect::new(move |_| {
        is_long.set(false);
        if is_working.get() {
            set_timeout(
                move || {
                    if is_working.try_get_untracked() == Some(true) {
                        is_long.set(true);
                    }
                },
                SHORT,
            );
        }
    });
    let far = Memo::new(move |_| match bench.stage.get() {
        Stage::Reading(progress) => Some(Far::of_reading(&progress)),
        _ if is_long.get() => {
            let first = bench
                .found
                .reading
                .with(|all| all.first().map(Far::of_reading));
            first.or_else(|| bench.working.get().map(Far::of_work))
        }
        _ => None,
    });
    let is_busy = Memo::new(move |_| far.with(Option::is_some));
    view! {
        <div class="view-line">
            {move || if is_busy.get() {
                view! { <Busy bench far /> }
            } else {
                view! { <Shown bench /> }
            }}
        </div>
    }
}

/// How far something is.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Far {
    what: String,
    line: String,
    done: u64,
    total: u64,
}

impl Far {
    fn of_reading(progress: &Progress) -> Self {
        let line = if progress.total > 0 {
            format!(
                "{} · {}",
                texts::read_of(words::size(progress.bytes), words::size(progress.total)),
                page::rows(progress.rows)
            )
        } else {
            page::rows(progress.rows)
        };
        Self {
            what: texts::reading(&progress.name),
            line,
            done: progress.bytes,
            total: progress.total,
        }
    }

    fn of_work(Working { done, total }: Working) -> Self {
        Self {
            what: texts::working(),
            line: if total > 0 {
                texts::looked_at(words::grouped(done), words::grouped(total))
            } else {
                String::new()
            },
            done: done.into(),
            total: total.into(),
        }
    }
}

#[component]
fn Busy(bench: Bench, far: Memo<Option<Far>>) -> impl IntoView {
    let part =
        move |part: fn(&Far) -> String| far.with(|far| far.as_ref().map(part)).unwrap_or_default();
    view! {
        <span class="what">{move || part(|far| far.what.clone())}</span>
        <progress
            aria-label=move || part(|far| far.what.clone())
            max=move || part(|far| far.total.max(1).to_string())
            // Without a value the bar only says that something goes on.
            value=move || {
                far.with(|far| far.as_ref().filter(|far| far.total > 0).map(|far| far.done.to_string()))
            }
        ></progress>
        <span class="small">{move || part(|far| far.line.clone())}</span>
        <div class="spread"></div>
        <button type="button" class="button small" on:click=move |_| bench.cancel()>
            {page::cancel()}
        </button>
    }
}

#[component]
fn Shown(bench: Bench) -> impl IntoView {
    let count = move || {
        let rows = bench.rows.get();
        let all = bench
            .overview
            .with(|file| file.as_ref().map_or(0, |file| file.rows));
        if rows == all {
            page::rows(rows)
        } else {
            texts::rows_of(rows, words::grouped(all))
        }
    };
    let selected = move || {
        let rows = bench.rows.get();
        let columns = bench.columns.with(|columns| columns.len());
        let selection = bench.selection.get();
        let block = selection.block(rows, columns);
        (!selection.is_one_cell() && !block.is_empty()).then(|| {
            let rows = block.rows.end - block.rows.start;
            texts::selected(words::grouped(rows), block.columns.len())
        })
    };
    let button = move |action: GridAction| {
        view! {
            <button type="button" class="button quiet small" on:click=move |_| action.run(bench)>
                {action.label()}
            </button>
        }
    };
    let can_reset = Memo::new(move |_| {
        bench.view.track();
        bench.grid.arrangement.track();
        GridAction::ResetView.is_possible(bench)
    });
    view! {
        <span class="count">{count}</span>
        {move || chips(bench)}
        <span class="small">{selected}</span>
        <div class="spread"></div>
        <Show when=move || can_reset.get()>{button(GridAction::ResetView)}</Show>
        {button(GridAction::GoToRow)}
        {button(GridAction::Columns)}
    }
}

/// The order and the filters of columns in force; each goes with a click.
fn chips(bench: Bench) -> Vec<Markup> {
    let view = bench.view.get();
    let sorted = view.sort.map(|sort| {
        let name = name_of(bench, sort.column);
        let label = if sort.descending {
            texts::sorted_down(&name)
        } else {
            texts::sorted_up(&name)
        };
        chip(label, texts::drop_sorting(&name), move || bench.sort(None))
    });
    let View { columns, .. } = view;
    let filters = columns
        .into_iter()
        .map(move |ColumnFilter { column, test }| {
            let name = name_of(bench, column);
            let label = match test {
                CellTest::Contains(text) => texts::contains(name, text),
                CellTest::Empty => texts::is_empty(name),
                CellTest::NotEmpty => texts::is_not_empty(name),
            };
            let tells = texts::drop_this_filter(&label);
            chip(label, tells, move || bench.filter_column(column, None))
        });
    sorted.into_iter().chain(filters).collect::<Vec<_>>()
}

fn chip(label: String, tells: String, drop: impl Fn() + Send + 'static) -> Markup {
    view! {
        <button type="button" class="chip filter brand" aria-label=tells.clone() title=tells on:click=move |_| drop()>
            <span class="label">{label}</span>
            <Picture icon=Icon::Close />
        </button>
    }
}

fn name_of(bench: Bench, column: usize) -> String {
    bench.overview.with(|file| {
        let column = file.as_ref().and_then(|file| file.columns.get(column));
        column.map_or_else(String::new, |column| column.name.clone())
    })
}
