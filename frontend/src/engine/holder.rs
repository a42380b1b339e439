//! Holds one mapping file and answers the page's commands.
//!
//! Everything here is synchronous and free of the browser. Edits answer at once;
//! the checks that they make necessary run afterwards, when the worker calls
//! [`Holder::recheck`], so that typing never waits for them.

use shared::{
    checks::References,
    mapping_file::{OpenError, Reader, RowId},
};

use super::{
    open_file::OpenFile,
    protocol::{Command, Event, Overview, ReferenceView},
    references::{self, Reference},
};

/// An answer, and the bytes that travel beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// What to tell the page.
    pub event: Event,
    /// The saved file.
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
    open: Option<OpenFile>,
    references: References,
    listed: Vec<ReferenceView>,
    check_due: bool,
}

impl Holder {
    /// Takes a file that was read to its end.
    pub fn open(&mut self, name: String, reader: Reader) -> Answer {
        match reader.finish() {
            Ok(file) => {
                self.open = Some(OpenFile::new(name, file, &self.references));
                self.check_due = false;
                self.overview(Event::Opened)
            }
            Err(refusal) => refused(name, &refusal.error),
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
                match reference {
                    Reference::Baseline(file) => self.references.baseline = Some(*file),
                    Reference::MailUsers(users) => self.references.mail_users = Some(users),
                    Reference::SourceMailboxes(mailboxes) => {
                        self.references.source_mailboxes = Some(mailboxes);
                    }
                    Reference::AcceptedDomains(domains) => {
                        self.references.accepted_domains = Some(domains);
                    }
                }
                self.recheck()
            }
            Err(error) => Event::Refused {
                name,
                message: error.to_string(),
            }
            .into(),
        }
    }

    /// Whether [`Holder::recheck`] has something to do.
    pub fn is_check_due(&self) -> bool {
        self.check_due
    }

    /// Runs the checks and says what they found.
    pub fn recheck(&mut self) -> Answer {
        self.check_due = false;
        if let Some(open) = &mut self.open {
            open.check(&self.references);
        }
        self.overview(Event::Overview)
    }

    /// Answers a command. Opening and cancelling are the worker's, which reads.
    pub fn answer(&mut self, command: Command) -> Answer {
        let Some(open) = &mut self.open else {
            return Event::NoPlace.into();
        };
        match command {
            Command::Open { .. } | Command::AddReference { .. } | Command::Cancel => {
                Event::NoPlace.into()
            }
            Command::Show(filter) => open.show(filter).into(),
            Command::Rows { first, count } => Event::Rows(open.window(first, count)).into(),
            Command::Edit { row, column, text } => {
                match open.file.set_cell(RowId(row), column, &text) {
                    Ok(_) => self.edited(),
                    Err(error) => Event::EditRefused {
                        message: error.to_string(),
                    }
                    .into(),
                }
            }
            Command::Undo => {
                open.file.undo();
                self.edited()
            }
            Command::Redo => {
                open.file.redo();
                self.edited()
            }
            Command::Seek {
                position,
                column,
                forward,
            } => open.seek(position, column, forward).into(),
            Command::Locate { row, column } => open.locate(row, column).into(),
            Command::Save => Answer {
                event: Event::Saved {
                    name: open.name.clone(),
                },
                bytes: Some(open.file.save()),
            },
        }
    }

    /// After an edit: facts that cost nothing are new, findings follow.
    fn edited(&mut self) -> Answer {
        self.check_due = true;
        self.overview(Event::Overview)
    }

    fn overview(&self, event: fn(Box<Overview>) -> Event) -> Answer {
        match &self.open {
            Some(open) => event(Box::new(open.overview(&self.listed))).into(),
            None => Event::NoPlace.into(),
        }
    }
}

fn refused(name: String, error: &OpenError) -> Answer {
    Event::Refused {
        name,
        message: error.to_string(),
    }
    .into()
}

#[cfg(test)]
mod tests;
