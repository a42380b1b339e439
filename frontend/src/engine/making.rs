//! Changes of the file that take a while: made ready in slices beside it, and then made.

use std::fmt;

use shared::{checks::Ahead, mapping_file::Changed};

use super::{
    open_file::OpenFile,
    protocol::{Event, Working},
    reply::Reply,
    task::{Kind, Step, Task, Told},
};

/// A file of so many rows is changed and checked in one go.
pub(super) const AT_ONCE: u32 = 10_000;
/// So many cells are changed in one go, however large the file is.
pub(super) const FEW_CELLS: usize = 1_000;

/// What is done once the change is made, and what is told of it.
type Then = Box<dyn FnOnce(&mut OpenFile, &Changed) -> Told>;

/// A change that is being made ready.
struct Making {
    ahead: Option<Ahead>,
    then: Option<Then>,
    refuse: fn(String) -> Event,
}

/// Makes a change: at once where that is quick, or else in slices. `refuse` words why it
/// cannot be made.
pub(super) fn make(
    open: &mut OpenFile,
    ahead: Ahead,
    refuse: fn(String) -> Event,
    then: impl FnOnce(&mut OpenFile, &Changed) -> Told + 'static,
) -> Reply {
    let mut making = Making {
        ahead: Some(ahead),
        then: Some(Box::new(then)),
        refuse,
    };
    if open.file().row_count() <= AT_ONCE {
        loop {
            if let Some(reply) = making.go_on(open) {
                return reply;
            }
        }
    }
    Reply::Work(Box::new(making))
}

impl Making {
    /// Does some more; at the end says what it came to.
    fn go_on(&mut self, open: &mut OpenFile) -> Option<Reply> {
        match self.ahead.as_mut()?.step(&open.checked) {
            Ok(false) => return None,
            Ok(true) if self.ahead.as_ref()?.is_nothing() => {
                return Some((self.refuse)(String::new()).into());
            }
            Ok(true) => {}
            Err(error) => return Some((self.refuse)(error.to_string()).into()),
        }
        let made = open.checked.take(self.ahead.take()?);
        let (Some(changed), Some(then)) = (made, self.then.take()) else {
            // It was made ready for another state of the file, which nothing allows.
            return Some(Event::Stopped.into());
        };
        Some(Reply::Changed(then(open, &changed)))
    }
}

impl Task for Making {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        if let Some(reply) = self.go_on(open) {
            return reply.into();
        }
        let ahead = self.ahead.as_ref();
        Step::More(Working {
            done: ahead.map_or(0, |ahead| ahead.done(&open.checked)),
            total: open.file().row_count(),
        })
    }

    fn kind(&self) -> Kind {
        Kind::Change
    }
}

impl fmt::Debug for Making {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Making({:?})", self.ahead)
    }
}
