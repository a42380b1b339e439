//! The first findings of each rule, in words, where not all can be kept.

use std::collections::HashMap;

use super::{
    Finding, References, catalogue, duplicates, engine::Engine, place::Place,
    row_keys::KEY_COLUMNS, say::Words,
};
use crate::mapping_file::{Row, RowId};

/// Findings in words, so many of each rule.
#[derive(Debug)]
pub(super) struct Samples {
    most: usize,
    /// How many there are of each rule.
    counts: HashMap<&'static str, usize>,
    /// With the row, and when within a row the rule speaks.
    found: Vec<((u32, u8), Finding)>,
    /// Keys that several rows share: table and fingerprint.
    values: HashMap<(usize, u64), String>,
}

impl Samples {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            counts: HashMap::new(),
            found: Vec::new(),
            values: HashMap::new(),
        }
    }

    /// Words what a row said, unless there are enough of each rule.
    pub(super) fn note(
        &mut self,
        row: &Row<'_>,
        places: &[Place],
        engine: &Engine,
        refs: &References,
    ) {
        if places.iter().any(|place| self.wants(*place)) {
            self.keep(row.id().0, 0, engine.own_words(row));
            self.keep(row.id().0, 2, engine.reference_words(row, refs));
        }
        for (table, keys) in engine.tables.iter().enumerate() {
            if self.values.len() < self.most.saturating_mul(KEY_COLUMNS.len())
                && keys.is_shared(row.id().0)
            {
                let key = (table, keys.print_of(row.id().0));
                self.values
                    .entry(key)
                    .or_insert_with(|| duplicates::value(table, &engine.rules_of(row)));
            }
        }
    }

    /// All samples in the order of the file, once it is known which rows share a key.
    pub(super) fn finish(mut self, engine: &Engine) -> Vec<Finding> {
        for row in engine.sharing.keys() {
            for (table, keys) in engine.tables.iter().enumerate() {
                let value = self.values.get(&(table, keys.print_of(*row))).cloned();
                if let Some(value) = value
                    && engine.is_sharing(*row, table)
                {
                    let mut words = Words::new(RowId(*row));
                    duplicates::say(
                        keys,
                        table,
                        &engine.header,
                        *row,
                        || value.clone(),
                        &mut words,
                    );
                    self.keep(*row, 1, words.found);
                }
            }
        }
        self.found.sort_by_key(|(place, _)| *place);
        self.found.into_iter().map(|(_, finding)| finding).collect()
    }

    fn wants(&self, place: Place) -> bool {
        let code = place.rule.rule().map_or("", |rule| rule.code);
        self.counts.get(code).is_none_or(|count| *count < self.most)
    }

    fn keep(&mut self, row: u32, when: u8, findings: Vec<Finding>) {
        for finding in findings {
            let Some(rule) = catalogue().iter().find(|rule| rule.code == finding.code) else {
                continue;
            };
            let count = self.counts.entry(rule.code).or_default();
            if *count < self.most {
                *count += 1;
                self.found.push(((row, when), finding));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::{fingerprint::Seed, mapping_file::open};

    #[test]
    fn no_more_shared_keys_are_kept_than_findings_can_need() {
        let mut text = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\n".to_owned();
        for n in 0..200 {
            writeln!(text, "u{},", n / 2).unwrap();
        }
        let (refs, seed) = (References::default(), Seed::new(1));
        let file = open(text.into_bytes()).unwrap();
        let mut engine = Engine::new(file.head(), &refs, &seed);
        let mut samples = Samples::new(2);
        file.each_row(|row| {
            let places = engine.row_gone(row, &refs);
            samples.note(row, &places, &engine, &refs);
        });
        assert_eq!(samples.values.len(), 2 * KEY_COLUMNS.len());
    }
}
