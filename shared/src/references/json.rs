//! Goes through the objects of a JSON export, one at a time: a file of a hundred thousand
//! is never held as a tree.
//!
//! `ConvertTo-Json` writes an array, or a single object where there was one; Windows
//! PowerShell sometimes wraps the array: `{"value": [...], "Count": 2}`.

use std::{borrow::Cow, collections::HashMap, fmt, str::Utf8Error};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{
    kind::ReferenceKind,
    problem::ReferenceError,
    property::Property,
    row::Row,
    table::{Start, column_missing},
};
use crate::mapping_file::{Encoding, decode};

/// Whether a file is JSON, by its first character.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    let beginning = bytes.get(..256).unwrap_or(bytes);
    let text = decoded(beginning);
    text.trim_start().starts_with(['[', '{'])
}

/// The elements of an export, read some at a time.
pub(super) struct Elements {
    text: String,
    /// Up to where it is read.
    at: usize,
    /// Whether it is inside of the array that holds the elements.
    is_inside: bool,
    gathered: Gathered,
}

impl Elements {
    pub(super) fn new(bytes: Vec<u8>, needed: Property) -> Self {
        let text = match decoded(&bytes) {
            Cow::Owned(text) => Some(text),
            Cow::Borrowed(_) => None,
        };
        // As it stands it is text, but for a byte order mark: it need not be copied.
        let text = text.unwrap_or_else(|| String::from_utf8(bytes).unwrap_or_default());
        Self {
            at: text.len() - text.trim_start_matches('\u{feff}').len(),
            text,
            is_inside: false,
            gathered: Gathered::new(needed),
        }
    }

    /// Hands so many elements more to `visit`; true at the end. What is no array is read
    /// at once: a single object, or what Windows PowerShell wrapped.
    pub(super) fn step(
        &mut self,
        most: usize,
        visit: &mut dyn FnMut(&Row<'_>),
    ) -> Result<bool, serde_json::Error> {
        if !self.is_inside {
            let Some(inside) = self.behind('[') else {
                let text = self.text.get(self.at..).unwrap_or_default();
                self.gathered.all(text, visit)?;
                self.at = self.text.len();
                return Ok(true);
            };
            (self.is_inside, self.at) = (true, inside);
            if let Some(end) = self.behind(']') {
                return self.end(end);
            }
        }
        for _ in 0..most.max(1) {
            let text = self.text.get(self.at..).unwrap_or_default();
            let Some(length) = self.gathered.one(text, visit) else {
                return self.refuse();
            };
            self.at += length;
            if let Some(next) = self.behind(',') {
                self.at = next;
            } else if let Some(end) = self.behind(']') {
                return self.end(end);
            } else {
                return self.refuse();
            }
        }
        Ok(false)
    }

    /// How many elements there were, of which one at least must have what is needed.
    pub(super) fn finish(self, kind: ReferenceKind) -> Result<u32, ReferenceError> {
        match self.gathered {
            Gathered { count: 0, .. } => Err(ReferenceError::Empty { kind }),
            Gathered {
                has_needed: false,
                needed,
                ..
            } => Err(column_missing(needed, kind)),
            gathered => Ok(gathered.count),
        }
    }

    /// How many elements were handed over so far.
    pub(super) fn count(&self) -> u32 {
        self.gathered.count
    }

    /// How much of it is read, per mille.
    pub(super) fn per_mille(&self) -> usize {
        self.at.saturating_mul(1000) / self.text.len().max(1)
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Behind a sign, if that is what follows.
    fn behind(&self, sign: char) -> Option<usize> {
        let rest = self.rest().trim_start_matches([' ', '\t', '\r', '\n']);
        let behind = rest.strip_prefix(sign)?;
        Some(self.text.len() - behind.len())
    }

    /// Nothing may follow the array.
    fn end(&mut self, at: usize) -> Result<bool, serde_json::Error> {
        self.at = at;
        let is_end = self.rest().trim_matches([' ', '\t', '\r', '\n']).is_empty();
        if is_end { Ok(true) } else { self.refuse() }
    }

    /// It is no JSON. What is wrong, and where, is said of the text as a whole.
    fn refuse(&self) -> Result<bool, serde_json::Error> {
        let text = self.text.trim_start_matches('\u{feff}');
        let mut again = Gathered::new(self.gathered.needed);
        again.all(text, &mut |_| {}).map(|()| true)
    }
}

/// How the first element begins, as far as a sample shows it.
pub(super) fn start(sample: &[u8]) -> Start {
    let mut start = Start::default();
    let mut is_first = true;
    let text = decoded(sample);
    let mut names = Vec::new();
    let mut first = |row: &Row<'_>| {
        if std::mem::take(&mut is_first) {
            start.note_type(row);
            if let Some(bare) = row.bare() {
                start.names.push(bare.to_owned());
            }
        }
    };
    let mut gathered = Gathered::new(Property::ExternalDirectoryObjectId);
    // A sample ends anywhere; what was seen before counts.
    let _ = gathered.all(&text, &mut first);
    names.extend(gathered.names.into_keys());
    start.names.extend(names);
    start
}

/// The text of a file, by its byte order mark or by its first bytes.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let (encoding, mark) = match bytes {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
        [b'[' | b'{', 0, ..] => (Encoding::Utf16Le, 0),
        [0, b'[' | b'{', ..] => (Encoding::Utf16Be, 0),
        _ => (Encoding::Utf8, 0),
    };
    let bytes = bytes.get(mark..).unwrap_or_default();
    let is_cut = |error: Utf8Error| error.error_len().is_none();
    match encoding {
        // A sample may end inside a character; anything else is an older encoding.
        Encoding::Utf8 if std::str::from_utf8(bytes).is_err_and(|error| !is_cut(error)) => {
            decode(bytes, Encoding::Windows1252)
        }
        encoding => decode(bytes, encoding),
    }
}

