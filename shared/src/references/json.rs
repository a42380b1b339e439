//! Goes through the objects of a JSON export, one at a time: a file of a hundred thousand
//! is never held as a tree.
//!
//! `ConvertTo-Json` writes an array, or a single object where there was one; Windows
//! PowerShell sometimes wraps the array: `{"value": [...], "Count": 2}`.

use std::{borrow::Cow, collections::HashMap, fmt, str::Utf8Error};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{property::Property, row::Row, table::Start};
use crate::mapping_file::{Encoding, decode};

/// What was read.
pub(super) struct Read {
    /// How many elements there were.
    pub(super) elements: u32,
    /// Whether any of them had the property that is needed, or was a text itself.
    pub(super) has_needed: bool,
}

/// Whether a file is JSON, by its first character.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    let beginning = bytes.get(..256).unwrap_or(bytes);
    let text = decoded(beginning);
    text.trim_start().starts_with(['[', '{'])
}

/// Hands every element to `visit`.
pub(super) fn each_element(
    bytes: &[u8],
    needed: Property,
    visit: &mut dyn FnMut(&Row<'_>),
) -> Result<Read, serde_json::Error> {
    let mut elements = Elements {
        visit,
        needed,
        names: HashMap::new(),
        values: vec![None; Property::ALL.len()],
        count: 0,
        has_needed: false,
    };
    let text = decoded(bytes);
    let mut source = serde_json::Deserializer::from_str(&text);
    At {
        elements: &mut elements,
        is_top: true,
    }
    .deserialize(&mut source)?;
    source.end()?;
    Ok(Read {
        elements: elements.count,
        has_needed: elements.has_needed,
    })
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
    let mut elements = Elements {
        visit: &mut first,
        needed: Property::ExternalDirectoryObjectId,
        names: HashMap::new(),
        values: vec![None; Property::ALL.len()],
        count: 0,
        has_needed: false,
    };
    let mut source = serde_json::Deserializer::from_str(&text);
    // A sample ends anywhere; what was seen before counts.
    let _ = At {
        elements: &mut elements,
        is_top: true,
    }
    .deserialize(&mut source);
    names.extend(elements.names.into_keys());
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
struct Elements<'v> {
    visit: &'v mut dyn FnMut(&Row<'_>),
    needed: Property,
    /// Which property each name is: the same names come with every element.
    names: HashMap<String, Option<Property>>,
    values: Vec<Option<Value>>,
    count: u32,
    has_needed: bool,
}

impl Elements<'_> {
    /// More names than any cmdlet has properties.
    const MOST_NAMES: usize = 4096;

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

    fn visit(&mut self, bare: Option<&str>) {
        self.count = self.count.saturating_add(1);
        let needed = self.values.get(self.needed.place());
        self.has_needed |= bare.is_some() || needed.is_some_and(Option::is_some);
        (self.visit)(&Row::Json {
            number: self.count,
            values: &self.values,
            bare,
        });
    }
}

/// A place where an element or an array of elements stands.
struct At<'e, 'v> {
    elements: &'e mut Elements<'v>,
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
        self.elements.values.fill(None);
        let mut is_wrapper = false;
        while let Some(key) = entries.next_key_seed(Key(&mut *self.elements))? {
            match key {
                Named::Property(property) => {
                    let value: Value = entries.next_value()?;
                    if let Some(place) = self.elements.values.get_mut(property.place()) {
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
        self.elements.values.fill(None);
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
        self.elements.values.fill(None);
        self.elements.visit(None);
        false
    }
}

/// What stands under `value`: the elements, if it is an array of them.
struct Wrapped<'e, 'v>(&'e mut Elements<'v>);

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

struct Key<'e, 'v>(&'e mut Elements<'v>);

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
        Ok(match self.0.property(name) {
            Some(property) => Named::Property(property),
            None if name.eq_ignore_ascii_case("value") => Named::Value,
            None => Named::Nothing,
        })
    }
}
