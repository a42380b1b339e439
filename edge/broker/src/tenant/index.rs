//! What concerns this tenant, newest first, and where it lies; and the pairs
//! in which it is the target.

use shared::{
    api::{Page, Side, limits::PAGE_SIZE},
    ids::{RequestId, TenantId},
    timestamp::Timestamp,
};

use super::TenantBroker;
use crate::{
    messages::{Address, IndexEntry, PairRequest, PresentedRequest, TenantReply},
    ports::{Clock, Directory, Sql, StoreError, Value},
    record::RequestRecord,
    refusal::{InvalidCode, Refusal},
    store::rows::to_json,
};

/// Later than any request; the largest integer that a Durable Object keeps.
const AFTER_ALL: i64 = (1 << 53) - 1;

/// `address` is null for what lies here.
pub(super) const TABLE: &str = "CREATE TABLE request_index (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    address TEXT
) STRICT, WITHOUT ROWID";
pub(super) const TABLE_BY_AGE: &str =
    "CREATE UNIQUE INDEX request_index_by_age ON request_index (created_at, id)";
pub(super) const PAIRS_TABLE: &str = "CREATE TABLE pairs (
    source TEXT PRIMARY KEY,
    first_seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID";

/// Indexes a request that lies here.
pub(super) fn insert_own(sql: &impl Sql, record: &RequestRecord) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO request_index (id, created_at, address) VALUES (?1, ?2, NULL)",
        &[
            Value::from(record.id.to_string()),
            Value::from(record.created_at),
        ],
    )?;
    Ok(())
}

/// Indexes a request that was presented; one that lies in a pair by now stays
/// there, whatever order the messages come in.
pub(super) fn insert_presented(
    sql: &impl Sql,
    request: &PresentedRequest,
) -> Result<(), StoreError> {
    let address = Address::Tenant(request.source);
    sql.execute(
        "INSERT INTO request_index (id, created_at, address) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO NOTHING",
        &[
            Value::from(request.id.to_string()),
            Value::from(request.created_at),
            Value::from(to_json(&address, "request_index.address")?),
        ],
    )?;
    Ok(())
}

/// Indexes a request that lies in a pair, and the pair.
pub(super) fn insert_of_pair(
    sql: &impl Sql,
    request: &PairRequest,
    now: Timestamp,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO request_index (id, created_at, address) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET address = excluded.address",
        &[
            Value::from(request.id.to_string()),
            Value::from(request.created_at),
            Value::from(to_json(
                &Address::Pair(request.pair),
                "request_index.address",
            )?),
        ],
    )?;
    sql.execute(
        "INSERT INTO pairs (source, first_seen) VALUES (?1, ?2) ON CONFLICT (source) DO NOTHING",
        &[
            Value::from(request.pair.source.to_string()),
            Value::from(now),
        ],
    )?;
    Ok(())
}

impl<S: Sql, D: Directory, C: Clock> TenantBroker<S, D, C> {
    /// A page of the index.
    pub(super) fn list(&self, cursor: Option<&str>) -> Result<Page<IndexEntry>, Refusal> {
        self.expire_due(self.clock.now())?;
        let (created_at, id) = cursor.map_or(Ok((AFTER_ALL, String::new())), parse_cursor)?;
        let rows = self.sql.execute(
            "SELECT i.id, i.created_at, i.address, r.record
             FROM request_index i LEFT JOIN requests r ON r.id = i.id AND i.address IS NULL
             WHERE (i.created_at, i.id) < (?1, ?2)
             ORDER BY i.created_at DESC, i.id DESC LIMIT ?3",
            &[
                Value::from(created_at),
                Value::from(id),
                Value::from(PAGE_SIZE + 1),
            ],
        )?;
        let page = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
        let mut items = Vec::new();
        for row in rows.iter().take(page) {
            items.push(match row.optional_text(2, "request_index.address")? {
                None => {
                    let record: RequestRecord = row.json(3, "requests.record")?;
                    IndexEntry::Here(Box::new(record.view(Side::Source, None)))
                }
                Some(_) => IndexEntry::At {
                    id: row.word(0, "request_index.id")?,
                    address: row.json(2, "request_index.address")?,
                },
            });
        }
        let next_cursor = match rows.get(page.saturating_sub(1)) {
            Some(last) if rows.len() > page => Some(format!(
                "{}.{}",
                last.integer(1, "request_index.created_at")?,
                last.text(0, "request_index.id")?
            )),
            _ => None,
        };
        Ok(Page { items, next_cursor })
    }

    /// Where a request lies that is not here; only this tenant is told.
    pub(super) fn elsewhere(
        &self,
        id: RequestId,
        viewer: TenantId,
    ) -> Result<TenantReply, Refusal> {
        if viewer != self.tenant {
            return Err(Refusal::NotFound);
        }
        let rows = self.sql.execute(
            "SELECT address FROM request_index WHERE id = ?1 AND address IS NOT NULL",
            &[Value::from(id.to_string())],
        )?;
        let row = rows.first().ok_or(Refusal::NotFound)?;
        Ok(TenantReply::Elsewhere(
            row.json(0, "request_index.address")?,
        ))
    }

    /// The source tenants of the pairs in which this tenant is the target.
    pub(super) fn pairs(&self) -> Result<Vec<TenantId>, Refusal> {
        let rows = self
            .sql
            .execute("SELECT source FROM pairs ORDER BY first_seen, source", &[])?;
        rows.iter()
            .map(|row| Ok(row.word(0, "pairs.source")?))
            .collect()
    }
}

/// A cursor is the last item of the page before: `<created_at>.<id>`.
fn parse_cursor(cursor: &str) -> Result<(i64, String), Refusal> {
    cursor
        .split_once('.')
        .and_then(|(millis, id)| {
            let id: RequestId = id.parse().ok()?;
            Some((millis.parse().ok()?, id.to_string()))
        })
        .ok_or_else(|| {
            Refusal::invalid(
                InvalidCode::Cursor,
                "This cursor is not one of this list. Begin again without it.",
            )
        })
}
