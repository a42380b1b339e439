//! The bar above the grid: what to look for, where, what to put in its place.

use leptos::html;
use web_sys::KeyboardEvent;

use super::{super::bench::Bench, Scope, found_words};
use crate::{
    components::icon::{Icon, Picture},
    prelude::*,
    texts::edit,
};

/// The bar, while it is open.
#[component]
pub fn FindBar(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let is_open = bench.find.is_open;
    view! { <Show when=move || is_open.get()><Bar bench /></Show> }
}

#[component]
fn Bar(bench: Bench) -> impl IntoView {
    let find = bench.find;
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        find.focus.track();
        if let Some(element) = input.get() {
            let _ = element.focus();
            element.select();
        }
    });
    let close = move || {
        bench.close_find();
        bench.focus_grid();
    };
    let on_keydown = move |event: KeyboardEvent| {
        let ctrl = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "Escape" => {
                close();
                event.prevent_default();
                event.stop_propagation();
            }
            // These edit what is typed, not the file.
            "z" | "y" if ctrl => event.stop_propagation(),
            _ => {}
        }
    };
    view! {
        <search class="find-bar" aria-label=edit::find_and_replace() on:keydown=on_keydown>
            <div class="find-line">
                <label class="find-field">
                    <span class="visually-hidden">{edit::find_what()}</span>
                    <input
                        type="text"
                        placeholder=edit::find_what()
                        spellcheck="false"
                        autocomplete="off"
                        aria-invalid=move || find.bad.with(Option::is_some).then_some("true")
                        aria-describedby="found"
                        node_ref=input
                        prop:value=move || find.text.get()
                        on:input=move |event| find.text.set(event_target_value(&event))
                        on:keydown=move |event| {
                            if event.key() == "Enter" {
                                event.prevent_default();
                                bench.find_next(!event.shift_key());
                            }
                        }
                    />
                </label>
                <Toggle label=edit::match_case() sign="Aa" value=find.match_case />
                <Toggle label=edit::whole_cell() sign="[ ]" value=find.whole_cell />
                <Toggle label=edit::regex() sign=".*" value=find.is_regex />
                <ScopeChoice bench />
                <span id="found" class="found" role="status">{move || found_words(find.found.get())}</span>
                <button
                    type="button"
                    class="button quiet icon-only"
                    aria-label=edit::find_previous()
                    title=edit::find_previous()
                    on:click=move |_| bench.find_next(false)
                ><Picture icon=Icon::Up /></button>
                <button
                    type="button"
                    class="button quiet icon-only"
                    aria-label=edit::find_next()
                    title=edit::find_next()
                    on:click=move |_| bench.find_next(true)
                ><Picture icon=Icon::Down /></button>
                <Show when=move || !find.replaces.get()>
                    <button type="button" class="button quiet" on:click=move |_| bench.open_find(true)>
                        {edit::show_replace()}
                    </button>
                </Show>
                <button
                    type="button"
                    class="button quiet icon-only close"
                    aria-label=edit::close_find()
                    title=edit::close_find()
                    on:click=move |_| close()
                ><Picture icon=Icon::Close /></button>
            </div>
            <Show when=move || find.bad.with(Option::is_some)>
                <p class="bad" role="alert">{move || find.bad.get().map(edit::found_bad)}</p>
            </Show>
            <Show when=move || find.replaces.get()>
                <ReplaceLine bench />
            </Show>
        </search>
    }
}

#[component]
fn ReplaceLine(bench: Bench) -> impl IntoView {
    let find = bench.find;
    let is_idle = move || find.found.with(|found| found.times == 0);
    view! {
        <div class="find-line">
            <label class="find-field">
                <span class="visually-hidden">{edit::replace_with()}</span>
                <input
                    type="text"
                    placeholder=edit::replace_with()
                    spellcheck="false"
                    autocomplete="off"
                    prop:value=move || find.with.get()
                    on:input=move |event| find.with.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            event.prevent_default();
                            bench.replace_here();
                        }
                    }
                />
            </label>
            <button type="button" class="button" disabled=is_idle on:click=move |_| bench.replace_here()>
                {edit::replace_one()}
            </button>
            <button type="button" class="button" disabled=is_idle on:click=move |_| bench.replace_all()>
                {edit::replace_all()}
            </button>
        </div>
    }
}

#[component]
fn Toggle(label: String, sign: &'static str, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button quiet toggle"
            aria-pressed=move || if value.get() { "true" } else { "false" }
            aria-label=label.clone()
            title=label.clone()
            on:click=move |_| value.update(|is_on| *is_on = !*is_on)
        ><span translate="no" aria-hidden="true">{sign}</span></button>
    }
}

#[component]
fn ScopeChoice(bench: Bench) -> impl IntoView {
    let scope = bench.find.scope;
    let choices = Memo::new(move |_| {
        let mut choices = vec![
            (Scope::Shown, edit::scope_shown()),
            (Scope::All, edit::scope_all()),
        ];
        if let Scope::Selected(area) = scope.get() {
            let columns = u64::try_from(area.columns.len()).unwrap_or(u64::MAX);
            let cells = u64::from(area.rows).saturating_mul(columns);
            choices.push((Scope::Selected(area), edit::scope_selection(cells)));
        }
        bench.columns.with(|columns| {
            choices.extend(columns.iter().map(|column| {
                let name = edit::scope_column(&column.name);
                (Scope::Column(column.index), name)
            }));
        });
        choices
    });
    let choose = move |event| {
        let chosen: Option<usize> = event_target_value(&event).parse().ok();
        let chosen = chosen.and_then(|place| {
            choices.with_untracked(|choices| choices.get(place).map(|(scope, _)| scope.clone()))
        });
        scope.set(chosen.unwrap_or_default());
    };
    view! {
        <label class="scope">
            <span class="visually-hidden">{edit::look_in()}</span>
            <select on:change=choose>
                {move || {
                    let now = scope.get();
                    choices.get().into_iter().enumerate().map(|(place, (scope, name))| view! {
                        <option value=place selected=scope == now>{name}</option>
                    }).collect::<Vec<_>>()
                }}
            </select>
        </label>
    }
}
