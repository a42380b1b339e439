//! What the rules would do: counts first, each of which filters, then the rows.

use super::{
    choices::RuleKind,
    people::{Person, Sureness, facts_of, name_of},
};
use crate::{
    components::{
        each::Each,
        icon::{Icon, Picture},
    },
    engine::protocol::{MatchCommand, MatchLine, RunView, Shown},
    prelude::*,
    texts::matching as texts,
    words,
    workbench::bench::Bench,
};

/// How many rows each filter lists, in the order in which they stand.
pub(super) fn counts(run: &RunView) -> Vec<(Shown, u32)> {
    let found: u32 = run.found.iter().sum();
    let mut counts = vec![(Shown::Found, found)];
    let by_rule = run.found.iter().enumerate();
    let by_rule = by_rule.map(|(rule, count)| (Shown::Rule(rule), *count));
    if run.found.iter().filter(|count| **count > 0).count() > 1 {
        counts.extend(by_rule.filter(|(_, count)| *count > 0));
    }
    counts.extend([
        (Shown::Likely, run.likely),
        (Shown::Conflicts, run.conflicts),
        (Shown::Nothing, run.nothing),
    ]);
    if run.done > 0 {
        counts.push((Shown::Done, run.done));
    }
    counts
}

/// What has been done of a run.
fn said_of(run: &RunView) -> String {
    let left = run.found.iter().sum::<u32>().saturating_add(run.likely);
    match (run.done, left) {
        (0, _) => texts::preview_only(),
        (_, 0) => texts::applied(),
        (done, left) => texts::applied_partly(
            words::grouped(done),
            words::grouped(done.saturating_add(left)),
            words::grouped(left),
        ),
    }
}

/// Whether rows of this kind can be ticked.
fn can_be_ticked(shown: Shown) -> bool {
    matches!(shown, Shown::Found | Shown::Rule(_) | Shown::Likely)
}

