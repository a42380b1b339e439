//! The review page: one file, compressed when it was built and sent so.
//!
//! Its policy is computed with the page and comes with the asset (see `_headers`
//! in the site). Without it nothing is sent: the page's promise is that policy.

use js_sys::Reflect;
use worker::{EncodeBody, Env, Headers, Method, Request, RequestInit, Response, ResponseBuilder};

use super::{pages::ASSETS, reply};

/// What a path of the review page asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// The page.
    Page,
    /// The same bytes, to be kept.
    Download,
    /// Their SHA-256, in the form that `sha256sum --check` reads.
    Sum,
}

/// How a body is compressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Coding {
    Brotli,
    Gzip,
    Identity,
}

/// The part at a path, if there is one.
pub(super) fn part(path: &str) -> Option<Part> {
    match path {
        "/review" => Some(Part::Page),
        "/review/download" => Some(Part::Download),
        "/review/sha256" => Some(Part::Sum),
        _ => None,
    }
}

/// Answers with a part of it.
pub(super) async fn answer(
    request: &Request,
    env: &Env,
    part: Part,
    https: bool,
    correlation_id: &str,
) -> worker::Result<Response> {
    let coding = match part {
        Part::Sum => Coding::Identity,
        Part::Page | Part::Download => coding(&accepted(request)),
    };
    let asset = match (part, coding) {
        (Part::Sum, _) => "review.sha256",
        (_, Coding::Brotli) => "review.br",
        (_, Coding::Gzip) => "review.gz",
        (_, Coding::Identity) => "review",
    };
    let response = fetch(request, env, asset).await?;
    let headers = response.headers().clone();
    let policy = headers.get("content-security-policy")?.unwrap_or_default();
    if !matches!(response.status_code(), 200 | 304) || !policy.contains("sandbox ") {
        let text = "The review page is not here as it was built. Deploy Crosswalk again.\n";
        return reply::plain(500, text, correlation_id);
    }
    for (name, value) in headers_of(part, coding, https) {
        headers.set(name, value)?;
    }
    Ok(ResponseBuilder::new()
        .with_status(response.status_code())
        .with_headers(headers)
        .with_encode_body(match coding {
            Coding::Identity => EncodeBody::Automatic,
            Coding::Brotli | Coding::Gzip => EncodeBody::Manual,
        })
        .body(response.body().clone()))
}

async fn fetch(request: &Request, env: &Env, asset: &str) -> worker::Result<Response> {
    let mut url = request.url()?;
    url.set_path(asset);
    url.set_query(None);
    let headers = Headers::new();
    if let Some(tags) = request.headers().get("if-none-match")? {
        headers.set("if-none-match", &tags)?;
    }
    let mut init = RequestInit::new();
    init.with_method(match request.method() {
        Method::Head => Method::Head,
        _ => Method::Get,
    });
    init.with_headers(headers);
    let request = Request::new_with_init(url.as_str(), &init)?;
    env.assets(ASSETS)?.fetch_request(request).await
}

/// What the browser accepts. The platform writes its own list into the header and
/// keeps the browser's beside it.
fn accepted(request: &Request) -> String {
    let of_browser = Reflect::get(request.inner(), &"cf".into())
        .and_then(|cf| Reflect::get(&cf, &"clientAcceptEncoding".into()))
        .ok()
        .and_then(|value| value.as_string());
    of_browser.unwrap_or_else(|| {
        let header = request.headers().get("accept-encoding");
        header.ok().flatten().unwrap_or_default()
    })
}

/// The smallest that an `Accept-Encoding` allows.
fn coding(accepted: &str) -> Coding {
    let takes = |name: &str| {
        accepted.split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            let is_it = parts.next().is_some_and(|it| it.eq_ignore_ascii_case(name));
            let weight = parts.find_map(|part| part.strip_prefix("q="));
            is_it && weight.and_then(|text| text.parse().ok()).unwrap_or(1.0) > 0.0
        })
    };
    if takes("br") {
        Coding::Brotli
    } else if takes("gzip") {
        Coding::Gzip
    } else {
        Coding::Identity
    }
}

fn headers_of(part: Part, coding: Coding, https: bool) -> Vec<(&'static str, &'static str)> {
    let mut headers = vec![
        ("vary", "accept-encoding"),
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "content-type",
            match part {
                // The space is what `wrangler dev` does not look past: it would
                // compress pages again, and worse.
                Part::Page | Part::Download => "text/html ;charset=utf-8",
                Part::Sum => "text/plain; charset=utf-8",
            },
        ),
    ];
    match coding {
        Coding::Brotli => headers.push(("content-encoding", "br")),
        Coding::Gzip => headers.push(("content-encoding", "gzip")),
        Coding::Identity => {}
    }
    if part == Part::Download {
        let name = "attachment; filename=\"crosswalk-review.html\"";
        headers.push(("content-disposition", name));
    }
    if https {
        headers.push(("strict-transport-security", "max-age=31536000"));
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_that_is_accepted_is_sent() {
        for (accepted, sent) in [
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip, br;q=0", Coding::Gzip),
            ("br;q=0.5, gzip;q=1", Coding::Brotli),
            ("GZIP", Coding::Gzip),
            ("deflate", Coding::Identity),
            ("brotli", Coding::Identity),
            ("", Coding::Identity),
        ] {
            assert_eq!(coding(accepted), sent, "{accepted}");
        }
    }

    #[test]
    fn only_the_download_is_an_attachment() {
        for (path, is_attachment) in [
            ("/review", false),
            ("/review/download", true),
            ("/review/sha256", false),
        ] {
            let headers = headers_of(part(path).unwrap(), Coding::Brotli, true);
            let is_there = headers
                .iter()
                .any(|(name, _)| *name == "content-disposition");
            assert_eq!(is_there, is_attachment, "{path}");
        }
        assert_eq!(part("/review/other"), None);
    }
}
