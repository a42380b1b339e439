//! Holds one mapping file and answers the page's commands.
//!
//! Everything here is synchronous and free of the browser. What an edit makes necessary
//! to check is checked at once: that does not grow with the file. What looks at all rows
//! is a [`Task`], which the worker runs in slices through [`Holder::work`].

use std::sync::Arc;

use shared::{
    checks::{Checked, References},
    fingerprint::Seed,
    mapping_file::OpenError,
};

use super::{
    changes, clipboard,
    draft::DraftFile,
    edit, find, fix, leave, matching,
    open_file::OpenFile,
    protocol::{
        Command, DraftCommand, DraftEvent, DraftFate, EditEvent, Event, Outcome, Overview,
        ReferenceCommand, ReferenceEvent, ReferenceKind, ViewCommand,
    },
    references::{self, Shelf},
    reply::Reply,
    task::{Step, Task},
    view,
};

/// An answer, and the bytes that travel beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// What to tell the page.
    pub event: Event,
    /// A file.
    pub bytes: Option<Vec<u8>>,
}

impl From<Event> for Answer {
    fn from(event: Event) -> Self {
        Self { event, bytes: None }
    }
}

/// The worker's whole state.
#[derive(Debug, Default)]
pub struct Holder {
    pub(super) open: Option<OpenFile>,
    shelf: Shelf,
    task: Option<Box<dyn Task>>,
    seed: Seed,
    /// A draft that came before its file.
    waiting: Option<DraftFile>,
}

impl Holder {
    /// A worker that holds nothing, with randomness of its own.
    pub fn new(seed: Seed) -> Self {
        Self {
            seed,
            ..Self::default()
        }
    }

    /// What a file is checked against.
    pub fn references(&self) -> &Arc<References> {
        self.shelf.references()
    }

    /// What fingerprints depend on.
    pub fn seed(&self) -> &Seed {
        &self.seed
    }

    /// Takes a file that was read and checked to its end.
    pub fn open(&mut self, name: String, outcome: Result<Checked, OpenError>) -> Answer {
        match outcome {
            Ok(mut checked) => {
                self.task = None;
                if !Arc::ptr_eq(checked.references(), self.references()) {
                    // A reference came while the file was being read.
                    checked.set_references(Arc::clone(self.references()));
                }
                let (checked, made_from) = leave::unwrapped(checked, &self.seed);
                let name = leave::name_without_marks(name, &made_from);
                let mut open = OpenFile::new(name, checked);
                open.made_from = made_from;
                if let Some(draft) = &self.waiting {
                    let fate = draft.onto(&mut open);
                    if matches!(fate, DraftFate::Applied { .. }) {
                        self.waiting = None;
                    }
                    open.draft = Some(fate);
                }
                self.open = Some(open);
                self.overview(Event::Opened)
            }
            Err(error) => Event::Refused {
                name,
                message: error.to_string(),
            }
            .into(),
        }
    }

    /// Takes a file to check against, recognised by its header. A mapping file could be
    /// another one to open: unless somebody said that it is the original, it is asked.
    pub fn add_reference(&mut self, name: String, bytes: Vec<u8>, is_original: bool) -> Answer {
        let recognised = match references::recognise(bytes) {
            Ok(recognised) => recognised,
            Err(error) => {
                let message = error.to_string();
                return Event::Reference(ReferenceEvent::Refused { name, message }).into();
            }
        };
        let kind = recognised.reference.kind();
        if kind == ReferenceKind::Original && self.open.is_some() && !is_original {
            return Event::Reference(ReferenceEvent::Either { name }).into();
        }
        self.shelf.put(name, recognised);
        self.checked_against(Some(kind))
    }

    fn change_references(&mut self, command: ReferenceCommand) -> Answer {
        match command {
            ReferenceCommand::Remove(kind) => self.shelf.remove(kind),
            ReferenceCommand::Ask(asked) => self.shelf.ask(asked),
        }
        self.checked_against(None)
    }

    /// Checks against what is on the shelf now.
    fn checked_against(&mut self, added: Option<ReferenceKind>) -> Answer {
        let references = Arc::clone(self.shelf.references());
        if let Some(open) = &mut self.open {
            open.checked.set_references(references);
            open.matching.forget();
        }
        let listed = self.shelf.listed();
        let overview = self.open.as_ref().map(|open| open.overview(listed));
        Event::Reference(ReferenceEvent::Changed {
            added,
            references: listed.to_vec(),
            overview: overview.map(Box::new),
        })
        .into()
    }

