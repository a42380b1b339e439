//! The `Sql` port over rusqlite, in memory, as strict as a Durable Object.

use std::rc::Rc;

use broker::ports::{Row, Sql, StoreError, Value};
use rusqlite::types::{Value as Stored, ValueRef};

use crate::weather::Weather;

/// One object's database; it outlives the object's instances.
#[derive(Clone)]
pub struct Database(Rc<rusqlite::Connection>, Weather);

impl Database {
    pub fn new(weather: &Weather) -> Self {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.set_prepared_statement_cache_capacity(128);
        Self(Rc::new(connection), weather.clone())
    }
}

fn failed(error: &rusqlite::Error) -> StoreError {
    StoreError::Failed(error.to_string())
}

impl Sql for Database {
    fn execute(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        if self.1.strikes(|rates| rates.statement) {
            return Err(StoreError::Failed("disk full".to_owned()));
        }
        assert!(values.len() <= 100, "{statement}");
        let bound = values.iter().map(|value| match value {
            Value::Null => Stored::Null,
            Value::Integer(number) => {
                // A Durable Object binds JavaScript's numbers, which are doubles.
                assert!(number.abs() < 1 << 53, "{statement}");
                #[allow(clippy::cast_precision_loss)]
                Stored::Real(*number as f64)
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
                    ValueRef::Text(text) => {
                        Value::Text(std::str::from_utf8(text).unwrap().to_owned())
                    }
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
        let run = |statement| {
            let mut statement = self.0.prepare_cached(statement).map_err(|e| failed(&e))?;
            statement.execute(()).map_err(|e| failed(&e))
        };
        run("BEGIN")?;
        let outcome = work();
        run(if outcome.is_ok() {
            "COMMIT"
        } else {
            "ROLLBACK"
        })?;
        outcome
    }
}
