//! Expressions for people's names: an engine small enough for a page knows the case of
//! A to Z alone, and only those as letters. Here both cases of every other letter are
//! written out, and `\w` takes them in.

/// What `\w` means besides a letter of English, a digit and the underscore: letters and
/// marks of all scripts, as whole blocks.
const WORD: &str =
    "ªµºÀ-ÖØ-öø-\u{1fff}\u{2c00}-\u{2dff}\u{3005}-\u{d7ff}\u{f900}-\u{ffdc}\u{10000}-\u{e01ef}";

/// The sign and its other cases, as far as each is one sign.
fn cases(sign: char) -> String {
    let (mut lower, mut upper) = (sign.to_lowercase(), sign.to_uppercase());
    let mut cases = String::from(sign);
    for other in [(lower.next(), lower.next()), (upper.next(), upper.next())] {
        if let (Some(other), None) = other
            && other != sign
        {
            cases.push(other);
        }
    }
    cases
}

fn push_cases(sign: char, into: &mut String) {
    let cases = cases(sign);
    if cases.len() > sign.len_utf8() {
        into.extend(["[", &cases, "]"]);
    } else {
        into.push(sign);
    }
}

/// An expression for this text in any case and nothing else.
pub(super) fn literal(text: &str) -> String {
    let mut expression = String::with_capacity(text.len() * 2);
    let mut utf8 = [0; 4];
    for sign in text.chars() {
        if sign.is_ascii() {
            expression.push_str(&regex_lite::escape(sign.encode_utf8(&mut utf8)));
        } else {
            push_cases(sign, &mut expression);
        }
    }
    expression
}

/// The expression, meaning the same of letters beyond A to Z. A range such as `[à-ü]`
/// stays as it is.
pub(super) fn expression(text: &str, match_case: bool) -> String {
    let mut written = String::with_capacity(text.len() * 2);
    let mut signs = text.chars().peekable();
    // Within brackets: how many signs came since they were opened.
    let mut class: Option<usize> = None;
    let mut before = ' ';
    while let Some(sign) = signs.next() {
        let at = class;
        class = class.map(|count| count + 1);
        match sign {
            '\\' => {
                let meant = signs.next();
                let (opened, closed) = match (meant, at) {
                    (Some('w'), None) => ("[", "]"),
                    (Some('w'), Some(_)) => ("", ""),
                    (Some('W'), None) => ("[^", "]"),
                    _ => {
                        written.push(sign);
                        written.extend(meant);
                        before = ' ';
                        continue;
                    }
                };
                written.extend([opened, r"\w", WORD, closed]);
                before = ' ';
                continue;
            }
            '[' if at.is_none() => {
                class = Some(0);
                written.push(sign);
                if signs.next_if_eq(&'^').is_some() {
                    written.push('^');
                }
            }
            // The first sign within brackets means itself.
            ']' if at.is_some_and(|count| count > 0) => {
                class = None;
                written.push(sign);
            }
            _ if sign.is_ascii() || match_case => written.push(sign),
            _ if at.is_none() => push_cases(sign, &mut written),
            _ if before == '-' || signs.peek() == Some(&'-') => written.push(sign),
            _ => written.push_str(&cases(sign)),
        }
        before = sign;
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_cases_are_written_out_and_nothing_else_changes() {
        for (text, expected) in [
            ("a.b", "a.b"),
            ("jörg", "j[öÖ]rg"),
            ("Öl|é+", "[Öö]l|[éÉ]+"),
            ("[äö]", "[äÄöÖ]"),
            ("[^ä]x", "[^äÄ]x"),
            ("[à-ü]", "[à-ü]"),
            ("[]ä]ö", "[]äÄ][öÖ]"),
            (r"\[ä", r"\[[äÄ]"),
            (r"[\]ä]ö", r"[\]äÄ][öÖ]"),
            // No other case, or one of two signs.
            ("ß日", "ß日"),
            ("σ", "[σΣ]"),
            (r"\", r"\"),
        ] {
            assert_eq!(expression(text, false), expected, "{text}");
        }
        assert_eq!(expression("jörg", true), "jörg");
        assert_eq!(literal("(ö"), r"\([öÖ]");
    }

    #[test]
    fn a_word_has_letters_of_all_scripts() {
        for (text, found) in [
            (r"^\w+$", "Zoë_Åström9"),
            (r"^\w+$", "Ирина"),
            (r"^\w+$", "山田"),
            (r"^[\w.]+$", "björn.dahl"),
            (r"^\W+$", " -–@"),
        ] {
            let expression = expression(text, false);
            let regex = regex_lite::Regex::new(&expression).unwrap();
            assert!(regex.is_match(found), "{text} {found}");
        }
        let word = regex_lite::Regex::new(&expression(r"\w", false)).unwrap();
        for sign in ["@", " ", "\u{a0}", "–", "×", "€"] {
            assert!(!word.is_match(sign), "{sign}");
        }
    }
}
