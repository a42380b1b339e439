//! Files that leave the workbench, and what there is to know before.

use serde::{Deserialize, Serialize};

/// What the page asks to have made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LeaveCommand {
    /// A file of this kind; it travels beside [`LeaveEvent::Exported`].
    Export(Export),
    /// Who is not in that file, as a CSV of its own.
    LeftOut(Export),
}

/// A file that can be made of the mapping file, besides the mapping file itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Export {
    /// A copy in which a spreadsheet runs nothing, and which opens here again.
    ReviewCopy,
    /// The map by which `SharePoint` knows users again.
    IdentityMap {
        /// The source tenant's id.
        source_tenant: String,
    },
    /// The list for `New-MigrationBatch`.
    MigrationBatch {
        /// Every mapped identity, not only the Completed ones.
        all_mapped: bool,
    },
    /// The findings as CSV.
    FindingsCsv,
    /// The findings as JSON.
    FindingsJson,
    /// The report to print and sign.
    Report {
        /// Who made the review, where they say so.
        reviewer: Option<String>,
        /// When, in milliseconds since 1970.
        made_at: i64,
    },
    /// The file with its findings at the end of each row.
    WithFindings,
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LeaveEvent {
    /// The file, which travels beside this event.
    Exported(Exported),
    /// There is no such file to be made, and why.
    Refused {
        /// What is missing, and what to do.
        message: String,
    },
}

/// A file that was made.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Exported {
    /// The name to save it under.
    pub name: String,
    /// How many rows it holds, where that is not the mapping file's number.
    pub rows: Option<u32>,
    /// How many rows of the mapping file are not in it.
    pub left_out: u32,
    /// The first of them.
    pub first_left_out: Vec<LeftOutView>,
    /// What was asked for, so that the whole list of them can be.
    pub export: Option<Export>,
}

/// A row of the mapping file that is not in an export.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeftOutView {
    /// The row.
    pub row: u32,
    /// Who it is about.
    pub source: String,
    /// Why, and what to do.
    pub reason: String,
}

/// What is to be known about a file before it leaves: a part of the overview.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LeaveFacts {
    /// What the opened file was, where it was not the mapping file itself.
    pub made_from: Vec<CopyKind>,
    /// What became of a draft that was opened before the file.
    pub draft: Option<DraftFate>,
    /// Whether there is a baseline to compare with.
    pub has_baseline: bool,
    /// Which MailUsers are known.
    pub mail_users: KnownMailUsers,
    /// Whether there is a step in the history, done or taken back.
    pub has_steps: bool,
    /// Errors about the file or a column: an upload is refused as a whole.
    pub upload_errors: u32,
    /// Cells that a spreadsheet would run.
    pub formulas: u32,
}

/// Which MailUsers are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum KnownMailUsers {
    /// There is no such reference.
    #[default]
    None,
    /// None of them has an address to be reached at.
    WithoutAddresses,
    /// Some have.
    WithAddresses,
}

/// A copy that Crosswalk makes and takes back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CopyKind {
    /// The spreadsheet-safe copy.
    ReviewCopy,
    /// The file with its findings at the end of each row.
    WithFindings,
}

/// What became of a draft that waited for its file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum DraftFate {
    /// It is on the file.
    Applied {
        /// The draft's name.
        name: String,
    },
    /// It is not: the file is another one. It waits on.
    Refused {
        /// The draft's name.
        name: String,
        /// Why, and what to do.
        message: String,
    },
}
