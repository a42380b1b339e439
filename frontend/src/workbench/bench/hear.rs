//! What the worker says, taken in: the only place where its answers change the
//! workbench.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Bench, Stage};
use crate::{
    engine::{
        client::{Delivery, EngineError},
        protocol::{
            ClipboardEvent, Command, EditEvent, Event, MatchEvent, Overview, ReferenceEvent, View,
            ViewCommand, ViewEvent, Window,
        },
    },
    texts, words,
    workbench::{columns::Arrangement, keys::Cell, viewport::Range},
};

/// The rows asked for first, more than fit on a screen.
const FIRST_ROWS: Range = Range {
    first: 0,
    count: 120,
};

impl Bench {
    pub(super) fn hear(self, delivery: Result<Delivery, EngineError>) {
        match delivery {
            Ok(Delivery { event, bytes, text }) => {
                match (&event, bytes, text) {
                    (Event::Clipboard(ClipboardEvent::Copied { cells }), _, Some(text)) => {
                        self.take_copied(*cells, text);
                    }
                    (event, Some(bytes), _) => self.deliver(event, &bytes),
                    _ => {}
                }
                self.apply(event);
            }
            Err(error) => self.fail(texts::worded(words::as_sentence(&error.to_string()))),
        }
    }

    /// Takes in one answer of the worker.
    fn apply(self, event: Event) {
        if ends_work(&event) {
            self.working.set(None);
            // What goes on beside it says so again.
            self.matching.is_running.set(false);
        }
        match event {
            Event::Progress(progress) => {
                if self.is_reading() {
                    self.stage.set(Stage::Reading(progress));
                }
            }
            Event::Preview(overview, window) => {
                if self.is_reading() {
                    self.take_file(*overview);
                    self.window.set(window);
                    self.is_preview.set(true);
                }
            }
            Event::Cancelled => {
                self.note_not_opened();
                self.back_from_reading();
            }
            Event::Opened(overview) => {
                self.take_file(*overview);
                self.stage.set(Stage::Open);
                self.note_opened();
                // The preview's rows have no findings.
                self.ask();
            }
            Event::Refused { name, message } => {
                if self.is_opening(&name) {
                    self.note_not_opened();
                    self.back_from_reading();
                }
                self.door.refused.set(Some((name.clone(), message.clone())));
                self.fail(texts::findings::refused(name, words::as_sentence(&message)));
            }
            Event::Overview(overview) => self.take_overview(*overview),
            Event::Rows(window) => {
                if !self.is_preview.get_untracked() {
                    self.window.update(|at_hand| at_hand.take_in(window));
                }
                let (range, _) = self.asked.get_value();
                self.asked.set_value((range, false));
                self.want(range);
                self.arrive();
            }
            Event::Working(working) => self.working.set(Some(working)),
            Event::Stopped => {
                self.told_where();
                self.hear_stopped();
                if self.overview.with_untracked(Option::is_none) {
                    self.stage.set(Stage::Empty);
                } else if self.grid.is_growing.get_untracked() {
                    // What was found of another view may be gone again.
                    self.send(&Command::View(ViewCommand::Now), None);
                }
            }
            Event::View(event) => self.apply_view(event),
            // What came beside it was taken before.
            Event::Ready
            | Event::Clipboard(ClipboardEvent::Copied { .. })
            | Event::Saved { .. } => {}
            Event::Changes(event) => self.hear_changes(event),
            Event::Draft(event) => self.hear_draft(event),
            Event::Edit(event) => self.hear_edit(event),
            Event::Find(event) => self.hear_find(event),
            Event::Findings(event) => self.hear_findings(event),
            Event::Fix(event) => self.hear_fix(event),
            Event::Leave(event) => self.hear_leave(event),
            Event::Match(event) => self.hear_match(event),
            Event::Reference(event) => self.hear_references(event),
        }
    }

    /// Takes in which rows are shown, and where to go.
    pub(in crate::workbench) fn apply_view(self, event: ViewEvent) {
        match event {
            ViewEvent::Shown { view, rows } => {
                self.announce(&view, rows);
                let was_growing = self.grid.is_growing.get_untracked();
                self.grid.is_growing.set(false);
                if was_growing && self.view.with_untracked(|shown| *shown == view) {
                    // The last rows of what is shown already.
                    self.rows.set(rows);
                } else {
                    self.shown(view, rows);
                }
            }
            ViewEvent::Growing {
                view,
                rows,
                working,
            } => {
                self.working.set(Some(working));
                if self.grid.is_growing.get_untracked() {
                    self.rows.set(rows);
                } else {
                    self.grid.is_growing.set(true);
                    self.shown(view, rows);
                }
            }
            ViewEvent::Hidden { row } => self.grid.hidden_row.set(Some(row)),
            ViewEvent::Columns => {}
            ViewEvent::Place {
                position,
                column,
                view,
                rows,
            } => {
                self.show_rows();
                self.shown(view, rows);
                self.grid.jump.set(false);
                self.grid.opened_at.set_value(None);
                let column = self.columns.with_untracked(|columns| {
                    columns.iter().position(|shown| shown.index == column)
                });
                self.go(Cell {
                    row: position,
                    column: column.unwrap_or(0),
                });
                self.told_where();
            }
            ViewEvent::NoPlace => {
                self.tell(texts::grid::no_more_findings());
                self.told_where();
            }
        }
    }

