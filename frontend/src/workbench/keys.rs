//! What a key does in the grid (the ARIA data grid pattern). Movement stops at the edges
//! and never wraps.

use super::selection::Shape;

/// A cell, by its place among the rows and columns shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    /// Place of the row.
    pub row: u32,
    /// Place of the column.
    pub column: usize,
}

/// How large the grid is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// Rows shown.
    pub rows: u32,
    /// Columns shown.
    pub columns: usize,
    /// Rows that fit on the screen.
    pub page: u32,
}

/// A pressed key with its modifiers. ⌘ counts as Ctrl.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Press<'a> {
    /// As in `KeyboardEvent.key`.
    pub key: &'a str,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Shift.
    pub shift: bool,
    /// With Alt.
    pub alt: bool,
}

/// Where the keyboard is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    /// On the header of a column.
    Header(usize),
    /// On a cell.
    Body(Cell),
}

/// What a key asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Does {
    /// Go to a cell, which alone is selected then.
    Go(Cell),
    /// Extend the selection to a cell.
    Extend(Cell),
    /// Go to the header of a column.
    GoToHeader(usize),
    /// Select as far as this.
    Select(Shape),
    /// Take the next order of the column: up, down, the file's.
    Sort,
    /// Open the column's menu.
    Menu,
    /// Make the column wider by so many steps, or narrower.
    Widen(i32),
    /// Edit the cell, with its own text or with what was typed.
    Edit(Option<String>),
    /// Empty the cell.
    Clear,
    /// Select nothing but the active cell.
    Collapse,
}

/// What a key asks for; none if that is nothing here.
pub fn does(press: Press<'_>, at: At, extent: Extent) -> Option<Does> {
    match at {
        At::Header(column) => in_header(press, column, extent),
        At::Body(cell) => in_body(press, cell, extent),
    }
}

fn in_header(press: Press<'_>, column: usize, extent: Extent) -> Option<Does> {
    let last = extent.columns.checked_sub(1)?;
    let below = |row| {
        Does::Go(Cell {
            row,
            column: column.min(last),
        })
    };
    let Press {
        key,
        ctrl,
        shift,
        alt,
    } = press;
    Some(match (key, ctrl, shift, alt) {
        ("ArrowDown", _, _, true) | ("F10", false, true, false) | ("ContextMenu", ..) => Does::Menu,
        ("ArrowRight", false, false, true) => Does::Widen(1),
        ("ArrowLeft", false, false, true) => Does::Widen(-1),
        (_, _, _, true) => return None,
        (" ", true, false, _) => Does::Select(Shape::Columns),
        ("a" | "A", true, false, _) => Does::Select(Shape::All),
        ("Enter" | " ", false, false, _) => Does::Sort,
        ("ArrowLeft", false, false, _) => Does::GoToHeader(column.saturating_sub(1)),
        ("ArrowRight", false, false, _) => Does::GoToHeader((column + 1).min(last)),
        ("ArrowLeft", true, ..) | ("Home", false, ..) => Does::GoToHeader(0),
        ("ArrowRight", true, ..) | ("End", false, ..) => Does::GoToHeader(last),
        ("ArrowUp" | "PageUp", false, ..) => Does::GoToHeader(column),
        _ if extent.rows == 0 => return None,
        ("ArrowDown", false, ..) => below(0),
        ("ArrowDown", true, ..) => below(extent.rows - 1),
        ("PageDown", false, ..) => below(extent.page.saturating_sub(1).min(extent.rows - 1)),
        ("Home" | "End", true, ..) => {
            return moved(key, true, Cell::default(), extent).map(Does::Go);
        }
        _ => return None,
    })
}

