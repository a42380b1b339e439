//! Every text of the review tool, in one catalogue, so that a language can be added.
//!
//! A text stands once, in English, in the file of the part that shows it (`texts/grid.rs`
//! …), as a function that gives it in the language in force:
//!
//! ```
//! use frontend::texts::examples::{greeting, rows};
//!
//! assert_eq!(greeting("wave.csv"), "wave.csv is open.");
//! assert_eq!(rows(1_u32), "1 row");
//! assert_eq!(rows(4_812_u32), "4,812 rows");
//! ```
//!
//! A language is a [`Language`]: a table from the text's id to its words. What it lacks
//! is said in English. [`PSEUDO`] is made by rule, so that a test sees what is not in the
//! catalogue and what does not fit.

mod language;
mod say;

pub mod comfort;
pub mod door;
pub mod edit;
pub mod examples;
pub mod findings;
pub mod grid;
pub mod leave;
pub mod matching;
pub mod page;
pub mod privacy;
pub mod rules;

pub use language::{ENGLISH, Language, PSEUDO, language, speak};
pub use say::{fill, say, say_counted, worded};

/// Writes the functions of a part's texts.
///
/// `name = "text";`, `name(hole) = "text with {hole}";`, and for a count
/// `name(count) = "{count} row" | "{count} rows";`.
macro_rules! texts {
    (@one $id:ident () $text:literal) => {
        #[doc = concat!("`", $text, "`")]
        pub fn $id() -> String {
            $crate::texts::say(concat!(module_path!(), "::", stringify!($id)), $text, &[])
        }
    };
    (@one $id:ident ($($hole:ident),+) $text:literal) => {
        #[doc = concat!("`", $text, "`")]
        pub fn $id($($hole: impl std::fmt::Display),+) -> String {
            $crate::texts::say(
                concat!(module_path!(), "::", stringify!($id)),
                $text,
                &[$((stringify!($hole), &$hole.to_string())),+],
            )
        }
    };
    (@one $id:ident ($count:ident $(, $hole:ident)*) $one:literal | $many:literal) => {
        #[doc = concat!("`", $many, "`")]
        pub fn $id($count: impl Into<u64> $(, $hole: impl std::fmt::Display)*) -> String {
            $crate::texts::say_counted(
                concat!(module_path!(), "::", stringify!($id)),
                ($one, $many),
                (stringify!($count), $count.into()),
                &[$((stringify!($hole), &$hole.to_string())),*],
            )
        }
    };
    ($($id:ident $(($($hole:ident),+))? = $text:literal $(| $many:literal)?;)*) => {
        $($crate::texts::texts!(@one $id ($($($hole),+)?) $text $(| $many)?);)*

        /// Every text of this part with its id: `text`, or `one|many`.
        pub const ALL: &[(&str, &str)] = &[
            $((concat!(module_path!(), "::", stringify!($id)), concat!($text $(, "|", $many)?))),*
        ];
    };
}
pub(crate) use texts;

/// Every text with its id, as a translator needs it.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        comfort::ALL,
        door::ALL,
        edit::ALL,
        findings::ALL,
        grid::ALL,
        leave::ALL,
        matching::ALL,
        page::ALL,
        privacy::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_id_is_there_once() {
        let mut seen = HashSet::new();
        for (id, _) in all() {
            assert!(seen.insert(id), "{id} twice");
        }
    }
}
