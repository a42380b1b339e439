//! An open mapping file with what the checks found, and the rows shown of it.

use shared::{
    checks::{self, Finding, References},
    mapping_file::{Column, MappingFile, RowId},
};

use super::{
    filter::{self, RowFacts},
    overview,
    protocol::{ColumnView, Counts, Event, Filter, Mark, Overview, ReferenceView, RowView, Window},
};

/// Longest text of a cell that is only shown, in characters.
const SHOWN_CHARS: usize = 200;

/// The file, its findings, and which of its rows are shown.
#[derive(Debug)]
pub(super) struct OpenFile {
    pub(super) name: String,
    pub(super) file: MappingFile,
    findings: Vec<Finding>,
    /// (row, index into `findings`), sorted.
    by_row: Vec<(u32, usize)>,
    facts: Vec<RowFacts>,
    filter: Filter,
    /// The rows shown; `None` is all of them.
    shown: Option<Vec<u32>>,
}

impl OpenFile {
    pub(super) fn new(name: String, file: MappingFile, references: &References) -> Self {
        let mut open = Self {
            name,
            file,
            findings: Vec::new(),
            by_row: Vec::new(),
            facts: Vec::new(),
            filter: Filter::All,
            shown: None,
        };
        open.check(references);
        open
    }

    pub(super) fn check(&mut self, references: &References) {
        self.findings = checks::check(&self.file, references);
        self.by_row = self
            .findings
            .iter()
            .enumerate()
            .filter_map(|(index, finding)| Some((finding.row?.checked_sub(1)?, index)))
            .collect();
        self.by_row.sort_unstable();
        let file = &self.file;
        let target = file.column(Column::TargetExternalDirectoryObjectId);
        self.facts = filter::row_facts(
            file.row_count(),
            &self.findings,
            |row| target.is_none_or(|column| file.cell(RowId(row), column).trim().is_empty()),
            |row| is_changed(file, row),
        );
    }

    pub(super) fn overview(&self, references: &[ReferenceView]) -> Overview {
        let counts = Counts {
            changed: self.file.changed_rows(),
            ..filter::counts(&self.facts)
        };
        Overview {
            name: self.name.clone(),
            dialect: self.file.dialect().to_string(),
            columns: (0_usize..)
                .zip(self.file.header())
                .map(|(index, name)| ColumnView {
                    name: name.clone(),
                    editable: self.file.is_editable(index),
                })
                .collect(),
            rows: self.file.row_count(),
            counts,
            groups: overview::grouped(&self.findings, |finding| self.place(finding)),
            refuses_upload: checks::refuses_upload(&self.findings),
            held_back: u32::try_from(checks::rows_held_back(&self.findings).len())
                .unwrap_or(u32::MAX),
            can_undo: self.file.can_undo(),
            can_redo: self.file.can_redo(),
            references: references.to_vec(),
        }
    }

    /// The column and the person that a finding is about.
    fn place(&self, finding: &Finding) -> (Option<usize>, Option<String>) {
        let column = self.column_of(finding);
        let who = finding
            .row
            .and_then(|row| row.checked_sub(1))
            .and_then(|row| {
                [
                    Column::PrimarySmtpAddress,
                    Column::SourceUserPrincipalName,
                    Column::SourceExternalDirectoryObjectId,
                ]
                .into_iter()
                .filter_map(|column| self.file.column(column))
                .map(|column| self.file.cell(RowId(row), column).into_owned())
                .find(|text| !text.is_empty())
            });
        (column, who)
    }

    fn column_of(&self, finding: &Finding) -> Option<usize> {
        let name = finding.column.as_deref()?;
        self.file
            .header()
            .iter()
            .position(|known| known.trim().eq_ignore_ascii_case(name.trim()))
    }

