//! Draws the rows in view.
//!
//! Elements are used again: a row that leaves at one end comes back at the other, and of
//! its cells only what differs is written. A framework's list would make forty rows of
//! ten cells anew with every page; that is felt. Even to move an element within the
//! document makes it anew for the browser, so that while somebody scrolls the elements
//! stay where they are in it; [`Painter::put_in_order`] moves them afterwards.

use std::collections::VecDeque;

use web_sys::HtmlElement;

use super::slot::{Scene, Slot};
use crate::workbench::{columns::ColumnsInView, viewport::Range};

/// Rows kept for later while fewer are drawn.
const SPARE: usize = 80;
/// Rows put in order in one frame.
const MOVED_AT_ONCE: usize = 3;
/// Rows drawn already that stay beyond what is to be drawn, on either side.
const STAY: u32 = 12;

/// The rows that are drawn, and the element that holds them.
#[derive(Debug)]
pub(super) struct Painter {
    body: HtmlElement,
    slots: VecDeque<Slot>,
    spare: Vec<Slot>,
    /// A row that is never shown, of which others are copies.
    pattern: Option<Slot>,
    first: u32,
    columns: ColumnsInView,
    is_in_order: bool,
}

impl Painter {
    /// With nothing drawn yet.
    pub(super) fn new(body: HtmlElement) -> Self {
        Self {
            body,
            slots: VecDeque::new(),
            spare: Vec::new(),
            pattern: None,
            first: 0,
            columns: ColumnsInView::default(),
            is_in_order: true,
        }
    }

    /// Draws what differs from what is there.
    pub(super) fn paint(&mut self, range: Range, rows: u32, scene: &Scene<'_>) {
        if *scene.columns != self.columns {
            self.columns = scene.columns.clone();
            for slot in self.slots.iter_mut().chain(&mut self.spare) {
                slot.lay_out(&self.columns);
            }
            self.pattern = None;
        }
        self.move_to(range.beside(self.drawn(), STAY, rows));
        for (position, slot) in (self.first..).zip(&mut self.slots) {
            slot.draw(position, scene);
        }
    }

    /// Whether the elements stand in the document as the rows do in the grid.
    pub(super) fn is_in_order(&self) -> bool {
        self.is_in_order
    }

    /// Puts some more of the elements where a screen reader expects them: in the rows'
    /// order. Few at a time, so that no frame is late.
    pub(super) fn put_in_order(&mut self) {
        let mut at = self.body.first_child();
        let mut moved = 0;
        for slot in &self.slots {
            let element = slot.element();
            if at.as_ref() == Some(element.as_ref()) {
                at = element.next_sibling();
            } else if moved == MOVED_AT_ONCE
                || self.body.insert_before(element, at.as_ref()).is_err()
            {
                return;
            } else {
                moved += 1;
            }
        }
        self.is_in_order = true;
    }

    fn drawn(&self) -> Range {
        Range {
            first: self.first,
            count: u32::try_from(self.slots.len()).unwrap_or(u32::MAX),
        }
    }

    /// Has a slot for each row of the range. Those that stay in view keep theirs.
    fn move_to(&mut self, range: Range) {
        let mut free = Vec::new();
        let shared = self.drawn().shared_with(range);
        if shared == 0 || shared < range.count / 2 {
            // Another page: every slot stays where it is.
            self.first = range.first;
        }
        while self.first < range.first {
            free.extend(self.slots.pop_front());
            self.first += 1;
        }
        while self.drawn().end() > range.end() {
            free.extend(self.slots.pop_back());
        }
        while self.first > range.first {
            let Some(slot) = self.take(&mut free) else {
                return;
            };
            self.is_in_order = false;
            self.slots.push_front(slot);
            self.first -= 1;
        }
        while self.drawn().end() < range.end() {
            let is_used = !free.is_empty();
            let Some(slot) = self.take(&mut free) else {
                return;
            };
            self.is_in_order &= !is_used;
            self.slots.push_back(slot);
        }
        for slot in free {
            slot.element().remove();
            if self.spare.len() < SPARE {
                self.spare.push(slot);
            }
        }
    }

    fn make(&mut self) -> Option<Slot> {
        if self.pattern.is_none() {
            self.pattern = Slot::new(&self.columns);
        }
        self.pattern.as_ref()?.another(&self.columns)
    }

    /// A slot whose element is in the document: one that is free, or else a new one at the
    /// end.
    fn take(&mut self, free: &mut Vec<Slot>) -> Option<Slot> {
        if let Some(slot) = free.pop() {
            return Some(slot);
        }
        let slot = self.spare.pop().or_else(|| self.make())?;
        self.body.append_child(slot.element()).ok()?;
        Some(slot)
    }
}
