//! Findings that are kept up to date are the findings of a fresh look.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::{fmt::Write, sync::Arc};

use proptest::prelude::*;
use shared::{
    checks::{
        Checked, CheckedReader, CheckedStream, Finding, References, StreamReport, check,
        rows_held_back, summarise,
    },
    fingerprint::Seed,
    identity::TargetMailUser,
    mapping_file::{Column, Encoding, Lock, MappingFile, Repair, RowId, Search, StreamError, open},
};

const HEADER: &str = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,TargetExternalDirectoryObjectId,MigrationStatus";

fn source(n: u32) -> String {
    format!("11111111-0000-4000-8000-{n:012}")
}

fn target(n: u32) -> String {
    format!("22222222-0000-4000-8000-{n:012}")
}

fn file(rows: u32) -> String {
    let mut text = format!("{HEADER}\r\n");
    for n in 0..rows {
        let target = if n.is_multiple_of(3) {
            String::new()
        } else {
            target(n)
        };
        write!(
            text,
            "{},u{n}@contoso.example,u{n}@contoso.example,{target},Copied\r\n",
            source(n)
        )
        .unwrap();
    }
    text
}

fn read(text: &str) -> MappingFile {
    open(text.as_bytes().to_vec()).unwrap()
}

fn mail_user(n: u32) -> TargetMailUser {
    TargetMailUser {
        id: target(n).parse().unwrap(),
        display_name: format!("User {n}"),
        user_principal_name: format!("u{n}@fabrikam.example"),
        primary_smtp_address: format!("u{n}@fabrikam.example"),
        external_email_address: Some(format!("SMTP:u{n}@contoso.example")),
        email_addresses: vec![format!("SMTP:u{n}@fabrikam.example")],
        exchange_guid: None,
        archive_guid: None,
        is_dir_synced: n.is_multiple_of(4),
    }
}

fn references(rows: u32) -> Arc<References> {
    Arc::new(References {
        baseline: Some(read(&file(rows))),
        mail_users: Some((0..rows).map(mail_user).collect()),
        accepted_domains: Some(vec!["fabrikam.example".into()]),
        ..References::default()
    })
}

/// Texts that make, break and share targets.
fn edit() -> impl Strategy<Value = (u32, String)> {
    let text = prop_oneof![
        4 => (0..8_u32).prop_map(target),
        1 => Just(String::new()),
        1 => Just(" 22222222-0000-4000-8000-000000000003".to_owned()),
        1 => Just("{22222222-0000-4000-8000-000000000003}".to_owned()),
        1 => Just("00000000-0000-0000-0000-000000000000".to_owned()),
        1 => Just("=nobody".to_owned()),
        1 => (0..8_u32).prop_map(source),
        1 => Just(target(99)),
    ];
    (0..9_u32, text)
}

fn assert_fresh(checked: &Checked) {
    let fresh: Vec<Finding> = check(checked.file(), checked.references());
    let kept: Vec<Finding> = checked.findings().collect();
    assert_eq!(kept, fresh);
    assert_eq!(checked.summary(), summarise(checked.file(), &fresh));
    let held_back: Vec<u32> = rows_held_back(&fresh)
        .into_iter()
        .map(|row| row - 1)
        .collect();
    assert_eq!(checked.held_back().iter().collect::<Vec<_>>(), held_back);
    let counted: u32 = checked.counts().map(|(.., count)| count).sum();
    let about_rows = fresh.iter().filter(|finding| finding.row.is_some()).count();
    assert_eq!(usize::try_from(counted).unwrap(), about_rows);
    let places: Vec<(u32, &str)> = checked
        .places()
        .map(|at| (at.row.number(), at.rule.code))
        .collect();
    let mut expected: Vec<(u32, &str)> = fresh
        .iter()
        .filter_map(|f| Some((f.row?, f.rule()?.code)))
        .collect();
    let mut found = places.clone();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert!(places.is_sorted_by_key(|(row, _)| *row));
}

/// What somebody does in the workbench.
#[derive(Clone, Debug)]
enum Act {
    /// Target, or another column once all are unlocked.
    Set(usize, u32, String),
    Replace(String),
    Undo,
    Redo,
    Repair(Repair),
}

