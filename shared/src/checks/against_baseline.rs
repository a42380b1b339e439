//! Rules that compare a file with itself as it was downloaded.

use super::{
    Finding,
    catalogue::{
        ADDED_COLUMN, LOCKED_CHANGED, REMOVED_COLUMN, ROW_ADDED, ROWS_MISSING,
        SOURCE_KEYS_DISAGREE, WRITTEN_TARGET_CHANGED,
    },
    file_rules::renamed_from,
    finding::shortened,
    keys::Keys,
    row_keys::name_key,
    row_rules::RowRules,
    say::{Named, Say},
    tally::RowSet,
};
use crate::{
    fingerprint::Seed,
    ids::{IdError, ObjectId, bare_key},
    mapping_file::{Column, Header, MappingFile, Row, RowId, RowPass, status_from_text},
    workflow::IdentityState,
};

/// The downloaded file, by what its rows are known by.
#[derive(Debug)]
pub(super) struct BaselineIndex {
    seed: Seed,
    /// The rows by each source key that both files have, strongest first.
    by_key: Vec<(Column, Keys)>,
    /// Columns that both files have and nobody may change: here and there.
    locked: Vec<(usize, usize)>,
    /// How many rows of the file are each of its rows.
    seen: Vec<u32>,
    missing: RowSet,
}

/// A [`BaselineIndex`] that is being made, some rows at a time.
#[derive(Debug)]
pub(super) struct Indexing {
    index: BaselineIndex,
    /// Where the key of each table stands in the downloaded file.
    at: Vec<usize>,
    pass: RowPass,
}

impl Indexing {
    pub(super) fn new(baseline: &MappingFile, header: &Header, seed: &Seed) -> Self {
        let columns = Column::SOURCE_KEYS
            .into_iter()
            .filter(|key| header.column(*key).is_some());
        let (by_key, at) = columns
            .filter_map(|key| Some(((key, Keys::default()), baseline.column(key)?)))
            .unzip();
        let target = header.column(Column::TargetExternalDirectoryObjectId);
        let locked = (0..header.len())
            .filter(|at| Some(*at) != target)
            .filter_map(|at| Some((at, baseline.column_named(header.names().get(at)?)?)))
            .collect();
        Self {
            index: BaselineIndex {
                seed: seed.clone(),
                by_key,
                locked,
                seen: vec![0; rows_of(baseline)],
                missing: RowSet::default(),
            },
            at,
            pass: RowPass::new(baseline),
        }
    }

    /// Looks at the rows of the next piece; false at the end.
    pub(super) fn step(&mut self, baseline: &MappingFile) -> bool {
        let Self { index, at, pass } = self;
        let width = baseline.header().len();
        baseline.next_piece(pass, |row| {
            let is_whole = row.len() == width;
            if is_whole && !at.is_empty() {
                index.missing.set(row.id().0, true);
            }
            for ((_, keys), at) in index.by_key.iter_mut().zip(at.iter()) {
                let key = is_whole.then(|| source_key(&row.text(*at), &index.seed));
                let key = key.flatten();
                keys.append(&[key.map_or(0, crate::fingerprint::Fingerprint::as_u64)]);
            }
        })
    }

    /// The index of all rows.
    pub(super) fn finish(mut self) -> BaselineIndex {
        for (_, keys) in &mut self.index.by_key {
            keys.arrange();
        }
        self.index
    }
}

impl BaselineIndex {
    pub(super) fn new(baseline: &MappingFile, header: &Header, seed: &Seed) -> Self {
        let mut indexing = Indexing::new(baseline, header, seed);
        while indexing.step(baseline) {}
        indexing.finish()
    }

    /// Lets a column differ from the downloaded file.
    pub(super) fn unlock(&mut self, column: Option<usize>) {
        self.locked.retain(|(at, _)| Some(*at) != column);
    }

    /// What a whole row says against the downloaded file, and which row it was there.
    pub(super) fn check_row(
        &self,
        baseline: &MappingFile,
        rules: &RowRules<'_>,
        say: &mut dyn Say,
    ) -> Option<u32> {
        let (key, known) = self.by_key.first()?;
        let text = rules.value(*key);
        let print = source_key(&text, &self.seed)?;
        let Some(at) = known.find(print) else {
            say.cell(&ROW_ADDED, rules.named(*key), || {
                format!("{} is not in the downloaded file.", shortened(text.trim()))
            });
            return None;
        };
        let before = baseline.row(RowId(at))?;
        self.locked_fields(rules, &before, say);
        self.other_keys(rules, at, say);
        written_target(baseline, &before, rules, say);
        Some(at)
    }

    /// Which row of the downloaded file a row is, by its strongest key.
    pub(super) fn row_before(
        &self,
        file: &MappingFile,
        row: RowId,
        baseline: &MappingFile,
    ) -> Option<RowId> {
        let (key, known) = self.by_key.first()?;
        let text = file.value(row, *key);
        let before = RowId(known.find(source_key(&text, &self.seed)?)?);
        // Two names may have the same fingerprint.
        let then = baseline.value(before, *key);
        bare_key(&text)
            .eq_ignore_ascii_case(bare_key(&then))
            .then_some(before)
    }

