//! What a guessed encoding makes of the text, to ask a person whether it is right.

use super::{
    file::{MappingFile, RowId},
    row::Row,
};

/// A field whose text depends on the encoding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuessedText {
    /// The row; none for the header.
    pub row: Option<RowId>,
    /// The column's place.
    pub column: usize,
    /// The text as it is read, cut around its first character beyond ASCII where it is
    /// long.
    pub text: String,
}

/// How many characters of a text are shown before the first one beyond ASCII, and from
/// there on.
const AROUND: usize = 40;

impl MappingFile {
    /// Where the encoding is a guess: up to `most` texts that show whether it is right,
    /// one a row, the first ones of the file. Empty where nothing was guessed.
    ///
    /// ```
    /// use shared::mapping_file::{open, RowId};
    ///
    /// let file = open(b"Name\nLena\nJ\xf6rg\n".to_vec())?;
    /// let sample = file.sample_of_guess(5);
    /// assert_eq!((sample[0].row, sample[0].text.as_str()), (Some(RowId(1)), "Jörg"));
    /// # Ok::<(), shared::mapping_file::OpenError>(())
    /// ```
    pub fn sample_of_guess(&self, most: usize) -> Vec<GuessedText> {
        let mut sample = Vec::new();
        if !self.oddities().is_encoding_guessed {
            return sample;
        }
        let mut from = 0;
        while sample.len() < most
            && let Some(at) = self.beyond_ascii_from(from)
        {
            let line = self.line_at(at);
            if let Some(row) = self.line(line) {
                sample.extend(guessed_text(&row, (line > 0).then_some(row.id())));
                from = at.max(row.end()).saturating_add(1);
            } else {
                from = at.saturating_add(1);
            }
        }
        sample
    }

    fn beyond_ascii_from(&self, from: usize) -> Option<usize> {
        let rest = self.original().get(from..)?;
        Some(from + rest.iter().position(|byte| !byte.is_ascii())?)
    }
}

fn guessed_text(row: &Row<'_>, id: Option<RowId>) -> Option<GuessedText> {
    let column = (0..row.len()).find(|field| !row.raw(*field).is_ascii())?;
    let text = row.text(column);
    let place = text.chars().position(|c| !c.is_ascii())?;
    let from = place.saturating_sub(AROUND);
    Some(GuessedText {
        row: id,
        column,
        text: text.chars().skip(from).take(2 * AROUND).collect(),
    })
}
