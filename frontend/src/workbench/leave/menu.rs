//! The menu beside Save: a native popover that the keyboard leads through.

use leptos::{ev::KeyboardEvent, html};
use web_sys::HtmlElement;

use super::{Leaving, popover};
use crate::{
    browser,
    components::icon::{Icon, Picture},
    prelude::*,
    texts::leave as texts,
    workbench::{actions::Action, bench::Bench},
};

const ID: &str = "save-menu";

/// Opens the menu.
#[component]
pub fn SaveMenu(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let menu = NodeRef::<html::Div>::new();
    let is_open = RwSignal::new(false);
    view! {
        <button
            type="button"
            class="button primary icon-only more"
            popovertarget=ID
            aria-haspopup="menu"
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            aria-label=texts::more_ways
            title=texts::more_ways
        >
            <Picture icon=Icon::Down />
        </button>
        <div
            id=ID
            class="menu"
            popover="auto"
            role="menu"
            aria-label=texts::more_ways
            node_ref=menu
            on:toggle=move |_| {
                let opened = menu.get_untracked().is_some_and(|menu| popover::is_open(&menu));
                is_open.set(opened);
                if opened {
                    browser::focus_soon("#save-menu [role=menuitem]");
                }
            }
            on:keydown=move |event| {
                // Its keys are its own, not the page's.
                event.stop_propagation();
                if let Some(menu) = menu.get_untracked() && pressed(&menu, &event) {
                    event.prevent_default();
                }
            }
        >
            <Show when=move || is_open.get()>
                <Group name=texts::group_file()>
                    <Item bench menu action=Action::Save about=texts::save_about() />
                    <Made bench menu leaving=Leaving::ReviewCopy />
                    <Made bench menu leaving=Leaving::WithFindings />
                    <Made bench menu leaving=Leaving::Draft />
                </Group>
                <Group name=texts::group_review()>
                    <Made bench menu leaving=Leaving::Report />
                    <Made bench menu leaving=Leaving::FindingsCsv />
                    <Made bench menu leaving=Leaving::FindingsJson />
                </Group>
                <Group name=texts::group_next()>
                    <Made bench menu leaving=Leaving::IdentityMap />
                    <Made bench menu leaving=Leaving::MigrationBatch />
                </Group>
                <Group name=texts::group_work()>
                    <Item bench menu action=Action::OpenAnother about=texts::open_another_about() />
                </Group>
            </Show>
        </div>
    }
}

#[component]
fn Group(name: String, children: Children) -> impl IntoView {
    let label = name.clone();
    view! {
        <div class="menu-group" role="group" aria-label=label>
            <p class="menu-heading" aria-hidden="true">{name}</p>
            {children()}
        </div>
    }
}

#[component]
fn Made(bench: Bench, menu: NodeRef<html::Div>, leaving: Leaving) -> impl IntoView {
    let refusal = bench
        .overview
        .with_untracked(|file| file.as_ref().and_then(|file| leaving.refusal(&file.leave)));
    let about = refusal.unwrap_or_else(|| leaving.about());
    view! { <Item bench menu action=Action::Leave(leaving) about /> }
}

#[component]
fn Item(bench: Bench, menu: NodeRef<html::Div>, action: Action, about: String) -> impl IntoView {
    let is_possible = action.is_possible(bench);
    let chord = action.chords().first();
    view! {
        <button
            type="button"
            role="menuitem"
            class="menu-item"
            tabindex="-1"
            aria-disabled=(!is_possible).then_some("true")
            aria-keyshortcuts=chord.map(crate::workbench::chord::Chord::aria)
            on:click=move |_| {
                if is_possible {
                    if let Some(menu) = menu.get_untracked() {
                        popover::hide(&menu);
                    }
                    action.run(bench);
                }
            }
        >
            <span class="menu-label">
                <span>{action.label()}</span>
                {chord.map(|chord| view! { <kbd aria-hidden="true">{chord.to_string()}</kbd> })}
            </span>
            <span class="menu-about">{about}</span>
        </button>
    }
}

#[derive(Clone, Copy)]
enum Step {
    First,
    Last,
    Next,
    Previous,
    Letter(char),
}

/// Moves through the menu; whether the key was one of its own.
fn pressed(menu: &HtmlElement, event: &KeyboardEvent) -> bool {
    let key = event.key();
    let step = match key.as_str() {
        "ArrowDown" => Step::Next,
        "ArrowUp" => Step::Previous,
        "Home" => Step::First,
        "End" => Step::Last,
        "Tab" => {
            popover::hide(menu);
            return false;
        }
        key => {
            let mut letters = key.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) if letter.is_alphabetic() && !event.ctrl_key() => {
                    Step::Letter(letter)
                }
                _ => return false,
            }
        }
    };
    move_focus(menu, step);
    true
}

fn move_focus(menu: &HtmlElement, step: Step) {
    let items = popover::all(menu, "[role=menuitem]");
    let focused = document().active_element();
    let at = items
        .iter()
        .position(|item| focused.as_ref() == Some(item.as_ref()));
    let letters: Vec<Option<char>> = items
        .iter()
        .map(|item| item.text_content()?.chars().next())
        .collect();
    if let Some(item) = place(step, at, &letters).and_then(|at| items.get(at)) {
        // An item of an open menu takes the focus.
        let _ = item.focus();
    }
}

/// Which item a step leads to, round and round; a letter leads to the next item that
/// begins with it.
fn place(step: Step, at: Option<usize>, letters: &[Option<char>]) -> Option<usize> {
    let count = letters.len();
    let last = count.checked_sub(1)?;
    match step {
        Step::First => Some(0),
        Step::Last => Some(last),
        Step::Next => Some(at.map_or(0, |at| if at >= last { 0 } else { at + 1 })),
        Step::Previous => Some(at.and_then(|at| at.checked_sub(1)).unwrap_or(last)),
        Step::Letter(letter) => {
            let from = at.map_or(0, |at| at + 1);
            let is_it = |it: &Option<char>| {
                it.is_some_and(|it| it.to_lowercase().eq(letter.to_lowercase()))
            };
            (from..count)
                .chain(0..from.min(count))
                .find(|at| letters.get(*at).is_some_and(is_it))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_round_and_round_the_menu() {
        let letters = ['S', 'S', 'O', 'R'].map(Some);
        for (step, at, expected) in [
            (Step::First, Some(2), Some(0)),
            (Step::Last, None, Some(3)),
            (Step::Next, Some(3), Some(0)),
            (Step::Next, None, Some(0)),
            (Step::Previous, Some(0), Some(3)),
            (Step::Previous, Some(2), Some(1)),
            (Step::Letter('s'), Some(0), Some(1)),
            (Step::Letter('s'), Some(1), Some(0)),
            (Step::Letter('x'), Some(1), None),
        ] {
            assert_eq!(place(step, at, &letters), expected);
        }
        assert_eq!(place(Step::Next, None, &[]), None);
    }
}
