//! All requests of the caller's tenant, and the two ways to a new one.

use leptos::task::spawn_local;
use leptos_router::components::A;
use shared::api::{RequestView, Side};

use super::{ask::Ask, present::Present, sentences};
use crate::{
    api::{self, ApiError},
    browser,
    components::{problem::ProblemCard, when::When},
    prelude::*,
    session::Session,
    words,
};

/// Which requests are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Which {
    All,
    Yours,
    Open,
    Ended,
}

impl Which {
    fn matches(self, request: &RequestView) -> bool {
        match self {
            Self::All => true,
            Self::Yours => sentences::is_yours(request),
            Self::Open => !request.state.is_final(),
            Self::Ended => request.state.is_final(),
        }
    }
}

const CHIPS: [(Which, &str, &str); 4] = [
    (Which::All, "All", "brand"),
    (Which::Yours, "Waiting for you", "warning"),
    (Which::Open, "Open", "plain"),
    (Which::Ended, "Ended", "plain"),
];

/// The page.
#[component]
pub fn Requests() -> impl IntoView {
    let session = Session::get();
    let list = RwSignal::new(None::<Result<Vec<RequestView>, ApiError>>);
    spawn_local(async move {
        let answer = api::all_requests(session).await;
        let _ = list.try_set(Some(answer));
    });
    browser::set_title("Requests");
    view! {
        <div class="page">
            <h1>"Requests"</h1>
            <p class="lead">
                "The source asks first. The target, told the RequestID and by whom, decides."
            </p>
            <div class="pair-of-cards">
                <Ask />
                <Present />
            </div>
            <section class="card list" aria-label="Your requests">
                {move || match list.get() {
                    None => view! { <p class="none">"Reading your requests"</p> },
                    Some(Err(error)) => view! { <ProblemCard error /> },
                    Some(Ok(requests)) => view! { <RequestList requests /> },
                }}
            </section>
        </div>
    }
}

#[component]
fn RequestList(requests: Vec<RequestView>) -> impl IntoView {
    let which = RwSignal::new(Which::All);
    let requests = StoredValue::new(requests);
    let chips = CHIPS.map(|(kind, label, class)| {
        let count = requests.with_value(|all| all.iter().filter(|it| kind.matches(it)).count());
        view! {
            <button
                type="button"
                class=format!("chip filter {}", if count > 0 { class } else { "plain" })
                aria-pressed=move || if which.get() == kind { "true" } else { "false" }
                on:click=move |_| which.set(kind)
            >
                {label} " " <span class="figure">{words::grouped(count as u64)}</span>
            </button>
        }
    });
    let rows = move || {
        let which = which.get();
        let rows: Vec<_> = requests.with_value(|all| {
            all.iter()
                .filter(|request| which.matches(request))
                .map(|request| view! { <RequestLine request=request.clone() /> })
                .collect()
        });
        if rows.is_empty() {
            view! { <p class="none">"No requests here yet."</p> }
        } else {
            view! { <ul class="request-list">{rows}</ul> }
        }
    };
    view! {
        <div class="filters" role="group" aria-label="Requests shown">{chips}</div>
        {rows}
    }
}

#[component]
fn RequestLine(request: RequestView) -> impl IntoView {
    let side = match request.side {
        Side::Source => "you are the source",
        Side::Target => "you are the target",
    };
    view! {
        <li>
            <A href=format!("/requests/{}", request.id)>
                <span class="line-main">
                    <strong>{sentences::title(&request)}</strong>
                    <span class="small">
                        <When at=request.created_at /> " · " {side} " · "
                        <code>{words::short_id(request.id)}</code>
                    </span>
                </span>
                <span class=format!("chip {}", sentences::state_class(request.state))>
                    {sentences::state_word(request.state)}
                    {(!request.state.is_final()).then(|| format!(" · {} %", request.percent))}
                </span>
            </A>
        </li>
    }
}
