//! Words of names in forms that can be compared, whoever typed them.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Letters that do not come apart into a plain one and a mark, and how they are spelled
/// where only plain ones are at hand. The first spelling is the shorter one.
const LETTERS: [(char, &str, &str); 12] = [
    ('ß', "ss", "ss"),
    ('ø', "o", "oe"),
    ('æ', "ae", "ae"),
    ('œ', "oe", "oe"),
    ('å', "a", "aa"),
    ('ä', "a", "ae"),
    ('ö', "o", "oe"),
    ('ü', "u", "ue"),
    ('ł', "l", "l"),
    ('đ', "d", "d"),
    ('ð', "d", "d"),
    ('þ', "th", "th"),
];

/// One word of a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    /// In small letters, otherwise as it was written.
    pub(super) written: String,
    /// Without marks: *müller* is *muller*.
    plain: String,
    /// With marks spelled out: *müller* is *mueller*.
    spelled: String,
    /// What all ways to write the word have in common: *muller* for these three.
    pub(super) loose: String,
}

impl Word {
    pub(super) fn new(word: &str) -> Self {
        if word.is_ascii() {
            let written = word.to_ascii_lowercase();
            return Self {
                plain: written.clone(),
                spelled: written.clone(),
                loose: loosen(&written),
                written,
            };
        }
        // Composed first: a letter and its mark may be written as two characters.
        let written: String = word.nfc().flat_map(char::to_lowercase).collect();
        let plain = fold(&written, |(_, short, _)| short);
        let spelled = fold(&written, |(_, _, long)| long);
        let loose = loosen(&plain);
        Self {
            written,
            plain,
            spelled,
            loose,
        }
    }

    /// Whether both are the same word but for marks and how they are spelled out.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.plain == other.plain
            || self.spelled == other.plain
            || self.plain == other.spelled
            || self.spelled == other.spelled
    }

    /// Whether one of two different words may stand for the other: *l* for *lena*.
    pub(super) fn is_initial_with(&self, other: &Self) -> bool {
        let stands_for = |short: &Self, long: &Self| {
            short.plain.chars().count() == 1 && long.plain.starts_with(&short.plain)
        };
        stands_for(self, other) || stands_for(other, self)
    }
}

/// Small letters without marks.
pub(in crate::matching) fn plain(text: &str) -> String {
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    fold(&lower, |(_, short, _)| short)
}

fn fold(
    text: &str,
    spelling: impl Fn((char, &'static str, &'static str)) -> &'static str,
) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            folded.push(letter);
        } else if let Some(found) = LETTERS.into_iter().find(|(known, _, _)| *known == letter) {
            folded.push_str(spelling(found));
        } else {
            folded.extend(letter.nfkd().filter(|one| !is_combining_mark(*one)));
        }
    }
    folded
}

/// Joins what a mark may have been spelled out as: ae, oe, ue and aa are one letter.
fn loosen(plain: &str) -> String {
    let mut loose = String::with_capacity(plain.len());
    let mut before = ' ';
    for letter in plain.chars() {
        let spells_a_mark = matches!((before, letter), ('a' | 'o' | 'u', 'e') | ('a', 'a'));
        if !spells_a_mark {
            loose.push(letter);
        }
        before = letter;
    }
    loose
}
