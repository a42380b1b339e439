//! What a row of the grid shows: decided here, drawn elsewhere.

use super::{columns::ShownColumn, keys::Cell};
use crate::{
    components::severity,
    engine::protocol::{FoundAt, Mark, RowView},
    texts,
};

/// The element id of a cell, which the grid names as active.
pub fn cell_id(cell: Cell) -> String {
    format!("cell-{}-{}", cell.row, cell.column)
}

/// The cell that an element id names.
pub fn cell_of_id(id: &str) -> Option<Cell> {
    let (row, column) = id.strip_prefix("cell-")?.split_once('-')?;
    Some(Cell {
        row: row.parse().ok()?,
        column: column.parse().ok()?,
    })
}

/// The element id of a column's header.
pub fn head_id(column: usize) -> String {
    format!("head-{column}")
}

/// The column whose header an element id names.
pub fn column_of_id(id: &str) -> Option<usize> {
    id.strip_prefix("head-")?.parse().ok()
}

/// How a cell looks and what it says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an attribute or a class of its own"
)]
pub struct CellLook {
    /// Its classes.
    pub class: String,
    /// Its text; where it is empty, the word for that.
    pub text: String,
    /// Where in it something was found.
    pub found: Vec<FoundAt>,
    /// Whether the text is that word.
    pub is_empty: bool,
    /// What is to be said about it, beside its text.
    pub mark: String,
    /// All of it, of the active cell, for screen readers.
    pub title: String,
    /// Whether it is selected.
    pub is_selected: bool,
    /// Whether it is locked.
    pub is_locked: bool,
    /// Whether there is an error.
    pub is_wrong: bool,
}

/// How a cell of a row that is at hand looks.
pub fn look(
    column: &ShownColumn,
    row: &RowView,
    text: &str,
    is_active: bool,
    is_selected: bool,
) -> CellLook {
    let mark = mark_of(row, column.index);
    let is_changed = row.changed.contains(&column.index);
    let severity = mark.map(|mark| severity::class_of(mark.severity));
    let class = [
        ("cell", true),
        (column.class, true),
        (severity.unwrap_or_default(), severity.is_some()),
        ("active", is_active),
        ("selected", is_selected),
        ("changed", is_changed),
        ("locked", !column.editable),
        ("pinned", column.pinned),
    ];
    let class: Vec<_> = class
        .into_iter()
        .filter_map(|(class, is_there)| is_there.then_some(class))
        .collect();
    let is_empty = column.class == "target" && text.is_empty();
    CellLook {
        class: class.join(" "),
        text: if is_empty {
            texts::grid::unmapped()
        } else {
            text.to_string()
        },
        found: row
            .found
            .iter()
            .filter(|found| found.column == column.index)
            .copied()
            .collect(),
        is_empty,
        mark: mark.map_or_else(String::new, |mark| without_value(&mark.message, text)),
        title: if is_active {
            title_of(row, column.index, text)
        } else {
            String::new()
        },
        is_selected,
        is_locked: !column.editable,
        is_wrong: severity == Some("error"),
    }
}

/// All that is to be said about a cell: its text, what is wrong, whether it was changed.
pub fn title_of(row: &RowView, column: usize, text: &str) -> String {
    let mark = mark_of(row, column).map(|mark| mark.message.clone());
    let changed = row.changed.contains(&column).then(texts::grid::changed);
    let text = (!text.is_empty()).then(|| text.to_string());
    let lines: Vec<_> = text.into_iter().chain(mark).chain(changed).collect();
    lines.join("\n")
}

/// How a cell of a row that is still to come looks.
pub fn look_to_come(column: &ShownColumn, is_active: bool, is_selected: bool) -> CellLook {
    let pinned = if column.pinned { " pinned" } else { "" };
    let active = if is_active { " active" } else { "" };
    CellLook {
        class: format!("cell {} to-come{pinned}{active}", column.class),
        is_selected,
        is_locked: !column.editable,
        ..CellLook::default()
    }
}

/// A finding's message beside the value that it names: without that value.
fn without_value(message: &str, value: &str) -> String {
    let quoted = format!("\"{value}\"");
    let rest = [quoted.as_str(), value]
        .into_iter()
        .filter(|start| !start.is_empty())
        .find_map(|start| message.strip_prefix(start));
    rest.unwrap_or(message)
        .trim()
        .trim_end_matches('.')
        .to_string()
}

/// The worst that is to be said about a cell.
fn mark_of(row: &RowView, column: usize) -> Option<&Mark> {
    row.marks.iter().find(|mark| mark.column == Some(column))
}

#[cfg(test)]
mod tests {
    use shared::checks::Severity;

    use super::*;

    fn column(class: &'static str, editable: bool) -> ShownColumn {
        ShownColumn {
            index: 1,
            name: "Target".into(),
            editable,
            class,
            width: 100,
            pinned: false,
        }
    }

    fn row(marks: Vec<Mark>, changed: Vec<usize>) -> RowView {
        RowView {
            row: 7,
            cells: Vec::new(),
            marks,
            changed,
            found: Vec::new(),
        }
    }

    #[test]
    fn a_cell_says_what_is_wrong_and_what_was_changed_in_words_too() {
        let mark = Mark {
            column: Some(1),
            code: "CW-M-001".into(),
            severity: Severity::Error,
            message: "\"mia\" is not a GUID.".into(),
        };
        let look = look(
            &column("target", true),
            &row(vec![mark], vec![1]),
            "mia",
            true,
            true,
        );
        assert_eq!(look.class, "cell target error active selected changed");
        assert_eq!(look.mark, "is not a GUID");
        assert_eq!(look.title, "mia\n\"mia\" is not a GUID.\nChanged");
        assert!(look.is_wrong && look.is_selected && !look.is_locked);
    }

    #[test]
    fn only_a_target_without_a_value_is_called_unmapped() {
        let row = row(Vec::new(), Vec::new());
        let target = look(&column("target", true), &row, "", false, false);
        assert!(target.is_empty && target.text == "unmapped" && target.title.is_empty());
        let other = look(&column("address", false), &row, "", false, false);
        assert!(!other.is_empty && other.text.is_empty() && other.is_locked);
    }

    #[test]
    fn an_element_id_names_its_column_and_nothing_else_does() {
        assert_eq!(column_of_id(&head_id(12)), Some(12));
        for id in ["", "head-", "cell-1-2", "head-x"] {
            assert_eq!(column_of_id(id), None, "{id}");
        }
    }

    #[test]
    fn an_element_id_names_its_cell_and_nothing_else_does() {
        let cell = Cell {
            row: 4_108,
            column: 3,
        };
        assert_eq!(cell_of_id(&cell_id(cell)), Some(cell));
        for id in ["", "cell-", "cell-1", "cell-x-1", "row-1-2"] {
            assert_eq!(cell_of_id(id), None, "{id}");
        }
    }

    #[test]
    fn a_mark_does_not_repeat_the_value_beside_it() {
        for (message, value, mark) in [
            ("\"mia\" is not a GUID.", "mia", "is not a GUID"),
            (
                "36f6 stands in row 7 as well.",
                "36f6",
                "stands in row 7 as well",
            ),
            (
                "The target is the nil GUID.",
                "0000",
                "The target is the nil GUID",
            ),
            ("No target yet.", "", "No target yet"),
        ] {
            assert_eq!(without_value(message, value), mark);
        }
    }
}