    /// A row of the file was, or is no longer, this row of the downloaded one.
    pub(super) fn note(&mut self, before: Option<u32>, now: Option<u32>) {
        for (row, is_now) in [(before, false), (now, true)] {
            let Some(row) = row else { continue };
            let Some(seen) = usize::try_from(row)
                .ok()
                .and_then(|at| self.seen.get_mut(at))
            else {
                continue;
            };
            *seen = if is_now {
                seen.saturating_add(1)
            } else {
                seen.saturating_sub(1)
            };
            self.missing.set(row, *seen == 0);
        }
    }

    /// What is said about the rows that are missing.
    pub(super) fn rows_missing(&self, baseline: &MappingFile) -> Option<Finding> {
        let first = self.missing.iter().next()?;
        let (key, _) = self.by_key.first()?;
        let name = baseline.value(RowId(first), *key);
        let name = shortened(name.trim());
        Some(ROWS_MISSING.in_file(match self.missing.len() {
            1 => format!("A row of the downloaded file is missing: {name}."),
            n => format!("{n} rows of the downloaded file are missing, the first is {name}."),
        }))
    }

    fn locked_fields(&self, rules: &RowRules<'_>, before: &Row<'_>, say: &mut dyn Say) {
        for (at, at_before) in &self.locked {
            // Most fields are the same bytes; only others are worth reading.
            if !rules.row.is_edited() && rules.row.raw(*at) == before.raw(*at_before) {
                continue;
            }
            let (now, then) = (rules.row.text(*at), before.text(*at_before));
            if now != then {
                let column = Named::at(rules.header, *at);
                say.cell(&LOCKED_CHANGED, column, || {
                    format!(
                        "{} was changed from {:?} to {:?}.",
                        column.name.unwrap_or_default(),
                        shortened(&then),
                        shortened(&now)
                    )
                });
            }
        }
    }

    /// The weaker keys must lead to the same row as the strongest one, if anywhere.
    fn other_keys(&self, rules: &RowRules<'_>, at: u32, say: &mut dyn Say) {
        let Some((strongest, _)) = self.by_key.first() else {
            return;
        };
        for (key, known) in self.by_key.iter().skip(1) {
            let text = rules.value(*key);
            let other = source_key(&text, &self.seed).and_then(|print| known.find(print));
            if let Some(other) = other
                && other != at
                && !known.group_of(other).any(|row| row == at)
            {
                say.cell(&SOURCE_KEYS_DISAGREE, rules.named(*key), || {
                    format!(
                        "{} is another mailbox of the downloaded file (row {}) than {strongest} says (row {}).",
                        shortened(text.trim()),
                        RowId(other).number(),
                        RowId(at).number()
                    )
                });
            }
        }
    }
}

fn written_target(
    baseline: &MappingFile,
    before: &Row<'_>,
    rules: &RowRules<'_>,
    say: &mut dyn Say,
) {
    let text = |column| {
        baseline
            .column(column)
            .map(|at| before.text(at))
            .unwrap_or_default()
    };
    let status = text(Column::MigrationStatus);
    if !matches!(
        status_from_text(&status),
        Some(IdentityState::Written | IdentityState::Completed)
    ) {
        return;
    }
    let column = Column::TargetExternalDirectoryObjectId;
    let now: Result<ObjectId, IdError> = rules.value(column).trim().parse();
    let then: Result<ObjectId, IdError> = text(column).trim().parse();
    if let (Ok(now), Ok(then)) = (now, then)
        && now != then
    {
        say.cell(&WRITTEN_TARGET_CHANGED, rules.named(column), || {
            format!(
                "The identity is {} on {then}, and the file leads it to {now}.",
                status.trim()
            )
        });
    }
}

/// Columns that only one of the two files has.
pub(super) fn columns(header: &Header, baseline: &MappingFile, findings: &mut Vec<Finding>) {
    for name in header.names() {
        let name = name.trim();
        if baseline.column_named(name).is_none() && renamed_from(header, name).is_none() {
            findings.push(ADDED_COLUMN.in_column(
                name,
                format!("The column {name:?} is not in the downloaded file."),
            ));
        }
    }
    for name in baseline.header() {
        let name = name.trim();
        if header.column_named(name).is_none() {
            findings.push(REMOVED_COLUMN.in_column(
                name,
                format!("The column {name:?} of the downloaded file is missing."),
            ));
        }
    }
}

/// The source mailbox that a row names, ignoring case, braces and white space.
fn source_key(text: &str, seed: &Seed) -> Option<crate::fingerprint::Fingerprint> {
    name_key(bare_key(text), seed)
}

fn rows_of(file: &MappingFile) -> usize {
    usize::try_from(file.row_count()).unwrap_or(usize::MAX)
}
