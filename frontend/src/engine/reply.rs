//! What a part of the engine makes of a command.

use super::{
    holder::Answer,
    protocol::{EditEvent, Event, Outcome},
    task::Task,
};
use crate::texts;

/// What to do about a command.
#[derive(Debug)]
pub(super) enum Reply {
    /// Answer this.
    Say(Answer),
    /// The file was changed: answer with what it is now.
    Changed,
    /// It was changed by an edit: say too what became of that.
    Edited(Outcome),
    /// Work on it.
    Work(Box<dyn Task>),
}

impl From<Event> for Reply {
    fn from(event: Event) -> Self {
        Self::Say(event.into())
    }
}

impl From<EditEvent> for Reply {
    fn from(event: EditEvent) -> Self {
        Event::Edit(event).into()
    }
}

/// Nothing was changed, and why.
pub(super) fn refused(why: impl ToString) -> EditEvent {
    let message = texts::worded(why.to_string());
    EditEvent::Refused { message }
}