/// The results of the last run.
#[component]
pub fn Results(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let matching = bench.matching;
    let run = Memo::new(move |_| matching.described.with(|known| known.run.clone()));
    let rows = Memo::new(move |_| run.with(|run| run.as_ref().map_or(0, |run| run.rows)));
    view! {
        <Show when=move || run.with(Option::is_some)>
            <section class="match-results" aria-labelledby="match-results">
                <h3 id="match-results">{texts::results()}</h3>
                <Show
                    when=move || { rows.get() > 0 }
                    fallback=|| view! { <p class="small">{texts::found_nothing_to_do()}</p> }
                >
                    <p class="small">
                        {move || {
                            run.with(|run| run.as_ref().map(said_of))
                        }}
                    </p>
                    <Chips bench run />
                    <ApplyBar bench run />
                    <Lines bench run />
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Chips(bench: Bench, run: Memo<Option<RunView>>) -> impl IntoView {
    let shown = bench.matching.shown;
    let chip = move |(kind, count): (Shown, u32)| {
        let (label, class) = match kind {
            Shown::Found => (texts::chip_found(), "brand"),
            Shown::Rule(rule) => (rule_label(run, rule), "plain"),
            Shown::Likely => (texts::chip_likely(), "plain"),
            Shown::Conflicts => (texts::chip_conflicts(), "warning"),
            Shown::Nothing => (texts::chip_nothing(), "plain"),
            Shown::Done => (texts::chip_done(), "ok"),
        };
        let class = if count > 0 { class } else { "plain" };
        view! {
            <button
                type="button"
                class=format!("chip filter {class}")
                aria-pressed=move || if shown.get() == kind { "true" } else { "false" }
                on:click=move |_| bench.list_matches(kind)
            >
                {label} " " <span class="figure">{words::grouped(count)}</span>
            </button>
        }
    };
    view! {
        <div class="filters" role="group" aria-label=texts::results()>
            {move || {
                let counts = run.with(|run| run.as_ref().map(counts).unwrap_or_default());
                counts.into_iter().map(chip).collect::<Vec<_>>()
            }}
        </div>
    }
}

fn rule_label(run: Memo<Option<RunView>>, rule: usize) -> String {
    run.with_untracked(|run| {
        let rule = run.as_ref().and_then(|run| run.rules.get(rule));
        rule.map(|rule| RuleKind::of(rule).label())
            .unwrap_or_default()
    })
}

#[component]
fn ApplyBar(bench: Bench, run: Memo<Option<RunView>>) -> impl IntoView {
    let number = move |which: fn(&RunView) -> u32| run.with(|run| run.as_ref().map_or(0, which));
    let ticked = move || number(|run| run.ticked);
    let conflicts = move || number(|run| run.conflicts);
    let apply = move |_| {
        bench.ask_match(MatchCommand::Apply);
    };
    view! {
        <div class="match-apply">
            <button
                type="button"
                class="button primary"
                disabled=move || ticked() == 0
                on:click=apply
            >
                {move || match ticked() {
                    0 => texts::apply_none(),
                    count => texts::apply(count),
                }}
            </button>
            <Show when=move || { conflicts() > 0 }>
                <button type="button" class="button" on:click=move |_| bench.show_conflict(0, false)>
                    {move || texts::decide_conflicts(conflicts())}
                </button>
            </Show>
        </div>
    }
}

#[component]
fn Lines(bench: Bench, run: Memo<Option<RunView>>) -> impl IntoView {
    let matching = bench.matching;
    let shown = matching.shown;
    let total = move || {
        run.with(|run| {
            let counts = run.as_ref().map(counts).unwrap_or_default();
            let is_it = |(kind, _): &&(Shown, u32)| *kind == shown.get();
            counts.iter().find(is_it).map_or(0, |(_, count)| *count)
        })
    };
    let left = move || {
        let listed = matching
            .lines
            .with(|lines| u32::try_from(lines.len()).unwrap_or(u32::MAX));
        total().saturating_sub(listed)
    };
    let tick_all = move |ticked: bool| {
        let shown = shown.get_untracked();
        let row = None;
        bench.ask_match(MatchCommand::Tick { shown, row, ticked });
    };
    view! {
        <Show when=move || can_be_ticked(shown.get()) && { total() > 0 }>
            <div class="match-tick">
                <button type="button" class="button small" on:click=move |_| tick_all(true)>
                    {texts::tick_all()}
                </button>
                <button type="button" class="button small" on:click=move |_| tick_all(false)>
                    {texts::untick_all()}
                </button>
            </div>
        </Show>
        <ul class="match-lines">
            <Each
                items=move || matching.lines.get()
                key=move |line| key_of(shown.get_untracked(), line)
                children=move |line| view! { <Line bench line /> }
            />
        </ul>
        <Show when=move || total() == 0>
            <p class="small">{texts::nobody_here()}</p>
        </Show>
        <Show when=move || { left() > 0 }>
            <button
                type="button"
                class="button small"
                on:click=move |_| bench.list_more_matches()
            >
                {move || {
                    let page = u32::try_from(super::state::PAGE).unwrap_or(u32::MAX);
                    texts::more_lines(left().min(page))
                }}
            </button>
        </Show>
    }
}

/// A line is drawn anew when it says something else, not when it is ticked: the keyboard
/// stays on its box.
fn key_of(shown: Shown, line: &MatchLine) -> (Shown, u32, Option<String>, String) {
    let target = line.target.as_ref().map(|target| target.id.clone());
    (shown, line.row, target, line.reason.clone())
}

#[component]
fn Line(bench: Bench, line: MatchLine) -> impl IntoView {
    let matching = bench.matching;
    let MatchLine {
        row,
        who,
        target,
        confidence,
        reason,
        ..
    } = line;
    let shown = matching.shown.get_untracked();
    let is_ticked = Memo::new(move |_| {
        matching
            .lines
            .with(|lines| lines.iter().any(|line| line.row == row && line.ticked))
    });
    let tick = move |event| {
        let ticked = event_target_checked(&event);
        matching.lines.update(|lines| {
            for line in lines.iter_mut().filter(|line| line.row == row) {
                line.ticked = ticked;
            }
        });
        let shown = matching.shown.get_untracked();
        let row = Some(row);
        bench.ask_match(MatchCommand::Tick { shown, row, ticked });
    };
    let (name, facts) = (name_of(&who), facts_of(&who));
    let has_box = can_be_ticked(shown) && target.is_some();
    view! {
        <li class="match-line">
            {has_box.then(|| view! {
                <input
                    type="checkbox"
                    class="match-box"
                    aria-label=texts::tick(&name)
                    prop:checked=move || is_ticked.get()
                    on:change=tick
                />
            })}
            <div class="match-line-text">
                <div class="match-line-head">
                    <button
                        type="button"
                        class="link"
                        on:click=move |_| bench.locate_target(row)
                    >
                        {texts::row(words::grouped(row.saturating_add(1)))}
                    </button>
                    <strong class="match-name" translate="no">{name}</strong>
                    <span class="spread"></span>
                    // What is certain needs no saying on every line.
                    {(1..100).contains(&confidence).then(|| view! { <Sureness percent=confidence /> })}
                    {(shown == Shown::Conflicts).then(|| view! {
                        <button
                            type="button"
                            class="button small"
                            on:click=move |_| bench.show_conflict(row, false)
                        >
                            {texts::decide_one()}
                        </button>
                    })}
                </div>
                <div class="match-pair">
                    {(!facts.is_empty()).then(|| view! { <span class="person-facts">{facts}</span> })}
                    {target.map(|target| view! {
                        <span class="match-arrow">
                            <Picture icon=Icon::Right />
                            <span class="visually-hidden">{texts::leads_to()}</span>
                        </span>
                        <Person person=target />
                    })}
                </div>
                <p class="small">{reason}</p>
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_of_a_run_is_said() {
        let mut run = RunView {
            found: vec![5, 2],
            likely: 1,
            ..RunView::default()
        };
        assert_eq!(said_of(&run), texts::preview_only());
        (run.done, run.found) = (4, vec![3, 0]);
        assert_eq!(
            said_of(&run),
            "4 of 8 matches applied; 4 left. Undo takes them back in one step."
        );
        (run.found, run.likely) = (vec![0, 0], 0);
        assert_eq!(said_of(&run), texts::applied());
    }

    #[test]
    fn counts_by_rule_are_shown_where_more_than_one_rule_found_somebody() {
        let mut run = RunView {
            found: vec![3, 0],
            conflicts: 1,
            ..RunView::default()
        };
        let kinds = |run: &RunView| counts(run).iter().map(|it| it.0).collect::<Vec<_>>();
        let always = [
            Shown::Found,
            Shown::Likely,
            Shown::Conflicts,
            Shown::Nothing,
        ];
        assert_eq!(kinds(&run), always);
        run.found = vec![3, 0, 2];
        run.done = 1;
        assert_eq!(
            kinds(&run),
            [
                Shown::Found,
                Shown::Rule(0),
                Shown::Rule(2),
                Shown::Likely,
                Shown::Conflicts,
                Shown::Nothing,
                Shown::Done
            ]
        );
        assert_eq!(counts(&run)[0].1, 5);
    }
}
