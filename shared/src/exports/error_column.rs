//! The file with what was found at the end of each row, for whoever mends it elsewhere.

use std::{borrow::Borrow, collections::HashMap};

use super::{
    findings::severity_text,
    text::{counted, shortened},
};
use crate::{
    checks::Finding,
    mapping_file::{MappingFile, RowId, guarded_text},
};

/// The column's name. Where the file has one of that name already, a number follows.
const COLUMN: &str = "CrosswalkFindings";

/// A spreadsheet's cell holds 32,767 characters, and a longer text breaks its row apart;
/// a guard makes a text longer by half at most.
const MOST_CHARACTERS: usize = 20_000;
const MOST_CHARACTERS_OF_ONE: usize = 1_000;

/// Between two findings. A spreadsheet may split at everything that is not a space.
const SPACE: &str = "  ";

/// The file as it stands now, edits included, with one more column at the end called
/// `CrosswalkFindings`: `CW-M-001 error: …` for each finding about the row, empty where
/// there is none. The column is written in the file's own encoding, delimiter and
/// quoting; line ends, blank lines and every other byte stay, and
/// [`without_error_column`] takes it off again.
///
/// A row with too few or too many fields gets it after the fields that it has. Findings
/// about the file or a column have no row and are not in it: they are in
/// [`super::findings_csv`] and the report. A last row whose quote is never closed gets
/// none, because it would become part of the open field.
///
/// Values come from another organisation: what a spreadsheet would run is guarded by an
/// apostrophe. The other columns are not; this copy is as safe to open as the file.
///
/// ```
/// use shared::{checks::{check, References}, mapping_file::open};
/// use shared::exports::{with_error_column, without_error_column};
///
/// let bytes = b"PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\nlena@contoso.example,lena\r\n\r\n";
/// let file = open(bytes.to_vec())?;
/// let copy = with_error_column(&file, &check(&file, &References::default()));
/// let text = String::from_utf8(copy.clone())?;
/// assert!(text.starts_with("PrimarySmtpAddress,TargetExternalDirectoryObjectId,CrosswalkFindings\r\n"));
/// assert!(text.contains("\r\nlena@contoso.example,lena,\"CW-M-001 error: "));
/// assert_eq!(without_error_column(&open(copy)?).as_deref(), Some(&bytes[..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn with_error_column(
    file: &MappingFile,
    findings: impl IntoIterator<Item: Borrow<Finding>>,
) -> Vec<u8> {
    let mut cells: HashMap<u32, Cell> = HashMap::new();
    for finding in findings {
        let finding = finding.borrow();
        if let Some(row) = finding.row {
            cells.entry(row).or_default().push(finding);
        }
    }
    file.with_column(&free_name(file), |row: RowId| {
        cells.get(&row.number()).map(Cell::text).unwrap_or_default()
    })
}

/// The bytes of a file without the column that [`with_error_column`] gave it: exactly
/// those that the copy was made from, as long as nobody changed the copy. None if the
/// last column is another one; so it may be where a stray quote in the header leads the
/// guess of the delimiter astray.
pub fn without_error_column(file: &MappingFile) -> Option<Vec<u8>> {
    let number = file.header().last()?.strip_prefix(COLUMN)?;
    let is_ours = file.header().len() > 1 && number.bytes().all(|byte| byte.is_ascii_digit());
    is_ours.then(|| file.without_last_fields())
}

fn free_name(file: &MappingFile) -> String {
    let mut name = COLUMN.to_owned();
    let mut number = 1_u32;
    while file.column_named(&name).is_some() {
        number = number.saturating_add(1);
        name = format!("{COLUMN}{number}");
    }
    name
}

/// The findings about one row in one cell, each shortened where it is very long. Those
/// that do not fit are counted.
#[derive(Default)]
struct Cell {
    text: String,
    characters: usize,
    left: usize,
}

impl Cell {
    fn push(&mut self, finding: &Finding) {
        let severity = severity_text(finding.severity);
        let message = shortened(&finding.message, MOST_CHARACTERS_OF_ONE);
        let space = if self.text.is_empty() { "" } else { SPACE };
        let one = format!("{space}{} {severity}: {message}", finding.code);
        let characters = self.characters + one.chars().count();
        if self.left > 0 || characters > MOST_CHARACTERS {
            self.left += 1;
        } else {
            self.characters = characters;
            self.text.push_str(&one);
        }
    }

    fn text(&self) -> String {
        let text = guarded_text(&self.text);
        if self.left == 0 {
            return text.into_owned();
        }
        let more = counted(self.left, "more finding", "more findings");
        format!("{text}{SPACE}and {more}")
    }
}

#[cfg(test)]
mod tests;
