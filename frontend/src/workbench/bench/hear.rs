//! What the worker says, taken in: the only place where its answers change the
//! workbench.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Bench, Stage};
use crate::{
    browser,
    engine::{
        client::{Delivery, EngineError},
        protocol::{Command, EditEvent, Event, Overview, View, ViewEvent, Window},
    },
    words,
    workbench::{columns::shown_columns, keys::Cell, viewport::Range},
};

impl Bench {
    pub(super) fn hear(self, delivery: Result<Delivery, EngineError>) {
        match delivery {
            Ok(Delivery { event, bytes }) => {
                if let (Event::Saved { name }, Some(bytes)) = (&event, bytes) {
                    browser::download(name, "text/csv", &bytes);
                }
                self.apply(event);
            }
            Err(error) => self.fail(words::as_sentence(&error.to_string())),
        }
    }

    /// Takes in one answer of the worker.
    fn apply(self, event: Event) {
        if !matches!(event, Event::Working(_) | Event::Rows(_)) {
            self.working.set(None);
        }
        match event {
            Event::Ready => {}
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
            Event::Cancelled => self.back_from_reading(),
            Event::Opened(overview) => {
                self.take_file(*overview);
                self.stage.set(Stage::Open);
            }
            Event::Refused { name, message } => {
                self.back_from_reading();
                self.fail(format!("{name}: {message}"));
            }
            Event::Overview(overview) => self.take_overview(*overview),
            Event::Rows(window) => {
                if !self.is_preview.get_untracked() {
                    self.window.set(window);
                }
                let (range, _) = self.asked.get_value();
                self.asked.set_value((range, false));
                self.want(range);
            }
            Event::Working(working) => self.working.set(Some(working)),
            Event::Stopped => {
                if self.overview.with_untracked(Option::is_none) {
                    self.stage.set(Stage::Empty);
                }
            }
            Event::View(event) => self.apply_view(event),
            Event::Edit(EditEvent::Refused { message }) => {
                self.fail(words::as_sentence(&message));
            }
            Event::Findings(event) => self.hear_findings(event),
            Event::Fix(event) => self.hear_fix(event),
            Event::Reference(event) => self.hear_references(event),
            Event::Saved { name } => {
                self.unsaved.set(false);
                self.tell(format!("Saved as {name} by your browser."));
            }
        }
    }

    fn apply_view(self, event: ViewEvent) {
        match event {
            ViewEvent::Shown { view, rows } => {
                self.shown(view, rows);
                self.active.update(|cell| cell.row = 0);
            }
            ViewEvent::Place {
                position,
                column,
                view,
                rows,
            } => {
                self.shown(view, rows);
                let column = self.columns.with_untracked(|columns| {
                    columns.iter().position(|shown| shown.index == column)
                });
                self.active.set(Cell {
                    row: position,
                    column: column.unwrap_or(0),
                });
            }
            ViewEvent::NoPlace => self.tell("No more findings in this direction.".into()),
        }
    }

    fn is_reading(self) -> bool {
        matches!(self.stage.get_untracked(), Stage::Reading(_))
    }

    pub(in crate::workbench) fn take_overview(self, overview: Overview) {
        if self.view.with_untracked(|view| *view == View::default()) {
            self.rows.set(overview.rows);
        }
        self.overview.set(Some(Arc::new(overview)));
        self.ask();
        self.announce_soon();
    }

    /// Another file, with all of its rows shown.
    fn take_file(self, overview: Overview) {
        let rows = overview.rows;
        let target = shown_columns(&overview.columns)
            .iter()
            .position(|column| column.editable);
        self.found.start(&overview);
        self.overview.set(Some(Arc::new(overview)));
        self.unsaved.set(false);
        self.editing.set(None);
        self.is_preview.set(false);
        self.window.set(Window::default());
        self.asked.set_value((Range::default(), false));
        self.view.set(View::default());
        self.rows.set(rows);
        self.active.set(Cell {
            row: 0,
            column: target.unwrap_or(0),
        });
    }

    fn shown(self, view: View, rows: u32) {
        if self.view.with_untracked(|shown| *shown == view) && self.rows.get_untracked() == rows {
            return;
        }
        self.window.set(Window::default());
        self.view.set(view);
        self.rows.set(rows);
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
