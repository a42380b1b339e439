//! The findings of one rule: how many, why they matter, where they are, and what can be
//! done about them.

use leptos::ev;
use shared::checks::{Severity, catalogue};
use wasm_bindgen::JsCast;
use web_sys::HtmlDetailsElement;

use super::number_of;
use crate::{
    components::{each::Each, icon::Picture, severity},
    engine::protocol::{
        Command, Filter, FindingView, FindingsCommand, FixAll, Group, Listed, Mend,
    },
    prelude::*,
    texts::findings as texts,
    words,
    workbench::bench::Bench,
};

/// Places listed when a group is opened.
const FIRST: u32 = 8;
/// Places that come with each *more*.
const MORE: u32 = 50;
/// Most places listed here; the grid shows all of them.
const MOST: u32 = 508;

/// One rule in the panel.
#[component]
pub fn RuleGroup(
    /// The workbench.
    bench: Bench,
    /// What was found; none once it is gone.
    group: Memo<Option<Group>>,
    /// The codes of what stands at the active cell.
    here: Memo<Vec<String>>,
) -> impl IntoView {
    let first = group.get_untracked();
    let (code, severity) = first
        .as_ref()
        .map_or((String::new(), Severity::Note), |it| {
            (it.code.clone(), it.severity)
        });
    let key = (severity, code.clone());
    let is_open = RwSignal::new(severity == Severity::Error);
    let shown = RwSignal::new(FIRST);
    Effect::new({
        let code = code.clone();
        move |_| {
            // Every step may change what there is to list.
            bench.overview.track();
            if is_open.get() && !bench.is_preview.get_untracked() {
                let list = FindingsCommand::List {
                    code: code.clone(),
                    severity,
                    skip: 0,
                    count: shown.get(),
                };
                bench.send(&Command::Findings(list), None);
            }
        }
    });
    let listed = Memo::new(move |_| bench.found.listed.with(|all| all.get(&key).cloned()));
    let findings = Memo::new(move |_| {
        let first = || group.with(|group| group.as_ref().map(|group| group.first.clone()));
        listed
            .with(|listed| listed.as_ref().map(|listed| listed.findings.clone()))
            .or_else(first)
            .unwrap_or_default()
    });
    let count = move || group.with(|group| group.as_ref().map_or(0, |group| group.count));
    let more = move || {
        let listed = u32::try_from(findings.with(Vec::len)).unwrap_or(u32::MAX);
        count().saturating_sub(listed)
    };
    let is_here = {
        let code = code.clone();
        Memo::new(move |_| here.with(|codes| codes.contains(&code)))
    };
    let of_rows = move || findings.with(|all| all.iter().any(|finding| finding.row.is_some()));
    let filter = place_of(&code).map(Filter::Rule);
    let mend = StoredValue::new(Mend::All { code: code.clone() });
    view! {
        <details
            class="rule"
            class:here=move || is_here.get()
            prop:open=move || is_open.get()
            on:toggle=move |event: ev::Event| {
                if let Some(details) = details_of(&event) {
                    is_open.set(details.open());
                }
            }
        >
            {move || group.get().map(|group| view! { <Head group is_here=is_here.get() /> })}
            <Show when=move || is_open.get()>
                <ul class="places">
                    <Each
                        items=move || findings.get()
                        key=Clone::clone
                        children={
                            let code = code.clone();
                            move |finding| view! { <li><Place bench finding code=code.clone() /></li> }
                        }
                    />
                </ul>
                <Show when=move || { more() > 0 }>
                    {move || if shown.get() < MOST {
                        view! {
                            <button
                                type="button"
                                class="link more"
                                on:click=move |_| shown.update(|shown| *shown += MORE)
                            >
                                {move || texts::more_places(more())}
                            </button>
                        }
                    } else {
                        view! { <p class="more">{move || texts::rest_by_key(more())}</p> }
                    }}
                </Show>
                <div class="doing">
                    {move || listed.with(|listed| listed.as_ref().and_then(all_of)).map(|all| view! {
                        <FixAllOf bench all mend=mend.get_value() />
                    })}
                    {move || filter.filter(|_| of_rows()).map(|filter| view! { <OnlyRule bench filter /> })}
                </div>
                {move || group.get().map(|group| view! {
                    <details class="about">
                        <summary>{texts::about_rule()}</summary>
                        <p>{group.why}</p>
                        <p>{group.how}</p>
                    </details>
                })}
            </Show>
        </details>
    }
}

