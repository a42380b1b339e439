//! What differs from the file as it was downloaded.

use super::{
    super::text::grouped,
    groups::{mailbox_of, place},
    page::Page,
};
use crate::mapping_file::{Diff, MappingFile};

/// How many changed cells are shown.
const MOST_CELLS: usize = 50;

pub(super) fn write(page: &mut Page, file: &MappingFile, changes: &Diff) {
    page.html(
        "<section aria-labelledby=\"changes\">\n\
         <h2 id=\"changes\">Changes since the download</h2>\n",
    );
    if changes.is_empty() {
        page.html("<p>None: the file says what the downloaded one said.</p>\n</section>\n");
        return;
    }
    page.html(
        "<table class=\"facts\"><caption class=\"unseen\">Changes in numbers</caption><tbody>\n",
    );
    for (name, number) in [
        ("Cells changed", changes.cells.len()),
        ("of them in locked columns", changes.locked().count()),
        ("Rows added", changes.rows_added.len()),
        ("Rows removed", changes.rows_removed.len()),
        ("Rows moved", changes.rows_moved.len()),
    ] {
        page.fact(name);
        page.text(&grouped(number));
        page.end_fact();
    }
    for (name, columns) in [
        ("Columns added", &changes.columns_added),
        ("Columns removed", &changes.columns_removed),
    ] {
        page.fact(name);
        page.text(&grouped(columns.len()));
        for column in columns.iter().take(MOST_NAMES) {
            page.html(" · ");
            page.value(column);
        }
        if columns.len() > MOST_NAMES {
            page.html(" …");
        }
        page.end_fact();
    }
    page.html("</tbody></table>\n");
    if !changes.cells.is_empty() {
        cells(page, file, changes);
    }
    page.html("</section>\n");
}

const MOST_NAMES: usize = 20;

fn cells(page: &mut Page, file: &MappingFile, changes: &Diff) {
    page.html(
        "<table class=\"places\"><caption>Changed cells</caption>\n<thead><tr>\
         <th scope=\"col\" class=\"figure\">Row</th><th scope=\"col\">Mailbox and column</th>\
         <th scope=\"col\">Before</th><th scope=\"col\">Now</th></tr></thead><tbody>\n",
    );
    // What nobody may change comes first.
    let others = changes.cells.iter().filter(|change| !change.is_locked);
    for change in changes.locked().chain(others).take(MOST_CELLS) {
        page.html("<tr><td class=\"figure\">");
        page.number(change.row.number());
        page.html("</td><td>");
        let mailbox = mailbox_of(file, change.row.number());
        place(page, mailbox.as_deref(), Some(&change.column));
        if change.is_locked {
            page.html(" <span class=\"tag error\">locked</span>");
        }
        page.html("</td><td>");
        page.value_or_empty(change.before.as_deref());
        page.html("</td><td>");
        page.value_or_empty(change.after.as_deref());
        page.html("</td></tr>\n");
    }
    page.html("</tbody></table>\n");
    let more = changes.cells.len().saturating_sub(MOST_CELLS);
    if more > 0 {
        page.html("<p class=\"more\">and ");
        page.text(&grouped(more));
        page.html(" more.</p>\n");
    }
}
