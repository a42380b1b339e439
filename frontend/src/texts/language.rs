//! Which language is spoken, and what a language is.

use std::sync::atomic::{AtomicUsize, Ordering};

/// A language.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// Its tag, as in `<html lang>`.
    pub tag: &'static str,
    /// Its words for a text's id (for a counted text `id.one`, `id.few` …), where it has
    /// them.
    pub words: fn(id: &str) -> Option<&'static str>,
    /// The ending of the id of the form that it uses for a count: `one`, `few`, `many` …
    pub form: fn(count: u64) -> &'static str,
    /// What the engine words itself, from `shared`, which has no languages: sentences with
    /// holes, and the same in this language.
    pub sentences: &'static [(&'static str, &'static str)],
    /// The last touch on a text that is ready to be shown.
    pub dress: fn(String) -> String,
}

/// English: the catalogue as it stands.
pub const ENGLISH: Language = Language {
    tag: "en",
    words: |_| None,
    form: english_form,
    sentences: &[],
    dress: |text| text,
};

/// English with accents and a third longer, in brackets: what appears without them is not
/// in the catalogue, and what is cut would be cut in German.
pub const PSEUDO: Language = Language {
    tag: "en-XA",
    words: |_| None,
    form: english_form,
    sentences: &[],
    dress: |text| pseudo(&text),
};

const LANGUAGES: [Language; 2] = [ENGLISH, PSEUDO];

static SPOKEN: AtomicUsize = AtomicUsize::new(0);

/// The language in force.
pub fn language() -> &'static Language {
    LANGUAGES
        .get(SPOKEN.load(Ordering::Relaxed))
        .unwrap_or(&ENGLISH)
}

/// Speaks another language from here on; false if there is none of that tag. To be called
/// before anything is shown.
pub fn speak(tag: &str) -> bool {
    let place = LANGUAGES
        .iter()
        .position(|known| known.tag.eq_ignore_ascii_case(tag));
    if let Some(place) = place {
        SPOKEN.store(place, Ordering::Relaxed);
    }
    place.is_some()
}

fn english_form(count: u64) -> &'static str {
    if count == 1 { "one" } else { "other" }
}

fn pseudo(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let accented = text.chars().map(|letter| match letter {
        'a' => 'á',
        'e' => 'é',
        'i' => 'í',
        'o' => 'ö',
        'u' => 'ü',
        'n' => 'ñ',
        'A' => 'Å',
        'E' => 'É',
        'O' => 'Ö',
        'U' => 'Ü',
        other => other,
    });
    let longer = "~".repeat(text.chars().count().div_ceil(3));
    format!("⟦{} {longer}⟧", accented.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pseudo_language_marks_both_ends_and_is_a_third_longer() {
        assert_eq!(pseudo("Save"), "⟦Sávé ~~⟧");
        assert_eq!(pseudo(""), "");
    }

    #[test]
    fn an_unknown_language_changes_nothing() {
        assert!(!speak("tlh"));
        assert_eq!(language().tag, "en");
    }
}
