//! Text that people paste into PowerShell.

/// A value as a single-quoted PowerShell string. PowerShell takes typographic
/// quotes for quotes, so each of them is doubled as well; line breaks, which
/// would end a pasted command, become spaces.
pub(crate) fn quoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('\'');
    for character in value.chars() {
        match character {
            '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' => {
                text.push(character);
                text.push(character);
            }
            '\r' | '\n' | '\0' | '\u{85}' | '\u{2028}' | '\u{2029}' => text.push(' '),
            _ => text.push(character),
        }
    }
    text.push('\'');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_leaves_its_quotes() {
        for (value, expected) in [
            ("lena", "'lena'"),
            ("O'Brien", "'O''Brien'"),
            (
                "a\u{2019}; Remove-Item *",
                "'a\u{2019}\u{2019}; Remove-Item *'",
            ),
            ("a\r\nb", "'a  b'"),
            ("$(x) `n", "'$(x) `n'"),
        ] {
            assert_eq!(quoted(value), expected);
        }
    }
}
