//! Any file, any edits and repairs: what is saved holds them, everything else stays, what
//! is checked again after an edit is what a check of the whole file finds, and undoing
//! everything gives the bytes back.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use shared::{
    checks::{Checked, Finding, References, check, summarise},
    exports::{
        ReportInput, findings_csv, findings_html, findings_json, with_error_column,
        without_error_column,
    },
    fingerprint::Seed,
    mapping_file::{Diff, Encoding, LineEnd, MappingFile, Repair, RowId, diff, open},
    timestamp::Timestamp,
};

fuzz_target!(|data: &[u8]| {
    // The edits are lines before the first NUL: a row, a column and a text, or a repair.
    let at = data.iter().position(|byte| *byte == 0).unwrap_or(0);
    let (steps, bytes) = data.split_at(at);
    let bytes = bytes.get(1..).unwrap_or_default();
    let Ok(before) = open(bytes.to_vec()) else {
        return;
    };
    let mut file = before.clone();
    file.unlock_all_columns();
    let references = Arc::new(References {
        baseline: Some(before.clone().into()),
        ..References::default()
    });
    let mut checked = Checked::new(file, Arc::clone(&references), &Seed::default());
    for step in String::from_utf8_lossy(steps).split('\n') {
        let mut letters = step.chars();
        let first = letters.next().unwrap_or('0');
        let number = u32::from(letters.next().unwrap_or('0'));
        let text = letters.as_str();
        match first {
            // What cannot be done leaves everything as it was.
            'R' => drop(checked.edit(|file| file.repair(&repair(number, text)))),
            'U' => drop(checked.undo()),
            'D' => drop(checked.redo()),
            _ => {
                let row = RowId(u32::from(first) % checked.file().row_count().max(1));
                let columns = checked.file().header().len();
                let column = usize::try_from(number).unwrap() % columns;
                if checked
                    .edit(|file| file.set_cell(row, column, text))
                    .is_ok()
                {
                    assert_eq!(checked.file().cell(row, column), text);
                }
            }
        }
    }
    let file = checked.file();
    let findings = check(file, &references);
    assert!(checked.findings().eq(findings.iter().cloned()));
    assert_eq!(checked.summary(), summarise(file, &findings));

    let saved = file.save();
    if let Ok(again) = open(saved.clone())
        && again.dialect().encoding == file.dialect().encoding
        && again.dialect().delimiter == file.dialect().delimiter
    {
        assert_eq!(rows_of(&again), rows_of(file));
    }
    exports(file, &saved, &findings, &diff(&before, file));

    let mut file = checked.into_file();
    while file.undo().is_some() {}
    assert_eq!(file.save(), bytes);
});

fn repair(number: u32, text: &str) -> Repair {
    let column = text.len() % 4;
    match number % 16 {
        0 => Repair::CommaDelimiter,
        1 => Repair::ToUtf8 { bom: false },
        2 => Repair::ToUtf8 { bom: true },
        3 => Repair::ReadAs {
            encoding: Encoding::Windows1252,
            delimiter: b';',
        },
        4 => Repair::ReadAs {
            encoding: Encoding::Utf8,
            delimiter: b'|',
        },
        5 => Repair::UniformLineEnds(LineEnd::Lf),
        6 => Repair::UniformLineEnds(LineEnd::Crlf),
        7 => Repair::FinalLineEnd,
        8 => Repair::RemoveBlankLines,
        9 => Repair::RemovePreamble,
        10 => Repair::RemoveEmptyRows,
        11 => Repair::TrimHeader,
        12 => Repair::RenameColumns(vec![(column, text.to_owned())]),
        13 => Repair::RemoveColumns(vec![column]),
        14 => Repair::QuoteStrayQuotes,
        _ => Repair::TakeGuardOff,
    }
}

fn exports(file: &MappingFile, saved: &[u8], findings: &[Finding], changes: &Diff) {
    let input = ReportInput {
        reviewer: Some("<b>&\u{0}\"'"),
        file_name: "file.csv",
        file,
        summary: summarise(file, findings),
        references: &[],
        changes: Some(changes),
        made_at: Timestamp::from_unix_millis(0),
    };
    let html = findings_html(&input, findings);
    assert!(!html.contains(|c: char| c.is_control() && c != '\n'));
    assert!(!findings_csv(findings).is_empty() && !findings_json(findings).is_empty());
    // A guess of the delimiter may be turned by odd quotes in a header, and by a repair.
    if let Ok(copy) = open(with_error_column(file, findings))
        && copy.dialect().delimiter == file.dialect().delimiter
        && copy.header().len() == file.header().len() + 1
    {
        assert_eq!(without_error_column(&copy).as_deref(), Some(saved));
    }
}

fn rows_of(file: &MappingFile) -> Vec<Vec<String>> {
    let cells = |row| (0..file.field_count(row)).map(move |at| file.cell(row, at).into_owned());
    file.rows().map(|row| cells(row).collect()).collect()
}
