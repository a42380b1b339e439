//! What to look for, ready to look. Plain text is looked for as bytes; only what needs it
//! is a regular expression.

use std::ops::Range;

use memchr::memmem;
use regex_lite::{Matches, Regex, RegexBuilder};

use super::{PlanError, letters, search::Search};

/// Bytes that a compiled expression may take.
const MOST_COMPILED: usize = 1 << 20;
const MOST_NESTING: u32 = 100;

/// What to look for, ready to look.
#[derive(Clone, Debug)]
pub struct Pattern {
    sought: Sought,
    whole_cell: bool,
}

#[derive(Clone, Debug)]
enum Sought {
    /// These bytes.
    Text(Box<memmem::Finder<'static>>),
    /// These letters, digits and signs of ASCII, in any case.
    AnyCase(Box<[u8]>),
    Expression(Regex),
}

impl Pattern {
    /// Makes ready to look; refuses what is no regular expression.
    pub(super) fn of(search: &Search<'_>) -> Result<Self, PlanError> {
        let Search {
            text, match_case, ..
        } = *search;
        let expression = |text: &str| {
            // By itself first: `a)|(b` must not become one by being enclosed.
            let alone = build(text, match_case)?;
            Ok(Sought::Expression(if search.whole_cell {
                build(&format!(r"\A(?:{text})\z"), match_case)?
            } else {
                alone
            }))
        };
        let sought = if search.is_regex {
            expression(&letters::expression(text, match_case))?
        } else if match_case {
            Sought::Text(Box::new(memmem::Finder::new(text).into_owned()))
        } else if text.is_ascii() {
            Sought::AnyCase(text.as_bytes().into())
        } else {
            expression(&letters::literal(text))?
        };
        Ok(Self {
            sought,
            whole_cell: search.whole_cell,
        })
    }

    /// Where it stands in a text, in bytes. Occurrences do not overlap; an empty one,
    /// which `x*` finds between any two letters, is none, unless it is the whole cell.
    ///
    /// ```
    /// use shared::mapping_file::Search;
    ///
    /// let search = Search {
    ///     text: "n.", is_regex: true, whole_cell: false, match_case: false, rows: &[], columns: &[],
    /// };
    /// let pattern = search.pattern().unwrap();
    /// assert_eq!(pattern.places("Lena, Anna").collect::<Vec<_>>(), [2..4, 7..9]);
    /// ```
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let matches = match &self.sought {
            Sought::Expression(regex) => Some(regex.find_iter(text)),
            Sought::Text(_) | Sought::AnyCase(_) => None,
        };
        Places {
            pattern: self,
            text,
            from: 0,
            matches,
        }
    }

    /// The text with every occurrence replaced, and how many there were; too large, if it
    /// would have more bytes than there is room for. In the replacement of a regular
    /// expression `$1` means a group.
    pub(super) fn replaced(
        &self,
        text: &str,
        replacement: &str,
        has_groups: bool,
        room: usize,
    ) -> Result<(String, usize), PlanError> {
        let mut written = Written::default();
        match &self.sought {
            Sought::Expression(regex) if has_groups => {
                for captures in regex.captures_iter(text) {
                    let found = captures.get(0).map_or(0..0, |found| found.range());
                    if self.counts(&found) {
                        written.take(text, &found, room, |after| {
                            captures.expand(replacement, after);
                        })?;
                    }
                }
            }
            _ => {
                for found in self.places(text) {
                    written.take(text, &found, room, |after| after.push_str(replacement))?;
                }
            }
        }
        Ok(written.end(text))
    }

    fn counts(&self, found: &Range<usize>) -> bool {
        self.whole_cell || !found.is_empty()
    }

    /// The next place of plain text.
    fn next_plain(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let rest = text.as_bytes().get(from..)?;
        let (at, length) = match &self.sought {
            Sought::Text(finder) => (finder.find(rest)?, finder.needle().len()),
            Sought::AnyCase(sought) => (find_any_case(rest, sought)?, sought.len()),
            Sought::Expression(_) => return None,
        };
        let found = from + at..from + at + length;
        if self.whole_cell {
            return (found == (0..text.len())).then_some(found);
        }
        (length > 0).then_some(found)
    }
}

