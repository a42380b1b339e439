//! Which rules are on, in which order, and for which rows.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{
    choices::{self, RuleKind},
    state::{Matching, RewriteInput, Rows},
};
use crate::{
    components::{
        each::Each,
        icon::{Icon, Picture},
    },
    prelude::*,
    texts::matching as texts,
    words,
    workbench::bench::Bench,
};

const CUSTOM_ATTRIBUTES: u8 = 15;

/// The rules, folded away once there is something found.
#[component]
pub fn Rules(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let matching = bench.matching;
    let order = Memo::new(move |_| {
        let rules = matching.rules.get();
        rules.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>()
    });
    let is_whole = Memo::new(move |_| {
        let typed = matching.typed();
        !typed.on.is_empty() && choices::rules(&typed).is_some()
    });
    let has_run = Memo::new(move |_| matching.described.with(|known| known.run.is_some()));
    let is_none_on = Memo::new(move |_| matching.typed().on.is_empty());
    let scope = |rows: Rows, label: String| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="match-rows"
                    prop:checked=move || matching.rows.get() == rows
                    on:change=move |_| matching.rows.set(rows)
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <details
            class="match-rules"
            prop:open=move || matching.shows_rules.get()
            on:toggle=move |event| {
                matching.shows_rules.set(event_target::<Element>(&event).has_attribute("open"));
            }
        >
            <summary>
                <h3>{texts::rules()}</h3>
                <span class="small">{move || (!matching.shows_rules.get()).then(|| names_of(matching))}</span>
            </summary>
            <p class="small">{texts::rules_lead()}</p>
            <ol>
                <Each
                    items=move || order.get()
                    key=|kind| *kind
                    children=move |kind| view! { <Rule bench kind /> }
                />
            </ol>
            <fieldset class="match-scope">
                <legend>{texts::rows_heading()}</legend>
                {scope(Rows::All, texts::scope_all())}
                {scope(Rows::Shown, texts::scope_shown())}
                {scope(Rows::Selected, texts::scope_selected())}
            </fieldset>
        </details>
        <div class="match-run">
            <button
                type="button"
                class="button"
                class:primary=move || !has_run.get()
                disabled=move || !is_whole.get() || matching.is_running.get()
                on:click=move |_| bench.run_match()
            >
                {move || {
                    if matching.is_running.get() {
                        texts::looking()
                    } else if has_run.get() {
                        texts::preview_again()
                    } else {
                        texts::preview()
                    }
                }}
            </button>
            <span class="small" role="status">
                {move || is_none_on.get().then(texts::no_rule_on)}
            </span>
        </div>
    }
}

/// The rules that are on, in their order.
fn names_of(matching: Matching) -> String {
    let on = matching.typed().on;
    let names: Vec<String> = on.into_iter().map(RuleKind::label).collect();
    names.join(" · ")
}

#[component]
fn Rule(bench: Bench, kind: RuleKind) -> impl IntoView {
    let matching = bench.matching;
    let place = Memo::new(move |_| {
        let is_it = |(known, _): &(RuleKind, bool)| *known == kind;
        matching
            .rules
            .with(|rules| rules.iter().position(is_it))
            .unwrap_or(0)
    });
    let is_on = Memo::new(move |_| matching.rules.with(|rules| rules.contains(&(kind, true))));
    let last = RuleKind::ALL.len() - 1;
    let shift = move |is_up: bool| {
        let from = place.get_untracked();
        matching
            .rules
            .update(|rules| *rules = choices::moved(rules, from, is_up));
        let now = words::grouped(u64::try_from(place.get_untracked() + 1).unwrap_or(0));
        bench.tell(texts::moved(kind.label(), now));
        keep_focus(kind, is_up);
    };
    let pressed = move |event: KeyboardEvent| {
        let is_up = match (event.alt_key(), event.key().as_str()) {
            (true, "ArrowUp") => true,
            (true, "ArrowDown") => false,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        shift(is_up);
    };
    let why_id = format!("match-why-{kind:?}");
    let mover = |is_up: bool| {
        let (label, icon) = if is_up {
            (texts::move_up(kind.label()), Icon::Up)
        } else {
            (texts::move_down(kind.label()), Icon::Down)
        };
        let end = if is_up { 0 } else { last };
        view! {
            <button
                type="button"
                class="button quiet icon-only tiny"
                id=mover_id(kind, is_up)
                aria-label=label.clone()
                title=label
                disabled=move || place.get() == end
                on:click=move |_| shift(is_up)
            >
                <Picture icon />
            </button>
        }
    };
    view! {
        <li class="match-rule" class:on=move || is_on.get() on:keydown=pressed>
            <div class="match-rule-head">
                <label class="choice">
                    <input
                        type="checkbox"
                        aria-describedby=why_id.clone()
                        prop:checked=move || is_on.get()
                        on:change=move |event| {
                            let now = event_target_checked(&event);
                            matching.rules.update(|rules| {
                                for rule in rules.iter_mut().filter(|rule| rule.0 == kind) {
                                    rule.1 = now;
                                }
                            });
                        }
                    />
                    <span>{kind.label()}</span>
                </label>
                <span class="spread"></span>
                {mover(true)}
                {mover(false)}
            </div>
            <p class="small" id=why_id>{kind.why()}</p>
            <Show when=move || is_on.get()>
                {match kind {
                    RuleKind::Upn => view! { <Rewrites matching /> },
                    RuleKind::Custom => view! { <WhichAttribute matching /> },
                    RuleKind::Similar => view! { <Thresholds matching /> },
                    _ => view! {},
                }}
            </Show>
        </li>
    }
}

fn mover_id(kind: RuleKind, is_up: bool) -> String {
    let way = if is_up { "up" } else { "down" };
    format!("match-{way}-{kind:?}")
}

/// A moved element loses the keyboard, and a button at the end of its way cannot have it.
fn keep_focus(kind: RuleKind, is_up: bool) {
    request_animation_frame(move || {
        for is_up in [is_up, !is_up] {
            let element = document().get_element_by_id(&mover_id(kind, is_up));
            if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok())
                && !element.has_attribute("disabled")
            {
                let _ = element.focus();
                return;
            }
        }
    });
}

