//! Gives a text in the language in force, with its holes filled.

use super::language::{Language, language};
use crate::words;

/// A text whose holes are `{name}`.
pub fn say(id: &str, english: &str, holes: &[(&str, &str)]) -> String {
    in_language(language(), id, english, holes)
}

/// A text about a count, in the form that the language has for that number.
pub fn say_counted(
    id: &str,
    (one, many): (&str, &str),
    (hole, count): (&str, u64),
    holes: &[(&str, &str)],
) -> String {
    let language = language();
    let grouped = words::grouped(count);
    let mut all = vec![(hole, grouped.as_str())];
    all.extend_from_slice(holes);
    let id = format!("{id}.{}", (language.form)(count));
    in_language(language, &id, if count == 1 { one } else { many }, &all)
}

/// A sentence that `shared` worded, in English: a finding's message, the name of a step.
pub fn worded(english: impl Into<String>) -> String {
    worded_in(language(), english.into())
}

fn worded_in(language: &Language, english: String) -> String {
    let known = language.sentences.iter().find_map(|(pattern, text)| {
        let holes = holes_of(pattern, &english)?;
        Some(fill(text, &holes))
    });
    (language.dress)(known.unwrap_or(english))
}

/// What stands in the holes of a pattern; none if the text is not of that pattern.
fn holes_of<'a>(pattern: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let Some((before, after)) = pattern.split_once('{') else {
        return (pattern == text).then(Vec::new);
    };
    let (name, rest) = after.split_once('}')?;
    let text = text.strip_prefix(before)?;
    // The shortest value after which the rest fits.
    let until = rest.split('{').next().unwrap_or(rest);
    let ends = text.match_indices(until).map(|(end, _)| end);
    ends.chain([text.len()]).find_map(|end| {
        let (value, left) = text.split_at_checked(end)?;
        let mut holes = holes_of(rest, left)?;
        holes.push((name, value));
        Some(holes)
    })
}

fn in_language(language: &Language, id: &str, english: &str, holes: &[(&str, &str)]) -> String {
    let text = (language.words)(id).unwrap_or(english);
    (language.dress)(fill(text, holes))
}

/// Puts values into the holes of a text. A hole without a value stays as it is; what a
/// value holds is never read as a hole.
pub fn fill(text: &str, holes: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let found = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = holes.iter().find(|(hole, _)| *hole == name)?;
            Some((value, after))
        });
        if let Some((value, after)) = found {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_and_values_are_never_read() {
        for (text, filled) in [
            ("{a} and {b}", "{b} and 2"),
            ("{c} {a", "{c} {a"),
            ("none", "none"),
        ] {
            assert_eq!(fill(text, &[("a", "{b}"), ("b", "2")]), filled);
        }
    }

    #[test]
    fn a_language_without_a_text_says_it_in_english() {
        let german = Language {
            tag: "de",
            words: |id| (id == "x.one").then_some("{n} Zeile"),
            form: |count| if count == 1 { "one" } else { "other" },
            sentences: &[],
            dress: |text| text,
        };
        let say = |id, english| in_language(&german, id, english, &[("n", "1")]);
        assert_eq!(say("x.one", "{n} row"), "1 Zeile");
        assert_eq!(say("x.other", "{n} rows"), "1 rows");
    }

    #[test]
    fn what_the_engine_words_is_known_by_its_pattern() {
        let german = Language {
            sentences: &[
                ("Blank", "Leer"),
                ("\"{value}\" is not a GUID.", "„{value}“ ist keine GUID."),
                (
                    "{id} stands in row {row} as well.",
                    "Auch Zeile {row} hat {id}.",
                ),
            ],
            ..crate::texts::ENGLISH
        };
        for (english, text) in [
            ("Blank", "Leer"),
            ("Blanks", "Blanks"),
            ("\"a\" is not a GUID.", "„a“ ist keine GUID."),
            ("\"\" is not a GUID.", "„“ ist keine GUID."),
            ("7 stands in row 12 as well.", "Auch Zeile 12 hat 7."),
            ("7 stands in row 12.", "7 stands in row 12."),
        ] {
            assert_eq!(worded_in(&german, english.into()), text);
        }
    }
}
