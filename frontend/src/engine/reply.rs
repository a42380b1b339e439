//! What a part of the engine makes of a command.

use super::{
    holder::Answer,
    protocol::{EditEvent, Event},
    task::{Step, Task, Told},
};
use crate::texts;

/// What to do about a command.
#[derive(Debug)]
pub(super) enum Reply {
    /// Answer this.
    Say(Answer),
    /// The file was changed: answer with what it is now, and tell this.
    Changed(Told),
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

/// For work that ends as a command does.
impl From<Reply> for Step {
    fn from(reply: Reply) -> Self {
        match reply {
            Reply::Say(answer) => Self::Done(answer),
            Reply::Changed(told) => Self::Changed(told),
            Reply::Work(task) => Self::Then(task),
        }
    }
}

/// Nothing was changed, and why.
pub(super) fn refused(why: impl ToString) -> EditEvent {
    let message = texts::worded(why.to_string());
    EditEvent::Refused { message }
}
