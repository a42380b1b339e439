//! Whatever is quoted, PowerShell reads as one string, and as the value.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use shared::powershell::quote;

/// What PowerShell reads from a text that begins with a single-quoted string, and what
/// is left. Written after PowerShell's own tokenizer: any of five characters opens,
/// any closes, and any two in a row are the first one.
fn read_string(text: &str) -> Option<(String, String)> {
    let quotes = ['\'', '\u{2018}', '\u{2019}', '\u{201A}', '\u{201B}'];
    let mut characters = text.chars().peekable();
    characters.next().filter(|c| quotes.contains(c))?;
    let mut value = String::new();
    while let Some(character) = characters.next() {
        if quotes.contains(&character) && characters.next_if(|next| quotes.contains(next)).is_none()
        {
            return Some((value, characters.collect()));
        }
        value.push(character);
    }
    None
}

fn value() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "'", "\u{2018}", "\u{2019}", "\u{201a}", "\u{201b}", "''", "\u{2019}'", "\u{201c}", "\u{201d}", "\u{201e}", "\"",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "\r\n", "\n", "\r", "\0", "\t", "\u{b}", "\u{85}", "\u{2028}", "\u{2029}", "\u{1b}[2J",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["$x", "$(x)", "`", ";", "| ", "@'", "#", "--%"]).prop_map(str::to_owned),
        2 => "[a-z @.]{0,4}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn a_quoted_value_is_one_string_and_the_value(value in value()) {
        let quoted = quote(&value);
        let expected: String = value
            .chars()
            .map(|c| if c.is_control() || c == '\u{2028}' || c == '\u{2029}' { ' ' } else { c })
            .collect();
        prop_assert_eq!(read_string(&quoted), Some((expected, String::new())));
        let ends_a_line = ['\r', '\n', '\0', '\u{85}', '\u{2028}', '\u{2029}'];
        prop_assert!(!quoted.contains(ends_a_line));
    }

    #[test]
    fn what_follows_a_quoted_value_is_not_swallowed(value in value()) {
        let command = format!("{} -Confirm", quote(&value));
        prop_assert_eq!(read_string(&command).unwrap().1, " -Confirm");
    }
}

#[test]
fn the_reader_of_this_test_sees_what_is_not_quoted() {
    for (text, rest) in [("'a'b'", "b'"), ("'a\u{2019}; b'", "; b'")] {
        assert_eq!(read_string(text).unwrap().1, rest);
    }
    assert_eq!(read_string("'a''"), None);
    assert_eq!(read_string("a"), None);
}
