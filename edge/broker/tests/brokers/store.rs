//! The `Sql` port over rusqlite, the `Files` port over a map.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use broker::ports::{Files, FilesError, Row, Sql, StoreError, Value};
use rusqlite::types::{Value as Stored, ValueRef};

/// One object's database.
#[derive(Clone)]
pub struct Database(Rc<rusqlite::Connection>);

impl Database {
    pub fn new() -> Self {
        Self(Rc::new(rusqlite::Connection::open_in_memory().unwrap()))
    }
}

fn failed(error: &rusqlite::Error) -> StoreError {
    StoreError::Failed(error.to_string())
}

impl Sql for Database {
    fn execute(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        // What a Durable Object would refuse is refused here as well.
        assert!(values.len() <= 100, "{statement}");
        let upper = statement.to_uppercase();
        for word in ["BEGIN", "SAVEPOINT", "PRAGMA", "COMMIT", "ROLLBACK"] {
            assert!(!upper.starts_with(word), "{statement}");
        }
        let bound = values.iter().map(|value| match value {
            Value::Null => Stored::Null,
            Value::Integer(number) => {
                assert!(number.abs() < 1 << 53, "{statement}");
                Stored::Integer(*number)
            }
            Value::Text(text) => {
                assert!(text.len() < 2_000_000, "{statement}");
                Stored::Text(text.clone())
            }
        });
        let mut statement = self.0.prepare_cached(statement).map_err(|e| failed(&e))?;
        let columns = statement.column_count();
        let mut rows = statement
            .query(rusqlite::params_from_iter(bound))
            .map_err(|e| failed(&e))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(|e| failed(&e))? {
            found.push(Row((0..columns)
                .map(|at| match row.get_ref(at).unwrap() {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Integer(number),
                    ValueRef::Text(text) => Value::Text(String::from_utf8(text.to_vec()).unwrap()),
                    other => panic!("a column of type {:?}", other.data_type()),
                })
                .collect()));
        }
        Ok(found)
    }

    fn transaction(
        &self,
        work: &mut dyn FnMut() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.0.execute_batch("BEGIN").map_err(|e| failed(&e))?;
        let outcome = work();
        let end = if outcome.is_ok() {
            "COMMIT"
        } else {
            "ROLLBACK"
        };
        self.0.execute_batch(end).map_err(|e| failed(&e))?;
        outcome
    }
}

/// The uploads' bucket.
#[derive(Clone, Default)]
pub struct Bucket {
    pub objects: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
    /// Deletes that are to fail, or to be forgotten silently.
    pub broken_deletes: Rc<RefCell<Vec<BrokenDelete>>>,
}

#[derive(Clone, Copy)]
pub enum BrokenDelete {
    Refused,
    Forgotten,
}

impl Files for Bucket {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, FilesError> {
        Ok(self.objects.borrow().get(key).cloned())
    }
    async fn delete(&self, key: &str) -> Result<(), FilesError> {
        match self.broken_deletes.borrow_mut().pop() {
            Some(BrokenDelete::Refused) => return Err(FilesError("refused".to_owned())),
            Some(BrokenDelete::Forgotten) => return Ok(()),
            None => {}
        }
        self.objects.borrow_mut().remove(key);
        Ok(())
    }
    async fn exists(&self, key: &str) -> Result<bool, FilesError> {
        Ok(self.objects.borrow().contains_key(key))
    }
}
