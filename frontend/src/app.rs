//! Routes and frame of the signed-in app.

use leptos::prelude::*;
use leptos_router::{
    components::{A, Route, Router, Routes},
    path,
};
use shared::api::PairView;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use crate::{
    api,
    components::{logo::Logo, problem::SignIn},
    pages::{
        missing::Missing, pair::PairPage, request::RequestPage, requests::Requests,
        signed_in::SignedIn, start::Start,
    },
    session::{Session, role_name},
    words,
};

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let session = Session::new();
    provide_context(session);
    view! {
        <Router>
            <a class="skip" href="#main">"Skip to the content"</a>
            <FocusFollows />
            <Bar session />
            <div class="frame">
                <Show when=move || session.me.with(Option::is_some)>
                    <Navigation session />
                </Show>
                <main id="main" tabindex="-1">
                    <Routes fallback=|| view! { <Missing /> }>
                        <Route path=path!("/") view=Start />
                        <Route path=path!("/signed-in") view=SignedIn />
                        <Route path=path!("/requests") view=|| view! { <Members><Requests /></Members> } />
                        <Route path=path!("/requests/:id") view=|| view! { <Members><RequestPage /></Members> } />
                        <Route path=path!("/pairs/:source") view=|| view! { <Members><PairPage /></Members> } />
                    </Routes>
                </main>
            </div>
        </Router>
    }
}

/// After a way to another page the keyboard and screen readers start at its top.
#[component]
fn FocusFollows() -> impl IntoView {
    let pathname = leptos_router::hooks::use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let here = pathname.get();
        let main = document().get_element_by_id("main");
        if before.is_some_and(|before| before != here)
            && let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok())
        {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = main.focus_with_options(&options);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        here
    });
}

#[component]
fn Bar(session: Session) -> impl IntoView {
    let chip = move || {
        let tenant = session.tenant()?;
        let domain = session.account.with(|account| {
            account
                .as_ref()
                .and_then(|it| it.domain().map(str::to_string))
        });
        let name = domain.unwrap_or_else(|| words::short_id(tenant));
        Some(view! { <span class="chip" title=format!("Tenant {tenant}")>{name}</span> })
    };
    let who = move || {
        let me = session.me.get()?;
        let account = session.account.get()?;
        Some(view! {
            <span class="who" title=account.username>
                {account.name} " · " {role_name(me.role)}
            </span>
            <button type="button" class="button small" on:click=move |_| session.end()>
                "Sign out"
            </button>
        })
    };
    view! {
        <header class="bar">
            <a class="brand" href="/"><Logo /></a>
            <div class="spread"></div>
            {chip}
            {who}
        </header>
    }
}

#[component]
fn Navigation(session: Session) -> impl IntoView {
    let pairs = RwSignal::new(Vec::<PairView>::new());
    let location = leptos_router::hooks::use_location();
    // Asked again on every page, since a first acceptance makes a pair.
    Effect::new(move |_| {
        location.pathname.with(|_| ());
        session.pairs_asked.track();
        leptos::task::spawn_local(async move {
            if let Ok(known) = api::pairs(session).await {
                let _ = pairs.try_set(known);
            }
        });
    });
    view! {
        <nav class="side" aria-label="Pages">
            <A href="/" exact=true>"Start"</A>
            <A href="/requests">"Requests"</A>
            <For
                each=move || pairs.get()
                key=|pair| pair.source_tenant_id
                children=|pair| view! {
                    <A href=format!("/pairs/{}", pair.source_tenant_id)>
                        <span title=pair.source_tenant_id.to_string()>
                            {words::short_id(pair.source_tenant_id)} " → us"
                        </span>
                    </A>
                }
            />
            <div class="spread"></div>
            <a href="/review" rel="external">"Review a file"</a>
        </nav>
    }
}

/// Shows its content to people who are signed in, and others the door.
#[component]
fn Members(children: ChildrenFn) -> impl IntoView {
    let session = Session::get();
    view! {
        <Show
            when=move || session.me.with(Option::is_some)
            fallback=|| view! {
                <div class="narrow">
                    <h1>"Sign in to see this page"</h1>
                    <p class="lead">
                        "Your sign-in is kept in this page's memory only, so it ends when the page
                         is closed or loaded again. You come back here afterwards."
                    </p>
                    <SignIn label="Sign in" />
                </div>
            }
        >
            {children()}
        </Show>
    }
}
