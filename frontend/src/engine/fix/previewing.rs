//! What a repair would do, worked out some lines at a time.

use std::fmt;

use shared::{
    checks::Fix,
    mapping_file::{PreviewAhead, Repair},
};

use super::{refused, shown};
use crate::engine::{
    making::AT_ONCE,
    open_file::OpenFile,
    protocol::{FixBy, FixEvent, Mend, Working},
    reply::Reply,
    task::{Step, Task},
};

/// Lines looked at in one slice.
const LINES: usize = 2048;

/// Shows what a repair would do: at once where that is quick, or else in slices.
pub(super) fn preview(open: &mut OpenFile, repair: Repair, fix: Fix, mend: Mend) -> Reply {
    let ahead = match PreviewAhead::new(open.file(), &repair) {
        Ok(ahead) => ahead,
        Err(error) => return refused(error.to_string()).into(),
    };
    let mut previewing = Previewing {
        revision: open.checked.revision(),
        repair,
        known: Some((ahead, fix, mend)),
    };
    if open.file().row_count() > AT_ONCE {
        return Reply::Work(Box::new(previewing));
    }
    loop {
        if let Some(event) = previewing.go_on(open) {
            return event.into();
        }
    }
}

/// The work of it.
struct Previewing {
    repair: Repair,
    /// None once it is known, or cannot be.
    known: Option<(PreviewAhead, Fix, Mend)>,
    /// The state of the file that it is for.
    revision: u64,
}

impl Previewing {
    fn go_on(&mut self, open: &mut OpenFile) -> Option<FixEvent> {
        let (ahead, ..) = self.known.as_mut()?;
        match ahead.step(open.file(), &self.repair, LINES) {
            Ok(false) => return None,
            Ok(true) => {}
            Err(error) => return Some(refused(error.to_string())),
        }
        let (ahead, fix, mend) = self.known.take()?;
        let preview = ahead.finish(open.file(), &self.repair);
        Some(if preview.changes == 0 {
            refused(String::new())
        } else {
            shown(open, fix, mend, FixBy::Repair(preview))
        })
    }

    /// Begins anew if the file is another than it was: an edit came between two slices.
    fn keep_up(&mut self, open: &OpenFile) {
        if self.revision != open.checked.revision()
            && let Some((ahead, ..)) = &mut self.known
            && let Ok(again) = PreviewAhead::new(open.file(), &self.repair)
        {
            *ahead = again;
            self.revision = open.checked.revision();
        }
    }
}

impl Task for Previewing {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        self.keep_up(open);
        if let Some(event) = self.go_on(open) {
            return Reply::from(event).into();
        }
        let rows = open.file().row_count();
        let known = self.known.as_ref();
        let per_mille = known.map_or(0, |(ahead, ..)| ahead.done(open.file()));
        let done = u64::from(rows) * u64::try_from(per_mille).unwrap_or(0) / 1000;
        Step::More(Working {
            done: u32::try_from(done).unwrap_or(rows),
            total: rows,
        })
    }
}

impl fmt::Debug for Previewing {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Previewing({})", self.repair.name())
    }
}
