//! The text of a cell, cut where something was found in it.

use crate::engine::protocol::FoundAt;

/// A part of a text, and whether it was found.
pub(super) type Part<'t> = (&'t str, bool);

/// The text in parts. What lies beyond the end of a shortened text is left out.
pub fn parts<'t>(text: &'t str, found: &[FoundAt]) -> Vec<Part<'t>> {
    let mut parts = Vec::new();
    let mut from = 0;
    for place in found {
        let (Some(before), Some(here)) =
            (text.get(from..place.from), text.get(place.from..place.to))
        else {
            break;
        };
        parts.push((before, false));
        parts.push((here, true));
        from = place.to;
    }
    parts.push((text.get(from..).unwrap_or_default(), false));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_something_was_found() {
        let at = |from, to| FoundAt {
            column: 2,
            from,
            to,
        };
        for (text, found, expected) in [
            ("Lena", vec![], vec![("Lena", false)]),
            (
                "Lena",
                vec![at(2, 3)],
                vec![("Le", false), ("n", true), ("a", false)],
            ),
            (
                "aXbX",
                vec![at(1, 2), at(3, 4)],
                vec![("a", false), ("X", true), ("b", false), ("X", true)],
            ),
            // Shortened after the place was found, or cut within a letter.
            ("ab", vec![at(1, 9)], vec![("ab", false)]),
            ("é", vec![at(1, 2)], vec![("é", false)]),
            ("", vec![at(0, 0)], vec![]),
        ] {
            assert_eq!(parts(text, &found), expected, "{text}");
        }
    }
}
