//! One change in the list.

use crate::{
    engine::protocol::{CellView, ChangeView, Revert},
    prelude::*,
    texts::leave as texts,
    words,
    workbench::bench::Bench,
};

/// A cell or a row that differs; leads to its place.
#[component]
pub(super) fn Entry(bench: Bench, change: ChangeView) -> impl IntoView {
    let ChangeView {
        row,
        row_before,
        who,
        cell,
    } = change;
    let number = |row: u32| words::grouped(row.saturating_add(1));
    let column = cell.as_ref().map(|cell| cell.column);
    let head = match (row, row_before) {
        (Some(row), Some(before)) if row != before => {
            texts::row_in_both(number(row), number(before))
        }
        (Some(row), _) => texts::row_number(number(row)),
        (None, Some(before)) => texts::row_was(number(before)),
        (None, None) => String::new(),
    };
    let revert = cell
        .as_ref()
        .filter(|cell| cell.before.is_some() && cell.after.is_some())
        .zip(row)
        .map(|(cell, row)| (cell.column, cell.name.clone(), row));
    let content = view! {
        <span class="place-head">
            <strong>{head}</strong>
            <span class="who" translate="no">{who}</span>
        </span>
        {cell.map(|cell| view! { <Texts cell /> })}
    };
    let body = match row {
        Some(row) => view! {
            <button type="button" class="place" on:click=move |_| bench.locate(row, column)>
                {content}
            </button>
        },
        None => view! { <p class="place">{content}</p> },
    };
    view! {
        {body}
        {revert.map(|(column, name, row)| view! {
            <span class="change-reverts">
                <button
                    type="button"
                    class="link"
                    aria-label=texts::revert_cell_of(name, number(row))
                    on:click=move |_| bench.revert(Revert::Cell { row, column })
                >
                    {texts::revert()}
                </button>
                <button
                    type="button"
                    class="link"
                    aria-label=texts::revert_row_of(number(row))
                    on:click=move |_| bench.revert(Revert::Row(row))
                >
                    {texts::revert_row()}
                </button>
            </span>
        })}
    }
}

/// The column, and its text before and now.
#[component]
fn Texts(cell: CellView) -> impl IntoView {
    let CellView {
        name,
        before,
        after,
        is_locked,
        ..
    } = cell;
    let text = |text: Option<String>| match text {
        None => (true, texts::is_missing()),
        Some(text) if text.is_empty() => (true, texts::is_empty()),
        Some(text) => (false, text),
    };
    let line = |class: &'static str, word: String, (is_word, text): (bool, String)| {
        view! {
            <span class=class>
                <span class="side">{word}</span>
                <bdi class:empty=is_word translate=if is_word { "yes" } else { "no" }>{text}</bdi>
            </span>
        }
    };
    view! {
        <span class="change-column">
            <span translate="no">{name}</span>
            {is_locked.then(|| view! { <span class="chip error">{texts::is_locked()}</span> })}
        </span>
        {line("change-text was", texts::was(), text(before))}
        {line("change-text", texts::is_now(), text(after))}
    }
}
