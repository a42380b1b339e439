//! One drawn row: its elements, and what they show now.

use std::ops::Range;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

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
    class: &'static str,
    number_text: Node,
    lead: HtmlElement,
    tail: HtmlElement,
    cells: Vec<CellSlot>,
    /// The position and the base that it was last placed by.
    placed: Option<(u32, u32)>,
    drawn: Option<Drawn>,
}

/// What a row was last drawn from.
#[derive(PartialEq, Eq, Debug)]
struct Drawn {
    position: u32,
    row: Option<RowView>,
    active: Option<usize>,
    selected: Range<usize>,
}

#[derive(Debug)]
struct CellSlot {
    placed: Placed,
    cell: HtmlElement,
    /// The cell that it is called after.
    named: Option<Cell>,
    text: HtmlElement,
    /// The text itself, while nothing is marked in it.
    node: Node,
    /// Made when something is to be said.
    mark: Option<HtmlElement>,
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
        let number_text = text_in(&number)?;
        add(&row, &number);
        let mut slot = Self {
            row,
            class: "row",
            number_text,
            lead: element("div", "space")?,
            tail: element("div", "space")?,
            cells: Vec::new(),
            placed: None,
            drawn: None,
        };
        slot.lay_out(columns);
        Some(slot)
    }

    /// Another row like this one, which shows nothing yet, with the same columns: a copy takes
    /// far fewer calls than making one.
    pub(super) fn another(&self, columns: &ColumnsInView) -> Option<Self> {
        let row: HtmlElement = copy_of(&self.row)?;
        let number = row.first_child()?;
        let mut next = number.next_sibling();
        let (mut lead, mut tail) = (None, None);
        let mut cells = Vec::with_capacity(self.cells.len());
        for (at, cell) in self.cells.iter().enumerate() {
            if at == columns.pinned && columns.lead > 0 {
                lead = next;
                next = lead.as_ref()?.next_sibling();
            }
            let element = next?;
            next = element.next_sibling();
            cells.push(cell.another(element.unchecked_into())?);
        }
        if columns.tail > 0 {
            tail = next;
        }
        let space = |found: Option<Node>, like: &HtmlElement| match found {
            Some(found) => Some(found.unchecked_into()),
            None => copy_of(like),
        };
        Some(Self {
            class: self.class,
            number_text: number.first_child()?,
            lead: space(lead, &self.lead)?,
            tail: space(tail, &self.tail)?,
            row,
            cells,
            placed: None,
            drawn: None,
        })
    }

    /// The row's element.
    pub(super) fn element(&self) -> &HtmlElement {
        &self.row
    }

    /// Has a cell for each column, as wide as it is. Cells of columns that stay in view
    /// stay where they are, with what they show.
    pub(super) fn lay_out(&mut self, columns: &ColumnsInView) {
        self.drawn = None;
        let mut before = std::mem::take(&mut self.cells);
        let mut cells: Vec<_> = columns
            .columns
            .iter()
            .map(|placed| {
                let at = before.iter().position(|it| it.placed.place == placed.place);
                at.map(|at| before.swap_remove(at))
            })
            .collect();
        // Those that are left over serve for the columns that come into view.
        for old in &before {
            old.cell.remove();
        }
        self.lead.remove();
        let mut next = None;
        if columns.tail > 0 {
            widen(&self.tail, columns.tail);
            add(&self.row, &self.tail);
            next = Some(self.tail.clone());
        } else {
            self.tail.remove();
        }
        for (at, (cell, placed)) in cells.iter_mut().zip(&columns.columns).enumerate().rev() {
            if cell.is_none() {
                *cell = before.pop().or_else(CellSlot::new);
                if let Some(cell) = cell {
                    put_before(&self.row, &cell.cell, next.as_ref());
                }
            }
            if let Some(cell) = cell {
                cell.place(placed);
                next = Some(cell.cell.clone());
            }
            if at == columns.pinned && columns.lead > 0 {
                widen(&self.lead, columns.lead);
                put_before(&self.row, &self.lead, next.as_ref());
                next = Some(self.lead.clone());
            }
        }
        self.cells = cells.into_iter().flatten().collect();
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
        self.place(position, scene.base);
        if let Some(drawn) = &self.drawn
            && drawn.position == position
            && drawn.row.as_ref() == row
            && drawn.active == active
            && drawn.selected == selected
        {
            return;
        }
        self.set_class(match (row, active) {
            // Its cells are kept, unseen, until it is at hand: most of what it will show
            // is drawn once.
            (None, None) => "row to-come",
            (_, None) => "row",
            (_, Some(_)) => "row active",
        });
        for cell in &mut self.cells {
            cell.name(position);
        }
        if row.is_some() || active.is_some() {
            for cell in &mut self.cells {
                let column = &cell.placed.column;
                let is_active = active == Some(cell.placed.place);
                let is_selected = selected.contains(&cell.placed.place);
                let text = row.and_then(|row| Some((row, scene.window.text(row, column.index)?)));
                let new = match text {
                    Some((row, text)) => look(column, row, text, is_active, is_selected),
                    None => look_to_come(column, is_active, is_selected),
                };
                cell.show(new);
            }
            let number = row.map(|row| words::grouped(row.row.saturating_add(1)));
            self.number_text
                .set_node_value(Some(&number.unwrap_or_default()));
        }
        self.drawn = Some(Drawn {
            position,
            row: row.cloned(),
            active,
            selected,
        });
    }

    fn set_class(&mut self, class: &'static str) {
        if self.class != class {
            self.row.set_class_name(class);
            self.class = class;
        }
    }

    fn place(&mut self, position: u32, base: u32) {
        if self.placed == Some((position, base)) {
            return;
        }
        let top = Viewport::below_base(position, base);
        // It is moved as it was painted: no layout follows. A length is always valid.
        let style = self.row.style();
        let _ = style.set_property("transform", &format!("translateY({top}px)"));
        attribute(
            &self.row,
            "aria-rowindex",
            &position.saturating_add(2).to_string(),
        );
        self.placed = Some((position, base));
    }
}

