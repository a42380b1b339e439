//! The long work that is to be done, in its order, and what waits for it.

use std::collections::VecDeque;

use super::{
    protocol::{Command, EditCommand, MatchCommand, ViewCommand, Working},
    references::Recognised,
    task::{Kind, Task},
};

/// Work under way, and commands that came meanwhile.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// The first one is worked on.
    tasks: VecDeque<Box<dyn Task>>,
    later: VecDeque<Later>,
    /// How far the work is, as it was told last.
    pub(super) working: Working,
}

/// What waits for a change to be done.
#[derive(Debug)]
pub(super) enum Later {
    /// A command.
    Command(Command),
    /// A file to check against.
    Reference(String, Box<Recognised>),
}

impl Queue {
    /// Adds work in its place. Changes are done one after the other; of any other kind
    /// what is asked last is meant.
    pub(super) fn add(&mut self, task: Box<dyn Task>) {
        let kind = task.kind();
        if kind != Kind::Change {
            self.tasks.retain(|known| known.kind() != kind);
        }
        let place = self.tasks.iter().position(|known| known.kind() > kind);
        self.tasks.insert(place.unwrap_or(self.tasks.len()), task);
        self.working = Working::default();
    }

    /// Puts work in place of the one that is worked on.
    pub(super) fn replace_first(&mut self, task: Box<dyn Task>) {
        self.tasks.pop_front();
        self.tasks.push_front(task);
    }

    /// What is worked on.
    pub(super) fn first(&mut self) -> Option<&mut (dyn Task + 'static)> {
        self.tasks.front_mut().map(|task| &mut **task)
    }

    /// Drops what is worked on, and says what kind it was.
    pub(super) fn drop_first(&mut self) -> Option<Kind> {
        self.tasks.pop_front().map(|task| task.kind())
    }

    /// Drops all work.
    pub(super) fn clear(&mut self) {
        self.tasks.clear();
    }

    /// Keeps a command, or a file, until the change that goes on is done.
    pub(super) fn keep(&mut self, later: Later) {
        self.later.push_back(later);
    }

    /// What has waited, once nothing is being changed.
    pub(super) fn take_later(&mut self) -> Option<Later> {
        if self.is_changing() {
            return None;
        }
        self.later.pop_front()
    }

    /// Whether there is anything to do.
    pub(super) fn is_empty(&self) -> bool {
        self.tasks.is_empty() && self.later.is_empty()
    }

    /// Whether the file is going to be changed.
    pub(super) fn is_changing(&self) -> bool {
        self.has(Kind::Change)
    }

    /// Whether there is work of a kind.
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.tasks.iter().any(|task| task.kind() == kind)
    }
}

/// Whether a command only asks for what is at hand, so that it does not have to wait for
/// a change.
pub(super) fn asks_only(command: &Command) -> bool {
    match command {
        Command::Cancel | Command::Rows { .. } | Command::Findings(_) => true,
        Command::View(command) => !matches!(command, ViewCommand::Show(_)),
        Command::Edit(command) => matches!(command, EditCommand::History),
        Command::Match(command) => matches!(
            command,
            MatchCommand::Describe
                | MatchCommand::List { .. }
                | MatchCommand::Conflict { .. }
                | MatchCommand::Suggest { .. }
                | MatchCommand::Prepare
                | MatchCommand::Find { .. }
        ),
        _ => false,
    }
}
