//! One object of an export, whichever way it was written.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    person::PersonAttributes,
    problem::{Place, Problem, Problems, What},
    property::Property,
};
use crate::{
    address::{list_doubt, split_addresses},
    checks::is_type_name,
    ids::{IdError, MailboxGuid, ObjectId},
    mapping_file,
};

/// One object: its properties by name, read when they are asked for.
pub(super) enum Row<'a> {
    /// A row of a CSV, and where each property stands in it.
    Csv {
        row: &'a mapping_file::Row<'a>,
        columns: &'a [Option<usize>],
    },
    /// An element of a JSON array.
    Json {
        number: u32,
        values: &'a [Option<Value>],
        /// An element that is a text and no object.
        bare: Option<&'a str>,
    },
}

impl Row<'_> {
    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        match self {
            Self::Csv { row, .. } => Place::Row(row.id().number()),
            Self::Json { number, .. } => Place::Element(*number),
        }
    }

    /// A value as text, without white space around it; none if the export lacks the
    /// property, empty if it has it without a value.
    pub(super) fn text(&self, property: Property) -> Option<Cow<'_, str>> {
        match self {
            Self::Csv { row, columns } => {
                let at = columns.get(property.place()).copied().flatten()?;
                Some(trimmed(row.text(at)))
            }
            Self::Json { values, .. } => {
                let value = values.get(property.place())?.as_ref()?;
                text_of(value).map(trimmed)
            }
        }
    }

    /// The element itself, where it is a text and no object.
    pub(super) fn bare(&self) -> Option<&str> {
        match self {
            Self::Csv { .. } => None,
            Self::Json { bare, .. } => *bare,
        }
    }

    /// A value as it is kept: none also if it is empty.
    pub(super) fn kept(&self, property: Property) -> Option<Box<str>> {
        self.text(property)
            .filter(|text| !text.is_empty())
            .map(|text| text.into_owned().into_boxed_str())
    }

    /// A value that is true or false.
    pub(super) fn flag(&self, property: Property) -> Option<bool> {
        let text = self.text(property)?;
        if text.eq_ignore_ascii_case("true") {
            Some(true)
        } else {
            text.eq_ignore_ascii_case("false").then_some(false)
        }
    }

    /// The object's id, without which it is nothing.
    pub(super) fn id(&self, problems: &mut Problems) -> Option<ObjectId> {
        let property = Property::ExternalDirectoryObjectId;
        let text = self.text(property).unwrap_or_default();
        match text.parse() {
            Ok(id) => Some(id),
            Err(error) => {
                problems.note(self.problem(property, &text, What::Id(error)));
                None
            }
        }
    }

    /// A GUID; none if there is none, or only zeros.
    pub(super) fn guid(&self, property: Property, problems: &mut Problems) -> Option<MailboxGuid> {
        let text = self.text(property)?;
        match text.parse() {
            Ok(id) => Some(id),
            Err(IdError::Malformed) if !text.is_empty() => {
                let what = What::Guid(IdError::Malformed);
                problems.note(self.problem(property, &text, what));
                None
            }
            Err(_) => None,
        }
    }

    /// A list of addresses; none if the export lacks it or did not write it out.
    pub(super) fn addresses(
        &self,
        property: Property,
        problems: &mut Problems,
    ) -> Option<Vec<String>> {
        if let Self::Json { values, .. } = self
            && let Some(Value::Array(entries)) = values.get(property.place())?
        {
            let entries = entries.iter().filter_map(text_of);
            let entries = entries.map(|entry| trimmed(entry).into_owned());
            return Some(entries.filter(|entry| !entry.is_empty()).collect());
        }
        let text = self.written_out(property, problems)?;
        if let Some(doubt) = list_doubt(&text) {
            problems.note(self.problem(property, &text, What::List(doubt)));
        }
        Some(split_addresses(&text).map(str::to_owned).collect())
    }

    /// A list as one text; none if the export lacks it or wrote its type.
    pub(super) fn written_out(
        &self,
        property: Property,
        problems: &mut Problems,
    ) -> Option<Cow<'_, str>> {
        let text = self.text(property)?;
        if is_type_name(&text) {
            problems.note(self.problem(property, &text, What::TypeName));
            return None;
        }
        Some(text)
    }

    /// What is said about the person besides what a move needs.
    pub(super) fn person(&self) -> PersonAttributes {
        PersonAttributes {
            alias: self.kept(Property::Alias),
            department: self.kept(Property::Department),
            employee_id: self.kept(Property::EmployeeId),
            custom_attributes: Property::custom_attributes()
                .filter_map(|(number, property)| Some((number, self.kept(property)?)))
                .collect(),
        }
    }

    /// Whether the object was deleted and can still be restored.
    pub(super) fn is_soft_deleted(&self) -> Option<bool> {
        let when = self.text(Property::WhenSoftDeleted);
        let flags = [
            when.map(|when| !when.is_empty()),
            self.flag(Property::IsSoftDeletedByRemove),
            self.flag(Property::IsSoftDeletedByDisable),
        ];
        flags.into_iter().flatten().reduce(|a, b| a || b)
    }

    /// Whether the licence for a move between tenants is on the object.
    pub(super) fn has_move_licence(&self, problems: &mut Problems) -> Option<bool> {
        let text = self.written_out(Property::PersistedCapabilities, problems)?;
        let lower = text.to_ascii_lowercase();
        if lower.contains("exchanget2tmbxmove") {
            return Some(true);
        }
        // Numbers in place of names, or a list that was cut off, prove nothing.
        let is_clear = !lower.bytes().any(|byte| byte.is_ascii_digit()) && !is_cut_off(&lower);
        (is_clear || text.is_empty()).then_some(false)
    }

    /// A size in bytes, as in `30 GB (32,212,254,720 bytes)`; none if it has no limit.
    pub(super) fn size(&self, property: Property) -> Option<u64> {
        let text = self.text(property)?;
        let (_, inner) = text.rsplit_once('(')?;
        let digits: String = inner.chars().filter(char::is_ascii_digit).collect();
        digits.parse().ok()
    }

    pub(super) fn problem(&self, property: Property, text: &str, what: What) -> Problem {
        Problem::new(self.place(), property.name(), text, what)
    }
}

/// Whether PowerShell wrote only the beginning of a list.
pub(super) fn is_cut_off(list: &str) -> bool {
    let list = list.trim_end().trim_end_matches('}').trim_end();
    list.ends_with("...") || list.ends_with('\u{2026}')
}

/// A JSON value as PowerShell would show it; none if it cannot be one text.
fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    /// What an address, a GUID, a domain or a named number is called inside an object.
    const INSIDE: [&str; 6] = [
        "ProxyAddressString",
        "Guid",
        "Address",
        "Domain",
        "RawIdentity",
        "value",
    ];
    match value {
        Value::Null => Some(Cow::Borrowed("")),
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(true) => Some(Cow::Borrowed("True")),
        Value::Bool(false) => Some(Cow::Borrowed("False")),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Array(entries) => {
            let texts: Vec<_> = entries.iter().filter_map(text_of).collect();
            Some(Cow::Owned(texts.join(";")))
        }
        Value::Object(inside) => INSIDE.iter().find_map(|name| {
            let named = |(key, value): (&String, &Value)| {
                let scalar = matches!(value, Value::String(_) | Value::Number(_));
                (scalar && key.eq_ignore_ascii_case(name)).then(|| value.to_owned())
            };
            match inside.iter().find_map(named)? {
                Value::String(text) => Some(Cow::Owned(text)),
                other => Some(Cow::Owned(other.to_string())),
            }
        }),
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
