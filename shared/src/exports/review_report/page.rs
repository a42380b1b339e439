//! The HTML text in the making. Markup is part of the program ([`Page::html`] takes
//! nothing else); everything that comes from outside goes through an escape.

use std::fmt::Write;

use super::super::text::{grouped, shortened};

/// How much of one value is shown.
const MOST_CHARACTERS: usize = 400;

pub(super) struct Page {
    written: String,
}

const STYLE: &str = include_str!("style.css");

/// The style's SHA-256: the policy allows this style and no other. A test compares it.
pub(super) const STYLE_HASH: &str = "ltsXwaVgDVeTf57DHOAbr4iw7a7+9rMbgccNMAzCKO0=";

impl Page {
    /// A page up to the beginning of its body.
    pub(super) fn new(file_name: &str) -> Self {
        let mut page = Self {
            written: String::with_capacity(16 * 1024),
        };
        page.html(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-",
        );
        page.html(STYLE_HASH);
        page.html(
            "'; base-uri 'none'; form-action 'none'\"/>\n\
             <meta name=\"referrer\" content=\"no-referrer\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta name=\"color-scheme\" content=\"light dark\"/>\n<title>Review of ",
        );
        page.text(&shortened(file_name, 100));
        page.html("</title>\n<style>");
        page.html(STYLE);
        page.html("</style>\n</head>\n<body>\n");
        page
    }

    /// The whole page.
    pub(super) fn finish(mut self) -> String {
        self.html("</main>\n</body>\n</html>\n");
        self.written
    }

    /// Markup that stands in the program. A call each: there are hundreds.
    #[inline(never)]
    pub(super) fn html(&mut self, markup: &'static str) {
        self.written.push_str(markup);
    }

    /// Text of our own, escaped all the same.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.written.push_str("&amp;"),
                '<' => self.written.push_str("&lt;"),
                '>' => self.written.push_str("&gt;"),
                '"' => self.written.push_str("&quot;"),
                '\'' => self.written.push_str("&#39;"),
                c if is_unseen(c) => {
                    // Writing to a String cannot fail.
                    let _ = write!(self.written, "{}", c.escape_unicode());
                }
                c => self.written.push(c),
            }
        }
    }

    /// A value from outside: shortened, set apart from the text around it, and read from
    /// the left as addresses are, whatever letter comes first.
    pub(super) fn value(&mut self, text: &str) {
        self.html("<bdi dir=\"ltr\">");
        self.text(&shortened(text, MOST_CHARACTERS));
        self.html("</bdi>");
    }

    /// A value from outside, or that there is none.
    pub(super) fn value_or_empty(&mut self, text: Option<&str>) {
        match text {
            Some(text) if !text.is_empty() => self.value(text),
            Some(_) => self.html("<span class=\"quiet\">empty</span>"),
            None => self.html("<span class=\"quiet\">no field</span>"),
        }
    }

    /// `1,204`.
    pub(super) fn number(&mut self, number: u32) {
        self.text(&grouped(usize::try_from(number).unwrap_or(usize::MAX)));
    }

    /// A row of a table of facts: its heading, before its cell is written.
    pub(super) fn fact(&mut self, name: &'static str) {
        self.html("<tr><th scope=\"row\">");
        self.html(name);
        self.html("</th><td>");
    }

    /// The end of a fact's cell.
    pub(super) fn end_fact(&mut self) {
        self.html("</td></tr>\n");
    }
}

/// Signs that nobody sees, or that turn the reading direction: they could make a value
/// look like another one.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
            | '\u{e0000}'..='\u{e0fff}')
}
