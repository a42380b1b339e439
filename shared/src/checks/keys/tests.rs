use std::collections::BTreeMap;

use super::*;
use crate::fingerprint::Seed;

/// Keys by which few rows agree, as rows of a file have them.
fn prints(rows: u32, kinds: u64, seed: &Seed) -> Vec<u64> {
    (0..rows)
        .map(|row| {
            let kind = u64::from(row).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
            match kind % (kinds + 1) {
                0 => 0,
                kind => seed.of_pair([kind, 0]).as_u64(),
            }
        })
        .collect()
}

fn groups(prints: &[u64]) -> BTreeMap<u64, Vec<u32>> {
    let mut groups: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for (row, print) in (0..).zip(prints) {
        if *print != 0 {
            groups.entry(*print).or_default().push(row);
        }
    }
    groups
}

fn assert_like(keys: &Keys, prints: &[u64]) {
    let groups = groups(prints);
    let mut shared: Vec<u32> = keys.shared().collect();
    shared.sort_unstable();
    let mut expected: Vec<u32> = groups
        .values()
        .filter(|g| g.len() > 1)
        .flatten()
        .copied()
        .collect();
    expected.sort_unstable();
    assert_eq!(shared, expected);
    assert_eq!(
        keys.rows_with_key(),
        groups.values().map(Vec::len).sum::<usize>()
    );
    for (row, print) in (0..).zip(prints) {
        let group = groups.get(print).cloned().unwrap_or_default();
        assert_eq!(keys.group_of(row).collect::<Vec<_>>(), group, "row {row}");
        assert_eq!(keys.count_of(row), group.len());
        assert_eq!(keys.is_shared(row), group.len() > 1);
        assert_eq!(keys.has(row), *print != 0);
    }
}

#[test]
fn rows_with_the_same_key_are_found_whatever_was_expected() {
    let seed = Seed::new(1);
    for (rows, kinds) in [(0, 1), (1, 1), (9_000, 40), (20_000, 1 << 40), (500, 700)] {
        let prints = prints(rows, kinds, &seed);
        let mut one_by_one = Keys::default();
        let mut at_the_end = Keys::default();
        for print in &prints {
            one_by_one.push(*print);
        }
        for block in prints.chunks(77) {
            at_the_end.append(block);
        }
        at_the_end.arrange();
        assert_like(&one_by_one, &prints);
        assert_like(&at_the_end, &prints);
        let mut like_another = Keys::default();
        like_another.append(&prints);
        like_another.arrange_like(&at_the_end);
        assert_like(&like_another, &prints);
        let mut unlike = Keys::default();
        unlike.append(&prints);
        unlike.append(&[7]);
        unlike.arrange_like(&at_the_end);
        assert_like(&unlike, &[prints, vec![7]].concat());
    }
}

/// Fingerprints that all want the last places go on at the front.
#[test]
fn a_table_goes_round() {
    let prints: Vec<u64> = (0..100).map(|n| u64::MAX - n).collect();
    let mut keys = Keys::default();
    keys.append(&prints);
    keys.arrange();
    assert_like(&keys, &prints);
    keys.replace(5, 0);
    assert!(!keys.has(5));
    for row in (0..100).filter(|row| *row != 5) {
        assert_eq!(keys.count_of(row), 1);
        assert_eq!(keys.group_of(row).next(), Some(row));
    }
}

#[test]
fn replaced_keys_leave_nothing_behind() {
    let seed = Seed::new(2);
    let mut prints = prints(600, 300, &seed);
    let mut keys = Keys::default();
    keys.append(&prints);
    keys.arrange();
    let mut random = 1_u64;
    for step in 0..3_000 {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let row = u32::try_from((random >> 33) % 600).unwrap();
        let kind = (random >> 50) % 300;
        let key = if kind == 0 {
            0
        } else {
            seed.of_pair([kind, 0]).as_u64()
        };
        keys.replace(row, key);
        prints[usize::try_from(row).unwrap()] = key;
        if step % 250 == 0 {
            assert_like(&keys, &prints);
        }
    }
    assert_like(&keys, &prints);
    for row in 0..600 {
        keys.replace(row, 0);
    }
    assert_eq!(
        (keys.rows_with_key(), keys.others.len(), keys.counts.len()),
        (0, 0, 0)
    );
    assert!(keys.places.iter().all(|place| *place == 0));
    assert_eq!(keys.find(seed.of_pair([1, 0])), None);
}

#[test]
fn a_row_that_does_not_exist_has_no_key() {
    let mut keys = Keys::default();
    keys.replace(3, Seed::new(1).of_bytes(b"a").as_u64());
    assert!(!keys.has(3));
    assert_eq!(keys.group_of(3).count(), 0);
}

#[test]
fn a_table_costs_at_most_16_bytes_a_row() {
    let seed = Seed::new(3);
    let mut keys = Keys::default();
    for block in 0..1_000_u64 {
        let prints: Vec<u64> = (0..100)
            .map(|n| seed.of_pair([block, n]).as_u64())
            .collect();
        for print in prints {
            keys.push(print);
        }
        let bytes = keys
            .of_rows
            .iter()
            .map(|chunk| chunk.capacity() * 8)
            .sum::<usize>()
            + keys.places.capacity() * 4;
        let rows = usize::try_from(block + 1).unwrap() * 100;
        let places = keys.places.len();
        assert!(places * 2 > keys.firsts * 3, "too full to be quick");
        assert!(
            bytes <= rows * 16 + CHUNK * 8,
            "{bytes} bytes for {rows} rows"
        );
    }
}

#[test]
fn a_million_equal_keys_are_no_million_steps_each() {
    let print = Seed::new(4).of_bytes(b"same").as_u64();
    let mut keys = Keys::default();
    keys.append(&vec![print; 1_000_000]);
    keys.arrange();
    assert_eq!(keys.count_of(0), 1_000_000);
    assert_eq!(keys.group_of(999_999).next(), Some(0));
}
