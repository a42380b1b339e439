//! Edits: an overlay of changed fields over bytes that never change, and the history
//! that undoes and redoes them, one named step at a time.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    decode::write_field,
    file::{MappingFile, RowId, line_of},
};

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
    #[error("row {row} has no field for {column}: mend the row's number of fields first")]
    NoSuchField {
        /// The row's number (1 is the first).
        row: u32,
        /// The name of the column, or its number where it has none.
        column: String,
    },
    /// The column is not the one that may be edited.
    #[error(
        "{column} is locked: only TargetExternalDirectoryObjectId may be changed in a mapping file"
    )]
    Locked {
        /// The name of the column, or its number where it has none.
        column: String,
    },
    /// The file's encoding has no such character.
    #[error("{character:?} cannot be written in this file, which is in {encoding}")]
    NotInEncoding {
        /// The character.
        character: char,
        /// The encoding in words.
        encoding: String,
    },
}

/// Changed fields, in the order of the file, and how they came to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits {
    changed: BTreeMap<(RowId, usize), String>,
    undone: Vec<Step>,
    done: Vec<Step>,
}

/// What one step changed, and back again. `None` is the text of the original.
#[derive(Clone, Debug)]
struct Step {
    name: String,
    changes: Vec<Change>,
}

#[derive(Clone, Debug)]
struct Change {
    place: (RowId, usize),
    before: Option<String>,
    after: Option<String>,
}

impl Edits {
    pub(super) fn text(&self, row: RowId, column: usize) -> Option<&str> {
        if self.changed.is_empty() {
            return None;
        }
        self.changed.get(&(row, column)).map(String::as_str)
    }

    pub(super) fn has_row(&self, row: RowId) -> bool {
        let of_row = (row, 0)..=(row, usize::MAX);
        !self.changed.is_empty() && self.changed.range(of_row).next().is_some()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (RowId, usize, &str)> {
        self.changed
            .iter()
            .map(|((row, column), text)| (*row, *column, text.as_str()))
    }

    fn put(&mut self, place: (RowId, usize), text: Option<String>) {
        match text {
            Some(text) => self.changed.insert(place, text),
            None => self.changed.remove(&place),
        };
    }
}

impl MappingFile {
    /// Sets one field: one undo step. Text equal to the original's makes the field
    /// unchanged again, byte for byte.
    pub fn set_cell(&mut self, row: RowId, column: usize, text: &str) -> Result<(), EditError> {
        let name = format!("Edit row {}", row.number());
        self.set_cells(&name, &[(row, column, text)])
    }

    /// Sets several fields as one undo step called `name`; all of them or, if one
    /// cannot be edited, none.
    pub fn set_cells(
        &mut self,
        name: &str,
        cells: &[(RowId, usize, &str)],
    ) -> Result<(), EditError> {
        for (row, column, text) in cells {
            self.may_set(*row, *column, text)?;
        }
        let mut changes = Vec::new();
        for (row, column, text) in cells {
            let place = (*row, *column);
            let before = self.edits.changed.get(&place).cloned();
            let after = (self.original_cell(*row, *column) != *text).then(|| (*text).to_owned());
            if before != after {
                self.edits.put(place, after.clone());
                changes.push(Change {
                    place,
                    before,
                    after,
                });
            }
        }
        if !changes.is_empty() {
            self.edits.undone.clear();
            self.edits.done.push(Step {
                name: name.to_owned(),
                changes,
            });
        }
        Ok(())
    }

    /// Takes the last step back and names it.
    pub fn undo(&mut self) -> Option<String> {
        let step = self.edits.done.pop()?;
        for change in step.changes.iter().rev() {
            self.edits.put(change.place, change.before.clone());
        }
        let name = step.name.clone();
        self.edits.undone.push(step);
        Some(name)
    }

    /// Does the step again that was taken back last, and names it.
    pub fn redo(&mut self) -> Option<String> {
        let step = self.edits.undone.pop()?;
        for change in &step.changes {
            self.edits.put(change.place, change.after.clone());
        }
        let name = step.name.clone();
        self.edits.done.push(step);
        Some(name)
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.edits.done.is_empty()
    }

    /// Whether there is a step to do again.
    pub fn can_redo(&self) -> bool {
        !self.edits.undone.is_empty()
    }

    /// How many rows differ from the file that was opened.
    pub fn changed_rows(&self) -> u32 {
        let rows: BTreeSet<RowId> = self.edits.iter().map(|(row, ..)| row).collect();
        u32::try_from(rows.len()).unwrap_or(u32::MAX)
    }

    /// Whether a field differs from the file that was opened.
    pub fn is_changed_cell(&self, row: RowId, column: usize) -> bool {
        self.edits.text(row, column).is_some()
    }

    pub(super) fn may_set(&self, row: RowId, column: usize, text: &str) -> Result<(), EditError> {
        let rows = self.row_count();
        if row.0 >= rows {
            return Err(EditError::NoSuchRow {
                row: row.number(),
                rows,
            });
        }
        let name = || {
            self.header()
                .get(column)
                .cloned()
                .unwrap_or_else(|| format!("field {}", column.saturating_add(1)))
        };
        if !self.is_editable(column) {
            return Err(EditError::Locked { column: name() });
        }
        if self.span(line_of(row), column).is_none() {
            return Err(EditError::NoSuchField {
                row: row.number(),
                column: name(),
            });
        }
        write_field(text, *self.dialect(), false)
            .map(drop)
            .map_err(|character| EditError::NotInEncoding {
                character,
                encoding: self.dialect().encoding.to_string(),
            })
    }
}
