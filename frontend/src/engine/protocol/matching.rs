//! The match assistant: what rules would do, what is done of it, and who fits a row.

use serde::{Deserialize, Serialize};
use shared::{ids::ObjectId, matching::MatchRule};

/// What the page asks of the match assistant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MatchCommand {
    /// Say what there is to match with, and what the last run found.
    Describe,
    /// Work out what rules would do. Changes nothing.
    Run {
        /// The rules, in their order.
        rules: Vec<MatchRule>,
        /// For which rows.
        scope: Scope,
    },
    /// List some of what the last run found.
    List {
        /// Which of it.
        shown: Shown,
        /// How many to leave out.
        skip: usize,
        /// How many to list.
        count: usize,
    },
    /// Choose what [`MatchCommand::Apply`] does.
    Tick {
        /// Among these.
        shown: Shown,
        /// This row, or all of them.
        row: Option<u32>,
        /// Whether it is to be done.
        ticked: bool,
    },
    /// Write the ticked matches, as one step.
    Apply,
    /// Show a conflict that is not decided: the one of this row, or else the next.
    Conflict {
        /// The row.
        row: u32,
        /// Whether to go on to the next instead.
        is_after: bool,
    },
    /// Lead a row to a MailUser, as one step.
    Decide {
        /// The row.
        row: u32,
        /// The MailUser.
        target: ObjectId,
    },
    /// None of a conflict's MailUsers is the right one.
    SetAside {
        /// The row.
        row: u32,
    },
    /// Say who fits a row.
    Suggest {
        /// The row.
        row: u32,
    },
    /// Get ready for [`MatchCommand::Find`]. Not answered.
    Prepare,
    /// Find MailUsers by a few letters.
    Find {
        /// What was typed.
        text: String,
        /// For this row.
        row: u32,
        /// At most so many.
        count: usize,
    },
}

/// For which rows a run looks. Rows that lead somewhere stay as they are in any case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Scope {
    /// All rows of the file.
    #[default]
    All,
    /// The rows shown.
    Shown,
    /// These places among the rows shown, from the first to the last.
    Positions(Vec<(u32, u32)>),
}

/// Some of what a run found. Each but [`Shown::Done`] lists only rows that lead nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash, Serialize, Deserialize)]
pub enum Shown {
    /// One MailUser, by any rule.
    #[default]
    Found,
    /// One MailUser, by this rule of the run.
    Rule(usize),
    /// One MailUser, which a person has to confirm.
    Likely,
    /// Several MailUsers, or one that others fit as well.
    Conflicts,
    /// Nobody.
    Nothing,
    /// Rows that were led to a MailUser since.
    Done,
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MatchEvent {
    /// A run is done: the same as [`MatchEvent::Described`], which may be told beside it.
    Ran(Box<Described>),
    /// What there is to match with, and what the last run found.
    Described(Box<Described>),
    /// A list that was asked for.
    Listed(MatchList),
    /// A conflict to decide; none if there is none left.
    Conflict(Option<Box<ConflictView>>),
    /// Who fits a row.
    Suggested(Box<Suggestions>),
    /// Who was found by a few letters.
    Found(FoundPeople),
    /// Nothing was changed, and why.
    Refused {
        /// What, and what to do.
        message: String,
    },
    /// Nothing to tell.
    Noted,
}

/// What there is to match with, and what the last run found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Described {
    /// How many MailUsers are known.
    pub mail_users: u32,
    /// How many mailboxes of the source are known.
    pub mailboxes: u32,
    /// The domains of names for sign-in, where they can be told: the source's first.
    pub domains: Option<(String, String)>,
    /// The last run.
    pub run: Option<RunView>,
}

/// What a run found, in numbers. Rows that lead to a MailUser by now count as done alone.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RunView {
    /// The rules, in their order.
    pub rules: Vec<MatchRule>,
    /// Rows that it looked for.
    pub rows: u32,
    /// Rows with one MailUser, by rule.
    pub found: Vec<u32>,
    /// Rows with one MailUser that a person has to confirm.
    pub likely: u32,
    /// Rows that a person has to choose for.
    pub conflicts: u32,
    /// Rows with nobody.
    pub nothing: u32,
    /// Rows that were led to a MailUser since.
    pub done: u32,
    /// Rows that are ticked.
    pub ticked: u32,
}

/// Some of what a run found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct MatchList {
    /// Which of it.
    pub shown: Shown,
    /// How many were left out before them.
    pub skip: usize,
    /// In the file's order.
    pub lines: Vec<MatchLine>,
}

/// What was found for a row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MatchLine {
    /// The row.
    pub row: u32,
    /// Whom it is about.
    pub who: PersonView,
    /// The MailUser, if it is one.
    pub target: Option<PersonView>,
    /// How far it is to be trusted, in percent; 0 where there is nobody.
    pub confidence: u8,
    /// Why, in words.
    pub reason: String,
    /// Whether it is to be applied.
    pub ticked: bool,
}

/// Somebody, by what people know of them. What is not known is empty.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PersonView {
    /// Object id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// The primary address.
    pub address: String,
    /// The name for sign-in.
    pub upn: String,
    /// Mail nickname.
    pub alias: String,
    /// Department.
    pub department: String,
    /// Employee id.
    pub employee_id: String,
    /// The row that leads to this MailUser already.
    pub taken_by: Option<u32>,
}

/// A choice that a person has to make.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConflictView {
    /// The row.
    pub row: u32,
    /// Whom it is about.
    pub who: PersonView,
    /// Why nobody was chosen, in words.
    pub reason: String,
    /// Who fits, best first.
    pub candidates: Vec<CandidateView>,
    /// How many MailUsers fit in all.
    pub count: usize,
    /// The other rows that they fit: some of them.
    pub rivals: Vec<(u32, String)>,
    /// Which of the conflicts that are left this is, from 1.
    pub number: u32,
    /// How many are left.
    pub left: u32,
}

/// A MailUser to choose.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CandidateView {
    /// The MailUser.
    pub person: PersonView,
    /// How far it is to be trusted, in percent.
    pub confidence: u8,
    /// What speaks for it, in words.
    pub reason: String,
}

/// Who fits a row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Suggestions {
    /// The row.
    pub row: u32,
    /// Whom it is about.
    pub who: PersonView,
    /// The MailUser that it leads to, if it is a known one.
    pub target: Option<PersonView>,
    /// Why it leads there, if that was matched here.
    pub why: Option<String>,
    /// Who fits, best first.
    pub candidates: Vec<CandidateView>,
}

/// Who was found by a few letters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FoundPeople {
    /// What was typed.
    pub text: String,
    /// Best first.
    pub people: Vec<PersonView>,
}
