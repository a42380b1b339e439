//! The files that can be made of the open one: what each is for, and when it is offered.

use leptos::prelude::{GetUntracked, Set, WithUntracked};

use crate::{
    browser,
    engine::protocol::{
        ChangesCommand, ChangesForm, Command, DraftCommand, Export, KnownMailUsers, LeaveCommand,
        LeaveFacts,
    },
    texts::leave as texts,
    workbench::bench::Bench,
};

/// A file that can be made of the open one, besides itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Leaving {
    /// A copy in which a spreadsheet runs nothing.
    ReviewCopy,
    /// The file with its findings at the end of each row.
    WithFindings,
    /// The report to print and sign.
    Report,
    /// The findings as CSV.
    FindingsCsv,
    /// The findings as JSON.
    FindingsJson,
    /// The changes as CSV.
    ChangesCsv,
    /// The changes as JSON.
    ChangesJson,
    /// The map for `SharePoint`.
    IdentityMap,
    /// The list for a migration batch.
    MigrationBatch,
    /// The work without the file.
    Draft,
}

impl Leaving {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::ReviewCopy,
        Self::WithFindings,
        Self::Report,
        Self::FindingsCsv,
        Self::FindingsJson,
        Self::ChangesCsv,
        Self::ChangesJson,
        Self::IdentityMap,
        Self::MigrationBatch,
        Self::Draft,
    ];

    /// What it is called.
    pub fn label(self) -> String {
        match self {
            Self::ReviewCopy => texts::review_copy(),
            Self::WithFindings => texts::with_findings(),
            Self::Report => texts::report(),
            Self::FindingsCsv => texts::findings_csv(),
            Self::FindingsJson => texts::findings_json(),
            Self::ChangesCsv => texts::changes_csv(),
            Self::ChangesJson => texts::changes_json(),
            Self::IdentityMap => texts::identity_map(),
            Self::MigrationBatch => texts::migration_batch(),
            Self::Draft => texts::draft(),
        }
    }

    /// What it is for, in one line.
    pub fn about(self) -> String {
        match self {
            Self::ReviewCopy => texts::review_copy_about(),
            Self::WithFindings => texts::with_findings_about(),
            Self::Report => texts::report_about(),
            Self::FindingsCsv => texts::findings_csv_about(),
            Self::FindingsJson => texts::findings_json_about(),
            Self::ChangesCsv | Self::ChangesJson => String::new(),
            Self::IdentityMap => texts::identity_map_about(),
            Self::MigrationBatch => texts::migration_batch_about(),
            Self::Draft => texts::draft_about(),
        }
    }

    /// Why it is not offered, and what to do; none if it is.
    pub fn refusal(self, facts: &LeaveFacts) -> Option<String> {
        match self {
            Self::IdentityMap | Self::MigrationBatch
                if facts.mail_users == KnownMailUsers::None =>
            {
                Some(texts::needs_mail_users())
            }
            Self::MigrationBatch if facts.mail_users == KnownMailUsers::WithoutAddresses => {
                Some(texts::needs_addresses())
            }
            Self::Draft if !facts.has_steps => Some(texts::needs_steps()),
            _ => None,
        }
    }

    /// Makes it, or asks first what there is to ask.
    pub fn run(self, bench: Bench) {
        let command = match self {
            Self::Report | Self::IdentityMap | Self::MigrationBatch => {
                bench.leave.asking.set(Some(self));
                return;
            }
            Self::ReviewCopy => made(Export::ReviewCopy),
            Self::WithFindings => made(Export::WithFindings),
            Self::FindingsCsv => made(Export::FindingsCsv),
            Self::FindingsJson => made(Export::FindingsJson),
            Self::ChangesCsv => changes(bench, ChangesForm::Csv),
            Self::ChangesJson => changes(bench, ChangesForm::Json),
            Self::Draft => Command::Draft(DraftCommand::Save),
        };
        bench.tell(texts::making(self.label()));
        bench.send(&command, None);
    }
}

fn made(export: Export) -> Command {
    Command::Leave(LeaveCommand::Export(export))
}

fn changes(bench: Bench, form: ChangesForm) -> Command {
    Command::Changes(ChangesCommand::Export {
        against: bench.changes.against.get_untracked(),
        form,
    })
}

/// The report, by whoever says who they are.
pub(super) fn report(reviewer: &str) -> Export {
    let reviewer = reviewer.trim();
    Export::Report {
        reviewer: (!reviewer.is_empty()).then(|| reviewer.to_string()),
        made_at: browser::now(),
    }
}

/// Whether something may be done with the open file.
pub fn is_offered(bench: Bench, leaving: Leaving) -> bool {
    bench.overview.with_untracked(|file| {
        file.as_ref()
            .is_some_and(|file| leaving.refusal(&file.leave).is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_made_says_what_it_needs() {
        let nothing = LeaveFacts::default();
        let users = LeaveFacts {
            mail_users: KnownMailUsers::WithoutAddresses,
            ..LeaveFacts::default()
        };
        let all = LeaveFacts {
            mail_users: KnownMailUsers::WithAddresses,
            has_steps: true,
            ..LeaveFacts::default()
        };
        for (leaving, facts, expected) in [
            (Leaving::IdentityMap, &nothing, Some("MailUsers")),
            (Leaving::IdentityMap, &users, None),
            (Leaving::MigrationBatch, &nothing, Some("MailUsers")),
            (Leaving::MigrationBatch, &users, Some("PrimarySmtpAddress")),
            (Leaving::Draft, &users, Some("no edit")),
            (Leaving::Report, &nothing, None),
        ] {
            let refusal = leaving.refusal(facts);
            match (&refusal, expected) {
                (None, None) => {}
                (Some(why), Some(part)) => assert!(why.contains(part), "{why}"),
                _ => panic!("{leaving:?} with {facts:?}: {refusal:?}"),
            }
        }
        for leaving in Leaving::ALL {
            assert_eq!(leaving.refusal(&all), None, "{leaving:?}");
        }
    }
}
