//! A conflict, side by side: the mailbox and the MailUsers that may be its.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::people::{Agreement, Sureness, agreement, name_of, tells_apart};
use crate::{
    components::{
        copy_button::CopyButton,
        dialog::Dialog,
        icon::{Icon, Picture},
    },
    engine::protocol::{CandidateView, ConflictView, MatchCommand, PersonView},
    prelude::*,
    texts::matching as texts,
    words,
    workbench::bench::Bench,
};

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    /// To choose this one.
    Choose(usize),
    /// To lead the mailbox to the one chosen.
    Decide,
}

/// What a key asks for, among candidates of which some are taken.
fn asked(key: &str, chosen: Option<usize>, free: &[bool]) -> Option<Asked> {
    let is_free = |place: &usize| free.get(*place) == Some(&true);
    let count = free.len();
    match key {
        "Enter" => chosen.map(|_| Asked::Decide),
        "ArrowRight" | "ArrowDown" => {
            let from = chosen.map_or(0, |chosen| chosen + 1);
            (from..count).find(is_free).map(Asked::Choose)
        }
        "ArrowLeft" | "ArrowUp" => {
            let to = chosen.unwrap_or(count);
            (0..to).rev().find(is_free).map(Asked::Choose)
        }
        _ => {
            let number: usize = key.parse().ok().filter(|_| key.len() == 1)?;
            let place = number.checked_sub(1)?;
            is_free(&place).then_some(Asked::Choose(place))
        }
    }
}

/// What is compared: its name, and where it stands.
type Compared = (String, fn(&PersonView) -> &str);

/// The attributes that are compared, as people know them.
fn compared() -> [Compared; 6] {
    [
        (texts::display_name(), |it| &it.name),
        (texts::department(), |it| &it.department),
        (texts::employee_id(), |it| &it.employee_id),
        (texts::address(), |it| &it.address),
        (texts::upn(), |it| &it.upn),
        (texts::alias(), |it| &it.alias),
    ]
}

/// The dialog, while conflicts are decided.
#[component]
pub fn ConflictDialog(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let matching = bench.matching;
    let title = Signal::derive(move || {
        matching.conflict.with(|conflict| match conflict {
            Some(conflict) => texts::conflict_title(
                words::grouped(conflict.number),
                words::grouped(conflict.left),
            ),
            None => texts::chip_conflicts(),
        })
    });
    view! {
        <Dialog open=matching.is_deciding title=title>
            {move || matching.conflict.get().map(|conflict| view! { <Choice bench conflict /> })}
        </Dialog>
    }
}

