//! On the way to a cell: what is pressed meanwhile waits until the keyboard is there, so
//! that nothing is done to the cell that it came from.

use std::collections::VecDeque;

use leptos::prelude::*;

use super::Bench;
use crate::engine::protocol::{Command, ViewCommand};

/// More than this is not kept: somebody leans on a key.
const MOST_WAITING: usize = 32;

type Act = Box<dyn FnOnce()>;

/// Where the keyboard is on its way to. Copies share it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Going {
    /// Whether the engine is asked where something is.
    is_asked: StoredValue<bool>,
    /// What was asked for meanwhile.
    waiting: StoredValue<VecDeque<Act>, LocalStorage>,
}

impl Going {
    /// Going nowhere.
    pub(super) fn new() -> Self {
        Self {
            is_asked: StoredValue::new(false),
            waiting: StoredValue::new_local(VecDeque::new()),
        }
    }
}

impl Bench {
    /// Goes to the next cell with a finding, or to the one before.
    pub fn seek(self, forward: bool) {
        self.when_there(move || {
            if let Some((position, column)) = self.here() {
                self.ask_where(ViewCommand::Seek {
                    position,
                    column,
                    forward,
                });
            }
        });
    }

    /// Goes to a cell of the file.
    pub fn locate(self, row: u32, column: Option<usize>) {
        let column = column.unwrap_or(0);
        self.ask_where(ViewCommand::Locate { row, column });
    }

    fn ask_where(self, command: ViewCommand) {
        self.going.is_asked.set_value(true);
        self.send(&Command::View(command), None);
    }

    /// Does it once the keyboard is where it is going and the row there is at hand, in the
    /// order of what was asked for.
    pub(in crate::workbench) fn when_there(self, act: impl FnOnce() + 'static) {
        if !self.is_going() && self.is_row_at_hand() {
            return act();
        }
        self.going.waiting.update_value(|waiting| {
            if waiting.len() < MOST_WAITING {
                waiting.push_back(Box::new(act));
            }
        });
        // As far as it is scrolled away, it comes back first.
        self.active.update(|_| {});
    }

    /// Whether the keyboard is on its way, or something waits for its row.
    pub(in crate::workbench) fn is_going(self) -> bool {
        self.going.is_asked.get_value() || self.going.waiting.with_value(|it| !it.is_empty())
    }

    /// The engine said where it is, or that it is nowhere.
    pub(super) fn told_where(self) {
        self.going.is_asked.set_value(false);
        self.arrive();
    }

    /// Does what waited, as soon as the row is at hand.
    pub(super) fn arrive(self) {
        let mut acts = self
            .going
            .waiting
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        while !acts.is_empty() {
            if self.going.is_asked.get_value() || !self.is_row_at_hand() {
                // What was done leads further: the rest goes along.
                self.going.waiting.update_value(|waiting| {
                    acts.append(waiting);
                    *waiting = acts;
                });
                return;
            }
            if let Some(act) = acts.pop_front() {
                act();
            }
        }
    }

    /// Whether there is nothing to wait for before the active row is acted on.
    pub(in crate::workbench) fn is_row_at_hand(self) -> bool {
        let row = self.active.get_untracked().row;
        row >= self.rows.get_untracked()
            || self
                .window
                .with_untracked(|window| window.row_at(row).is_some())
    }

    /// Nothing waits any longer: another file is opened.
    pub(super) fn go_nowhere(self) {
        self.going.is_asked.set_value(false);
        self.going.waiting.update_value(VecDeque::clear);
    }
}
