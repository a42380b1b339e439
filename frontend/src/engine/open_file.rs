//! An open mapping file with what the checks found, and the rows shown of it.

use shared::{
    checks::Checked,
    mapping_file::{Column, MappingFile, RowId},
};

use super::{
    doubt, overview,
    protocol::{Doubt, EditCommand, EditEvent, Overview, ReferenceView},
    rows_shown::RowsShown,
};

/// The file, its findings, and which of its rows are shown.
#[derive(Debug)]
pub struct OpenFile {
    pub(super) name: String,
    pub(super) checked: Checked,
    pub(super) shown: RowsShown,
    /// What was guessed when it was opened.
    pub(super) doubt: Option<Doubt>,
}

impl OpenFile {
    pub(super) fn new(name: String, checked: Checked) -> Self {
        let shown = RowsShown::all(checked.file().row_count());
        Self {
            name,
            doubt: doubt::of(checked.file()),
            checked,
            shown,
        }
    }

    /// The file.
    pub(super) fn file(&self) -> &MappingFile {
        self.checked.file()
    }

    pub(super) fn overview(&self, references: &[ReferenceView]) -> Overview {
        overview::of(self, references)
    }

    /// Shows all rows in the file's order.
    pub(super) fn show_all(&mut self) {
        self.shown = RowsShown::all(self.file().row_count());
    }

    /// Does what an edit asks for, as one step.
    pub(super) fn edit(&mut self, command: EditCommand) -> Result<(), EditEvent> {
        match command {
            EditCommand::Cell { row, column, text } => {
                self.checked
                    .edit(|file| file.set_cell(RowId(row), column, &text))
                    .map_err(|error| EditEvent::Refused {
                        message: error.to_string(),
                    })?;
            }
            EditCommand::Undo => {
                self.checked.undo();
            }
            EditCommand::Redo => {
                self.checked.redo();
            }
        }
        self.shown.fit(self.checked.file().row_count());
        Ok(())
    }

    /// Whom a row is about, where the file says so.
    pub(super) fn who(&self, row: RowId) -> Option<String> {
        let file = self.file();
        [
            Column::PrimarySmtpAddress,
            Column::SourceUserPrincipalName,
            Column::SourceExternalDirectoryObjectId,
        ]
        .into_iter()
        .map(|column| file.value(row, column).into_owned())
        .find(|text| !text.is_empty())
    }

    /// The place of a column that a finding names.
    pub(super) fn column_of(&self, name: Option<&str>) -> Option<usize> {
        self.file().column_named(name?)
    }
}
