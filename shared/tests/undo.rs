//! Every edit, paste, replacement and repair is one step: undone, the file is the bytes
//! that it was; done again, it is what it became.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use proptest::prelude::*;
use shared::mapping_file::{
    Changed, ChangedRows, Draft, DraftError, Encoding, LineEnd, Lock, MappingFile, Onto, Repair,
    RowId, Search, clipboard_cells, open, open_as,
};

#[path = "support/hostile.rs"]
mod hostile;
use hostile::hostile_bytes;

#[derive(Clone, Debug)]
enum Action {
    Set(u32, usize, String),
    Paste(u32, usize, String),
    Replace(String, String, bool),
    Clear(u32),
    Repair(Repair),
    Unlock,
    Undo,
    Redo,
}

fn action() -> impl Strategy<Value = Action> {
    let text = "[aAbé,;\"\r\n\t]{0,4}";
    prop_oneof![
        4 => (0..6_u32, 0..4_usize, text).prop_map(|(row, at, text)| Action::Set(row, at, text)),
        2 => (0..6_u32, 1..4_usize, "[aAb\"\r\n\t]{0,12}").prop_map(|(row, n, text)| Action::Paste(row, n, text)),
        2 => ("[aAbé.*]{0,2}", text, any::<bool>()).prop_map(|(a, b, regex)| Action::Replace(a, b, regex)),
        1 => (0..6_u32).prop_map(Action::Clear),
        4 => repair().prop_map(Action::Repair),
        1 => Just(Action::Unlock),
        3 => Just(Action::Undo),
        2 => Just(Action::Redo),
    ]
}

fn repair() -> impl Strategy<Value = Repair> {
    prop_oneof![
        Just(Repair::CommaDelimiter),
        any::<bool>().prop_map(|bom| Repair::ToUtf8 { bom }),
        (
            prop::sample::select(vec![
                Encoding::Utf8,
                Encoding::Utf16Le,
                Encoding::Utf16Be,
                Encoding::Windows1252
            ]),
            prop::sample::select(b",;\t|\"\n".to_vec()),
        )
            .prop_map(|(encoding, delimiter)| Repair::ReadAs {
                encoding,
                delimiter
            }),
        prop::sample::select(vec![LineEnd::Lf, LineEnd::Crlf, LineEnd::Cr])
            .prop_map(Repair::UniformLineEnds),
        Just(Repair::FinalLineEnd),
        Just(Repair::RemoveBlankLines),
        Just(Repair::RemovePreamble),
        Just(Repair::RemoveEmptyRows),
        Just(Repair::TrimHeader),
        prop::collection::vec((0..4_usize, "[aé ,\"]{0,3}"), 1..3).prop_map(Repair::RenameColumns),
        prop::collection::vec(0..4_usize, 0..3).prop_map(Repair::RemoveColumns),
        Just(Repair::QuoteStrayQuotes),
        Just(Repair::TakeGuardOff),
    ]
}

/// What the action changed; `None` where it was no step.
fn act(file: &mut MappingFile, action: &Action) -> Option<Changed> {
    let rows: Vec<RowId> = file.rows().collect();
    let from = |row: u32| {
        rows.get(usize::try_from(row).unwrap()..)
            .unwrap_or_default()
    };
    let changed = match action {
        Action::Set(row, column, text) => file.set_cell(RowId(*row), *column, text).ok(),
        Action::Paste(row, selected, text) => {
            let onto = Onto {
                rows: from(*row),
                columns: &[1, 0, 2],
                selected_rows: *selected,
                selected_columns: 1,
            };
            let plan = file
                .plan_paste(&onto, &clipboard_cells(text).unwrap())
                .unwrap();
            let cells = plan.changed_cells();
            let changed = file.apply("Paste", &plan).unwrap();
            assert_eq!(changed.cells, cells);
            Some(changed)
        }
        Action::Replace(text, by, is_regex) => {
            let search = Search {
                text,
                is_regex: *is_regex,
                whole_cell: false,
                match_case: true,
                rows: &rows,
                columns: &[0, 1],
            };
            let plan = file.plan_replace(&search, by).ok()?;
            Some(file.apply("Replace all", &plan).unwrap())
        }
        Action::Clear(row) => {
            let plan = file.plan_clear(from(*row), &[0, 1]);
            Some(file.apply("Clear", &plan).unwrap())
        }
        Action::Repair(repair) => {
            let preview = file.preview(repair);
            let repaired = file.repair(repair);
            if let (Ok(preview), Ok(changed)) = (&preview, &repaired) {
                // A reading that shows the same is a step all the same.
                assert!(!changed.is_nothing() || preview.changes == 0, "{repair:?}");
                assert!(preview.samples.len() <= 5);
                assert_eq!(
                    preview.samples.is_empty(),
                    preview.changes == 0,
                    "{repair:?}"
                );
            }
            repaired.ok()
        }
        Action::Unlock => {
            file.unlock_all_columns();
            None
        }
        Action::Undo => file.undo(),
        Action::Redo => file.redo(),
    };
    changed.filter(|changed| !changed.is_nothing())
}

