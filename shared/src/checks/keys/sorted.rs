//! All fingerprints in their order, each with its row.

/// Rows a bucket, about: few enough to be sorted in a cache.
const BUCKET: usize = 4;
const MOST_BUCKETS: usize = 32_768;

/// Fingerprints with their rows, sorted; 0 is left out. First by their highest bits, which
/// are as good as random, then each of these buckets by itself.
pub(super) fn by_fingerprint(of_rows: &[Vec<u64>]) -> Vec<(u64, u32)> {
    let all = || {
        (0_u32..)
            .zip(of_rows.iter().flatten())
            .filter(|(_, print)| **print != 0)
    };
    let rows: usize = of_rows.iter().map(Vec::len).sum();
    let buckets = (rows / BUCKET).next_power_of_two().clamp(2, MOST_BUCKETS);
    let shift = u64::BITS - buckets.trailing_zeros();
    let bucket_of = |print: u64| usize::try_from(print >> shift).unwrap_or(usize::MAX);
    let mut ends = vec![0_usize; buckets];
    for (_, print) in all() {
        if let Some(count) = ends.get_mut(bucket_of(*print)) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for end in &mut ends {
        // Where the bucket begins; it becomes its end while it is filled.
        sum += std::mem::replace(end, sum);
    }
    let mut sorted = vec![(0, 0); sum];
    for (row, print) in all() {
        if let Some(end) = ends.get_mut(bucket_of(*print))
            && let Some(place) = sorted.get_mut(*end)
        {
            *place = (*print, row);
            *end += 1;
        }
    }
    let mut rest = sorted.as_mut_slice();
    let mut from = 0;
    for end in ends {
        let (bucket, after) = rest.split_at_mut((end - from).min(rest.len()));
        bucket.sort_unstable();
        rest = after;
        from = end;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_fingerprints_but_zero_come_in_their_order() {
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
                .filter(|(p, _)| *p != 0)
                .collect();
            expected.sort_unstable();
            assert_eq!(by_fingerprint(&chunks), expected);
        }
    }
}
