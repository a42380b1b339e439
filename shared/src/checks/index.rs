//! What a file is compared with, by what its rows are looked up by.

use super::{
    References, Severity, against_baseline::BaselineIndex, against_mail_users, row_rules::RowRules,
    say::Say,
};
use crate::{fingerprint::Seed, mapping_file::Header};

/// [`References`] that can be looked up in.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) baseline: Option<BaselineIndex>,
    has_mail_users: bool,
    /// Each row's row in the downloaded file, for [`Index::note`].
    before: Vec<Option<u32>>,
}

impl Index {
    pub(super) fn new(refs: &References, header: &Header, seed: &Seed) -> Self {
        Self {
            baseline: refs
                .baseline
                .as_ref()
                .map(|baseline| BaselineIndex::new(baseline, header, seed)),
            has_mail_users: refs.mail_users.is_some(),
            before: Vec::new(),
        }
    }

    /// Whether any reference has something to say about rows.
    pub(super) fn has_row_rules(&self) -> bool {
        self.baseline.is_some() || self.has_mail_users
    }

    /// What the references say about a whole row, and which row of the downloaded file
    /// it is.
    pub(super) fn check_row(
        &self,
        refs: &References,
        rules: &RowRules<'_>,
        say: &mut impl Say,
    ) -> Option<u32> {
        let mut before = None;
        if let (Some(index), Some(baseline)) = (&self.baseline, &refs.baseline) {
            before = index.check_row(baseline, rules, say);
        }
        if let Some(mail_users) = &refs.mail_users {
            let accepted = refs.accepted_domains.as_deref().unwrap_or_default();
            against_mail_users::check_row(rules, mail_users, accepted, say);
        }
        before
    }

    /// Which row of the downloaded file a row is now.
    pub(super) fn note(&mut self, row: u32, now: Option<u32>) {
        let Some(baseline) = &mut self.baseline else {
            return;
        };
        let Ok(at) = usize::try_from(row) else { return };
        if at >= self.before.len() {
            self.before.resize(at + 1, None);
        }
        if let Some(before) = self.before.get_mut(at) {
            baseline.note(std::mem::replace(before, now), now);
        }
    }
}

/// A finding about a MailUser stands at the row that leads to it, and never worse than
/// as a warning: the row itself is right, and the MailUser can still be corrected
/// before its mailbox moves.
pub(super) fn at_most_a_warning(severity: Severity) -> Severity {
    severity.max(Severity::Warning)
}
