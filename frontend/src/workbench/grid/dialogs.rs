//! What the grid asks: which row, what a column's cells must be like, how wide it is, and
//! which columns are shown.

use leptos::html;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use crate::{
    components::{asking::Asking, dialog::Dialog},
    engine::protocol::{CellTest, Command, ViewCommand},
    prelude::*,
    texts::{grid as texts, page},
    words,
    workbench::bench::Bench,
};

/// All of them; none is open at first.
#[component]
pub fn Dialogs(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let grid = bench.grid;
    let name = move || name_of(bench, grid.column.get());
    view! {
        <Dialog open=grid.jump title=Signal::derive(texts::jump_title)>
            <Jump bench />
        </Dialog>
        <Dialog open=grid.filter title=Signal::derive(move || texts::filter_title(name()))>
            <Filter bench />
        </Dialog>
        <Dialog open=grid.width title=Signal::derive(move || texts::width_title(name()))>
            <Width bench />
        </Dialog>
        <Dialog open=grid.columns title=Signal::derive(texts::columns_title)>
            <Columns bench />
        </Dialog>
    }
}

fn name_of(bench: Bench, column: usize) -> String {
    bench.overview.with(|file| {
        file.as_ref()
            .and_then(|file| file.columns.get(column))
            .map_or_else(String::new, |column| column.name.clone())
    })
}

/// An input takes the keyboard as soon as it is there, with its text selected.
fn focus_first(input: NodeRef<html::Input>) {
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            request_animation_frame(move || {
                let _ = input.focus();
                input.select();
            });
        }
    });
}

/// A row's number as somebody typed it; none if there is no such row.
fn row_of(text: &str, rows: u32) -> Option<u32> {
    let digits: String = text
        .chars()
        .filter(|it| !matches!(it, ',' | ' ' | '\u{a0}'))
        .collect();
    let number: u32 = digits.parse().ok()?;
    number.checked_sub(1).filter(|row| *row < rows)
}

#[component]
fn Jump(bench: Bench) -> impl IntoView {
    let grid = bench.grid;
    let input = NodeRef::<html::Input>::new();
    focus_first(input);
    let rows = bench
        .overview
        .with_untracked(|file| file.as_ref().map_or(0, |file| file.rows));
    let is_wrong = RwSignal::new(false);
    let go = Callback::new(move |()| {
        let typed = input
            .get_untracked()
            .map(|input| input.value())
            .unwrap_or_default();
        let row = row_of(&typed, rows);
        is_wrong.set(row.is_none());
        grid.hidden_row.set(None);
        if let Some(row) = row {
            let column = bench.active_column().map_or(0, |column| column.index);
            let jump = ViewCommand::Jump { row, column };
            bench.send(&Command::View(jump), None);
        }
    });
    let said = move || {
        if is_wrong.get() {
            return Some(texts::no_such_row(words::grouped(rows)));
        }
        let row = grid.hidden_row.get()?;
        Some(texts::hidden_row(words::grouped(row.saturating_add(1))))
    };
    let show_all = move || {
        let row = grid.hidden_row.get()?;
        let go = move |_| {
            let column = bench.active_column().map(|column| column.index);
            bench.locate(row, column);
        };
        Some(view! {
            <button type="button" class="button" on:click=go>{texts::show_all_and_go()}</button>
        })
    };
    view! {
        <Asking go>
            <label>
                {texts::jump_label(words::grouped(rows))}
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-invalid=move || is_wrong.get().then_some("true")
                    node_ref=input
                />
            </label>
            <p class="said" role="status">{said}</p>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| go.run(())>
                    {texts::go()}
                </button>
                {show_all}
                <button type="button" class="button quiet" on:click=move |_| grid.jump.set(false)>
                    {page::cancel()}
                </button>
            </div>
        </Asking>
    }
}

