//! What was reviewed, and what it was compared with.

use super::{
    super::text::counted, ReferenceKind, ReportInput, UsedReference, digest, page::Page, size,
};

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
    let edited = file.changed_rows();
    page.fact("Edited in this review");
    match edited {
        0 => page.html("nothing: the file is as it was opened"),
        rows => page.text(&counted(size(rows), "row", "rows")),
    }
    page.end_fact();
    page.fact("SHA-256");
    digest::write(page, saved);
    if edited > 0 {
        page.html("<br/><span class=\"quiet\">of the file as it is saved, edits included</span>");
    }
    page.end_fact();
    if edited > 0 {
        page.fact("SHA-256 as opened");
        digest::write(page, &digest::of_original(file));
        page.end_fact();
    }
    page.html("</tbody></table>\n");
    references(page, input.references);
    page.html("</section>\n");
}

fn references(page: &mut Page, references: &[UsedReference<'_>]) {
    page.html(
        "<table><caption>What it was compared with</caption>\n<thead><tr>\
         <th scope=\"col\">Reference</th><th scope=\"col\">File</th>\
         <th scope=\"col\" class=\"figure\">Entries</th></tr></thead><tbody>\n",
    );
    for kind in ReferenceKind::ALL {
        let mut given = references
            .iter()
            .filter(|used| used.kind == kind)
            .peekable();
        if given.peek().is_none() {
            page.html("<tr><th scope=\"row\">");
            page.html(kind.name());
            page.html(
                "</th><td class=\"quiet\">not given: rules that need it said nothing</td>\
                 <td></td></tr>\n",
            );
        }
        for used in given {
            page.html("<tr><th scope=\"row\">");
            page.html(kind.name());
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

impl ReferenceKind {
    /// Every kind, in the order of the report.
    const ALL: [Self; 4] = [
        Self::Baseline,
        Self::MailUsers,
        Self::AcceptedDomains,
        Self::SourceMailboxes,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Baseline => "The mapping file as downloaded",
            Self::MailUsers => "MailUsers of the target",
            Self::AcceptedDomains => "Accepted domains of the target",
            Self::SourceMailboxes => "Mailboxes of the source",
        }
    }
}