#[component]
fn Rewrites(matching: Matching) -> impl IntoView {
    let add = move |_| {
        matching.rewrites.update(|all| {
            let number = all.iter().map(|one| one.number + 1).max().unwrap_or(0);
            all.push(RewriteInput::new(number));
        });
    };
    view! {
        <div class="match-options">
            <Each
                items=move || matching.rewrites.get()
                key=|one| one.number
                children=move |one| view! { <RewriteRow matching one /> }
            />
            <button type="button" class="button small" on:click=add>{texts::add_rewrite()}</button>
        </div>
    }
}

#[component]
fn RewriteRow(matching: Matching, one: RewriteInput) -> impl IntoView {
    let error = Memo::new(move |_| choices::rewrite(&one.typed()).err());
    let error_id = format!("match-rewrite-{}", one.number);
    let is_only = move || matching.rewrites.with(|all| all.len() == 1);
    let field = |text: RwSignal<String>, literal: fn() -> String, pattern: fn() -> String| {
        let error_id = error_id.clone();
        view! {
            <label class="field">
                <span>{move || if one.is_pattern.get() { pattern() } else { literal() }}</span>
                <input
                    type="text"
                    class="mono"
                    spellcheck="false"
                    autocomplete="off"
                    aria-describedby=error_id
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </label>
        }
    };
    let remove = move |_| {
        matching
            .rewrites
            .update(|all| all.retain(|known| known.number != one.number));
    };
    view! {
        <div class="match-rewrite">
            {field(one.from, texts::from_domain, texts::from_pattern)}
            {field(one.to, texts::to_domain, texts::to_replacement)}
            <div class="match-rewrite-more">
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || one.is_pattern.get()
                        on:change=move |event| one.is_pattern.set(event_target_checked(&event))
                    />
                    <span>{texts::is_pattern()}</span>
                </label>
                <span class="spread"></span>
                <Show when=move || !is_only()>
                    <button type="button" class="button small" on:click=remove>
                        {texts::remove_rewrite()}
                    </button>
                </Show>
            </div>
            <p class="inline-error" id=error_id.clone()>{move || error.get()}</p>
        </div>
    }
}

#[component]
fn WhichAttribute(matching: Matching) -> impl IntoView {
    let options = (1..=CUSTOM_ATTRIBUTES).map(|number| {
        view! {
            <option value=number translate="no" selected=move || matching.attribute.get() == number>
                {format!("CustomAttribute{number}")}
            </option>
        }
    });
    view! {
        <label class="field match-options">
            <span>{texts::custom_which()}</span>
            <select on:change=move |event| {
                if let Ok(number) = event_target_value(&event).parse() {
                    matching.attribute.set(number);
                }
            }>{options.collect::<Vec<_>>()}</select>
        </label>
    }
}

#[component]
fn Thresholds(matching: Matching) -> impl IntoView {
    let field = |percent: RwSignal<u8>, label: String| {
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    type="number"
                    min="50"
                    max="100"
                    prop:value=move || percent.get().to_string()
                    on:change=move |event| {
                        if let Ok(number) = event_target_value(&event).parse::<u8>() {
                            percent.set(number.clamp(50, 100));
                        }
                    }
                />
            </label>
        }
    };
    view! {
        <div class="match-options match-thresholds">
            {field(matching.propose_at, texts::propose_at())}
            {field(matching.decide_at, texts::decide_at())}
        </div>
    }
}
