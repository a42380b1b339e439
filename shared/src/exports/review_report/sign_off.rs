//! The form to sign.

use super::{ReportInput, digest, page::Page};

pub(super) fn write(page: &mut Page, input: &ReportInput<'_>, digest: &[u8; 32]) {
    let summary = input.summary;
    page.html(
        "<section class=\"sign\" aria-labelledby=\"sign\">\n<h2 id=\"sign\">Sign-off</h2>\n\
         <p>A signature below is about the one file whose SHA-256 begins with</p>\n<p>",
    );
    digest::write_short(page, digest);
    page.html(
        "</p>\n<p class=\"quiet\">Read it aloud to whoever uploads the file; both should see the \
         same. PowerShell shows it with <code>Get-FileHash -Algorithm SHA256</code>, macOS and \
         Linux with <code>shasum -a 256</code>, each followed by the name of the file.</p>\n\
         <ul class=\"boxes\">\n<li>Approved as it is",
    );
    if summary.held_back > 0 {
        page.html("; I know that ");
        page.number(summary.held_back);
        page.html(if summary.held_back == 1 {
            " row is held back and not applied"
        } else {
            " rows are held back and not applied"
        });
    }
    page.html(
        "</li>\n<li>Not approved; to be mended and reviewed again</li>\n</ul>\n\
         <table class=\"form\"><caption class=\"unseen\">Who signs</caption><tbody>\n\
         <tr><th scope=\"row\">Name</th><td>",
    );
    if let Some(reviewer) = input.reviewer {
        page.value(reviewer);
    }
    page.html(
        "</td></tr>\n\
         <tr><th scope=\"row\">Organisation, role</th><td></td></tr>\n\
         <tr><th scope=\"row\">Date</th><td></td></tr>\n\
         <tr><th scope=\"row\">Signature</th><td></td></tr>\n</tbody></table>\n</section>\n",
    );
}
