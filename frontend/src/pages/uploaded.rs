//! What the target can do with an uploaded file: map with it, or delete it now.

use shared::api::{NewMapRequest, RequestView};
use uuid::Uuid;

use super::{
    doing::{Doing, WentWrong},
    pair::to_request,
};
use crate::{api, prelude::*, session::Session};

/// The two actions.
#[component]
pub fn UploadCard(
    /// The upload.
    view: RequestView,
    /// Where a changed view goes.
    request: RwSignal<Option<RequestView>>,
) -> impl IntoView {
    let session = Session::get();
    let go = to_request();
    let doing = Doing::new();
    let key = Uuid::new_v4();
    let source = view.source_tenant_id;
    let id = view.id;
    let map = move |_| {
        let new = NewMapRequest { use_csv: true };
        doing.run(
            async move { api::map(session, source, key, &new).await },
            go.clone(),
        );
    };
    let delete = move |_| {
        doing.run(api::delete_upload(session, source, id), move |view| {
            request.set(Some(view));
        });
    };
    let is_locked = move || doing.busy.get() || !session.may_act();
    view! {
        <section class="card">
            <h2>"What happens with the file"</h2>
            <p>
                "Mapping with it applies its targets, then deletes it. With AutoProgress that is
                 already asked for, and stands among your requests."
            </p>
            <div class="actions">
                <button type="button" class="button primary" disabled=is_locked on:click=map>
                    "Map with this file"
                </button>
                <button type="button" class="button danger" disabled=is_locked on:click=delete>
                    "Delete the file now"
                </button>
            </div>
            <WentWrong doing />
            <p class="cmdlet"><code>"New-CtimMapRequest -UseCsv"</code></p>
        </section>
    }
}
