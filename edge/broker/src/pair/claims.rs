//! The pair's side of claims: its target's object grants MailUsers, so that two
//! sources never share one.
//!
//! A map writes its wishes down before it asks for them, and maps only what was
//! granted. What was asked for and is not led to in the end is let go of when
//! the job is over, however it ended: the pages that it leaves say what that
//! was. Every MailUser that an identity leads to is claimed, at any moment.

use std::collections::BTreeSet;

use shared::ids::{ObjectId, Pair};

use super::{PairBroker, identities, jobs, wishes};
use crate::{
    messages::{Address, Claim, Claimed, Claims, Message},
    ports::{Clock, Directory, Files, Sql, StoreError},
    refusal::{InvalidCode, Refusal},
    store::outbox,
};

/// The number of the last message to the target's object about claims. It
/// outlives everything else of the pair: that object takes no number twice.
pub(super) const TABLE: &str = "CREATE TABLE claims_said (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL
) STRICT";

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// Asks for all that a page of wishes leads to; to be called in a
    /// transaction.
    pub(super) fn ask_for(&self, page: i64, wanted: Vec<Claim>) -> Result<(), StoreError> {
        self.say(Some(page), wanted, Vec::new())
    }

    /// Lets go of MailUsers, but for those that an identity leads to; to be
    /// called in a transaction, after whatever lets go of them.
    pub(super) fn release(&self, mail_users: &BTreeSet<ObjectId>) -> Result<(), StoreError> {
        let released = identities::led_to_by_nobody(&self.sql, mail_users)?;
        if released.is_empty() {
            return Ok(());
        }
        self.say(None, Vec::new(), released)
    }

    /// Takes in an answer. One that nobody waits for any more changes nothing.
    pub(super) fn take_claimed(&self, answer: &Claimed) -> Result<(), Refusal> {
        if answer.pair != self.pair {
            return Err(Refusal::invalid(
                InvalidCode::Message,
                "This message is for another object.",
            ));
        }
        let now = self.clock.now();
        self.sql.transaction(&mut || {
            wishes::answer(&self.sql, answer)?;
            if let Some(request) = wishes::all_answered(&self.sql, answer.page)? {
                jobs::wake(&self.sql, request, now)?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Lets go of what ended maps asked for and did not use, and of what they
    /// led away from. Nothing while a map is under way: it may want the same.
    pub(super) fn release_leftovers(&self) -> Result<(), StoreError> {
        while let Some(page) = wishes::left_over(&self.sql)? {
            self.sql.transaction(&mut || {
                let touched: BTreeSet<ObjectId> = wishes::load(&self.sql, page)?
                    .wishes
                    .iter()
                    .flat_map(|wish| wish.had.into_iter().chain(wish.wants()))
                    .collect();
                self.release(&touched)?;
                wishes::remove(&self.sql, page)
            })?;
        }
        Ok(())
    }

    fn say(
        &self,
        page: Option<i64>,
        wanted: Vec<Claim>,
        released: Vec<ObjectId>,
    ) -> Result<(), StoreError> {
        let message = Message::Claims(Box::new(Claims {
            pair: self.pair,
            number: next_number(&self.sql)?,
            page,
            wanted,
            released,
        }));
        let Pair { target, .. } = self.pair;
        outbox::push(
            &self.sql,
            Address::Tenant(target),
            &message,
            self.clock.now(),
        )
    }
}

fn next_number(sql: &impl Sql) -> Result<i64, StoreError> {
    let rows = sql.execute(
        "INSERT INTO claims_said (one, number) VALUES (1, 1)
         ON CONFLICT (one) DO UPDATE SET number = number + 1
         RETURNING number",
        &[],
    )?;
    rows.first()
        .ok_or_else(|| crate::store::rows::unreadable("claims_said"))?
        .integer(0, "claims_said.number")
}
