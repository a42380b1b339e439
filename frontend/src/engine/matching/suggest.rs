//! Who fits one row, whatever it leads to now.

use shared::{
    ids::ObjectId,
    mapping_file::RowId,
    matching::{
        Attribute, DomainRewrite, MatchRule, NameThresholds, Person, Rewrite, target_of_row,
    },
    order,
};

use super::{describe, find, people};
use crate::engine::{
    open_file::OpenFile,
    protocol::{CandidateView, Suggestions},
};

/// As many as are compared at a glance.
const MOST: usize = 5;

/// Who fits a row: found by its names and addresses, weighed by every rule there is.
pub(super) fn suggest(open: &mut OpenFile, row: u32) -> Suggestions {
    find::prepare(open);
    let target = target_of_row(open.file(), RowId(row)).ok().flatten();
    Suggestions {
        row,
        who: people::who(open, row),
        target: target.and_then(|id| people::target(open, id, row)),
        why: describe::why(open, row),
        candidates: candidates(open, row, target),
    }
}

fn candidates(open: &OpenFile, row: u32, target: Option<ObjectId>) -> Vec<CandidateView> {
    let rules = rules(open);
    let mut found: Vec<CandidateView> = Vec::new();
    for text in sought(open, row) {
        for person in find::look(open, &text, row, MOST) {
            let is_known = found.iter().any(|known| known.person.id == person.id);
            let Ok(id) = person.id.parse::<ObjectId>() else {
                continue;
            };
            if is_known || Some(id) == target {
                continue;
            }
            if let Some((confidence, reason)) = best_fit(open, row, id, &rules) {
                found.push(CandidateView {
                    person,
                    confidence,
                    reason,
                });
            }
        }
    }
    order::by_key(&mut found, |one| {
        (one.person.taken_by.is_some(), u8::MAX - one.confidence)
    });
    found.truncate(MOST);
    found
}

/// By what somebody would look for the row's MailUser.
fn sought(open: &OpenFile, row: u32) -> Vec<String> {
    let seeker = people::seeker(open, row);
    let local = |name: &str| match name.rsplit_once('@') {
        Some((local, _)) if !local.is_empty() => format!("{local}@"),
        _ => String::new(),
    };
    let say = |attribute| seeker.attribute(attribute).trim().to_string();
    let address = say(Attribute::PrimarySmtpAddress);
    let name = say(Attribute::DisplayName);
    // Whoever is called otherwise in the target often has the same last name.
    let last = name.rsplit(' ').next().unwrap_or_default().to_string();
    [
        local(&address),
        local(&say(Attribute::UserPrincipalName)),
        say(Attribute::MailNickname),
        address,
        name,
        last,
    ]
    .into_iter()
    .filter(|text| text.chars().count() > 1)
    .collect()
}

/// Every rule, with the names for sign-in rewritten as the last run did, or as the two
/// domains suggest.
fn rules(open: &OpenFile) -> Vec<MatchRule> {
    let rewritten = describe::current_run(open)
        .into_iter()
        .flat_map(|run| &run.rules)
        .find(|rule| matches!(rule, MatchRule::UserPrincipalName(_)))
        .cloned();
    let by_domain = describe::domains(open).map(|(from, to)| {
        MatchRule::UserPrincipalName(vec![Rewrite::Domain(DomainRewrite { from, to })])
    });
    let mut rules = vec![MatchRule::PrimarySmtpAddress, MatchRule::EmployeeId];
    rules.extend(rewritten.or(by_domain));
    rules.extend([
        MatchRule::MailNickname,
        MatchRule::SimilarName(NameThresholds::default()),
        MatchRule::DisplayName,
    ]);
    rules
}

fn best_fit(open: &OpenFile, row: u32, id: ObjectId, rules: &[MatchRule]) -> Option<(u8, String)> {
    // Of equally good ones the rule that comes first.
    rules
        .iter()
        .rev()
        .filter_map(|rule| people::fit(open, row, id, std::slice::from_ref(rule)))
        .max_by_key(|(confidence, _)| *confidence)
}
