//! Findings that are kept up to date are the findings of a fresh look.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::{collections::BTreeSet, fmt::Write, sync::Arc};

use proptest::prelude::*;
use shared::{
    checks::{
        Ahead, Checked, CheckedReader, CheckedStream, Finding, Fix, FixKind, FoundAt, References,
        Severity, StreamReport, check, rows_held_back, summarise,
    },
    fingerprint::Seed,
    identity::TargetMailUser,
    mapping_file::{
        Changed, Column, Encoding, Lock, MappingFile, Repair, RowId, Search, StreamError, open,
    },
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
        baseline: Some(read(&file(rows)).into()),
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
    GoTo(usize),
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
        1 => (0..12_usize).prop_map(Act::GoTo),
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
        is_ahead in any::<bool>(),
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
                    if is_ahead {
                        let ahead = checked.plan_ahead("Replace", plan);
                        done(&mut checked, ahead);
                    } else {
                        checked.edit(|file| file.apply("Replace", &plan)).unwrap();
                    }
                }
                Act::GoTo(wanted) => {
                    // There and back over steps of cells and over repairs.
                    let mut at_once = checked.file().clone();
                    go_to(&mut at_once, wanted);
                    if let Some(ahead) = checked.go_ahead(wanted) {
                        done(&mut checked, ahead);
                    }
                    let names = |file: &MappingFile| -> Vec<String> {
                        file.undo_names().chain(file.redo_names()).map(str::to_owned).collect()
                    };
                    prop_assert_eq!(names(checked.file()), names(&at_once));
                    prop_assert_eq!(checked.file().save(), at_once.save());
                    prop_assert_eq!(checked.file().original(), at_once.original());
                    prop_assert_eq!(checked.file().changed_rows(), at_once.changed_rows());
                }
                Act::Undo | Act::Redo if is_ahead => {
                    let now = checked.file().undo_names().count();
                    let wanted = if matches!(act, Act::Undo) { now.saturating_sub(1) } else { now + 1 };
                    if let Some(ahead) = checked.go_ahead(wanted) {
                        done(&mut checked, ahead);
                    }
                }
                Act::Undo => drop(checked.undo()),
                Act::Redo => drop(checked.redo()),
                Act::Repair(repair) if is_ahead => {
                    let fix = Fix { title: repair.name(), kind: FixKind::Repair(repair) };
                    if let Ok(ahead) = checked.fix_ahead(fix) {
                        done_if_it_can_be(&mut checked, ahead);
                    }
                }
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

/// Makes a change ready, which changes nothing, and takes it.
fn done(checked: &mut Checked, mut ahead: Ahead) -> Changed {
    let before = (checked.file().save(), checked.summary());
    let mut last = 0;
    while !ahead.step(checked).unwrap() {
        assert!((last..=checked.file().row_count()).contains(&ahead.done(checked)));
        last = ahead.done(checked);
    }
    assert_eq!((checked.file().save(), checked.summary()), before);
    checked.take(ahead).unwrap()
}

/// Step by step, as somebody would who has no slices.
fn go_to(file: &mut MappingFile, wanted: usize) {
    while file.undo_names().count() > wanted && file.undo().is_some() {}
    while file.undo_names().count() < wanted && file.redo().is_some() {}
}

/// The same, unless it turns out that it cannot be made.
fn done_if_it_can_be(checked: &mut Checked, mut ahead: Ahead) {
    let before = checked.file().save();
    loop {
        match ahead.step(checked) {
            Ok(false) => {}
            Ok(true) => break drop(checked.take(ahead).unwrap()),
            Err(_) => break assert_eq!(checked.file().save(), before),
        }
    }
}