/// All that can be seen of a file.
fn seen(file: &MappingFile) -> (Vec<u8>, Vec<u8>, String, Vec<Vec<String>>) {
    let rows = std::iter::once(file.header().to_vec()).chain(file.rows().map(|row| {
        (0..file.field_count(row))
            .map(|at| file.cell(row, at).into_owned())
            .collect()
    }));
    (
        file.save(),
        file.original().to_vec(),
        file.dialect().to_string(),
        rows.collect(),
    )
}

fn with_columns() -> impl Strategy<Value = Vec<u8>> {
    let header = prop::sample::select(vec![
        "A,TargetExternalDirectoryObjectId,B\n",
        "A;TargetExternalDirectoryObjectId;B\r\n",
        " A ,B, TargetExternalDirectoryObjectId \n",
        "sep=;\r\nTargetExternalDirectoryObjectId;A;B\r\n",
        "\u{feff}A\tTargetExternalDirectoryObjectId\tB\n\n",
    ]);
    let row = "[a\u{e9}\"]{0,3}([,;\t][aA\"]{0,3}){0,3}(\r\n|\n|\n\n)?";
    (header, prop::collection::vec(row, 0..6))
        .prop_map(|(header, rows)| (header.to_owned() + &rows.concat()).into_bytes())
}

