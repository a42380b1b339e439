//! Answers what goes to the clipboard and comes from it.

use shared::mapping_file::{Onto, RowId, clipboard_cells, write_clipboard_row};

use super::{
    edit::rows_of,
    holder::Answer,
    open_file::OpenFile,
    planning::{Wanted, count},
    protocol::{Area, ClipboardCommand, ClipboardEvent, Event, Working},
    reply::{Reply, refused},
    task::{self, Kind, Step, Task},
};

/// Rows written in one slice.
const SLICE: usize = 4096;
/// As many rows as a sheet of Excel has.
const MOST_ROWS: usize = 1_048_576;
/// Bytes that go to the clipboard at most: browsers copy them several times.
const MOST_BYTES: usize = 128 << 20;

/// What to do about a command.
pub(super) fn answer(open: &OpenFile, command: ClipboardCommand) -> Reply {
    match command {
        ClipboardCommand::Copy(area) => copy(open, area),
        ClipboardCommand::Paste {
            first,
            rows,
            columns,
            selected,
            text,
        } => {
            let pasting = Pasting {
                text,
                at: (first, rows),
                columns,
                selected,
            };
            if pasting.text.len() > MUCH {
                let told = Working::default();
                return Reply::Work(task::at_once(Kind::Question, told, move |open| {
                    pasting.planning(open).into()
                }));
            }
            pasting.planning(open)
        }
    }
}

/// So much text is taken apart in no time.
const MUCH: usize = 1 << 20;

/// A text that is taken apart, at once, and planned.
#[derive(Debug)]
struct Pasting {
    text: String,
    /// The first row, and how many are selected.
    at: (u32, u32),
    columns: Vec<usize>,
    selected: usize,
}

impl Pasting {
    fn planning(&self, open: &OpenFile) -> Reply {
        let Self {
            at: (first, rows),
            selected,
            ..
        } = *self;
        let block = match clipboard_cells(&self.text) {
            Ok(block) => block,
            Err(error) => return refused(error).into(),
        };
        let area = Area {
            first,
            rows: rows.max(count(block.len())),
            columns: self.columns.clone(),
        };
        let at = rows_of(open, &area);
        let selected = (usize::try_from(rows).unwrap_or(usize::MAX), selected);
        let onto = Onto {
            rows: &at,
            columns: &area.columns,
            selected_rows: selected.0,
            selected_columns: selected.1,
        };
        let spread = onto.spread(&block);
        let wanted = Wanted::Paste {
            block,
            rows: at,
            columns: area.columns,
            selected,
            spread,
        };
        Reply::Work(wanted.task())
    }
}

fn copy(open: &OpenFile, area: Area) -> Reply {
    let rows = rows_of(open, &area);
    if rows.len() > MOST_ROWS {
        let message = "a spreadsheet has 1,048,576 rows, and more are selected: select fewer";
        return refused(message).into();
    }
    Reply::Work(Box::new(Copying {
        rows,
        columns: area.columns,
        next: 0,
        text: String::new(),
    }))
}

/// Writes cells as a spreadsheet reads them.
#[derive(Debug)]
struct Copying {
    rows: Vec<RowId>,
    columns: Vec<usize>,
    next: usize,
    text: String,
}

impl Task for Copying {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        let end = (self.next + SLICE).min(self.rows.len());
        for row in self.rows.get(self.next..end).unwrap_or_default() {
            if let Some(row) = open.file().row(*row) {
                let cells = self.columns.iter().map(|column| row.text(*column));
                write_clipboard_row(&mut self.text, cells);
            }
            if self.text.len() > MOST_BYTES {
                let message = "the selected cells have more than 128 MB of text, which is more than a clipboard takes: select fewer";
                return Step::Done(Event::Edit(refused(message)).into());
            }
        }
        self.next = end;
        if end < self.rows.len() {
            return Step::More(Working {
                done: count(end),
                total: count(self.rows.len()),
            });
        }
        let cells = self.rows.len().saturating_mul(self.columns.len());
        let event = ClipboardEvent::Copied {
            cells: u64::try_from(cells).unwrap_or(u64::MAX),
        };
        Step::Done(Answer {
            event: Event::Clipboard(event),
            bytes: Some(std::mem::take(&mut self.text).into_bytes()),
        })
    }
}