#[component]
fn Filter(bench: Bench) -> impl IntoView {
    let grid = bench.grid;
    let column = grid.column.get_untracked();
    let test = bench.view.with_untracked(|view| {
        let filter = view.columns.iter().find(|filter| filter.column == column);
        filter.map(|filter| filter.test.clone())
    });
    let text = match &test {
        Some(CellTest::Contains(text)) => text.clone(),
        _ => String::new(),
    };
    let is_filtered = test.is_some();
    let chosen = RwSignal::new(test.unwrap_or(CellTest::Contains(String::new())));
    let input = NodeRef::<html::Input>::new();
    focus_first(input);
    let go = Callback::new(move |()| {
        let test = match chosen.get_untracked() {
            CellTest::Contains(_) => {
                let typed = input
                    .get_untracked()
                    .map(|input| input.value())
                    .unwrap_or_default();
                Some(CellTest::Contains(typed))
                    .filter(|test| *test != CellTest::Contains(String::new()))
            }
            other => Some(other),
        };
        grid.filter.set(false);
        bench.filter_column(column, test);
    });
    let choice = move |label: String, test: CellTest| {
        let is_chosen =
            std::mem::discriminant(&chosen.get_untracked()) == std::mem::discriminant(&test);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="cell-test"
                    checked=is_chosen
                    on:change=move |_| chosen.set(test.clone())
                />
                {label}
            </label>
        }
    };
    view! {
        <Asking go>
            {choice(texts::filter_holds(), CellTest::Contains(String::new()))}
            <label>
                {texts::filter_text()}
                <input
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    value=text
                    disabled=move || chosen.with(|test| !matches!(test, CellTest::Contains(_)))
                    node_ref=input
                />
            </label>
            {choice(texts::filter_empty(), CellTest::Empty)}
            {choice(texts::filter_not_empty(), CellTest::NotEmpty)}
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| go.run(())>
                    {texts::filter()}
                </button>
                {is_filtered.then(|| view! {
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| {
                            grid.filter.set(false);
                            bench.filter_column(column, None);
                        }
                    >
                        {texts::drop_filter()}
                    </button>
                })}
                <button type="button" class="button quiet" on:click=move |_| grid.filter.set(false)>
                    {page::cancel()}
                </button>
            </div>
        </Asking>
    }
}

#[component]
fn Width(bench: Bench) -> impl IntoView {
    let grid = bench.grid;
    let column = grid.column.get_untracked();
    let width = bench.columns.with_untracked(|columns| {
        let shown = columns.iter().find(|shown| shown.index == column);
        shown.map_or(0, |shown| shown.width)
    });
    let input = NodeRef::<html::Input>::new();
    focus_first(input);
    let go = Callback::new(move |()| {
        let typed = input
            .get_untracked()
            .map(|input| input.value())
            .unwrap_or_default();
        if let Ok(width) = typed.trim().parse() {
            grid.width.set(false);
            bench.arrange(|it| it.set_width(column, width));
        }
    });
    view! {
        <Asking go>
            <label>
                {texts::width_label()}
                <input type="number" min="48" max="1200" value=width.to_string() node_ref=input />
            </label>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| go.run(())>
                    {texts::set_width()}
                </button>
                <button type="button" class="button quiet" on:click=move |_| grid.width.set(false)>
                    {page::cancel()}
                </button>
            </div>
        </Asking>
    }
}

/// More columns than this are not listed.
const LISTED: usize = 500;

#[component]
fn Columns(bench: Bench) -> impl IntoView {
    let grid = bench.grid;
    let names: Vec<String> = bench.overview.with_untracked(|file| {
        file.as_ref().map_or_else(Vec::new, |file| {
            let names = file.columns.iter().take(LISTED);
            names.map(|column| column.name.clone()).collect()
        })
    });
    let boxes = names.into_iter().enumerate().map(|(index, name)| {
        let is_hidden = move || grid.arrangement.with(|it| it.is_hidden(index));
        let change = move |event: Event| {
            let input: Option<HtmlInputElement> =
                event.target().and_then(|target| target.dyn_into().ok());
            if let Some(input) = input {
                bench.arrange(|it| it.set_hidden(index, !input.checked()));
            }
        };
        view! {
            <label class="choice">
                <input type="checkbox" prop:checked=move || !is_hidden() on:change=change />
                <span translate="no">{name}</span>
            </label>
        }
    });
    view! {
        <div class="ask">
            <div class="choices">{boxes.collect::<Vec<_>>()}</div>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| grid.columns.set(false)>
                    {page::close()}
                </button>
                <button type="button" class="button" on:click=move |_| bench.reset_view()>
                    {texts::reset_view()}
                </button>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_named_by_its_number_as_people_write_it() {
        for (text, row) in [
            ("1", Some(0)),
            (" 4,812 ", Some(4_811)),
            ("4 812", Some(4_811)),
            ("0", None),
            ("5000", None),
            ("", None),
            ("-1", None),
            ("99999999999", None),
        ] {
            assert_eq!(row_of(text, 4_812), row, "{text}");
        }
    }
}
