//! Draws the rows in view.
//!
//! Elements are used again: a row that leaves at one end comes back at the other, and of
//! its cells only what differs is written. A framework's list would make forty rows of
//! ten cells anew with every page; that is felt.

use std::collections::VecDeque;

use web_sys::HtmlElement;

use super::slot::{Scene, Slot};
use crate::workbench::{columns::ColumnsInView, viewport::Range};

/// Rows kept for later while fewer are drawn.
const SPARE: usize = 80;

/// The rows that are drawn, and the element that holds them.
#[derive(Debug)]
pub(super) struct Painter {
    body: HtmlElement,
    slots: VecDeque<Slot>,
    spare: Vec<Slot>,
    first: u32,
    columns: ColumnsInView,
}

impl Painter {
    /// With nothing drawn yet.
    pub(super) fn new(body: HtmlElement) -> Self {
        Self {
            body,
            slots: VecDeque::new(),
            spare: Vec::new(),
            first: 0,
            columns: ColumnsInView::default(),
        }
    }

    /// Draws what differs from what is there.
    pub(super) fn paint(&mut self, range: Range, scene: &Scene<'_>) {
        if *scene.columns != self.columns {
            self.columns = scene.columns.clone();
            for slot in self.slots.iter_mut().chain(&mut self.spare) {
                slot.lay_out(&self.columns);
            }
        }
        self.move_to(range);
        for (position, slot) in (self.first..).zip(&mut self.slots) {
            slot.draw(position, scene);
        }
    }

    /// Has a slot for each row of the range, in their order. Those that stay in view keep
    /// theirs.
    fn move_to(&mut self, range: Range) {
        let mut free = Vec::new();
        let end = |painter: &Self| {
            let count = u32::try_from(painter.slots.len()).unwrap_or(u32::MAX);
            painter.first.saturating_add(count)
        };
        if end(self) <= range.first || range.end() <= self.first {
            // Another page: every slot stays where it is in the document.
            self.first = range.first;
        }
        while self.first < range.first {
            free.extend(self.slots.pop_front());
            self.first += 1;
        }
        while end(self) > range.end() {
            free.extend(self.slots.pop_back());
        }
        while self.first > range.first {
            let Some(slot) = self.take(&mut free) else {
                return;
            };
            let before = self.slots.front().map(Slot::element);
            if self
                .body
                .insert_before(slot.element(), before.map(AsRef::as_ref))
                .is_err()
            {
                return;
            }
            self.slots.push_front(slot);
            self.first -= 1;
        }
        while end(self) < range.end() {
            let Some(slot) = self.take(&mut free) else {
                return;
            };
            if self.body.append_child(slot.element()).is_err() {
                return;
            }
            self.slots.push_back(slot);
        }
        for slot in free {
            slot.element().remove();
            if self.spare.len() < SPARE {
                self.spare.push(slot);
            }
        }
    }

    fn take(&mut self, free: &mut Vec<Slot>) -> Option<Slot> {
        free.pop()
            .or_else(|| self.spare.pop())
            .or_else(|| Slot::new(&self.columns))
    }
}
