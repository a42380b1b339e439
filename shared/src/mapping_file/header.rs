//! The header: the names of the columns, and where each column stands.

use std::{collections::HashMap, fmt};

use super::{column::Column, row::Row};

/// The header of a mapping file.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Header {
    names: Vec<String>,
    /// Where each name stands first, in lower case and without white space around it.
    by_name: HashMap<String, usize>,
    columns: [Option<usize>; Column::ALL.len()],
}

impl Header {
    pub(super) fn of(row: &Row<'_>) -> Self {
        let names = (0..row.len()).map(|at| row.text(at).into_owned()).collect();
        let mut header = Self {
            names,
            ..Self::default()
        };
        for (at, name) in header.names.iter().enumerate() {
            header.by_name.entry(key_of(name)).or_insert(at);
        }
        header.columns = Column::ALL.map(|column| header.column_named(column.name()));
        header
    }

    /// The names as they stand there, white space included.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of a column by its place, without white space around it.
    pub fn name(&self, at: usize) -> Option<&str> {
        self.names.get(at).map(|name| name.trim())
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no column. Never so for the header of an open file.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Where a column stands, whatever its case; the first one if there are several.
    pub fn column(&self, column: Column) -> Option<usize> {
        let at = Column::ALL.iter().position(|known| *known == column)?;
        self.columns.get(at).copied().flatten()
    }

    /// Where the column of this name stands first, ignoring case and white space around
    /// it.
    pub fn column_named(&self, name: &str) -> Option<usize> {
        self.by_name.get(&key_of(name)).copied()
    }
}

impl fmt::Debug for Header {
    /// Without names: where the header is missing, they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Header")
            .field("columns", &self.len())
            .finish_non_exhaustive()
    }
}

fn key_of(name: &str) -> String {
    name.trim().to_ascii_lowercase()
}
