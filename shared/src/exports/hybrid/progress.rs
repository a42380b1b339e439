//! The progress CSV, on its way back. It comes from somebody's disk: every value is
//! checked, and what cannot be used is named and left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    ids::ObjectId,
    mapping_file::{self, MappingFile, OpenError, Row},
    timestamp::Timestamp,
};

/// Names these columns, as the script writes them.
const FORMAT: &str = "crosswalk-progress-1";
/// Longest message that is kept, in characters.
const LONGEST_MESSAGE: usize = 500;
/// As many problems as anybody reads.
const MOST_PROBLEMS: usize = 100;

/// What became of an identity on-premises.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HybridResult {
    /// Written, and read back from the domain controller.
    Written,
    /// It had everything already.
    Unchanged,
    /// Not written, or not all of it; the message says why.
    Failed,
    /// Begun, and nothing is known of its end.
    Interrupted,
    /// Put back as it was.
    Restored,
    /// Not put back, or not all of it; the message says what.
    NotRestored,
}

/// The last that a progress CSV says about one identity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HybridOutcome {
    /// The source mailbox.
    pub source: ObjectId,
    /// The MailUser that the identity led to.
    pub target: ObjectId,
    /// What became of it.
    pub result: HybridResult,
    /// When, by the clock there.
    pub at: Timestamp,
    /// What the script said, on one line; it may be empty.
    pub message: String,
}

/// A progress CSV that was read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HybridProgress {
    /// One outcome an identity.
    pub outcomes: Vec<HybridOutcome>,
    /// Rows that cannot be used, in words: the first hundred.
    pub problems: Vec<String>,
    /// How many there are.
    pub problem_count: u32,
}

/// Why a file is no progress CSV at all.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProgressError {
    /// It cannot be read.
    #[error("it cannot be read as CSV: {0}. Hand in the progress CSV as the script left it")]
    Csv(OpenError),
    /// A column is missing.
    #[error("it has no column {0}. Hand in the progress CSV as the script left it")]
    ColumnMissing(&'static str),
}

/// Reads a progress CSV: rows are in the order in which things happened, and the last
/// about an identity counts.
pub fn read_progress(bytes: Vec<u8>) -> Result<HybridProgress, ProgressError> {
    let file = mapping_file::open(bytes).map_err(|refused| ProgressError::Csv(refused.error))?;
    let columns = Columns::of(&file)?;
    let mut progress = HybridProgress::default();
    let mut last = BTreeMap::new();
    file.each_row(|row| match columns.read(row) {
        Ok(Some(outcome)) => {
            last.insert(outcome.source, outcome);
        }
        Ok(None) => {}
        Err(why) => {
            progress.problem_count = progress.problem_count.saturating_add(1);
            if progress.problems.len() < MOST_PROBLEMS {
                progress
                    .problems
                    .push(format!("Row {}: {why}.", row.id().number()));
            }
        }
    });
    progress.outcomes = last.into_values().collect();
    Ok(progress)
}

/// Where each column stands.
struct Columns {
    format: usize,
    time: usize,
    source: usize,
    target: usize,
    outcome: usize,
    message: usize,
}

impl Columns {
    fn of(file: &MappingFile) -> Result<Self, ProgressError> {
        let at = |name| {
            file.column_named(name)
                .ok_or(ProgressError::ColumnMissing(name))
        };
        Ok(Self {
            format: at("Format")?,
            time: at("Time")?,
            source: at("SourceExternalDirectoryObjectId")?,
            target: at("TargetExternalDirectoryObjectId")?,
            outcome: at("Outcome")?,
            message: at("Message")?,
        })
    }

    /// What a row says; none if nothing was done.
    fn read(&self, row: &Row<'_>) -> Result<Option<HybridOutcome>, String> {
        let format = row.text(self.format);
        if format.trim() != FORMAT {
            return Err(format!("its Format is not {FORMAT}"));
        }
        let result = match row.text(self.outcome).trim() {
            "Started" => HybridResult::Interrupted,
            "Written" => HybridResult::Written,
            "Unchanged" => HybridResult::Unchanged,
            "Failed" => HybridResult::Failed,
            "Restored" => HybridResult::Restored,
            "NotRestored" => HybridResult::NotRestored,
            "NotDone" => return Ok(None),
            _ => return Err("its Outcome is none that the script writes".to_owned()),
        };
        let id = |column, name| {
            let text = row.text(column);
            let parsed: Result<ObjectId, _> = text.trim().parse();
            parsed.map_err(|error| format!("{name}: {error}"))
        };
        Ok(Some(HybridOutcome {
            source: id(self.source, "SourceExternalDirectoryObjectId")?,
            target: id(self.target, "TargetExternalDirectoryObjectId")?,
            result,
            at: moment(&row.text(self.time)).ok_or("its Time is none")?,
            message: on_one_line(&row.text(self.message)),
        }))
    }
}

fn moment(text: &str) -> Option<Timestamp> {
    serde_json::from_value(serde_json::Value::from(text.trim())).ok()
}

/// Text of others, to be shown: short, and without anything that is no character.
fn on_one_line(text: &str) -> String {
    let shown = text.chars().map(|character| {
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
            ' '
        } else {
            character
        }
    });
    let text: String = shown.take(LONGEST_MESSAGE).collect();
    text.trim().to_owned()
}
