//! Holds one mapping file and answers the page's commands.
//!
//! Everything here is synchronous and free of the browser. What an edit of a few cells
//! makes necessary to check is checked at once: that does not grow with the file. What
//! looks at all rows is a [`Task`], which the worker runs in slices through
//! [`Holder::work`].

use std::sync::Arc;

use shared::{
    checks::{Checked, References},
    fingerprint::Seed,
    mapping_file::OpenError,
};

use super::{
    arriving::{self, Arrived, Arriving},
    changes, clipboard,
    draft::DraftFile,
    edit, find, fix, leave, making, matching,
    open_file::OpenFile,
    protocol::{
        Command, DraftCommand, DraftEvent, DraftFate, EditEvent, Event, FixEvent, Overview,
        ReferenceCommand, ReferenceEvent, ReferenceKind, ViewCommand,
    },
    queue::{Later, Queue, asks_only},
    references::{Recognised, Shelf},
    reply::Reply,
    task::{Kind, Step, Task, Told},
    view,
};
use crate::texts;

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

/// More than anybody makes steps in a file.
const FILE: u64 = 1 << 32;

/// The worker's whole state.
#[derive(Debug, Default)]
pub struct Holder {
    pub(super) open: Option<OpenFile>,
    shelf: Shelf,
    /// What is going to be checked against.
    arriving: Arriving,
    queue: Queue,
    seed: Seed,
    /// Grows by [`FILE`] with each file that is opened.
    opened: u64,
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
                self.queue = Queue::default();
                if !Arc::ptr_eq(checked.references(), self.references()) {
                    // A reference came while the file was being read.
                    checked.set_references(Arc::clone(self.references()));
                }
                let (checked, made_from) = leave::unwrapped(checked, &self.seed);
                let name = leave::name_without_marks(name, &made_from);
                let mut open = OpenFile::new(name, checked);
                self.opened += FILE;
                open.number = self.opened;
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
                message: texts::worded(error.to_string()),
            }
            .into(),
        }
    }

    /// Takes a file to check against, recognised by its header. A mapping file could be
    /// another one to open: unless somebody said that it is the original, it is asked.
    pub fn add_reference(&mut self, name: String, bytes: Vec<u8>, is_original: bool) -> Answer {
        let may_ask = self.open.is_some() && !is_original;
        let arrived = self.arriving.add(name, bytes, may_ask);
        self.take_arrived(arrived)
    }

    fn take_arrived(&mut self, arrived: Arrived) -> Answer {
        match arrived {
            Arrived::Reading(progress) => {
                Event::Reference(ReferenceEvent::Reading(progress)).into()
            }
            Arrived::Either(name) => Event::Reference(ReferenceEvent::Either { name }).into(),
            Arrived::Refused(name, why) => arriving::refused(name, &why).into(),
            Arrived::Read(name, recognised) if self.queue.is_changing() => {
                self.queue.keep(Later::Reference(name, recognised));
                Event::Working(self.queue.working.clone()).into()
            }
            Arrived::Read(name, recognised) => self.put_on_shelf(name, *recognised),
        }
    }

    fn put_on_shelf(&mut self, name: String, recognised: Recognised) -> Answer {
        let mut references = self.shelf.clone();
        let kind = recognised.reference.kind();
        references.put(name, recognised);
        self.check_against(references, Some(kind))
    }

    fn change_references(&mut self, command: ReferenceCommand) -> Answer {
        let mut references = self.shelf.clone();
        match command {
            ReferenceCommand::Remove(kind) => references.remove(kind),
            ReferenceCommand::Ask(asked) => references.ask(asked),
        }
        self.check_against(references, None)
    }

    /// Checks against what is on a shelf, which is ours once that is done.
    fn check_against(&mut self, references: Shelf, added: Option<ReferenceKind>) -> Answer {
        let Some(open) = &mut self.open else {
            return self.changed(Told::Checked(references, added));
        };
        let ahead = open
            .checked
            .references_ahead(Arc::clone(references.references()));
        let refuse = |_| Event::Stopped;
        let reply = making::make(open, ahead, refuse, move |open, _| {
            open.matching.forget();
            // A reference may say what is meant.
            open.fixing = None;
            Told::Checked(references, added)
        });
        self.reply(reply)
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
            self.queue = Queue::default();
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
            return self.cancel();
        }
        if self.queue.is_changing() && !asks_only(&command) {
            self.queue.keep(Later::Command(command));
            return Event::Working(self.queue.working.clone()).into();
        }
        if matches!(
            command,
            Command::View(ViewCommand::Show(_)) | Command::Describe
        ) {
            // What is being looked for is not what is to be shown.
            self.queue.clear();
            if let Some(open) = &mut self.open {
                open.coming = None;
            }
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
                let reply = fix::answer(open, command);
                self.reply(reply)
            }
            Command::Save => Answer {
                event: Event::Saved {
                    name: open.name.clone(),
                    revision: open.revision(),
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

    /// Begins long work.
    fn start(&mut self, task: Box<dyn Task>) -> Answer {
        if task.kind() == Kind::View
            && let Some(open) = &mut self.open
        {
            open.coming = None;
        }
        self.queue.add(task);
        self.work()
            .unwrap_or_else(|| Event::Working(self.queue.working.clone()).into())
    }

    /// Stops what is worked on. What waits for it goes on then.
    fn cancel(&mut self) -> Answer {
        if self.arriving.cancel() {
            return Event::Reference(ReferenceEvent::Cancelled).into();
        }
        if let Some(open) = &mut self.open
            && self
                .queue
                .drop_first()
                .is_none_or(|kind| kind == Kind::View)
        {
            open.coming = None;
        }
        Event::Stopped.into()
    }

    /// Whether [`Holder::work`] has something to do.
    pub fn is_working(&self) -> bool {
        !self.queue.is_empty() || !self.arriving.is_empty()
    }

    /// Does the next slice of the long work: some milliseconds. None if there is none.
    pub fn work(&mut self) -> Option<Answer> {
        match self.queue.take_later() {
            Some(Later::Command(command)) => return Some(self.answer(command)),
            Some(Later::Reference(name, recognised)) => {
                return Some(self.put_on_shelf(name, *recognised));
            }
            None => {}
        }
        if let Some(arrived) = self.arriving.go_on() {
            return Some(self.take_arrived(arrived));
        }
        let open = self.open.as_mut()?;
        match self.queue.first()?.step(open) {
            Step::More(working) => {
                self.queue.working = working.clone();
                Some(Event::Working(working).into())
            }
            Step::Meanwhile(event) => Some(event.into()),
            Step::Then(task) => {
                self.queue.replace_first(task);
                Some(Event::Working(self.queue.working.clone()).into())
            }
            Step::Changed(told) => {
                self.queue.drop_first();
                Some(self.changed(told))
            }
            Step::Done(answer) => {
                self.queue.drop_first();
                Some(answer)
            }
        }
    }

    fn reply(&mut self, reply: Reply) -> Answer {
        match reply {
            Reply::Say(answer) => answer,
            Reply::Changed(told) => self.changed(told),
            Reply::Work(task) => self.start(task),
        }
    }

    /// The state of the file after a change, and what is to be told of it.
    fn changed(&mut self, told: Told) -> Answer {
        match told {
            Told::Edited(outcome) => {
                let mut answer = self.overview(Event::Overview);
                if let Event::Overview(overview) = &mut answer.event {
                    overview.outcome = Some(outcome);
                }
                answer
            }
            Told::Fixed(name) => match self.described().map(Box::new) {
                Some(overview) => Event::Fix(FixEvent::Made { name, overview }).into(),
                None => Event::Stopped.into(),
            },
            Told::Checked(references, added) => {
                self.shelf = references;
                Event::Reference(ReferenceEvent::Changed {
                    added,
                    references: self.shelf.listed().to_vec(),
                    overview: self.described().map(Box::new),
                })
                .into()
            }
        }
    }

    fn described(&self) -> Option<Overview> {
        let open = self.open.as_ref()?;
        Some(open.overview(self.shelf.listed()))
    }

    /// The state of the file as it is now.
    pub(super) fn overview(&self, event: fn(Box<Overview>) -> Event) -> Answer {
        match self.described() {
            Some(overview) => event(Box::new(overview)).into(),
            None => Event::Stopped.into(),
        }
    }
}

#[cfg(test)]
mod tests;
