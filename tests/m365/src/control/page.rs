//! The HTML of the pretend server: one frame, light and dark, no script.

use crate::world::Moving;

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8a8886; --note: #f3f2f1; --accent: #0f6cbd; }
@media (prefers-color-scheme: dark) { :root { --line: #797775; --note: #2b2a29; --accent: #62abf5; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.note { background: var(--note); padding: .75rem 1rem; border-left: 4px solid var(--accent); overflow-wrap: anywhere; }
fieldset { border: 0; padding: 0; margin: 1.5rem 0; } legend { font-weight: 600; padding: 0; }
ul { list-style: none; padding: 0; margin: .5rem 0; } li { margin: .5rem 0; }
button { font: inherit; cursor: pointer; border-radius: 4px; border: 1px solid var(--line); padding: .6rem 1rem; background: transparent; color: inherit; }
li button { width: 100%; text-align: start; display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; }
li button .name { font-weight: 600; grid-column: 1 / -1; }
button:hover { border-color: var(--accent); } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: start; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
code { font-size: .9em; overflow-wrap: anywhere; } th code { white-space: nowrap; } a { color: var(--accent); }
";

/// A page with this title and body.
pub(crate) fn frame(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"icon\" href=\"data:,\">\
         <title>{} – pretend Microsoft 365</title><style>{STYLE}</style></head>\
         <body><main>{body}</main></body></html>",
        escape(title)
    )
}

/// Text that HTML takes as text.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

const CALLS: [(&str, &str); 10] = [
    (
        "GET /control/tenants",
        "the directory of every tenant as it stands now",
    ),
    (
        "POST /control/token",
        "{\"account\": \"admin@contoso.example\"}: an access token for scripts",
    ),
    (
        "POST /control/reset",
        "back to the data files, nothing broken",
    ),
    ("GET /control/faults", "what is broken on purpose"),
    (
        "POST /control/faults",
        "{\"next\": 2, \"status\": 429, \"cmdlet\": \"Set-MailUser\"}: break the next calls",
    ),
    ("DELETE /control/faults", "mend everything"),
    (
        "GET /control/switches",
        "which of two possible behaviours is on",
    ),
    (
        "POST /control/switches",
        "{\"nextLink\": \"expired\"}: the other behaviour",
    ),
    (
        "GET /control/calls",
        "the Exchange calls since the start or the last reset",
    ),
    ("GET /control", "this page"),
];

/// The page of `/control`.
pub(crate) fn control(base: &str, moving: &Moving) -> String {
    use std::fmt::Write;

    let mut body = String::from(
        "<h1>A pretend Microsoft 365</h1>\
         <p class=\"note\">Entra sign-in and the Exchange admin API for trying Crosswalk with no \
         cloud. Nothing here is real, and nothing reaches Microsoft.</p><h2>Tenants</h2><table>\
         <thead><tr><th scope=\"col\">Tenant</th><th scope=\"col\">Tenant id</th>\
         <th scope=\"col\">Recipients</th></tr></thead><tbody>",
    );
    for tenant in &moving.directory.tenants {
        let _ = write!(
            body,
            "<tr><td>{}</td><td><code>{}</code></td><td>{}</td></tr>",
            escape(&tenant.name),
            tenant.tenant_id,
            tenant.recipients.len()
        );
    }
    body.push_str("</tbody></table><h2>What this server answers here</h2><table><tbody>");
    for (call, what) in CALLS {
        let _ = write!(
            body,
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td></tr>",
            escape(call),
            escape(what)
        );
    }
    let _ = write!(
        body,
        "</tbody></table><h2>Now</h2><p>{} faults wait; {} Exchange calls came in. \
         <a href=\"{base}/control/tenants\">Directory</a> · \
         <a href=\"{base}/control/calls\">Calls</a> · \
         <a href=\"{base}/control/switches\">Switches</a></p>",
        moving.faults.len(),
        moving.calls.len(),
        base = escape(base),
    );
    frame("Control", &body)
}
