//! The `report_pages` table: what a request did, per identity.
//!
//! A row is what one slice did: rows are what a Durable Object is billed by.

use std::collections::BTreeMap;

use shared::{
    api::ReportRow,
    ids::{ObjectId, RequestId},
};

use super::{
    rows::{to_json_batches, unreadable},
    schema::Migration,
};
use crate::ports::{Sql, StoreError, Value};

/// Instead of `report_rows`, which had a row for each identity. `part` divides
/// what is too large for one value.
pub(crate) const PAGES: Migration = &[
    "CREATE TABLE report_pages (
        request_id TEXT NOT NULL,
        page INTEGER NOT NULL,
        part INTEGER NOT NULL,
        identities TEXT NOT NULL,
        PRIMARY KEY (request_id, page, part)
    ) STRICT, WITHOUT ROWID",
    "INSERT INTO report_pages
     SELECT request_id, 0, part, json_group_array(json(row)) FROM (
        SELECT request_id, row,
            (row_number() OVER (PARTITION BY request_id ORDER BY source_id) - 1) / 500 AS part
        FROM report_rows)
     GROUP BY request_id, part",
    "DROP TABLE report_rows",
];

/// Adds what a slice did.
pub(crate) fn append(
    sql: &impl Sql,
    request: RequestId,
    rows: &[ReportRow],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let next = sql
        .execute(
            "SELECT coalesce(max(page), 0) + 1 FROM report_pages WHERE request_id = ?1",
            &[Value::from(request.to_string())],
        )?
        .first()
        .ok_or_else(|| unreadable("report_pages.page"))?
        .integer(0, "report_pages.page")?;
    keep(sql, request, next, rows)
}

/// Keeps what a message said; the same message again changes nothing.
pub(crate) fn keep(
    sql: &impl Sql,
    request: RequestId,
    page: i64,
    rows: &[ReportRow],
) -> Result<(), StoreError> {
    for (part, batch) in (0_i64..).zip(to_json_batches(rows, "report_pages.identities")?) {
        sql.execute(
            "INSERT INTO report_pages (request_id, page, part, identities)
             VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            &[
                Value::from(request.to_string()),
                Value::from(page),
                Value::from(part),
                Value::from(batch),
            ],
        )?;
    }
    Ok(())
}

/// All rows of a request, by UPN; of two about the same mailbox the newer one.
pub(crate) fn load(sql: &impl Sql, request: RequestId) -> Result<Vec<ReportRow>, StoreError> {
    let mut by_source: BTreeMap<ObjectId, ReportRow> = BTreeMap::new();
    for page in sql.execute(
        "SELECT identities FROM report_pages WHERE request_id = ?1 ORDER BY page, part",
        &[Value::from(request.to_string())],
    )? {
        let rows: Vec<ReportRow> = page.json(0, "report_pages.identities")?;
        by_source.extend(
            rows.into_iter()
                .map(|row| (row.source_external_directory_object_id, row)),
        );
    }
    let mut rows: Vec<ReportRow> = by_source.into_values().collect();
    rows.sort_by(|a, b| {
        a.source_user_principal_name
            .cmp(&b.source_user_principal_name)
    });
    Ok(rows)
}
