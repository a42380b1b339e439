//! Where a rule found something, in eight bytes: a file may have millions of findings,
//! and few are ever read.

use super::{Rule, Severity, catalogue};

/// A rule by its place in the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct RuleNumber(u8);

impl RuleNumber {
    pub(super) fn of(rule: &Rule) -> Self {
        Self(rule.number)
    }

    pub(super) fn rule(self) -> Option<&'static Rule> {
        catalogue().get(usize::from(self.0))
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Where something was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    /// The row; 0 is the first.
    pub(super) row: u32,
    column: u16,
    pub(super) rule: RuleNumber,
    pub(super) severity: Severity,
}

/// More columns than a header can have.
const NO_COLUMN: u16 = u16::MAX;

impl Place {
    pub(super) fn new(
        row: u32,
        column: Option<usize>,
        rule: RuleNumber,
        severity: Severity,
    ) -> Self {
        Self {
            row,
            column: column
                .and_then(|at| u16::try_from(at).ok())
                .unwrap_or(NO_COLUMN),
            rule,
            severity,
        }
    }

    pub(super) fn column(self) -> Option<usize> {
        (self.column != NO_COLUMN).then(|| usize::from(self.column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_eight_bytes() {
        assert_eq!(size_of::<Place>(), 8);
    }

    #[test]
    fn every_rule_is_found_by_its_number() {
        assert!(u8::try_from(catalogue().len()).is_ok());
        for rule in catalogue() {
            assert_eq!(RuleNumber::of(rule).rule(), Some(rule));
        }
    }
}