fn build(text: &str, match_case: bool) -> Result<Regex, PlanError> {
    RegexBuilder::new(text)
        .case_insensitive(!match_case)
        .size_limit(MOST_COMPILED)
        .nest_limit(MOST_NESTING)
        .build()
        .map_err(|error| PlanError::Pattern(error.to_string()))
}

/// Where ASCII stands in a text, in any case.
fn find_any_case(text: &[u8], sought: &[u8]) -> Option<usize> {
    let Some((first, rest)) = sought.split_first() else {
        return Some(0);
    };
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let mut from = 0;
    loop {
        from += memchr::memchr2(lower, upper, text.get(from..)?)?;
        let here = text.get(from + 1..from + sought.len())?;
        if here.eq_ignore_ascii_case(rest) {
            return Some(from);
        }
        from += 1;
    }
}

struct Places<'t> {
    pattern: &'t Pattern,
    text: &'t str,
    from: usize,
    matches: Option<Matches<'t, 't>>,
}

impl Iterator for Places<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if let Some(matches) = &mut self.matches {
            return matches
                .map(|found| found.range())
                .find(|found| self.pattern.counts(found));
        }
        let found = self.pattern.next_plain(self.text, self.from)?;
        // An empty one, the whole of an empty cell, is found once.
        self.from = found.end.max(found.start + 1);
        Some(found)
    }
}

/// A text with its occurrences replaced, as far as it is written.
#[derive(Default)]
struct Written {
    after: String,
    from: usize,
    count: usize,
}

impl Written {
    fn take(
        &mut self,
        text: &str,
        found: &Range<usize>,
        room: usize,
        write: impl FnOnce(&mut String),
    ) -> Result<(), PlanError> {
        self.after
            .push_str(text.get(self.from..found.start).unwrap_or_default());
        write(&mut self.after);
        self.from = found.end;
        self.count += 1;
        if self.after.len() > room {
            return Err(PlanError::TooLarge);
        }
        Ok(())
    }

    fn end(mut self, text: &str) -> (String, usize) {
        self.after
            .push_str(text.get(self.from..).unwrap_or_default());
        (self.after, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str, sought: &str, match_case: bool, whole_cell: bool) -> Vec<(usize, usize)> {
        let search = Search {
            text: sought,
            is_regex: false,
            whole_cell,
            match_case,
            rows: &[],
            columns: &[],
        };
        let pattern = search.pattern().unwrap();
        pattern
            .places(text)
            .map(|found| (found.start, found.end))
            .collect()
    }

    #[test]
    fn plain_text_is_found_where_an_expression_would_find_it() {
        for (text, sought, match_case, whole_cell, expected) in [
            ("aAa", "a", true, false, vec![(0, 1), (2, 3)]),
            ("aAa", "a", false, false, vec![(0, 1), (1, 2), (2, 3)]),
            ("aaaa", "aA", false, false, vec![(0, 2), (2, 4)]),
            ("aab", "AB", false, false, vec![(1, 3)]),
            ("a@b", "@", false, false, vec![(1, 2)]),
            ("a{b", "[", false, false, vec![]),
            ("ab", "abc", false, false, vec![]),
            ("Abc", "abc", false, true, vec![(0, 3)]),
            ("Abc", "abc", true, true, vec![]),
            ("abcd", "abc", false, true, vec![]),
            ("xabc", "abc", false, true, vec![]),
            ("JÖRG jörg", "ö", false, false, vec![(1, 3), (7, 9)]),
            ("JÖRG jörg", "ö", true, false, vec![(7, 9)]),
            ("Jörg", "JÖRG", false, true, vec![(0, 5)]),
            ("(ö Ö)(Ö", "(ö", true, false, vec![(0, 3)]),
            ("", "", false, true, vec![(0, 0)]),
            ("a", "", false, false, vec![]),
        ] {
            assert_eq!(
                places(text, sought, match_case, whole_cell),
                expected,
                "{text:?} {sought:?} {match_case} {whole_cell}"
            );
        }
    }
}