#[component]
fn Choice(bench: Bench, conflict: ConflictView) -> impl IntoView {
    let ConflictView {
        row,
        who,
        reason,
        candidates,
        count,
        rivals,
        ..
    } = conflict;
    let chosen = RwSignal::new(None::<usize>);
    let free: Vec<bool> = candidates
        .iter()
        .map(|one| one.person.taken_by.is_none())
        .collect();
    let people: Vec<(String, String)> = candidates
        .iter()
        .map(|one| (one.person.id.clone(), name_of(&one.person)))
        .collect();
    let people = StoredValue::new(people);
    let next = move || bench.show_conflict(row, true);
    let decide = move || {
        let person = people.with_value(|all| all.get(chosen.get_untracked()?).cloned());
        if let Some((id, name)) = person {
            bench.decide_match(row, &id);
            bench.tell(texts::decided(words::grouped(row.saturating_add(1)), name));
            next();
        }
    };
    let pressed = {
        let free = free.clone();
        move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() || is_on_button(&event) {
                return;
            }
            match asked(&event.key(), chosen.get_untracked(), &free) {
                Some(Asked::Choose(place)) => {
                    chosen.set(Some(place));
                    focus(place);
                }
                Some(Asked::Decide) => decide(),
                None => return,
            }
            event.prevent_default();
        }
    };
    request_animation_frame(move || {
        focus(free.iter().position(|free| *free).unwrap_or(0));
        to_the_top();
    });
    let more = u32::try_from(count.saturating_sub(candidates.len())).unwrap_or(u32::MAX);
    let rivals: Vec<String> = rivals
        .into_iter()
        .map(|(row, name)| format!("{} {name}", words::grouped(row.saturating_add(1))))
        .collect();
    let set_aside = move |_| {
        bench.ask_match(MatchCommand::SetAside { row });
        bench.ask_match(MatchCommand::Describe);
        next();
    };
    view! {
        <div class="conflict" on:keydown=pressed>
            <p>{reason}</p>
            {(!rivals.is_empty()).then(|| view! {
                <p class="small">{texts::rivals(rivals.join(", "))}</p>
            })}
            {(more > 0).then(|| view! { <p class="small">{texts::and_more(more)}</p> })}
            <div class="conflict-scroll">
                <Comparison row who candidates chosen />
            </div>
            <p class="small" id="conflict-help">{texts::conflict_help()}</p>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    disabled=move || chosen.get().is_none()
                    on:click=move |_| decide()
                >
                    {move || {
                        let name = people.with_value(|all| {
                            chosen.get().and_then(|chosen| all.get(chosen)).map(|it| it.1.clone())
                        });
                        name.map_or_else(texts::choose_one, texts::decide)
                    }}
                </button>
                <button type="button" class="button" on:click=move |_| next()>{texts::skip()}</button>
                <button type="button" class="button" on:click=set_aside>
                    {texts::none_of_these()}
                </button>
                <span class="spread"></span>
                <button
                    type="button"
                    class="button quiet"
                    on:click=move |_| bench.matching.is_deciding.set(false)
                >
                    {crate::texts::page::close()}
                </button>
            </div>
        </div>
    }
}

#[component]
fn Comparison(
    row: u32,
    who: PersonView,
    candidates: Vec<CandidateView>,
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let heads = candidates.iter().enumerate().map(|(place, one)| {
        let name = name_of(&one.person);
        let number = words::grouped(u32::try_from(place + 1).unwrap_or(u32::MAX));
        let taken = one.person.taken_by;
        view! {
            <th scope="col" class:chosen=move || chosen.get() == Some(place)>
                <label class="choice">
                    <input
                        type="radio"
                        name="conflict"
                        id=choice_id(place)
                        aria-describedby="conflict-help"
                        disabled=taken.is_some()
                        prop:checked=move || chosen.get() == Some(place)
                        on:change=move |_| chosen.set(Some(place))
                    />
                    <span>
                        <kbd aria-hidden="true">{number}</kbd>
                        " " <bdi translate="no">{name}</bdi>
                    </span>
                </label>
                {taken.map(|row| view! {
                    <span class="taken">
                        <Picture icon=Icon::Warning />
                        {texts::taken(words::grouped(row.saturating_add(1)))}
                    </span>
                })}
            </th>
        }
    });
    let heads = heads.collect::<Vec<_>>();
    let rows = compared().map(|(label, value)| {
        let own = value(&who).to_string();
        let cells = candidates.iter().enumerate().map(|(place, one)| {
            let other = value(&one.person).to_string();
            let said = agreement(&own, &other);
            view! {
                <td class:chosen=move || chosen.get() == Some(place)>
                    <Compared said value=other />
                </td>
            }
        });
        let cells = cells.collect::<Vec<_>>();
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td>{if own.is_empty() {
                    view! { <span class="small">{texts::not_known()}</span> }
                } else {
                    view! { <bdi translate="no">{own}</bdi> }
                }}</td>
                {cells}
            </tr>
        }
    });
    let is_telling = tells_apart(&candidates);
    let reasons = candidates.iter().enumerate().map(|(place, one)| {
        let reason = one.reason.clone();
        view! {
            <td class:chosen=move || chosen.get() == Some(place)>
                {is_telling.then(|| view! { <Sureness percent=one.confidence /> })}
                <p class="small">{reason}</p>
            </td>
        }
    });
    let reasons = reasons.collect::<Vec<_>>();
    let ids = candidates.iter().enumerate().map(|(place, one)| {
        let id = one.person.id.clone();
        view! { <td class:chosen=move || chosen.get() == Some(place)><ShortId id /></td> }
    });
    let ids = ids.collect::<Vec<_>>();
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">{texts::compared()}</th>
                    <th scope="col">
                        {texts::mailbox_of_row(words::grouped(row.saturating_add(1)))}
                    </th>
                    {heads}
                </tr>
            </thead>
            <tbody>
                {rows}
                <tr>
                    <th scope="row">{if is_telling { texts::how_sure() } else { texts::why_they_fit() }}</th>
                    <td></td>
                    {reasons}
                </tr>
                <tr>
                    <th scope="row">{texts::object_id()}</th>
                    <td><ShortId id=who.id /></td>
                    {ids}
                </tr>
            </tbody>
        </table>
    }
}