/// Shows only the rows of a rule, or all again.
#[component]
fn OnlyRule(bench: Bench, filter: Filter) -> impl IntoView {
    let is_on = move || bench.view.with(|view| view.filter) == filter;
    view! {
        <button
            type="button"
            class="button small quiet"
            aria-pressed=move || if is_on() { "true" } else { "false" }
            on:click=move |_| bench.filter(if untrack(is_on) { Filter::All } else { filter })
        >
            {texts::show_rows()}
        </button>
    }
}

/// The line of a rule that is always there.
#[component]
pub fn Head(
    /// What was found.
    group: Group,
    /// Whether it stands at the active cell.
    #[prop(optional)]
    is_here: bool,
) -> impl IntoView {
    let class = severity::class_of(group.severity);
    let word = match group.severity {
        Severity::Error => texts::errors(group.count),
        Severity::Warning => texts::warnings(group.count),
        Severity::Note => texts::notes(group.count),
    };
    view! {
        <summary>
            <span class=format!("count {class}")>
                <Picture icon=severity::icon_of(group.severity) />
                {words::grouped(group.count)}
                <span class="visually-hidden">" " {word}</span>
            </span>
            <span class="title">
                {group.title}
                {is_here.then(|| view! {
                    <span class="visually-hidden">" · " {texts::active_rule()}</span>
                })}
            </span>
            <code class="code">{group.code}</code>
        </summary>
    }
}

/// Row, who, message.
#[component]
pub fn Said(
    /// What is said.
    finding: FindingView,
) -> impl IntoView {
    view! {
        {finding.row.map(|row| view! {
            <span class="place-head">
                <strong>{number_of(row)}</strong>
                <span class="who" translate="no">{finding.who}</span>
            </span>
        })}
        <span class="message">{finding.message}</span>
    }
}

#[component]
fn Place(bench: Bench, finding: FindingView, code: String) -> impl IntoView {
    let FindingView { row, column, .. } = finding;
    let fix = finding.fix.clone();
    let label = fix.as_ref().map(|title| match row {
        Some(row) => texts::fix_label(number_of(row), title),
        None => texts::fix_file_label(title),
    });
    let is_here = move || {
        let active = bench.active.get().row;
        row.is_some() && bench.row_at(active).map(|shown| shown.row) == row
    };
    let said = match row {
        Some(row) => view! {
            <button
                type="button"
                class="place"
                class:here=is_here
                on:click=move |_| bench.locate(row, column)
            >
                <Said finding />
                {fix.clone().map(|title| view! { <span class="would">"→ " {title}</span> })}
            </button>
        },
        None => view! {
            <p class="place whole-file">
                <Said finding />
                {fix.clone().map(|title| view! { <span class="would">"→ " {title}</span> })}
            </p>
        },
    };
    let mend = Mend::One { code, row, column };
    view! {
        <div class="place-line">
            {said}
            {label.map(|label| view! {
                <button
                    type="button"
                    class="button small"
                    aria-label=label
                    on:click=move |event: ev::MouseEvent| {
                        // What is fixed is gone, and the next stands under the second
                        // click of two.
                        if event.detail() < 2 {
                            bench.fix(mend.clone());
                        }
                    }
                >
                    {texts::fix()}
                </button>
            })}
        </div>
    }
}

#[component]
fn FixAllOf(bench: Bench, all: FixAll, mend: Mend) -> impl IntoView {
    let FixAll { title, fixable, of } = all;
    if fixable == 0 {
        return view! { <p class="need-you">{texts::none_certain()}</p> };
    }
    let label = match title {
        None => texts::fix_found(),
        Some(_) => texts::fix_all(fixable),
    };
    let rest = of.saturating_sub(fixable);
    view! {
        <button
            type="button"
            class="button small primary"
            title=title.unwrap_or_default()
            on:click=move |_| bench.preview_fix(mend.clone())
        >
            {label}
        </button>
        {(rest > 0).then(|| view! { <span class="need-you">{texts::need_you(rest)}</span> })}
    }
}

/// What is offered for all at once; one alone has its own button.
fn all_of(listed: &Listed) -> Option<FixAll> {
    let all = listed.fix_all.clone()?;
    (all.of > 1 || all.fixable == 0).then_some(all)
}

/// A rule's place in the catalogue, which its filter bears.
pub(super) fn place_of(code: &str) -> Option<u8> {
    let place = catalogue().iter().position(|rule| rule.code == code)?;
    u8::try_from(place).ok()
}

fn details_of(event: &ev::Event) -> Option<HtmlDetailsElement> {
    event.current_target()?.dyn_into().ok()
}