    fn is_reading(self) -> bool {
        matches!(self.stage.get_untracked(), Stage::Reading(_))
    }

    pub(in crate::workbench) fn take_overview(self, overview: Overview) {
        if self.view.with_untracked(|view| *view == View::default()) {
            self.rows.set(overview.rows);
        }
        let outcome = overview.outcome.clone();
        let is_locked = overview.locked;
        self.overview.set(Some(Arc::new(overview)));
        if let Some(outcome) = outcome {
            self.hear_outcome(&outcome, is_locked);
        }
        self.ask_again();
        self.announce_soon();
    }

    /// Another file, with all of its rows shown. What its preview shows stays until its
    /// rows are at hand.
    fn take_file(self, overview: Overview) {
        self.go_nowhere();
        let rows = overview.rows;
        let names = |file: &Overview| -> Vec<String> {
            file.columns
                .iter()
                .map(|column| column.name.clone())
                .collect()
        };
        let is_known = self.overview.with_untracked(|before| {
            before
                .as_ref()
                .is_some_and(|before| names(before) == names(&overview))
        });
        if !is_known {
            self.grid.arrangement.set(Arrangement::default());
        }
        let stays = is_known && self.is_preview.get_untracked();
        self.found.start(&overview);
        self.overview.set(Some(Arc::new(overview)));
        self.unsaved.set(false);
        self.editing.set(None);
        self.is_preview.set(false);
        self.grid.is_growing.set(false);
        if !stays {
            self.window.set(Window::default());
        }
        self.asked.set_value((FIRST_ROWS, false));
        self.view.set(View::default());
        self.rows.set(rows);
        let target = self
            .columns
            .with_untracked(|columns| columns.iter().position(|column| column.editable));
        if !stays || self.active.get_untracked() == Cell::default() {
            let start = Cell {
                row: 0,
                column: target.unwrap_or(0),
            };
            self.grid.opened_at.set_value(Some(start));
            self.go(start);
        }
    }

    /// Other rows are shown, or the same in another order. Positions mean other rows then,
    /// so nothing stays selected.
    fn shown(self, view: View, rows: u32) {
        if self.view.with_untracked(|shown| *shown == view) && self.rows.get_untracked() == rows {
            return;
        }
        let is_in_header = self.grid.in_header.get_untracked();
        self.window.set(Window::default());
        self.view.set(view);
        self.rows.set(rows);
        let column = self.active.with_untracked(|cell| cell.column);
        self.go(Cell { row: 0, column });
        self.grid.in_header.set(is_in_header);
    }

    /// Says what is shown now to who cannot see it.
    fn announce(self, view: &View, rows: u32) {
        if self.view.with_untracked(|shown| shown == view) && !self.grid.is_growing.get_untracked()
        {
            return;
        }
        let sort = self.view.with_untracked(|shown| shown.sort);
        let name = view.sort.and_then(|sort| {
            self.overview.with_untracked(|file| {
                let column = file.as_ref()?.columns.get(sort.column)?;
                Some(column.name.clone())
            })
        });
        self.tell(if sort == view.sort {
            texts::grid::shown_now(rows)
        } else if let Some(name) = name {
            texts::grid::sorted_now(name)
        } else {
            texts::grid::in_file_order_now()
        });
    }

    /// Nothing was opened: back to the file that was, if there was one.
    fn back_from_reading(self) {
        if !self.is_reading() {
            return;
        }
        self.overview.set(None);
        self.is_preview.set(false);
        self.send(&Command::Describe, None);
    }
}

/// Whether an answer means that no long work goes on.
fn ends_work(event: &Event) -> bool {
    match event {
        Event::Working(_)
        | Event::Rows(_)
        | Event::Findings(_)
        | Event::Reference(ReferenceEvent::Reading(_) | ReferenceEvent::Cancelled)
        | Event::View(ViewEvent::Growing { .. } | ViewEvent::Columns)
        | Event::Edit(EditEvent::History(_)) => false,
        // What is asked of matches beside the work is answered beside it.
        Event::Match(event) => {
            matches!(event, MatchEvent::Ran(_) | MatchEvent::Refused { .. })
        }
        _ => true,
    }
}
