//! Handing in an edited mapping file: checked here first, by the same engine that
//! checks it at the edge.

use shared::{api::limits::MAX_UPLOAD_BYTES, ids::TenantId};
use uuid::Uuid;
use web_sys::File;

use super::{
    doing::{Doing, WentWrong},
    pair::to_request,
};
use crate::{
    api, browser,
    components::icon::{Icon, Picture},
    engine::protocol::Overview,
    prelude::*,
    session::Session,
    words,
    workbench::{
        bench::{Bench, Stage},
        findings::FindingGroups,
        status,
    },
};

/// Choose, check, upload.
#[component]
pub fn UploadCard(
    /// The other tenant of the pair.
    source: TenantId,
) -> impl IntoView {
    let session = Session::get();
    let bench = Bench::new();
    let file = StoredValue::new_local(None::<File>);
    let key = StoredValue::new(Uuid::new_v4());
    let auto_progress = RwSignal::new(true);
    let size_complaint = RwSignal::new(None::<String>);
    let uploading = Doing::new();
    let go = to_request();

    let choose = move |event: web_sys::Event| {
        let Some(chosen) = browser::chosen_file(&event) else {
            return;
        };
        let complaint = too_large(words::whole(chosen.size()));
        size_complaint.set(complaint.clone());
        if complaint.is_some() {
            return;
        }
        bench.open_file(&chosen);
        file.set_value(Some(chosen));
        key.set_value(Uuid::new_v4());
    };
    let upload = move |_| {
        let Some(file) = file.get_value() else {
            return;
        };
        let key = key.get_value();
        let auto = auto_progress.get_untracked();
        uploading.run(
            async move { api::upload(session, source, key, &file, auto).await },
            go.clone(),
        );
    };
    let checked = move || {
        (bench.stage.get() == Stage::Open)
            .then(|| bench.overview.get())
            .flatten()
    };
    let is_ready = Memo::new(move |_| checked().is_some_and(|file| !file.refuses_upload));
    view! {
        <section class="card">
            <h2>"Upload a mapping file"</h2>
            <p>
                "It is checked in this page before anything is sent. The copy is kept for this pair
                 only, and deleted after use, within 48 hours at the latest."
            </p>
            <label class="button">
                <Picture icon=Icon::File />
                "Choose a mapping file…"
                <input
                    type="file"
                    class="visually-hidden"
                    name="mapping-file"
                    accept=".csv,.txt,text/csv"
                    disabled=move || !session.may_act()
                    on:change=choose
                />
            </label>
            <p class="inline-error" role="alert">
                {move || size_complaint.get()}
                {move || bench.notice.get().filter(|notice| notice.is_error).map(|notice| notice.text)}
            </p>
            {move || match bench.stage.get() {
                Stage::Reading(progress) => Some(view! {
                    <p class="small" role="status">"Checking " {progress.name}</p>
                }),
                Stage::Empty | Stage::Open => None,
            }}
            {move || checked().map(|overview| view! { <Verdict overview=(*overview).clone() /> })}
            <Show when=move || is_ready.get()>
                <label class="choice">
                    <input
                        type="checkbox"
                        name="auto-progress"
                        prop:checked=move || auto_progress.get()
                        on:change=move |event| auto_progress.set(event_target_checked(&event))
                    />
                    <span>"Map with it as soon as it is in (" <code>"-AutoProgress"</code> ")"</span>
                </label>
                <button
                    type="button"
                    class="button primary"
                    disabled=move || uploading.busy.get() || !session.may_act()
                    on:click=upload.clone()
                >
                    {move || {
                        let name = checked().map(|file| file.name.clone()).unwrap_or_default();
                        format!("Upload {name}")
                    }}
                </button>
            </Show>
            <WentWrong doing=uploading />
            <p class="cmdlet"><code>"Upload-CtimMappingData"</code></p>
        </section>
    }
}

/// What the checks found, and what that means for an upload.
#[component]
fn Verdict(overview: Overview) -> impl IntoView {
    let verdict = verdict(&overview);
    let class = if overview.refuses_upload {
        "notice-card error"
    } else {
        "notice-card"
    };
    let groups = StoredValue::new(overview.groups);
    let groups = Memo::new(move |_| groups.get_value());
    view! {
        <div class=class role="status">
            <strong>{overview.name} " · " {overview.dialect}</strong>
            <p>{status::sentence(overview.counts, overview.leave.upload_errors)}</p>
            <p>{verdict}</p>
        </div>
        <FindingGroups groups />
    }
}

fn verdict(overview: &Overview) -> String {
    if overview.refuses_upload {
        return "This file cannot be uploaded as it is. Mend the errors about the file or its \
                columns first; the review page shows where."
            .into();
    }
    if overview.counts.ready == 0 {
        return "No row has a target that can be applied, so nothing would change.".into();
    }
    if overview.counts.errors > 0 {
        return format!(
            "{} will be left as before, and the report names each. The rest is applied. Empty \
             targets change nothing.",
            words::counted(overview.counts.errors, "row", "rows")
        );
    }
    "Every row can be applied. Empty targets change nothing.".into()
}

/// Why a file of this size is not sent at all.
pub fn too_large(bytes: u64) -> Option<String> {
    (bytes > MAX_UPLOAD_BYTES).then(|| {
        format!(
            "This file has {}; at most {} can be uploaded. Split it by rows.",
            words::size(bytes),
            words::size(MAX_UPLOAD_BYTES)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_sent() {
        assert_eq!(too_large(MAX_UPLOAD_BYTES), None);
        assert!(
            too_large(MAX_UPLOAD_BYTES + 1)
                .unwrap()
                .contains("at most 48.0 MB")
        );
    }
}
