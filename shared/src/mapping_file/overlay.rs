//! Changed fields in the order of the file, over bytes that never change.

use std::{
    collections::{BTreeMap, btree_map::Range},
    ops::Bound,
    sync::Arc,
};

use super::row::RowId;

/// A field: its row and the place of its column.
pub(super) type Place = (RowId, usize);

/// The texts of the fields that were changed.
#[derive(Clone, Default)]
pub(super) struct Overlay {
    changed: BTreeMap<Place, Arc<str>>,
    /// In how many rows.
    rows: u32,
}

impl Overlay {
    pub(super) fn text(&self, row: RowId, column: usize) -> Option<&str> {
        if self.changed.is_empty() {
            return None;
        }
        self.changed.get(&(row, column)).map(|text| &**text)
    }

    pub(super) fn get(&self, place: Place) -> Option<&Arc<str>> {
        self.changed.get(&place)
    }

    pub(super) fn has_row(&self, row: RowId) -> bool {
        let of_row = (row, 0)..=(row, usize::MAX);
        !self.changed.is_empty() && self.changed.range(of_row).next().is_some()
    }

    /// How many rows have a changed field.
    pub(super) fn rows(&self) -> u32 {
        self.rows
    }

    /// All changed fields.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Place, &Arc<str>)> {
        self.changed.iter().map(|(place, text)| (*place, text))
    }

    /// Those behind a place, or all.
    pub(super) fn after(&self, place: Option<Place>) -> Range<'_, Place, Arc<str>> {
        let from = place.map_or(Bound::Unbounded, Bound::Excluded);
        self.changed.range((from, Bound::Unbounded))
    }

    /// Changes a field, or makes it unchanged again.
    pub(super) fn put(&mut self, place: Place, text: Option<Arc<str>>) {
        let had_row = self.has_row(place.0);
        match text {
            Some(text) => self.changed.insert(place, text),
            None => self.changed.remove(&place),
        };
        match (had_row, self.has_row(place.0)) {
            (false, true) => self.rows += 1,
            (true, false) => self.rows -= 1,
            _ => {}
        }
    }

    /// Adds a field behind all others.
    pub(super) fn push(&mut self, place: Place, text: Arc<str>) {
        let last = self.changed.last_key_value();
        self.rows += u32::from(last.is_none_or(|((row, _), _)| *row != place.0));
        self.changed.insert(place, text);
    }
}
