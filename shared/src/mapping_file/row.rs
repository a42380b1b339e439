//! One row: its fields as they stand in the file, and their text as it stands now.

use std::{borrow::Cow, fmt, ops::Range};

use serde::{Deserialize, Serialize};

use super::{
    decode::{field_text, has_stray_quote},
    dialect::Encoding,
    overlay::Overlay,
};
use crate::order::Leading;

/// A data row, counted from 0 in the order of the file. It names the same row
/// whatever a view filters or sorts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RowId(pub u32);

impl RowId {
    /// The row's number as people count: 1 is the first data row.
    pub fn number(self) -> u32 {
        self.0.saturating_add(1)
    }
}

impl Leading for RowId {
    fn leading(&self) -> u64 {
        u64::from(self.0)
    }
}

/// A row that was split into its fields, once. It copies nothing and decodes only what
/// is asked for.
///
/// ```
/// use shared::mapping_file::{open, RowId};
///
/// let file = open(b"Name,Note\n\"Lena\",\"says \"\"hi\"\"\"\n".to_vec())?;
/// let row = file.row(RowId(0)).unwrap();
/// assert_eq!(row.len(), 2);
/// assert_eq!((row.raw(0), row.plain(0)), (&b"\"Lena\""[..], Some(&b"Lena"[..])));
/// // Doubled quotes: the text does not stand in the file as it is.
/// assert_eq!((row.plain(1), &*row.text(1)), (None, "says \"hi\""));
/// # Ok::<(), shared::mapping_file::OpenError>(())
/// ```
#[derive(Clone)]
pub struct Row<'a> {
    id: RowId,
    /// From the row's first byte on; what follows the last field belongs to no row.
    bytes: &'a [u8],
    /// Where `bytes` begins, in the count of `ends`.
    start: u32,
    ends: Cow<'a, [u32]>,
    encoding: Encoding,
    /// None where nothing in this row was edited.
    edits: Option<&'a Overlay>,
    /// Whether the bytes are known to be UTF-8.
    is_sound: bool,
    /// Whether quotes are known to stand only where they belong.
    is_regular: bool,
}

impl<'a> Row<'a> {
    /// A row from its first byte on. `start` and `ends` say where in the file it begins
    /// and where each field ends.
    pub(super) fn new(
        id: RowId,
        bytes: &'a [u8],
        start: u32,
        ends: Cow<'a, [u32]>,
        encoding: Encoding,
    ) -> Self {
        Self {
            id,
            bytes,
            start,
            ends,
            encoding,
            edits: None,
            is_sound: false,
            is_regular: false,
        }
    }

    /// What is known of the row already, and need not be found out by its bytes: that
    /// they are UTF-8, and that no quote is stray.
    pub(super) fn known(mut self, is_sound: bool, is_regular: bool) -> Self {
        self.is_sound = is_sound;
        self.is_regular = is_regular;
        self
    }

    /// The same row as edits left it.
    pub(super) fn edited(mut self, edits: &'a Overlay) -> Self {
        self.edits = edits.has_row(self.id).then_some(edits);
        self
    }

    /// Which row it is.
    pub fn id(&self) -> RowId {
        self.id
    }

    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no field. Never so: a blank line is no row.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A field's bytes as they stand in the file, quotes included and edits not; empty
    /// where there is no such field.
    pub fn raw(&self, field: usize) -> &'a [u8] {
        self.place(field)
            .and_then(|place| self.bytes.get(place))
            .unwrap_or_default()
    }

    /// All fields' bytes as they stand in the file, quotes included and edits not.
    pub fn fields(&self) -> impl Iterator<Item = &'a [u8]> {
        let width = self.encoding.unit_width();
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let end = self.within(*end);
            let field = self.bytes.get(start..end).unwrap_or_default();
            start = end + width;
            field
        })
    }

    /// The text of a field as it stands now, edits included; empty where there is no
    /// such field. Borrows where it stands in the file as it is.
    pub fn text(&self, field: usize) -> Cow<'a, str> {
        match self.edits.and_then(|edits| edits.text(self.id, field)) {
            Some(text) => Cow::Borrowed(text),
            None => field_text(self.raw(field), self.encoding),
        }
    }

    /// The bytes of [`Row::text`] in UTF-8, where they stand in the file as they are, or
    /// are an edit's. `None` where a field has doubled quotes, text after its closing
    /// quote or no closing quote, and where it holds anything but UTF-8; ask for the
    /// text then.
    pub fn plain(&self, field: usize) -> Option<&'a [u8]> {
        if let Some(text) = self.edits.and_then(|edits| edits.text(self.id, field)) {
            return Some(text.as_bytes());
        }
        self.plain_text(self.raw(field))
    }

    /// The same of a field's bytes, as they stand in the file.
    pub(crate) fn plain_text(&self, raw: &'a [u8]) -> Option<&'a [u8]> {
        let text = match raw {
            [b'"', inner @ .., b'"'] if !inner.contains(&b'"') => inner,
            [b'"', ..] => return None,
            _ => raw,
        };
        let stands_so = match self.encoding {
            Encoding::Utf8 | Encoding::Windows1252 if self.is_sound => true,
            Encoding::Utf8 => std::str::from_utf8(text).is_ok(),
            Encoding::Windows1252 => text.is_ascii(),
            Encoding::Utf16Le | Encoding::Utf16Be => text.is_empty(),
        };
        stands_so.then_some(text)
    }

    /// The row's bytes as they stand in the file, without its line end.
    pub fn bytes(&self) -> &'a [u8] {
        let end = self.ends.last().map_or(0, |end| self.within(*end));
        self.bytes.get(..end).unwrap_or_default()
    }

    /// Whether anything in the row was edited.
    pub fn is_edited(&self) -> bool {
        self.edits.is_some()
    }

    /// Whether a quote stands inside an unquoted field, or text follows a closing quote,
    /// in the file as it was opened.
    pub fn has_stray_quote(&self) -> bool {
        !self.is_regular
            && (0..self.len()).any(|field| has_stray_quote(self.raw(field), self.encoding))
    }

    /// Where the row begins in the bytes that its places count from.
    pub(super) fn start(&self) -> usize {
        at(self.start)
    }

    /// Where the row's last field ends there.
    pub(super) fn end(&self) -> usize {
        self.ends.last().map_or(0, |end| at(*end))
    }

    /// Where a field lies in the file, its quotes included.
    pub(super) fn span(&self, field: usize) -> Option<Range<usize>> {
        let place = self.place(field)?;
        let start = at(self.start);
        Some(start + place.start..start + place.end)
    }

    /// Where a field lies in `bytes`: right after the delimiter that ends the one before.
    fn place(&self, field: usize) -> Option<Range<usize>> {
        let end = self.within(*self.ends.get(field)?);
        let start = match field.checked_sub(1) {
            Some(before) => self.within(*self.ends.get(before)?) + self.encoding.unit_width(),
            None => 0,
        };
        Some(start..end)
    }

    fn within(&self, offset: u32) -> usize {
        at(offset.saturating_sub(self.start))
    }
}

impl fmt::Debug for Row<'_> {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("id", &self.id)
            .field("fields", &self.len())
            .finish_non_exhaustive()
    }
}

fn at(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
