//! Where the arrow keys lead in the grid (the ARIA data grid pattern). Movement
//! stops at the edges and never wraps.

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

/// The cell that `key` leads to from `from`; none if the key does not move.
pub fn moved(key: &str, ctrl: bool, from: Cell, extent: Extent) -> Option<Cell> {
    let last_row = extent.rows.checked_sub(1)?;
    let last_column = extent.columns.checked_sub(1)?;
    let Cell { row, column } = from;
    let to = match (key, ctrl) {
        ("ArrowUp", false) => Cell {
            row: row.saturating_sub(1),
            column,
        },
        ("ArrowDown", false) => Cell {
            row: row.saturating_add(1),
            column,
        },
        ("ArrowUp", true) => Cell { row: 0, column },
        ("ArrowDown", true) => Cell {
            row: last_row,
            column,
        },
        ("ArrowLeft", false) => Cell {
            row,
            column: column.saturating_sub(1),
        },
        ("ArrowRight", false) => Cell {
            row,
            column: column + 1,
        },
        ("ArrowLeft", true) | ("Home", false) => Cell { row, column: 0 },
        ("ArrowRight", true) | ("End", false) => Cell {
            row,
            column: last_column,
        },
        ("Home", true) => Cell { row: 0, column: 0 },
        ("End", true) => Cell {
            row: last_row,
            column: last_column,
        },
        ("PageUp", false) => Cell {
            row: row.saturating_sub(extent.page),
            column,
        },
        ("PageDown", false) => Cell {
            row: row.saturating_add(extent.page),
            column,
        },
        _ => return None,
    };
    Some(Cell {
        row: to.row.min(last_row),
        column: to.column.min(last_column),
    })
}

/// Whether a key press is a character that starts an edit.
pub fn types_text(key: &str, ctrl: bool, alt: bool, meta: bool) -> bool {
    !ctrl && !alt && !meta && key.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTENT: Extent = Extent {
        rows: 100,
        columns: 9,
        page: 20,
    };

    #[test]
    fn every_key_of_the_grid_pattern_leads_where_it_should() {
        let from = Cell { row: 50, column: 4 };
        for (key, ctrl, row, column) in [
            ("ArrowUp", false, 49, 4),
            ("ArrowDown", false, 51, 4),
            ("ArrowLeft", false, 50, 3),
            ("ArrowRight", false, 50, 5),
            ("Home", false, 50, 0),
            ("End", false, 50, 8),
            ("Home", true, 0, 0),
            ("End", true, 99, 8),
            ("PageUp", false, 30, 4),
            ("PageDown", false, 70, 4),
            ("ArrowDown", true, 99, 4),
            ("ArrowUp", true, 0, 4),
        ] {
            assert_eq!(
                moved(key, ctrl, from, EXTENT),
                Some(Cell { row, column }),
                "{key} {ctrl}"
            );
        }
        assert_eq!(moved("Enter", false, from, EXTENT), None);
    }

    #[test]
    fn movement_stops_at_the_edges() {
        let corner = Cell { row: 99, column: 8 };
        for key in ["ArrowDown", "ArrowRight", "PageDown", "End"] {
            assert_eq!(moved(key, false, corner, EXTENT), Some(corner), "{key}");
        }
        let none = Extent { rows: 0, ..EXTENT };
        assert_eq!(moved("ArrowDown", false, Cell::default(), none), None);
    }

    #[test]
    fn only_characters_start_an_edit() {
        assert!(types_text("a", false, false, false));
        assert!(types_text("é", false, false, false));
        assert!(!types_text("F2", false, false, false));
        assert!(!types_text("c", true, false, false));
    }
}
