//! What is wrong with a reference: as a whole, or in places.

use std::fmt;

use super::kind::ReferenceKind;
use crate::{address::ListDoubt, checks::shortened, ids::IdError, mapping_file::OpenError};

/// Why a file cannot be used as a reference: where, why, and the command that exports
/// it right.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReferenceError {
    /// It holds nothing.
    #[error("the file holds no {kind}. Export them with: {}", kind.command())]
    Empty {
        /// What it should hold.
        kind: ReferenceKind,
    },
    /// It is no CSV.
    #[error("the file cannot be read as CSV: {error}. Export the {kind} with: {}", kind.command())]
    Csv {
        /// Why not.
        error: OpenError,
        /// What it should hold.
        kind: ReferenceKind,
    },
    /// It begins like JSON and is none.
    #[error(
        "line {line}, column {column}: this is no JSON: {what}. Export the {kind} again, with -Depth 3 for ConvertTo-Json, or as CSV with: {}",
        kind.command()
    )]
    Json {
        /// The line (1 is the first).
        line: usize,
        /// The character in it.
        column: usize,
        /// What the parser says, without contents.
        what: String,
        /// What it should hold.
        kind: ReferenceKind,
    },
    /// The column that names the objects is missing.
    #[error("there is no column {column}. Export the {kind} with: {}", kind.command())]
    ColumnMissing {
        /// The column.
        column: &'static str,
        /// What it should hold.
        kind: ReferenceKind,
    },
    /// No row can be used, or no value of a column that everything hangs on.
    #[error("{first}. None of its {rows} rows can be used. Export the {kind} with: {}", kind.command())]
    NothingUsable {
        /// What is wrong with the first.
        first: Box<Problem>,
        /// How many rows there are.
        rows: u32,
        /// What it should hold.
        kind: ReferenceKind,
    },
}

/// Where something stands in an export.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// A row of a CSV: 1 is the first after the header.
    Row(u32),
    /// An element of a JSON array: 1 is the first.
    Element(u32),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(number) => write!(f, "row {number}"),
            Self::Element(number) => write!(f, "element {number}"),
        }
    }
}

/// What is wrong in one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum What {
    /// The id is none; the row is left out.
    #[error("{0}; the row is left out")]
    Id(IdError),
    /// The id stood in an earlier row; this one is left out.
    #[error("it names the same object as an earlier row; this row is left out")]
    Twice,
    /// A value is no GUID and is left out.
    #[error("{0}; the value is left out")]
    Guid(IdError),
    /// A list was not written out, and is left out.
    #[error("this is the name of a type and not a value; the value is left out")]
    TypeName,
    /// A list of addresses is not whole.
    #[error("{0}")]
    List(ListDoubt),
    /// A domain is none and is left out.
    #[error("this is no domain; the row is left out")]
    Domain,
}

/// Something in an export that cannot be used as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// The column.
    pub column: &'static str,
    /// What stands there, or how it begins.
    pub text: String,
    /// What is wrong with it.
    pub what: What,
}

impl Problem {
    pub(super) fn new(place: Place, column: &'static str, text: &str, what: What) -> Self {
        Self {
            place,
            column,
            text: shortened(text).into_owned(),
            what,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            column,
            text,
            what,
        } = self;
        write!(f, "{place}, {column}, {text:?}: {what}")
    }
}

impl fmt::Debug for Problem {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            column,
            what,
            ..
        } = self;
        write!(f, "Problem({place}, {column}: {what})")
    }
}

/// What cannot be used: the first of it, and how much there is.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Problems {
    first: Vec<Problem>,
    count: u32,
}

impl Problems {
    /// As many as anybody reads.
    const MOST: usize = 100;

    pub(super) fn note(&mut self, problem: Problem) {
        if self.first.len() < Self::MOST {
            self.first.push(problem);
        }
        self.count = self.count.saturating_add(1);
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The first of them, at most 100, in the order of the file.
    pub fn first(&self) -> &[Problem] {
        &self.first
    }
}

/// What was read, and what could not be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading<T> {
    /// What was read.
    pub value: T,
    /// What could not be used.
    pub problems: Problems,
}
