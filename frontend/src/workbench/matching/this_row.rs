//! Who fits the row that the keyboard is on, and why it leads where it leads.

use std::time::Duration;

use super::people::{Person, Sureness, name_of, tells_apart};
use crate::{
    engine::protocol::{CandidateView, MatchCommand, Suggestions},
    prelude::*,
    texts::matching as texts,
    words,
    workbench::bench::Bench,
};

/// Whoever moves through the rows is not followed before they rest.
const REST: Duration = Duration::from_millis(150);

/// Who fits this row.
#[component]
pub fn ThisRow(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let row = Memo::new(move |_| {
        let position = bench.active.get().row;
        bench.row_at(position).map(|row| row.row)
    });
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    Effect::new(move |_| {
        bench.overview.track();
        let row = row.get();
        stop();
        let ask = move || {
            if let Some(row) = row {
                bench.ask_match(MatchCommand::Suggest { row });
            }
        };
        waiting.set_value(set_timeout_with_handle(ask, REST).ok());
    });
    on_cleanup(stop);
    let suggestions = Memo::new(move |_| {
        let all = bench.matching.suggestions.get();
        all.filter(|all| row.get() == Some(all.row))
    });
    view! {
        <section class="match-row" aria-label=texts::who_fits()>
            {move || suggestions.get().map(|all| view! { <Suggested bench all /> })}
        </section>
    }
}

#[component]
fn Suggested(bench: Bench, all: Suggestions) -> impl IntoView {
    let Suggestions {
        row,
        who,
        target,
        why,
        candidates,
    } = all;
    let nobody = candidates.is_empty() && target.is_none();
    let is_telling = candidates.len() == 1 || tells_apart(&candidates);
    view! {
        <h3>
            {texts::this_row(words::grouped(row.saturating_add(1)))} ": "
            <bdi translate="no">{name_of(&who)}</bdi>
        </h3>
        {target.map(|target| view! {
            <div class="match-here">
                <span class="small">{texts::leads_here()}</span>
                <Person person=target />
                {why.map(|why| view! {
                    <p class="small">{texts::why_this()} ": " {why}</p>
                })}
            </div>
        })}
        {nobody.then(|| view! { <p class="small">{texts::nobody_fits()}</p> })}
        <ul class="match-candidates">
            {candidates
                .into_iter()
                .map(|candidate| view! { <Candidate bench row candidate is_telling /> })
                .collect::<Vec<_>>()}
        </ul>
    }
}

#[component]
fn Candidate(bench: Bench, row: u32, candidate: CandidateView, is_telling: bool) -> impl IntoView {
    let CandidateView {
        person,
        confidence,
        reason,
    } = candidate;
    let id = person.id.clone();
    let label = texts::use_person(name_of(&person));
    let is_taken = person.taken_by.is_some();
    view! {
        <li>
            <div class="match-candidate">
                <Person person />
                <span class="spread"></span>
                {is_telling.then(|| view! { <Sureness percent=confidence /> })}
                <button
                    type="button"
                    class="button small"
                    aria-label=label
                    disabled=is_taken
                    on:click=move |_| bench.decide_match(row, &id)
                >
                    {texts::use_this()}
                </button>
            </div>
            <p class="small">{reason}</p>
        </li>
    }
}
