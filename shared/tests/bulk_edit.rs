//! Paste, find and replace, clear: a plan first, one step after, and all of it undone.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use proptest::prelude::*;
use shared::mapping_file::{
    ChangedRows, ClipboardCells, EditError, EditPlan, MappingFile, Onto, PlanError, RowId, Search,
    clipboard_cells, open, write_clipboard_row,
};

const FILE: &str = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\nlena,Old\r\n\"omar\",\"old, old\"\r\nragged\r\n";

fn file() -> MappingFile {
    open(FILE.as_bytes().to_vec()).unwrap()
}

fn cells(text: &str) -> Vec<Vec<String>> {
    clipboard_cells(text).unwrap()
}

/// A single cell is selected: the first of the rows and columns.
fn at<'a>(rows: &'a [RowId], columns: &'a [usize]) -> Onto<'a> {
    Onto {
        rows,
        columns,
        selected_rows: 1,
        selected_columns: 1,
    }
}

fn literal<'a>(text: &'a str, rows: &'a [RowId], columns: &'a [usize]) -> Search<'a> {
    Search {
        text,
        is_regex: false,
        whole_cell: false,
        match_case: false,
        rows,
        columns,
    }
}

fn undone(file: &mut MappingFile) -> Option<String> {
    file.undo().map(|changed| changed.name)
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
        assert_eq!(clipboard_cells(text).unwrap(), expected, "{text:?}");
    }
}

#[test]
fn a_paste_shows_where_each_value_lands_and_what_cannot() {
    let mut file = file();
    let block = cells("mia\tnew\r\nzoe\told, old\r\nx\ty\r\nbeyond\tbeyond\r\n");
    let plan = file.plan_paste(&at(&rows(&file), &[0, 1]), &block).unwrap();
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
    let changed = file.apply("Paste", &plan).unwrap();
    assert_eq!(changed.cells, 1);
    assert_eq!(changed.rows, ChangedRows::Some(vec![RowId(0)]));
    assert_eq!(file.save(), FILE.replace("Old", "new").as_bytes());
    assert_eq!(undone(&mut file).as_deref(), Some("Paste"));
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
            match_case,
            ..literal(text, rows, columns)
        };
        let plan = file.plan_replace(&search, "$1").unwrap();
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
    let search = literal("OLD", &rows, &[1]);
    let plan = file.plan_replace(&search, "old$0").unwrap();
    assert_eq!(file.apply("Replace all", &plan).unwrap().cells, 2);
    assert_eq!(file.cell(RowId(0), 1), "old$0");
    assert_eq!(file.cell(RowId(1), 1), "old$0, old$0");
    assert_eq!(undone(&mut file).as_deref(), Some("Replace all"));
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
    let search = literal("äö", &[RowId(0)], &[0]);
    let plan = file.plan_replace(&search, "-").unwrap();
    assert_eq!(plan.landings[0].after, "- İx -");
}

#[test]
fn clearing_leaves_what_is_locked() {
    let mut file = file();
    let plan = file.plan_clear(&rows(&file), &[0, 1]);
    assert_eq!(file.apply("Clear", &plan).unwrap().cells, 2);
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
    assert!(file.apply("Clear", &plan).unwrap().is_nothing());
    assert!(!file.can_undo());
}

