//! Goes through an export's objects, CSV or JSON.

use super::{
    RecipientType, json,
    kind::ReferenceKind,
    problem::{Problems, ReferenceError, What},
    property::Property,
    row::Row,
};
use crate::mapping_file::{self, MappingFile, OpenError};

/// How an export begins.
#[derive(Default)]
pub(super) struct Start {
    /// The names of its columns.
    pub(super) names: Vec<String>,
    /// What its first object says it is.
    pub(super) first_type: Option<RecipientType>,
}

/// How a CSV begins.
pub(super) fn start(sample: &[u8]) -> Result<Start, OpenError> {
    let file = mapping_file::open(sample.to_vec())?;
    let columns = columns_of(&file);
    let mut start = Start {
        names: file.head().names().to_vec(),
        first_type: None,
    };
    if let Some(row) = file.row(mapping_file::RowId(0)) {
        start.note_type(&Row::Csv {
            row: &row,
            columns: &columns,
        });
    }
    Ok(start)
}

/// Hands every object of an export to `visit`, in order, and says how many there were.
/// `needed` must be a column of the export.
pub(super) fn each_row(
    bytes: Vec<u8>,
    kind: ReferenceKind,
    needed: Property,
    mut visit: impl FnMut(&Row<'_>),
) -> Result<u32, ReferenceError> {
    if json::is_json(&bytes) {
        let read = json::each_element(&bytes, needed, &mut visit)
            .map_err(|error| json_error(&error, kind))?;
        return match read {
            json::Read { elements: 0, .. } => Err(ReferenceError::Empty { kind }),
            json::Read {
                has_needed: false, ..
            } => Err(column_missing(needed, kind)),
            read => Ok(read.elements),
        };
    }
    let file = open(bytes, kind)?;
    let columns = columns_of(&file);
    if columns.get(needed.place()).copied().flatten().is_none() {
        return Err(column_missing(needed, kind));
    }
    file.each_row(|row| {
        visit(&Row::Csv {
            row,
            columns: &columns,
        });
    });
    match file.row_count() {
        0 => Err(ReferenceError::Empty { kind }),
        rows => Ok(rows),
    }
}

/// Opens a CSV.
pub(super) fn open(bytes: Vec<u8>, kind: ReferenceKind) -> Result<MappingFile, ReferenceError> {
    mapping_file::open(bytes).map_err(|refused| match refused.error {
        OpenError::Empty | OpenError::NoHeader { .. } => ReferenceError::Empty { kind },
        error => ReferenceError::Csv { error, kind },
    })
}

/// Refuses an export of which nothing can be used: no row was kept, or no list of
/// addresses was written out.
pub(super) fn refuse_unusable(
    problems: &Problems,
    rows: u32,
    kept: usize,
    lists: u32,
    kind: ReferenceKind,
) -> Result<(), ReferenceError> {
    let first = if kept == 0 {
        problems.first().first()
    } else if lists == 0 {
        problems.first().iter().find(|problem| {
            problem.what == What::TypeName && problem.column == Property::EmailAddresses.name()
        })
    } else {
        None
    };
    first.map_or(Ok(()), |first| {
        Err(ReferenceError::NothingUsable {
            first: Box::new(first.clone()),
            rows,
            kind,
        })
    })
}

/// Where each property stands.
fn columns_of(file: &MappingFile) -> Vec<Option<usize>> {
    Property::ALL
        .into_iter()
        .map(|property| file.column_named(property.name()))
        .collect()
}

fn column_missing(needed: Property, kind: ReferenceKind) -> ReferenceError {
    ReferenceError::ColumnMissing {
        column: needed.name(),
        kind,
    }
}

fn json_error(error: &serde_json::Error, kind: ReferenceKind) -> ReferenceError {
    let said = error.to_string();
    // The parser repeats the place, which stands in the sentence already.
    let what = said
        .rsplit_once(" at line ")
        .map_or(said.as_str(), |(what, _)| what)
        .to_owned();
    ReferenceError::Json {
        line: error.line(),
        column: error.column(),
        what,
        kind,
    }
}
