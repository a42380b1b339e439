//! Which commands somebody means.

use shared::order;

/// The commands whose name has every typed word, those that begin with what was typed
/// first; else in their own order.
pub(super) fn best<T: Copy>(typed: &str, all: &[(String, T)]) -> Vec<(String, T)> {
    let typed = typed.to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mut found: Vec<(bool, String, T)> = all
        .iter()
        .filter_map(|(label, command)| {
            let name = label.to_lowercase();
            let has_all = words.iter().all(|word| name.contains(word));
            has_all.then(|| (!name.starts_with(typed.trim()), label.clone(), *command))
        })
        .collect();
    // Stable: equal ones stay in their order.
    order::by_key(&mut found, |(is_later, ..)| *is_later);
    found
        .into_iter()
        .map(|(_, label, command)| (label, command))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_counts_and_a_beginning_comes_first() {
        let all: Vec<(String, u8)> = [
            ("Find and replace…", 1),
            ("Save a draft", 2),
            ("Replace all", 3),
        ]
        .map(|(label, place)| (label.to_string(), place))
        .to_vec();
        let found = |typed| {
            best(typed, &all)
                .into_iter()
                .map(|(_, place)| place)
                .collect::<Vec<_>>()
        };
        for (typed, places) in [
            ("", vec![1, 2, 3]),
            ("replace", vec![3, 1]),
            ("RE fi", vec![1]),
            ("draft save", vec![2]),
            ("upload", vec![]),
        ] {
            assert_eq!(found(typed), places, "{typed}");
        }
    }
}
