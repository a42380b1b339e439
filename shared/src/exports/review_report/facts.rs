//! What was reviewed, and what it was compared with.

use super::{super::text::counted, ReportInput, UsedReference, digest, page::Page, size};
use crate::{mapping_file::MappingFile, references::ReferenceKind};

/// How many steps are shown.
const MOST_STEPS: usize = 20;

pub(super) fn write(page: &mut Page, input: &ReportInput<'_>, saved: &[u8; 32]) {
    let file = input.file;
    page.html(
        "<section aria-labelledby=\"file\">\n<h2 id=\"file\">The file</h2>\n\
         <table class=\"facts\"><caption class=\"unseen\">What was reviewed</caption><tbody>\n",
    );
    page.fact("Name");
    page.value(input.file_name);
    page.end_fact();
    page.fact("Written as");
    page.text(&file.dialect().to_string());
    page.end_fact();
    page.fact("Holds");
    page.text(&counted(size(file.row_count()), "row", "rows"));
    page.html(", ");
    page.text(&counted(file.header().len(), "column", "columns"));
    page.end_fact();
    let opened = digest::of_opened(file);
    let is_changed = opened != *saved;
    page.fact("Edited in this review");
    if is_changed {
        steps(page, file);
    } else {
        page.html("nothing: the file is as it was opened");
    }
    page.end_fact();
    page.fact("SHA-256");
    digest::write(page, saved);
    if is_changed {
        page.html("<br/><span class=\"quiet\">of the file as it is saved, edits included</span>");
    }
    page.end_fact();
    if is_changed {
        page.fact("SHA-256 as opened");
        digest::write(page, &opened);
        page.end_fact();
    }
    page.html("</tbody></table>\n");
    references(page, input.references);
    page.html("</section>\n");
}

/// What was done, the first step first.
fn steps(page: &mut Page, file: &MappingFile) {
    let names: Vec<&str> = file.undo_names().collect();
    for (at, name) in names.iter().rev().take(MOST_STEPS).enumerate() {
        if at > 0 {
            page.html("<br/>");
        }
        page.value(name);
    }
    let more = names.len().saturating_sub(MOST_STEPS);
    if more > 0 {
        page.html("<br/>and ");
        page.text(&counted(more, "more step", "more steps"));
    }
    page.html("<br/><span class=\"quiet\">Rows with another text than when they were read: ");
    page.number(file.changed_rows());
    page.html("</span>");
}

fn references(page: &mut Page, references: &[UsedReference<'_>]) {
    page.html(
        "<table><caption>What it was compared with</caption>\n<thead><tr>\
         <th scope=\"col\">Reference</th><th scope=\"col\">File</th>\
         <th scope=\"col\" class=\"figure\">Entries</th></tr></thead><tbody>\n",
    );
    for (kind, name) in KINDS {
        let mut given = references
            .iter()
            .filter(|used| used.kind == kind)
            .peekable();
        if given.peek().is_none() {
            page.html("<tr><th scope=\"row\">");
            page.html(name);
            page.html(
                "</th><td class=\"quiet\">not given: rules that need it said nothing</td>\
                 <td></td></tr>\n",
            );
        }
        for used in given {
            page.html("<tr><th scope=\"row\">");
            page.html(name);
            page.html("</th><td>");
            page.value(used.file_name);
            if let Some(sha256) = &used.sha256 {
                page.html("<br/><span class=\"quiet\">SHA-256 </span>");
                digest::write(page, sha256);
            }
            page.html("</td><td class=\"figure\">");
            page.number(used.entries);
            page.html("</td></tr>\n");
        }
    }
    page.html("</tbody></table>\n");
}

/// Every reference, in the order of the report, and what it is called there.
const KINDS: [(ReferenceKind, &str); 4] = [
    (ReferenceKind::Baseline, "The mapping file as downloaded"),
    (ReferenceKind::MailUsers, "MailUsers of the target"),
    (
        ReferenceKind::AcceptedDomains,
        "Accepted domains of the target",
    ),
    (ReferenceKind::SourceMailboxes, "Mailboxes of the source"),
];
