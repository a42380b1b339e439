//! What the worker says, taken in: the only place where its answers change the
//! workbench.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Bench, Stage, no_rows};
use crate::{
    browser,
    engine::{
        client::{Delivery, EngineError},
        protocol::{Event, Filter, Overview},
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
        match event {
            Event::Ready => {}
            Event::Progress(progress) => {
                if matches!(self.stage.get_untracked(), Stage::Reading(_)) {
                    self.stage.set(Stage::Reading(progress));
                }
            }
            Event::Cancelled => self.back_from_reading(),
            Event::Opened(overview) => self.opened(*overview),
            Event::Refused { name, message } => {
                self.back_from_reading();
                self.fail(format!("{name}: {message}"));
            }
            Event::Overview(overview) => {
                let before = self.overview.with_untracked(|before| {
                    before.as_ref().map_or(0, |before| before.references.len())
                });
                if let Some(added) = overview.references.get(before) {
                    self.tell(format!("{} is now checked against.", added.name));
                }
                self.overview.set(Some(Arc::new(*overview)));
                self.ask();
            }
            Event::Shown { filter, rows } => {
                self.shown(filter, rows);
                self.active.update(|cell| cell.row = 0);
            }
            Event::Rows(window) => {
                self.window.set(window);
                let (range, _) = self.asked.get_value();
                self.asked.set_value((range, false));
                self.want(range);
            }
            Event::Place {
                position,
                column,
                filter,
                rows,
            } => {
                self.shown(filter, rows);
                let column = self.columns.with_untracked(|columns| {
                    columns.iter().position(|shown| shown.index == column)
                });
                self.active.set(Cell {
                    row: position,
                    column: column.unwrap_or(0),
                });
            }
            Event::NoPlace => self.tell("No more findings in this direction.".into()),
            Event::EditRefused { message } => self.fail(words::as_sentence(&message)),
            Event::Saved { name } => {
                self.unsaved.set(false);
                self.tell(format!("Saved as {name} by your browser."));
            }
        }
    }

    fn opened(self, overview: Overview) {
        let rows = overview.rows;
        let target = shown_columns(&overview.columns)
            .iter()
            .position(|column| column.editable);
        self.overview.set(Some(Arc::new(overview)));
        self.unsaved.set(false);
        self.editing.set(None);
        self.window.set(no_rows());
        self.asked.set_value((Range::default(), false));
        self.filter.set(Filter::All);
        self.rows.set(rows);
        self.active.set(Cell {
            row: 0,
            column: target.unwrap_or(0),
        });
        self.stage.set(Stage::Open);
    }

    fn shown(self, filter: Filter, rows: u32) {
        if self.filter.get_untracked() == filter && self.rows.get_untracked() == rows {
            return;
        }
        self.window.set(no_rows());
        self.filter.set(filter);
        self.rows.set(rows);
    }

    fn back_from_reading(self) {
        let has_file = self.overview.with_untracked(Option::is_some);
        self.stage
            .set(if has_file { Stage::Open } else { Stage::Empty });
    }
}
