//! What was guessed when the file was opened, for a person to confirm.

use serde::{Deserialize, Serialize};
use shared::mapping_file::Encoding;

/// A guess that nothing but the bytes speaks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Doubt {
    /// What was guessed.
    pub about: DoubtAbout,
    /// How the file would read: as it was guessed first.
    pub readings: Vec<ReadingView>,
}

/// What was guessed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum DoubtAbout {
    /// The encoding of its characters.
    Encoding,
    /// What separates its fields.
    Delimiter,
}

/// One way to read the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReadingView {
    /// The encoding.
    pub encoding: Encoding,
    /// What separates fields (an ASCII character).
    pub delimiter: u8,
    /// Some of the text, read so.
    pub sample: Vec<String>,
}
