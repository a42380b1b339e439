//! MailUsers by name, address or GUID, while a target is typed: the ARIA combobox pattern
//! with a list box. The editor owns the input; this owns the list.

use leptos::html;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::people::Person;
use crate::{
    engine::protocol::{FoundPeople, MatchCommand, ReferenceKind},
    prelude::*,
    texts::matching as texts,
    workbench::{
        bench::{Bench, Editing},
        editor::field::Field,
    },
};

/// As many as are read at a glance.
const MOST: usize = 8;
/// Room that the list takes at most, in pixels; the style sheet says the same.
const HEIGHT: f64 = 372.0;
/// What stays free between the list and the window's edge.
const EDGE: f64 = 8.0;
/// The list's element id.
pub const LIST: &str = "typeahead";

/// What the editor asks of the list. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct Typeahead {
    bench: Bench,
    row: u32,
    field: Field,
    /// Whether this cell leads to a MailUser, and some are known.
    is_on: bool,
    is_open: RwSignal<bool>,
    chosen: RwSignal<Option<usize>>,
}

impl Typeahead {
    /// For a cell that is being edited in this field.
    pub fn new(bench: Bench, editing: &Editing, field: Field) -> Self {
        let column = editing.column;
        let is_target = bench.columns.with_untracked(|columns| {
            let mut columns = columns.iter();
            columns.any(|shown| shown.index == column && shown.class == "target")
        });
        // Line breaks are kept where there are any.
        let is_one_line = !editing.text.contains(['\r', '\n']);
        let is_on = is_target
            && is_one_line
            && bench.overview.with_untracked(|file| {
                let references = file.iter().flat_map(|file| &file.references);
                references
                    .into_iter()
                    .any(|it| it.kind == ReferenceKind::MailUsers)
            });
        let typeahead = Self {
            bench,
            row: editing.row,
            field,
            is_on,
            is_open: RwSignal::new(false),
            chosen: RwSignal::new(None),
        };
        if is_on {
            bench.matching.found.set(None);
            bench.ask_match(MatchCommand::Prepare);
            if editing.text != editing.before {
                typeahead.look_for(editing.text.clone());
            }
        }
        typeahead
    }

    /// Whether MailUsers are proposed in this cell.
    pub fn is_on(self) -> bool {
        self.is_on
    }

    /// The option that the arrow keys are on.
    pub fn active_descendant(self) -> Option<String> {
        let chosen = self.chosen.get()?;
        self.shows_somebody().then(|| option_id(chosen))
    }

    /// Something was typed.
    pub fn typed(self) {
        if self.is_on {
            self.look_for(self.value());
        }
    }

    /// Takes the keys that are the list's; false leaves a key to the editor. Enter and Tab
    /// on an option put its GUID into the input and are left to the editor.
    pub fn pressed(self, event: &KeyboardEvent) -> bool {
        let count = untrack(|| self.people().len());
        if !self.is_on || !self.is_open.get_untracked() || count == 0 {
            return false;
        }
        let chosen = self.chosen.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.chosen.set(next(chosen, count, true)),
            "ArrowUp" => self.chosen.set(next(chosen, count, false)),
            "Escape" => self.close(),
            "Enter" | "Tab" => {
                if let Some(id) = chosen.and_then(|chosen| untrack(|| self.id_of(chosen))) {
                    self.put(&id);
                }
                return false;
            }
            _ => return false,
        }
        true
    }

    fn look_for(self, text: String) {
        self.chosen.set(None);
        let is_something = !text.trim().is_empty();
        self.is_open.set(is_something);
        if is_something {
            self.bench.look_for(text, self.row);
        }
    }

    fn close(self) {
        self.is_open.set(false);
        self.chosen.set(None);
    }

    fn value(self) -> String {
        self.field.value().unwrap_or_default()
    }

    fn put(self, id: &str) {
        self.field.set_value(id);
        self.close();
    }

    fn people(self) -> Vec<crate::engine::protocol::PersonView> {
        let found = self.bench.matching.found.get();
        found.map(|found| found.people).unwrap_or_default()
    }

    fn id_of(self, place: usize) -> Option<String> {
        self.people().get(place).map(|person| person.id.clone())
    }

    /// Whether the list is shown.
    pub fn shows_somebody(self) -> bool {
        self.is_open.get() && !self.people().is_empty()
    }
}

impl Bench {
    /// Looks for MailUsers. One question at a time: what is typed meanwhile replaces what
    /// was to be asked next.
    fn look_for(self, text: String, row: u32) {
        let sought = self.matching.sought;
        let (_, is_waiting) = sought.get_value();
        sought.set_value((Some((text, row)), is_waiting));
        if !is_waiting {
            self.ask_next();
        }
    }

    fn ask_next(self) {
        let sought = self.matching.sought;
        let (next, _) = sought.get_value();
        sought.set_value((None, next.is_some()));
        if let Some((text, row)) = next {
            let count = MOST;
            self.ask_match(MatchCommand::Find { text, row, count });
        }
    }

    pub(super) fn hear_found(self, found: FoundPeople) {
        self.matching.found.set(Some(found));
        self.ask_next();
    }
}

/// Where an arrow key leads in the list; round its ends.
fn next(chosen: Option<usize>, count: usize, is_down: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match (chosen, is_down) {
        (Some(at), true) if at < last => at + 1,
        (None | Some(0), false) => last,
        (Some(at), false) => at - 1,
        _ => 0,
    })
}

/// Whether the list opens upwards: where there is too little room below and more above.
fn opens_upwards(top: f64, bottom: f64, height: f64) -> bool {
    let below = height - bottom;
    below < HEIGHT && top > below
}

