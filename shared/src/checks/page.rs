//! The catalogue as a page of Markdown, for people: `docs/checks.md` is this text.

use std::fmt::Write;

use super::catalogue::{Family, Level, Rule, Severity, catalogue};

/// The command that writes the page anew, from the root of the repository.
pub const PAGE_COMMAND: &str = "cargo run -q -p shared --example catalogue > docs/checks.md";

/// The command that checks a file, with everything that it can be compared with.
const CHECK_COMMAND: &str = "cargo run -q -p shared --example check -- FILE \
    [--baseline FILE] [--targets FILE] [--sources FILE] [--domains FILE] [--json]";

const FAMILIES: [(Family, &str, &str); 4] = [
    (
        Family::File,
        "F: file and dialect",
        "How the file is written: encoding, delimiter, header, rows.",
    ),
    (
        Family::Mapping,
        "M: mapping",
        "What leads to what: ids, one to one, what may be changed.",
    ),
    (
        Family::Addresses,
        "A: addresses",
        "E-mail addresses, in the file and on MailUsers.",
    ),
    (
        Family::Readiness,
        "R: readiness",
        "Whether a MailUser is ready for its mailbox.",
    ),
];

/// Every rule by family, with what it means and what to do.
///
/// ```
/// let page = shared::checks::catalogue_page();
/// assert!(page.contains("### CW-M-015: A field begins like a formula"));
/// ```
pub fn catalogue_page() -> String {
    let mut page = format!(
        "# Checks\n\n\
         Every rule that a mapping file and its MailUsers are checked by: {} rules. The browser and \
         the edge run the same ones. A code never changes its meaning.\n\n\
         An **error** about the file or a column refuses an upload; an error about a row holds that \
         row back, and the rest is applied. A **warning** is allowed, but probably not meant. A \
         **note** is good to know.\n\n\
         This page is generated from the catalogue in `shared/src/checks/catalogue.rs`:\n\n\
         ```sh\n{PAGE_COMMAND}\n```\n\n\
         To check a file by these rules:\n\n\
         ```sh\n{CHECK_COMMAND}\n```\n\n\
         `--baseline` is the mapping file as it was downloaded, `--targets` the target's MailUsers, \
         `--sources` the source's mailboxes, `--domains` the target's accepted domains, as \
         PowerShell exports them. Rules that compare are silent where there is nothing to compare with.\n",
        catalogue().len()
    );
    for (family, title, about) in FAMILIES {
        // Writing to a String cannot fail.
        let _ = write!(page, "\n## {title}\n\n{about}\n");
        for rule in catalogue().iter().filter(|rule| rule.family == family) {
            write_rule(&mut page, rule);
        }
    }
    page
}

fn write_rule(page: &mut String, rule: &Rule) {
    let severity = match rule.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    };
    let level = match rule.level {
        Level::File => "the file",
        Level::Column => "a column",
        Level::Row => "a row",
    };
    let _ = write!(
        page,
        "\n### {}: {}\n\n**{severity}** about {level}. {}\n\nWhat to do: {}\n",
        rule.code,
        escaped(rule.title),
        escaped(rule.why),
        escaped(rule.how)
    );
    if let Some(fix) = rule.fix {
        let _ = write!(page, "\nWhat the program can do: {}\n", escaped(fix));
    }
}

/// Text as it stands, where Markdown would read signs into it.
fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '<' | '>' | '*' | '_' | '`' | '[' | ']' | '|' | '\\') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}
