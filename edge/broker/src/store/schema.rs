//! Bringing a database to the newest schema, one numbered migration at a time.
//!
//! A migration that has run anywhere is never changed again; a new one is added.

use shared::timestamp::Timestamp;

use crate::ports::{Sql, StoreError, Value};

/// The statements of one migration.
pub(crate) type Migration = &'static [&'static str];

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version INTEGER PRIMARY KEY,
    applied_at INTEGER NOT NULL
) STRICT";

/// Requests, reports and outbox: what both brokers begin with.
pub(crate) const COMMON: Migration = &[
    "CREATE TABLE requests (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        record TEXT NOT NULL,
        idempotency_key TEXT UNIQUE,
        asked TEXT
    ) STRICT",
    "CREATE TABLE report_rows (
        request_id TEXT NOT NULL,
        source_id TEXT NOT NULL,
        row TEXT NOT NULL,
        PRIMARY KEY (request_id, source_id)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        recipient TEXT NOT NULL,
        message TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        not_before INTEGER NOT NULL
    ) STRICT",
];

/// Runs the migrations that this database has not seen, each in a transaction
/// of its own. Numbers count from 1.
pub(crate) fn migrate(
    sql: &impl Sql,
    migrations: &[Migration],
    now: Timestamp,
) -> Result<(), StoreError> {
    sql.execute(LEDGER, &[])?;
    let reached = sql
        .execute(
            "SELECT coalesce(max(version), 0) FROM schema_migrations",
            &[],
        )?
        .first()
        .map_or(Ok(0), |row| row.integer(0, "schema_migrations.version"))?;
    for (version, migration) in (1_i64..).zip(migrations) {
        if version <= reached {
            continue;
        }
        sql.transaction(&mut || {
            for statement in *migration {
                sql.execute(statement, &[])?;
            }
            sql.execute(
                "INSERT INTO schema_migrations (version, applied_at) VALUES (?1, ?2)",
                &[Value::from(version), Value::from(now)],
            )?;
            Ok(())
        })?;
    }
    Ok(())
}
