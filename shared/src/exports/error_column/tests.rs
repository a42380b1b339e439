use std::borrow::Cow;

use super::*;
use crate::{
    checks::Severity,
    mapping_file::{Encoding, open},
};

fn finding(row: Option<u32>, message: &str) -> Finding {
    Finding {
        code: Cow::Borrowed("CW-M-001"),
        severity: Severity::Error,
        row,
        column: None,
        message: message.to_owned(),
    }
}

#[test]
fn the_column_is_written_as_the_file_is_and_everything_else_stays() {
    for (original, copy) in [
        // Blank lines, mixed line ends, quotes, no final newline.
        (
            "a,b\r\n\r\n\"1\",2\n3,\"4\"",
            "a,b,CrosswalkFindings\r\n\r\n\"1\",2,\"CW-M-001 error: x, y\"\n3,\"4\",",
        ),
        (
            "a;b\n1;2\n",
            "a;b;CrosswalkFindings\n1;2;CW-M-001 error: x, y\n",
        ),
        (
            "sep=;\r\na;b\n1;2\n",
            "sep=;\r\na;b;CrosswalkFindings\n1;2;CW-M-001 error: x, y\n",
        ),
        // Rows with too few and too many fields.
        (
            "a,b\n1\n1,2,3\n",
            "a,b,CrosswalkFindings\n1,\"CW-M-001 error: x, y\"\n1,2,3,\n",
        ),
        // A quote that never closes would swallow the column.
        (
            "a,b\n1,2\n3,\"4\n",
            "a,b,CrosswalkFindings\n1,2,\"CW-M-001 error: x, y\"\n3,\"4\n",
        ),
        // The name is taken.
        (
            "a,crosswalkfindings\n1,2\n",
            "a,crosswalkfindings,CrosswalkFindings2\n1,2,\"CW-M-001 error: x, y\"\n",
        ),
        ("a,b", "a,b,CrosswalkFindings"),
    ] {
        let file = open(original.as_bytes().to_vec()).unwrap();
        let findings = [finding(None, "about the file"), finding(Some(1), "x, y")];
        let written = with_error_column(&file, &findings);
        assert_eq!(String::from_utf8(written.clone()).unwrap(), copy);
        let again = open(written).unwrap();
        assert_eq!(
            without_error_column(&again).as_deref(),
            Some(original.as_bytes())
        );
    }
}

#[test]
fn a_file_without_our_column_is_left_alone() {
    for text in [
        "a,b\n1,2\n",
        "CrosswalkFindings\n1\n",
        "a,CrosswalkFindings!\n",
    ] {
        let file = open(text.as_bytes().to_vec()).unwrap();
        assert_eq!(without_error_column(&file), None, "{text}");
    }
}

#[test]
fn the_file_s_encoding_is_kept_and_what_it_lacks_is_a_question_mark() {
    let file = open(b"a,b\nJ\xf6rg,2\n".to_vec()).unwrap();
    assert_eq!(file.dialect().encoding, Encoding::Windows1252);
    let written = with_error_column(&file, [finding(Some(1), "ö日")]);
    assert_eq!(
        written,
        b"a,b,CrosswalkFindings\nJ\xf6rg,2,CW-M-001 error: \xf6?\n"
    );

    let utf_16: Vec<u8> = "\u{feff}a,b\n1,2"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let file = open(utf_16).unwrap();
    let again = open(with_error_column(&file, [finding(Some(1), "日")])).unwrap();
    assert_eq!(again.cell(RowId(0), 2), "CW-M-001 error: 日");
}

#[test]
fn a_cell_says_every_finding_runs_nothing_and_fits_into_a_spreadsheet() {
    let file = open(b"a,b\n1,2\n".to_vec()).unwrap();
    let text_of = |findings: &[Finding]| {
        let again = open(with_error_column(&file, findings)).unwrap();
        again.cell(RowId(0), 2).into_owned()
    };
    let formula = finding(Some(1), "a;=cmd()");
    let two = text_of(&[formula.clone(), finding(Some(1), "b")]);
    assert_eq!(two, "CW-M-001 error: a;'=cmd()  CW-M-001 error: b");

    let of_later_version = Finding {
        code: Cow::Borrowed("=CW"),
        ..formula
    };
    assert!(text_of(&[of_later_version]).starts_with("'="));

    let long = "x".repeat(5_000_000);
    let text = text_of(&[finding(Some(1), &long)]);
    assert!(
        text.ends_with("… (5,000,000 characters)") && text.len() < 1_100,
        "{}",
        text.len()
    );
    let many = vec![finding(Some(1), &",=".repeat(1_000)); 1000];
    let text = text_of(&many);
    assert!(text.len() < 32_767, "{}", text.len());
    assert!(
        text.ends_with("  and 981 more findings"),
        "{}",
        &text[text.len() - 60..]
    );
}
