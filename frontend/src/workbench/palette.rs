//! The command palette: every action by its name, with the keys that do it.

mod search;

use leptos::html;
use web_sys::KeyboardEvent;

use super::{actions::Action, bench::Bench, chord::Chord};
use crate::{components::dialog::Dialog, prelude::*, texts};

/// The element id of the list, and the beginning of those of its options.
const LIST: &str = "palette-list";

/// The palette, while it is open.
#[component]
pub fn Palette(
    /// The workbench.
    bench: Bench,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open title=Signal::derive(texts::comfort::palette_title)>
            <Search bench open />
        </Dialog>
    }
}

/// An action as it is listed.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Listed {
    action: Action,
    label: String,
    is_possible: bool,
}

#[component]
fn Search(bench: Bench, open: RwSignal<bool>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        let all: Vec<_> = Action::ALL
            .iter()
            .filter(|action| **action != Action::Palette)
            .map(|action| (action.label(), *action))
            .collect();
        typed.with(|typed| {
            search::best(typed, &all)
                .into_iter()
                .map(|(label, action)| Listed {
                    action,
                    label,
                    is_possible: action.is_possible(bench),
                })
                .collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        if let Some(element) = input.get() {
            // A dialog's first field takes the focus anyway.
            let _ = element.focus();
        }
    });
    let run = move |listed: &Listed| {
        if listed.is_possible {
            open.set(false);
            listed.action.run(bench);
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        let last = found.with_untracked(|found| found.len().saturating_sub(1));
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
            "Home" if typed.with_untracked(String::is_empty) => at.set(0),
            "End" if typed.with_untracked(String::is_empty) => at.set(last),
            "Enter" => {
                if let Some(listed) =
                    found.with_untracked(|found| found.get(at.get_untracked()).cloned())
                {
                    run(&listed);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let option = move |(place, listed): (usize, Listed)| {
        let keys = listed.action.chords().first().map(keys_of);
        let chosen = listed.clone();
        view! {
            <li
                id=format!("{LIST}-{place}")
                role="option"
                class="command"
                class:now=move || at.get() == place
                aria-selected=move || if at.get() == place { "true" } else { "false" }
                aria-disabled=(!listed.is_possible).then_some("true")
                on:mousemove=move |_| at.set(place)
                on:click=move |_| run(&chosen)
            >
                <span class="label">{listed.label}</span>
                {(!listed.is_possible).then(|| view! {
                    <span class="aside">{texts::comfort::palette_not_now()}</span>
                })}
                {keys}
            </li>
        }
    };
    view! {
        <input
            type="text"
            class="palette-input"
            role="combobox"
            aria-label=texts::comfort::palette_title()
            aria-expanded="true"
            aria-controls=LIST
            aria-activedescendant=move || {
                let at = at.get();
                found.with(|found| at < found.len()).then(|| format!("{LIST}-{at}"))
            }
            placeholder=texts::comfort::palette_hint()
            spellcheck="false"
            autocomplete="off"
            node_ref=input
            on:input=move |event| {
                typed.set(event_target_value(&event));
                at.set(0);
            }
            on:keydown=on_keydown
        />
        <ul id=LIST role="listbox" class="commands" aria-label=texts::comfort::palette()>
            {move || found.get().into_iter().enumerate().map(option).collect::<Vec<_>>()}
        </ul>
        <p class="small" role="status" aria-live="polite">
            {move || match found.with(Vec::len) {
                0 => texts::comfort::palette_none(typed.get()),
                count => texts::comfort::palette_found(count as u64),
            }}
        </p>
    }
}

/// A chord as keys.
pub(super) fn keys_of(chord: &Chord<'_>) -> Markup {
    let keys = chord.to_string();
    view! {
        <span class="keys">
            {keys.split(' ').map(|key| view! { <kbd>{key.to_string()}</kbd> }).collect::<Vec<_>>()}
        </span>
    }
}
