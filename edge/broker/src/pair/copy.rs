//! Copying the announced mailboxes into the pair.
//!
//! The first slice looks at the group again: who joined since is named and not
//! copied, who left is not copied either. Every later slice is a page of
//! members. Cursor: 0, then 1 + the number of members that are done.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    api::ReportRow,
    identity::SourceMailbox,
    ids::ObjectId,
    workflow::{IdentityState, SKIPPED_WITHOUT_OVERWRITE},
};

use super::{
    PairBroker,
    identities::{self, Identity},
    jobs::{self, Work},
    slices::{Next, SliceError},
    snapshots,
};
use crate::{
    named::names,
    ports::{Clock, Directory, Files, MemberKind, Sql},
    record::RequestRecord,
};

/// Mailboxes read in one slice.
const SLICE: usize = 50;
const COPYING: usize = 2;
const NOTHING_COPIED: &str =
    "None of the announced mailboxes could be copied; the report says why for each.";

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    pub(super) async fn copy_slice(
        &self,
        record: RequestRecord,
        members: Vec<ObjectId>,
        cursor: i64,
    ) -> Result<(), SliceError> {
        match usize::try_from(cursor.saturating_sub(1)) {
            Ok(done) => self.copy_page(record, &members, done).await,
            Err(_) => self.look_at_scope(record, members).await,
        }
    }

    /// Compares the group with what was announced.
    async fn look_at_scope(
        &self,
        mut record: RequestRecord,
        announced: Vec<ObjectId>,
    ) -> Result<(), SliceError> {
        let Some(scope) = record.scope.clone() else {
            return Err(SliceError::Hopeless(
                "The request names no scope.".to_owned(),
            ));
        };
        let members = self
            .directory
            .members(self.pair.source, scope.group_id)
            .await?;
        let is_announced: BTreeSet<ObjectId> = announced.iter().copied().collect();
        let mut is_member = BTreeSet::new();
        let mut joined = Vec::new();
        for member in &members {
            if let MemberKind::Mailbox(id) = member.kind {
                is_member.insert(id);
                if !is_announced.contains(&id) {
                    joined.push(member.name.as_str());
                }
            }
        }
        if !joined.is_empty() {
            record.warnings.push(format!(
                "In the scope now, but not announced when the request was made, and so not copied: \
                 {}. A new request announces them.",
                names(&joined)
            ));
        }
        let (here, left): (Vec<ObjectId>, Vec<ObjectId>) =
            announced.into_iter().partition(|id| is_member.contains(id));
        let rows: Vec<ReportRow> = left
            .iter()
            .map(|id| {
                nameless(
                    *id,
                    IdentityState::Skipped,
                    "No longer a member of the scope.",
                )
            })
            .collect();
        if !left.is_empty() {
            record.warnings.push(format!(
                "{} of the announced mailboxes left the scope before they were copied.",
                left.len()
            ));
        }
        record.counts.skipped += count(left.len());
        let now = self.clock.now();
        record
            .progress
            .advance(COPYING, left.len(), left.len() + here.len());
        let next = if here.is_empty() {
            record.finish(NOTHING_COPIED, now);
            Next::Done
        } else {
            Next::Cursor(1)
        };
        let id = record.id;
        let work = Work::Copy { members: here };
        self.commit(&mut record, &rows, next, &mut || {
            jobs::replace_work(&self.sql, id, &work)
        })?;
        Ok(())
    }

    /// Copies the next page of members.
    async fn copy_page(
        &self,
        mut record: RequestRecord,
        members: &[ObjectId],
        done: usize,
    ) -> Result<(), SliceError> {
        let end = members.len().min(done.saturating_add(SLICE));
        let page = members.get(done..end).unwrap_or_default();
        let found: BTreeMap<ObjectId, SourceMailbox> = self
            .directory
            .mailboxes(self.pair.source, page)
            .await?
            .into_iter()
            .map(|mailbox| (mailbox.id, mailbox))
            .collect();
        let here: BTreeMap<ObjectId, Identity> = identities::of_sources(&self.sql, page)?
            .into_iter()
            .map(|identity| (identity.source.id, identity))
            .collect();
        let sorted = sort_page(page, found, &here, record.overwrite);
        record.counts.done += count(sorted.copied.len());
        record.counts.skipped += sorted.skipped;
        record.counts.failed += sorted.failed;
        let now = self.clock.now();
        let total = usize::try_from(record.counts.total).unwrap_or(usize::MAX);
        let gone = total.saturating_sub(members.len());
        record.progress.advance(COPYING, gone + end, total);
        let next = if end < members.len() {
            Next::Cursor(i64::try_from(end + 1).unwrap_or(i64::MAX))
        } else {
            if record.counts.skipped > count(gone) {
                record.warnings.push(
                    "Identities that were copied before were skipped. To overwrite them the source \
                     sends a new request and the target accepts it with overwrite."
                        .to_owned(),
                );
            }
            record.finish(NOTHING_COPIED, now);
            Next::Done
        };
        let id = record.id;
        let replaced = sorted.replaced.iter();
        let let_go: BTreeSet<ObjectId> = replaced.filter_map(|one| one.standing.target()).collect();
        self.commit(&mut record, &sorted.rows, next, &mut || {
            snapshots::keep(&self.sql, id, &sorted.replaced)?;
            identities::store_copied(&self.sql, id, &sorted.copied)?;
            self.release(&let_go)
        })?;
        Ok(())
    }
}

/// What becomes of a page of members.
#[derive(Debug, Default)]
struct Sorted {
    copied: Vec<SourceMailbox>,
    /// Identities that `copied` replaces, as they were.
    replaced: Vec<Identity>,
    skipped: u32,
    failed: u32,
    rows: Vec<ReportRow>,
}

fn sort_page(
    page: &[ObjectId],
    mut found: BTreeMap<ObjectId, SourceMailbox>,
    here: &BTreeMap<ObjectId, Identity>,
    overwrite: bool,
) -> Sorted {
    let mut sorted = Sorted::default();
    for id in page {
        let before = here.get(id);
        let Some(mailbox) = found.remove(id) else {
            sorted.failed += 1;
            sorted.rows.push(nameless(
                *id,
                IdentityState::Failed,
                "The source directory has no mailbox with this id any more.",
            ));
            continue;
        };
        let mut row = ReportRow {
            source_external_directory_object_id: *id,
            source_user_principal_name: mailbox.user_principal_name.clone(),
            target_external_directory_object_id: None,
            state: IdentityState::Copied,
            failure_result: None,
        };
        match before {
            Some(_) if !overwrite => {
                sorted.skipped += 1;
                row.state = IdentityState::Skipped;
                row.failure_result = Some(SKIPPED_WITHOUT_OVERWRITE.to_owned());
            }
            Some(before) => {
                sorted.replaced.push(before.clone());
                sorted.copied.push(mailbox);
            }
            None => sorted.copied.push(mailbox),
        }
        sorted.rows.push(row);
    }
    sorted
}

/// A row about a mailbox whose name was never read.
fn nameless(id: ObjectId, state: IdentityState, why: &str) -> ReportRow {
    ReportRow {
        source_external_directory_object_id: id,
        source_user_principal_name: String::new(),
        target_external_directory_object_id: None,
        state,
        failure_result: Some(why.to_owned()),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
