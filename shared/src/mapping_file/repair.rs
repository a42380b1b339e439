//! Repairs: what puts right how the file is written, as opposed to what stands in it.
//!
//! Each is named, shows first what it would do, and is one undo step. It changes what
//! its name says and nothing else: before a repair takes effect, every field that it
//! does not concern is compared with what it was, and if one reads otherwise the repair
//! is refused ([`RepairError::WouldDamage`]). Edits made before stay edits.

use serde::{Deserialize, Serialize};

use super::{
    detect::{self, SAMPLE_BYTES, Stated},
    dialect::Encoding,
    file::MappingFile,
    history::Changed,
    open_error::OpenError,
};

mod ahead;
mod carry;
mod field_bytes;
mod preview;
mod rewrite;
mod splice;
mod unchanged;

pub(crate) use ahead::RepairAhead;
pub use preview::{PreviewAhead, RepairPreview, RepairSample};
use rewrite::LineEndCounts;

/// What a repair does.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Repair {
    /// Separates fields by commas, puts fields with a comma in quotes, and takes out a
    /// `sep=` line, which would say otherwise.
    CommaDelimiter,
    /// Writes the file in UTF-8, with or without a byte order mark.
    ToUtf8 {
        /// Whether it begins with one.
        bom: bool,
    },
    /// Reads the same bytes otherwise.
    ReadAs {
        /// In this encoding.
        encoding: Encoding,
        /// With this delimiter, an ASCII character.
        delimiter: u8,
    },
    /// Ends every line in the same way. Line breaks inside of fields stay.
    UniformLineEnds(LineEnd),
    /// Ends the last line.
    FinalLineEnd,
    /// Takes out lines without anything in them, which are no rows.
    RemoveBlankLines,
    /// Takes out what stands before the header: `sep=;`, `#TYPE …`.
    RemovePreamble,
    /// Takes out rows in which every field is empty. Rows after them have other numbers
    /// then.
    RemoveEmptyRows,
    /// Takes white space around the names of columns off.
    TrimHeader,
    /// Gives columns, each by its place counted from 0, other names.
    RenameColumns(Vec<(usize, String)>),
    /// Takes out columns, each by its place, counted from 0.
    RemoveColumns(Vec<usize>),
    /// Writes fields with a quote where none belongs as every reader expects them.
    QuoteStrayQuotes,
    /// Makes the mapping file again that a spreadsheet-safe copy was made from.
    TakeGuardOff,
}

/// One way to end a line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum LineEnd {
    /// `\n`
    Lf,
    /// `\r\n`
    Crlf,
    /// `\r`
    Cr,
}

/// Why a repair cannot be made. The file is as it was.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RepairError {
    /// There is no such column.
    #[error("there is no column {column}: the header has {columns}")]
    NoSuchColumn {
        /// Its number (1 is the first).
        column: usize,
        /// How many there are.
        columns: usize,
    },
    /// All columns would go.
    #[error("a file needs at least one column")]
    NoColumnLeft,
    /// Which value stands under which name is not known.
    #[error(
        "row {row} has more or fewer fields than the header, so that nobody can tell which of them to remove: mend the row first"
    )]
    RaggedRow {
        /// The first such row's number (1 is the first).
        row: u32,
    },
    /// What separates fields cannot be this.
    #[error("{0:?} cannot separate fields: choose a comma, a semicolon, a tab or another sign")]
    NotADelimiter(char),
    /// The file's encoding has no such character.
    #[error("{0:?} cannot be written in this file's encoding: convert the file to UTF-8 first")]
    NotInEncoding(char),
    /// Converting would lose what the damaged places once were.
    #[error(
        "{count} characters are broken, the first at row {row}, and would be lost: take the rows from the downloaded file first"
    )]
    BrokenCharacters {
        /// How many.
        count: u32,
        /// In which row first; 0 is the header.
        row: u32,
    },
    /// The repaired file would be taken for another kind of file when it is opened next.
    #[error(
        "without that line the file would be read otherwise the next time: separate its fields by commas first"
    )]
    ReadOtherwise,
    /// Another field would read otherwise after it.
    #[error("this would change other fields as well, from {0} on: mend that place by hand")]
    WouldDamage(String),
    /// The result cannot be opened.
    #[error("the file could not be opened after it: {0}")]
    Unreadable(#[from] OpenError),
}

