//! The broker's `Sql` port on a Durable Object's own `SQLite`.
//!
//! Rows are read through `raw()`, whose iterator reports what JavaScript throws;
//! `one()` and `next()` of the binding do not, and are never used.

use broker::ports::{Row, Sql, StoreError, Value};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::{SqlStorage, SqlStorageValue, Storage};

#[wasm_bindgen]
extern "C" {
    /// The storage as JavaScript knows it: the crate leaves this method out.
    type SynchronousStorage;

    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &SynchronousStorage,
        work: &mut dyn FnMut() -> Result<JsValue, JsValue>,
    ) -> Result<JsValue, JsValue>;
}

/// The database of the object that this code runs in.
#[derive(Debug)]
pub(super) struct ObjectSql {
    storage: Storage,
    sql: SqlStorage,
}

impl ObjectSql {
    /// On an object's storage.
    pub(super) fn new(storage: Storage) -> Self {
        let sql = storage.sql();
        Self { storage, sql }
    }
}

fn failed(error: &worker::Error) -> StoreError {
    StoreError::Failed(error.to_string())
}

impl Sql for ObjectSql {
    fn execute(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let bound: Vec<SqlStorageValue> = values.iter().map(bind).collect();
        let cursor = self
            .sql
            .exec(statement, bound)
            .map_err(|error| failed(&error))?;
        cursor
            .raw()
            .map(|row| {
                let row = row.map_err(|error| failed(&error))?;
                row.into_iter().map(read).collect::<Result<_, _>>().map(Row)
            })
            .collect()
    }

    fn transaction(
        &self,
        work: &mut dyn FnMut() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let storage: &JsValue = self.storage.as_raw().as_ref();
        let storage: &SynchronousStorage = storage.unchecked_ref();
        let mut outcome = Ok(());
        // Only what is thrown rolls back; an ordinary return commits.
        let ran = storage.transaction_sync(&mut || match work() {
            Ok(()) => Ok(JsValue::UNDEFINED),
            Err(error) => {
                outcome = Err(error);
                Err(JsValue::from("rolled back"))
            }
        });
        outcome?;
        ran.map_err(|thrown| failed(&thrown.into()))?;
        Ok(())
    }
}

fn bind(value: &Value) -> SqlStorageValue {
    match value {
        Value::Null => SqlStorageValue::Null,
        Value::Integer(number) => SqlStorageValue::Integer(*number),
        Value::Text(text) => SqlStorageValue::String(text.clone()),
    }
}

fn read(value: SqlStorageValue) -> Result<Value, StoreError> {
    match value {
        SqlStorageValue::Null => Ok(Value::Null),
        SqlStorageValue::Integer(number) => Ok(Value::Integer(number)),
        SqlStorageValue::String(text) => Ok(Value::Text(text)),
        SqlStorageValue::Boolean(_) | SqlStorageValue::Float(_) | SqlStorageValue::Blob(_) => {
            Err(StoreError::Unreadable("a value of another type".to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_in_and_come_out_the_same() {
        for value in [
            Value::Null,
            Value::Integer(-1),
            Value::Integer((1 << 53) - 1),
            Value::Text("O'Brien; --".to_owned()),
        ] {
            assert_eq!(read(bind(&value)), Ok(value));
        }
        assert!(read(SqlStorageValue::Float(0.5)).is_err());
        assert!(read(SqlStorageValue::Blob(vec![1])).is_err());
    }
}
