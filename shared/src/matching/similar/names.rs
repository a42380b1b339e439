//! How two display names differ, in words.

use super::fold::Word;

/// Beyond them a name is not read: people have fewer.
const MOST_WORDS: usize = 8;
const MOST_CHARS: usize = 128;

/// What names alone are worth, in percent. An exact display name is worth 60 as a rule,
/// so a similar one is never worth more.
pub(super) mod worth {
    pub(in super::super) const SAME: u8 = 60;
    pub(super) const MARKS: u8 = 58;
    pub(super) const ORDER: u8 = 56;
    pub(super) const ADDITION: u8 = 54;
    pub(in super::super) const ONE_STEP: u8 = 45;
    pub(super) const TWO_STEPS: u8 = 40;
    pub(super) const GIVEN_NAME: u8 = 30;
    pub(super) const OTHER: u8 = 10;
}

/// Words that a name may have before or behind it.
const TITLES: [&str; 8] = ["dr", "prof", "mr", "mrs", "ms", "dipl", "ing", "phd"];

/// A display name, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Name {
    pub(super) words: Vec<Word>,
    /// Where the given name stands among the words.
    given: usize,
    /// What was added to the name: `(Contoso)`, ` - External`, a title.
    addition: String,
}

/// How much two names have in common, and how that is said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Likeness {
    pub(super) worth: u8,
    pub(super) said: Vec<String>,
}

impl Name {
    pub(super) fn new(text: &str) -> Self {
        let end = text
            .char_indices()
            .nth(MOST_CHARS)
            .map_or(text.len(), |(at, _)| at);
        let (name, mut additions) = without_additions(text.get(..end).unwrap_or_default());
        let mut words = Vec::new();
        let mut given = 0;
        for (part, nth) in name.split(',').zip(0..) {
            let first = words.len();
            for word in words_of(part) {
                let word = Word::new(&word);
                if TITLES.contains(&word.written.as_str()) {
                    additions.push(word.written);
                } else if words.len() < MOST_WORDS {
                    words.push(word);
                }
            }
            // In "Berg, Lena" the given name follows the comma.
            if nth == 1 && words.len() > first {
                given = first;
            }
        }
        Self {
            words,
            given,
            addition: additions.join(" "),
        }
    }

    fn given_name(&self) -> Option<&Word> {
        self.words.get(self.given)
    }
}

/// The name, and what stands in brackets or behind a dash with spaces around it.
fn without_additions(text: &str) -> (String, Vec<String>) {
    let mut name = String::new();
    let mut added = String::new();
    let mut depth = 0_u32;
    for letter in text.chars() {
        match letter {
            '(' | '[' => {
                depth += 1;
                added.push(' ');
            }
            ')' | ']' if depth > 0 => depth -= 1,
            _ if depth > 0 => added.push(letter),
            _ => name.push(letter),
        }
    }
    if let Some((before, after)) = [" - ", " – ", " — ", " | "]
        .into_iter()
        .filter_map(|mark| name.split_once(mark))
        .min_by_key(|(before, _)| before.len())
        && !before.trim().is_empty()
    {
        added.push(' ');
        added.push_str(after);
        name = String::from(before);
    }
    let additions = words_of(&added).map(|word| word.to_lowercase()).collect();
    (name, additions)
}

/// Split where a name is: at spaces, full stops and hyphens. Apostrophes join.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| letter.is_whitespace() || ".,;:_-‐‑–—/|".contains(letter))
        .map(|word| word.replace(['\'', '’', '‘', '`', '´', '"'], ""))
        .filter(|word| !word.is_empty())
}

