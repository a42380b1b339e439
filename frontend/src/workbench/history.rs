//! The steps: undo and redo by name, and the list of all of them.

pub mod unlock;

use super::{actions::Action, bench::Bench, chord::Chord, panel::Panel};
use crate::{
    components::icon::{Icon, Picture},
    engine::protocol::{EditCommand, Overview, Steps},
    prelude::*,
    texts::{edit, page},
};

/// Undo, redo and the list, in the bar.
#[component]
pub fn StepButtons(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let of_file = move |step: fn(&Overview) -> &Option<String>| {
        bench
            .overview
            .with(|file| file.as_ref().and_then(|file| step(file).clone()))
    };
    let undo = Memo::new(move |_| of_file(|file| &file.undo));
    let redo = Memo::new(move |_| of_file(|file| &file.redo));
    let title_of = |action: Action, step: Option<String>, named: fn(String) -> String| {
        let what = step.map_or_else(|| action.label(), named);
        let chord = action.chords().first().map(ToString::to_string);
        chord.map_or_else(|| what.clone(), |chord| page::with_keys(&what, chord))
    };
    let is_listed = move || bench.panel.get() == Panel::History;
    view! {
        <div class="steps" role="group" aria-label=edit::steps()>
            <button
                type="button"
                class="button quiet"
                disabled=move || undo.with(Option::is_none)
                aria-keyshortcuts=Action::Undo.chords().first().map(Chord::aria)
                title=move || title_of(Action::Undo, undo.get(), page::undo_step)
                on:click=move |_| bench.undo()
            >
                <Picture icon=Icon::Undo />
                <span class="word">{page::undo()}</span>
                <span class="step">{move || undo.get()}</span>
            </button>
            <button
                type="button"
                class="button quiet icon-only"
                disabled=move || redo.with(Option::is_none)
                aria-keyshortcuts=Action::Redo.chords().first().map(Chord::aria)
                aria-label=move || redo.get().map_or_else(page::redo, page::redo_step)
                title=move || title_of(Action::Redo, redo.get(), page::redo_step)
                on:click=move |_| bench.redo()
            >
                <Picture icon=Icon::Redo />
            </button>
            <button
                type="button"
                class="button quiet icon-only"
                aria-pressed=move || if is_listed() { "true" } else { "false" }
                aria-label=edit::history()
                title=edit::history()
                on:click=move |_| bench.toggle_panel(Panel::History)
            >
                <Picture icon=Icon::History />
            </button>
        </div>
    }
}

/// The list of steps, newest first. A click goes to that point.
#[component]
pub fn History(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    Effect::new(move |_| {
        bench.overview.track();
        bench.send_edit(EditCommand::History);
    });
    let points = Memo::new(move |_| bench.edits.steps.with(points));
    let point = move |point: Point| {
        let Point { done, name, place } = point;
        let class = match place {
            Place::Undone => "point undone",
            Place::Now => "point now",
            Place::Done => "point",
        };
        let note = match place {
            Place::Undone => edit::history_undone(),
            Place::Now => edit::history_now(),
            Place::Done => String::new(),
        };
        view! {
            <li>
                <button
                    type="button"
                    class=class
                    aria-current=(place == Place::Now).then_some("step")
                    on:click=move |_| bench.go_to_step(done)
                >
                    <span class="step-name">{name.unwrap_or_else(edit::history_opened)}</span>
                    <span class="when">{note}</span>
                </button>
            </li>
        }
    };
    let older = move || bench.edits.steps.with(older);
    view! {
        <aside class="history" aria-label=edit::history()>
            <header>
                <h2>{edit::history()}</h2>
                <button
                    type="button"
                    class="button quiet icon-only"
                    aria-label=edit::history_close()
                    title=edit::history_close()
                    on:click=move |_| bench.toggle_panel(Panel::History)
                >
                    <Picture icon=Icon::Close />
                </button>
            </header>
            <p class="lead">{edit::history_lead()}</p>
            <ol class="points">
                {move || points.get().into_iter().map(point).collect::<Vec<_>>()}
            </ol>
            <Show when=move || { older() > 0 }>
                <p class="more">{move || edit::history_older(older())}</p>
            </Show>
        </aside>
    }
}

/// A point that one can go to.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Point {
    /// How many steps are done there.
    done: u32,
    /// The last of them; none is the file as opened.
    name: Option<String>,
    place: Place,
}

/// Where a point is, seen from now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Undone,
    Now,
    Done,
}

/// The points of a history, newest first.
fn points(steps: &Steps) -> Vec<Point> {
    let now = steps.done_in_all;
    let undone = (now.saturating_add(1)..)
        .zip(&steps.undone)
        .map(|(done, name)| Point {
            done,
            name: Some(name.clone()),
            place: Place::Undone,
        });
    let mut points: Vec<Point> = undone.collect();
    points.reverse();
    let place_of = |done| if done == now { Place::Now } else { Place::Done };
    points.extend((0_u32..).zip(&steps.done).map(|(back, name)| {
        let done = now.saturating_sub(back);
        Point {
            done,
            name: Some(name.clone()),
            place: place_of(done),
        }
    }));
    points.push(Point {
        done: 0,
        name: None,
        place: place_of(0),
    });
    points
}

/// How many steps are too old to be listed.
fn older(steps: &Steps) -> u32 {
    let listed = u32::try_from(steps.done.len()).unwrap_or(u32::MAX);
    steps.done_in_all.saturating_sub(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_listed_from_what_was_undone_to_the_file_as_opened() {
        let steps = Steps {
            done: vec!["b".into(), "a".into()],
            done_in_all: 2,
            undone: vec!["c".into(), "d".into()],
        };
        let listed: Vec<_> = points(&steps)
            .into_iter()
            .map(|point| (point.done, point.name.unwrap_or_default(), point.place))
            .collect();
        assert_eq!(
            listed,
            [
                (4, "d".into(), Place::Undone),
                (3, "c".into(), Place::Undone),
                (2, "b".into(), Place::Now),
                (1, "a".into(), Place::Done),
                (0, String::new(), Place::Done),
            ]
        );
        assert_eq!(points(&Steps::default()).len(), 1);
        assert_eq!(points(&Steps::default())[0].place, Place::Now);
        let long = Steps {
            done_in_all: 700,
            ..steps
        };
        assert_eq!(older(&long), 698);
    }
}
