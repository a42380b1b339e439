//! How a rule speaks about a row: it names the place, and words its message only if
//! somebody wants to read it. Most findings are counted, not read.

use std::borrow::Cow;

use super::{
    Finding, Rule, Severity,
    finding::without_controls,
    place::{Place, RuleNumber},
};
use crate::mapping_file::{Column, Header, RowId};

/// Who listens to the rules of a row.
///
/// The rules are compiled once for all of them: they are far more than what is called here
/// for each finding.
pub(super) trait Say {
    fn hear(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        column: Named<'_>,
        message: &dyn Fn() -> String,
    );
}

impl dyn Say + '_ {
    /// A finding with another severity than the rule's own.
    pub(super) fn say(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        column: Named<'_>,
        message: impl Fn() -> String,
    ) {
        self.hear(rule, severity, column, &message);
    }

    /// A finding about a field of the row.
    pub(super) fn cell(
        &mut self,
        rule: &'static Rule,
        column: Named<'_>,
        message: impl Fn() -> String,
    ) {
        self.hear(rule, rule.severity, column, &message);
    }

    /// A finding about the row as a whole.
    pub(super) fn row(&mut self, rule: &'static Rule, message: impl Fn() -> String) {
        self.hear(rule, rule.severity, Named::NONE, &message);
    }
}

/// The column of a finding: where it stands and how the header spells it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    pub(super) at: Option<usize>,
    pub(super) name: Option<&'a str>,
}

impl<'a> Named<'a> {
    pub(super) const NONE: Self = Self {
        at: None,
        name: None,
    };

    pub(super) fn known(header: &'a Header, column: Column) -> Self {
        match header.column(column) {
            Some(at) => Self::at(header, at),
            None => Self {
                at: None,
                name: Some(column.name()),
            },
        }
    }

    pub(super) fn at(header: &'a Header, at: usize) -> Self {
        Self {
            at: Some(at),
            name: Some(header.names().get(at).map_or("", |name| name.trim())),
        }
    }
}

/// Keeps where something was found, and no word of it.
#[derive(Debug)]
pub(super) struct Places {
    row: u32,
    pub(super) found: Vec<Place>,
}

impl Places {
    pub(super) fn new(row: u32) -> Self {
        let found = Vec::new();
        Self { row, found }
    }
}

impl Say for Places {
    fn hear(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        column: Named<'_>,
        _: &dyn Fn() -> String,
    ) {
        self.found.push(Place::new(
            self.row,
            column.at,
            RuleNumber::of(rule),
            severity,
        ));
    }
}

/// Words every finding of a row.
#[derive(Debug)]
pub(super) struct Words {
    row: RowId,
    pub(super) found: Vec<Finding>,
}

impl Words {
    pub(super) fn new(row: RowId) -> Self {
        let found = Vec::new();
        Self { row, found }
    }
}

impl Say for Words {
    fn hear(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        column: Named<'_>,
        message: &dyn Fn() -> String,
    ) {
        self.found.push(Finding {
            code: Cow::Borrowed(rule.code),
            severity,
            row: Some(self.row.number()),
            column: column.name.map(str::to_owned),
            message: without_controls(message()),
        });
    }
}