    /// Takes a draft: onto the open file, or else to wait for its file.
    pub fn take_draft(&mut self, name: String, bytes: &[u8]) -> Answer {
        let draft = match DraftFile::read(name.clone(), bytes) {
            Ok(draft) => draft,
            Err(message) => return Event::Refused { name, message }.into(),
        };
        let Some(open) = &mut self.open else {
            let waiting = draft.waiting();
            self.waiting = Some(draft);
            return Event::Draft(DraftEvent::Waiting(waiting)).into();
        };
        let fate = draft.onto(open);
        if matches!(fate, DraftFate::Applied { .. }) {
            self.task = None;
            open.matching.forget();
            open.show_all();
        }
        match fate {
            DraftFate::Applied { name } => {
                let overview = Box::new(open.overview(self.shelf.listed()));
                Event::Draft(DraftEvent::Applied { name, overview })
            }
            DraftFate::Refused { name, message } => {
                Event::Draft(DraftEvent::Refused { name, message })
            }
        }
        .into()
    }

    /// Answers a command. Opening and reading references are the worker's, which reads.
    pub fn answer(&mut self, command: Command) -> Answer {
        if command == Command::Cancel {
            self.stop();
            return Event::Stopped.into();
        }
        if matches!(
            command,
            Command::View(ViewCommand::Show(_)) | Command::Describe
        ) {
            // What is being looked for is not what is to be shown.
            self.stop();
        }
        if let Command::Reference(command) = command {
            return self.change_references(command);
        }
        let Some(open) = &mut self.open else {
            return Event::Stopped.into();
        };
        match command {
            Command::Open { .. }
            | Command::AddReference { .. }
            | Command::Reference(_)
            | Command::OpenDraft { .. }
            | Command::Cancel => Event::Stopped.into(),
            Command::Describe => {
                open.show_all();
                self.overview(Event::Opened)
            }
            Command::Rows { first, count } => Event::Rows(open.window(first, count)).into(),
            Command::View(command) => {
                let reply = view::answer(open, command);
                self.reply(reply)
            }
            Command::Changes(command) => {
                let reply = changes::answer(open, command);
                self.reply(reply)
            }
            Command::Draft(DraftCommand::Save) => DraftFile::save(open),
            Command::Leave(command) => leave::answer(open, self.shelf.listed(), command),
            Command::Clipboard(command) => {
                let reply = clipboard::answer(open, command);
                self.reply(reply)
            }
            Command::Edit(command) => {
                let reply = edit::answer(open, command);
                self.reply(reply)
            }
            Command::Find(command) => {
                let reply = find::answer(open, command);
                self.reply(reply)
            }
            Command::Findings(command) => Event::Findings(open.list(&command)).into(),
            Command::Match(command) => {
                let reply = matching::answer(open, command);
                self.reply(reply)
            }
            Command::Fix(command) => {
                Event::Fix(fix::answer(open, command, self.shelf.listed())).into()
            }
            Command::Save => Answer {
                event: Event::Saved {
                    name: open.name.clone(),
                },
                bytes: Some(open.checked.file().save()),
            },
        }
    }

    /// A row as it is now, where it is shown.
    pub fn row_again(&self, row: u32) -> Option<Answer> {
        let open = self.open.as_ref()?;
        let position = open.shown().position_of(row)?;
        let row = EditEvent::Row(open.window(position, 1));
        Some(Event::Edit(row).into())
    }

    /// Begins long work, in place of what was under way.
    pub(super) fn start(&mut self, task: Box<dyn Task>) -> Answer {
        self.stop();
        self.task = Some(task);
        self.work()
            .unwrap_or_else(|| Event::Working(super::protocol::Working::default()).into())
    }

    /// Drops the long work, and what it found.
    fn stop(&mut self) {
        self.task = None;
        if let Some(open) = &mut self.open {
            open.coming = None;
        }
    }

    /// Whether [`Holder::work`] has something to do.
    pub fn is_working(&self) -> bool {
        self.task.is_some()
    }

    /// Does the next slice of the long work: some milliseconds. None if there is none.
    pub fn work(&mut self) -> Option<Answer> {
        let open = self.open.as_mut()?;
        match self.task.as_mut()?.step(open) {
            Step::More(working) => Some(Event::Working(working).into()),
            Step::Meanwhile(event) => Some(event.into()),
            Step::Edited(outcome) => {
                self.task = None;
                Some(self.edited(outcome))
            }
            Step::Done(answer) => {
                self.task = None;
                Some(answer)
            }
        }
    }

    fn reply(&mut self, reply: Reply) -> Answer {
        match reply {
            Reply::Say(answer) => answer,
            Reply::Changed => self.overview(Event::Overview),
            Reply::Edited(outcome) => self.edited(outcome),
            Reply::Work(task) => self.start(task),
        }
    }

    /// The state of the file after an edit, and what became of it.
    fn edited(&self, outcome: Outcome) -> Answer {
        let mut answer = self.overview(Event::Overview);
        if let Event::Overview(overview) = &mut answer.event {
            overview.outcome = Some(outcome);
        }
        answer
    }

    /// The state of the file as it is now.
    pub(super) fn overview(&self, event: fn(Box<Overview>) -> Event) -> Answer {
        match &self.open {
            Some(open) => event(Box::new(open.overview(self.shelf.listed()))).into(),
            None => Event::Stopped.into(),
        }
    }
}

#[cfg(test)]
mod tests;
