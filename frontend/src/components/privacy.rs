//! Why nothing leaves the review page: what the browser enforces, what the page's
//! first line removes, and what remains.

use leptos::prelude::*;

use super::icon::{Icon, Picture};

/// How the page came here, which decides what can be promised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Opened {
    /// From a server, with the whole policy.
    Served,
    /// From a disk or a share: browsers ignore the policy's sandbox there.
    FromDisk,
}

impl Opened {
    fn by(protocol: &str) -> Self {
        match protocol {
            "http:" | "https:" => Self::Served,
            _ => Self::FromDisk,
        }
    }

    const fn promise(self) -> &'static str {
        match self {
            Self::Served => "Nothing leaves this page. Your browser enforces it.",
            Self::FromDisk => "Nothing leaves this page. It works without a network.",
        }
    }

    const fn reasons(self) -> [&'static str; 3] {
        match self {
            Self::Served => [
                "Your browser enforces it: this page came with a policy that lets it connect to \
                 nobody, send no form, load nothing, open no window and store nothing, not even \
                 at the server that it came from.",
                "No policy stops WebRTC and connections made ahead of time, so the page's first \
                 lines remove both before anything else runs.",
                "What remains is that a page can lead you to another address, and you would see \
                 that.",
            ],
            Self::FromDisk => [
                "Your browser enforces most of it: this page carries a policy that lets it \
                 connect to nobody, send no form and load nothing.",
                "No policy stops WebRTC and connections made ahead of time, so the page's first \
                 lines remove both before anything else runs.",
                "What remains is that a page can lead you to another address or open a window, \
                 and you would see that; only a server can have the browser close more.",
            ],
        }
    }
}

/// The promise, and the reasons behind it for those who ask.
#[component]
pub fn Privacy() -> impl IntoView {
    let opened = Opened::by(&window().location().protocol().unwrap_or_default());
    let reasons = opened.reasons().map(|reason| view! { <li>{reason}</li> });
    view! {
        <details class="privacy">
            <summary>
                <Picture icon=Icon::Shield />
                <span>{opened.promise()}</span>
                <span class="why">"Why nothing leaves this page"</span>
            </summary>
            <ol>{reasons}</ol>
            {(opened == Opened::Served).then(|| view! {
                <p>
                    <a href="/review/download">"Keep this page as a file"</a>
                    ": it works without a network, from any disk."
                </p>
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
