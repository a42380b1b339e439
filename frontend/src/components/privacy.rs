//! Why nothing leaves the review page: what the browser enforces, what the page's
//! first line removes, and what remains.

use leptos::prelude::*;

use super::icon::{Icon, Picture};
use crate::texts::privacy as text;

/// How the page came here, which decides what can be promised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Opened {
    /// From a server, with the whole policy.
    Served,
    /// From a disk or a share: browsers ignore the policy's sandbox there.
    FromDisk,
}

impl Opened {
    /// This page.
    fn here() -> Self {
        Self::by(&window().location().protocol().unwrap_or_default())
    }

    fn by(protocol: &str) -> Self {
        match protocol {
            "http:" | "https:" => Self::Served,
            _ => Self::FromDisk,
        }
    }

    fn promise(self) -> String {
        match self {
            Self::Served => text::promise_served(),
            Self::FromDisk => text::promise_on_disk(),
        }
    }

    /// What the browser enforces, what the page's first lines remove, what remains.
    fn reasons(self) -> [String; 3] {
        match self {
            Self::Served => [
                text::enforced_served(),
                text::removed(),
                text::remains_served(),
            ],
            Self::FromDisk => [
                text::enforced_on_disk(),
                text::removed(),
                text::remains_on_disk(),
            ],
        }
    }
}

/// The promise alone, where there is no room for reasons.
#[component]
pub fn Promise() -> impl IntoView {
    view! { <span class="promise"><Picture icon=Icon::Shield /> {Opened::here().promise()}</span> }
}

/// The promise, and the reasons behind it for those who ask.
#[component]
pub fn Privacy() -> impl IntoView {
    let opened = Opened::here();
    let reasons = opened.reasons().map(|reason| view! { <li>{reason}</li> });
    view! {
        <details class="privacy">
            <summary>
                <Picture icon=Icon::Shield />
                <span>{opened.promise()}</span>
                <span class="why">{text::why()}</span>
            </summary>
            <ol>{reasons}</ol>
            {(opened == Opened::Served).then(|| view! {
                <p><a href="/review/download">{text::keep()}</a></p>
            })}
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_promised_where_the_sandbox_does_not_hold() {
        for (protocol, opened) in [
            ("https:", Opened::Served),
            ("http:", Opened::Served),
            ("file:", Opened::FromDisk),
            ("", Opened::FromDisk),
        ] {
            assert_eq!(Opened::by(protocol), opened, "{protocol}");
        }
        for word in ["window", "store"] {
            assert!(Opened::Served.reasons()[0].contains(word), "{word}");
            assert!(!Opened::FromDisk.reasons()[0].contains(word), "{word}");
        }
    }

    #[test]
    fn each_reason_is_one_sentence() {
        for opened in [Opened::Served, Opened::FromDisk] {
            for reason in opened.reasons() {
                assert_eq!(reason.matches('.').count(), 1, "{reason}");
                assert!(reason.ends_with('.'), "{reason}");
            }
        }
    }
}
