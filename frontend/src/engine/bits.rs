//! A set of rows, a bit each.

/// A set of rows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// An empty set with room for so many rows.
    pub(super) fn with_room(rows: u32) -> Self {
        Self {
            words: vec![0; usize::try_from(rows.div_ceil(64)).unwrap_or(0)],
        }
    }

    /// Adds a row there is room for.
    pub(super) fn insert(&mut self, row: u32) {
        let (word, bit) = place(row);
        if let Some(word) = self.words.get_mut(word) {
            *word |= bit;
        }
    }

    /// Whether a row is in the set.
    pub(super) fn contains(&self, row: u32) -> bool {
        let (word, bit) = place(row);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    /// The rows, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..).zip(&self.words).flat_map(|(at, word)| {
            (0..64)
                .filter(move |bit| word & (1 << bit) != 0)
                .map(move |bit| at * 64 + bit)
        })
    }
}

fn place(row: u32) -> (usize, u64) {
    let word = usize::try_from(row / 64).unwrap_or(usize::MAX);
    (word, 1 << (row % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let mut bits = Bits::with_room(130);
        let rows = [0, 63, 64, 129];
        for row in rows {
            bits.insert(row);
        }
        bits.insert(500);
        assert_eq!(bits.iter().collect::<Vec<_>>(), rows);
        assert!(bits.contains(129) && !bits.contains(128) && !bits.contains(500));
    }
}