/// What is gathered while going through.
struct Gathered {
    needed: Property,
    /// Which property each name is: the same names come with every element.
    names: HashMap<String, Option<Property>>,
    values: Vec<Option<Value>>,
    /// How many elements there were.
    count: u32,
    /// Whether any of them had the property that is needed, or was a text itself.
    has_needed: bool,
}

impl Gathered {
    /// More names than any cmdlet has properties.
    const MOST_NAMES: usize = 4096;

    fn new(needed: Property) -> Self {
        Self {
            needed,
            names: HashMap::new(),
            values: vec![None; Property::ALL.len()],
            count: 0,
            has_needed: false,
        }
    }

    /// Reads a whole text.
    fn all(
        &mut self,
        text: &str,
        visit: &mut dyn FnMut(&Row<'_>),
    ) -> Result<(), serde_json::Error> {
        let mut source = serde_json::Deserializer::from_str(text);
        let elements = &mut Visited {
            gathered: self,
            visit,
        };
        At {
            elements,
            is_top: true,
        }
        .deserialize(&mut source)?;
        source.end()
    }

    /// Reads the element that a text begins with, and says how long it is. None if there
    /// is none.
    fn one(&mut self, text: &str, visit: &mut dyn FnMut(&Row<'_>)) -> Option<usize> {
        let mut source = serde_json::Deserializer::from_str(text);
        let elements = &mut Visited {
            gathered: self,
            visit,
        };
        At {
            elements,
            is_top: false,
        }
        .deserialize(&mut source)
        .ok()?;
        Some(source.into_iter::<IgnoredAny>().byte_offset())
    }

    fn property(&mut self, name: &str) -> Option<Property> {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let property = Property::named(name);
        if self.names.len() < Self::MOST_NAMES {
            self.names.insert(name.to_owned(), property);
        }
        property
    }
}

/// The same, with whom the elements are handed to.
struct Visited<'v> {
    gathered: &'v mut Gathered,
    visit: &'v mut dyn FnMut(&Row<'_>),
}

impl Visited<'_> {
    fn visit(&mut self, bare: Option<&str>) {
        let gathered = &mut *self.gathered;
        gathered.count = gathered.count.saturating_add(1);
        let needed = gathered.values.get(gathered.needed.place());
        gathered.has_needed |= bare.is_some() || needed.is_some_and(Option::is_some);
        (self.visit)(&Row::Json {
            number: gathered.count,
            values: &gathered.values,
            bare,
        });
    }
}

/// A place where an element or an array of elements stands.
struct At<'e, 'v> {
    elements: &'e mut Visited<'v>,
    is_top: bool,
}

impl<'de> DeserializeSeed<'de> for At<'_, '_> {
    /// Whether it was an array.
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<bool, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("objects as ConvertTo-Json writes them")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        while entries
            .next_element_seed(At {
                elements: &mut *self.elements,
                is_top: false,
            })?
            .is_some()
        {}
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        self.elements.gathered.values.fill(None);
        let mut is_wrapper = false;
        while let Some(key) = entries.next_key_seed(Key(&mut *self.elements))? {
            match key {
                Named::Property(property) => {
                    let value: Value = entries.next_value()?;
                    if let Some(place) = self.elements.gathered.values.get_mut(property.place()) {
                        place.get_or_insert(value);
                    }
                }
                Named::Value if self.is_top => {
                    is_wrapper |= entries.next_value_seed(Wrapped(&mut *self.elements))?;
                }
                Named::Value | Named::Nothing => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !is_wrapper {
            self.elements.visit(None);
        }
        Ok(false)
    }

    fn visit_str<E>(self, text: &str) -> Result<bool, E> {
        self.elements.gathered.values.fill(None);
        self.elements.visit(Some(text));
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(self.nothing())
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(self.nothing())
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(self.nothing())
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(self.nothing())
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(self.nothing())
    }
}

impl At<'_, '_> {
    /// An element that says nothing: whoever reads it finds that its id is missing.
    fn nothing(self) -> bool {
        self.elements.gathered.values.fill(None);
        self.elements.visit(None);
        false
    }
}

/// What stands under `value`: the elements, if it is an array of them.
struct Wrapped<'e, 'v>(&'e mut Visited<'v>);

impl<'de> DeserializeSeed<'de> for Wrapped<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<bool, D::Error> {
        At {
            elements: self.0,
            is_top: false,
        }
        .deserialize(source)
    }
}

/// What a key is.
enum Named {
    Property(Property),
    /// Windows PowerShell's name for the elements themselves.
    Value,
    Nothing,
}

struct Key<'e, 'v>(&'e mut Visited<'v>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Named;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Named, D::Error> {
        source.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E>(self, name: &str) -> Result<Named, E> {
        Ok(match self.0.gathered.property(name) {
            Some(property) => Named::Property(property),
            None if name.eq_ignore_ascii_case("value") => Named::Value,
            None => Named::Nothing,
        })
    }
}
