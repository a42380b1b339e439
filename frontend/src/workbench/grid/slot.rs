//! One drawn row: its elements, and what they show now.

use std::ops::Range;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::{
    engine::protocol::{RowView, Window},
    words,
    workbench::{
        columns::{ColumnsInView, Placed},
        find::parts,
        keys::Cell,
        row::{CellLook, cell_id, look, look_to_come},
        selection::Block,
        viewport::Viewport,
    },
};

/// What is to be drawn.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    /// The columns.
    pub columns: &'a ColumnsInView,
    /// The rows at hand.
    pub window: &'a Window,
    /// The row from which rows are placed.
    pub base: u32,
    /// The active cell, unless the keyboard is on the header.
    pub active: Option<Cell>,
    /// What is selected.
    pub selected: &'a Block,
}

/// The elements of a row.
#[derive(Debug)]
pub(super) struct Slot {
    row: HtmlElement,
    number: HtmlElement,
    lead: HtmlElement,
    tail: HtmlElement,
    cells: Vec<CellSlot>,
    drawn: Option<Drawn>,
}

/// What a row was last drawn from.
#[derive(PartialEq, Eq, Debug)]
struct Drawn {
    position: u32,
    base: u32,
    row: Option<RowView>,
    active: Option<usize>,
    selected: Range<usize>,
}

#[derive(Debug)]
struct CellSlot {
    placed: Placed,
    cell: HtmlElement,
    text: HtmlElement,
    mark: HtmlElement,
    look: CellLook,
}

impl Slot {
    /// A row that shows nothing yet; none where the browser makes no elements.
    pub(super) fn new(columns: &ColumnsInView) -> Option<Self> {
        let row = element("div", "row")?;
        attribute(&row, "role", "row");
        let number = element("div", "cell number")?;
        attribute(&number, "role", "rowheader");
        attribute(&number, "aria-colindex", "1");
        let mut slot = Self {
            row,
            number,
            lead: element("div", "space")?,
            tail: element("div", "space")?,
            cells: Vec::new(),
            drawn: None,
        };
        slot.lay_out(columns);
        Some(slot)
    }

    /// The row's element.
    pub(super) fn element(&self) -> &HtmlElement {
        &self.row
    }

    /// Has a cell for each column, as wide as it is.
    pub(super) fn lay_out(&mut self, columns: &ColumnsInView) {
        self.drawn = None;
        self.cells.truncate(columns.columns.len());
        while self.cells.len() < columns.columns.len() {
            match CellSlot::new() {
                Some(cell) => self.cells.push(cell),
                None => return,
            }
        }
        self.row.set_text_content(None);
        add(&self.row, &self.number);
        for (place, (cell, placed)) in self.cells.iter_mut().zip(&columns.columns).enumerate() {
            if place == columns.pinned {
                space(&self.row, &self.lead, columns.lead);
            }
            cell.place(placed);
            add(&self.row, &cell.cell);
        }
        space(&self.row, &self.tail, columns.tail);
    }

    /// Shows a row of the scene.
    pub(super) fn draw(&mut self, position: u32, scene: &Scene<'_>) {
        let row = scene.window.row_at(position);
        let active = scene.active.filter(|cell| cell.row == position);
        let is_selected = scene.selected.rows.contains(&position);
        let selected = if is_selected {
            scene.selected.columns.clone()
        } else {
            0..0
        };
        let active = active.map(|cell| cell.column);
        if let Some(drawn) = &self.drawn
            && drawn.position == position
            && drawn.base == scene.base
            && drawn.row.as_ref() == row
            && drawn.active == active
            && drawn.selected == selected
        {
            return;
        }
        self.place(position, scene.base, active, row.is_some());
        // A row that is not at hand keeps its cells, unseen, until it is: most of what it
        // will show is drawn once.
        if let Some(row) = row {
            for cell in &mut self.cells {
                let column = &cell.placed.column;
                let is_active = active == Some(cell.placed.place);
                let is_selected = selected.contains(&cell.placed.place);
                let new = match scene.window.text(row, column.index) {
                    Some(text) => look(column, row, text, is_active, is_selected),
                    None => look_to_come(column, is_active, is_selected),
                };
                cell.show(new);
            }
        }
        self.drawn = Some(Drawn {
            position,
            base: scene.base,
            row: row.cloned(),
            active,
            selected,
        });
        let number = row.map(|row| words::grouped(row.row.saturating_add(1)));
        self.number.set_text_content(number.as_deref());
    }

