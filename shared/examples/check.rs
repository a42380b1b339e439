//! Checks a mapping file, for pipelines:
//!
//! ```text
//! cargo run -q -p shared --example check -- FILE [--baseline FILE] [--targets FILE]
//!     [--sources FILE] [--domains FILE] [--json]
//! ```
//!
//! Ends with 0 if there is no error, 1 if there is one, and 2 if a file cannot be read
//! or opened. Findings go to standard output, what went wrong to standard error.

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use shared::{
    checks::{self, Finding, References, Severity},
    mapping_file::{MappingFile, Reader},
    references::{
        Reading, ReferenceError, read_accepted_domains, read_mail_users, read_source_mailboxes,
    },
};

const USAGE: &str =
    "Usage: check FILE [--baseline FILE] [--targets FILE] [--sources FILE] [--domains FILE] [--json]

  FILE             the mapping file (CSV)
  --baseline FILE  the mapping file as it was downloaded: changed locked fields are errors
  --targets FILE   the target's MailUsers (Get-MailUser, CSV or JSON): unknown targets are errors
  --sources FILE   the source's mailboxes (Get-Mailbox, CSV or JSON): unknown sources are errors
  --domains FILE   the target's accepted domains (Get-AcceptedDomain, CSV or JSON, or a list)
  --json           findings as a JSON array of {code, severity, row, column, message}";

#[derive(Default)]
struct Arguments {
    file: PathBuf,
    baseline: Option<PathBuf>,
    targets: Option<PathBuf>,
    sources: Option<PathBuf>,
    domains: Option<PathBuf>,
    json: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|a| a == "--help" || a == "-h") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match parse(arguments).and_then(|arguments| run(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn parse(arguments: Vec<String>) -> Result<Arguments, String> {
    let mut parsed = Arguments::default();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut file = || {
            let path = arguments.next().map(PathBuf::from);
            path.ok_or_else(|| format!("{argument} needs a file.\n\n{USAGE}"))
        };
        match argument.as_str() {
            "--json" => parsed.json = true,
            "--baseline" => parsed.baseline = Some(file()?),
            "--targets" => parsed.targets = Some(file()?),
            "--sources" => parsed.sources = Some(file()?),
            "--domains" => parsed.domains = Some(file()?),
            option if option.starts_with("--") => {
                return Err(format!("{option} is not an option.\n\n{USAGE}"));
            }
            path if parsed.file.as_os_str().is_empty() => parsed.file = PathBuf::from(path),
            path => return Err(format!("{path}: one file at a time.\n\n{USAGE}")),
        }
    }
    if parsed.file.as_os_str().is_empty() {
        return Err(format!("Which file?\n\n{USAGE}"));
    }
    Ok(parsed)
}

/// Whether the file is free of errors.
fn run(arguments: &Arguments) -> Result<bool, String> {
    let file = open(&arguments.file)?;
    let references = References {
        baseline: arguments
            .baseline
            .as_deref()
            .map(open)
            .transpose()?
            .map(Into::into),
        mail_users: reference(arguments.targets.as_deref(), read_mail_users)?,
        source_mailboxes: reference(arguments.sources.as_deref(), read_source_mailboxes)?,
        accepted_domains: reference(arguments.domains.as_deref(), read_accepted_domains)?,
        ..References::default()
    };
    let findings = checks::check(&file, &references);
    let text = if arguments.json {
        serde_json::to_string_pretty(&findings).map_err(|error| error.to_string())?
    } else {
        readable(&file, &findings)
    };
    // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
    Ok(findings.iter().all(|f| f.severity != Severity::Error))
}

/// What a reference holds. What cannot be used of it is named on standard error.
fn reference<T>(
    path: Option<&Path>,
    read_reference: fn(Vec<u8>) -> Result<Reading<T>, ReferenceError>,
) -> Result<Option<T>, String> {
    let Some(path) = path else { return Ok(None) };
    let reading =
        read_reference(read(path)?).map_err(|error| format!("{}: {error}", path.display()))?;
    let problems = reading.problems;
    for problem in problems.first() {
        eprintln!("{}: {problem}", path.display());
    }
    let named = u32::try_from(problems.first().len()).unwrap_or(u32::MAX);
    if problems.count() > named {
        eprintln!("{}: and {} more", path.display(), problems.count() - named);
    }
    Ok(Some(reading.value))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| {
        format!(
            "{}: cannot be read: {error}. Check the path and that you may read it.",
            path.display()
        )
    })
}

fn open(path: &Path) -> Result<MappingFile, String> {
    let unreadable = |error| {
        format!(
            "{}: cannot be read: {error}. Check the path and that you may read it.",
            path.display()
        )
    };
    let mut source = std::fs::File::open(path).map_err(unreadable)?;
    let mut reader = Reader::with_size(source.metadata().map_or(0, |about| about.len()));
    let mut chunk = vec![0; 1024 * 1024];
    loop {
        match source.read(&mut chunk).map_err(unreadable)? {
            0 => break,
            length => reader.push(chunk.get(..length).unwrap_or_default()),
        }
    }
    reader
        .finish()
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn readable(file: &MappingFile, findings: &[Finding]) -> String {
    let mut lines = vec![format!(
        "{} · {}",
        file.dialect(),
        counted(file.row_count(), "row")
    )];
    for finding in findings {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let row = finding
            .row
            .map(|row| format!(" row {row}"))
            .unwrap_or_default();
        let column = finding
            .column
            .as_deref()
            .map(|column| format!(" {}", column.escape_debug()))
            .unwrap_or_default();
        lines.push(format!(
            "{severity:7} {}{row}{column}: {}",
            finding.code, finding.message
        ));
    }
    let summary = checks::summarise(file, findings);
    lines.push(format!(
        "{}: {} ready, {} without a target, {} held back. {}, {}, {}.",
        counted(summary.rows, "row"),
        summary.ready,
        summary.unmapped,
        summary.held_back,
        counted(summary.errors, "error"),
        counted(summary.warnings, "warning"),
        counted(summary.notes, "note"),
    ));
    if checks::refuses_upload(findings) {
        lines.push("An upload of this file would be refused.".to_owned());
    }
    lines.join("\n")
}

fn counted(count: u32, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    }
}
