//! Where the authority sends people back to.

use leptos::task::spawn_local;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    components::problem::{ProblemCard, SignIn},
    prelude::*,
    session::{
        Session,
        journey::{self, SignInError},
    },
    words,
};

/// Completes the sign-in and goes on to the page that asked for it.
#[component]
pub fn SignedIn() -> impl IntoView {
    let session = Session::get();
    let navigate = use_navigate();
    let trouble = RwSignal::new(None::<SignInError>);
    spawn_local(async move {
        match journey::arrive(session).await {
            Ok(return_to) => {
                let options = NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                };
                navigate(&own_path(&return_to), options);
            }
            Err(error) => {
                let _ = trouble.try_set(Some(error));
            }
        }
    });
    let again = Signal::derive(|| "/requests".to_string());
    view! {
        <div class="narrow">
            {move || match trouble.get() {
                None => view! { <p class="lead" role="status">"Signing you in"</p> },
                Some(SignInError::Edge(error)) => view! {
                    <h1>"You are not signed in"</h1>
                    <ProblemCard error />
                    <SignIn label="Use another account" return_to=again />
                },
                Some(error) => view! {
                    <h1>"You are not signed in"</h1>
                    <p class="lead" role="alert">{words::as_sentence(&error.to_string())}</p>
                    <SignIn label="Try again" return_to=again />
                },
            }}
        </div>
    }
}

/// A path of this app, whatever the tab's storage says.
fn own_path(path: &str) -> String {
    let is_own = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/\\")
        && !path.starts_with("/signed-in");
    if is_own {
        path.into()
    } else {
        "/requests".into()
    }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn a_return_never_leaves_the_app() {
        assert_eq!(own_path("/requests?request=x"), "/requests?request=x");
        for path in [
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "",
            "/signed-in",
        ] {
            assert_eq!(own_path(path), "/requests", "{path}");
        }
    }
}
