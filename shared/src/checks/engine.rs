//! What the checks know about the rows of a file: filled in one pass, and kept up to
//! date row by row.

use std::{collections::BTreeMap, ops::Bound};

use super::{
    Finding, References, Severity, Summary,
    by_rule::in_order,
    catalogue::TARGET_EMPTY,
    columns::Columns,
    duplicates,
    index::Index,
    keys::Keys,
    place::{Place, RuleNumber},
    row_keys::{KEY_COLUMNS, RowKeys, TARGET, keys_of},
    row_rules::RowRules,
    say::{Places, Say, Words},
    screen::{Screened, screen},
    tally::{RowSet, Tally},
};
use crate::{
    fingerprint::Seed,
    mapping_file::{Header, MappingFile, Row, status_from_text},
    workflow::IdentityState,
};

/// Rows whose keys are put together, a column at a time.
const BLOCK: usize = 64;
/// Rows checked again that are kept beside the others.
const MOST_NEWER: usize = 4096;

/// Everything that is known about rows.
#[derive(Debug)]
pub(super) struct Engine {
    seed: Seed,
    pub(super) header: Header,
    columns: Columns,
    pub(super) index: Index,
    pub(super) tables: [Keys; KEY_COLUMNS.len()],
    /// The keys of rows that are in no table yet.
    waiting: [[u64; BLOCK]; KEY_COLUMNS.len()],
    waiting_rows: usize,
    pub(super) is_arranged: bool,
    pub(super) rows: u32,
    /// What rows say by themselves and against references, in the order of the file.
    pub(super) places: Vec<Place>,
    /// The same for rows that were checked again.
    pub(super) newer: BTreeMap<u32, Vec<Place>>,
    /// Rows that share a key, and in which tables: a bit each.
    pub(super) sharing: BTreeMap<u32, u8>,
    pub(super) tally: Tally,
    pub(super) held_back: RowSet,
    /// Rows with a warning.
    pub(super) warned: RowSet,
    /// Rows whose `MigrationStatus` is a conflict; and those together with the rows that
    /// share their target.
    by_status: RowSet,
    pub(super) in_conflict: RowSet,
    pub(super) held_back_with_target: u32,
    /// How many rows were looked at, in the first pass and again.
    pub(super) rows_checked: u64,
}

impl Engine {
    pub(super) fn new(header: &Header, refs: &References, seed: &Seed) -> Self {
        Self::with(header, Index::new(refs, header, seed), seed)
    }

    /// With what the references are looked up by.
    pub(super) fn with(header: &Header, index: Index, seed: &Seed) -> Self {
        Self {
            seed: seed.clone(),
            columns: Columns::of(header),
            header: header.clone(),
            index,
            tables: std::array::from_fn(|_| Keys::default()),
            waiting: [[0; BLOCK]; KEY_COLUMNS.len()],
            waiting_rows: 0,
            is_arranged: false,
            rows: 0,
            places: Vec::new(),
            newer: BTreeMap::new(),
            sharing: BTreeMap::new(),
            tally: Tally::default(),
            held_back: RowSet::default(),
            warned: RowSet::default(),
            by_status: RowSet::default(),
            in_conflict: RowSet::default(),
            held_back_with_target: 0,
            rows_checked: 0,
        }
    }

    /// A pass over a file that is in memory.
    pub(super) fn over(file: &MappingFile, refs: &References, seed: &Seed) -> Self {
        let mut engine = Self::new(file.head(), refs, seed);
        file.each_row(|row| engine.row(row, refs));
        engine.finish();
        engine
    }

    /// The row that comes next. Its keys are found after [`Engine::finish`].
    pub(super) fn row(&mut self, row: &Row<'_>, refs: &References) {
        let keys = self.see(row, refs);
        for (waiting, key) in self.waiting.iter_mut().zip(keys) {
            if let Some(place) = waiting.get_mut(self.waiting_rows) {
                *place = key;
            }
        }
        self.waiting_rows += 1;
        if self.waiting_rows == BLOCK {
            self.put_waiting();
        }
    }

