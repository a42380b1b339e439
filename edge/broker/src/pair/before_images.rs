//! The `before_images` table: MailUsers as they were before a write.
//!
//! Stored before the first call changes anything; when a slice is repeated the
//! first image stays, since a second would show what was written.

use shared::{
    identity::TargetMailUser,
    ids::{ObjectId, RequestId},
    timestamp::Timestamp,
};

use crate::{
    ports::{Sql, StoreError, Value},
    store::rows::to_json,
};

pub(super) const TABLE: &str = "CREATE TABLE before_images (
    request_id TEXT NOT NULL,
    source_id TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    mail_user TEXT NOT NULL,
    PRIMARY KEY (request_id, source_id)
) STRICT, WITHOUT ROWID";

/// Keeps a MailUser as it is now.
pub(super) fn keep(
    sql: &impl Sql,
    request: RequestId,
    source: ObjectId,
    mail_user: &TargetMailUser,
    now: Timestamp,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO before_images (request_id, source_id, taken_at, mail_user)
         VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (request_id, source_id) DO NOTHING",
        &[
            Value::from(request.to_string()),
            Value::from(source.to_string()),
            Value::from(now),
            Value::from(to_json(mail_user, "before_images.mail_user")?),
        ],
    )?;
    Ok(())
}
