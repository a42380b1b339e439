//! Text for people: numbers in groups, long values shortened.

use std::{borrow::Cow, fmt::Write};

/// `1,204`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 row`, `1,204 rows`.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    let what = if number == 1 { one } else { many };
    format!("{} {what}", grouped(number))
}

/// Bytes as digits: `0aff`.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// The beginning of a text that is longer than `most` characters, and how long it is.
pub(super) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    // No text has more characters than bytes.
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => {
            let beginning = text.get(..end).unwrap_or_default();
            let characters = grouped(text.chars().count());
            Cow::Owned(format!("{beginning}… ({characters} characters)"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_counted() {
        for (number, text) in [
            (0, "0 rows"),
            (1, "1 row"),
            (999, "999 rows"),
            (1_000, "1,000 rows"),
            (1_234_567, "1,234,567 rows"),
        ] {
            assert_eq!(counted(number, "row", "rows"), text);
        }
    }

    #[test]
    fn only_what_is_too_long_is_shortened_and_never_inside_a_character() {
        for (text, most, expected) in [
            ("", 0, ""),
            ("abc", 3, "abc"),
            ("äöü", 3, "äöü"),
            ("äöü", 2, "äö… (3 characters)"),
            ("abc", 0, "… (3 characters)"),
        ] {
            assert_eq!(shortened(text, most), expected);
        }
    }
}