#[test]
fn one_value_fills_what_is_selected_and_a_block_repeats_where_it_fits() {
    let text = "A,B,TargetExternalDirectoryObjectId\n1,1,1\n2,2,2\n3,3,3\n4,4,4\n";
    let all: Vec<RowId> = (0..4).map(RowId).collect();
    for (block, selected, after, beside, beyond) in [
        // One value onto a column of three.
        ("x", (3, 1), ["x11", "x22", "x33", "444"], 0, 0),
        // One value onto an area.
        ("x", (2, 2), ["xx1", "xx2", "333", "444"], 0, 0),
        // Two rows onto four: twice.
        ("x\ny", (4, 1), ["x11", "y22", "x33", "y44"], 0, 0),
        ("x\ty", (2, 2), ["xy1", "xy2", "333", "444"], 0, 0),
        // Two rows onto three do not fit: once, from the first cell on.
        ("x\ny", (3, 1), ["x11", "y22", "333", "444"], 0, 0),
        // A block larger than what is selected lands whole.
        ("x\ty\nz\tw", (1, 1), ["xy1", "zw2", "333", "444"], 3, 0),
        // What has no cell to land in is counted.
        ("a\nb\nc\nd\ne", (1, 1), ["a11", "b22", "c33", "d44"], 3, 1),
        ("a\tb\tc\td", (1, 1), ["abc", "222", "333", "444"], 2, 1),
        // Rows of a block may have different lengths.
        ("x\ny\tz", (4, 2), ["x11", "yz2", "x33", "yz4"], 0, 0),
        ("", (2, 2), ["111", "222", "333", "444"], 0, 0),
    ] {
        let mut file = open(text.as_bytes().to_vec()).unwrap();
        file.unlock_all_columns();
        let onto = Onto {
            selected_rows: selected.0,
            selected_columns: selected.1,
            ..at(&all, &[0, 1, 2])
        };
        let plan = file.plan_paste(&onto, &cells(block)).unwrap();
        assert_eq!((plan.beside, plan.beyond), (beside, beyond), "{block:?}");
        file.apply("Paste", &plan).unwrap();
        let now = |row: &RowId| (0..3).map(|at| file.cell(*row, at).into_owned()).collect();
        assert_eq!(
            all.iter().map(now).collect::<Vec<String>>(),
            after,
            "{block:?}"
        );
    }
}

#[test]
fn more_rows_than_a_spreadsheet_has_are_refused() {
    assert_eq!(
        clipboard_cells(&"\n".repeat(1_048_576)).unwrap().len(),
        1_048_576
    );
    let error = clipboard_cells(&"\n".repeat(1_048_577)).unwrap_err();
    assert!(error.to_string().starts_with("more than 1048576 rows"));
}

#[test]
fn whole_cells_and_regular_expressions_are_found() {
    let file = open("TargetExternalDirectoryObjectId\nold\n\"old,\"\nOLD\n\"\"\n".into()).unwrap();
    let rows = rows(&file);
    for (text, is_regex, whole_cell, match_case, replacement, after) in [
        ("old", false, true, true, "new", ["new", "old,", "OLD", ""]),
        ("old", false, true, false, "new", ["new", "old,", "new", ""]),
        (
            "o.d",
            true,
            false,
            false,
            "$0$0",
            ["oldold", "oldold,", "OLDOLD", ""],
        ),
        (
            "o(.)d",
            true,
            false,
            true,
            "<$1>",
            ["<l>", "<l>,", "OLD", ""],
        ),
        (
            "o(?P<mid>.)d",
            true,
            false,
            true,
            "${mid}x",
            ["lx", "lx,", "OLD", ""],
        ),
        (
            "o.d",
            false,
            false,
            false,
            "new",
            ["old", "old,", "OLD", ""],
        ),
        ("^", true, false, false, "new", ["old", "old,", "OLD", ""]),
        ("x*", true, false, false, "new", ["old", "old,", "OLD", ""]),
        // An empty cell is found by an expression for the whole of it.
        (
            "x*",
            true,
            true,
            false,
            "new",
            ["old", "old,", "OLD", "new"],
        ),
        // `|` stays inside of the whole cell.
        ("o|old", true, true, true, "new", ["new", "old,", "OLD", ""]),
    ] {
        let mut file = file.clone();
        let search = Search {
            is_regex,
            whole_cell,
            match_case,
            ..literal(text, &rows, &[0])
        };
        let plan = file.plan_replace(&search, replacement).unwrap();
        file.apply("Replace all", &plan).unwrap();
        let now: Vec<String> = rows
            .iter()
            .map(|row| file.cell(*row, 0).into_owned())
            .collect();
        let after: Vec<&str> = after.to_vec();
        assert_eq!(now, after, "{text:?} {is_regex} {whole_cell} {match_case}");
    }
}