fn act() -> impl Strategy<Value = Act> {
    let repair = prop::sample::select(vec![
        Repair::RemoveBlankLines,
        Repair::RemoveEmptyRows,
        Repair::CommaDelimiter,
        Repair::QuoteStrayQuotes,
    ]);
    prop_oneof![
        6 => (0..5_usize, edit()).prop_map(|(column, (row, text))| Act::Set(column, row, text)),
        1 => "[1-4]".prop_map(Act::Replace),
        3 => Just(Act::Undo),
        2 => Just(Act::Redo),
        1 => repair.prop_map(Act::Repair),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn after_any_step_and_back_the_findings_are_those_of_a_fresh_look(
        acts in prop::collection::vec(act(), 1..24),
        odd in prop::sample::select(vec!["", "\r\n", ",,,,\r\n", "a\"b,,,,\r\n"]),
        with_references in any::<bool>(),
    ) {
        let refs = if with_references { references(9) } else { Arc::default() };
        let mut checked = Checked::new(read(&(file(9) + odd)), refs, &Seed::new(5));
        checked.set_lock(Lock::Nothing);
        for act in acts {
            match act {
                Act::Set(column, row, text) => {
                    // A row that a repair removed cannot be edited, and that is all.
                    let _ = checked.edit(|file| file.set_cell(RowId(row), column, &text));
                }
                Act::Replace(digit) => {
                    let rows: Vec<RowId> = checked.file().rows().collect();
                    let search = Search {
                        text: &digit,
                        is_regex: false,
                        whole_cell: false,
                        match_case: true,
                        rows: &rows,
                        columns: &[0, 3],
                    };
                    let plan = checked.file().plan_replace(&search, "5").unwrap();
                    checked.edit(|file| file.apply("Replace", &plan)).unwrap();
                }
                Act::Undo => drop(checked.undo()),
                Act::Redo => drop(checked.redo()),
                Act::Repair(repair) => drop(checked.edit(|file| file.repair(&repair))),
            }
            assert_fresh(&checked);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn after_any_edits_the_findings_are_those_of_a_fresh_look(
        edits in prop::collection::vec(edit(), 1..30),
        with_references in any::<bool>(),
    ) {
        let refs = if with_references { references(9) } else { Arc::default() };
        let mut checked = Checked::new(read(&file(9)), refs, &Seed::new(5));
        assert_fresh(&checked);
        let column = checked.file().column(Column::TargetExternalDirectoryObjectId).unwrap();
        for (row, text) in edits {
            let row = RowId(row);
            checked.edit(|file| file.set_cell(row, column, &text)).unwrap();
            assert_fresh(&checked);
        }
    }
}

#[test]
fn an_edit_looks_at_the_rows_that_it_can_affect_and_no_other() {
    let mut checked = Checked::new(read(&file(3_000)), Arc::default(), &Seed::new(6));
    let column = checked
        .file()
        .column(Column::TargetExternalDirectoryObjectId)
        .unwrap();
    let mut looked_at = |row: u32, text: &str| {
        let before = checked.rows_checked();
        checked
            .edit(|file| file.set_cell(RowId(row), column, text))
            .unwrap();
        checked.rows_checked() - before
    };
    // Itself.
    assert_eq!(looked_at(3, &target(90_000)), 1);
    // Itself and the row that it meets.
    assert_eq!(looked_at(3, &target(4)), 2);
    // Itself, the row that it leaves alone, and the row that it meets.
    assert_eq!(looked_at(3, &target(5)), 3);
    // Itself and the row that it leaves alone.
    assert_eq!(looked_at(3, ""), 2);
    // A third one tells the other two nothing new, but for one of them.
    assert_eq!(looked_at(6, &target(7)), 2);
    assert_eq!(looked_at(9, &target(7)), 2);
    assert_eq!(looked_at(9, ""), 1);
}

#[test]
fn a_step_is_undone_and_done_again_with_its_findings() {
    let mut checked = Checked::new(read(&file(9)), references(9), &Seed::new(6));
    let before = (checked.file().save(), checked.summary());
    assert!(checked.undo().is_none() && checked.redo().is_none());
    let edit = |checked: &mut Checked, column, text: &str| {
        checked.edit(|file| file.set_cell(RowId(2), column, text))
    };
    // The columns of the source are locked until somebody unlocks them.
    assert!(edit(&mut checked, 0, "x").is_err());
    checked.set_lock(Lock::Nothing);
    edit(&mut checked, 0, "x").unwrap();
    let after = (checked.file().save(), checked.summary());
    assert_ne!(after, before);
    assert!(checked.undo().is_some());
    assert_eq!((checked.file().save(), checked.summary()), before);
    assert!(checked.redo().is_some());
    assert_eq!((checked.file().save(), checked.summary()), after);
}

#[test]
fn findings_are_gone_through_forwards_and_backwards() {
    let text = format!(
        "{HEADER}\n{},a,a@b.example,x,\n{},b,b@b.example,{},\n{},c,c@b.example,y,\n",
        source(1),
        source(2),
        target(2),
        source(3)
    );
    let mut checked = Checked::new(read(&text), Arc::default(), &Seed::default());
    assert_eq!(checked.next_row(None), Some(RowId(0)));
    assert_eq!(checked.next_row(Some(RowId(0))), Some(RowId(2)));
    assert_eq!(checked.next_row(Some(RowId(2))), None);
    assert_eq!(checked.previous_row(RowId(2)), Some(RowId(0)));
    assert_eq!(checked.previous_row(RowId(0)), None);
    checked
        .edit(|file| file.set_cell(RowId(0), 3, &target(1)))
        .unwrap();
    assert_eq!(checked.next_row(None), Some(RowId(2)));
    assert_eq!(checked.previous_row(RowId(2)), None);
    assert!(checked.of_row(RowId(0)).is_empty());
    assert_eq!(checked.places_of(RowId(2)).count(), 1);
}

#[test]
fn other_references_mean_other_findings() {
    let mut checked = Checked::new(read(&file(9)), Arc::default(), &Seed::default());
    let before = checked.summary();
    checked.set_references(references(9));
    assert_fresh(&checked);
    assert_ne!(checked.summary(), before);
    checked.set_references(Arc::default());
    assert_fresh(&checked);
    assert_eq!(checked.summary(), before);
    assert_eq!(checked.rows_checked(), 27);
}

#[test]
fn checking_while_reading_finds_the_same() {
    let odd = format!(
        "{HEADER}\n{},a,a@b.example,x,\nshort\n\n{},\"b,b@b.example\",{},\n",
        source(1),
        source(2),
        target(2)
    );
    let ansi = [file(700).as_bytes(), b"x,J\xfcrgen,,,\r\n"].concat();
    let wide: Vec<u8> = file(30).encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        file(700).into_bytes(),
        odd.into_bytes(),
        ansi,
        wide,
        HEADER.into(),
    ] {
        let size = u64::try_from(bytes.len()).unwrap();
        let at_once = CheckedReader::of_memory(bytes.clone(), references(9), &Seed::new(5));
        assert_fresh(&at_once.finish().unwrap());
        for chunk in [1, 7, 64, 1 << 20] {
            for size in [0, size] {
                let mut reader = CheckedReader::with_size(size, references(9), &Seed::new(5));
                for (chunk, nth) in bytes.chunks(chunk).zip(0..) {
                    if nth % 2 == 0 {
                        reader.push(chunk);
                    } else {
                        reader.push_with(chunk.len(), |place| place.copy_from_slice(chunk));
                    }
                }
                let checked = reader.finish().unwrap();
                assert_eq!(checked.file().save(), bytes);
                assert_fresh(&checked);
                assert_eq!(
                    checked.rows_checked(),
                    u64::from(checked.file().row_count())
                );
            }
        }
    }
    assert!(
        CheckedReader::with_size(0, Arc::default(), &Seed::new(5))
            .finish()
            .is_err()
    );
}

#[test]
fn how_far_reading_has_come_is_known() {
    let text = file(3_000);
    let (bytes, last) = text.as_bytes().split_at(text.len() - 10);
    let mut reader = CheckedReader::with_size(0, Arc::default(), &Seed::new(5));
    let mut stream = CheckedStream::new(Arc::default(), &Seed::new(5), 1);
    reader.push(bytes);
    stream.push(bytes);
    let size = u64::try_from(bytes.len()).unwrap();
    assert_eq!((reader.bytes_read(), stream.bytes_read()), (size, size));
    for rows in [reader.rows_read(), stream.rows_read()] {
        assert!((2_990..=3_000).contains(&rows), "{rows}");
    }
    reader.push(last);
    assert_eq!(reader.bytes_read(), size + 10);
}

/// What a stream says, read again in another encoding where it asks for that.
fn streamed(bytes: &[u8], chunk: usize, refs: &Arc<References>, samples: usize) -> StreamReport {
    let read = |encoding: Option<Encoding>| {
        let mut stream = CheckedStream::new(refs.clone(), &Seed::new(8), samples);
        if let Some(encoding) = encoding {
            stream = stream.in_encoding(encoding);
        }
        bytes.chunks(chunk).for_each(|chunk| stream.push(chunk));
        stream.finish()
    };
    match read(None) {
        Err(StreamError::ReadAgain(encoding)) => read(Some(encoding)).unwrap(),
        report => report.unwrap(),
    }
}

fn assert_same(bytes: &[u8], refs: &Arc<References>, chunk: usize) {
    let checked = Checked::new(open(bytes.to_vec()).unwrap(), refs.clone(), &Seed::new(9));
    let report = streamed(bytes, chunk, refs, usize::MAX);
    let about_rows: Vec<Finding> = checked
        .findings()
        .skip(checked.about_file().len())
        .collect();
    assert_eq!(report.about_file, checked.about_file());
    assert_eq!(report.findings, about_rows);
    assert_eq!(report.summary, checked.summary());
    assert_eq!(&report.held_back, checked.held_back());
    assert_eq!(report.dialect, *checked.file().dialect());
    assert_eq!(report.refuses_upload(), checked.refuses_upload());
    assert!(report.counts().eq(checked.counts()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_stream_is_judged_as_a_file(
        edits in prop::collection::vec(edit(), 0..12),
        odd in prop::sample::select(vec!["", "\r\n", "x\r\n", "a\"b,,,,\r\n", "\"open", "J\u{fc}rgen,,,,\r\n", "\0,,,,\r\n"]),
        as_ansi in any::<bool>(),
        with_references in any::<bool>(),
        chunk in prop::sample::select(vec![1_usize, 13, 64, 100_000]),
    ) {
        let mut file = read(&file(9));
        let column = file.column(Column::TargetExternalDirectoryObjectId).unwrap();
        for (row, text) in edits {
            file.set_cell(RowId(row), column, &text).unwrap();
        }
        let mut bytes = file.save();
        if as_ansi {
            bytes.extend(odd.chars().map(|c| u8::try_from(u32::from(c)).unwrap()));
        } else {
            bytes.extend(odd.as_bytes());
        }
        let refs = if with_references { references(9) } else { Arc::default() };
        assert_same(&bytes, &refs, chunk);
    }
}

#[test]
fn of_many_findings_the_first_are_worded_and_all_are_counted() {
    let mut text = format!("{HEADER}\r\n");
    for n in 0..2_000 {
        write!(text, "{},,u@contoso.example,x,\r\nshort\r\n", source(n)).unwrap();
    }
    let report = streamed(text.as_bytes(), 4096, &Arc::default(), 3);
    let checked = Checked::new(read(&text), Arc::default(), &Seed::new(9));
    assert_eq!(report.summary, checked.summary());
    assert!(report.counts().eq(checked.counts()));
    assert_eq!(report.held_back.len(), 4_000);
    for code in ["CW-M-001", "CW-M-005", "CW-F-006"] {
        let of_code = |finding: &Finding| finding.code == code;
        let expected: Vec<Finding> = checked.findings().filter(of_code).take(3).collect();
        let found: Vec<Finding> = report
            .findings
            .iter()
            .filter(|f| of_code(f))
            .cloned()
            .collect();
        assert_eq!(found, expected);
    }
    assert_eq!(report.findings.len(), 9);
}
