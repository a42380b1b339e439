//! The `report_rows` table: what a request did, per identity.

use shared::{api::ReportRow, ids::RequestId};

use super::rows::to_json_batches;
use crate::ports::{Sql, StoreError, Value};

/// Stores rows; a row about the same mailbox is replaced.
pub(crate) fn store(
    sql: &impl Sql,
    request: RequestId,
    rows: &[ReportRow],
) -> Result<(), StoreError> {
    for batch in to_json_batches(rows, "report_rows.row")? {
        sql.execute(
            "INSERT INTO report_rows (request_id, source_id, row)
             SELECT ?1, value ->> 'sourceExternalDirectoryObjectId', value
             FROM json_each(?2) WHERE true
             ON CONFLICT (request_id, source_id) DO UPDATE SET row = excluded.row",
            &[Value::from(request.to_string()), Value::from(batch)],
        )?;
    }
    Ok(())
}

/// All rows of a request, by UPN.
pub(crate) fn load(sql: &impl Sql, request: RequestId) -> Result<Vec<ReportRow>, StoreError> {
    let mut rows: Vec<ReportRow> = sql
        .execute(
            "SELECT row FROM report_rows WHERE request_id = ?1",
            &[Value::from(request.to_string())],
        )?
        .iter()
        .map(|row| row.json(0, "report_rows.row"))
        .collect::<Result<_, _>>()?;
    rows.sort_by(|a, b| {
        a.source_user_principal_name
            .cmp(&b.source_user_principal_name)
    });
    Ok(rows)
}
