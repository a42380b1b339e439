//! Answers what goes to the clipboard and comes from it.

use std::fmt;

use shared::mapping_file::{ClipboardCells, Onto, RowId, write_clipboard_row};

use super::{
    edit::rows_of,
    holder::Answer,
    open_file::OpenFile,
    planning::{Wanted, count},
    protocol::{Area, ClipboardCommand, ClipboardEvent, Event, Working},
    reply::{Reply, refused},
    task::{Step, Task},
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
            let is_much = text.len() > MUCH;
            let mut pasting = Pasting {
                text,
                lines: 0,
                cells: ClipboardCells::default(),
                at: (first, rows),
                columns,
                selected,
            };
            if is_much {
                pasting.lines = lines_of(&pasting.text);
                return Reply::Work(Box::new(pasting));
            }
            loop {
                if let Some(reply) = pasting.go_on(open) {
                    return reply;
                }
            }
        }
    }
}

/// So much text is taken apart in no time.
const MUCH: usize = 1 << 20;
/// Cells that are taken apart in one slice.
const CELLS: usize = 16_384;

/// A text that is taken apart in slices, and planned then.
struct Pasting {
    text: String,
    /// Its lines; where cells have line breaks, there are fewer rows.
    lines: usize,
    cells: ClipboardCells,
    /// The first row, and how many are selected.
    at: (u32, u32),
    columns: Vec<usize>,
    selected: usize,
}

impl Pasting {
    /// Takes some more apart; what follows at the end.
    fn go_on(&mut self, open: &OpenFile) -> Option<Reply> {
        match self.cells.step(&self.text, CELLS) {
            Ok(false) => None,
            Ok(true) => Some(self.planning(open)),
            Err(error) => Some(refused(error).into()),
        }
    }

    fn planning(&mut self, open: &OpenFile) -> Reply {
        let block = std::mem::take(&mut self.cells).finish();
        let (first, rows) = self.at;
        let area = Area {
            first,
            rows: rows.max(count(block.len())),
            columns: std::mem::take(&mut self.columns),
        };
        let at = rows_of(open, &area);
        let selected = (usize::try_from(rows).unwrap_or(usize::MAX), self.selected);
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

impl Task for Pasting {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        if let Some(reply) = self.go_on(open) {
            return reply.into();
        }
        let done = u128::try_from(self.cells.bytes()).unwrap_or_default();
        let all = u128::try_from(self.text.len().max(1)).unwrap_or(1);
        let lines = u128::try_from(self.lines).unwrap_or_default();
        Step::More(Working {
            done: u32::try_from(lines * done / all).unwrap_or(u32::MAX),
            total: count(self.lines),
        })
    }
}

impl fmt::Debug for Pasting {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pasting({:?})", self.cells)
    }
}

fn lines_of(text: &str) -> usize {
    let ends = text.bytes().filter(|byte| *byte == b'\n').count();
    // The last line may have no end.
    ends + usize::from(!text.ends_with('\n'))
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