/// How far from the left a list begins that should begin at `left`: as far to the left as
/// it must to be seen whole.
fn left_of(left: f64, width: f64, window: f64) -> f64 {
    left.min(window - EDGE - width).max(EDGE)
}

fn option_id(place: usize) -> String {
    format!("{LIST}-{place}")
}

/// The list below the input, or above it where there is no room.
#[component]
pub fn TypeaheadList(
    /// Whose.
    typeahead: Typeahead,
) -> impl IntoView {
    typeahead.is_on.then(|| view! { <List typeahead /> })
}

#[component]
fn List(typeahead: Typeahead) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let is_shown = Memo::new(move |_| {
        typeahead.is_open.get() && typeahead.bench.matching.found.with(Option::is_some)
    });
    Effect::new(move |_| {
        let is_shown = is_shown.get();
        typeahead.bench.matching.found.track();
        if let Some(element) = list.get() {
            show(&element, is_shown, typeahead.field);
        }
    });
    Effect::new(move |_| {
        let option = typeahead
            .chosen
            .get()
            .and_then(|place| document().get_element_by_id(&option_id(place)));
        if let Some(option) = option.and_then(|option| option.dyn_into().ok()) {
            keep_in_view(&option);
        }
    });
    let options = move || {
        let people = typeahead.people();
        people
            .into_iter()
            .enumerate()
            .map(|(place, person)| {
                let id = person.id.clone();
                view! {
                    <li
                        role="option"
                        id=option_id(place)
                        class="typeahead-option"
                        aria-selected=move || {
                            if typeahead.chosen.get() == Some(place) { "true" } else { "false" }
                        }
                        on:click=move |_| {
                            typeahead.put(&id);
                            typeahead.bench.commit_edit(id.clone());
                        }
                    >
                        <Person person />
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    let said = move || {
        let count = typeahead.people().len();
        match (is_shown.get(), u32::try_from(count).unwrap_or(u32::MAX)) {
            (false, _) => None,
            (true, 0) => Some(texts::typeahead_none()),
            (true, count) => Some(texts::typeahead_found(count)),
        }
    };
    view! {
        <div
            class="typeahead"
            popover="manual"
            node_ref=list
            // The input keeps the keyboard.
            on:mousedown=|event| {
                event.prevent_default();
                event.stop_propagation();
            }
        >
            <ul role="listbox" id=LIST aria-label=texts::typeahead_list()>{options}</ul>
            <p class="small" role="status">{said}</p>
        </div>
    }
}

/// Scrolls the list as far as an option needs to be seen whole.
fn keep_in_view(option: &HtmlElement) {
    let Some(list) = option.parent_element() else {
        return;
    };
    let top = option.offset_top();
    let bottom = top.saturating_add(option.offset_height());
    let seen = list.scroll_top().saturating_add(list.client_height());
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if bottom > seen {
        list.set_scroll_top(bottom.saturating_sub(list.client_height()));
    }
}

/// Shows or hides the list in the browser's top layer, which nothing clips.
fn show(list: &web_sys::HtmlDivElement, is_shown: bool, field: Field) {
    // Both fail only where it already is as asked for.
    if !is_shown {
        let _ = list.hide_popover();
        return;
    }
    let Some(place) = field.place() else {
        return;
    };
    let _ = list.show_popover();
    let page = document().document_element();
    let (width, height) = page.map_or((0.0, 0.0), |page| {
        (
            f64::from(page.client_width()),
            f64::from(page.client_height()),
        )
    });
    let (top, bottom, room) = if opens_upwards(place.top(), place.bottom(), height) {
        let bottom = format!("{}px", height - place.top());
        ("auto".to_string(), bottom, place.top())
    } else {
        let top = format!("{}px", place.bottom());
        (top, "auto".to_string(), height - place.bottom())
    };
    let style = HtmlElement::style(list);
    let put = |property, value: &str| {
        let _ = style.set_property(property, value);
    };
    put("top", &top);
    put("bottom", &bottom);
    put("max-height", &format!("{}px", (room - EDGE).max(0.0)));
    let least = place.width().min(width - 2.0 * EDGE);
    put("min-width", &format!("{least}px"));
    let own = list.get_bounding_client_rect().width();
    put("left", &format!("{}px", left_of(place.left(), own, width)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrow_keys_go_round_the_list() {
        for (chosen, is_down, expected) in [
            (None, true, 0),
            (None, false, 2),
            (Some(0), true, 1),
            (Some(2), true, 0),
            (Some(0), false, 2),
            (Some(2), false, 1),
        ] {
            assert_eq!(next(chosen, 3, is_down), Some(expected), "{chosen:?}");
        }
        assert_eq!(next(None, 0, true), None);
    }

    #[test]
    fn the_list_opens_where_there_is_room() {
        for (top, is_upwards) in [(100.0, false), (450.0, false), (700.0, true)] {
            assert_eq!(opens_upwards(top, top + 31.0, 900.0), is_upwards, "{top}");
        }
        assert!(!opens_upwards(100.0, 131.0, 300.0));
    }

    #[test]
    fn the_list_is_seen_whole() {
        for (left, width, expected) in [
            (100.0, 200.0, 100.0),
            (100.0, 300.0, 12.0),
            (-40.0, 300.0, 8.0),
            (100.0, 400.0, 8.0),
        ] {
            assert!(
                (left_of(left, width, 320.0) - expected).abs() < 0.1,
                "{left} {width}"
            );
        }
    }
}
