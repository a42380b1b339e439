//! The `wishes` table: what a map would do, written down before it asks for it.
//!
//! A row is a page of some hundred identities: rows are what a Durable Object is
//! billed by. Pages stay when their job is over, until what they asked for has
//! been let go of ([`release_leftovers`](super::PairBroker::release_leftovers)).

use serde::{Deserialize, Serialize};
use shared::ids::{ObjectId, RequestId};

use crate::{
    messages::{Claim, Claimed, HeldElsewhere},
    ports::{Sql, StoreError, Value},
    store::rows::to_json,
};

/// `held` is the answer of the target's object: null as long as there is none.
/// `request_id` is null on pages of an earlier try.
pub(super) const TABLE: &str = "CREATE TABLE wishes (
    page INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id TEXT,
    wishes TEXT NOT NULL,
    held TEXT
) STRICT";

/// Identities on a page.
const PAGE: usize = 500;

/// What a map would make of one identity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wish {
    /// Whose.
    pub(super) source: ObjectId,
    /// The MailUser that it led to when the map looked.
    pub(super) had: Option<ObjectId>,
    /// That one is not there any more.
    pub(super) lets_go: bool,
    pub(super) end: Ending,
}

/// Where a map leads an identity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Ending {
    /// Where it was: it leads to its MailUser already.
    Stays { has_remark: bool },
    /// To a MailUser, and what is to be said about that one.
    LeadsTo {
        mail_user: ObjectId,
        name: String,
        remark: Option<String>,
    },
    /// Nowhere else: somebody has to decide.
    Contested { why: String },
    /// Nowhere: no MailUser has its address.
    Nobody,
    /// Where it was: the file does not say.
    NotNamed,
}

impl Wish {
    /// The MailUser that it keeps if it is led nowhere else.
    pub(super) fn keeps(&self) -> Option<ObjectId> {
        self.had.filter(|_| !self.lets_go)
    }

    /// The MailUser that it would lead to in the end.
    pub(super) fn wants(&self) -> Option<ObjectId> {
        match &self.end {
            Ending::LeadsTo { mail_user, .. } => Some(*mail_user),
            _ => self.keeps(),
        }
    }

    /// Whether it is mapped as asked.
    pub(super) fn is_done(&self) -> bool {
        matches!(self.end, Ending::Stays { .. } | Ending::LeadsTo { .. })
    }

    /// Whether it is, and something is to be said about its MailUser.
    pub(super) fn has_remark(&self) -> bool {
        match &self.end {
            Ending::Stays { has_remark } => *has_remark,
            Ending::LeadsTo { remark, .. } => remark.is_some(),
            _ => false,
        }
    }
}

/// A page, and the answer to it.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) wishes: Vec<Wish>,
    pub(super) held: Vec<HeldElsewhere>,
}

/// Writes down what a map would do. Pages of an earlier try are left over.
pub(super) fn keep(sql: &impl Sql, request: RequestId, wishes: &[Wish]) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE wishes SET request_id = NULL WHERE request_id = ?1",
        &[Value::from(request.to_string())],
    )?;
    for page in wishes.chunks(PAGE) {
        sql.execute(
            "INSERT INTO wishes (request_id, wishes) VALUES (?1, ?2)",
            &[
                Value::from(request.to_string()),
                Value::from(to_json(&page, "wishes.wishes")?),
            ],
        )?;
    }
    Ok(())
}

/// The pages of a request, in order.
pub(super) fn pages(sql: &impl Sql, request: RequestId) -> Result<Vec<i64>, StoreError> {
    numbers(
        sql,
        "SELECT page FROM wishes WHERE request_id = ?1 ORDER BY page",
        request,
    )
}

/// Those that have no answer.
pub(super) fn unanswered(sql: &impl Sql, request: RequestId) -> Result<Vec<i64>, StoreError> {
    numbers(
        sql,
        "SELECT page FROM wishes WHERE request_id = ?1 AND held IS NULL ORDER BY page",
        request,
    )
}

fn numbers(sql: &impl Sql, select: &str, request: RequestId) -> Result<Vec<i64>, StoreError> {
    sql.execute(select, &[Value::from(request.to_string())])?
        .iter()
        .map(|row| row.integer(0, "wishes.page"))
        .collect()
}

/// One page.
pub(super) fn load(sql: &impl Sql, page: i64) -> Result<Page, StoreError> {
    let rows = sql.execute(
        "SELECT wishes, coalesce(held, '[]') FROM wishes WHERE page = ?1",
        &[Value::from(page)],
    )?;
    let row = rows
        .first()
        .ok_or_else(|| crate::store::rows::unreadable("wishes.page"))?;
    Ok(Page {
        wishes: row.json(0, "wishes.wishes")?,
        held: row.json(1, "wishes.held")?,
    })
}

/// What the wishes of a page lead to, and for whom.
pub(super) fn claims_of(wishes: &[Wish]) -> Vec<Claim> {
    wishes
        .iter()
        .filter_map(|wish| {
            Some(Claim {
                mail_user: wish.wants()?,
                source: wish.source,
            })
        })
        .collect()
}

/// Keeps the answer to a page; the first one stays.
pub(super) fn answer(sql: &impl Sql, answer: &Claimed) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE wishes SET held = ?2 WHERE page = ?1 AND held IS NULL",
        &[
            Value::from(answer.page),
            Value::from(to_json(&answer.held, "wishes.held")?),
        ],
    )?;
    Ok(())
}

/// The request of a page, if all of its pages have their answers.
pub(super) fn all_answered(sql: &impl Sql, page: i64) -> Result<Option<RequestId>, StoreError> {
    sql.execute(
        "SELECT request_id FROM wishes AS one WHERE page = ?1 AND request_id IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM wishes WHERE request_id = one.request_id AND held IS NULL)",
        &[Value::from(page)],
    )?
    .first()
    .map(|row| row.word(0, "wishes.request_id"))
    .transpose()
}

/// A page whose job is over; none while any map is under way.
pub(super) fn left_over(sql: &impl Sql) -> Result<Option<i64>, StoreError> {
    sql.execute(
        "SELECT page FROM wishes WHERE NOT EXISTS
            (SELECT 1 FROM wishes JOIN jobs USING (request_id))
         ORDER BY page LIMIT 1",
        &[],
    )?
    .first()
    .map(|row| row.integer(0, "wishes.page"))
    .transpose()
}

/// Forgets a page.
pub(super) fn remove(sql: &impl Sql, page: i64) -> Result<(), StoreError> {
    sql.execute("DELETE FROM wishes WHERE page = ?1", &[Value::from(page)])?;
    Ok(())
}
