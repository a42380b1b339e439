use super::*;
use crate::{
    checks::{References, check},
    mapping_file::open,
};

fn findings() -> Vec<Finding> {
    let file = open(
        b"PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\n=cmd@contoso.example,\"le, \"\"na\"\"\"\r\n"
            .to_vec(),
    )
    .unwrap();
    check(&file, &References::default())
}

#[test]
fn each_finding_is_a_row_and_an_object_with_why_and_what_to_do() {
    let findings = findings();
    assert!(findings.len() > 1);
    let csv = findings_csv(&findings);
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    assert_eq!(reader.headers().unwrap(), &HEADER[..]);
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let json: Vec<serde_json::Value> = serde_json::from_str(&findings_json(&findings)).unwrap();
    assert_eq!((rows.len(), json.len()), (findings.len(), findings.len()));
    for ((finding, row), object) in findings.iter().zip(&rows).zip(&json) {
        let rule = finding.rule().unwrap();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = finding.row.map(|row| row.to_string()).unwrap_or_default();
        assert_eq!(
            [&row[0], &row[2], &row[3], &row[5]],
            [rule.code, &number, &text(&finding.column), rule.why]
        );
        assert_eq!(object["message"], finding.message);
        assert_eq!(object["how"], rule.how);
        // What `Finding` itself reads back is unchanged.
        let again: Finding = serde_json::from_value(object.clone()).unwrap();
        assert_eq!(&again, finding);
    }
}

#[test]
fn a_finding_runs_no_formula() {
    let mut findings = findings();
    for text in [
        "=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "a;=1", "＝1",
    ] {
        findings[0].message = text.to_owned();
        findings[0].column = Some(text.to_owned());
        let csv = findings_csv(&findings);
        let row = csv::Reader::from_reader(csv.as_slice())
            .records()
            .next()
            .unwrap()
            .unwrap();
        for cell in [&row[3], &row[4]] {
            assert_eq!(cell.replace('\'', ""), text, "nothing else is changed");
            for part in cell
                .split([';', '\t', '\r'])
                .filter(|part| !part.is_empty())
            {
                assert!(
                    !part.trim_start().starts_with(['=', '+', '-', '@', '＝']),
                    "{cell:?}"
                );
            }
        }
    }
}

#[test]
fn no_findings_are_a_header_and_an_empty_array() {
    assert_eq!(
        findings_csv(&[]),
        b"Code,Severity,Row,Column,Message,Why,WhatToDo\r\n"
    );
    assert_eq!(findings_json(&[]), "[]");
}