impl Repair {
    /// Its name, which the undo step bears.
    pub fn name(&self) -> String {
        match self {
            Self::CommaDelimiter => "Separate fields by commas".to_owned(),
            Self::ToUtf8 { bom: false } => "Convert to UTF-8".to_owned(),
            Self::ToUtf8 { bom: true } => "Convert to UTF-8 with a byte order mark".to_owned(),
            Self::ReadAs {
                encoding,
                delimiter,
            } => format!(
                "Read as {encoding}, separated by {:?}",
                char::from(*delimiter)
            ),
            Self::UniformLineEnds(end) => format!("End every line with {}", end.name()),
            Self::FinalLineEnd => "End the last line".to_owned(),
            Self::RemoveBlankLines => "Remove blank lines".to_owned(),
            Self::RemovePreamble => "Remove the lines before the header".to_owned(),
            Self::RemoveEmptyRows => "Remove empty rows".to_owned(),
            Self::TrimHeader => "Remove white space around column names".to_owned(),
            Self::RenameColumns(names) => match names.as_slice() {
                [(_, name)] => format!("Rename a column to {name}"),
                names => format!("Rename {} columns", names.len()),
            },
            Self::RemoveColumns(columns) => match columns.len() {
                1 => "Remove a column".to_owned(),
                n => format!("Remove {n} columns"),
            },
            Self::QuoteStrayQuotes => "Quote fields with stray quotes".to_owned(),
            Self::TakeGuardOff => "Take the spreadsheet guard off".to_owned(),
        }
    }
}

impl LineEnd {
    /// Its name: `CRLF`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lf => "LF",
            Self::Crlf => "CRLF",
            Self::Cr => "CR",
        }
    }

    fn ascii(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::Crlf => "\r\n",
            Self::Cr => "\r",
        }
    }
}

impl MappingFile {
    /// What a repair would do, with samples of how the file reads before and after it.
    /// Nothing changes.
    ///
    /// ```
    /// use shared::mapping_file::{open, Repair};
    ///
    /// let file = open(b"PrimarySmtpAddress;TargetExternalDirectoryObjectId\nlena,berg;\n".to_vec())?;
    /// let preview = file.preview(&Repair::CommaDelimiter).unwrap();
    /// assert_eq!((preview.name.as_str(), preview.changes), ("Separate fields by commas", 2));
    /// assert_eq!(preview.samples[1].before, "lena,berg;");
    /// assert_eq!(preview.samples[1].after, "\"lena,berg\",");
    /// # Ok::<(), shared::mapping_file::OpenError>(())
    /// ```
    pub fn preview(&self, repair: &Repair) -> Result<RepairPreview, RepairError> {
        let mut ahead = PreviewAhead::new(self, repair)?;
        while !ahead.step(self, repair, usize::MAX)? {}
        Ok(ahead.finish(self, repair))
    }

    /// Makes a repair as one undo step, and says what changed; a repair that finds
    /// nothing to do is no step.
    ///
    /// ```
    /// use shared::mapping_file::{open, Repair};
    ///
    /// let bytes = b"PrimarySmtpAddress;TargetExternalDirectoryObjectId\nlena,berg;\n";
    /// let mut file = open(bytes.to_vec())?;
    /// file.repair(&Repair::CommaDelimiter).unwrap();
    /// assert_eq!(file.save(), b"PrimarySmtpAddress,TargetExternalDirectoryObjectId\n\"lena,berg\",\n");
    /// file.undo();
    /// assert_eq!(file.save(), bytes);
    /// # Ok::<(), shared::mapping_file::OpenError>(())
    /// ```
    pub fn repair(&mut self, repair: &Repair) -> Result<Changed, RepairError> {
        self.repair_as(&repair.name(), repair)
    }

    /// As [`MappingFile::repair`], with another name for the step.
    pub(crate) fn repair_as(
        &mut self,
        name: &str,
        repair: &Repair,
    ) -> Result<Changed, RepairError> {
        match self.repaired(repair)? {
            None => Ok(Changed::nothing(name.to_owned())),
            Some(repaired) => Ok(self.do_rewrite(name, repair.clone(), repaired)),
        }
    }

    /// How most of the lines end; CRLF where none does.
    pub fn usual_line_end(&self) -> LineEnd {
        let mut counts = LineEndCounts::default();
        counts.count(self, 0..usize::MAX);
        counts.usual()
    }

    /// The file after a repair, edits included and without a history; none if there is
    /// nothing to do.
    pub(super) fn repaired(&self, repair: &Repair) -> Result<Option<Box<Self>>, RepairError> {
        let mut ahead = RepairAhead::new(self, repair)?;
        while !ahead.step(self, repair, usize::MAX)? {}
        Ok(ahead.take())
    }
}

/// The delimiter that a reader takes, who knows nothing but the bytes.
fn guess(bytes: &[u8]) -> u8 {
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
    detect::detect(sample, Stated::default()).delimiter
}

fn is_delimiter(byte: u8) -> bool {
    byte == b'\t' || byte == b' ' || (byte.is_ascii_punctuation() && byte != b'"')
}
