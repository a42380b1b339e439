//! What a request did, per identity: counts that filter, the list, CSV and JSON.

use js_sys::Uint8Array;
use leptos::task::spawn_local;
use shared::{
    api::{Report, ReportRow},
    ids::RequestId,
    workflow::IdentityState,
};

use super::{
    doing::{Doing, WentWrong},
    identities::{StateChips, urgency},
    sentences,
};
use crate::{
    api::{self, ApiError},
    browser,
    components::{
        icon::{Icon, Picture},
        problem::ProblemCard,
    },
    prelude::*,
    session::Session,
    words,
};

/// Rows shown at first, and added by each press.
const SHOWN: usize = 200;

/// The report of a finished request.
#[component]
pub fn ReportCard(
    /// The request.
    id: RequestId,
) -> impl IntoView {
    let session = Session::get();
    let report = RwSignal::new(None::<Result<Report, ApiError>>);
    spawn_local(async move {
        let answer = api::report(session, id).await;
        let _ = report.try_set(Some(answer));
    });
    view! {
        <section class="card list" aria-label="Report">
            {move || match report.get() {
                None => view! { <p class="none">"Reading the report"</p> },
                Some(Err(error)) => view! { <ProblemCard error /> },
                Some(Ok(report)) => view! { <ReportTable id report /> },
            }}
        </section>
    }
}

#[component]
fn ReportTable(id: RequestId, report: Report) -> impl IntoView {
    let session = Session::get();
    let json = StoredValue::new(serde_json::to_string_pretty(&report).unwrap_or_default());
    let mut identities = report.identities;
    identities.sort_by_key(|row| urgency(row.state));
    let rows = StoredValue::new(identities);
    let states: Vec<_> = rows.with_value(|rows| rows.iter().map(|row| row.state).collect());
    // A source is never told which MailUser; a copy knows none yet.
    let has_targets = rows.with_value(|rows| {
        rows.iter()
            .any(|row| row.target_external_directory_object_id.is_some())
    });
    let filter = RwSignal::new(None::<IdentityState>);
    let limit = RwSignal::new(SHOWN);
    let fetching = Doing::new();
    let save_csv = move |_| {
        fetching.run(api::report_csv(session, id), move |bytes| {
            browser::download_bytes(&format!("crosswalk-report-{id}.csv"), "text/csv", &bytes);
        });
    };
    let save_json = move |_| {
        json.with_value(|json| {
            let bytes = Uint8Array::from(json.as_bytes());
            let name = format!("crosswalk-report-{id}.json");
            browser::download_bytes(&name, "application/json", &bytes);
        });
    };
    let matching = Memo::new(move |_| {
        let filter = filter.get();
        rows.with_value(|rows| {
            rows.iter()
                .filter(|row| filter.is_none_or(|state| state == row.state))
                .cloned()
                .collect::<Vec<ReportRow>>()
        })
    });
    let lines = move || {
        matching.with(|rows| {
            rows.iter()
                .take(limit.get())
                .map(|row| report_line(row, has_targets))
                .collect::<Vec<_>>()
        })
    };
    let rest = move || matching.with(Vec::len).saturating_sub(limit.get());
    view! {
        <div class="list-head">
            <h2>"Report"</h2>
            <div class="spread"></div>
            <button type="button" class="button small" disabled=move || fetching.busy.get() on:click=save_csv>
                <Picture icon=Icon::Download /> "CSV"
            </button>
            <button type="button" class="button small" on:click=save_json>
                <Picture icon=Icon::Download /> "JSON"
            </button>
        </div>
        <WentWrong doing=fetching />
        <StateChips states filter />
        <div class="table-scroll" tabindex="0" role="group" aria-label="Identities of the report">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Source"</th>
                        {has_targets.then(|| view! { <th scope="col">"Target id"</th> })}
                        <th scope="col">"State"</th>
                        <th scope="col">"What was said"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <Show when=move || { rest() > 0 }>
            <button type="button" class="button" on:click=move |_| limit.update(|limit| *limit += SHOWN)>
                {move || format!("Show more: {} left", words::grouped(rest() as u64))}
            </button>
        </Show>
    }
}

fn report_line(row: &ReportRow, has_targets: bool) -> Markup {
    let target = row
        .target_external_directory_object_id
        .map(|id| view! { <code title=id.to_string()>{words::short_id(id)}</code> });
    view! {
        <tr>
            <td title=row.source_external_directory_object_id.to_string()>
                {row.source_user_principal_name.clone()}
            </td>
            {has_targets.then(|| view! { <td>{target}</td> })}
            <td>
                <span class=format!("chip {}", sentences::identity_class(row.state))>
                    {format!("{:?}", row.state)}
                </span>
            </td>
            <td>{row.failure_result.clone()}</td>
        </tr>
    }
}
