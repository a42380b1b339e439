//! Which columns the grid shows, in which order, and how wide.
//!
//! The file's own order is kept when saving; on screen the column that people
//! edit stands next to the ones by which they recognise a row.

mod in_view;

use std::collections::{BTreeMap, BTreeSet};

pub use in_view::{ColumnsInView, Placed, in_view, scroll_to};

use shared::order;

use crate::engine::protocol::ColumnView;

/// Columns that come first, in this order.
const FIRST: [&str; 5] = [
    "DisplayName",
    "PrimarySmtpAddress",
    "SourceExternalDirectoryObjectId",
    TARGET,
    "MigrationStatus",
];
/// The column that leads to a MailUser.
const TARGET: &str = "TargetExternalDirectoryObjectId";
/// The narrowest that a column becomes, in pixels.
pub const NARROWEST: u32 = 48;
/// The widest.
pub const WIDEST: u32 = 1_200;
/// By how much a key makes a column wider.
const STEP: i32 = 16;

/// A column as it is shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ShownColumn {
    /// Its place in the file.
    pub index: usize,
    /// Its name in the file.
    pub name: String,
    /// Whether its cells can be edited.
    pub editable: bool,
    /// The class that gives it its type face.
    pub class: &'static str,
    /// Its width in pixels.
    pub width: u32,
    /// Whether it stays at the left edge.
    pub pinned: bool,
}

/// What somebody arranged: by a column's place in the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Arrangement {
    widths: BTreeMap<usize, u32>,
    hidden: BTreeSet<usize>,
    pinned: BTreeSet<usize>,
}

impl Arrangement {
    /// Gives a column a width, as far as one can be that wide.
    pub fn set_width(&mut self, column: usize, width: u32) {
        self.widths.insert(column, width.clamp(NARROWEST, WIDEST));
    }

    /// Makes a column wider by so many steps, or narrower.
    pub fn widen(&mut self, column: &ShownColumn, steps: i32) {
        let width = column
            .width
            .saturating_add_signed(steps.saturating_mul(STEP));
        self.set_width(column.index, width);
    }

    /// Hides a column, or shows it again.
    pub fn set_hidden(&mut self, column: usize, is_hidden: bool) {
        put(&mut self.hidden, column, is_hidden);
    }

    /// Whether a column is hidden.
    pub fn is_hidden(&self, column: usize) -> bool {
        self.hidden.contains(&column)
    }

    /// Keeps a column at the left edge, or lets it go.
    pub fn set_pinned(&mut self, column: usize, is_pinned: bool) {
        put(&mut self.pinned, column, is_pinned);
    }
}

fn put(set: &mut BTreeSet<usize>, column: usize, is_in: bool) {
    if is_in {
        set.insert(column);
    } else {
        set.remove(&column);
    }
}

/// The columns in the order shown: pinned ones first. A column is never hidden if it is
/// the last one left.
pub fn shown_columns(columns: &[ColumnView], arrangement: &Arrangement) -> Vec<ShownColumn> {
    let all_hidden = (0..columns.len()).all(|index| arrangement.is_hidden(index));
    let mut shown: Vec<_> = columns
        .iter()
        .enumerate()
        .filter(|(index, _)| all_hidden || !arrangement.is_hidden(*index))
        .map(|(index, column)| {
            let class = class_of(&column.name, column.editable);
            let width = arrangement.widths.get(&index).copied();
            ShownColumn {
                index,
                name: column.name.clone(),
                editable: column.editable,
                class,
                width: width.unwrap_or_else(|| width_of(class)),
                pinned: arrangement.pinned.contains(&index),
            }
        })
        .collect();
    order::by_key(&mut shown, |column| (!column.pinned, rank(&column.name)));
    shown
}

/// Where a column begins, in pixels from the left edge of the grid.
pub fn left_of(columns: &[ShownColumn], place: usize) -> u32 {
    let before: u32 = columns.iter().take(place).map(|column| column.width).sum();
    in_view::NUMBER_WIDTH.saturating_add(before)
}

fn width_of(class: &str) -> u32 {
    match class {
        "target" => 450,
        "guid" => 148,
        "long" => 260,
        "state" => 130,
        _ => 244,
    }
}

fn rank(name: &str) -> usize {
    FIRST
        .iter()
        .position(|known| known.eq_ignore_ascii_case(name.trim()))
        .unwrap_or(FIRST.len())
}

fn class_of(name: &str, editable: bool) -> &'static str {
    let name = name.trim();
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if is(TARGET) {
        "target"
    } else if editable {
        "address editable"
    } else if is("SourceExternalDirectoryObjectId") || is("ArchiveGuid") || is("ExchangeGuid") {
        "guid"
    } else if is("EmailAddresses") || is("LegacyExchangeDN") {
        "long"
    } else if is("MigrationStatus") {
        "state"
    } else {
        "address"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &[&str]) -> Vec<ColumnView> {
        names
            .iter()
            .map(|name| ColumnView {
                name: (*name).into(),
                editable: false,
            })
            .collect()
    }

    #[test]
    fn the_target_stands_beside_what_names_the_row() {
        let columns = columns(&[
            "SourceExternalDirectoryObjectId",
            "ArchiveGuid",
            "targetexternaldirectoryobjectid",
            "PrimarySmtpAddress",
            "Note",
        ]);
        let shown = shown_columns(&columns, &Arrangement::default());
        let order: Vec<_> = shown.iter().map(|column| column.index).collect();
        assert_eq!(order, [3, 0, 2, 1, 4]);
    }

    #[test]
    fn no_column_is_lost_or_shown_twice() {
        let columns = columns(&["A", "MigrationStatus", "A", "MigrationStatus"]);
        let shown = shown_columns(&columns, &Arrangement::default());
        let mut order: Vec<_> = shown.iter().map(|column| column.index).collect();
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3]);
    }

    #[test]
    fn columns_are_pinned_hidden_and_resized() {
        let columns = columns(&["A", "B", "C"]);
        let mut arrangement = Arrangement::default();
        arrangement.set_pinned(2, true);
        arrangement.set_hidden(0, true);
        arrangement.set_width(1, 9_999);
        let shown = shown_columns(&columns, &arrangement);
        let order: Vec<_> = shown.iter().map(|column| column.index).collect();
        assert_eq!((order.as_slice(), shown[1].width), (&[2, 1][..], WIDEST));
        arrangement.widen(&shown[1], -1);
        assert_eq!(shown_columns(&columns, &arrangement)[1].width, WIDEST - 16);
        arrangement.widen(&shown[1], -1_000);
        assert_eq!(shown_columns(&columns, &arrangement)[1].width, NARROWEST);
        arrangement.set_hidden(1, true);
        arrangement.set_hidden(2, true);
        let all = shown_columns(&columns, &arrangement);
        assert_eq!(all.len(), 3, "there is always a column to see");
    }
}