#[test]
fn a_step_of_very_many_cells_is_made_ready_beside_the_file() {
    for refs in [Arc::default(), references(3_000)] {
        let mut checked = Checked::new(read(&file(3_000)), refs, &Seed::new(6));
        let original = checked.file().save();
        let column = checked.file().header().len() - 2;
        // In an order that is not the file's.
        let rows: Vec<RowId> = checked.file().rows().collect();
        let rows: Vec<RowId> = rows.into_iter().rev().collect();
        let plan = checked.file().plan_clear(&rows, &[column]);
        let ahead = checked.plan_ahead("Clear all", plan);
        let changed = done(&mut checked, ahead);
        assert_eq!((changed.name.as_str(), changed.cells), ("Clear all", 2_000));
        assert_fresh(&checked);
        let cleared = checked.file().save();
        checked
            .edit(|file| file.set_cell(RowId(4), column, &target(4)))
            .unwrap();
        assert_eq!(checked.file().changed_rows(), 1_999);

        let ahead = checked.go_ahead(0).unwrap();
        assert_eq!(done(&mut checked, ahead).cells, 1_999);
        assert_eq!(
            (checked.file().save(), checked.file().changed_rows()),
            (original, 0)
        );
        assert_fresh(&checked);
        let ahead = checked.go_ahead(1).unwrap();
        done(&mut checked, ahead);
        assert_eq!(
            (checked.file().save(), checked.file().changed_rows()),
            (cleared, 2_000)
        );
        assert_fresh(&checked);
        assert!(checked.file().can_redo() && checked.go_ahead(1).is_none());
    }
}

#[test]
fn what_was_made_ready_for_another_state_is_not_taken() {
    let mut checked = Checked::new(read(&file(9)), Arc::default(), &Seed::new(6));
    let revision = checked.revision();
    let plan = checked.file().plan_clear(&[RowId(1)], &[3]);
    let mut ahead = checked.plan_ahead("Clear", plan);
    assert!(!ahead.step(&checked).unwrap());
    checked.edit(|file| file.set_cell(RowId(2), 3, "")).unwrap();
    while !ahead.step(&checked).unwrap() {}
    assert!(checked.take(ahead).is_none());
    assert_eq!(checked.file().cell(RowId(1), 3), target(1));
    assert_ne!(checked.revision(), revision);
}

#[test]
fn a_fix_that_is_made_ready_does_what_it_does_at_once() {
    let text = file(9).replace(",22222222", ", 22222222") + "\r\n";
    let new = || Checked::new(read(&text), Arc::default(), &Seed::new(6));
    let repair = |repair: Repair| Fix {
        title: repair.name(),
        kind: FixKind::Repair(repair),
    };
    let rules: Vec<_> = new().counts().map(|(rule, ..)| rule).collect();
    let of_cells: Vec<Fix> = rules
        .iter()
        .filter_map(|rule| new().fix_all(rule))
        .collect();
    assert_eq!(of_cells.len(), 1);
    for fix in [of_cells[0].clone(), repair(Repair::RemoveBlankLines)] {
        let mut at_once = read(&text);
        fix.apply(&mut at_once).unwrap();
        let mut checked = new();
        let ahead = checked.fix_ahead(fix.clone()).unwrap();
        assert_eq!(done(&mut checked, ahead).name, fix.title);
        assert_eq!(checked.file().save(), at_once.save());
        assert_ne!(checked.file().save(), text.as_bytes());
        assert_fresh(&checked);
    }
    let mut checked = new();
    let mut nothing_to_do = checked.fix_ahead(repair(Repair::QuoteStrayQuotes)).unwrap();
    while !nothing_to_do.step(&checked).unwrap() {}
    assert!(nothing_to_do.is_nothing());
    assert!(checked.take(nothing_to_do).unwrap().is_nothing());
    assert_eq!(checked.file().save(), text.as_bytes());
    assert!(!checked.file().can_undo());
}

#[test]
fn of_changes_made_ready_side_by_side_one_is_taken() {
    let mut checked = Checked::new(read(&file(9)), Arc::default(), &Seed::new(6));
    let ready = |checked: &Checked, row| {
        let plan = checked.file().plan_clear(&[RowId(row)], &[3]);
        let mut ahead = checked.plan_ahead("Clear", plan);
        while !ahead.step(checked).unwrap() {}
        ahead
    };
    let both = [1, 2].map(|row| ready(&checked, row));
    let revision = checked.revision();
    assert_eq!(
        both.map(|ahead| checked.take(ahead).is_some()),
        [true, false]
    );
    assert_eq!(checked.file().cell(RowId(1), 3), "");
    assert_eq!(checked.file().cell(RowId(2), 3), target(2));
    assert_ne!(checked.revision(), revision);
    // What it was compared with counts, too.
    let ahead = ready(&checked, 2);
    checked.set_references(references(9));
    assert!(checked.take(ahead).is_none());
    assert_fresh(&checked);
}