/// A value, and whether it is the mailbox's: by picture and word, not by colour alone.
#[component]
fn Compared(said: Agreement, value: String) -> impl IntoView {
    match said {
        Agreement::Unknown if value.is_empty() => {
            view! { <span class="small">{texts::not_known()}</span> }
        }
        Agreement::Unknown => view! { <span translate="no">{value}</span> },
        Agreement::Same => view! {
            <span class="agrees">
                <Picture icon=Icon::Done />
                <span><bdi translate="no">{value}</bdi> <span class="visually-hidden">", " {texts::same()}</span></span>
            </span>
        },
        Agreement::Differs => view! {
            <span class="differs">
                <Picture icon=Icon::Unequal />
                <span><bdi translate="no">{value}</bdi> <span class="visually-hidden">", " {texts::differs()}</span></span>
            </span>
        },
    }
}

/// An id in short, with the whole one at hand.
#[component]
fn ShortId(id: String) -> impl IntoView {
    (!id.is_empty()).then(|| {
        view! {
            <span class="short-id">
                <code title=id.clone() translate="no">{words::short_id(&id)}</code>
                <CopyButton text=id label=texts::copy_id() />
            </span>
        }
    })
}

fn choice_id(place: usize) -> String {
    format!("conflict-choice-{place}")
}

fn focus(place: usize) {
    let element = document().get_element_by_id(&choice_id(place));
    if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Shows who is asked about, which a low window scrolls away for what has the focus.
fn to_the_top() {
    if let Ok(Some(dialog)) = document().query_selector("dialog[open]:has(.conflict)") {
        dialog.set_scroll_top(0);
    }
}

/// Enter presses the button that it is on.
fn is_on_button(event: &KeyboardEvent) -> bool {
    let element = event
        .target()
        .and_then(|it| it.dyn_into::<HtmlElement>().ok());
    event.key() == "Enter" && element.is_some_and(|it| it.tag_name() == "BUTTON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_choose_among_those_that_are_free_and_nobody_is_chosen_at_first() {
        let free = [false, true, true];
        for (key, chosen, expected) in [
            ("Enter", None, None),
            ("Enter", Some(1), Some(Asked::Decide)),
            ("ArrowRight", None, Some(Asked::Choose(1))),
            ("ArrowDown", Some(1), Some(Asked::Choose(2))),
            ("ArrowRight", Some(2), None),
            ("ArrowLeft", None, Some(Asked::Choose(2))),
            ("ArrowUp", Some(2), Some(Asked::Choose(1))),
            ("ArrowLeft", Some(1), None),
            ("1", None, None),
            ("3", None, Some(Asked::Choose(2))),
            ("4", None, None),
            ("0", None, None),
            ("12", None, None),
            ("x", None, None),
        ] {
            assert_eq!(asked(key, chosen, &free), expected, "{key} {chosen:?}");
        }
    }
}
