//! Words of names in forms that can be compared, whoever typed them.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

use crate::order;

const DIAERESIS: char = '\u{308}';
const RING: char = '\u{30a}';

/// Letters, some by the mark that comes first on them, and how they are spelled where only
/// plain ones are at hand. The first spelling is the shorter one. Other marks are left out.
const LETTERS: [(char, Option<char>, &str, &str); 21] = [
    ('a', Some(RING), "a", "aa"),
    ('a', Some(DIAERESIS), "a", "ae"),
    ('o', Some(DIAERESIS), "o", "oe"),
    ('u', Some(DIAERESIS), "u", "ue"),
    ('ß', None, "ss", "ss"),
    ('ø', None, "o", "oe"),
    ('æ', None, "ae", "ae"),
    ('œ', None, "oe", "oe"),
    ('ł', None, "l", "l"),
    ('đ', None, "d", "d"),
    ('ð', None, "d", "d"),
    ('þ', None, "th", "th"),
    ('ĳ', None, "ij", "ij"),
    ('ſ', None, "s", "s"),
    ('ﬀ', None, "ff", "ff"),
    ('ﬁ', None, "fi", "fi"),
    ('ﬂ', None, "fl", "fl"),
    ('ﬃ', None, "ffi", "ffi"),
    ('ﬄ', None, "ffl", "ffl"),
    ('ﬅ', None, "st", "st"),
    ('ﬆ', None, "st", "st"),
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
        let written = lower(word);
        let (plain, spelled) = (
            fold(&written, Spelling::Short),
            fold(&written, Spelling::Long),
        );
        let loose = loosen(&plain);
        Self {
            written,
            plain,
            spelled,
            loose,
        }
    }

    /// Whether both are written in the same way. A letter and its mark may be one character
    /// or two.
    pub(super) fn is_written_as(&self, other: &Self) -> bool {
        self.written == other.written || apart(&self.written) == apart(&other.written)
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
    fold(&lower(text), Spelling::Short)
}

fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// A letter or a mark; which kind of mark, or 0 for a letter.
type Piece = (u8, char);

/// Letters and marks apart, the marks of a letter in one order: the same for a text however
/// it was typed.
///
/// Unicode's canonical form and no more: what else it knows about characters that only
/// look different would be the largest part of the review page that nearly nobody needs.
fn apart(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(text.len());
    for letter in text.chars() {
        decompose_canonical(letter, |piece| {
            pieces.push((canonical_combining_class(piece), piece));
        });
    }
    for with_marks in pieces.chunk_by_mut(|_, next| is_mark(*next)) {
        order::by_key(with_marks, |(kind, _)| *kind);
    }
    pieces
}

fn is_mark((kind, _): Piece) -> bool {
    kind > 0
}

#[derive(Clone, Copy)]
enum Spelling {
    Short,
    Long,
}

/// Small letters as they are spelled where only plain ones are at hand.
fn fold(text: &str, spelling: Spelling) -> String {
    let mut folded = String::with_capacity(text.len());
    for with_marks in apart(text).chunk_by(|_, next| is_mark(*next)) {
        let (letter, first_mark) = match with_marks {
            [(0, letter), (_, mark), ..] => (*letter, Some(*mark)),
            [(0, letter)] => (*letter, None),
            // Marks on nothing.
            _ => continue,
        };
        let found = LETTERS
            .into_iter()
            .find(|(known, mark, ..)| *known == letter && (mark.is_none() || *mark == first_mark));
        match (found, spelling) {
            (Some((_, _, short, _)), Spelling::Short) => folded.push_str(short),
            (Some((_, _, _, long)), Spelling::Long) => folded.push_str(long),
            (None, _) => folded.extend(narrow(letter)),
        }
    }
    folded
}

/// A letter of usual width. None for what only chooses how the letter before it is drawn.
fn narrow(letter: char) -> Option<char> {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => None,
        _ if letter.is_whitespace() => Some(' '),
        _ => Some(letter),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_however_its_marks_were_typed() {
        for (composed, typed) in [
            ("Jörg", "Jo\u{308}rg"),
            ("Åse", "A\u{30a}se"),
            ("Việt", "Vie\u{302}\u{323}t"),
            ("Việt", "Vie\u{323}\u{302}t"),
            ("ǅ", "ǅ"),
            ("한", "\u{1112}\u{1161}\u{11ab}"),
            ("İnci", "I\u{307}nci"),
        ] {
            let (one, other) = (Word::new(composed), Word::new(typed));
            assert!(one.is_written_as(&other), "{composed}");
            assert_eq!(one.plain, other.plain, "{composed}");
            assert_eq!(one.spelled, other.spelled, "{composed}");
            assert_eq!(one.loose, other.loose, "{composed}");
        }
        assert!(!Word::new("Jörg").is_written_as(&Word::new("Jórg")));
    }

    #[test]
    fn letters_are_spelled_with_plain_ones() {
        for (word, short, long) in [
            ("Müller", "muller", "mueller"),
            ("Åse", "ase", "aase"),
            ("Ångström", "angstrom", "aangstroem"),
            ("Weiß", "weiss", "weiss"),
            ("Søren", "soren", "soeren"),
            ("Zoé", "zoe", "zoe"),
            ("Ǿrsted", "orsted", "oersted"),
            ("Ðþĳ", "dthij", "dthij"),
            ("Ｌｅｎａ", "lena", "lena"),
            ("Ｏ\u{308}ｄ", "od", "od"),
            ("ﬁﬂﬀ", "fiflff", "fiflff"),
            ("葛\u{e0100}", "葛", "葛"),
            ("\u{301}a", "a", "a"),
            ("राम", "राम", "राम"),
        ] {
            let word = Word::new(word);
            assert_eq!((&*word.plain, &*word.spelled), (short, long));
        }
    }

    #[test]
    fn a_name_has_plain_spaces() {
        assert_eq!(plain("Jörg\u{a0}Ｂｅｒｇ"), "jorg berg");
    }
}
