//! Paste, find and replace, clear: a plan first, one step after, and all of it undone.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use proptest::prelude::*;
use shared::mapping_file::{EditError, MappingFile, RowId, Search, clipboard_cells, open};

const FILE: &str = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\nlena,Old\r\n\"omar\",\"old, old\"\r\nragged\r\n";

fn file() -> MappingFile {
    open(FILE.as_bytes().to_vec()).unwrap()
}

fn rows(file: &MappingFile) -> Vec<RowId> {
    file.rows().collect()
}

#[test]
fn a_clipboard_is_read_as_excel_writes_it() {
    for (text, expected) in [
        ("", vec![]),
        ("a", vec![vec!["a"]]),
        ("a\r\n", vec![vec!["a"]]),
        ("a\tb\r\nc\td\r\n", vec![vec!["a", "b"], vec!["c", "d"]]),
        ("\t\r\n\r\n", vec![vec!["", ""], vec![""]]),
        ("\"a\tb\"\tc", vec![vec!["a\tb", "c"]]),
        ("\"one\ntwo\"\r\nx", vec![vec!["one\ntwo"], vec!["x"]]),
        ("\"say \"\"hi\"\"\"\tx", vec![vec!["say \"hi\"", "x"]]),
        ("5\" disk\tx", vec![vec!["5\" disk", "x"]]),
        (
            "\"quoted\" and more\tx",
            vec![vec!["\"quoted\" and more", "x"]],
        ),
        ("\"open\tx\ny", vec![vec!["\"open", "x"], vec!["y"]]),
        ("a\nb\rc", vec![vec!["a"], vec!["b"], vec!["c"]]),
        ("a\t", vec![vec!["a", ""]]),
    ] {
        assert_eq!(clipboard_cells(text), expected, "{text:?}");
    }
}

#[test]
fn a_paste_shows_where_each_value_lands_and_what_cannot() {
    let mut file = file();
    let block = clipboard_cells("mia\tnew\r\nzoe\told, old\r\nx\ty\r\nbeyond\tbeyond\r\n");
    let plan = file.plan_paste(&rows(&file), &[0, 1], &block);
    assert_eq!(
        (plan.changed_cells(), plan.changed_rows(), plan.beyond),
        (1, 1, 2)
    );
    let refused: Vec<_> = plan
        .refused()
        .map(|(cell, error)| {
            (
                cell.row.0,
                cell.column,
                matches!(error, EditError::Locked { .. }),
            )
        })
        .collect();
    assert_eq!(
        refused,
        [(0, 0, true), (1, 0, true), (2, 0, true), (2, 1, false)]
    );
    assert_eq!(
        (
            plan.landings[1].before.as_str(),
            plan.landings[1].after.as_str()
        ),
        ("Old", "new")
    );
    assert_eq!(file.apply("Paste", &plan), Ok(1));
    assert_eq!(file.save(), FILE.replace("Old", "new").as_bytes());
    assert_eq!(file.undo().as_deref(), Some("Paste"));
    assert_eq!(file.save(), FILE.as_bytes());
}

#[test]
fn what_is_found_is_counted_before_it_is_replaced() {
    let file = file();
    let all = rows(&file);
    for (text, match_case, rows, columns, counts) in [
        ("old", true, &all[..], &[1][..], (2, 1)),
        ("old", false, &all[..], &[1][..], (3, 2)),
        ("old", false, &all[..1], &[1][..], (1, 1)),
        // Found in a locked column: counted, and not changed.
        ("LENA", false, &all[..], &[0, 1][..], (1, 0)),
        (".", false, &all[..], &[0, 1][..], (0, 0)),
        ("", false, &all[..], &[0, 1][..], (0, 0)),
    ] {
        let search = Search {
            text,
            match_case,
            rows,
            columns,
        };
        let plan = file.plan_replace(&search, "$1");
        assert_eq!(
            (plan.occurrences, plan.changed_cells()),
            counts,
            "{search:?}"
        );
    }
}

#[test]
fn everything_found_is_replaced_in_one_step_and_literally() {
    let mut file = file();
    let rows = rows(&file);
    let search = Search {
        text: "OLD",
        match_case: false,
        rows: &rows,
        columns: &[1],
    };
    let plan = file.plan_replace(&search, "old$0");
    assert_eq!(file.apply("Replace all", &plan), Ok(2));
    assert_eq!(file.cell(RowId(0), 1), "old$0");
    assert_eq!(file.cell(RowId(1), 1), "old$0, old$0");
    assert_eq!(file.undo().as_deref(), Some("Replace all"));
    assert_eq!(file.save(), FILE.as_bytes());
}

