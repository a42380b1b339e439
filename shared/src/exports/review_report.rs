//! The report of a review: one HTML file to print, to keep and to sign.
//!
//! It has no script and asks for nothing over the network; its own policy forbids both.
//! Every value in it comes from another organisation: values are escaped, shortened and
//! set apart from the direction of the text around them, and signs that nobody sees are
//! written out. How long it is depends on how many rules speak, not on the rows.

mod changes;
mod digest;
mod facts;
mod groups;
mod page;
mod sign_off;

use std::borrow::Borrow;

use self::{groups::Groups, page::Page};
use super::text::{counted, grouped};
use crate::{
    checks::{Finding, Summary},
    mapping_file::{Diff, MappingFile},
    references::ReferenceKind,
    timestamp::Timestamp,
};

/// What a report is about.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// What the file is called.
    pub file_name: &'a str,
    /// The file as it was reviewed, edits included.
    pub file: &'a MappingFile,
    /// The file in numbers, by the checks.
    pub summary: Summary,
    /// What it was compared with.
    pub references: &'a [UsedReference<'a>],
    /// What differs from the baseline, where there is one.
    pub changes: Option<&'a Diff>,
    /// When the review was made.
    pub made_at: Timestamp,
    /// Who made it, where they say so; it stands on the form to sign.
    pub reviewer: Option<&'a str>,
}

/// A file that the mapping file was compared with.
#[derive(Clone, Copy, Debug)]
pub struct UsedReference<'a> {
    /// What it holds.
    pub kind: ReferenceKind,
    /// What the file is called.
    pub file_name: &'a str,
    /// How many rows, MailUsers, domains or mailboxes it holds.
    pub entries: u32,
    /// The SHA-256 of its bytes, where it is known.
    pub sha256: Option<[u8; 32]>,
}

/// The report as one HTML file in UTF-8: in numbers, by rule with every place (the first
/// of them where there are many), what changed since the baseline, and a form to sign
/// that names the file by its SHA-256. `findings` is everything that the checks found, a
/// slice or one after the other; only what is shown is kept.
///
/// ```
/// use shared::{checks::{check, summarise, References}, mapping_file::open, timestamp::Timestamp};
/// use shared::exports::{ReportInput, findings_html};
///
/// let file = open(b"PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\n<b>@contoso.example,lena\r\n".to_vec())?;
/// let findings = check(&file, &References::default());
/// let html = findings_html(&ReportInput {
///     file_name: "contoso.csv",
///     file: &file,
///     summary: summarise(&file, &findings),
///     references: &[],
///     changes: None,
///     made_at: Timestamp::from_unix_millis(1_795_298_700_250),
///     reviewer: Some("Yuki Tanaka"),
/// }, &findings);
/// assert!(html.starts_with("<!DOCTYPE html>"));
/// assert!(html.contains("CW-M-001") && html.contains("&lt;b&gt;@contoso.example"));
/// # Ok::<(), shared::mapping_file::OpenError>(())
/// ```
pub fn findings_html(
    input: &ReportInput<'_>,
    findings: impl IntoIterator<Item: Borrow<Finding>>,
) -> String {
    let mut groups = Groups::default();
    for finding in findings {
        groups.add(finding.borrow());
    }
    groups.sort();
    report(input, &groups)
}

fn report(input: &ReportInput<'_>, groups: &Groups) -> String {
    let digest = digest::of_saved(input.file);
    let mut page = Page::new(input.file_name);
    head(&mut page, input, groups.refuse_upload);
    counts(&mut page, input.summary);
    facts::write(&mut page, input, &digest);
    groups::write(&mut page, input.file, groups);
    if let Some(changes) = input.changes {
        changes::write(&mut page, input.file, changes);
    }
    sign_off::write(&mut page, input, &digest);
    page.finish()
}

fn head(page: &mut Page, input: &ReportInput<'_>, refused: bool) {
    let made_at = input.made_at.to_string();
    let (date, time) = made_at.split_once('T').unwrap_or((&made_at, ""));
    page.html("<header class=\"bar\">");
    page.html(LOGO);
    page.html("<span class=\"brand\">Crosswalk</span><span class=\"when\">Review of ");
    page.text(date);
    page.html(", ");
    page.text(time.get(..5).unwrap_or(time));
    page.html(" UTC</span></header>\n<main>\n<h1>Review of ");
    page.value(input.file_name);
    page.html("</h1>\n<p class=\"lead\">");
    page.text(&verdict(input.summary, refused));
    page.html(
        "</p>\n<p class=\"quiet\">This is a report about a file: making it changed nothing in \
         either tenant.</p>\n",
    );
}

/// The file in one sentence.
fn verdict(summary: Summary, refused: bool) -> String {
    let rows = |number: u32| counted(size(number), "row", "rows");
    if refused {
        return "An upload of this file would be refused: there are errors about the file itself. \
                Mend them first."
            .to_owned();
    }
    if summary.rows == 0 {
        return "The file has no rows.".to_owned();
    }
    if summary.ready == summary.rows {
        return match summary.rows {
            1 => "The only row leads to a MailUser and has no error.".to_owned(),
            all => format!("All {} lead to a MailUser and have no error.", rows(all)),
        };
    }
    let mut parts = vec![format!(
        "{} of {} would be applied",
        rows(summary.ready),
        grouped(size(summary.rows)),
    )];
    if summary.held_back > 0 {
        let held_back = summary.held_back;
        let are = if held_back == 1 { "is" } else { "are" };
        parts.push(format!("{} {are} held back by errors", rows(held_back)));
    }
    if summary.unmapped > 0 {
        let unmapped = summary.unmapped;
        let lead = if unmapped == 1 { "leads" } else { "lead" };
        parts.push(format!("{} {lead} to no MailUser yet", rows(unmapped)));
    }
    format!("{}.", parts.join("; "))
}

fn counts(page: &mut Page, summary: Summary) {
    page.html("<h2 class=\"unseen\">In numbers</h2>\n<dl class=\"counts\">\n");
    for (open, number, words) in [
        (TILE, summary.ready, "rows ready to be applied"),
        (TILE, summary.held_back, "rows held back by errors"),
        (TILE, summary.unmapped, "rows without a MailUser"),
        (TILE_ERROR, summary.errors, "errors"),
        (TILE_WARNING, summary.warnings, "warnings"),
        (TILE_NOTE, summary.notes, "notes"),
    ] {
        page.html(if number == 0 { TILE } else { open });
        page.number(number);
        page.html("</dd><dt>");
        page.text(words);
        page.html("</dt></div>\n");
    }
    page.html("</dl>\n");
}

const TILE: &str = "<div class=\"tile\"><dd>";
const TILE_ERROR: &str = "<div class=\"tile error\"><dd>";
const TILE_WARNING: &str = "<div class=\"tile warning\"><dd>";
const TILE_NOTE: &str = "<div class=\"tile note\"><dd>";

/// A zebra crossing between two points, one open, one filled.
const LOGO: &str = "<svg class=\"logo\" viewBox=\"0 0 48 16\" aria-hidden=\"true\">\
    <circle cx=\"4.5\" cy=\"8\" r=\"3\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>\
    <path d=\"M13 2v12M19 2v12M25 2v12M31 2v12\" stroke=\"currentColor\" stroke-width=\"3\"/>\
    <circle cx=\"42\" cy=\"8\" r=\"4\" fill=\"currentColor\"/></svg>";

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
