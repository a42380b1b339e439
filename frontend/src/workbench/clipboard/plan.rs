//! What a paste or a replacement would do, shown before it is done.

use std::sync::Arc;

use crate::{
    components::dialog::{Dialog, open_while},
    engine::protocol::{EditCommand, Plan, PlanView},
    prelude::*,
    texts::{edit, page},
    workbench::{bench::Bench, landings::Landings},
};

/// The dialog, while a plan waits for a yes.
#[component]
pub fn PlanDialog(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let plan = bench.edits.plan;
    let open = open_while(
        move || plan.with(Option::is_some),
        move || {
            // Closed without a yes: the worker may forget it.
            if plan.with_untracked(Option::is_some) {
                plan.set(None);
                bench.send_edit(EditCommand::Discard);
            }
        },
    );
    let title =
        Signal::derive(move || plan.with(|plan| plan.as_deref().map(title_of).unwrap_or_default()));
    view! {
        <Dialog open title>
            {move || plan.get().map(|plan| view! { <Planned bench open plan /> })}
        </Dialog>
    }
}

#[component]
fn Planned(bench: Bench, open: RwSignal<bool>, plan: Arc<PlanView>) -> impl IntoView {
    let yes = match plan.plan {
        Plan::Paste => edit::paste_yes(plan.cells),
        Plan::Replace => edit::replace_yes(plan.cells),
    };
    let is_empty = plan.cells == 0;
    let apply = move |_| {
        bench.edits.plan.set(None);
        open.set(false);
        bench.send_edit(EditCommand::Apply);
    };
    let listed = u32::try_from(plan.landings.len()).unwrap_or(u32::MAX);
    let more = plan
        .cells
        .saturating_add(plan.refused)
        .saturating_sub(listed);
    view! {
        <p class="lead">{if is_empty { edit::plan_nothing() } else { edit::plan_lead() }}</p>
        <ul class="counts">
            {counts_of(&plan).into_iter().map(|(class, text)| view! {
                <li class=format!("chip {class}")>{text}</li>
            }).collect::<Vec<_>>()}
        </ul>
        {notes_of(&plan).into_iter().map(|note| view! { <p class="note">{note}</p> }).collect::<Vec<_>>()}
        {(!plan.landings.is_empty()).then(|| view! { <Landings landings=plan.landings.clone() /> })}
        {(more > 0).then(|| view! { <p class="more">{edit::plan_more(more)}</p> })}
        <div class="actions">
            <button
                type="button"
                class="button primary"
                disabled=is_empty
                on:click=apply
            >
                {yes}
            </button>
            <button type="button" class="button" on:click=move |_| open.set(false)>
                {page::cancel()}
            </button>
        </div>
    }
}

fn title_of(plan: &PlanView) -> String {
    match plan.plan {
        Plan::Paste => edit::paste_title(
            [plan.cells, plan.same, plan.refused, plan.beyond]
                .into_iter()
                .map(u64::from)
                .sum::<u64>(),
        ),
        Plan::Replace => edit::replace_title(plan.cells),
    }
}

/// The numbers, and how bad each is.
fn counts_of(plan: &PlanView) -> Vec<(&'static str, String)> {
    let mut counts = vec![(
        "brand",
        format!(
            "{} · {}",
            edit::plan_changes(plan.cells),
            page::rows(plan.rows)
        ),
    )];
    for (number, class, text) in [
        (
            plan.occurrences,
            "plain",
            edit::plan_found as fn(u32) -> String,
        ),
        (plan.same, "plain", edit::plan_same),
        (plan.refused, "error", edit::plan_refused),
        (plan.beyond, "warning", edit::plan_beyond),
    ] {
        if number > 0 {
            counts.push((class, text(number)));
        }
    }
    counts
}

/// What else there is to know before saying yes.
fn notes_of(plan: &PlanView) -> Vec<String> {
    let mut notes = Vec::new();
    if plan.fills {
        notes.push(edit::plan_fills());
    }
    if plan.beside > 0 {
        notes.push(edit::plan_beside(plan.beside));
    }
    if plan.beyond > 0 {
        notes.push(edit::plan_beyond_why(plan.beyond));
    }
    notes.extend(
        plan.refusals
            .iter()
            .map(|(reason, cells)| edit::plan_reason(*cells, reason)),
    );
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> PlanView {
        PlanView {
            plan: Plan::Paste,
            cells: 3,
            rows: 2,
            same: 0,
            refused: 0,
            beyond: 0,
            beside: 0,
            occurrences: 0,
            fills: false,
            landings: Vec::new(),
            refusals: Vec::new(),
        }
    }

    #[test]
    fn counts_come_first_and_only_what_there_is() {
        assert_eq!(
            counts_of(&plan()),
            [("brand", "3 cells change · 2 rows".to_string())]
        );
        let refused = PlanView {
            refused: 2,
            beyond: 1,
            refusals: vec![("ArchiveGuid is locked".into(), 2)],
            ..plan()
        };
        assert_eq!(counts_of(&refused).len(), 3);
        assert_eq!(title_of(&refused), "Paste 6 values");
        assert_eq!(
            notes_of(&refused),
            [
                "1 value lies beyond the last row or column and is left out.",
                "2 cells: ArchiveGuid is locked.",
            ]
        );
    }

    #[test]
    fn a_fill_is_said_in_words() {
        let fills = PlanView {
            fills: true,
            ..plan()
        };
        assert_eq!(notes_of(&fills), [edit::plan_fills()]);
    }
}
