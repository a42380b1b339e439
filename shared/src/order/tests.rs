use super::*;

/// Numbers as good as random, below `most`.
fn numbers(count: u64, most: u64) -> Vec<u64> {
    let mix = |n: u64| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) % most;
    (1..=count).map(mix).collect()
}

/// Lists of every kind: short and long, with few and with many equal ones, in order, in
/// the other order, and in two orders.
fn lists() -> Vec<Vec<u64>> {
    let mut lists = Vec::new();
    for count in [0, 1, 2, 3, 19, 20, 21, 22, 64, 65, 1_000] {
        for most in [1, 3, 50, 1 << 40] {
            lists.push(numbers(count, most));
        }
        lists.push((0..count).collect());
        lists.push((0..count).rev().collect());
        lists.push((0..count).map(|n| n % 37).collect());
        lists.push((0..count).map(|n| u64::MAX - n / 2).collect());
    }
    lists
}

fn with_places(list: &[u64]) -> Vec<(u64, usize)> {
    list.iter().copied().zip(0..).collect()
}

#[test]
fn every_sort_does_what_the_stable_one_of_the_standard_library_does() {
    for list in lists() {
        let mut expected = with_places(&list);
        expected.sort_by_key(|(number, _)| *number);
        let mut found = with_places(&list);
        by_number(&mut found, |(number, _)| *number);
        assert_eq!(found, expected, "by_number of {list:?}");
        let mut found = with_places(&list);
        by_key(&mut found, |(number, _)| *number);
        assert_eq!(found, expected, "by_key of {list:?}");
        let mut found = with_places(&list);
        by_number_and(
            &mut found,
            |one| one.0 >> 3,
            |one, other| one.0.cmp(&other.0),
        );
        assert_eq!(found, expected, "by_number_and of {list:?}");
    }
}

#[test]
fn what_can_not_be_copied_is_sorted_too() {
    let mut words: Vec<String> = numbers(100, 1 << 30).iter().map(u64::to_string).collect();
    let mut expected = words.clone();
    expected.sort();
    by(&mut words, String::cmp);
    assert_eq!(words, expected);
}

#[test]
fn no_list_takes_the_square_of_its_length() {
    const COUNT: u64 = 1 << 12;
    let lists = [
        numbers(COUNT, 1 << 40),
        numbers(COUNT, 2),
        (0..COUNT).rev().collect(),
        (0..COUNT).map(|n| n ^ 1).collect(),
    ];
    for list in lists {
        let compared = std::cell::Cell::new(0_u64);
        by(&mut list.clone(), |one, other| {
            compared.set(compared.get() + 1);
            one.cmp(other)
        });
        assert!(compared.get() < 2 * 12 * COUNT, "{}", compared.get());
        let asked = std::cell::Cell::new(0_u64);
        by_number(&mut list.clone(), |number| {
            asked.set(asked.get() + 1);
            *number
        });
        assert!(asked.get() <= 2 * COUNT, "{}", asked.get());
    }
}

#[test]
fn a_list_in_order_is_compared_once() {
    let mut list: Vec<u64> = (0..4_096).collect();
    let compared = std::cell::Cell::new(0);
    by(&mut list, |one, other| {
        compared.set(compared.get() + 1);
        one.cmp(other)
    });
    assert_eq!(compared.get(), 4_095);
}

#[test]
fn two_numbers_sort_as_one_and_come_back() {
    let all = [
        (0, 0),
        (0, u32::MAX),
        (1, 0),
        (7, 9),
        (u64::MAX, 0),
        (u64::MAX, u32::MAX),
    ];
    let pairs = all.map(|(first, second)| pair(first, second));
    assert!(pairs.is_sorted());
    assert_eq!(pairs.map(of_pair), all);
}

#[test]
fn couples_sort_as_their_numbers_do_and_come_apart_again() {
    let all = [(0, 0), (0, u32::MAX), (1, 0), (7, 9), (u32::MAX, u32::MAX)];
    let couples = all.map(|(first, second)| couple(first, second));
    assert!(couples.is_sorted());
    assert_eq!(couples.map(of_couple), all);
}

#[test]
fn a_sort_in_steps_does_what_one_in_one_go_does() {
    for list in lists() {
        let mut expected = list.clone();
        expected.sort_unstable();
        for run in [1, 2, 3, 7, 64, usize::MAX] {
            for most in [1, 5, 100, usize::MAX] {
                let mut sorting = Sorting::new(list.clone(), run);
                let mut steps = 1;
                while !sorting.step(most) {
                    steps += 1;
                }
                let is_long = list.len() > 900 && !list.is_sorted();
                assert!(!is_long || run > 64 || most > 100 || steps > 5, "{steps}");
                assert_eq!(
                    sorting.into_sorted(),
                    expected,
                    "{run} and {most} of {list:?}"
                );
            }
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
proptest::proptest! {
    #[test]
    fn sorts_are_stable_and_leave_nothing_out(list: Vec<(u8, u16)>) {
        let mut expected = list.clone();
        expected.sort_by_key(|(key, _)| *key);
        let mut found = list.clone();
        by_number(&mut found, |(key, _)| u64::from(*key));
        proptest::prop_assert_eq!(&found, &expected);
        found.clone_from(&list);
        by_key(&mut found, |(key, _)| *key);
        proptest::prop_assert_eq!(&found, &expected);
    }
}
