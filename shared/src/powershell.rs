//! Text that people paste into PowerShell.

/// A value as one single-quoted PowerShell string, on one line.
///
/// **Promise.** PowerShell reads exactly one string out of it, and that string is the
/// value. PowerShell takes typographic quotes for quotes, so each of them is doubled as
/// well as `'`. Nothing else means anything between single quotes.
///
/// **What changes.** Control characters and line separators become spaces: a line break
/// ends a pasted command, a tab completes one, and a NUL ends a script.
///
/// ```
/// use shared::powershell::quote;
///
/// assert_eq!(quote("O'Brien; $(x)"), "'O''Brien; $(x)'");
/// assert_eq!(quote("a\u{2019}; Remove-Item *"), "'a\u{2019}\u{2019}; Remove-Item *'");
/// ```
pub fn quote(value: &str) -> String {
    let mut text = String::with_capacity(value.len().saturating_add(2));
    text.push('\'');
    for character in value.chars() {
        if is_single_quote(character) {
            text.push(character);
        }
        text.push(if breaks_a_line(character) {
            ' '
        } else {
            character
        });
    }
    text.push('\'');
    text
}

/// The characters that PowerShell's tokenizer takes for a single quote.
fn is_single_quote(character: char) -> bool {
    matches!(
        character,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}'
    )
}

fn breaks_a_line(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_leaves_its_quotes() {
        for (value, expected) in [
            ("", "''"),
            ("lena", "'lena'"),
            ("O'Brien", "'O''Brien'"),
            (
                "a\u{2019}; Remove-Item *",
                "'a\u{2019}\u{2019}; Remove-Item *'",
            ),
            ("a\r\nb\0c\td", "'a  b c d'"),
            ("a\u{85}b\u{2028}c\u{2029}d\u{1b}e", "'a b c d e'"),
            ("$(x) `n \"", "'$(x) `n \"'"),
        ] {
            assert_eq!(quote(value), expected);
        }
    }
}