#[test]
fn a_hostile_pattern_or_replacement_is_an_error() {
    let long = "a".repeat(100_000);
    let text = format!("TargetExternalDirectoryObjectId\n{long}\n");
    let file = open(text.into_bytes()).unwrap();
    let search = |text| Search {
        is_regex: true,
        ..literal(text, &[RowId(0)], &[0])
    };
    let nested = "(".repeat(5_000) + &")".repeat(5_000);
    for pattern in [
        "(",
        r"\w{9999}",
        "((a{999}){999}){999}",
        &nested,
        r"(?<=a)b",
        "a**{9}{9}{99}{99}{99}",
    ] {
        let result = file.plan_replace(&search(pattern), "x");
        assert!(
            matches!(result, Err(PlanError::Pattern(_))),
            "{pattern:.20}"
        );
    }
    // What would be exponential elsewhere is done in no time here.
    assert!(
        file.plan_replace(&search("(a*)*(a|aa)+b"), "x")
            .unwrap()
            .landings
            .is_empty()
    );
    let huge = "$0".repeat(5_000);
    let result = file.plan_replace(&search("a+"), &huge);
    assert_eq!(result, Err(PlanError::TooLarge));
    let value = vec![vec!["v".repeat(1 << 20)]];
    let rows = vec![RowId(0); 1000];
    let onto = Onto {
        selected_rows: 1000,
        ..at(&rows, &[0])
    };
    assert_eq!(file.plan_paste(&onto, &value), Err(PlanError::TooLarge));
}

#[test]
fn plans_show_no_contents_for_debugging() {
    let file = open(b"TargetExternalDirectoryObjectId\nlena\n".to_vec()).unwrap();
    let plan = file.plan_clear(&[RowId(0)], &[0]);
    assert!(!format!("{plan:?} {:?}", plan.landings).contains("lena"));
}

/// A cell as a spreadsheet writes it.
fn written(cell: &str) -> String {
    if cell.contains(['\t', '\r', '\n', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
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
        prop_assert_eq!(clipboard_cells(&text), Ok(cells));
    }

    #[test]
    fn what_this_program_copies_is_what_it_pastes(
        cells in prop::collection::vec(prop::collection::vec("[a\"\t\r\n ]{0,5}", 2), 0..5),
    ) {
        let mut text = String::new();
        for row in &cells {
            write_clipboard_row(&mut text, row);
        }
        prop_assert_eq!(clipboard_cells(&text), Ok(cells));
    }

    #[test]
    fn a_paste_planned_in_parts_is_the_same(
        block in prop::collection::vec(prop::collection::vec("[ab]{0,2}", 0..3), 0..5),
        selected_rows in 1_usize..7,
        selected_columns in 1_usize..4,
        size in 1_usize..4,
    ) {
        let file = open(b"A,B,TargetExternalDirectoryObjectId\n1,2,3\n4,5,6\n7,8,9\n10,11,12\n".to_vec()).unwrap();
        let rows = rows(&file);
        let onto = Onto { rows: &rows, columns: &[2, 0, 1], selected_rows, selected_columns };
        let spread = onto.spread(&block);
        let mut parts = EditPlan::default();
        for start in (0..spread.rows).step_by(size) {
            parts.append(file.plan_paste_rows(&onto, &block, spread, start..start + size).unwrap());
        }
        prop_assert!(parts == file.plan_paste(&onto, &block).unwrap());
    }

    #[test]
    fn a_text_taken_apart_in_parts_is_the_same(text in "[ab\"\t\r\n]{0,30}", size in 1_usize..6) {
        let (mut cells, mut steps) = (ClipboardCells::default(), 1);
        while !cells.step(&text, size).unwrap() {
            prop_assert!(cells.bytes() <= text.len());
            steps += 1;
        }
        prop_assert_eq!(cells.bytes(), text.len());
        let block = cells.finish();
        let count: usize = block.iter().map(Vec::len).sum();
        prop_assert!(steps * size >= count, "{} cells in {} steps", count, steps);
        prop_assert_eq!(block, clipboard_cells(&text).unwrap());
    }

    #[test]
    fn any_text_is_a_block_that_loses_no_letter(text in "[ab\"\t\r\n]{0,30}") {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let cells = clipboard_cells(&text).unwrap();
        prop_assert_eq!(letters(&cells.concat().concat()), letters(&text));
    }
}
