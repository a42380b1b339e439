//! Writes the report of a review, to print and to sign:
//!
//! ```text
//! cargo run -q -p shared --example report -- FILE [BASELINE] > report.html
//! ```

use std::{
    path::Path,
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use shared::{
    checks::{References, check, summarise},
    exports::{ReportInput, UsedReference, findings_html},
    mapping_file::{MappingFile, diff, open},
    references::ReferenceKind,
    timestamp::Timestamp,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (path, baseline) = match arguments.as_slice() {
        [path] if !path.starts_with('-') => (path, None),
        [path, baseline] => (path, Some(baseline)),
        _ => {
            eprintln!("Usage: report FILE [BASELINE] > report.html");
            return ExitCode::from(2);
        }
    };
    match report(path, baseline) {
        Ok(html) => {
            print!("{html}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn report(path: &str, baseline: Option<&String>) -> Result<String, String> {
    let file = read(path)?;
    let references = References {
        baseline: baseline.map(|path| read(path)).transpose()?.map(Into::into),
        ..References::default()
    };
    let used = baseline.zip(references.baseline.as_ref());
    let used = used.map(|(path, baseline)| UsedReference {
        kind: ReferenceKind::Baseline,
        file_name: name_of(path),
        entries: baseline.row_count(),
        sha256: None,
    });
    let changes = references
        .baseline
        .as_ref()
        .map(|baseline| diff(baseline, &file));
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let findings = check(&file, &references);
    let input = ReportInput {
        file_name: name_of(path),
        file: &file,
        summary: summarise(&file, &findings),
        references: used.as_slice(),
        changes: changes.as_ref(),
        made_at: Timestamp::from_unix_millis(0).plus(now),
        reviewer: None,
    };
    Ok(findings_html(&input, &findings))
}

fn name_of(path: &str) -> &str {
    Path::new(path)
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or(path)
}

fn read(path: &str) -> Result<MappingFile, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    open(bytes).map_err(|error| format!("{path}: {error}"))
}
