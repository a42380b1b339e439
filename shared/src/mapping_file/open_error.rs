//! Why a file cannot be opened.

use std::fmt;

use super::dialect::Encoding;

/// Why a file cannot be opened: where, why, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OpenError {
    /// No bytes at all.
    #[error("the file is empty (0 bytes): download or export the mapping file again")]
    Empty,
    /// Bytes, but no line with text.
    #[error(
        "byte {at}: the file ends before a header line: download or export the mapping file again"
    )]
    NoHeader {
        /// Where a header was looked for last.
        at: u64,
    },
    /// An Excel file.
    #[error(
        "this is an Excel workbook, not a CSV: in Excel, save it as \"CSV UTF-8 (comma delimited)\""
    )]
    Workbook,
    /// A page of the web: what a download gives where somebody is not signed in.
    #[error("this is a web page, not a CSV: sign in where the file lies, and download it again")]
    WebPage,
    /// 4 GB or more.
    #[error("the file has {bytes} bytes, and 4 GB is the most: split it into parts")]
    TooLarge {
        /// How many bytes arrived.
        bytes: u64,
    },
    /// More than there is memory for; a browser holds less than 2 GB.
    #[error("the file has {bytes} bytes, and there is no memory for them: split it into parts")]
    OutOfMemory {
        /// How many bytes arrived.
        bytes: u64,
    },
    /// More columns than a spreadsheet can have.
    #[error(
        "the header has {columns} columns, and {MOST_COLUMNS} are the most: is this a mapping file?"
    )]
    TooManyColumns {
        /// How many columns there are.
        columns: usize,
    },
    /// A row that is larger than whoever reads the file has room for.
    #[error(
        "byte {at}: {} has more than {limit} bytes: is a quote missing there?", line_name(*.line)
    )]
    RowTooLong {
        /// The row's number (1 is the first; 0 is the header).
        line: u32,
        /// Where it begins.
        at: u64,
        /// How many bytes a row may have.
        limit: u64,
    },
    /// Somebody stated a delimiter that can separate nothing.
    #[error("{:?} cannot be a delimiter: state a comma, semicolon, tab or pipe", char::from(*.0))]
    Delimiter(u8),
}

/// As many columns as Excel has. What is wider is no mapping file, and would take
/// memory for its names alone.
pub(super) const MOST_COLUMNS: usize = 16_384;

impl OpenError {
    pub(super) fn check_columns(columns: usize) -> Result<(), Self> {
        if columns > MOST_COLUMNS {
            return Err(Self::TooManyColumns { columns });
        }
        Ok(())
    }
}

fn line_name(line: u32) -> String {
    match line {
        0 => "the header".to_owned(),
        row => format!("row {row}"),
    }
}

/// A file that cannot be opened: the reason, and the bytes as they came.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Refused {
    /// Where, why, and what to do.
    pub error: OpenError,
    /// The bytes that were to be opened; empty if they were more than can be kept.
    pub original: Vec<u8>,
}

impl Refused {
    pub(super) fn new(error: OpenError, original: Vec<u8>) -> Self {
        Self { error, original }
    }
}

impl From<Refused> for OpenError {
    fn from(refused: Refused) -> Self {
        refused.error
    }
}

impl fmt::Debug for Refused {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refused")
            .field("error", &self.error)
            .field("bytes", &self.original.len())
            .finish()
    }
}

/// Why a [`RowStream`](super::RowStream) gave no end.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StreamError {
    /// The file cannot be read.
    #[error(transparent)]
    Refused(#[from] OpenError),
    /// Only the end showed which encoding the file is in. What the sink was given is
    /// void: read the file again, with [`RowStream::in_encoding`](super::RowStream::in_encoding).
    #[error("the file is in {0}, and not in UTF-8 as it seemed: it has to be read again")]
    ReadAgain(Encoding),
}
