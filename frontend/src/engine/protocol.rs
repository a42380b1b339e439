//! What the page says to the worker, and what the worker answers.
//!
//! Both travel as bytes in the `body` of a message ([`super::message`]); a file or a text
//! travels beside it, by structured clone or transfer. Rows are numbered from 0 here; what
//! people read counts from 1. A *row* is one of the file, a *position* is a place among
//! the rows shown. Each part of the workbench has its own commands and events.

mod about;
mod changes;
mod clipboard;
mod doubt;
mod draft;
mod edit;
mod find;
mod findings;
mod fix;
mod leave;
mod matching;
mod reference;
mod view;
mod window;

use serde::{Deserialize, Serialize};

pub use about::{ColumnView, Counts, Overview, Progress, Working};
pub use changes::{
    Against, CellView, ChangeCounts, ChangeView, Changes, ChangesCommand, ChangesEvent,
    ChangesForm, Revert, Which,
};
pub use clipboard::{ClipboardCommand, ClipboardEvent};
pub use doubt::{Doubt, DoubtAbout, ReadingView};
pub use draft::{DraftCommand, DraftEvent, WaitingDraft};
pub use edit::{Area, Did, EditCommand, EditEvent, LandingView, Outcome, Plan, PlanView, Steps};
pub use find::{FindCommand, FindEvent, Found, Query, RowScope};
pub use findings::{FindingView, FindingsCommand, FindingsEvent, FixAll, Group, Listed};
pub use fix::{CellsPreview, FixBy, FixCommand, FixEvent, FixPreview, Mend};
pub use leave::{
    CopyKind, DraftFate, Export, Exported, KnownMailUsers, LeaveCommand, LeaveEvent, LeaveFacts,
    LeftOutView,
};
pub use matching::{
    CandidateView, ConflictView, Described, FoundPeople, MatchCommand, MatchEvent, MatchLine,
    MatchList, PersonView, RunView, Scope, Shown, Suggestions,
};
pub use reference::{Asked, ReferenceCommand, ReferenceEvent, ReferenceKind, ReferenceView};
pub use view::{CellTest, ColumnFilter, Filter, Sort, View, ViewCommand, ViewEvent};
pub use window::{FoundAt, Mark, RowView, Window};

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Open the attached file, or the attached bytes, as the mapping file.
    Open {
        /// Its name, which the saved file keeps.
        name: String,
    },
    /// Read the attached file to check against.
    AddReference {
        /// Its name.
        name: String,
        /// Whether somebody said that a mapping file is the original of the one that is
        /// open. Else it is asked.
        is_original: bool,
    },
    /// Read the attached file as a draft of the mapping file.
    OpenDraft {
        /// Its name.
        name: String,
    },
    /// Stop reading the mapping file; else the files to check against; else the long work
    /// that goes on.
    Cancel,
    /// Say again what is open, and show all of it: answered by [`Event::Opened`], or by
    /// [`Event::Stopped`] if nothing is.
    Describe,
    /// Send a window of the rows shown.
    Rows {
        /// Position of the first row.
        first: u32,
        /// How many.
        count: u32,
    },
    /// Which rows are shown, and where something is among them.
    View(ViewCommand),
    /// Compare the file.
    Changes(ChangesCommand),
    /// Keep the work for later.
    Draft(DraftCommand),
    /// Copy and paste.
    Clipboard(ClipboardCommand),
    /// Change the file.
    Edit(EditCommand),
    /// Find and replace.
    Find(FindCommand),
    /// List findings.
    Findings(FindingsCommand),
    /// Fix findings, repair the file.
    Fix(FixCommand),
    /// Change what is checked against.
    Reference(ReferenceCommand),
    /// Match rows with MailUsers.
    Match(MatchCommand),
    /// Make another file of it.
    Leave(LeaveCommand),
    /// Send the file with its edits.
    Save,
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Event {
    /// The worker is up. Nothing is sent to it before.
    Ready,
    /// A file is being read.
    Progress(Progress),
    /// The first rows of the file that is being read, before the rest is in: as an
    /// overview without findings, and a window.
    Preview(Box<Overview>, Window),
    /// Reading was stopped by [`Command::Cancel`].
    Cancelled,
    /// The file is open and checked.
    Opened(Box<Overview>),
    /// The file is not one that can be opened, and why.
    Refused {
        /// The file's name.
        name: String,
        /// What, where, and what to do.
        message: String,
    },
    /// Facts or findings are new: after an edit.
    Overview(Box<Overview>),
    /// A window of rows.
    Rows(Window),
    /// Long work goes on; a later event ends it.
    Working(Working),
    /// Long work was stopped by [`Command::Cancel`], and changed nothing.
    Stopped,
    /// About which rows are shown.
    View(ViewEvent),
    /// What differs.
    Changes(ChangesEvent),
    /// About a draft.
    Draft(DraftEvent),
    /// About the clipboard.
    Clipboard(ClipboardEvent),
    /// About a change of the file.
    Edit(EditEvent),
    /// About find and replace.
    Find(FindEvent),
    /// Findings that were asked for.
    Findings(FindingsEvent),
    /// About a fix or repair.
    Fix(FixEvent),
    /// About what is checked against.
    Reference(ReferenceEvent),
    /// About matches.
    Match(MatchEvent),
    /// About a file that leaves.
    Leave(LeaveEvent),
    /// The file, which travels beside this event.
    Saved {
        /// The name to save it under.
        name: String,
        /// The [`Overview::revision`] that these bytes are.
        revision: u64,
    },
}
