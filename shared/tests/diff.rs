//! A diff names what differs, all of it and nothing else.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use proptest::prelude::*;
use shared::mapping_file::{CellChange, Diff, MappingFile, MovedRow, RowId, diff, open};

const HEADER: &str =
    "SourceExternalDirectoryObjectId,SourceUserPrincipalName,TargetExternalDirectoryObjectId\n";

fn read(text: &str) -> MappingFile {
    open(text.as_bytes().to_vec()).unwrap()
}

fn of_rows(before: &str, now: &str) -> Diff {
    diff(
        &read(&format!("{HEADER}{before}")),
        &read(&format!("{HEADER}{now}")),
    )
}

fn id(number: usize) -> String {
    format!("11111111-0000-4000-8000-{number:012}")
}

fn change(row: u32, row_before: u32, column: &str, before: &str, after: &str) -> CellChange {
    CellChange {
        row: RowId(row),
        row_before: RowId(row_before),
        column: column.to_owned(),
        at: HEADER
            .trim_end()
            .split(',')
            .position(|name| name == column)
            .unwrap(),
        before: Some(before.to_owned()),
        after: Some(after.to_owned()),
        is_locked: column != "TargetExternalDirectoryObjectId",
    }
}

#[test]
fn each_kind_of_difference_is_told() {
    let (a, b, c) = (id(1), id(2), id(3));
    for (before, now, expected) in [
        ("x,,\n".to_owned(), "x,,\n".to_owned(), Diff::default()),
        // The target, by id, whatever its case and braces.
        (
            format!("{a},lena,\n"),
            format!("{{{}}},lena,t\n", a.to_uppercase()),
            Diff {
                cells: vec![
                    change(
                        0,
                        0,
                        "SourceExternalDirectoryObjectId",
                        &a,
                        &format!("{{{}}}", a.to_uppercase()),
                    ),
                    change(0, 0, "TargetExternalDirectoryObjectId", "", "t"),
                ],
                ..Diff::default()
            },
        ),
        // A changed id is a changed cell of the same person, not a row for another.
        (
            format!("{a},lena,\n{b},omar,\n"),
            format!("{c},lena,\n{b},omar,\n"),
            Diff {
                cells: vec![change(0, 0, "SourceExternalDirectoryObjectId", &a, &c)],
                ..Diff::default()
            },
        ),
        (
            format!("{a},lena,\n{b},omar,\n"),
            format!("{b},omar,\n{c},mia,\n"),
            Diff {
                rows_added: vec![RowId(1)],
                rows_removed: vec![RowId(0)],
                ..Diff::default()
            },
        ),
        // One row went to the end: one row moved, not all of them.
        (
            format!("{a},a,\n{b},b,\n{c},c,\n"),
            format!("{b},b,\n{c},c,\n{a},a,x\n"),
            Diff {
                rows_moved: vec![MovedRow {
                    before: RowId(0),
                    now: RowId(2),
                }],
                cells: vec![change(2, 0, "TargetExternalDirectoryObjectId", "", "x")],
                ..Diff::default()
            },
        ),
        // Twice the same mailbox: the first with the first.
        (
            format!("{a},a,1\n{a},a,2\n"),
            format!("{a},a,1\n{a},a,3\n{a},a,4\n"),
            Diff {
                rows_added: vec![RowId(2)],
                cells: vec![change(1, 1, "TargetExternalDirectoryObjectId", "2", "3")],
                ..Diff::default()
            },
        ),
        // A ragged row is compared with its like.
        (format!("{a},a\n"), format!("{a},a\n"), Diff::default()),
    ] {
        assert_eq!(of_rows(&before, &now), expected, "{before:?} {now:?}");
    }
}

#[test]
fn columns_are_compared_by_name_wherever_they_stand() {
    let before =
        read("SourceUserPrincipalName,Note,TargetExternalDirectoryObjectId,Gone\nlena,n,,g\n");
    let now =
        read("targetexternaldirectoryobjectid,New,SourceUserPrincipalName,NOTE\nt,x,lena,n\n");
    let diff = diff(&before, &now);
    assert_eq!(diff.columns_added, ["New"]);
    assert_eq!(diff.columns_removed, ["Gone"]);
    assert_eq!(diff.cells.len(), 1);
    assert_eq!(diff.cells[0].after.as_deref(), Some("t"));
    assert!(!diff.cells[0].is_locked);
}