fn utf_16(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text).into_owned();
    format!("\u{feff}{}", text.trim_start_matches('\u{feff}'))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect()
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => with_columns(),
        1 => with_columns().prop_map(|text| utf_16(&text)),
        2 => hostile_bytes(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn any_sequence_undone_gives_the_same_bytes_and_redone_what_it_gave(
        bytes in any_bytes(),
        actions in prop::collection::vec(action(), 0..16),
    ) {
        let Ok(mut file) = open(bytes.clone()) else { return Ok(()) };
        // What the file was like before each step that is done now.
        let mut before = Vec::new();
        let mut after = Vec::new();
        for action in &actions {
            let now = seen(&file);
            let changed = act(&mut file, action);
            match (action, changed.is_some()) {
                (_, false) => prop_assert_eq!(&seen(&file), &now),
                (Action::Undo, _) => {
                    after.push(now);
                    prop_assert_eq!(Some(seen(&file)), before.pop());
                }
                (Action::Redo, _) => {
                    before.push(now);
                    prop_assert_eq!(Some(seen(&file)), after.pop());
                }
                _ => {
                    before.push(now);
                    after.clear();
                }
            }
            prop_assert_eq!(file.opened(), bytes.as_slice());
            prop_assert_eq!(file.undo_names().count(), before.len());
            prop_assert_eq!(file.redo_names().count(), after.len());
        }
        let end = seen(&file);
        let steps = before.len();
        while let Some(expected) = before.pop() {
            prop_assert!(file.undo().is_some());
            prop_assert_eq!(seen(&file), expected);
        }
        prop_assert!(file.undo().is_none());
        prop_assert_eq!(file.save(), bytes.as_slice());
        prop_assert_eq!(file.original(), bytes.as_slice());
        for _ in 0..steps {
            prop_assert!(file.redo().is_some());
        }
        prop_assert_eq!(seen(&file), end);
    }

    #[test]
    fn a_step_says_exactly_which_rows_changed(
        bytes in with_columns(),
        actions in prop::collection::vec(action(), 0..12),
    ) {
        let mut file = open(bytes).unwrap();
        for action in &actions {
            let (.., before) = seen(&file);
            let Some(changed) = act(&mut file, action) else { continue };
            let (.., after) = seen(&file);
            let ChangedRows::Some(rows) = changed.rows else { continue };
            let expected: Vec<RowId> = file
                .rows()
                .filter(|row| {
                    let line = usize::try_from(row.number()).unwrap();
                    before[line] != after[line]
                })
                .collect();
            prop_assert_eq!(rows, expected);
            prop_assert_eq!(&before[0], &after[0]);
        }
    }

    #[test]
    fn edits_of_any_column_change_their_fields_and_no_other_byte(
        bytes in with_columns(),
        edits in prop::collection::vec((0..6_u32, 0..4_usize, "[aé,;\"\r\n\t]{0,4}"), 1..12),
    ) {
        let mut file = open(bytes.clone()).unwrap();
        file.unlock_all_columns();
        for (row, column, text) in &edits {
            let _ = file.set_cell(RowId(*row), *column, text);
        }
        let saved = file.save();
        let mut at = (0, 0);
        for patch in file.patches() {
            let length = patch.range.start - at.0;
            prop_assert_eq!(&bytes[at.0..patch.range.start], &saved[at.1..at.1 + length]);
            at = (patch.range.end, at.1 + length + patch.bytes.len());
        }
        prop_assert_eq!(&bytes[at.0..], &saved[at.1..]);
        let dialect = *file.dialect();
        let again = open_as(saved, dialect.encoding, dialect.delimiter).unwrap();
        prop_assert_eq!(seen(&again).3, seen(&file).3);
    }

    #[test]
    fn a_draft_goes_on_where_it_was_left(
        bytes in any_bytes(),
        actions in prop::collection::vec(action(), 0..12),
    ) {
        let Ok(mut file) = open(bytes.clone()) else { return Ok(()) };
        for action in &actions {
            act(&mut file, action);
        }
        let json = serde_json::to_string(&Draft::of(&file)).unwrap();
        let draft: Draft = serde_json::from_str(&json).unwrap();
        let mut again = open(bytes.clone()).unwrap();
        prop_assert_eq!(draft.apply_to(&mut again), Ok(()));
        prop_assert_eq!(seen(&again), seen(&file));
        prop_assert_eq!(again.lock(), file.lock());
        prop_assert!(again.undo_names().eq(file.undo_names()));
        prop_assert!(again.redo_names().eq(file.redo_names()));
        prop_assert_eq!(Draft::of(&again), draft);
        while let Some(changed) = file.redo() {
            prop_assert_eq!(again.redo(), Some(changed));
            prop_assert_eq!(seen(&again), seen(&file));
        }
        while again.undo().is_some() {}
        prop_assert_eq!(again.save(), bytes);
    }
}

const FILE: &[u8] = b"A,TargetExternalDirectoryObjectId\na,\nb,\n";

#[test]
fn a_draft_for_another_file_is_refused_in_words() {
    let mut file = open(FILE.to_vec()).unwrap();
    file.set_cell(RowId(0), 1, "x").unwrap();
    let draft = Draft::of(&file);
    let mut other = open(b"A,TargetExternalDirectoryObjectId\na,\nc,\n".to_vec()).unwrap();
    let error = draft.apply_to(&mut other).unwrap_err();
    assert!(matches!(error, DraftError::OtherFile { .. }));
    assert!(
        error
            .to_string()
            .starts_with("this draft belongs to another file")
    );
    assert!(!other.can_undo());
    assert_eq!(draft.apply_to(&mut file), Err(DraftError::HasEdits));
    assert!(!format!("{draft:?}").contains('x'));
}