impl CellSlot {
    fn new() -> Option<Self> {
        let cell = element("div", "cell")?;
        attribute(&cell, "role", "gridcell");
        // Data: no program that translates pages may touch it.
        attribute(&cell, "translate", "no");
        let text = element("span", "text")?;
        let node = text_in(&text)?;
        add(&cell, &text);
        Some(Self {
            placed: Placed::default(),
            cell,
            named: None,
            text,
            node,
            mark: None,
            look: CellLook::default(),
        })
    }

    /// A cell like this one, whose element was copied with its row.
    fn another(&self, cell: HtmlElement) -> Option<Self> {
        let text: HtmlElement = cell.first_child()?.unchecked_into();
        Some(Self {
            placed: self.placed.clone(),
            node: text.first_child()?,
            cell,
            named: None,
            text,
            mark: None,
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

    fn name(&mut self, row: u32) {
        let cell = Cell {
            row,
            column: self.placed.place,
        };
        if self.named != Some(cell) {
            self.cell.set_id(&cell_id(cell));
            self.named = Some(cell);
        }
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
            self.show_text(&new);
        }
        let old = &self.look;
        if old.is_empty != new.is_empty {
            self.text
                .set_class_name(if new.is_empty { "text empty" } else { "text" });
            flag(&self.text, "translate", "yes", new.is_empty);
        }
        if old.mark != new.mark {
            self.say(&new.mark);
        }
        let old = &self.look;
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

    /// Says something beside the text, or nothing any more.
    fn say(&mut self, words: &str) {
        if self.mark.is_none() {
            self.mark = element("span", "mark-text");
            if let Some(mark) = &self.mark {
                attribute(mark, "translate", "yes");
            }
        }
        let Some(mark) = &self.mark else { return };
        mark.set_text_content(Some(words));
        if words.is_empty() {
            mark.remove();
        } else {
            add(&self.cell, mark);
        }
    }

    /// A text, with the parts marked that were found. Without such parts the text node
    /// stays and gets another value, which makes nothing anew.
    fn show_text(&self, new: &CellLook) {
        let is_plain = self.look.found.is_empty();
        if new.found.is_empty() {
            if !is_plain {
                self.text.set_text_content(None);
                let _ = self.text.append_child(&self.node);
            }
            return self.node.set_node_value(Some(&new.text));
        }
        self.text.set_text_content(None);
        for (part, is_found) in parts(&new.text, &new.found) {
            let node = document().create_text_node(part);
            let mark = is_found.then(|| element("mark", "")).flatten();
            match mark {
                Some(mark) => {
                    let _ = mark.append_child(&node);
                    add(&self.text, &mark);
                }
                None => {
                    let _ = self.text.append_child(&node);
                }
            }
        }
    }
}

fn element(name: &str, class: &str) -> Option<HtmlElement> {
    let element: HtmlElement = document().create_element(name).ok()?.dyn_into().ok()?;
    element.set_class_name(class);
    Some(element)
}

fn copy_of(element: &HtmlElement) -> Option<HtmlElement> {
    let copy = element.clone_node_with_deep(true).ok()?;
    Some(copy.unchecked_into())
}

/// Puts an element at the end of another: it is not one that holds it.
fn add(to: &HtmlElement, element: &HtmlElement) {
    let _ = to.append_child(element);
}

fn put_before(to: &HtmlElement, element: &HtmlElement, next: Option<&HtmlElement>) {
    let _ = to.insert_before(element, next.map(AsRef::as_ref));
}

/// An empty text in an element.
fn text_in(element: &HtmlElement) -> Option<Node> {
    let node = document().create_text_node("");
    element.append_child(&node).ok()
}

fn widen(space: &HtmlElement, width: u32) {
    let _ = space.style().set_property("width", &format!("{width}px"));
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
