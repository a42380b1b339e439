//! What the page knows about edits: the plan that waits for a yes, the steps, what is
//! at hand for the clipboard.

mod actions;

use std::sync::Arc;

pub use actions::EditAction;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    bench::Bench,
    clipboard::{Asked, Ready},
    keys::Cell,
    outcome,
};
use crate::{
    engine::protocol::{Area, Command, Did, EditCommand, EditEvent, Outcome, PlanView, Steps},
    words,
};

/// The state of editing. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct Edits {
    /// The plan that waits for a yes.
    pub plan: RwSignal<Option<Arc<PlanView>>>,
    /// The history, as it was listed last.
    pub steps: RwSignal<Steps>,
    /// Whether unlocking is being asked about.
    pub asks_to_unlock: RwSignal<bool>,
    /// What was asked for to be copied.
    pub(super) asked: StoredValue<Option<Asked>>,
    /// What is ready to be copied.
    pub(super) ready: StoredValue<Option<Ready>, LocalStorage>,
}

impl Edits {
    /// Nothing edited yet.
    pub fn new() -> Self {
        Self {
            plan: RwSignal::new(None),
            steps: RwSignal::new(Steps::default()),
            asks_to_unlock: RwSignal::new(false),
            asked: StoredValue::new(None),
            ready: StoredValue::new_local(None),
        }
    }
}

impl Default for Edits {
    fn default() -> Self {
        Self::new()
    }
}

impl Bench {
    /// Takes in what the worker says about edits.
    pub(super) fn hear_edit(self, event: EditEvent) {
        match event {
            EditEvent::Row(row) => self.window.update(|at_hand| {
                let is_at_hand = row.rows.first().is_some_and(|new| {
                    let old = at_hand.row_at(row.first);
                    old.is_some_and(|old| old.row == new.row)
                });
                if is_at_hand {
                    at_hand.take_in(row);
                }
            }),
            EditEvent::Refused { message } => self.fail(words::as_sentence(&message)),
            EditEvent::Planned(plan) => self.edits.plan.set(Some(Arc::from(plan))),
            EditEvent::History(steps) => self.edits.steps.set(steps),
        }
    }

    /// Tells what became of an edit, and goes to where it is.
    pub(super) fn hear_outcome(self, outcome: &Outcome, is_locked: bool) {
        if let Some(text) = outcome::told(outcome, is_locked) {
            self.tell(text);
        }
        if !matches!(outcome.did, Did::Locked) {
            self.note_changed();
        }
        if let Some((row, column)) = outcome.place {
            let column = self
                .columns
                .with_untracked(|columns| columns.iter().position(|shown| shown.index == column));
            let column = column.unwrap_or_else(|| self.active.get_untracked().column);
            self.go(Cell { row, column });
        }
    }

    /// Empties the selected cells.
    pub fn clear(self, is_cut: bool) {
        let area = self.selected_area();
        self.send_edit(EditCommand::Clear { area, is_cut });
    }

    /// Undoes or redoes until so many steps are done.
    pub fn go_to_step(self, done: u32) {
        self.send_edit(EditCommand::GoTo { done });
    }

    /// Says which columns may be edited.
    pub fn lock(self, target_only: bool) {
        self.send_edit(EditCommand::Lock { target_only });
    }

    /// The selected rectangle, as the worker knows it.
    pub fn selected_area(self) -> Area {
        let selection = self.selection.get_untracked();
        self.columns.with_untracked(|columns| {
            let block = selection.block(self.rows.get_untracked(), columns.len());
            Area {
                first: block.rows.start,
                rows: block.rows.end.saturating_sub(block.rows.start),
                columns: columns
                    .get(block.columns)
                    .unwrap_or_default()
                    .iter()
                    .map(|column| column.index)
                    .collect(),
            }
        })
    }

    /// Gives the keyboard to the grid.
    pub fn focus_grid(self) {
        let grid = document().query_selector(".grid").ok().flatten();
        if let Some(grid) = grid.and_then(|grid| grid.dyn_into::<HtmlElement>().ok()) {
            let _ = grid.focus();
        }
    }

    pub(super) fn send_edit(self, command: EditCommand) {
        self.send(&Command::Edit(command), None);
    }
}
