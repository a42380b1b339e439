//! The `Sql` port over rusqlite, in memory, as strict as a Durable Object.

use std::rc::Rc;

use broker::ports::{Row, Sql, StoreError, Value};

use crate::weather::Weather;

#[path = "../../../edge/broker/tests/stand_in/sqlite.rs"]
mod sqlite;

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

impl Sql for Database {
    fn execute(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        if self.1.strikes(|rates| rates.statement) {
            return Err(StoreError::Failed("disk full".to_owned()));
        }
        sqlite::execute(&self.0, statement, values)
    }

    fn transaction(
        &self,
        work: &mut dyn FnMut() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        sqlite::transaction(&self.0, work)
    }
}
