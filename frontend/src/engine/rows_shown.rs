//! Which rows of the file are shown, and in which order.

use shared::order;

use super::protocol::View;

/// The rows shown. They stay while cells are edited, so that a mended row does not jump
/// away under the hand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct RowsShown {
    view: View,
    /// Rows in the file.
    all: u32,
    /// The rows, in the order shown; `None` is all of them in the file's order.
    rows: Option<Vec<u32>>,
}

impl RowsShown {
    /// All rows of a file.
    pub(super) fn all(rows: u32) -> Self {
        Self {
            all: rows,
            ..Self::default()
        }
    }

    /// These rows, in this order, which is what `view` shows now.
    pub(super) fn these(view: View, all: u32, rows: Vec<u32>) -> Self {
        Self {
            view,
            all,
            rows: Some(rows),
        }
    }

    /// One more row, after those that are shown.
    pub(super) fn push(&mut self, row: u32) {
        self.rows.get_or_insert_default().push(row);
    }

    /// The rows shown, in the file's order.
    pub(super) fn in_file_order(&self) -> Vec<u32> {
        let Some(rows) = &self.rows else {
            return (0..self.all).collect();
        };
        let mut rows = rows.clone();
        if self.view.sort.is_some() {
            order::by_number(&mut rows, |row| u64::from(*row));
        }
        rows
    }

    /// What is shown.
    pub(super) fn view(&self) -> &View {
        &self.view
    }

    /// How many rows are shown.
    pub(super) fn count(&self) -> u32 {
        match &self.rows {
            Some(rows) => u32::try_from(rows.len()).unwrap_or(u32::MAX),
            None => self.all,
        }
    }

    /// The row at a position.
    pub(super) fn row_at(&self, position: u32) -> Option<u32> {
        match &self.rows {
            Some(rows) => rows.get(usize::try_from(position).ok()?).copied(),
            None => (position < self.all).then_some(position),
        }
    }

    /// The rows at some positions, as many as there are.
    pub(super) fn rows_at(&self, first: u32, count: u32) -> impl Iterator<Item = u32> {
        (first..first.saturating_add(count)).map_while(|position| self.row_at(position))
    }

    /// The position of a row. Looks through all rows shown if they are sorted.
    pub(super) fn position_of(&self, row: u32) -> Option<u32> {
        let place = match &self.rows {
            None => return (row < self.all).then_some(row),
            Some(rows) if self.view.sort.is_none() => rows.binary_search(&row).ok()?,
            Some(rows) => rows.iter().position(|shown| *shown == row)?,
        };
        u32::try_from(place).ok()
    }

    /// After a step: shows all rows again if the file has another number of them.
    pub(super) fn fit(&mut self, rows: u32) {
        if rows != self.all {
            *self = Self::all(rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::protocol::Sort;

    #[test]
    fn a_row_is_found_where_it_is_shown() {
        let sorted = View {
            sort: Some(Sort {
                column: 0,
                descending: true,
            }),
            ..View::default()
        };
        for (shown, rows) in [
            (RowsShown::all(3), vec![0, 1, 2]),
            (
                RowsShown::these(View::default(), 9, vec![2, 5, 8]),
                vec![2, 5, 8],
            ),
            (RowsShown::these(sorted, 9, vec![7, 1, 4]), vec![7, 1, 4]),
        ] {
            assert_eq!(shown.count(), 3);
            for (position, row) in (0..).zip(rows) {
                assert_eq!(shown.row_at(position), Some(row));
                assert_eq!(shown.position_of(row), Some(position));
            }
            assert_eq!((shown.row_at(3), shown.position_of(9)), (None, None));
        }
    }
}
