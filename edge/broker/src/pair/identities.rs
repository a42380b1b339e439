//! The `identities` table: one row a source mailbox, and what it leads to.
//!
//! A MailUser serves one mailbox at most: the table refuses anything else.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::{
    api::{IdentityView, Page, ReportRow, limits::PAGE_SIZE},
    identity::SourceMailbox,
    ids::{ObjectId, RequestId},
    workflow::{IdentityEvent, IdentityState, Standing},
};

use super::PairBroker;
use crate::{
    ports::{Clock, Directory, Files, Row, Sql, StoreError, Value},
    refusal::{InvalidCode, Refusal},
    store::{
        rows::{to_json, to_json_batches, to_word, unreadable},
        schema::Migration,
    },
};

pub(super) const TABLE: &str = "CREATE TABLE identities (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    target_id TEXT UNIQUE,
    target_name TEXT,
    message TEXT,
    source TEXT NOT NULL,
    copied_by TEXT NOT NULL
) STRICT";
pub(super) const TABLE_BY_STATE: &str = "CREATE INDEX identities_by_state ON identities (state)";

/// Without an index by state, which every step of a migration would write to,
/// and with only those in the index by MailUser that lead to one.
pub(super) const FEWER_INDEXES: Migration = &[
    "CREATE TABLE identities_anew (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        source_id TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL,
        target_id TEXT,
        target_name TEXT,
        message TEXT,
        source TEXT NOT NULL,
        copied_by TEXT NOT NULL
    ) STRICT",
    "INSERT INTO identities_anew
     SELECT position, source_id, state, target_id, target_name, message, source, copied_by
     FROM identities ORDER BY position",
    "DROP TABLE identities",
    "ALTER TABLE identities_anew RENAME TO identities",
    "CREATE UNIQUE INDEX identities_by_mail_user ON identities (target_id)
     WHERE target_id IS NOT NULL",
];

const COLUMNS: &str = "position, state, target_id, target_name, message, source, copied_by";

/// One source mailbox as copied into the pair, and its mapping.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Identity {
    /// Its place in the order in which mailboxes were copied.
    pub(super) position: i64,
    pub(super) source: SourceMailbox,
    #[serde(flatten)]
    pub(super) standing: Standing<ObjectId>,
    pub(super) target_name: Option<String>,
    pub(super) message: Option<String>,
    /// The request that copied it last.
    pub(super) copied_by: RequestId,
}

impl Identity {
    /// Lets an event happen if the workflow knows it here; says whether it did.
    pub(super) fn apply(&mut self, event: IdentityEvent<ObjectId>) -> bool {
        let next = self.standing.after(event);
        self.standing = next.unwrap_or(self.standing);
        next.is_some()
    }

    /// This identity as the target is shown it.
    pub(super) fn into_view(self) -> IdentityView {
        IdentityView {
            state: self.standing.state(),
            target_id: self.standing.target(),
            source: self.source,
            target_name: self.target_name,
            message: self.message,
        }
    }

    /// This identity in a report, with what happened to it.
    pub(super) fn report_row(&self, failure_result: Option<String>) -> ReportRow {
        ReportRow {
            source_external_directory_object_id: self.source.id,
            source_user_principal_name: self.source.user_principal_name.clone(),
            target_external_directory_object_id: self.standing.target(),
            state: self.standing.state(),
            failure_result,
        }
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let state = row.word(1, "identities.state")?;
        let target = match row.optional_text(2, "identities.target_id")? {
            Some(_) => Some(row.word(2, "identities.target_id")?),
            None => None,
        };
        Ok(Self {
            position: row.integer(0, "identities.position")?,
            standing: Standing::stored(state, target)
                .ok_or_else(|| unreadable("identities.state"))?,
            target_name: row
                .optional_text(3, "identities.target_name")?
                .map(str::to_owned),
            message: row
                .optional_text(4, "identities.message")?
                .map(str::to_owned),
            source: row.json(5, "identities.source")?,
            copied_by: row.word(6, "identities.copied_by")?,
        })
    }
}

/// Stores copied mailboxes. One that was here before is replaced, its mapping
/// reset ([`IdentityEvent::CopiedAgain`], whatever state it is in), its place kept.
pub(super) fn store_copied(
    sql: &impl Sql,
    request: RequestId,
    mailboxes: &[SourceMailbox],
) -> Result<(), StoreError> {
    let copied = Standing::<ObjectId>::copied().state();
    for batch in to_json_batches(mailboxes, "identities.source")? {
        sql.execute(
            "INSERT INTO identities (source_id, state, source, copied_by)
             SELECT value ->> 'id', ?1, value, ?2 FROM json_each(?3) WHERE true
             ON CONFLICT (source_id) DO UPDATE SET state = excluded.state,
                target_id = NULL, target_name = NULL, message = NULL,
                source = excluded.source, copied_by = excluded.copied_by",
            &[
                Value::from(to_word(&copied, "identities.state")?),
                Value::from(request.to_string()),
                Value::from(batch),
            ],
        )?;
    }
    Ok(())
}

