//! `SQLite` in memory, as strict as a Durable Object: what that would refuse is refused
//! here. The simulation has it too, by path.

use broker::ports::{Row, StoreError, Value};
use rusqlite::{
    Connection,
    types::{Value as Stored, ValueRef},
};

fn failed(error: &rusqlite::Error) -> StoreError {
    StoreError::Failed(error.to_string())
}

/// Runs one statement and answers its rows.
pub(super) fn execute(
    connection: &Connection,
    statement: &str,
    values: &[Value],
) -> Result<Vec<Row>, StoreError> {
    assert!(values.len() <= 100, "{statement}");
    for word in ["BEGIN", "SAVEPOINT", "PRAGMA", "COMMIT", "ROLLBACK"] {
        let first = statement.get(..word.len()).unwrap_or_default();
        assert!(!first.eq_ignore_ascii_case(word), "{statement}");
    }
    let bound = values.iter().map(|value| bind(statement, value));
    let mut statement = connection
        .prepare_cached(statement)
        .map_err(|e| failed(&e))?;
    let columns = statement.column_count();
    let mut rows = statement
        .query(rusqlite::params_from_iter(bound))
        .map_err(|e| failed(&e))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(|e| failed(&e))? {
        found.push(Row((0..columns)
            .map(|at| read(row.get_ref(at).unwrap()))
            .collect()));
    }
    Ok(found)
}

/// All of `work`, or nothing.
pub(super) fn transaction(
    connection: &Connection,
    work: &mut dyn FnMut() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let run = |statement| {
        let mut statement = connection
            .prepare_cached(statement)
            .map_err(|e| failed(&e))?;
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

fn bind(statement: &str, value: &Value) -> Stored {
    match value {
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
    }
}

fn read(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Text(text) => Value::Text(std::str::from_utf8(text).unwrap().to_owned()),
        other => panic!("a column of type {:?}", other.data_type()),
    }
}