#[test]
fn a_step_of_few_rows_checks_those_again_and_one_of_many_checks_all() {
    for (rows, expected) in [(1, 1), (1_023, 1_023), (1_024, 3_000), (2_000, 3_000)] {
        let mut checked = Checked::new(read(&file(3_000)), Arc::default(), &Seed::new(6));
        let before = checked.rows_checked();
        let all: Vec<RowId> = checked.file().rows().collect();
        let all: Vec<RowId> = all
            .into_iter()
            .filter(|row| checked.has_target(*row))
            .collect();
        let plan = checked.file().plan_clear(&all[..rows], &[3]);
        let ahead = checked.plan_ahead("Clear", plan);
        assert_eq!(done(&mut checked, ahead).cells, rows);
        assert_eq!(checked.rows_checked() - before, expected, "{rows} rows");
        assert_fresh(&checked);
    }
}

#[test]
fn who_waits_is_told_of_progress_in_small_steps() {
    const ROWS: u32 = 24_000;
    let checked = Checked::new(read(&file(ROWS)), Arc::default(), &Seed::new(6));
    let rows: Vec<RowId> = checked.file().rows().collect();
    let plan = checked.file().plan_clear(&rows, &[3]);
    let baseline = References {
        baseline: Some(read(&file(ROWS)).into()),
        ..References::default()
    };
    for mut ahead in [
        checked.plan_ahead("Clear", plan),
        checked.references_ahead(Arc::new(baseline)),
    ] {
        let mut last = 0;
        assert_eq!(ahead.done(&checked), last);
        let mut is_ready = false;
        while !is_ready {
            is_ready = ahead.step(&checked).unwrap();
            let done = ahead.done(&checked);
            assert!(
                (last..=last + ROWS / 5).contains(&done),
                "{done} after {last}"
            );
            last = done;
        }
        assert_eq!(last, ROWS);
    }
}

#[test]
fn other_references_are_made_ready_beside_the_file() {
    let mut checked = Checked::new(read(&file(3_000)), Arc::default(), &Seed::new(6));
    let revision = checked.revision();
    for refs in [references(3_000), Arc::default()] {
        let ahead = checked.references_ahead(refs);
        done(&mut checked, ahead);
        assert_fresh(&checked);
    }
    assert_eq!(checked.revision(), revision, "the file is the same");
}