    /// The row that comes next, of a file of which nothing is kept: counts what it says
    /// and lets it go. Its keys are found at once.
    pub(super) fn row_gone(&mut self, row: &Row<'_>, refs: &References) -> Vec<Place> {
        let keys = self.see(row, refs);
        for (table, key) in self.tables.iter_mut().zip(keys) {
            table.push(key);
        }
        self.is_arranged = true;
        let places = std::mem::take(&mut self.places);
        self.count(&places);
        places
    }

    fn see(&mut self, row: &Row<'_>, refs: &References) -> RowKeys {
        let mut keys = RowKeys::default();
        match screen(row, &self.columns, &self.seed, &mut keys) {
            Screened::Clean => {}
            Screened::NoTarget => self.places.push(self.no_target(row)),
            Screened::Look => keys = self.look(row),
        }
        if self.index.has_row_rules() {
            self.look_up(row, refs);
        }
        self.rows += 1;
        keys
    }

    /// Asks the rules in words. Apart, so that what most rows go through is little code:
    /// a browser has optimised it after a few milliseconds, and not after a hundred.
    #[cold]
    #[inline(never)]
    fn look(&mut self, row: &Row<'_>) -> RowKeys {
        let mut found = Places::new(row.id().0);
        self.rules_of(row).check(&mut found);
        self.places.append(&mut found.found);
        self.note_status(row);
        keys_of(row, &self.columns, &self.seed)
    }

    /// Asks the references. Apart as [`Engine::look`] is.
    #[inline(never)]
    fn look_up(&mut self, row: &Row<'_>, refs: &References) {
        let mut found = Places::new(row.id().0);
        let before = self.compare(&self.rules_of(row), refs, &mut found);
        self.places.append(&mut found.found);
        self.index.note(row.id().0, before);
    }

    /// What the references say about a row, and which row of the downloaded file it is.
    fn compare(&self, rules: &RowRules<'_>, refs: &References, say: &mut dyn Say) -> Option<u32> {
        // The fields of other rows may stand under the wrong names.
        if rules.row.len() == self.columns.width {
            self.index.check_row(refs, rules, say)
        } else {
            None
        }
    }

    pub(super) fn count(&mut self, places: &[Place]) {
        for place in places {
            self.tally.add(*place);
            match place.severity {
                Severity::Error => self.held_back.set(place.row, true),
                Severity::Warning => self.warned.set(place.row, true),
                Severity::Note => {}
            }
        }
    }

