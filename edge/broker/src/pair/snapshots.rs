//! The `snapshots` table: identities as they were before a copy replaced them.
//!
//! Nothing reads them back yet; they are kept because what was overwritten
//! cannot be had again.

use shared::ids::RequestId;

use super::identities::Identity;
use crate::{
    ports::{Sql, StoreError, Value},
    store::rows::to_json_batches,
};

pub(super) const TABLE: &str = "CREATE TABLE snapshots (
    request_id TEXT NOT NULL,
    source_id TEXT NOT NULL,
    identity TEXT NOT NULL,
    PRIMARY KEY (request_id, source_id)
) STRICT, WITHOUT ROWID";

/// Keeps identities as they are, before the request replaces them. The first
/// snapshot of a request stays.
pub(super) fn keep(
    sql: &impl Sql,
    request: RequestId,
    replaced: &[Identity],
) -> Result<(), StoreError> {
    for batch in to_json_batches(replaced, "snapshots.identity")? {
        sql.execute(
            "INSERT INTO snapshots (request_id, source_id, identity)
             SELECT ?1, value ->> '$.source.id', value FROM json_each(?2) WHERE true
             ON CONFLICT (request_id, source_id) DO NOTHING",
            &[Value::from(request.to_string()), Value::from(batch)],
        )?;
    }
    Ok(())
}