#[test]
fn a_draft_that_cannot_be_done_leaves_the_file_as_it_was() {
    let mut file = open(FILE.to_vec()).unwrap();
    file.set_cell(RowId(0), 1, "x").unwrap();
    file.set_cell(RowId(1), 1, "y").unwrap();
    let json = serde_json::to_string(&Draft::of(&file)).unwrap();
    for (from, to, expected) in [
        (
            "[1,1,\"y\"]",
            "[9,1,\"y\"]",
            "step 2 of the draft cannot be done: there is no row 10",
        ),
        (
            "[1,1,\"y\"]",
            "[1,1,null]",
            "step 2 of the draft cannot be done: it changes nothing",
        ),
        (
            "\"version\":1",
            "\"version\":2",
            "the draft is of version 2",
        ),
    ] {
        assert!(json.contains(from), "{json}");
        let draft: Draft = serde_json::from_str(&json.replace(from, to)).unwrap();
        let mut again = open(FILE.to_vec()).unwrap();
        let error = draft.apply_to(&mut again).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
        assert!(!again.can_undo() && !again.can_redo());
        assert_eq!(again.save(), FILE);
    }
}

#[test]
fn only_the_target_is_open_until_somebody_unlocks_the_rest() {
    let mut file = open(FILE.to_vec()).unwrap();
    assert_eq!(file.lock(), Lock::TargetOnly);
    let error = file.set_cell(RowId(0), 0, "x").unwrap_err().to_string();
    assert!(
        error.starts_with("A is locked") && error.ends_with("unlock all columns first"),
        "{error}"
    );
    file.unlock_all_columns();
    assert!(file.is_editable(0) && file.is_editable(1));
    file.set_cell(RowId(0), 0, "x").unwrap();
    file.repair(&Repair::UniformLineEnds(LineEnd::Crlf))
        .unwrap();
    // Neither undo nor a repair touches the lock, and what was edited stays.
    assert_eq!(file.lock(), Lock::Nothing);
    file.undo();
    assert_eq!(file.lock(), Lock::Nothing);
    file.set_lock(Lock::TargetOnly);
    assert_eq!(file.cell(RowId(0), 0), "x");
    assert!(file.set_cell(RowId(0), 0, "y").is_err());
    file.undo();
    assert_eq!(file.save(), FILE);
}

#[test]
fn steps_have_names_in_both_directions() {
    let mut file = open(FILE.to_vec()).unwrap();
    file.set_cell(RowId(0), 1, "x").unwrap();
    file.repair(&Repair::UniformLineEnds(LineEnd::Crlf))
        .unwrap();
    file.set_cell(RowId(1), 1, "y").unwrap();
    file.undo();
    assert_eq!(
        file.undo_names().collect::<Vec<_>>(),
        ["End every line with CRLF", "Edit row 1"]
    );
    assert_eq!(file.redo_names().collect::<Vec<_>>(), ["Edit row 2"]);
    let undone = file.undo().unwrap();
    assert_eq!((undone.rows, undone.cells), (ChangedRows::All, 0));
}

/// Far more cells than would be bearable if each one cost what the others do.
#[test]
fn a_step_of_very_many_cells_takes_no_longer_than_they_are_many() {
    let rows = 200_000_u32;
    let text = "A,TargetExternalDirectoryObjectId\n".to_owned() + &"a, x \n".repeat(200_000);
    let mut file = open(text.clone().into_bytes()).unwrap();
    let all: Vec<RowId> = file.rows().collect();
    let search = Search {
        text: " ",
        is_regex: false,
        whole_cell: false,
        match_case: true,
        rows: &all,
        columns: &[1],
    };
    let plan = file.plan_replace(&search, "").unwrap();
    let changed = file.apply("Remove white space", &plan).unwrap();
    assert_eq!((changed.cells, file.changed_rows()), (200_000, rows));
    assert_eq!(changed.rows, ChangedRows::Some(all));
    assert_eq!(file.save(), text.replace(' ', "").into_bytes());
    file.undo();
    assert_eq!(file.save(), text.into_bytes());
}
