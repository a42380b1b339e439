//! What a map has to know of every identity at once: little, so that very many
//! fit into an object's memory.

use shared::{
    ids::ObjectId,
    matching::{Attribute, Person},
    workflow::Standing,
};
use std::borrow::Cow;

use crate::{
    ports::{Row, Sql, StoreError, Value},
    store::rows::unreadable,
};

/// Identities in one answer of the database.
const PAGE: u32 = 2_000;

/// An identity without most of its mailbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Brief {
    /// The source mailbox.
    pub(super) id: ObjectId,
    pub(super) user_principal_name: String,
    pub(super) primary_smtp_address: String,
    pub(super) standing: Standing<ObjectId>,
    /// Whether something is to be said about it.
    pub(super) has_message: bool,
}

impl Person for Brief {
    type Id = ObjectId;

    fn id(&self) -> ObjectId {
        self.id
    }

    fn attribute(&self, attribute: Attribute) -> Cow<'_, str> {
        Cow::Borrowed(match attribute {
            Attribute::PrimarySmtpAddress => &self.primary_smtp_address,
            Attribute::UserPrincipalName => &self.user_principal_name,
            _ => "",
        })
    }

    fn each_address(&self, _: &mut dyn FnMut(&str)) {}
}

/// Every identity, in order.
pub(super) fn all(sql: &impl Sql) -> Result<Vec<Brief>, StoreError> {
    let mut all = Vec::new();
    let mut position = 0;
    loop {
        let rows = sql.execute(
            "SELECT position, source_id, state, target_id, message IS NOT NULL,
                source ->> 'userPrincipalName', source ->> 'primarySmtpAddress'
             FROM identities WHERE position > ?1 ORDER BY position LIMIT ?2",
            &[Value::from(position), Value::from(PAGE)],
        )?;
        let Some(last) = rows.last() else {
            return Ok(all);
        };
        position = last.integer(0, "identities.position")?;
        for row in &rows {
            all.push(read(row)?);
        }
    }
}

fn read(row: &Row) -> Result<Brief, StoreError> {
    let target = match row.optional_text(3, "identities.target_id")? {
        Some(_) => Some(row.word(3, "identities.target_id")?),
        None => None,
    };
    Ok(Brief {
        id: row.word(1, "identities.source_id")?,
        standing: Standing::stored(row.word(2, "identities.state")?, target)
            .ok_or_else(|| unreadable("identities.state"))?,
        has_message: row.integer(4, "identities.message")? != 0,
        user_principal_name: row.text(5, "identities.source")?.to_owned(),
        primary_smtp_address: row.text(6, "identities.source")?.to_owned(),
    })
}
