//! What a file is compared with, by what its rows are looked up by.

use std::collections::HashMap;

use uuid::Uuid;

use super::{
    References, Severity, against_baseline::BaselineIndex, against_mail_users, row_rules::RowRules,
    say::Say,
};
use crate::{fingerprint::Seed, mapping_file::Header};

/// [`References`] that can be looked up in.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) baseline: Option<BaselineIndex>,
    mail_users: Option<HashMap<Uuid, usize>>,
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
            mail_users: refs.mail_users.as_deref().map(|mail_users| {
                let ids = mail_users.iter().map(|user| *user.id.as_uuid());
                ids.zip(0..).collect()
            }),
            before: Vec::new(),
        }
    }

    /// Whether any reference has something to say about rows.
    pub(super) fn has_row_rules(&self) -> bool {
        self.baseline.is_some() || self.mail_users.is_some()
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
        if let (Some(index), Some(mail_users)) = (&self.mail_users, &refs.mail_users) {
            let find = |id: &Uuid| mail_users.get(*index.get(id)?);
            let accepted = refs.accepted_domains.as_deref().unwrap_or_default();
            against_mail_users::check_row(rules, mail_users.len(), find, accepted, say);
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
