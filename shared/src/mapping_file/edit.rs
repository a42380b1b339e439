//! Edits: an overlay of changed fields over bytes that never change. What undoes and
//! redoes them is the history.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    column::Column,
    dialect::Encoding,
    file::MappingFile,
    history::{Change, Changed, History},
    overlay::Overlay,
    row::RowId,
    windows_1252,
};
use crate::order;

/// Which columns may be edited. Names in the header never are: they have repairs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Lock {
    /// Only `TargetExternalDirectoryObjectId`, the one change that CTIM allows.
    #[default]
    TargetOnly,
    /// Every column: somebody opened them on purpose.
    Nothing,
}

/// Why a field cannot be edited.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EditError {
    /// The row does not exist.
    #[error("there is no row {row}: the file has {rows} rows")]
    NoSuchRow {
        /// The row's number (1 is the first).
        row: u32,
        /// How many rows there are.
        rows: u32,
    },
    /// The row is too short.
    #[error(
        "row {row} has no field for {column}: it has {fields}, and the header has {columns}; take the row from the downloaded file, or add the missing delimiters in a text editor and open the file again"
    )]
    NoSuchField {
        /// The row's number (1 is the first).
        row: u32,
        /// The name of the column, or its number where it has none.
        column: String,
        /// How many fields the row has.
        fields: usize,
        /// How many columns the header has.
        columns: usize,
    },
    /// The column is not the one that may be edited.
    #[error(
        "{column} is locked: only TargetExternalDirectoryObjectId may be changed in a mapping file; to change it all the same, unlock all columns first"
    )]
    Locked {
        /// The name of the column, or its number where it has none.
        column: String,
    },
    /// The file's encoding has no such character.
    #[error(
        "{character:?} cannot be written in this file, which is in {encoding}; convert it to UTF-8 first"
    )]
    NotInEncoding {
        /// The character.
        character: char,
        /// The encoding in words.
        encoding: String,
    },
}

/// Changed fields, how they came to be, and which columns are open.
#[derive(Clone, Default)]
pub(super) struct Edits {
    pub(super) overlay: Overlay,
    pub(super) history: History,
    lock: Lock,
}

impl MappingFile {
    /// Which columns may be edited.
    pub fn lock(&self) -> Lock {
        self.edits.lock
    }

    /// Says which columns may be edited from now on. It is no step of the history, and
    /// what was edited stays edited.
    pub fn set_lock(&mut self, lock: Lock) {
        self.edits.lock = lock;
    }

    /// Opens all columns for edits, which somebody must have asked for in so many words.
    ///
    /// ```
    /// use shared::mapping_file::{open, Lock, RowId};
    ///
    /// let mut file = open(b"DisplayName,TargetExternalDirectoryObjectId\nlena,\n".to_vec())?;
    /// assert!(file.set_cell(RowId(0), 0, "Lena").is_err());
    /// file.unlock_all_columns();
    /// assert_eq!(file.lock(), Lock::Nothing);
    /// assert!(file.set_cell(RowId(0), 0, "Lena").is_ok());
    /// # Ok::<(), shared::mapping_file::OpenError>(())
    /// ```
    pub fn unlock_all_columns(&mut self) {
        self.set_lock(Lock::Nothing);
    }

    /// Whether a column may be edited as the file is locked now.
    pub fn is_editable(&self, column: usize) -> bool {
        self.edits.lock == Lock::Nothing || self.is_target(column)
    }

    /// Whether this is the column that people fill in, which no lock closes.
    pub fn is_target(&self, column: usize) -> bool {
        self.column(Column::TargetExternalDirectoryObjectId) == Some(column)
    }

    /// Sets one field: one undo step. Text equal to the original's makes the field
    /// unchanged again, byte for byte.
    pub fn set_cell(
        &mut self,
        row: RowId,
        column: usize,
        text: &str,
    ) -> Result<Changed, EditError> {
        let name = format!("Edit row {}", row.number());
        self.set_cells(&name, &[(row, column, text)])
    }

    /// Sets several fields as one undo step called `name`; all of them or, if one
    /// cannot be edited, none. Says which rows changed.
    pub fn set_cells(
        &mut self,
        name: &str,
        cells: &[(RowId, usize, &str)],
    ) -> Result<Changed, EditError> {
        self.set_cells_under(self.edits.lock, name, cells.to_vec())
    }

    /// As [`MappingFile::set_cells`], under another lock: a fix that puts a value back
    /// needs no key.
    pub(super) fn set_cells_under(
        &mut self,
        lock: Lock,
        name: &str,
        mut cells: Vec<(RowId, usize, &str)>,
    ) -> Result<Changed, EditError> {
        for (row, column, text) in &cells {
            self.may_set_under(lock, *row, *column, text)?;
        }
        // Stable: of two texts for one field the later one stays the later one.
        order::by_number(&mut cells, |(row, column, _)| {
            order::couple(row.0, u32::try_from(*column).unwrap_or(u32::MAX))
        });
        let mut changes = Vec::new();
        for same_place in cells.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some((row, column, text)) = same_place.last() else {
                continue;
            };
            let place = (*row, *column);
            let before = self.edits.overlay.get(place).cloned();
            if before.as_deref() == Some(*text) {
                continue;
            }
            let is_original = self.original_cell(*row, *column) == *text;
            if is_original && before.is_none() {
                continue;
            }
            changes.push(Change {
                place,
                before,
                after: (!is_original).then(|| Arc::from(*text)),
            });
        }
        Ok(self.do_cells(name, changes))
    }

    /// How many rows differ from the file that was opened or repaired last.
    pub fn changed_rows(&self) -> u32 {
        self.edits.overlay.rows()
    }

    /// Whether a field differs from the file that was opened or repaired last.
    pub fn is_changed_cell(&self, row: RowId, column: usize) -> bool {
        self.edits.overlay.text(row, column).is_some()
    }

    pub(super) fn may_set_under(
        &self,
        lock: Lock,
        row: RowId,
        column: usize,
        text: &str,
    ) -> Result<(), EditError> {
        let rows = self.row_count();
        if row.0 >= rows {
            return Err(EditError::NoSuchRow {
                row: row.number(),
                rows,
            });
        }
        if lock == Lock::TargetOnly && !self.is_target(column) {
            return Err(EditError::Locked {
                column: self.name_of_column(column),
            });
        }
        if column >= self.field_count(row) {
            return Err(EditError::NoSuchField {
                row: row.number(),
                column: self.name_of_column(column),
                fields: self.field_count(row),
                columns: self.header().len(),
            });
        }
        match missing_character(text, self.dialect().encoding) {
            None => Ok(()),
            Some(character) => Err(EditError::NotInEncoding {
                character,
                encoding: self.dialect().encoding.to_string(),
            }),
        }
    }

    /// The name of a column, or its number where it has none.
    pub(super) fn name_of_column(&self, column: usize) -> String {
        self.header()
            .get(column)
            .cloned()
            .unwrap_or_else(|| format!("field {}", column.saturating_add(1)))
    }
}

/// The first character that the encoding lacks.
pub(super) fn missing_character(text: &str, encoding: Encoding) -> Option<char> {
    if encoding != Encoding::Windows1252 || text.is_ascii() {
        return None;
    }
    windows_1252::encode(text).err()
}