#[test]
fn all_of_a_rule_are_fixed_in_steps_as_at_once() {
    let rows = file(6_000).replace(",22222222", ", 22222222");
    let rows = rows.replace("000000000001,Copied", "000000000001x,Copied");
    let checked = Checked::new(read(&rows), Arc::default(), &Seed::new(6));
    let rules: Vec<_> = checked.counts().map(|(rule, ..)| rule).collect();
    let (mut fixed, mut most) = (0, 0);
    for rule in rules {
        let mut fixing = checked.fixing_all(rule);
        let (mut last, all) = fixing.done();
        assert_eq!(last, 0, "{}", rule.code);
        while !fixing.step(&checked) {
            let (done, of) = fixing.done();
            assert!(last < done && done < all && of == all, "{}", rule.code);
            last = done;
        }
        assert_eq!(fixing.done(), (all, all), "{}", rule.code);
        most = most.max(last);
        let fix = fixing.finish(&checked);
        fixed += usize::from(fix.is_some());
        assert_eq!(fix, checked.fix_all(rule), "{}", rule.code);
    }
    assert!(fixed > 0 && most > 0);
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

#[test]
fn however_many_rows_there_are_all_findings_are_counted() {
    const ROWS: u32 = 20_000;
    let mut text = format!("{HEADER}\r\n");
    for n in 0..=ROWS {
        let (source, target) = (source(n), target(n / 2));
        write!(
            text,
            "{source},u{n}@a.example,u{n}@a.example,{target} ,\r\n"
        )
        .unwrap();
    }
    let checked = Checked::new(read(&text), Arc::default(), &Seed::new(9));
    let counts = checked.counts().map(|(rule, _, count)| (rule.code, count));
    // White space around every target, and all but the last row share theirs.
    let expected = [("CW-M-006", ROWS), ("CW-M-016", ROWS + 1)];
    assert_eq!(counts.collect::<Vec<_>>(), expected);
    assert_eq!(checked.held_back().len(), ROWS);
    assert_eq!(checked.warned().len(), ROWS + 1);
    assert_eq!(
        (checked.summary().held_back, checked.summary().ready),
        (ROWS, 1)
    );
}

#[test]
fn a_row_is_found_by_the_mail_user_it_leads_to() {
    let mut checked = Checked::new(read(&file(30)), Arc::default(), &Seed::default());
    let row_of = |checked: &Checked, n| checked.row_of_target(target(n).parse().unwrap());
    assert_eq!(row_of(&checked, 4), Some(RowId(4)));
    assert_eq!(row_of(&checked, 3), None);
    assert!(checked.has_target(RowId(4)) && !checked.has_target(RowId(3)));
    let column = Column::TargetExternalDirectoryObjectId;
    let column = checked.file().column(column).unwrap();
    let braced = format!(" {{{}}}", target(3).to_uppercase());
    checked
        .edit(|file| {
            file.set_cells(
                "move",
                &[(RowId(4), column, ""), (RowId(9), column, &braced)],
            )
        })
        .unwrap();
    assert_eq!(row_of(&checked, 4), None);
    assert_eq!(row_of(&checked, 3), Some(RowId(9)));
    checked.undo();
    assert_eq!(row_of(&checked, 4), Some(RowId(4)));
}

/// What is found of each rule, the slow way.
fn assert_by_rule(checked: &Checked, most: usize) {
    let all: Vec<FoundAt> = checked.places().collect();
    let groups = checked.first_of_each_rule(most);
    assert_eq!(groups.len(), checked.counts().count());
    for group in groups {
        let of_rule = |found: &&FoundAt| {
            found.rule.code == group.rule.code && found.severity == group.severity
        };
        let expected: Vec<FoundAt> = all.iter().filter(of_rule).copied().collect();
        let listed: Vec<FoundAt> = checked.places_of_rule(group.rule, group.severity).collect();
        assert_eq!(listed, expected, "{}", group.rule.code);
        assert_eq!(group.count as usize, expected.len(), "{}", group.rule.code);
        assert_eq!(group.first, expected[..most.min(expected.len())]);
    }
    let warned: BTreeSet<u32> = all
        .iter()
        .filter(|found| found.severity == Severity::Warning)
        .map(|found| found.row.0)
        .collect();
    assert!(checked.warned().iter().eq(warned.iter().copied()));
    assert_eq!(checked.warned().len() as usize, warned.len());
}

#[test]
fn findings_by_rule_are_what_going_through_all_of_them_gives() {
    let mut text = String::from(
        "SourceUserPrincipalName,PrimarySmtpAddress,TargetExternalDirectoryObjectId\n",
    );
    for row in 0..9_000 {
        let target = match row % 7 {
            0 => String::new(),
            1 => " 6513270e-269e-4d37-b2a7-4de452e6b438".to_owned(),
            2 => "nobody".to_owned(),
            3 => "36f675cc-81e7-4ef5-a8e2-5d940ed90475 ".to_owned(),
            _ => format!("6513270e-269e-4d37-b2a7-{row:012}"),
        };
        writeln!(
            text,
            "p{row}@contoso.example,p{row}@contoso.example,{target}"
        )
        .unwrap();
    }
    let file = open(text.into_bytes()).unwrap();
    let mut checked = Checked::new(file, Arc::default(), &Seed::default());
    assert_by_rule(&checked, 8);
    for (row, text) in [
        (1, "nobody"),
        (2, ""),
        (0, "6513270e-269e-4d37-b2a7-000000000004"),
    ] {
        checked
            .edit(|file| file.set_cell(RowId(row), 2, text))
            .unwrap();
        assert_by_rule(&checked, 3);
    }
    // More rows than are kept beside the others, in two steps of which neither is most.
    for half in 0..5 {
        let cells: Vec<(RowId, usize, String)> = (0..1_000)
            .map(|at| (RowId(half * 1_000 + at), 2, " x".to_owned()))
            .collect();
        let cells: Vec<(RowId, usize, &str)> = cells
            .iter()
            .map(|(row, column, text)| (*row, *column, text.as_str()))
            .collect();
        checked.edit(|file| file.set_cells("many", &cells)).unwrap();
        assert_by_rule(&checked, 8);
    }
    assert_fresh(&checked);
    while checked.undo().is_some() {}
    assert_by_rule(&checked, 8);
    assert_fresh(&checked);
}
