//! Fingerprints put into buckets by their highest bits, each with its row: the first
//! half of sorting them.

/// The upper half of a fingerprint with a row that has it: eight bytes instead of
/// sixteen. Sorted, rows whose fingerprints begin alike stand side by side, in their
/// own order: as plain numbers, which the whole program sorts with the same code.
pub(super) type Entry = u64;

const UPPER: u64 = 0xffff_ffff_0000_0000;

fn entry_of(print: u64, row: u32) -> Entry {
    print & UPPER | u64::from(row)
}

/// The upper half of the fingerprint, where it stands in it.
pub(super) fn upper(entry: Entry) -> u64 {
    entry & UPPER
}

pub(super) fn row_of(entry: Entry) -> u32 {
    u32::try_from(entry & !UPPER).unwrap_or(u32::MAX)
}

/// Rows a bucket, about: few enough to be sorted in a cache.
const ROWS: usize = 4;
const MOST: usize = 32_768;

/// All fingerprints but 0. Their highest bits are as good as random, so that buckets are
/// about as large.
pub(super) struct Buckets {
    /// How far right the bits are that say which bucket.
    shift: u32,
    /// Bucket after bucket.
    entries: Vec<Entry>,
    /// Where each ends. Before it is filled, where it begins.
    ends: Vec<usize>,
}

// Chunk by chunk: a browser replaces the code that it compiled in haste only between
// calls.
impl Buckets {
    pub(super) fn of(of_rows: &[Vec<u64>]) -> Self {
        let rows: usize = of_rows.iter().map(Vec::len).sum();
        let count = (rows / ROWS).next_power_of_two().clamp(2, MOST);
        let mut new = Self {
            shift: u64::BITS - count.trailing_zeros(),
            entries: Vec::new(),
            ends: vec![0; count],
        };
        for chunk in of_rows {
            new.count(chunk);
        }
        let mut sum = 0;
        for end in &mut new.ends {
            sum += std::mem::replace(end, sum);
        }
        new.entries = vec![0; sum];
        let mut row = 0;
        for chunk in of_rows {
            row = new.fill(chunk, row);
        }
        new
    }

    pub(super) fn rows(&self) -> usize {
        self.entries.len()
    }

    /// Every bucket, in the order of fingerprints; not sorted within.
    pub(super) fn each(&mut self) -> impl Iterator<Item = &mut [Entry]> {
        let mut rest = self.entries.as_mut_slice();
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let length = (end - std::mem::replace(&mut from, *end)).min(rest.len());
            rest.split_off_mut(..length).unwrap_or_default()
        })
    }

    #[inline(never)]
    fn count(&mut self, prints: &[u64]) {
        for print in prints.iter().filter(|print| **print != 0) {
            if let Some(count) = self.ends.get_mut(bucket_of(*print, self.shift)) {
                *count += 1;
            }
        }
    }

    /// Takes rows from `first` on, and says which one is next.
    #[inline(never)]
    fn fill(&mut self, prints: &[u64], first: u32) -> u32 {
        let mut row = first;
        for print in prints {
            if *print != 0
                && let Some(end) = self.ends.get_mut(bucket_of(*print, self.shift))
                && let Some(entry) = self.entries.get_mut(*end)
            {
                *entry = entry_of(*print, row);
                *end += 1;
            }
            row = row.saturating_add(1);
        }
        row
    }
}

fn bucket_of(print: u64, shift: u32) -> usize {
    usize::try_from(print >> shift).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_fingerprints_but_zero_are_in_order_once_each_bucket_is() {
        for rows in [0_u64, 1, 100, 5_000] {
            let print = |row: u64| match row % 5 {
                0 => 0,
                1 => u64::MAX - row % 7,
                _ => row.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            };
            let prints: Vec<u64> = (0..rows).map(print).collect();
            let chunks: Vec<Vec<u64>> = prints.chunks(64).map(<[u64]>::to_vec).collect();
            let mut expected: Vec<(u64, u32)> = prints
                .into_iter()
                .zip(0..)
                .filter(|(print, _)| *print != 0)
                .map(|(print, row)| (print >> 32, row))
                .collect();
            expected.sort_unstable();
            let mut buckets = Buckets::of(&chunks);
            assert_eq!(buckets.rows(), expected.len());
            let mut found = Vec::new();
            for bucket in buckets.each() {
                bucket.sort_unstable();
                found.extend(
                    bucket
                        .iter()
                        .map(|entry| (upper(*entry) >> 32, row_of(*entry))),
                );
            }
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn no_bucket_has_many_rows() {
        let rows = 1..=8_192_u64;
        let prints = rows.map(|row| row.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut buckets = Buckets::of(&[prints.collect()]);
        let most = buckets.each().map(|bucket| bucket.len()).max();
        assert!(most <= Some(2 * ROWS), "{most:?}");
    }
}
