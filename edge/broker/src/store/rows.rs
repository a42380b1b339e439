//! Rows and values: typed access, and JSON in text columns.

use serde::{Serialize, de::DeserializeOwned};
use shared::timestamp::Timestamp;

use crate::ports::{Row, StoreError, Value};

impl Row {
    /// The text in column number `at`; `what` names it in an error.
    pub(crate) fn text(&self, at: usize, what: &str) -> Result<&str, StoreError> {
        match self.0.get(at) {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(unreadable(what)),
        }
    }

    pub(crate) fn optional_text(&self, at: usize, what: &str) -> Result<Option<&str>, StoreError> {
        match self.0.get(at) {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) => Ok(None),
            _ => Err(unreadable(what)),
        }
    }

    pub(crate) fn integer(&self, at: usize, what: &str) -> Result<i64, StoreError> {
        match self.0.get(at) {
            Some(Value::Integer(number)) => Ok(*number),
            _ => Err(unreadable(what)),
        }
    }

    pub(crate) fn optional_integer(
        &self,
        at: usize,
        what: &str,
    ) -> Result<Option<i64>, StoreError> {
        match self.0.get(at) {
            Some(Value::Integer(number)) => Ok(Some(*number)),
            Some(Value::Null) => Ok(None),
            _ => Err(unreadable(what)),
        }
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, at: usize, what: &str) -> Result<T, StoreError> {
        from_json(self.text(at, what)?, what)
    }

    pub(crate) fn word<T: DeserializeOwned>(&self, at: usize, what: &str) -> Result<T, StoreError> {
        from_word(self.text(at, what)?, what)
    }

    pub(crate) fn moment(&self, at: usize, what: &str) -> Result<Timestamp, StoreError> {
        self.integer(at, what).map(Timestamp::from_unix_millis)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Timestamp> for Value {
    fn from(moment: Timestamp) -> Self {
        Self::Integer(moment.unix_millis())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A value as the JSON text of a column.
pub(crate) fn to_json<T: Serialize>(value: &T, what: &str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| unreadable(what))
}

/// Bytes of JSON in one bound value; the limit is 2 MB.
const BATCH_BYTES: usize = 1_000_000;

/// Items as JSON arrays for `json_each`, as few as stay far below the limit of a
/// value. One item is never divided.
pub(crate) fn to_json_batches<T: Serialize>(
    items: &[T],
    what: &str,
) -> Result<Vec<String>, StoreError> {
    let mut batches: Vec<String> = Vec::new();
    let mut batch = String::new();
    for item in items {
        let item = to_json(item, what)?;
        if !batch.is_empty() && batch.len() + item.len() > BATCH_BYTES {
            batches.push(format!("[{batch}]"));
            batch.clear();
        }
        if !batch.is_empty() {
            batch.push(',');
        }
        batch.push_str(&item);
    }
    if !batch.is_empty() {
        batches.push(format!("[{batch}]"));
    }
    Ok(batches)
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str, what: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| unreadable(what))
}

/// An id or a variant without fields as a bare word, spelled as on the wire.
pub(crate) fn to_word<T: Serialize>(value: &T, what: &str) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(unreadable(what)),
    }
}

pub(crate) fn from_word<T: DeserializeOwned>(word: &str, what: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(|_| unreadable(what))
}

/// An error that names the place and never the value, which may be personal.
pub(crate) fn unreadable(what: &str) -> StoreError {
    StoreError::Unreadable(what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_hold_everything_once_and_stay_below_the_limit() {
        assert!(to_json_batches::<u32>(&[], "x").unwrap().is_empty());
        let items: Vec<String> = (0..50).map(|n| n.to_string().repeat(40_000)).collect();
        let batches = to_json_batches(&items, "x").unwrap();
        assert!(batches.len() > 1);
        let mut found: Vec<String> = Vec::new();
        for batch in &batches {
            assert!(batch.len() < 2_000_000);
            found.extend(serde_json::from_str::<Vec<String>>(batch).unwrap());
        }
        assert_eq!(found, items);
    }
}