    /// The file in numbers, together with what is said about it as a whole.
    pub(super) fn summary(&self, about: &[Finding]) -> Summary {
        let count = |severity| {
            let about_file = about.iter().filter(|f| f.severity == severity).count();
            let about_rows = self.tally.of_severity(severity);
            about_rows.saturating_add(u32::try_from(about_file).unwrap_or(u32::MAX))
        };
        let (rows, held_back, ready) = (self.rows, self.held_back.len(), self.ready());
        Summary {
            rows,
            ready,
            held_back,
            unmapped: rows.saturating_sub(held_back).saturating_sub(ready),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }

    /// Checks a row again, and every other row that it shared a key with or does now.
    pub(super) fn recheck(&mut self, row: &Row<'_>, refs: &References) {
        let id = row.id().0;
        self.rows_checked += 1;
        for place in self.own_places(id) {
            self.tally.subtract(place);
        }
        let mut found = Places::new(id);
        let rules = self.rules_of(row);
        rules.check(&mut found);
        let before = self.compare(&rules, refs, &mut found);
        self.index.note(id, before);
        for place in &found.found {
            self.tally.add(*place);
        }
        self.newer.insert(id, found.found);
        self.note_status(row);
        let keys = keys_of(row, &self.columns, &self.seed);
        for (table, key) in keys.into_iter().enumerate() {
            self.replace_key(id, table, key);
        }
        self.judge(id);
    }

    /// Puts rows that were checked again to the others once there are many of them, so
    /// that nothing grows with what was ever edited.
    pub(super) fn settle(&mut self) {
        if self.newer.len() < MOST_NEWER {
            return;
        }
        let newer = std::mem::take(&mut self.newer);
        let mut older = std::mem::take(&mut self.places);
        older.retain(|place| !newer.contains_key(&place.row));
        let count = older.len() + newer.values().map(Vec::len).sum::<usize>();
        let newer = newer.into_values().flatten();
        self.places = Vec::with_capacity(count);
        self.places
            .extend(in_order(Box::new(older.into_iter()), Box::new(newer)));
    }

    /// What a row says by itself and against references.
    pub(super) fn own_places(&self, row: u32) -> Vec<Place> {
        if let Some(places) = self.newer.get(&row) {
            return places.clone();
        }
        let from = self.places.partition_point(|place| place.row < row);
        let rest = self.places.get(from..).unwrap_or_default();
        rest.iter()
            .take_while(|place| place.row == row)
            .copied()
            .collect()
    }

    /// The first row after this one, or of all, that there is something to say about.
    pub(super) fn next_row(&self, after: Option<u32>) -> Option<u32> {
        let skipped = after.map_or(0, |row| {
            self.places.partition_point(|place| place.row <= row)
        });
        let first = self.places.get(skipped..).unwrap_or_default().iter();
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let range = (from, Bound::Unbounded);
        [
            first
                .map(|place| place.row)
                .find(|row| !self.newer.contains_key(row)),
            self.newer
                .range(range)
                .find(|(_, found)| !found.is_empty())
                .map(|(row, _)| *row),
            self.sharing.range(range).next().map(|(row, _)| *row),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// All rows that there is something to say about, in their order.
    pub(super) fn rows_with_places(&self) -> impl Iterator<Item = u32> {
        std::iter::successors(self.next_row(None), |row| self.next_row(Some(*row)))
    }

    /// The last row before this one that there is something to say about.
    pub(super) fn previous_row(&self, before: u32) -> Option<u32> {
        let end = self.places.partition_point(|place| place.row < before);
        let last = self.places.get(..end).unwrap_or_default().iter().rev();
        [
            last.map(|place| place.row)
                .find(|row| !self.newer.contains_key(row)),
            self.newer
                .range(..before)
                .rev()
                .find(|(_, found)| !found.is_empty())
                .map(|(row, _)| *row),
            self.sharing
                .range(..before)
                .next_back()
                .map(|(row, _)| *row),
        ]
        .into_iter()
        .flatten()
        .max()
    }

    /// Everything that is found in a row, in the order in which the rules speak.
    pub(super) fn places_of(&self, row: u32) -> Vec<Place> {
        let mut places = self.own_places(row);
        places.extend(self.sharing_places(row));
        places
    }

    /// What there is to say about a row, in words.
    pub(super) fn words_of(&self, row: &Row<'_>, refs: &References) -> Vec<Finding> {
        let mut words = Words::new(row.id());
        let rules = self.rules_of(row);
        rules.check(&mut words);
        for (table, keys) in self.tables.iter().enumerate() {
            if self.is_sharing(row.id().0, table) {
                let value = || duplicates::value(table, &rules);
                duplicates::say(keys, table, &self.header, row.id().0, value, &mut words);
            }
        }
        self.compare(&rules, refs, &mut words);
        words.found
    }

    /// How many rows lead to a MailUser and have no error.
    pub(super) fn ready(&self) -> u32 {
        self.with_target()
            .saturating_sub(self.held_back_with_target)
    }

    /// How many rows lead to a MailUser.
    fn with_target(&self) -> u32 {
        let with_target = self.tables.get(TARGET).map_or(0, Keys::rows_with_key);
        u32::try_from(with_target).unwrap_or(u32::MAX)
    }

    /// What a row says by itself, in words.
    pub(super) fn own_words(&self, row: &Row<'_>) -> Vec<Finding> {
        let mut words = Words::new(row.id());
        self.rules_of(row).check(&mut words);
        words.found
    }

    /// What the references say about a row, in words.
    pub(super) fn reference_words(&self, row: &Row<'_>, refs: &References) -> Vec<Finding> {
        let mut words = Words::new(row.id());
        self.compare(&self.rules_of(row), refs, &mut words);
        words.found
    }

    pub(super) fn rules_of<'a>(&'a self, row: &'a Row<'a>) -> RowRules<'a> {
        RowRules {
            header: &self.header,
            row,
        }
    }

    fn no_target(&self, row: &Row<'_>) -> Place {
        let rule = RuleNumber::of(&TARGET_EMPTY);
        Place::new(row.id().0, self.columns.target, rule, TARGET_EMPTY.severity)
    }

    pub(super) fn put_waiting(&mut self) {
        let rows = std::mem::take(&mut self.waiting_rows);
        for (table, waiting) in self.tables.iter_mut().zip(&self.waiting) {
            table.append(waiting.get(..rows).unwrap_or_default());
        }
    }

    fn replace_key(&mut self, row: u32, table: usize, key: u64) {
        let Some(keys) = self.tables.get_mut(table) else {
            return;
        };
        if keys.print_of(row) == key {
            return;
        }
        let was_held_with_target = table == TARGET && keys.has(row) && self.held_back.contains(row);
        let left = keys.other_than(row);
        keys.replace(row, key);
        let met = keys.other_than(row);
        let now_with_target = keys.has(row);
        if table == TARGET && self.held_back.contains(row) {
            self.held_back_with_target -= u32::from(was_held_with_target);
            self.held_back_with_target += u32::from(now_with_target);
        }
        // A group of more than two goes on without the row, or was one before it came.
        if let Some(alone) = left.filter(|other| !self.shares(*other, table)) {
            self.set_sharing(alone, table, false);
            self.rows_checked += 1;
        }
        if let Some(first) = met {
            self.set_sharing(first, table, true);
            self.rows_checked += 1;
        }
        self.set_sharing(row, table, met.is_some());
    }

    fn shares(&self, row: u32, table: usize) -> bool {
        self.tables
            .get(table)
            .is_some_and(|keys| keys.is_shared(row))
    }

    pub(super) fn is_sharing(&self, row: u32, table: usize) -> bool {
        self.sharing
            .get(&row)
            .is_some_and(|tables| tables & bit(table) != 0)
    }

    pub(super) fn set_sharing(&mut self, row: u32, table: usize, shares: bool) {
        if self.is_sharing(row, table) == shares {
            return;
        }
        let place = self.sharing_place(row, table);
        let tables = self.sharing.entry(row).or_default();
        *tables ^= bit(table);
        if *tables == 0 {
            self.sharing.remove(&row);
        }
        if table == TARGET {
            let is_one = shares || self.by_status.contains(row);
            self.in_conflict.set(row, is_one);
        }
        if let Some(place) = place {
            if shares {
                self.tally.add(place);
            } else {
                self.tally.subtract(place);
            }
        }
        self.judge(row);
    }

    pub(super) fn sharing_places(&self, row: u32) -> impl Iterator<Item = Place> {
        (0..KEY_COLUMNS.len())
            .filter(move |table| self.is_sharing(row, *table))
            .filter_map(move |table| self.sharing_place(row, table))
    }

    fn sharing_place(&self, row: u32, table: usize) -> Option<Place> {
        let (column, rule) = KEY_COLUMNS.get(table)?;
        let at = self.header.column(*column);
        Some(Place::new(row, at, RuleNumber::of(rule), rule.severity))
    }

    /// Whether a row's status says that it is a conflict.
    fn note_status(&mut self, row: &Row<'_>) {
        let (id, status) = (row.id().0, self.columns.status);
        let is_one = status
            .is_some_and(|at| status_from_text(&row.text(at)) == Some(IdentityState::Conflict));
        self.by_status.set(id, is_one);
        let is_one = is_one || self.is_sharing(id, TARGET);
        self.in_conflict.set(id, is_one);
    }

    /// Whether a row is held back, as things are now.
    fn judge(&mut self, row: u32) {
        let own = self.own_places(row);
        let has = |severity| own.iter().any(|place| place.severity == severity);
        let is_wrong = self.sharing.contains_key(&row) || has(Severity::Error);
        self.warned.set(row, has(Severity::Warning));
        self.hold_back(row, is_wrong);
    }

    fn hold_back(&mut self, row: u32, is_wrong: bool) {
        if self.held_back.contains(row) == is_wrong {
            return;
        }
        self.held_back.set(row, is_wrong);
        if self.tables.get(TARGET).is_some_and(|keys| keys.has(row)) {
            if is_wrong {
                self.held_back_with_target += 1;
            } else {
                self.held_back_with_target -= 1;
            }
        }
    }
}

fn bit(table: usize) -> u8 {
    1 << table.min(7)
}
