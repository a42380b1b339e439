//! What was changed, to take along: as CSV for people, as JSON for programs.

use serde::Serialize;

use super::{csv_bytes, left_out::source_name};
use crate::mapping_file::{CellChange, Diff, MappingFile, RowId, guarded_text};

const HEADER: [&str; 8] = [
    "Change",
    "Row",
    "RowBefore",
    "Source",
    "Column",
    "Before",
    "After",
    "Locked",
];

/// What differs between two files, one row for each change: changed cells first, then
/// rows that were added, removed or moved, then columns. Rows count from 1; a row that
/// one side lacks is empty there. Values come from another organisation: what a
/// spreadsheet would run is guarded by an apostrophe.
///
/// ```
/// use shared::{exports::changes_csv, mapping_file::{diff, open}};
///
/// let before = open(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\nlena,\n".to_vec())?;
/// let after = open(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\nlena,new\nomar,\n".to_vec())?;
/// let csv = String::from_utf8(changes_csv(&before, &after, &diff(&before, &after)))?;
/// assert_eq!(csv, "Change,Row,RowBefore,Source,Column,Before,After,Locked\r\n\
///     cell,1,1,lena,TargetExternalDirectoryObjectId,,new,no\r\n\
///     row added,2,,omar,,,,yes\r\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn changes_csv(baseline: &MappingFile, file: &MappingFile, diff: &Diff) -> Vec<u8> {
    csv_bytes(
        HEADER,
        all(baseline, file, diff).map(|change| {
            let row = |row: Option<u32>| row.map(|row| row.to_string()).unwrap_or_default();
            let guarded = |text: Option<&str>| guarded_text(text.unwrap_or_default()).into_owned();
            let locked = if change.is_locked { "yes" } else { "no" };
            [
                change.kind.to_owned(),
                row(change.row),
                row(change.row_before),
                guarded(Some(&change.source)),
                guarded(change.column),
                guarded(change.before),
                guarded(change.after),
                locked.to_owned(),
            ]
        }),
    )
}

/// The same as a JSON array of `{change, row, rowBefore, source, column, before, after,
/// isLocked}`. Nothing is altered.
pub fn changes_json(baseline: &MappingFile, file: &MappingFile, diff: &Diff) -> String {
    let all: Vec<Change<'_>> = all(baseline, file, diff).collect();
    // Text and numbers alone: turning them into JSON cannot fail.
    serde_json::to_string_pretty(&all).unwrap_or_default()
}

/// One change, as both forms say it.
#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    #[serde(rename = "change")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row_before: Option<u32>,
    #[serde(skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
    is_locked: bool,
}

fn all<'a>(
    baseline: &'a MappingFile,
    file: &'a MappingFile,
    diff: &'a Diff,
) -> impl Iterator<Item = Change<'a>> {
    let cells = diff.cells.iter().map(|cell| of_cell(file, cell));
    let added = diff
        .rows_added
        .iter()
        .map(|row| of_row("row added", file, *row, Some(*row), None));
    let removed = diff
        .rows_removed
        .iter()
        .map(|row| of_row("row removed", baseline, *row, None, Some(*row)));
    let moved = diff
        .rows_moved
        .iter()
        .map(|row| of_row("row moved", file, row.now, Some(row.now), Some(row.before)));
    let columns = |kind: &'static str, names: &'a [String]| {
        names.iter().map(move |name| Change {
            kind,
            column: Some(name),
            is_locked: true,
            ..Change::default()
        })
    };
    cells
        .chain(added)
        .chain(removed)
        .chain(moved)
        .chain(columns("column added", &diff.columns_added))
        .chain(columns("column removed", &diff.columns_removed))
}

fn of_cell<'a>(file: &MappingFile, cell: &'a CellChange) -> Change<'a> {
    Change {
        kind: "cell",
        row: Some(cell.row.number()),
        row_before: Some(cell.row_before.number()),
        source: source_name(file, cell.row),
        column: Some(&cell.column),
        before: cell.before.as_deref(),
        after: cell.after.as_deref(),
        is_locked: cell.is_locked,
    }
}

/// A row as a whole: nobody may add, remove or move one.
fn of_row<'a>(
    kind: &'static str,
    named_in: &MappingFile,
    named: RowId,
    now: Option<RowId>,
    before: Option<RowId>,
) -> Change<'a> {
    Change {
        kind,
        row: now.map(RowId::number),
        row_before: before.map(RowId::number),
        source: source_name(named_in, named),
        is_locked: true,
        ..Change::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping_file::{diff, open};

    const HEADER_BEFORE: &str =
        "SourceUserPrincipalName,DisplayName,TargetExternalDirectoryObjectId\r\n";
    const HEADER_AFTER: &str = "SourceUserPrincipalName,TargetExternalDirectoryObjectId,Note\r\n";

    fn two() -> (MappingFile, MappingFile) {
        let before =
            format!("{HEADER_BEFORE}a@x.example,A,\r\nb@x.example,B,\r\nc@x.example,C,1\r\n");
        let after =
            format!("{HEADER_AFTER}b@x.example,=cmd(),\r\na@x.example,,\r\nd@x.example,2,\r\n");
        (
            open(before.into_bytes()).unwrap(),
            open(after.into_bytes()).unwrap(),
        )
    }

    #[test]
    fn every_kind_of_change_is_a_row_and_what_would_run_is_guarded() {
        let (before, after) = two();
        let csv = changes_csv(&before, &after, &diff(&before, &after));
        let text = String::from_utf8(csv).unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        for expected in [
            "cell,1,2,b@x.example,TargetExternalDirectoryObjectId,,'=cmd(),no",
            "row added,3,,d@x.example,,,,yes",
            "row removed,,3,c@x.example,,,,yes",
            "column added,,,,Note,,,yes",
            "column removed,,,,DisplayName,,,yes",
        ] {
            assert!(lines.contains(&expected), "{expected}: {text}");
        }
        assert_eq!(text.matches("row moved").count(), 1, "{text}");
    }

    #[test]
    fn json_alters_nothing_and_lacks_what_is_not_there() {
        let (before, after) = two();
        let json = changes_json(&before, &after, &diff(&before, &after));
        let all: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        assert_eq!(
            all[0],
            serde_json::json!({
                "change": "cell", "row": 1, "rowBefore": 2, "source": "b@x.example",
                "column": "TargetExternalDirectoryObjectId", "before": "", "after": "=cmd()",
                "isLocked": false,
            })
        );
        assert!(all.iter().all(|change| change.get("change").is_some()));
    }

    #[test]
    fn no_changes_are_a_header_and_an_empty_array() {
        let (before, _) = two();
        let none = diff(&before, &before);
        assert_eq!(
            changes_csv(&before, &before, &none).len(),
            HEADER.join(",").len() + 2
        );
        assert_eq!(changes_json(&before, &before, &none), "[]");
    }
}
