//! What is left to do once the last row was seen: counting what was found, and telling
//! which rows share a key. In parts, each a few milliseconds at a million rows.

use super::{
    engine::Engine,
    keys::Keys,
    row_keys::{KEY_COLUMNS, TARGET},
};

/// Places counted, or rows judged, in one call.
const SOME: usize = 16_384;

/// How far an engine is with it.
#[derive(Debug, Default)]
pub(super) struct Finishing {
    part: Part,
    /// Rows that share a key in the table that is looked at.
    sharing: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Part {
    #[default]
    Begin,
    /// The table with the second number is made.
    Arrange(usize),
    /// From this place on.
    Count(usize),
    Sharing(usize),
    Done,
}

impl Engine {
    /// The last row was seen: counts what was found and tells which rows share a key.
    pub(super) fn finish(&mut self) {
        let mut finishing = Finishing::default();
        while !self.finish_some(&mut finishing) {}
    }

    /// Some of it; true at the end.
    pub(super) fn finish_some(&mut self, finishing: &mut Finishing) -> bool {
        finishing.part = match finishing.part {
            Part::Begin => {
                self.put_waiting();
                self.rows_checked = u64::from(self.rows);
                self.places.shrink_to_fit();
                if self.is_arranged {
                    Part::Count(0)
                } else {
                    Part::Arrange(0)
                }
            }
            Part::Arrange(table) => {
                self.arrange(table);
                let next = table + 1;
                self.is_arranged = next == KEY_COLUMNS.len();
                if self.is_arranged {
                    Part::Count(0)
                } else {
                    Part::Arrange(next)
                }
            }
            Part::Count(from) => {
                let places = std::mem::take(&mut self.places);
                let to = from.saturating_add(SOME).min(places.len());
                self.count(places.get(from..to).unwrap_or_default());
                self.places = places;
                if to < self.places.len() {
                    Part::Count(to)
                } else {
                    finishing.sharing = self.shared_in(0);
                    Part::Sharing(0)
                }
            }
            Part::Sharing(table) => {
                for _ in 0..SOME {
                    let Some(row) = finishing.sharing.pop() else {
                        break;
                    };
                    self.set_sharing(row, table, true);
                }
                let next = table + 1;
                if !finishing.sharing.is_empty() {
                    Part::Sharing(table)
                } else if next == KEY_COLUMNS.len() {
                    self.count_held_back();
                    Part::Done
                } else {
                    finishing.sharing = self.shared_in(next);
                    Part::Sharing(next)
                }
            }
            Part::Done => Part::Done,
        };
        finishing.part == Part::Done
    }

    /// Makes a table, those that others are made like first.
    fn arrange(&mut self, nth: usize) {
        let [source, target, upn, primary] = &mut self.tables;
        match nth {
            0 => source.arrange(),
            1 => target.arrange(),
            2 => primary.arrange(),
            _ => upn.arrange_like(primary),
        }
    }

    fn shared_in(&self, table: usize) -> Vec<u32> {
        let table = self.tables.get(table).into_iter();
        table.flat_map(Keys::shared).collect()
    }

    fn count_held_back(&mut self) {
        let target = self.tables.get(TARGET);
        let with_target = self
            .held_back
            .iter()
            .filter(|row| target.is_some_and(|keys| keys.has(*row)));
        self.held_back_with_target = u32::try_from(with_target.count()).unwrap_or(u32::MAX);
    }
}
