//! The first page: two doors.

use leptos::ev;
use shared::ids::RequestId;
use web_sys::DragEvent;

use crate::{browser, components::problem::SignIn, prelude::*, session::Session};

/// The first page.
#[component]
pub fn Start() -> impl IntoView {
    let session = Session::get();
    browser::set_title("Every mailbox to the right person");
    let dropped = RwSignal::new(false);
    let handles = [
        window_event_listener(ev::dragover, |event: DragEvent| event.prevent_default()),
        window_event_listener(ev::drop, move |event: DragEvent| {
            event.prevent_default();
            dropped.set(true);
        }),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    let is_member = move || session.me.with(Option::is_some);
    view! {
        <div class="start">
            <h1>"Every mailbox to the right person."</h1>
            <p class="lead">
                "Cross-tenant identity mapping in the browser. Check the mapping, agree with the
                 other tenant, and write it to the right MailUsers."
            </p>
            <Show when=move || dropped.get()>
                <p class="notice-card" role="alert">
                    "Your file was not read: this page could send it. Open "
                    <a href="/review" rel="external">"the review page"</a>
                    " and drop it there, where the browser lets nothing out."
                </p>
            </Show>
            <div class="doors">
                <section class="card">
                    <h2>"Review a mapping file"</h2>
                    <p>
                        "No sign-in, no upload. The page cannot reach the network, and your browser
                         makes sure."
                    </p>
                    <div class="actions">
                        <a class="button primary large grow" href="/review" rel="external">
                            "Open the review page"
                        </a>
                        <a class="button large" href="/review#sample" rel="external">
                            "Try a sample"
                        </a>
                    </div>
                    <p class="small">
                        "Or keep it: "
                        <a href="/review/download" rel="external">"the whole page is one file"</a>
                        ", published with its "
                        <a href="/review/sha256" rel="external">"SHA-256"</a>
                        "."
                    </p>
                </section>
                <section class="card">
                    <h2>"Work with another tenant"</h2>
                    <Show when=is_member fallback=|| view! { <SignInDoor /> }>
                        <p>"You are signed in."</p>
                        <a class="button primary large wide" href="/requests">"To your requests"</a>
                    </Show>
                    <ol class="phases">
                        <li><strong>"1 Copy"</strong><span>"both agree"</span></li>
                        <li><strong>"2 Map"</strong><span>"one to one"</span></li>
                        <li><strong>"3 Check"</strong><span>"your file"</span></li>
                        <li><strong>"4 Write"</strong><span>"read back"</span></li>
                        <li><strong>"5 Prove"</strong><span>"reports"</span></li>
                    </ol>
                </section>
            </div>
            <p class="small">
                "Not affiliated with Microsoft. What it does not do: move mail, create users, keep
                 your file longer than 48 hours."
            </p>
        </div>
    }
}

#[component]
fn SignInDoor() -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let id = Memo::new(move |_| typed.get().trim().parse::<RequestId>().ok());
    let return_to = Signal::derive(move || match id.get() {
        Some(id) => format!("/requests?request={id}"),
        None => "/requests".to_string(),
    });
    view! {
        <p>"Sign in with your Microsoft 365 admin account."</p>
        <label class="field">
            <span>"RequestID, if you were given one"</span>
            <input
                class="mono"
                type="text"
                autocomplete="off"
                spellcheck="false"
                placeholder="00000000-0000-0000-0000-000000000000"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </label>
        <SignIn label="Sign in" return_to=return_to />
    }
}
