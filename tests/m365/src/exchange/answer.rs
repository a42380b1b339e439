//! How objects are sent: chosen properties, pages, warnings.

use axum::{
    Json,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Output, failure::Failure};
use crate::{control::switches::NextLink, directory::view::Row};

const PAGE: usize = 1_000;

/// What of an output the caller wants to see.
#[derive(Debug)]
pub(super) struct View {
    select: Option<Vec<String>>,
    page: Option<usize>,
    skip: usize,
}

impl View {
    /// From the address and the `Prefer` header. All objects come on one page
    /// only to a caller that asks for all and names no page size.
    pub(super) fn of(
        query: Option<&str>,
        headers: &HeaderMap,
        unlimited: bool,
        next_link: NextLink,
    ) -> Result<Self, Failure> {
        let mut view = Self {
            select: None,
            page: page_size(headers).or((!unlimited).then_some(PAGE)),
            skip: 0,
        };
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match name.as_ref() {
                "$select" => {
                    view.select = Some(value.split(',').map(|one| one.trim().to_owned()).collect());
                }
                "$skiptoken" => {
                    if next_link == NextLink::Expired {
                        return Err(Failure::page());
                    }
                    view.skip = read_token(&value).ok_or_else(Failure::page)?;
                }
                _ => {}
            }
        }
        Ok(view)
    }

    /// The answer. A missing `nextLink` means that nothing is left.
    pub(super) fn show(&self, output: Output, context: &str, link: &str) -> Response {
        let all = output.rows.len();
        let page = self.page.unwrap_or(all);
        let end = self.skip.saturating_add(page);
        let rows: Vec<Row> = output
            .rows
            .into_iter()
            .skip(self.skip)
            .take(page)
            .map(|row| self.shown(row))
            .collect();
        let mut body = json!({
            "@odata.context": context,
            "adminapi.warnings@odata.type": "#Collection(String)",
            "@adminapi.warnings": output.warnings,
            "value": rows,
        });
        if let (true, Some(body)) = (end < all, body.as_object_mut()) {
            let mut next = url::form_urlencoded::Serializer::new(String::new());
            if let Some(select) = &self.select {
                next.append_pair("$select", &select.join(","));
            }
            next.append_pair("$skiptoken", &token(end));
            let next = format!("{link}?{}", next.finish());
            body.insert("@odata.nextLink".to_owned(), json!(next));
        }
        Json(body).into_response()
    }

    /// The chosen properties, with a note on those that are no plain text.
    fn shown(&self, row: Row) -> Row {
        let mut shown = Row::new();
        for (name, value) in row {
            let chosen = self
                .select
                .as_ref()
                .is_none_or(|select| select.iter().any(|one| one.eq_ignore_ascii_case(&name)));
            if !chosen {
                continue;
            }
            let note = match &value {
                Value::Array(_) => Some("#Collection(String)"),
                Value::String(text) if name.ends_with("Guid") && is_guid(text) => Some("#Guid"),
                _ => None,
            };
            if let Some(note) = note {
                shown.insert(format!("{name}@odata.type"), json!(note));
            }
            shown.insert(name, value);
        }
        shown
    }
}

fn is_guid(text: &str) -> bool {
    Uuid::try_parse(text).is_ok()
}

fn page_size(headers: &HeaderMap) -> Option<usize> {
    headers
        .get_all("prefer")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split([',', ';']))
        .find_map(|one| {
            let (name, size) = one.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("odata.maxpagesize")
                .then(|| size.trim().parse().ok())
                .flatten()
        })
        .filter(|size| *size > 0)
}

/// A place in the list, as an opaque word.
fn token(place: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("from:{place}"))
}

fn read_token(token: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    text.strip_prefix("from:")?.parse().ok()
}
