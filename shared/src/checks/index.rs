//! What a file is compared with, by what its rows are looked up by.

use std::sync::Arc;

use super::{
    Finding, References, Severity,
    against_baseline::BaselineIndex,
    against_mail_users, against_source_mailboxes,
    readiness::X500Holders,
    row_rules::RowRules,
    say::{Named, Say},
};
use crate::{
    fingerprint::Seed,
    mapping_file::{Column, Header},
};

/// [`References`] that can be looked up in.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) baseline: Option<BaselineIndex>,
    x500_holders: Option<Arc<X500Holders>>,
    has_mailboxes: bool,
    /// Each row's row in the downloaded file, for [`Index::note`].
    before: Vec<Option<u32>>,
}

impl Index {
    pub(super) fn new(refs: &References, header: &Header, seed: &Seed) -> Self {
        let index = |baseline| {
            let mut index = BaselineIndex::new(baseline, header, seed);
            if refs.is_status_stale {
                index.unlock(header.column(Column::MigrationStatus));
            }
            index
        };
        let baseline = refs.baseline.as_deref().map(index);
        Self::with(refs, baseline, None)
    }

    /// With an index of the downloaded file, and with what `known`, of the same
    /// MailUsers, has gathered already.
    pub(super) fn with(
        refs: &References,
        baseline: Option<BaselineIndex>,
        known: Option<&Self>,
    ) -> Self {
        let gather = || refs.mail_users.as_ref().map(X500Holders::of).map(Arc::new);
        Self {
            baseline,
            x500_holders: known.map_or_else(gather, |known| known.x500_holders.clone()),
            has_mailboxes: refs.source_mailboxes.is_some(),
            before: Vec::new(),
        }
    }

    /// Whether any reference has something to say about rows.
    pub(super) fn has_row_rules(&self) -> bool {
        self.baseline.is_some() || self.x500_holders.is_some() || self.has_mailboxes
    }

    /// What the references say about a whole row, and which row of the downloaded file
    /// it is.
    pub(super) fn check_row(
        &self,
        refs: &References,
        rules: &RowRules<'_>,
        say: &mut dyn Say,
    ) -> Option<u32> {
        let mut before = None;
        if let (Some(index), Some(baseline)) = (&self.baseline, &refs.baseline) {
            before = index.check_row(baseline, rules, say);
        }
        let mut source = None;
        if let Some(mailboxes) = &refs.source_mailboxes {
            source = against_source_mailboxes::check_row(rules, mailboxes, say);
        }
        if let (Some(holders), Some(mail_users)) = (&self.x500_holders, &refs.mail_users) {
            against_mail_users::check_row(rules, mail_users, holders, source, refs, say);
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

/// Findings about a directory object stand at the row that leads to it, and never worse
/// than as a warning: the row itself is right, and the object can still be corrected
/// before the mailbox moves.
pub(super) fn say_as_warnings(findings: Vec<Finding>, named: Named<'_>, say: &mut dyn Say) {
    for finding in findings {
        if let Some(rule) = finding.rule() {
            let severity = finding.severity.max(Severity::Warning);
            say.say(rule, severity, named, || finding.message.clone());
        }
    }
}