    pub(super) fn show(&mut self, filter: Filter) -> Event {
        // What was edited since the last check counts as changed already.
        for (row, fact) in (0_u32..).zip(&mut self.facts) {
            fact.changed = is_changed(&self.file, row);
        }
        self.filter = filter;
        self.shown = (filter != Filter::All).then(|| filter::matching(&self.facts, filter));
        Event::Shown {
            filter,
            rows: self.rows_shown(),
        }
    }

    fn rows_shown(&self) -> u32 {
        match &self.shown {
            Some(rows) => u32::try_from(rows.len()).unwrap_or(u32::MAX),
            None => self.file.row_count(),
        }
    }

    /// The row of the file at a place among the rows shown.
    fn row_at(&self, position: u32) -> Option<u32> {
        match &self.shown {
            Some(rows) => rows.get(usize::try_from(position).ok()?).copied(),
            None => (position < self.file.row_count()).then_some(position),
        }
    }

    /// The place among the rows shown of a row of the file.
    fn position_of(&self, row: u32) -> Option<u32> {
        match &self.shown {
            Some(rows) => u32::try_from(rows.binary_search(&row).ok()?).ok(),
            None => (row < self.file.row_count()).then_some(row),
        }
    }

    pub(super) fn window(&self, first: u32, count: u32) -> Window {
        let rows = (first..first.saturating_add(count))
            .map_while(|position| self.row_at(position))
            .map(|row| self.row_view(row))
            .collect();
        Window { first, rows }
    }

    fn row_view(&self, row: u32) -> RowView {
        let id = RowId(row);
        let columns = self.file.header().len();
        let cells = (0..columns)
            .map(|column| {
                let cell = self.file.cell(id, column);
                if self.file.is_editable(column) {
                    cell.into_owned()
                } else {
                    shortened(&cell)
                }
            })
            .collect();
        let mut marks: Vec<Mark> = self
            .findings_of(row)
            .map(|finding| Mark {
                column: self.column_of(finding),
                severity: finding.severity,
                message: finding.message.clone(),
            })
            .collect();
        marks.sort_by_key(|mark| mark.severity);
        RowView {
            row,
            cells,
            marks,
            changed: (0..columns)
                .filter(|column| self.file.is_changed_cell(id, *column))
                .collect(),
        }
    }

    fn findings_of(&self, row: u32) -> impl Iterator<Item = &Finding> {
        let start = self.by_row.partition_point(|(place, _)| *place < row);
        self.by_row
            .iter()
            .skip(start)
            .take_while(move |(place, _)| *place == row)
            .filter_map(|(_, index)| self.findings.get(*index))
    }

    /// The next cell with a finding among the rows shown, stopping at the end.
    pub(super) fn seek(&self, position: u32, column: usize, forward: bool) -> Event {
        let Some(row) = self.row_at(position) else {
            return Event::NoPlace;
        };
        let mut places: Vec<(u32, usize)> = self
            .by_row
            .iter()
            .filter_map(|(row, index)| {
                let finding = self.findings.get(*index)?;
                self.position_of(*row)?;
                Some((*row, self.column_of(finding).unwrap_or(0)))
            })
            .collect();
        places.sort_unstable();
        let here = (row, column);
        let next = if forward {
            places.iter().find(|place| **place > here)
        } else {
            places.iter().rev().find(|place| **place < here)
        };
        next.and_then(|(row, column)| self.place_of(*row, *column))
            .unwrap_or(Event::NoPlace)
    }

    pub(super) fn locate(&mut self, row: u32, column: usize) -> Event {
        if self.position_of(row).is_none() {
            self.show(Filter::All);
        }
        self.place_of(row, column).unwrap_or(Event::NoPlace)
    }

    fn place_of(&self, row: u32, column: usize) -> Option<Event> {
        Some(Event::Place {
            position: self.position_of(row)?,
            column,
            filter: self.filter,
            rows: self.rows_shown(),
        })
    }
}

fn is_changed(file: &MappingFile, row: u32) -> bool {
    (0..file.header().len()).any(|column| file.is_changed_cell(RowId(row), column))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_string(),
    }
}