/// What two names have in common; none if one of them has no words.
pub(super) fn compare(a: &Name, b: &Name) -> Option<Likeness> {
    if a.words.is_empty() || b.words.is_empty() {
        return None;
    }
    let (rest_a, rest_b) = without_pairs(&a.words, &b.words, Word::is_same_as);
    if rest_a.is_empty() && rest_b.is_empty() {
        return Some(same_words(a, b));
    }
    let shared = a.words.len() - rest_a.len();
    let before = rest_a.len();
    let (left_a, left_b) = without_pairs(&rest_a, &rest_b, Word::is_initial_with);
    let has_initials = shared > 0 && left_a.len() < before;
    let (left_a, left_b) = if has_initials {
        (left_a, left_b)
    } else {
        (rest_a, rest_b)
    };
    let one_step = |said: &str| likeness(worth::ONE_STEP, said.to_owned());
    Some(match (left_a.as_slice(), left_b.as_slice()) {
        ([], []) => one_step("one name has initials"),
        ([], more) | (more, []) if shared > 1 || has_initials => {
            let more = format!("one name has more words: {}", written(more));
            if has_initials {
                Likeness {
                    worth: worth::TWO_STEPS,
                    said: vec!["one name has initials".to_owned(), more],
                }
            } else {
                one_step(&more)
            }
        }
        ([], _) | (_, []) => likeness(
            worth::GIVEN_NAME,
            "one name is part of the other".to_owned(),
        ),
        ([one], [other]) if !has_initials && are_one_letter_apart(one, other) => {
            one_step("names are one letter apart")
        }
        _ if has_same_given_name(a, b) => likeness(
            worth::GIVEN_NAME,
            "names differ by a maiden name".to_owned(),
        ),
        _ => likeness(worth::OTHER, "names differ".to_owned()),
    })
}

fn likeness(worth: u8, said: String) -> Likeness {
    Likeness {
        worth,
        said: vec![said],
    }
}

/// Names of the same words differ by what else there is.
fn same_words(a: &Name, b: &Name) -> Likeness {
    let in_order = a.words.iter().zip(&b.words);
    let mut differences = Vec::new();
    if !in_order.clone().all(|(one, other)| one.is_same_as(other)) {
        differences.push((
            worth::ORDER,
            "names have the same words in another order".to_owned(),
        ));
    }
    let (other_spelling, _) = without_pairs(&a.words, &b.words, Word::is_written_as);
    if !other_spelling.is_empty() {
        differences.push((
            worth::MARKS,
            "names differ in accents or umlauts".to_owned(),
        ));
    }
    if a.addition != b.addition {
        let additions: Vec<&str> = [a.addition.as_str(), &b.addition]
            .into_iter()
            .filter(|addition| !addition.is_empty())
            .collect();
        differences.push((
            worth::ADDITION,
            format!("names differ by an addition: {}", additions.join(", ")),
        ));
    }
    let worth = differences.iter().map(|(worth, _)| *worth).min();
    match worth {
        None => likeness(worth::SAME, "same name".to_owned()),
        Some(worth) => Likeness {
            worth,
            said: differences.into_iter().map(|(_, said)| said).collect(),
        },
    }
}

/// What is left of both lists once each word has gone with one that it is paired with.
fn without_pairs(
    a: &[Word],
    b: &[Word],
    is_pair: impl Fn(&Word, &Word) -> bool,
) -> (Vec<Word>, Vec<Word>) {
    let mut left_b = b.to_vec();
    let mut left_a = Vec::new();
    for word in a {
        match left_b.iter().position(|other| is_pair(word, other)) {
            Some(at) => {
                left_b.remove(at);
            }
            None => left_a.push(word.clone()),
        }
    }
    (left_a, left_b)
}

/// Both of three letters or more: a letter less, more, another, or two swapped.
fn are_one_letter_apart(a: &Word, b: &Word) -> bool {
    a.loose.chars().count().min(b.loose.chars().count()) >= 3
        && strsim::osa_distance(&a.loose, &b.loose) == 1
}

fn has_same_given_name(a: &Name, b: &Name) -> bool {
    match (a.given_name(), b.given_name()) {
        (Some(one), Some(other)) => one.is_same_as(other),
        _ => false,
    }
}

fn written(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.written.as_str()).collect();
    words.join(" ")
}