    fn place(&self, position: u32, base: u32, active: Option<usize>, is_at_hand: bool) {
        self.row.set_class_name(match (is_at_hand, active) {
            (false, _) => "row to-come",
            (true, Some(_)) => "row active",
            (true, None) => "row",
        });
        let drawn = self.drawn.as_ref();
        if drawn.is_some_and(|drawn| drawn.position == position && drawn.base == base) {
            return;
        }
        for cell in &self.cells {
            cell.cell.set_id(&cell_id(Cell {
                row: position,
                column: cell.placed.place,
            }));
        }
        let top = Viewport::below_base(position, base);
        // A length is always a valid one.
        let _ = self.row.style().set_property("top", &format!("{top}px"));
        attribute(
            &self.row,
            "aria-rowindex",
            &position.saturating_add(2).to_string(),
        );
    }
}

impl CellSlot {
    fn new() -> Option<Self> {
        let cell = element("div", "cell")?;
        attribute(&cell, "role", "gridcell");
        // Data: no program that translates pages may touch it.
        attribute(&cell, "translate", "no");
        let text = element("span", "text")?;
        let mark = element("span", "mark-text")?;
        attribute(&mark, "translate", "yes");
        add(&cell, &text);
        Some(Self {
            placed: Placed::default(),
            cell,
            text,
            mark,
            look: CellLook::default(),
        })
    }

    fn place(&mut self, placed: &Placed) {
        if self.placed == *placed {
            return;
        }
        let style = self.cell.style();
        // Lengths are always valid ones.
        let _ = style.set_property("width", &format!("{}px", placed.column.width));
        let _ = if placed.column.pinned {
            style.set_property("left", &format!("{}px", placed.left))
        } else {
            style.set_property("left", "auto")
        };
        attribute(&self.cell, "aria-colindex", &(placed.place + 2).to_string());
        self.placed = placed.clone();
    }

    /// Writes what differs from what is shown.
    fn show(&mut self, new: CellLook) {
        let old = &self.look;
        if old == &new {
            return;
        }
        if old.class != new.class {
            self.cell.set_class_name(&new.class);
        }
        if old.text != new.text || old.found != new.found {
            show_text(&self.text, &new);
        }
        if old.is_empty != new.is_empty {
            self.text
                .set_class_name(if new.is_empty { "text empty" } else { "text" });
            flag(&self.text, "translate", "yes", new.is_empty);
        }
        if old.mark != new.mark {
            self.mark.set_text_content(Some(&new.mark));
            if new.mark.is_empty() {
                self.mark.remove();
            } else {
                add(&self.cell, &self.mark);
            }
        }
        if old.title != new.title {
            flag(&self.cell, "title", &new.title, !new.title.is_empty());
        }
        let is_first = old.class.is_empty();
        if is_first || old.is_selected != new.is_selected {
            attribute(
                &self.cell,
                "aria-selected",
                if new.is_selected { "true" } else { "false" },
            );
        }
        if old.is_locked != new.is_locked {
            flag(&self.cell, "aria-readonly", "true", new.is_locked);
        }
        if old.is_wrong != new.is_wrong {
            flag(&self.cell, "aria-invalid", "true", new.is_wrong);
        }
        self.look = new;
    }
}

fn element(name: &str, class: &str) -> Option<HtmlElement> {
    let element: HtmlElement = document().create_element(name).ok()?.dyn_into().ok()?;
    element.set_class_name(class);
    Some(element)
}

/// Puts an element at the end of another: it is not one that holds it.
fn add(to: &HtmlElement, element: &HtmlElement) {
    let _ = to.append_child(element);
}

fn space(row: &HtmlElement, space: &HtmlElement, width: u32) {
    if width > 0 {
        let _ = space.style().set_property("width", &format!("{width}px"));
        add(row, space);
    }
}

/// Sets an attribute: the names are ours, so all are valid.
fn attribute(element: &HtmlElement, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

fn flag(element: &HtmlElement, name: &str, value: &str, is_set: bool) {
    if is_set {
        attribute(element, name, value);
    } else {
        let _ = element.remove_attribute(name);
    }
}

/// A text, with the parts marked that were found.
fn show_text(element: &HtmlElement, look: &CellLook) {
    if look.found.is_empty() {
        return element.set_text_content(Some(&look.text));
    }
    element.set_text_content(None);
    for (part, is_found) in parts(&look.text, &look.found) {
        let node = document().create_text_node(part);
        let mark = is_found.then(|| self::element("mark", "")).flatten();
        match mark {
            Some(mark) => {
                let _ = mark.append_child(&node);
                add(element, &mark);
            }
            None => {
                let _ = element.append_child(&node);
            }
        }
    }
}
