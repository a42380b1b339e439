//! The sign-in page: one button per account, no password.

use std::collections::HashMap;

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use uuid::Uuid;

use super::errors::EntraError;
use crate::{
    control::page::{escape, frame},
    directory::{Account, Tenant},
};

/// The value of the button that signs in nobody.
pub(super) const NOBODY: &str = "";

/// What of a request the form carries on.
const CARRIED: [&str; 9] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
];

/// The picker. Whoever `login_hint` names comes first and has the focus.
pub(super) fn accounts<'a>(
    tenants: impl Iterator<Item = &'a Tenant>,
    query: &HashMap<String, String>,
) -> Response {
    use std::fmt::Write;

    let hint = query.get("login_hint").map_or("", String::as_str);
    let mut body = String::from(
        "<h1>Pick an account</h1>\
         <p class=\"note\">This is a <strong>pretend Microsoft 365</strong> on your own machine. \
         Nobody is asked for a password, and nothing here reaches Microsoft.</p>\
         <form method=\"post\">",
    );
    for name in CARRIED {
        if let Some(value) = query.get(name) {
            let _ = write!(
                body,
                "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
                escape(value)
            );
        }
    }
    let mut tenants: Vec<&Tenant> = tenants.collect();
    let is_hinted = |account: &Account| account.user_principal_name.eq_ignore_ascii_case(hint);
    tenants.sort_by_key(|tenant| !tenant.accounts.iter().any(is_hinted));
    for tenant in tenants {
        let _ = write!(
            body,
            "<fieldset><legend>{}</legend><ul>",
            escape(&tenant.name)
        );
        let mut accounts: Vec<&Account> = tenant.accounts.iter().collect();
        accounts.sort_by_key(|account| !is_hinted(account));
        for account in accounts {
            let _ = write!(
                body,
                "<li><button name=\"account\" value=\"{address}\"{focus}>\
                 <span class=\"name\">{name}</span> <span>{address}</span> \
                 <span class=\"role\">{role}</span></button></li>",
                address = escape(&account.user_principal_name),
                focus = if is_hinted(account) { " autofocus" } else { "" },
                name = escape(&account.display_name),
                role = escape(&roles(account)),
            );
        }
        body.push_str("</ul></fieldset>");
    }
    let _ = write!(
        body,
        "<p><button class=\"plain\" name=\"account\" value=\"{NOBODY}\">Cancel</button></p></form>"
    );
    page(StatusCode::OK, &frame("Sign in", &body))
}

/// The page for what cannot be sent to the app.
pub(super) fn error(error: &EntraError) -> Response {
    let description = error.description(Uuid::new_v4(), Uuid::new_v4());
    let body = format!(
        "<h1>Sign in</h1><p>Sorry, but we’re having trouble signing you in.</p>\
         <p class=\"note\">{}</p>\
         <p>This is a pretend Microsoft 365; the real one would answer the same way.</p>",
        escape(&description)
    );
    page(StatusCode::BAD_REQUEST, &frame("Sign in", &body))
}

fn roles(account: &Account) -> String {
    if account.roles.is_empty() {
        return "no directory role".to_owned();
    }
    let names: Vec<&str> = account.roles.iter().map(|role| role.name()).collect();
    names.join(", ")
}

fn page(status: StatusCode, html: &str) -> Response {
    (
        status,
        [
            (header::CACHE_CONTROL, "no-store, no-cache"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (header::REFERRER_POLICY, "no-referrer"),
        ],
        Html(html.to_owned()),
    )
        .into_response()
}
