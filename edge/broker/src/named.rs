//! Lists of people and findings in a sentence, of bounded length.

/// Entries that are spelled out.
pub(crate) const MOST: usize = 20;

/// `a, b, c`; beyond [`MOST`] entries: `… and 12 more`.
pub(crate) fn names<T: AsRef<str>>(list: &[T]) -> String {
    let shown: Vec<&str> = list.iter().take(MOST).map(AsRef::as_ref).collect();
    let shown = shown.join(", ");
    match list.len().checked_sub(MOST) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

/// At most [`MOST`] sentences, and one that counts the rest.
pub(crate) fn sentences(list: Vec<String>) -> Vec<String> {
    let count = list.len();
    sentences_of(list, count)
}

/// The same of `count` sentences of which these are the first.
pub(crate) fn sentences_of(mut list: Vec<String>, count: usize) -> Vec<String> {
    list.truncate(MOST);
    let rest = count.saturating_sub(list.len());
    if rest > 0 {
        list.push(format!("… and {rest} more of this kind."));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_cut_and_counted() {
        let list: Vec<String> = (1..=23).map(|n| n.to_string()).collect();
        assert!(names(&list).ends_with("19, 20 and 3 more"));
        assert_eq!(names(&["a", "b"]), "a, b");
        assert_eq!(sentences(list.clone()).len(), MOST + 1);
        let first = sentences_of(list[..2].to_vec(), 9);
        assert_eq!(first, ["1", "2", "… and 7 more of this kind."]);
        assert_eq!(sentences_of(list[..2].to_vec(), 2), ["1", "2"]);
    }
}