fn in_body(press: Press<'_>, at: Cell, extent: Extent) -> Option<Does> {
    let Press {
        key,
        ctrl,
        shift,
        alt,
    } = press;
    match (key, ctrl, shift, alt) {
        ("ArrowDown", _, _, true) | ("F10", false, true, false) | ("ContextMenu", ..) => {
            return Some(Does::Menu);
        }
        ("ArrowRight", false, false, true) => return Some(Does::Widen(1)),
        ("ArrowLeft", false, false, true) => return Some(Does::Widen(-1)),
        (_, _, _, true) => return None,
        (" ", true, false, _) => return Some(Does::Select(Shape::Columns)),
        (" ", false, true, _) => return Some(Does::Select(Shape::Rows)),
        ("a" | "A", true, false, _) => return Some(Does::Select(Shape::All)),
        ("Escape", false, false, _) => return Some(Does::Collapse),
        ("Enter" | "F2", false, false, _) => return Some(Does::Edit(None)),
        ("Delete", false, false, _) => return Some(Does::Clear),
        ("Backspace", false, false, _) => return Some(Does::Edit(Some(String::new()))),
        ("ArrowUp" | "PageUp", false, false, _) if at.row == 0 => {
            return Some(Does::GoToHeader(at.column));
        }
        _ => {}
    }
    if let Some(cell) = moved(key, ctrl, at, extent) {
        return Some(if shift {
            Does::Extend(cell)
        } else {
            Does::Go(cell)
        });
    }
    // It shows the keys; whoever wants one in a cell presses F2 first.
    let types_text = !ctrl && key != "?" && key.chars().count() == 1;
    types_text.then(|| Does::Edit(Some(key.to_string())))
}