/// Stores state, MailUser and message of identities. MailUsers may change hands
/// among them: all are let go before any is taken. Who keeps theirs costs no write
/// to the index by MailUser.
pub(super) fn store_changes(sql: &impl Sql, changed: &[Identity]) -> Result<(), StoreError> {
    #[derive(Serialize)]
    struct Change<'a> {
        id: ObjectId,
        state: IdentityState,
        target: Option<ObjectId>,
        name: Option<&'a str>,
        message: Option<&'a str>,
    }
    let fields: Vec<Change<'_>> = changed
        .iter()
        .map(|identity| Change {
            id: identity.source.id,
            state: identity.standing.state(),
            target: identity.standing.target(),
            name: identity.target_name.as_deref(),
            message: identity.message.as_deref(),
        })
        .collect();
    let batches = to_json_batches(&fields, "identities")?;
    let each = |statement: &str| -> Result<(), StoreError> {
        for batch in &batches {
            sql.execute(statement, &[Value::from(batch.as_str())])?;
        }
        Ok(())
    };
    each(
        "UPDATE identities SET target_id = NULL
         FROM json_each(?1) AS change
         WHERE source_id = change.value ->> 'id'
           AND target_id IS NOT NULL AND target_id IS NOT change.value ->> 'target'",
    )?;
    each(
        "UPDATE identities SET state = change.value ->> 'state',
            target_name = change.value ->> 'name',
            message = change.value ->> 'message'
         FROM json_each(?1) AS change
         WHERE source_id = change.value ->> 'id'
           AND target_id IS change.value ->> 'target'
           AND (state, target_name, message) IS NOT (change.value ->> 'state',
                change.value ->> 'name', change.value ->> 'message')",
    )?;
    each(
        "UPDATE identities SET state = change.value ->> 'state',
            target_id = change.value ->> 'target',
            target_name = change.value ->> 'name',
            message = change.value ->> 'message'
         FROM json_each(?1) AS change
         WHERE source_id = change.value ->> 'id'
           AND target_id IS NOT change.value ->> 'target'",
    )
}

/// Leads these away from their MailUsers, before any of them is led elsewhere:
/// MailUsers may change hands.
pub(super) fn lead_away(sql: &impl Sql, ids: &[ObjectId]) -> Result<(), StoreError> {
    let unmapped = to_word(&IdentityState::Unmapped, "identities.state")?;
    for batch in to_json_batches(ids, "ids")? {
        sql.execute(
            "UPDATE identities SET state = ?1, target_id = NULL
             WHERE source_id IN (SELECT value FROM json_each(?2))",
            &[Value::from(unmapped.as_str()), Value::from(batch)],
        )?;
    }
    Ok(())
}

/// Those of the MailUsers that no identity leads to.
pub(super) fn led_to_by_nobody(
    sql: &impl Sql,
    mail_users: &BTreeSet<ObjectId>,
) -> Result<Vec<ObjectId>, StoreError> {
    sql.execute(
        "SELECT value FROM json_each(?1)
         WHERE NOT EXISTS (SELECT 1 FROM identities WHERE target_id = value)",
        &[Value::from(to_json(mail_users, "ids")?)],
    )?
    .iter()
    .map(|row| row.word(0, "ids"))
    .collect()
}

/// The identities of these mailboxes, as far as they are here.
pub(super) fn of_sources(sql: &impl Sql, ids: &[ObjectId]) -> Result<Vec<Identity>, StoreError> {
    select(
        sql,
        "WHERE source_id IN (SELECT value FROM json_each(?1))",
        &[Value::from(to_json(&ids, "ids")?)],
    )
}

/// Identities after a place, in order.
pub(super) fn after(
    sql: &impl Sql,
    position: i64,
    limit: u32,
) -> Result<Vec<Identity>, StoreError> {
    select(
        sql,
        "WHERE position > ?1 ORDER BY position LIMIT ?2",
        &[Value::from(position), Value::from(limit)],
    )
}

fn select(sql: &impl Sql, clause: &str, values: &[Value]) -> Result<Vec<Identity>, StoreError> {
    sql.execute(
        &format!("SELECT {COLUMNS} FROM identities {clause}"),
        values,
    )?
    .iter()
    .map(Identity::read)
    .collect()
}

/// How many identities stand in each state, in the order of the flow; states
/// that nobody is in are left out.
pub(super) fn counts(sql: &impl Sql) -> Result<Vec<(IdentityState, u32)>, StoreError> {
    let mut counts = sql
        .execute("SELECT state, count(*) FROM identities GROUP BY state", &[])?
        .iter()
        .map(|row| {
            Ok((
                row.word(0, "identities.state")?,
                u32::try_from(row.integer(1, "identities")?).unwrap_or(u32::MAX),
            ))
        })
        .collect::<Result<Vec<(IdentityState, u32)>, StoreError>>()?;
    counts.sort_by_key(|(state, _)| IdentityState::ALL.iter().position(|known| known == state));
    Ok(counts)
}

/// How many identities stand in states that are `wanted`.
pub(super) fn count(
    sql: &impl Sql,
    wanted: impl Fn(IdentityState) -> bool,
) -> Result<u32, StoreError> {
    let counts = counts(sql)?;
    Ok(counts
        .into_iter()
        .filter(|(state, _)| wanted(*state))
        .map(|(_, count)| count)
        .sum())
}

/// Whether any identity leads to a MailUser.
pub(super) fn any_mapped(sql: &impl Sql) -> Result<bool, StoreError> {
    let rows = sql.execute(
        "SELECT 1 FROM identities WHERE target_id IS NOT NULL LIMIT 1",
        &[],
    )?;
    Ok(!rows.is_empty())
}

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// A page of identities, in the order in which they were copied.
    pub(super) fn identities_page(
        &self,
        cursor: Option<&str>,
    ) -> Result<Page<IdentityView>, Refusal> {
        let position = cursor.map_or(Ok(0), str::parse).map_err(|_| {
            Refusal::invalid(
                InvalidCode::Cursor,
                "This cursor is not one of this list. Begin again without it.",
            )
        })?;
        let mut found = after(&self.sql, position, PAGE_SIZE + 1)?;
        let page = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
        let more = found.len() > page;
        found.truncate(page);
        let next_cursor = found
            .last()
            .filter(|_| more)
            .map(|last| last.position.to_string());
        let items = found.into_iter().map(Identity::into_view).collect();
        Ok(Page { items, next_cursor })
    }
}
