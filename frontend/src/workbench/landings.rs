//! Cells before and after, as a table: what a paste, a replacement or a fix would do.

use crate::{engine::protocol::LandingView, prelude::*, texts::edit, words};

/// The table. What cannot be changed is named, too.
#[component]
pub fn Landings(
    /// The cells.
    landings: Vec<LandingView>,
) -> impl IntoView {
    view! {
        <div class="changes-table" tabindex="0" role="region" aria-label=edit::plan_after()>
            <table class="cells">
                <thead>
                    <tr>
                        <th scope="col">{edit::plan_row()}</th>
                        <th scope="col">{edit::plan_who()}</th>
                        <th scope="col">{edit::plan_column()}</th>
                        <th scope="col">{edit::plan_before()}</th>
                        <th scope="col">{edit::plan_after()}</th>
                    </tr>
                </thead>
                <tbody>{landings.into_iter().map(line).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}

fn line(landing: LandingView) -> Markup {
    let LandingView {
        row,
        who,
        column,
        before,
        after,
        is_refused,
    } = landing;
    let (before_text, after_text) = (in_one_line(&before), in_one_line(&after));
    let then = if is_refused {
        view! { <span>{edit::plan_stays()}</span> }
    } else {
        view! { <ins>{shown(&after, after_text)}</ins> }
    };
    view! {
        <tr class:refused=is_refused>
            <th scope="row" class="figure">{words::grouped(row.saturating_add(1))}</th>
            <td translate="no">{who}</td>
            <td translate="no">{column}</td>
            <td class="mono"><del>{shown(&before, before_text)}</del></td>
            <td class="mono">{then}</td>
        </tr>
    }
}

/// A text, or the word for there being none.
fn shown(text: &str, in_one_line: String) -> Markup {
    if text.is_empty() {
        view! { <em>{edit::plan_empty()}</em> }
    } else {
        view! { <span translate="no">{in_one_line}</span> }
    }
}

/// A text in one line, with a sign for each line break in it.
fn in_one_line(text: &str) -> String {
    text.replace("\r\n", "↵").replace(['\r', '\n'], "↵")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_are_seen() {
        for (text, line) in [("", ""), ("a\r\nb\nc\r", "a↵b↵c↵"), ("a", "a")] {
            assert_eq!(in_one_line(text), line);
        }
    }
}
