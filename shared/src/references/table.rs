//! Goes through an export's objects, CSV or JSON.

use super::{
    RecipientType,
    json::{self, Elements},
    kind::ReferenceKind,
    problem::{Problems, ReferenceError, What},
    property::Property,
    row::Row,
};
use crate::mapping_file::{self, MappingFile, OpenError, Reader, Refused, RowPass};

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
    let mut export = Export::new(bytes, kind, needed);
    while !export.step(usize::MAX, &mut visit)? {}
    Ok(export.rows())
}

/// An export that is gone through some objects at a time.
pub(super) struct Export {
    kind: ReferenceKind,
    needed: Property,
    size: usize,
    phase: Phase,
}

enum Phase {
    Begin(Vec<u8>),
    Json(Box<Elements>),
    Open(Box<Reader>),
    Rows(Box<Csv>),
    /// So many objects were handed over.
    Done(u32),
}

struct Csv {
    file: MappingFile,
    columns: Vec<Option<usize>>,
    pass: RowPass,
}

/// So many rows are about as long as a piece that is scanned.
const ROWS_IN_PIECE: usize = 128;

impl Export {
    pub(super) fn new(bytes: Vec<u8>, kind: ReferenceKind, needed: Property) -> Self {
        Self {
            kind,
            needed,
            size: bytes.len(),
            phase: Phase::Begin(bytes),
        }
    }

    /// Hands about so many objects more to `visit`, which is the same each time; true at
    /// the end.
    pub(super) fn step(
        &mut self,
        most: usize,
        visit: &mut dyn FnMut(&Row<'_>),
    ) -> Result<bool, ReferenceError> {
        let (kind, needed) = (self.kind, self.needed);
        let pieces = (most / ROWS_IN_PIECE).max(1);
        self.phase = match std::mem::replace(&mut self.phase, Phase::Done(0)) {
            Phase::Begin(bytes) if json::is_json(&bytes) => {
                Phase::Json(Box::new(Elements::new(bytes, needed)))
            }
            Phase::Begin(bytes) => Phase::Open(Box::new(Reader::of_memory(bytes))),
            Phase::Json(mut elements) => {
                let step = elements.step(most, visit);
                if step.map_err(|error| json_error(&error, kind))? {
                    Phase::Done(elements.finish(kind)?)
                } else {
                    Phase::Json(elements)
                }
            }
            Phase::Open(mut reader) => {
                if reader.scan_some(pieces) {
                    let file = opened(reader.finish(), kind)?;
                    let columns = columns_of(&file);
                    if columns.get(needed.place()).copied().flatten().is_none() {
                        return Err(column_missing(needed, kind));
                    }
                    let pass = RowPass::new(&file);
                    Phase::Rows(Box::new(Csv {
                        file,
                        columns,
                        pass,
                    }))
                } else {
                    Phase::Open(reader)
                }
            }
            Phase::Rows(mut csv) => {
                let is_more = (0..pieces).all(|_| csv.next_piece(visit));
                match csv.file.row_count() {
                    _ if is_more => Phase::Rows(csv),
                    0 => return Err(ReferenceError::Empty { kind }),
                    rows => Phase::Done(rows),
                }
            }
            Phase::Done(rows) => Phase::Done(rows),
        };
        Ok(matches!(self.phase, Phase::Done(_)))
    }

    /// How many objects were handed over so far.
    pub(super) fn rows(&self) -> u32 {
        match &self.phase {
            Phase::Begin(_) | Phase::Open(_) => 0,
            Phase::Json(elements) => elements.count(),
            Phase::Rows(csv) => csv.pass.rows(),
            Phase::Done(rows) => *rows,
        }
    }

    /// How far it is, in bytes of the file. It only grows.
    pub(super) fn bytes(&self) -> usize {
        let part = |per_mille: usize| {
            let size = u64::try_from(self.size).unwrap_or(u64::MAX);
            let part = size.saturating_mul(u64::try_from(per_mille).unwrap_or(0)) / 1000;
            usize::try_from(part).unwrap_or(self.size)
        };
        match &self.phase {
            Phase::Begin(_) => 0,
            Phase::Json(elements) => part(elements.per_mille()),
            // Finding the rows takes less than understanding them.
            Phase::Open(reader) => part(reader.scanned_per_mille() * 2 / 10),
            Phase::Rows(csv) => {
                let all = u64::from(csv.file.row_count().max(1));
                let done = u64::from(csv.pass.rows()) * 800 / all;
                part(200 + usize::try_from(done).unwrap_or(0))
            }
            Phase::Done(_) => self.size,
        }
    }
}

impl Csv {
    fn next_piece(&mut self, visit: &mut dyn FnMut(&Row<'_>)) -> bool {
        let columns = &self.columns;
        self.file
            .next_piece(&mut self.pass, |row| visit(&Row::Csv { row, columns }))
    }
}

/// Opens a CSV.
pub(super) fn open(bytes: Vec<u8>, kind: ReferenceKind) -> Result<MappingFile, ReferenceError> {
    opened(mapping_file::open(bytes), kind)
}

fn opened(
    outcome: Result<MappingFile, Refused>,
    kind: ReferenceKind,
) -> Result<MappingFile, ReferenceError> {
    outcome.map_err(|refused| match refused.error {
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

pub(super) fn column_missing(needed: Property, kind: ReferenceKind) -> ReferenceError {
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
