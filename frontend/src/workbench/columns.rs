//! In which order the grid shows the columns, and how wide.
//!
//! The file's own order is kept when saving; on screen the column that people
//! edit stands next to the ones by which they recognise a row.

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

/// A column as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownColumn {
    /// Its place in the file.
    pub index: usize,
    /// Its name in the file.
    pub name: String,
    /// Whether its cells can be edited.
    pub editable: bool,
    /// The class that gives it its width and type face.
    pub class: &'static str,
}

/// The columns in the order shown.
pub fn shown_columns(columns: &[ColumnView]) -> Vec<ShownColumn> {
    let mut shown: Vec<_> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| ShownColumn {
            index,
            name: column.name.clone(),
            editable: column.editable,
            class: class_of(&column.name, column.editable),
        })
        .collect();
    shown.sort_by_key(|column| rank(&column.name));
    shown
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
        let shown = shown_columns(&columns(&[
            "SourceExternalDirectoryObjectId",
            "ArchiveGuid",
            "targetexternaldirectoryobjectid",
            "PrimarySmtpAddress",
            "Note",
        ]));
        let order: Vec<_> = shown.iter().map(|column| column.index).collect();
        assert_eq!(order, [3, 0, 2, 1, 4]);
    }

    #[test]
    fn no_column_is_lost_or_shown_twice() {
        let shown = shown_columns(&columns(&["A", "MigrationStatus", "A", "MigrationStatus"]));
        let mut order: Vec<_> = shown.iter().map(|column| column.index).collect();
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3]);
    }
}
