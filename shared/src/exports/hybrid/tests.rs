use std::fmt::Write as _;

use super::*;
use crate::{ids::ObjectId, mapping_file::open};

const LENA: &str = "33333333-0000-4000-8000-000000000003";
const LENA_THERE: &str = "55555555-0000-4000-8000-000000000005";
const MIA: &str = "44444444-0000-4000-8000-000000000004";
const HEADER: &str = "\"Format\",\"Time\",\"SourceExternalDirectoryObjectId\",\
    \"TargetExternalDirectoryObjectId\",\"ObjectGuid\",\"Outcome\",\"Message\",\"Before\",\"Change\"";

fn identity(change: Result<HybridChange, String>) -> HybridIdentity {
    HybridIdentity {
        source: LENA.parse().unwrap(),
        source_user_principal_name: "lena@contoso.example".into(),
        target: LENA_THERE.parse().unwrap(),
        target_user_principal_name: "lena@fabrikam.example".into(),
        target_primary_smtp_address: "lena.b@fabrikam.example".into(),
        change,
    }
}

fn rows(rows: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut text = format!("\u{feff}{HEADER}\r\n");
    for (source, outcome, message) in rows {
        write!(
            text,
            "\"crosswalk-progress-1\",\"2026-11-21T22:05:00Z\",\"{source}\",\"{LENA_THERE}\",\"\",\
             \"{outcome}\",\"{message}\",\"{{\"\"a\"\":[\"\"b\"\"]}}\",\"\"\r\n"
        )
        .unwrap();
    }
    text.into_bytes()
}

#[test]
fn every_value_stands_in_the_csv_as_it_is() {
    let hostile = "x500:/o=A;B/cn=\"x\",'; Remove-Item *";
    let change = HybridChange {
        external_email_address: Some("lena@contoso.example".into()),
        primary_smtp_address: None,
        exchange_guid: Some("11111111-0000-4000-8000-000000000001".parse().unwrap()),
        archive_guid: None,
        add_email_addresses: vec![hostile.into(), "x500:/o=\u{2019}/cn=é".into()],
    };
    let identities = [
        identity(Ok(change.clone())),
        identity(Err("Why, \"so\".".into())),
    ];
    let file = open(hybrid_identities_csv(&identities)).unwrap();
    let cell = |row, name| {
        let column = file.column_named(name).unwrap();
        file.cell(crate::mapping_file::RowId(row), column)
            .into_owned()
    };
    assert_eq!(cell(0, "SetExternalEmailAddress"), "lena@contoso.example");
    assert_eq!(cell(0, "SetPrimarySmtpAddress"), "");
    let addresses: Vec<String> = serde_json::from_str(&cell(0, "AddEmailAddresses")).unwrap();
    assert_eq!(addresses, change.add_email_addresses);
    assert_eq!(cell(0, "Problem"), "");
    assert_eq!(cell(1, "Problem"), "Why, \"so\".");
    assert_eq!(cell(1, "AddEmailAddresses"), "[]");
    assert_eq!(cell(1, "SetExchangeGuid"), "");
}

#[test]
fn the_last_that_happened_to_an_identity_counts() {
    let progress = read_progress(rows(&[
        (LENA, "Started", ""),
        (MIA, "Started", ""),
        (LENA, "Written", "Look\r\nat\u{2028}it."),
        (LENA, "NotDone", "Put back nothing."),
    ]))
    .unwrap();
    assert_eq!((progress.problem_count, progress.outcomes.len()), (0, 2));
    let [lena, mia] = &progress.outcomes[..] else {
        panic!("{progress:?}");
    };
    assert_eq!(lena.source, LENA.parse::<ObjectId>().unwrap());
    assert_eq!(lena.result, HybridResult::Written);
    assert_eq!(lena.message, "Look  at it.");
    assert_eq!(mia.result, HybridResult::Interrupted);
}

#[test]
fn what_cannot_be_used_is_named_and_the_rest_is_taken() {
    let mut bytes = rows(&[
        ("nobody", "Written", ""),
        (LENA, "Owned", ""),
        ("00000000-0000-0000-0000-000000000000", "Written", ""),
        (MIA, "Written", &"long ".repeat(1000)),
    ]);
    bytes.extend_from_slice(b"crosswalk-progress-9,,,,,Written,,,\r\nshort\r\n");
    let progress = read_progress(bytes).unwrap();
    assert_eq!(progress.outcomes.len(), 1);
    assert_eq!(progress.outcomes[0].message.chars().count(), 499, "trimmed");
    assert_eq!(progress.problem_count, 5, "{:?}", progress.problems);
    for (problem, part) in progress.problems.iter().zip([
        "Row 1: SourceExternalDirectoryObjectId",
        "Row 2: its Outcome",
        "Row 3: SourceExternalDirectoryObjectId",
        "Row 5: its Format",
        "Row 6: its Format",
    ]) {
        assert!(problem.starts_with(part), "{problem}");
    }
}

#[test]
fn a_file_of_something_else_is_refused_in_words() {
    for (bytes, part) in [
        (&b""[..], "cannot be read"),
        (b"a,b\r\n1,2\r\n", "no column Format"),
        (
            b"Format,Time\r\n",
            "no column SourceExternalDirectoryObjectId",
        ),
    ] {
        let error = read_progress(bytes.to_vec()).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
    let many: Vec<_> = (0..300).map(|_| ("x", "Written", "")).collect();
    let progress = read_progress(rows(&many)).unwrap();
    assert_eq!(
        (progress.problems.len(), progress.problem_count),
        (100, 300)
    );
}