#[test]
fn a_missing_field_is_not_an_empty_one() {
    let text = format!("{HEADER},lena,\n");
    let longer = format!("{HEADER},lena,,extra\n");
    // Neither names a mailbox by the right column, and they differ: one went, one came.
    let diff = diff(&read(&text), &read(&longer));
    assert_eq!((diff.rows_removed.len(), diff.rows_added.len()), (1, 1));
}

#[test]
fn edits_count() {
    let text = format!("{HEADER}{},lena,old\n", id(1));
    let mut file = read(&text);
    file.set_cell(RowId(0), 2, "new").unwrap();
    assert_eq!(
        diff(&read(&text), &file).cells,
        [change(
            0,
            0,
            "TargetExternalDirectoryObjectId",
            "old",
            "new"
        )]
    );
    file.undo();
    assert!(diff(&read(&text), &file).is_empty());
}

proptest! {
    #[test]
    fn a_file_does_not_differ_from_itself(
        rows in prop::collection::vec(prop::collection::vec("[a-b,]{0,2}", 0..5), 0..8),
    ) {
        let text = rows.iter().fold(HEADER.to_owned(), |text, row| text + &row.join(",") + "\n");
        prop_assert!(diff(&read(&text), &read(&text)).is_empty());
    }

    #[test]
    fn what_was_done_to_a_file_is_what_is_found(
        order in Just((0..20_usize).collect::<Vec<_>>()).prop_shuffle(),
        kept in 1..20_usize,
        targets in prop::collection::vec(0..3_u8, 20),
    ) {
        let row = |number: usize, target: u8| format!("{},u{number},t{target}\n", id(number));
        let before: String = (0..20).map(|number| row(number, 0)).collect();
        let now: String = order[..kept].iter().map(|number| row(*number, targets[*number])).collect();
        let diff = of_rows(&before, &(now + &row(99, 0)));

        prop_assert_eq!(&diff.rows_added, &[RowId(u32::try_from(kept).unwrap())]);
        let gone: Vec<usize> = diff.rows_removed.iter().map(|row| usize::try_from(row.0).unwrap()).collect();
        let mut expected = order[kept..].to_vec();
        expected.sort_unstable();
        prop_assert_eq!(gone, expected);

        let changed: Vec<usize> = diff.cells.iter().map(|cell| usize::try_from(cell.row_before.0).unwrap()).collect();
        let expected: Vec<usize> = order[..kept].iter().copied().filter(|number| targets[*number] != 0).collect();
        prop_assert_eq!(changed, expected);
        prop_assert_eq!(diff.locked().count(), 0);

        // Without the rows that moved the rest is in order, and no smaller set does it.
        let moved: Vec<usize> = diff.rows_moved.iter().map(|row| usize::try_from(row.before.0).unwrap()).collect();
        let rest: Vec<usize> = order[..kept].iter().copied().filter(|number| !moved.contains(number)).collect();
        prop_assert!(rest.is_sorted());
        prop_assert_eq!(rest.len(), longest_run(&order[..kept]));
    }
}

/// The longest increasing run, the slow and obvious way.
fn longest_run(order: &[usize]) -> usize {
    let mut lengths: Vec<usize> = Vec::new();
    for (at, number) in order.iter().enumerate() {
        let best = (0..at)
            .filter(|b| order[*b] < *number)
            .map(|b| lengths[b])
            .max();
        lengths.push(best.unwrap_or(0) + 1);
    }
    lengths.into_iter().max().unwrap_or(0)
}

#[test]
fn the_edited_cells_are_what_the_diff_to_the_opened_file_says() {
    let (a, b) = (id(1), id(2));
    let opened = read(&format!("{HEADER}{a},lena,x\n{b},omar,\n"));
    let mut file = opened.clone();
    assert_eq!(file.edited_places().count(), 0);
    file.unlock_all_columns();
    file.set_cells(
        "Edit",
        &[(RowId(0), 1, "lina"), (RowId(1), 2, "y"), (RowId(0), 2, "")],
    )
    .unwrap();
    assert_eq!(
        file.edited_places()
            .map(|(row, at)| file.edited_cell(row, at))
            .collect::<Vec<_>>(),
        diff(&opened, &file).cells
    );
    assert!(!file.is_rewritten());
    let repair = shared::mapping_file::Repair::UniformLineEnds(shared::mapping_file::LineEnd::Crlf);
    file.repair(&repair).unwrap();
    assert!(file.is_rewritten());
    file.undo();
    assert!(!file.is_rewritten());
}
