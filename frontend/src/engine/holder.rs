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
    clipboard, edit, find, matching,
    open_file::OpenFile,
    protocol::{Command, Event, Outcome, Overview, ReferenceView},
    references::{self, Reference},
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
    references: Arc<References>,
    listed: Vec<ReferenceView>,
    task: Option<Box<dyn Task>>,
    seed: Seed,
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
        &self.references
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
                if !Arc::ptr_eq(checked.references(), &self.references) {
                    // A reference came while the file was being read.
                    checked.set_references(Arc::clone(&self.references));
                }
                self.open = Some(OpenFile::new(name, checked));
                self.overview(Event::Opened)
            }
            Err(error) => Event::Refused {
                name,
                message: error.to_string(),
            }
            .into(),
        }
    }

    /// Takes a file to check against, recognised by its header.
    pub fn add_reference(&mut self, name: String, bytes: Vec<u8>) -> Answer {
        match references::recognise(bytes) {
            Ok(reference) => {
                let kind = reference.kind();
                self.listed.retain(|listed| listed.kind != kind);
                self.listed.push(ReferenceView {
                    kind: kind.into(),
                    name,
                    rows: reference.rows(),
                });
                let references = Arc::make_mut(&mut self.references);
                match reference {
                    Reference::Baseline(file) => references.baseline = Some(*file),
                    Reference::MailUsers(users) => references.mail_users = Some(users),
                    Reference::SourceMailboxes(mailboxes) => {
                        references.source_mailboxes = Some(mailboxes);
                    }
                    Reference::AcceptedDomains(domains) => {
                        references.accepted_domains = Some(domains);
                    }
                }
                if let Some(open) = &mut self.open {
                    open.checked.set_references(Arc::clone(&self.references));
                    open.matching.forget();
                }
                self.overview(Event::Overview)
            }
            Err(error) => Event::Refused {
                name,
                message: error.to_string(),
            }
            .into(),
        }
    }

    /// Answers a command. Opening and reading references are the worker's, which reads.
    pub fn answer(&mut self, command: Command) -> Answer {
        if command == Command::Cancel {
            self.stop();
            return Event::Stopped.into();
        }
        let Some(open) = &mut self.open else {
            return Event::Stopped.into();
        };
        match command {
            Command::Open { .. } | Command::AddReference { .. } | Command::Cancel => {
                Event::Stopped.into()
            }
            Command::Describe => {
                open.show_all();
                self.overview(Event::Opened)
            }
            Command::Rows { first, count } => Event::Rows(open.window(first, count)).into(),
            Command::View(command) => match view::answer(open, command) {
                Ok(event) => Event::View(event).into(),
                Err(task) => self.start(task),
            },
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
            Command::Match(command) => match matching::answer(open, command) {
                matching::Outcome::Told(event) => Event::Match(event).into(),
                matching::Outcome::Changed => self.overview(Event::Overview),
                matching::Outcome::Work(task) => self.start(task),
            },
            Command::Save => Answer {
                event: Event::Saved {
                    name: open.name.clone(),
                },
                bytes: Some(open.checked.file().save()),
            },
        }
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
            Some(open) => event(Box::new(open.overview(&self.listed))).into(),
            None => Event::Stopped.into(),
        }
    }
}

#[cfg(test)]
mod tests;
