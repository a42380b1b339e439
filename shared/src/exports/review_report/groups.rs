//! The findings by rule.

use std::{borrow::Cow, collections::HashMap};

use super::{
    super::{
        findings::severity_text,
        left_out::source_name,
        text::{counted, grouped},
    },
    page::Page,
};
use crate::{
    checks::{Finding, Level, Rule, Severity},
    mapping_file::{MappingFile, RowId},
    order,
};

/// How many places of one rule are shown.
const MOST_PLACES: usize = 50;

/// The findings by rule, the worst first.
#[derive(Default)]
pub(super) struct Groups {
    all: Vec<Group>,
    /// Where each stands, until they are sorted.
    places: HashMap<(Cow<'static, str>, Severity), usize>,
    /// Whether one of them is an error about the file or a column.
    pub(super) refuse_upload: bool,
}

/// What one rule has to say.
struct Group {
    code: Cow<'static, str>,
    severity: Severity,
    rule: Option<&'static Rule>,
    count: usize,
    /// The first of them.
    shown: Vec<Finding>,
}

impl Groups {
    pub(super) fn add(&mut self, finding: &Finding) {
        self.refuse_upload |= finding.severity == Severity::Error && finding.level() != Level::Row;
        let key = (finding.code.clone(), finding.severity);
        let at = *self.places.entry(key).or_insert_with(|| {
            self.all.push(Group {
                code: finding.code.clone(),
                severity: finding.severity,
                rule: finding.rule(),
                count: 0,
                shown: Vec::new(),
            });
            self.all.len() - 1
        });
        if let Some(group) = self.all.get_mut(at) {
            group.count += 1;
            if group.shown.len() < MOST_PLACES {
                group.shown.push(finding.clone());
            }
        }
    }

    /// In the order of the report, once all were added.
    pub(super) fn sort(&mut self) {
        self.places.clear();
        order::by(&mut self.all, |a, b| {
            (a.severity, &a.code).cmp(&(b.severity, &b.code))
        });
    }
}

impl Group {
    fn title(&self) -> &'static str {
        self.rule
            .map_or("A rule of a later version", |rule| rule.title)
    }
}

pub(super) fn write(page: &mut Page, file: &MappingFile, groups: &Groups) {
    page.html(
        "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings by rule</h2>\n",
    );
    if groups.all.is_empty() {
        page.html("<p>None: no rule has anything to say about this file.</p>\n");
    } else {
        overview(page, groups);
        for (number, group) in groups.all.iter().enumerate() {
            write_group(page, file, number, group);
        }
    }
    page.html("</section>\n");
}

fn overview(page: &mut Page, groups: &Groups) {
    page.html(
        "<table><caption>Rules that have something to say</caption>\n<thead><tr>\
         <th scope=\"col\">Severity</th><th scope=\"col\">Rule</th><th scope=\"col\">What</th>\
         <th scope=\"col\" class=\"figure\">Findings</th></tr></thead><tbody>\n",
    );
    for (number, group) in groups.all.iter().enumerate() {
        page.html("<tr><td>");
        tag(page, group.severity);
        page.html("</td><td class=\"code\"><a href=\"#rule-");
        page.text(&number.to_string());
        page.html("\">");
        page.value(&group.code);
        page.html("</a></td><td>");
        page.text(group.title());
        page.html("</td><td class=\"figure\">");
        page.text(&grouped(group.count));
        page.html("</td></tr>\n");
    }
    page.html("</tbody></table>\n");
}

fn write_group(page: &mut Page, file: &MappingFile, number: usize, group: &Group) {
    page.html("<section class=\"rule\" aria-labelledby=\"rule-");
    page.text(&number.to_string());
    page.html("\">\n<h3 id=\"rule-");
    page.text(&number.to_string());
    page.html("\">");
    tag(page, group.severity);
    page.html(" ");
    page.text(group.title());
    page.html(" <span class=\"code quiet\">");
    page.value(&group.code);
    page.html("</span></h3>\n");
    if let Some(rule) = group.rule {
        page.html("<p><strong>Why it matters.</strong> ");
        page.text(rule.why);
        page.html("</p>\n<p><strong>What to do.</strong> ");
        page.text(rule.how);
        page.html("</p>\n");
    }
    page.html("<table class=\"places\"><caption>");
    page.text(&counted(group.count, "place", "places"));
    page.html(
        "</caption>\n<thead><tr><th scope=\"col\" class=\"figure\">Row</th>\
         <th scope=\"col\">Mailbox and column</th><th scope=\"col\">What was found</th>\
         </tr></thead><tbody>\n",
    );
    for finding in &group.shown {
        page.html("<tr><td class=\"figure\">");
        match finding.row {
            Some(row) => page.number(row),
            None => page.html("<span class=\"quiet\">file</span>"),
        }
        page.html("</td><td>");
        let mailbox = finding.row.and_then(|row| mailbox_of(file, row));
        place(page, mailbox.as_deref(), finding.column.as_deref());
        page.html("</td><td>");
        page.value(&finding.message);
        page.html("</td></tr>\n");
    }
    page.html("</tbody></table>\n");
    let more = group.count.saturating_sub(group.shown.len());
    if more > 0 {
        page.html("<p class=\"more\">and ");
        page.text(&grouped(more));
        page.html(" more: see the findings as CSV.</p>\n");
    }
    page.html("</section>\n");
}

fn tag(page: &mut Page, severity: Severity) {
    page.html(match severity {
        Severity::Error => "<span class=\"tag error\">",
        Severity::Warning => "<span class=\"tag warning\">",
        Severity::Note => "<span class=\"tag note\">",
    });
    page.text(severity_text(severity));
    page.html("</span>");
}

/// A mailbox and under it the column, as far as there are any.
pub(super) fn place(page: &mut Page, mailbox: Option<&str>, column: Option<&str>) {
    if let Some(mailbox) = mailbox {
        page.value(mailbox);
    }
    if mailbox.is_some() && column.is_some() {
        page.html("<br/>");
    }
    if let Some(column) = column {
        page.html("<span class=\"quiet\">");
        page.value(column);
        page.html("</span>");
    }
}

/// Who a row is about; the fields of a ragged row may stand under the wrong names.
pub(super) fn mailbox_of(file: &MappingFile, number: u32) -> Option<String> {
    let row = RowId(number.checked_sub(1)?);
    if file.field_count(row) != file.header().len() {
        return None;
    }
    Some(source_name(file, row)).filter(|name| !name.is_empty())
}
