//! The target's accepted domains, as `Get-AcceptedDomain` exports them, or as a list.

use std::collections::HashSet;

use super::{
    kind::ReferenceKind,
    problem::{Problems, Reading, ReferenceError, What},
    property::Property,
    row::Row,
    table,
};
use crate::{
    address::is_well_formed_domain,
    mapping_file::{self, RowId},
};

/// The accepted domains of an export with a column `DomainName`, or of a plain list: a
/// domain a line, or several with commas or semicolons between. Each once, as it is
/// written first.
///
/// What is no domain is left out and listed; if nothing else is there, the file is
/// refused.
pub fn read_accepted_domains(bytes: Vec<u8>) -> Result<Reading<Vec<String>>, ReferenceError> {
    let kind = ReferenceKind::AcceptedDomains;
    let mut domains = Domains::default();
    let rows = if is_plain_list(&bytes) {
        domains.add_list(bytes)?
    } else {
        table::each_row(bytes, kind, Property::DomainName, |row| {
            domains.add_row(row);
        })?
    };
    let Domains {
        value, problems, ..
    } = domains;
    // There are no lists of addresses here that could be missing.
    table::refuse_unusable(&problems, rows, value.len(), 1, kind)?;
    Ok(Reading { value, problems })
}

#[derive(Default)]
struct Domains {
    value: Vec<String>,
    seen: HashSet<String>,
    problems: Problems,
}

impl Domains {
    fn add_row(&mut self, row: &Row<'_>) {
        let text = row.text(Property::DomainName);
        let text = text.as_deref().or(row.bare()).unwrap_or_default().trim();
        if !self.add(text) {
            let problem = row.problem(Property::DomainName, text, What::Domain);
            self.problems.note(problem);
        }
    }

    /// A list has no header: its first line is a domain like the others.
    fn add_list(&mut self, bytes: Vec<u8>) -> Result<u32, ReferenceError> {
        let file = table::open(bytes, ReferenceKind::AcceptedDomains)?;
        let columns: Vec<Option<usize>> = vec![None; Property::ALL.len()];
        for name in file.head().names() {
            self.add(name.trim());
        }
        file.each_row(|row| {
            for at in 0..row.len() {
                let text = row.text(at);
                let text = text.trim();
                if !text.is_empty() && !self.add(text) {
                    let row = Row::Csv {
                        row,
                        columns: &columns,
                    };
                    let problem = row.problem(Property::DomainName, text, What::Domain);
                    self.problems.note(problem);
                }
            }
        });
        Ok(file.row_count().saturating_add(1))
    }

    /// Keeps a domain once; false if it is none.
    fn add(&mut self, text: &str) -> bool {
        // PowerShell shows subdomains that are accepted too as `*.contoso.com`.
        let domain = text.strip_prefix("*.").unwrap_or(text);
        if !is_well_formed_domain(domain) {
            return false;
        }
        if self.seen.insert(domain.to_ascii_lowercase()) {
            self.value.push(domain.to_owned());
        }
        true
    }
}

/// Whether the first line holds nothing but domains.
fn is_plain_list(bytes: &[u8]) -> bool {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    if super::json::is_json(sample) {
        return false;
    }
    mapping_file::open(sample.to_vec()).is_ok_and(|file| {
        // The sample may end inside the only line.
        let is_whole = file.row(RowId(0)).is_some() || sample.len() == bytes.len();
        let names = file.head().names();
        is_whole && names.iter().all(|name| is_well_formed_domain(name.trim()))
    })
}
