use super::*;

fn sorted(texts: &[&str], descending: bool) -> (Vec<u32>, u32) {
    let count = u32::try_from(texts.len()).unwrap();
    let sort = Sort {
        column: 0,
        descending,
    };
    let mut sorting = Sorting::new((0..count).collect(), sort);
    let mut steps = 0;
    loop {
        steps += 1;
        let row = sorting.step_with(|row| key_of(texts[usize::try_from(row).unwrap()]));
        if let Some(rows) = row {
            return (rows, steps);
        }
        assert!(sorting.done(count) < count.max(1));
    }
}

/// What a sort of all keys at once gives.
fn expected(texts: &[&str], descending: bool) -> Vec<u32> {
    let mut rows: Vec<_> = (0..)
        .zip(texts)
        .map(|(row, text)| (row, key_of(text)))
        .collect();
    rows.sort_by(|(_, one), (_, other)| {
        one.is_none().cmp(&other.is_none()).then_with(|| {
            if descending {
                other.cmp(one)
            } else {
                one.cmp(other)
            }
        })
    });
    rows.into_iter().map(|(row, _)| row).collect()
}

#[test]
fn rows_are_sorted_stably_in_any_case_with_empty_ones_last() {
    let texts = [
        "b",
        "",
        "A",
        "B",
        "ab",
        "a",
        " ",
        "É",
        "abcdefgh1",
        "abcdefgh0",
        "abcdefg",
    ];
    for descending in [false, true] {
        let (rows, _) = sorted(&texts, descending);
        assert_eq!(rows, expected(&texts, descending), "{descending}");
    }
    assert_eq!(sorted(&texts, false).0[..4], [2, 5, 4, 10]);
    assert_eq!(sorted(&[], false).0, Vec::<u32>::new());
}

/// Its name, and the value of a number.
type Kind = (&'static str, fn(usize) -> String);

#[test]
fn many_rows_of_every_kind_come_out_as_a_plain_sort_gives_them() {
    // Mixed so that no order is there already.
    let number = |n: usize| n.wrapping_mul(0x9e37_79b1) % 1_000_003;
    let kinds: [Kind; 4] = [
        ("different", |n| format!("{n:09}")),
        ("a long common beginning", |n| {
            format!("/o=ExchangeLabs/ou=Group/cn=Recipients/cn={n}")
        }),
        ("few values", |n| format!("Some status {}", n % 3)),
        ("groups in groups", |n| {
            format!("{}/{}/{n}", "x".repeat(n % 3 * 20), n % 5)
        }),
    ];
    for (kind, text) in kinds {
        let texts: Vec<String> = (0..20_000).map(|n| text(number(n))).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for descending in [false, true] {
            assert!(
                sorted(&texts, descending).0 == expected(&texts, descending),
                "{kind} {descending}"
            );
        }
    }
}

#[test]
fn a_million_equal_rows_take_two_looks_each() {
    let texts = vec!["the very same text in every single row"; 1_000_000];
    let (rows, steps) = sorted(&texts, false);
    assert!(rows.iter().zip(0..).all(|(row, place)| *row == place));
    let slices = 1_000_000_usize.div_ceil(SLICE);
    assert!(
        steps <= u32::try_from(2 * slices + 4).unwrap(),
        "{steps} slices for {slices}"
    );
}
