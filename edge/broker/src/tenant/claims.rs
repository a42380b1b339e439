//! The `claims` table: which of this tenant's MailUsers belong to a mailbox of
//! which source. A pair maps only what was granted here, so that two sources
//! never share a MailUser.
//!
//! What a pair says is taken in the order of its numbers, each once: the table
//! is what that pair decided up to a number, and neither a message that comes
//! twice nor one that comes late changes that.

use shared::ids::TenantId;

use super::TenantBroker;
use crate::{
    messages::{Address, Claimed, Claims, HeldElsewhere, Message},
    ports::{Clock, Directory, Sql, StoreError, Value},
    refusal::{InvalidCode, Refusal},
    store::{outbox, rows::to_json},
};

pub(super) const TABLE: &str = "CREATE TABLE claims (
    mail_user TEXT PRIMARY KEY,
    source_tenant TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT, WITHOUT ROWID";
/// How far each pair's messages have been taken in.
pub(super) const NUMBERS_TABLE: &str = "CREATE TABLE claim_numbers (
    source_tenant TEXT PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID";

impl<S: Sql, D: Directory, C: Clock> TenantBroker<S, D, C> {
    /// Takes in what a pair wants and lets go of, and answers what it wants.
    pub(super) fn take_claims(&self, claims: &Claims) -> Result<(), Refusal> {
        if claims.pair.target != self.tenant {
            return Err(Refusal::invalid(
                InvalidCode::Message,
                "This message is for another object.",
            ));
        }
        let source = claims.pair.source;
        let reached = self.reached(source)?;
        if claims.number <= reached {
            return Ok(());
        }
        if claims.number > reached + 1 {
            return Err(Refusal::TooEarly(
                "A message that was sent before this one has not arrived.".to_owned(),
            ));
        }
        let now = self.clock.now();
        self.sql.transaction(&mut || {
            self.release(claims)?;
            let held = self.grant(claims)?;
            if let Some(page) = claims.page {
                let pair = claims.pair;
                let answer = Message::Claimed(Box::new(Claimed { pair, page, held }));
                outbox::push(&self.sql, Address::Pair(pair), &answer, now)?;
            }
            self.sql.execute(
                "INSERT INTO claim_numbers (source_tenant, number) VALUES (?1, ?2)
                 ON CONFLICT (source_tenant) DO UPDATE SET number = excluded.number",
                &[Value::from(source.to_string()), Value::from(claims.number)],
            )?;
            Ok(())
        })?;
        Ok(())
    }

    fn reached(&self, source: TenantId) -> Result<i64, StoreError> {
        self.sql
            .execute(
                "SELECT number FROM claim_numbers WHERE source_tenant = ?1",
                &[Value::from(source.to_string())],
            )?
            .first()
            .map_or(Ok(0), |row| row.integer(0, "claim_numbers.number"))
    }

    /// Grants what nobody else holds; answers the rest. Within a pair MailUsers
    /// may change hands: one to one among its own is the pair's business.
    fn grant(&self, claims: &Claims) -> Result<Vec<HeldElsewhere>, StoreError> {
        let source = claims.pair.source.to_string();
        let wanted = to_json(&claims.wanted, "claims")?;
        self.sql.execute(
            "INSERT INTO claims (mail_user, source_tenant, source)
             SELECT value ->> 'mailUser', ?1, value ->> 'source' FROM json_each(?2) WHERE true
             ON CONFLICT (mail_user) DO UPDATE SET source = excluded.source
                WHERE claims.source_tenant = excluded.source_tenant
                  AND claims.source <> excluded.source",
            &[Value::from(source.as_str()), Value::from(wanted.as_str())],
        )?;
        self.sql
            .execute(
                "SELECT mail_user, source_tenant FROM claims, json_each(?2)
                 WHERE mail_user = value ->> 'mailUser' AND source_tenant <> ?1",
                &[Value::from(source), Value::from(wanted)],
            )?
            .iter()
            .map(|row| {
                Ok(HeldElsewhere {
                    mail_user: row.word(0, "claims.mail_user")?,
                    source_tenant: row.word(1, "claims.source_tenant")?,
                })
            })
            .collect()
    }

    fn release(&self, claims: &Claims) -> Result<(), StoreError> {
        self.sql.execute(
            "DELETE FROM claims WHERE source_tenant = ?1
             AND mail_user IN (SELECT value FROM json_each(?2))",
            &[
                Value::from(claims.pair.source.to_string()),
                Value::from(to_json(&claims.released, "claims")?),
            ],
        )?;
        Ok(())
    }
}
