//! The app's pages and files, with the policy that holds them.
//!
//! The review page is none of them: it has a stricter policy of its own.

use worker::{Env, Method, Request, Response};

use super::{reply, review};
use crate::settings::Settings;

/// The binding of the site.
pub(super) const ASSETS: &str = "ASSETS";

/// Answers with a file of the site, or the app's page for any other path.
pub(super) async fn answer(
    request: Request,
    env: &Env,
    settings: &Settings,
    https: bool,
    correlation_id: &str,
) -> worker::Result<Response> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return reply::plain(
            405,
            "Only GET and HEAD lead anywhere here.\n",
            correlation_id,
        );
    }
    let path = request.path();
    if let Some(part) = review::part(&path) {
        return review::answer(&request, env, part, https, correlation_id).await;
    }
    let response = env.assets(ASSETS)?.fetch_request(request).await?;
    let headers = response.headers().clone();
    if is_page_instead_of_file(&path, headers.get("content-type")?.as_deref()) {
        return reply::plain(
            404,
            "There is no such file. Load the page again.\n",
            correlation_id,
        );
    }
    for (name, value) in policy(settings.entra.as_str(), https) {
        headers.set(name, &value)?;
    }
    Ok(response.with_headers(headers))
}

/// Whether the asset server answered a file's name with the app's page, as it
/// does for every path that it does not know. A page that was loaded before a
/// deployment asks for scripts that are gone, and must not take HTML for one.
fn is_page_instead_of_file(path: &str, content_type: Option<&str>) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_file = name
        .rsplit_once('.')
        .is_some_and(|(_, kind)| kind != "html");
    is_file && content_type.is_some_and(|kind| kind.starts_with("text/html"))
}

/// The headers of every page and file. Scripts get them too: a worker's policy
/// is that of its own script.
///
/// No `Cross-Origin-Embedder-Policy`: nothing here needs shared memory, and
/// nothing is embedded.
fn policy(authority: &str, https: bool) -> Vec<(&'static str, String)> {
    let content = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; worker-src 'self'; manifest-src 'self'; \
         connect-src 'self' {authority}; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    let mut headers = vec![
        ("content-security-policy", content),
        ("x-content-type-options", "nosniff".to_owned()),
        ("referrer-policy", "no-referrer".to_owned()),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
        ("cross-origin-resource-policy", "same-origin".to_owned()),
    ];
    if https {
        headers.push(("strict-transport-security", "max-age=31536000".to_owned()));
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(headers: &[(&'static str, String)], name: &str) -> Option<String> {
        headers
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.clone())
    }

    #[test]
    fn a_page_may_connect_to_itself_and_the_authority_only() {
        let headers = policy("https://login.microsoftonline.com", true);
        let content = header(&headers, "content-security-policy").unwrap();
        assert!(
            content.contains("; connect-src 'self' https://login.microsoftonline.com;"),
            "{content}"
        );
        assert!(content.starts_with("default-src 'none';"));
        for unsafe_word in ["'unsafe-inline'", "'unsafe-eval'", "*", "blob:", "http:"] {
            assert!(!content.contains(unsafe_word), "{unsafe_word} in {content}");
        }
    }

    #[test]
    fn a_file_that_is_gone_is_not_a_page() {
        let html = Some("text/html; charset=utf-8");
        for (path, kind, gone) in [
            ("/assets/index-old.js", html, true),
            ("/assets/index.js", Some("text/javascript"), false),
            (
                "/requests/6513270e-269e-4d37-b2a7-4de452e6b438",
                html,
                false,
            ),
            ("/", html, false),
            ("/index.html", html, false),
            ("/assets/index-old.js", None, false),
        ] {
            assert_eq!(is_page_instead_of_file(path, kind), gone, "{path}");
        }
    }

    #[test]
    fn https_stays_https() {
        for (https, set) in [(true, true), (false, false)] {
            let headers = policy("https://login.example", https);
            assert_eq!(header(&headers, "strict-transport-security").is_some(), set);
        }
    }
}
