//! Who gets what they wish for, once the target's object has answered.

use std::collections::BTreeMap;

use shared::{
    ids::{ObjectId, TenantId},
    workflow::refuse_taken,
};

use super::{
    identities, map_plan,
    wishes::{self, Ending, Wish},
};
use crate::ports::{Sql, StoreError};

/// What the answers change about the wishes of a map.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// MailUsers that another source holds.
    elsewhere: BTreeMap<ObjectId, TenantId>,
    /// Who cannot have what they ask for, since somebody keeps it who would have
    /// left it otherwise.
    refused: BTreeMap<ObjectId, String>,
    /// Who leaves a MailUser for another.
    pub(super) leaving: Vec<ObjectId>,
}

impl Settled {
    /// Of all pages of a map, each of which has its answer.
    pub(super) fn of(sql: &impl Sql, pages: &[i64]) -> Result<Self, StoreError> {
        let mut settled = Self::default();
        for page in pages {
            for held in wishes::load(sql, *page)?.held {
                settled.elsewhere.insert(held.mail_user, held.source_tenant);
            }
        }
        let mut held: Vec<(ObjectId, ObjectId)> = Vec::new();
        let mut asked: BTreeMap<ObjectId, ObjectId> = BTreeMap::new();
        for page in pages {
            for wish in settled.wishes(sql, *page)? {
                held.extend(wish.keeps().map(|target| (wish.source, target)));
                if let Ending::LeadsTo { mail_user, .. } = wish.end {
                    asked.insert(wish.source, mail_user);
                }
            }
        }
        let refused = refuse_taken(&held, &mut asked);
        let keepers = map_plan::keepers(&refused);
        let names = identities::of_sources(sql, &keepers)?
            .into_iter()
            .map(|one| (one.source.id, one.source.user_principal_name))
            .collect();
        settled.refused = map_plan::why_refused(refused, &names);
        settled.leaving = held
            .into_iter()
            .map(|(source, _)| source)
            .filter(|source| asked.contains_key(source))
            .collect();
        Ok(settled)
    }

    /// The wishes of a page as they can be done.
    pub(super) fn wishes(&self, sql: &impl Sql, page: i64) -> Result<Vec<Wish>, StoreError> {
        let mut wishes = wishes::load(sql, page)?.wishes;
        for wish in &mut wishes {
            let holder = wish.wants().and_then(|wanted| self.elsewhere.get(&wanted));
            let why = match holder {
                Some(tenant) => Some(map_plan::elsewhere(*tenant)),
                None => self.refused.get(&wish.source).cloned(),
            };
            if let Some(why) = why {
                // Whoever has what is not theirs lets go of it.
                wish.lets_go |= !matches!(wish.end, Ending::LeadsTo { .. });
                wish.end = Ending::Contested { why };
            }
        }
        Ok(wishes)
    }
}
