//! An open mapping file with what the checks found, and the rows shown of it.

use shared::{
    checks::Checked,
    mapping_file::{Column, MappingFile, RowId},
};

use super::{
    changes::Compared,
    doubt,
    find::Looking,
    fix,
    matching::Assistant,
    overview,
    planning::Planned,
    protocol::{CopyKind, Doubt, DraftFate, Overview, ReferenceView},
    rows_shown::RowsShown,
};

/// The file, its findings, and which of its rows are shown.
#[derive(Debug)]
pub struct OpenFile {
    pub(super) name: String,
    /// What tells its revisions from those of files before it.
    pub(super) number: u64,
    pub(super) checked: Checked,
    pub(super) shown: RowsShown,
    /// What was guessed when it was opened.
    pub(super) doubt: Option<Doubt>,
    /// What is going to be shown, as far as it was found.
    pub(super) coming: Option<RowsShown>,
    /// The columns that are sent with rows; empty is all.
    pub(super) sent: Vec<usize>,
    /// The edit that waits for a yes.
    pub(super) planned: Option<Planned>,
    /// The fix that was shown last.
    pub(super) fixing: Option<fix::Worked>,
    /// What is looked for.
    pub(super) looking: Option<Looking>,
    pub(super) matching: Assistant,
    /// What the opened file was, where it was not the mapping file itself.
    pub(super) made_from: Vec<CopyKind>,
    /// What became of a draft that waited for it.
    pub(super) draft: Option<DraftFate>,
    /// What differs, as it was last worked out.
    pub(super) compared: Option<Compared>,
}

impl OpenFile {
    pub(super) fn new(name: String, checked: Checked) -> Self {
        let shown = RowsShown::all(checked.file().row_count());
        Self {
            name,
            number: 0,
            doubt: doubt::of(checked.file()),
            checked,
            shown,
            coming: None,
            sent: Vec::new(),
            planned: None,
            fixing: None,
            looking: None,
            matching: Assistant::default(),
            made_from: Vec::new(),
            draft: None,
            compared: None,
        }
    }

    /// The rows shown: those found so far, while others are being looked for.
    pub(super) fn shown(&self) -> &RowsShown {
        self.coming.as_ref().unwrap_or(&self.shown)
    }

    /// The file.
    pub(super) fn file(&self) -> &MappingFile {
        self.checked.file()
    }

    /// A number that is another one after each change, and in each file.
    pub(super) fn revision(&self) -> u64 {
        self.number.saturating_add(self.checked.revision())
    }

    pub(super) fn overview(&self, references: &[ReferenceView]) -> Overview {
        overview::of(self, references)
    }

    /// A step was done or taken back: what was planned before is not meant any more.
    pub(super) fn after_step(&mut self) {
        self.planned = None;
        self.fixing = None;
        self.shown.fit(self.checked.file().row_count());
    }

    /// Shows all rows in the file's order.
    pub(super) fn show_all(&mut self) {
        self.shown = RowsShown::all(self.file().row_count());
        self.coming = None;
    }

    /// Whom a row is about, where the file says so.
    pub(super) fn who(&self, row: RowId) -> Option<String> {
        who(self.file(), row)
    }

    /// Whether nothing stands in a row's target, not even something wrong.
    pub(super) fn has_no_target(&self, row: RowId) -> bool {
        let target = Column::TargetExternalDirectoryObjectId;
        self.file().value(row, target).trim().is_empty()
    }

    /// The place of a column that a finding names.
    pub(super) fn column_of(&self, name: Option<&str>) -> Option<usize> {
        self.file().column_named(name?)
    }
}

/// Whom a row of a file is about, where the file says so.
pub(super) fn who(file: &MappingFile, row: RowId) -> Option<String> {
    [
        Column::PrimarySmtpAddress,
        Column::SourceUserPrincipalName,
        Column::SourceExternalDirectoryObjectId,
    ]
    .into_iter()
    .map(|column| file.value(row, column).into_owned())
    .find(|text| !text.is_empty())
}