/// The cell that `key` leads to from `from`; none if the key does not move.
fn moved(key: &str, ctrl: bool, from: Cell, extent: Extent) -> Option<Cell> {
    let last_row = extent.rows.checked_sub(1)?;
    let last_column = extent.columns.checked_sub(1)?;
    let Cell { row, column } = from;
    let (row, column) = match (key, ctrl) {
        ("ArrowUp", false) => (row.saturating_sub(1), column),
        ("ArrowDown", false) => (row.saturating_add(1), column),
        ("ArrowUp", true) => (0, column),
        ("ArrowDown", true) => (last_row, column),
        ("ArrowLeft", false) => (row, column.saturating_sub(1)),
        ("ArrowRight", false) => (row, column + 1),
        ("ArrowLeft", true) | ("Home", false) => (row, 0),
        ("ArrowRight", true) | ("End", false) => (row, last_column),
        ("Home", true) => (0, 0),
        ("End", true) => (last_row, last_column),
        ("PageUp", false) => (row.saturating_sub(extent.page), column),
        ("PageDown", false) => (row.saturating_add(extent.page), column),
        _ => return None,
    };
    Some(Cell {
        row: row.min(last_row),
        column: column.min(last_column),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTENT: Extent = Extent {
        rows: 100,
        columns: 9,
        page: 20,
    };
    const MIDDLE: Cell = cell(50, 4);

    const fn cell(row: u32, column: usize) -> Cell {
        Cell { row, column }
    }

    /// `Ctrl+Shift+Home` as a press.
    fn press(chord: &str) -> Press<'_> {
        let key = chord.rsplit('+').next().unwrap();
        Press {
            key: if key == "Space" { " " } else { key },
            ctrl: chord.contains("Ctrl+"),
            shift: chord.contains("Shift+"),
            alt: chord.contains("Alt+"),
        }
    }

    fn on(at: At, chord: &str) -> Option<Does> {
        does(press(chord), at, EXTENT)
    }

    #[test]
    fn every_key_of_the_grid_pattern_leads_where_it_should() {
        for (chord, row, column) in [
            ("ArrowUp", 49, 4),
            ("ArrowDown", 51, 4),
            ("ArrowLeft", 50, 3),
            ("ArrowRight", 50, 5),
            ("Home", 50, 0),
            ("End", 50, 8),
            ("Ctrl+Home", 0, 0),
            ("Ctrl+End", 99, 8),
            ("PageUp", 30, 4),
            ("PageDown", 70, 4),
            ("Ctrl+ArrowDown", 99, 4),
            ("Ctrl+ArrowUp", 0, 4),
            ("Ctrl+ArrowLeft", 50, 0),
            ("Ctrl+ArrowRight", 50, 8),
        ] {
            let to = cell(row, column);
            assert_eq!(on(At::Body(MIDDLE), chord), Some(Does::Go(to)), "{chord}");
            // With Shift the same key extends as far.
            let extending = format!("Shift+{chord}");
            let extended = on(At::Body(MIDDLE), &extending);
            assert_eq!(extended, Some(Does::Extend(to)), "{extending}");
        }
    }

    #[test]
    fn other_keys_select_edit_and_open_the_menu() {
        for (chord, does) in [
            ("Ctrl+Space", Some(Does::Select(Shape::Columns))),
            ("Shift+Space", Some(Does::Select(Shape::Rows))),
            ("Ctrl+a", Some(Does::Select(Shape::All))),
            ("Enter", Some(Does::Edit(None))),
            ("F2", Some(Does::Edit(None))),
            ("a", Some(Does::Edit(Some("a".into())))),
            ("Shift+É", Some(Does::Edit(Some("É".into())))),
            ("Space", Some(Does::Edit(Some(" ".into())))),
            ("Backspace", Some(Does::Edit(Some(String::new())))),
            ("Delete", Some(Does::Clear)),
            ("Escape", Some(Does::Collapse)),
            ("Alt+ArrowDown", Some(Does::Menu)),
            ("Shift+F10", Some(Does::Menu)),
            ("Alt+ArrowRight", Some(Does::Widen(1))),
            ("Alt+ArrowLeft", Some(Does::Widen(-1))),
            ("Ctrl+c", None),
            ("Alt+x", None),
            ("F5", None),
            ("Tab", None),
        ] {
            assert_eq!(on(At::Body(MIDDLE), chord), does, "{chord}");
        }
    }

    #[test]
    fn movement_stops_at_the_edges() {
        let corner = cell(99, 8);
        for chord in ["ArrowDown", "ArrowRight", "PageDown", "End"] {
            assert_eq!(
                on(At::Body(corner), chord),
                Some(Does::Go(corner)),
                "{chord}"
            );
        }
        let none = Extent { rows: 0, ..EXTENT };
        let down = does(press("ArrowDown"), At::Body(Cell::default()), none);
        assert_eq!(down, None);
    }

    #[test]
    fn the_header_is_above_the_first_row() {
        for (chord, does) in [
            ("ArrowUp", Does::GoToHeader(4)),
            ("PageUp", Does::GoToHeader(4)),
            ("Shift+ArrowUp", Does::Extend(cell(0, 4))),
        ] {
            assert_eq!(on(At::Body(cell(0, 4)), chord), Some(does), "{chord}");
        }
        for (chord, does) in [
            ("ArrowDown", Does::Go(cell(0, 4))),
            ("PageDown", Does::Go(cell(19, 4))),
            ("Ctrl+ArrowDown", Does::Go(cell(99, 4))),
            ("ArrowLeft", Does::GoToHeader(3)),
            ("ArrowRight", Does::GoToHeader(5)),
            ("ArrowUp", Does::GoToHeader(4)),
            ("Home", Does::GoToHeader(0)),
            ("End", Does::GoToHeader(8)),
            ("Ctrl+Home", Does::Go(cell(0, 0))),
            ("Ctrl+End", Does::Go(cell(99, 8))),
            ("Enter", Does::Sort),
            ("Space", Does::Sort),
            ("Ctrl+Space", Does::Select(Shape::Columns)),
            ("Alt+ArrowDown", Does::Menu),
            ("Shift+F10", Does::Menu),
            ("Alt+ArrowRight", Does::Widen(1)),
        ] {
            assert_eq!(on(At::Header(4), chord), Some(does), "{chord}");
        }
        assert_eq!(on(At::Header(4), "x"), None);
    }

    #[test]
    fn without_rows_the_header_still_works() {
        let none = Extent { rows: 0, ..EXTENT };
        let at = At::Header(4);
        assert_eq!(does(press("ArrowDown"), at, none), None);
        assert_eq!(does(press("Enter"), at, none), Some(Does::Sort));
    }
}