#[test]
fn letters_of_any_script_are_found_in_either_case() {
    let file = open(
        "TargetExternalDirectoryObjectId\nÄÖ İx äö\n"
            .as_bytes()
            .to_vec(),
    )
    .unwrap();
    let search = Search {
        text: "äö",
        match_case: false,
        rows: &[RowId(0)],
        columns: &[0],
    };
    let plan = file.plan_replace(&search, "-");
    assert_eq!(plan.landings[0].after, "- İx -");
}

#[test]
fn clearing_leaves_what_is_locked() {
    let mut file = file();
    let plan = file.plan_clear(&rows(&file), &[0, 1]);
    assert_eq!(file.apply("Clear", &plan), Ok(2));
    assert_eq!(
        file.save(),
        FILE.replace("Old", "")
            .replace("\"old, old\"", "\"\"")
            .as_bytes()
    );
}

#[test]
fn a_plan_for_rows_that_are_not_there_does_nothing() {
    let mut file = file();
    let plan = file.plan_clear(&[RowId(9)], &[1]);
    assert_eq!(plan.refused().count(), 1);
    assert_eq!(file.apply("Clear", &plan), Ok(0));
    assert!(!file.can_undo());
}

/// A cell as a spreadsheet writes it.
fn written(cell: &str) -> String {
    if cell.contains(['\t', '\r', '\n', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Set(u32, String),
    Paste(u32, String),
    Replace(String, String, bool),
    Clear(u32),
    Undo,
    Redo,
}

fn edit() -> impl Strategy<Value = Edit> {
    let text = "[aAbé,\"\r\n\t]{0,4}";
    prop_oneof![
        (0..6_u32, text).prop_map(|(row, text)| Edit::Set(row, text)),
        (0..6_u32, "[aAb\"\r\n\t]{0,12}").prop_map(|(row, text)| Edit::Paste(row, text)),
        ("[aAbé]{0,2}", text, any::<bool>()).prop_map(|(a, b, case)| Edit::Replace(a, b, case)),
        (0..6_u32).prop_map(Edit::Clear),
        Just(Edit::Undo),
        Just(Edit::Redo),
    ]
}

proptest! {
    #[test]
    fn what_was_copied_is_what_is_pasted(
        cells in prop::collection::vec(prop::collection::vec("[a\"\t\r\n ]{0,5}", 2), 0..5),
    ) {
        let text: String = cells
            .iter()
            .map(|row| row.iter().map(|cell| written(cell)).collect::<Vec<_>>().join("\t") + "\r\n")
            .collect();
        prop_assert_eq!(clipboard_cells(&text), cells);
    }

    #[test]
    fn any_text_is_a_block_that_loses_no_letter(text in "[ab\"\t\r\n]{0,30}") {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let cells = clipboard_cells(&text);
        prop_assert_eq!(letters(&cells.concat().concat()), letters(&text));
    }

    #[test]
    fn any_sequence_of_edits_undone_gives_the_same_bytes(
        names in prop::collection::vec("[a-c\"]{0,3}(,[aA\"]{0,3})?", 1..6),
        edits in prop::collection::vec(edit(), 0..20),
    ) {
        let bytes = ("A,TargetExternalDirectoryObjectId\n".to_owned() + &names.join("\n")).into_bytes();
        let mut file = open(bytes.clone()).unwrap();
        let rows = rows(&file);
        let from = |row: u32| rows.get(usize::try_from(row).unwrap()..).unwrap_or_default();
        for edit in edits {
            match edit {
                Edit::Set(row, text) => {
                    let _ = file.set_cell(RowId(row), 1, &text);
                }
                Edit::Paste(row, text) => {
                    let plan = file.plan_paste(from(row), &[1, 0], &clipboard_cells(&text));
                    prop_assert_eq!(file.apply("Paste", &plan), Ok(plan.changed_cells()));
                }
                Edit::Replace(text, by, match_case) => {
                    let search = Search { text: &text, match_case, rows: &rows, columns: &[0, 1] };
                    let plan = file.plan_replace(&search, &by);
                    let before = file.can_undo();
                    file.apply("Replace all", &plan).unwrap();
                    prop_assert!(before || file.can_undo() == (plan.changed_cells() > 0));
                }
                Edit::Clear(row) => {
                    let plan = file.plan_clear(from(row), &[0, 1]);
                    file.apply("Clear", &plan).unwrap();
                }
                Edit::Undo => drop(file.undo()),
                Edit::Redo => drop(file.redo()),
            }
        }
        while file.undo().is_some() {}
        prop_assert_eq!(file.changed_rows(), 0);
        prop_assert_eq!(file.save(), bytes);
    }
}
