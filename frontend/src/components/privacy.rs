//! Why nothing leaves the review page: what the browser enforces, what the page's
//! first line removes, and what remains.

use super::icon::{Icon, Picture};
use crate::{prelude::*, texts::privacy as text};

const REASONS: &str = "privacy-reasons";

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

/// The promise where there is room for a line: pressed, it gives its reasons.
#[component]
pub fn Promise() -> impl IntoView {
    let opened = Opened::here();
    view! {
        <button type="button" class="promise" popovertarget=REASONS title=text::why()>
            <Picture icon=Icon::Shield />
            <span class="word">{opened.promise()}</span>
        </button>
        <section
            id=REASONS
            class="promise-card privacy"
            popover="auto"
            tabindex="-1"
            aria-label=text::why()
            on:keydown=|event| event.stop_propagation()
        >
            <h3>{text::why()}</h3>
            <Reasons opened />
        </section>
    }
}

#[component]
fn Reasons(opened: Opened) -> impl IntoView {
    let reasons = opened.reasons().map(|reason| view! { <li>{reason}</li> });
    view! {
        <ol>{reasons}</ol>
        {(opened == Opened::Served).then(|| view! {
            <p><a href="/review/download">{text::keep()}</a></p>
        })}
    }
}

/// The promise, and the reasons behind it for those who ask.
#[component]
pub fn Privacy() -> impl IntoView {
    let opened = Opened::here();
    view! {
        <details class="privacy">
            <summary>
                <Picture icon=Icon::Shield />
                <span>{opened.promise()}</span>
                <span class="why">{text::why()}</span>
            </summary>
            <Reasons opened />
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
