//! Findings as the page lists them: by rule, worst first, counts before lists.

use shared::checks::{Finding, Rule};

use super::protocol::{FindingView, Group};

/// How many findings of a rule are listed; the next-finding key reaches all.
const LISTED: usize = 100;

/// The findings by rule. `place` gives a finding its column and its person.
pub fn grouped(
    findings: &[Finding],
    place: impl Fn(&Finding) -> (Option<usize>, Option<String>),
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for finding in findings {
        let is_its =
            |group: &Group| group.code == finding.code && group.severity == finding.severity;
        if !groups.iter().any(is_its) {
            groups.push(empty_group(finding));
        }
        let Some(group) = groups.iter_mut().find(|group| is_its(group)) else {
            continue;
        };
        group.count += 1;
        if group.first.len() < LISTED {
            let (column, who) = place(finding);
            group.first.push(FindingView {
                row: finding.row.and_then(|row| row.checked_sub(1)),
                column,
                who,
                message: finding.message.clone(),
            });
        }
    }
    groups.sort_by(|a, b| (a.severity, &a.code).cmp(&(b.severity, &b.code)));
    groups
}

fn empty_group(finding: &Finding) -> Group {
    let rule = finding.rule();
    let text = |part: fn(&Rule) -> &'static str| rule.map_or("", part).to_string();
    Group {
        code: finding.code.to_string(),
        severity: finding.severity,
        title: rule.map_or_else(|| finding.code.to_string(), |rule| rule.title.to_string()),
        why: text(|rule| rule.why),
        how: text(|rule| rule.how),
        count: 0,
        first: Vec::new(),
    }
}
