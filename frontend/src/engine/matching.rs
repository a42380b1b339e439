//! Answers the match assistant: what rules would do, what is done of it, who fits a row.
//!
//! A run changes nothing: its [`run::Line`]s say what would be done, and are worded only
//! when they are listed. Rows are addressed by their ids, and what is applied is looked at
//! again then, so that edits and undoing meanwhile do no harm.

mod apply;
mod decide;
mod describe;
mod find;
mod people;
mod run;
mod suggest;

use std::{collections::HashMap, rc::Rc};

use shared::{
    ids::ObjectId,
    mapping_file::RowId,
    matching::{Directory, MatchRule},
};

use super::{
    open_file::OpenFile,
    protocol::{Event, MatchCommand, MatchEvent},
    reply::Reply,
};
use run::Run;

/// What the assistant keeps of an open file.
#[derive(Debug, Default)]
pub(super) struct Assistant {
    run: Option<Run>,
    /// Why rows were led to their MailUsers.
    reasons: HashMap<u32, Reason>,
    /// Made of the MailUsers when it is first needed.
    directory: Option<Directory>,
}

impl Assistant {
    /// The references are others now.
    pub(super) fn forget(&mut self) {
        *self = Self {
            reasons: std::mem::take(&mut self.reasons),
            ..Self::default()
        };
    }
}

/// Why a row was led to a MailUser.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Reason {
    target: ObjectId,
    /// None if a person chose.
    rule: Option<Rc<MatchRule>>,
}

/// Answers at once, or says what work it takes.
pub(super) fn answer(open: &mut OpenFile, command: MatchCommand) -> Reply {
    let event = match command {
        MatchCommand::Describe => MatchEvent::Described(Box::new(describe::described(open))),
        MatchCommand::Run { rules, scope } => {
            return Reply::Work(run::running(open, rules, &scope));
        }
        MatchCommand::List { shown, skip, count } => {
            MatchEvent::Listed(describe::list(open, shown, skip, count))
        }
        MatchCommand::Tick { shown, row, ticked } => {
            apply::tick(open, shown, row, ticked);
            MatchEvent::Described(Box::new(describe::described(open)))
        }
        MatchCommand::Apply => return apply::apply(open),
        MatchCommand::Conflict { row, is_after } => {
            MatchEvent::Conflict(decide::conflict(open, row, is_after).map(Box::new))
        }
        MatchCommand::Decide { row, target } => return apply::decide(open, row, target),
        MatchCommand::SetAside { row } => {
            decide::set_aside(open, row);
            MatchEvent::Noted
        }
        MatchCommand::Suggest { row } => {
            MatchEvent::Suggested(Box::new(suggest::suggest(open, row)))
        }
        MatchCommand::Prepare => {
            find::prepare(open);
            MatchEvent::Noted
        }
        MatchCommand::Find { text, row, count } => {
            MatchEvent::Found(find::find(open, text, row, count))
        }
    };
    Event::Match(event).into()
}

/// Whether a row's target is empty: only then a match is written.
fn leads_nowhere(open: &OpenFile, row: u32) -> bool {
    let row = RowId(row);
    !open.checked.has_target(row) && open.has_no_target(row)
}

#[cfg(test)]
mod tests;
