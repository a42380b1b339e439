//! What is selected in the grid: cells, whole rows, whole columns, or all. Rows are
//! positions among the rows shown, columns places among the columns shown.

use std::ops::Range;

use super::keys::Cell;

/// What is selected. There is always something: the active cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    shape: Shape,
    /// The corner that stays where it is while the selection is extended.
    anchor: Cell,
    /// The corner that moves: the cell that the keyboard is on.
    active: Cell,
}

/// How far a selection reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shape {
    /// From cell to cell.
    #[default]
    Cells,
    /// Rows, with all of their columns.
    Rows,
    /// Columns, with all of their rows.
    Columns,
    /// Everything shown.
    All,
}

/// The rows and columns that a selection covers among those shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// Positions of the rows.
    pub rows: Range<u32>,
    /// Places of the columns.
    pub columns: Range<usize>,
}

impl Selection {
    /// One cell.
    pub fn at(cell: Cell) -> Self {
        Self::of(Shape::Cells, cell)
    }

    /// What `shape` covers at a cell.
    pub fn of(shape: Shape, cell: Cell) -> Self {
        Self {
            shape,
            anchor: cell,
            active: cell,
        }
    }

    /// The same, extended or shortened to a cell. All becomes what it was taken from.
    #[must_use]
    pub fn to(self, cell: Cell) -> Self {
        let shape = match self.shape {
            Shape::All => Shape::Cells,
            shape => shape,
        };
        Self {
            shape,
            active: cell,
            ..self
        }
    }

    /// How far it reaches.
    pub fn shape(self) -> Shape {
        self.shape
    }

    /// The corner that stays.
    pub fn anchor(self) -> Cell {
        self.anchor
    }

    /// The cell that the keyboard is on.
    pub fn active(self) -> Cell {
        self.active
    }

    /// Whether it is the active cell alone.
    pub fn is_one_cell(self) -> bool {
        self.shape == Shape::Cells && self.anchor == self.active
    }

    /// What it covers where so many rows and columns are shown. Empty where none are.
    pub fn block(self, rows: u32, columns: usize) -> Block {
        let (anchor, active) = (self.anchor, self.active);
        let of_rows =
            anchor.row.min(active.row)..anchor.row.max(active.row).saturating_add(1).min(rows);
        let last = anchor.column.max(active.column).saturating_add(1);
        let of_columns = anchor.column.min(active.column)..last.min(columns);
        let block = match self.shape {
            Shape::Cells => Block {
                rows: of_rows,
                columns: of_columns,
            },
            Shape::Rows => Block {
                rows: of_rows,
                columns: 0..columns,
            },
            Shape::Columns => Block {
                rows: 0..rows,
                columns: of_columns,
            },
            Shape::All => Block {
                rows: 0..rows,
                columns: 0..columns,
            },
        };
        if block.is_empty() {
            return Block {
                rows: 0..0,
                columns: 0..0,
            };
        }
        block
    }

    /// The positions of its rows.
    pub fn rows(self, rows: u32) -> Range<u32> {
        self.block(rows, usize::MAX).rows
    }

    /// The places of its columns.
    pub fn columns(self, columns: usize) -> Range<usize> {
        self.block(u32::MAX, columns).columns
    }

    /// Its cells, row by row.
    pub fn cells(self, rows: u32, columns: usize) -> impl Iterator<Item = Cell> {
        let block = self.block(rows, columns);
        block.rows.flat_map(move |row| {
            block
                .columns
                .clone()
                .map(move |column| Cell { row, column })
        })
    }
}

impl Block {
    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() || self.columns.is_empty()
    }

    /// How many cells it has.
    pub fn len(&self) -> u64 {
        let columns = u64::try_from(self.columns.len()).unwrap_or(u64::MAX);
        u64::from(self.rows.end.saturating_sub(self.rows.start)).saturating_mul(columns)
    }

    /// Whether a cell is in it.
    pub fn contains(&self, cell: Cell) -> bool {
        self.rows.contains(&cell.row) && self.columns.contains(&cell.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn cell(row: u32, column: usize) -> Cell {
        Cell { row, column }
    }

    #[test]
    fn each_shape_covers_what_it_says() {
        let from = cell(4, 2);
        let to = cell(2, 5);
        for (shape, rows, columns) in [
            (Shape::Cells, 2..5, 2..6),
            (Shape::Rows, 2..5, 0..9),
            (Shape::Columns, 0..100, 2..6),
        ] {
            let selection = Selection::of(shape, from).to(to);
            let block = selection.block(100, 9);
            assert_eq!(
                (block.rows, block.columns),
                (rows.clone(), columns.clone()),
                "{shape:?}"
            );
            assert_eq!(
                (selection.rows(100), selection.columns(9)),
                (rows, columns),
                "{shape:?}"
            );
            assert_eq!((selection.anchor(), selection.active()), (from, to));
        }
        let all = Selection::of(Shape::All, from).block(100, 9);
        assert_eq!((all.rows, all.columns), (0..100, 0..9));
    }

    #[test]
    fn cells_come_row_by_row() {
        let cells: Vec<_> = Selection::at(cell(1, 1))
            .to(cell(2, 0))
            .cells(9, 9)
            .collect();
        assert_eq!(cells, [cell(1, 0), cell(1, 1), cell(2, 0), cell(2, 1)]);
    }

    #[test]
    fn a_selection_never_reaches_beyond_what_is_shown() {
        let selection = Selection::at(cell(7, 3)).to(cell(20, 30));
        let block = selection.block(10, 5);
        assert_eq!((block.rows.clone(), block.columns.clone()), (7..10, 3..5));
        assert_eq!(block.len(), 6);
        assert!(block.contains(cell(9, 4)) && !block.contains(cell(10, 4)));
        for (rows, columns) in [(0, 0), (0, 5), (10, 0), (3, 5)] {
            assert!(
                selection.block(rows, columns).is_empty(),
                "{rows} {columns}"
            );
        }
    }

    #[test]
    fn extending_all_goes_back_to_cells() {
        let all = Selection::of(Shape::All, cell(3, 3));
        assert!(!all.is_one_cell() && Selection::at(cell(3, 3)).is_one_cell());
        assert_eq!(all.to(cell(4, 3)).block(9, 9).rows, 3..5);
    }
}
