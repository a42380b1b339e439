//! The `check` example as a pipeline sees it: exit codes, JSON, and where words go.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::{
    path::PathBuf,
    process::{Command, Output},
};

const HEADER: &str = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,ArchiveGuid,ExchangeGuid,LegacyExchangeDN,EmailAddresses,TargetExternalDirectoryObjectId,MigrationStatus\r\n";
const LENA: &str = "33333333-0000-4000-8000-000000000003,lena@contoso.example,lena@contoso.example,,11111111-0000-4000-8000-000000000001,/o=A/cn=Lena,SMTP:lena@contoso.example";
const TARGET: &str = "55555555-0000-4000-8000-000000000005";

fn check(arguments: &[&str]) -> Output {
    Command::new(example()).args(arguments).output().unwrap()
}

/// The built example. `cargo test` builds it along; a narrower run may not have.
fn example() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.ancestors().nth(2).unwrap();
    let binary = folder
        .join("examples/check")
        .with_extension(std::env::consts::EXE_EXTENSION);
    if !binary.exists() {
        let profile = match folder.file_name().unwrap().to_str().unwrap() {
            "debug" => "dev",
            other => other,
        };
        let built = Command::new(env!("CARGO"))
            .args(["build", "-q", "-p", "shared", "--example", "check"])
            .args(["--profile", profile, "--target-dir"])
            .arg(folder.parent().unwrap())
            .status()
            .unwrap();
        assert!(built.success(), "the example does not build");
    }
    binary
}

/// Writes a file and gives its path.
fn file(name: &str, contents: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, contents).unwrap();
    path.to_str().unwrap().to_owned()
}

fn json(output: &Output) -> Vec<serde_json::Value> {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn codes(output: &Output) -> Vec<String> {
    let code = |finding: &serde_json::Value| finding["code"].as_str().unwrap().to_owned();
    json(output).iter().map(code).collect()
}

#[test]
fn a_clean_file_ends_with_0_and_an_empty_list() {
    let path = file(
        "clean.csv",
        format!("{HEADER}{LENA},{TARGET},Mapped\r\n").as_bytes(),
    );
    let output = check(&[&path, "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output), Vec::<serde_json::Value>::new());
}

#[test]
fn warnings_and_notes_alone_end_with_0() {
    let path = file(
        "unmapped.csv",
        format!("{HEADER}{LENA},,Mapped\r\n").as_bytes(),
    );
    let output = check(&[&path, "--json"]);
    assert_eq!(codes(&output), ["CW-M-008", "CW-M-014"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn an_error_ends_with_1_and_a_finding_has_these_keys() {
    let path = file(
        "error.csv",
        format!("{HEADER}{LENA},mia,Mapped\r\n").as_bytes(),
    );
    let output = check(&[&path, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        json(&output),
        [serde_json::json!({
            "code": "CW-M-001",
            "severity": "error",
            "row": 1,
            "column": "TargetExternalDirectoryObjectId",
            "message": "\"mia\" is not a GUID."
        })]
    );
}

#[test]
fn a_finding_about_the_file_has_neither_row_nor_column() {
    let path = file("no-rows.csv", HEADER.as_bytes());
    let output = check(&[&path, "--json"]);
    let finding = &json(&output)[0];
    assert_eq!(finding["code"], "CW-F-015");
    assert!(finding["row"].is_null() && finding["column"].is_null());
}

#[test]
fn without_json_it_reads_as_text_with_a_summary() {
    let path = file(
        "text.csv",
        format!("{HEADER}{LENA},mia,Mapped\r\n").as_bytes(),
    );
    let output = check(&[&path]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.starts_with("UTF-8 · comma · CRLF · 1 row\n"), "{text}");
    assert!(
        text.contains("error   CW-M-001 row 1 TargetExternalDirectoryObjectId: "),
        "{text}"
    );
    assert!(
        text.contains(
            "1 row: 0 ready, 0 without a target, 1 held back. 1 error, 0 warnings, 0 notes."
        ),
        "{text}"
    );
}

#[test]
fn what_cannot_be_read_or_opened_ends_with_2_and_says_so_on_standard_error() {
    let missing = format!("{}/there-is-no-such.csv", env!("CARGO_TARGET_TMPDIR"));
    let empty = file("empty.csv", b"");
    let workbook = file("workbook.csv", b"PK\x03\x04rest");
    let fine = file(
        "fine.csv",
        format!("{HEADER}{LENA},{TARGET},Mapped\r\n").as_bytes(),
    );
    for (arguments, expected) in [
        (vec![missing.as_str()], "cannot be read"),
        (vec![&empty], "is empty"),
        (vec![&workbook], "Excel workbook"),
        (vec![&fine, "--baseline", &missing], "cannot be read"),
        (
            vec![&fine, "--targets", &fine],
            "no column ExternalDirectoryObjectId",
        ),
        (vec![&fine, "--targets"], "needs a file"),
        (vec![&fine, "--what"], "not an option"),
        (vec![], "Usage"),
    ] {
        let output = check(&arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn baseline_and_targets_let_more_rules_speak() {
    let baseline = file(
        "baseline.csv",
        format!("{HEADER}{LENA},,Copied\r\n").as_bytes(),
    );
    let edited = format!("{HEADER}{LENA},{TARGET},Copied\r\n").replace("cn=Lena", "cn=Lina");
    let edited = file("edited.csv", edited.as_bytes());
    let targets = file(
        "targets.csv",
        b"\"ExternalDirectoryObjectId\",\"DisplayName\"\r\n\"66666666-0000-4000-8000-000000000006\",\"Omar\"\r\n",
    );
    let output = check(&[
        &edited,
        "--baseline",
        &baseline,
        "--targets",
        &targets,
        "--json",
    ]);
    assert_eq!(codes(&output), ["CW-M-011", "CW-M-009"]);
    assert_eq!(output.status.code(), Some(1));
}
