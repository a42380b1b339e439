//! What must hold at every moment.

use broker::{
    messages::{Address, PairCommand, PairReply, TenantCommand, TenantReply},
    ports::MailUserChange,
};
use shared::{
    api::RequestView,
    ids::{ObjectId, RequestId, TenantId},
    workflow::{IdentityState, RequestKind, RequestState},
};

use super::{Home, LONGEST_FILE, Oracle, reads};
use crate::{
    object::{Answer, Command, Object, Reply, name},
    world::World,
};

impl Oracle {
    /// Somebody presses *accept*, whether or not it arrives.
    pub fn presses_accept(&self, id: RequestId) {
        self.0.accepts.borrow_mut().insert(id);
    }

    /// A broker answered a person.
    pub fn saw(
        &self,
        world: &World,
        object: &Object,
        began: i64,
        asked: &Command,
        answer: &Answer,
    ) {
        match (asked, answer) {
            (Command::Tenant(asked), Ok(Reply::Tenant(reply))) => {
                self.saw_tenant(world, began, asked, reply);
            }
            (Command::Pair(asked), Ok(Reply::Pair(reply))) => {
                self.saw_pair(world, object, asked, reply);
            }
            _ => {}
        }
    }

    fn saw_tenant(&self, world: &World, began: i64, asked: &TenantCommand, reply: &TenantReply) {
        let TenantReply::Request(view) = reply else {
            return;
        };
        match asked {
            TenantCommand::CreateCopy {
                idempotency_key, ..
            } => {
                let group = view.scope.as_ref().unwrap().group_id;
                let now = world.engine.now();
                let members = world.directories.members_between(group, began, now);
                self.0
                    .announced
                    .borrow_mut()
                    .entry(view.id)
                    .or_insert(members);
                self.is_once(view, view.source_tenant_id, idempotency_key.as_deref());
                self.watch(view, view.source_tenant_id);
            }
            TenantCommand::Accept { .. } => {
                self.decides(view.id, true);
                assert!(view.decided_at.is_some(), "accepted at no time: {view:?}");
            }
            TenantCommand::Reject { .. } => self.decides(view.id, false),
            TenantCommand::Request { viewer, .. } => self.watch(view, *viewer),
            _ => {}
        }
    }

    fn saw_pair(&self, world: &World, object: &Object, asked: &PairCommand, reply: &PairReply) {
        match (asked, reply) {
            (
                PairCommand::Write {
                    idempotency_key, ..
                },
                PairReply::Request(view),
            ) => {
                self.is_once(view, view.target_tenant_id, idempotency_key.as_deref());
                self.watch(view, view.target_tenant_id);
                self.0
                    .plans
                    .borrow_mut()
                    .entry(view.id)
                    .or_insert_with(|| reads::mapped_now(world, object));
            }
            (
                PairCommand::Map {
                    idempotency_key, ..
                }
                | PairCommand::Verify {
                    idempotency_key, ..
                },
                PairReply::Request(view),
            ) => {
                self.is_once(view, view.target_tenant_id, idempotency_key.as_deref());
                self.watch(view, view.target_tenant_id);
            }
            (_, PairReply::Request(view)) => self.watch(view, view.target_tenant_id),
            (PairCommand::ReadUpload { .. }, PairReply::UploadedFile(file)) => {
                let now = world.engine.now();
                assert!(
                    file.deadline.unix_millis() > now,
                    "a file may be read after its deadline"
                );
            }
            _ => {}
        }
    }

    /// The same key is the same request.
    fn is_once(&self, view: &RequestView, by: TenantId, key: Option<&str>) {
        let Some(key) = key else { return };
        let place = (view.source_tenant_id, by, key.to_owned());
        let first = *self.0.keys.borrow_mut().entry(place).or_insert(view.id);
        assert_eq!(first, view.id, "one Idempotency-Key made two requests");
    }

    /// A decision is made once.
    fn decides(&self, id: RequestId, is_accepted: bool) {
        let first = *self
            .0
            .decisions
            .borrow_mut()
            .entry(id)
            .or_insert(is_accepted);
        assert_eq!(first, is_accepted, "{id} was both accepted and rejected");
    }

    /// What a side is shown of a request only goes forward.
    pub(super) fn watch(&self, view: &RequestView, viewer: TenantId) {
        let mut percents = self.0.percents.borrow_mut();
        let last = percents.entry((view.id, viewer)).or_default();
        assert!(view.percent >= *last, "{last} % fell: {view:?}");
        *last = view.percent;
        assert_eq!(
            view.finished_at.is_some(),
            view.state.is_final(),
            "{view:?}"
        );
        if view.kind == RequestKind::Copy
            && (view.percent > 10 || view.state == RequestState::Completed)
        {
            assert!(
                self.0.accepts.borrow().contains(&view.id),
                "copied, and nobody accepted: {view:?}"
            );
        }
        let home = Home {
            source: view.source_tenant_id,
            is_copy: view.kind == RequestKind::Copy,
        };
        self.0.requests.borrow_mut().insert(view.id, home);
    }

    /// A broker is about to write: somebody must have asked for exactly this.
    pub fn writes(&self, world: &World, owner: Address, id: ObjectId, change: &MailUserChange) {
        let object = world.object(owner);
        world
            .engine
            .tell(|| format!("{} writes {id}: {change:?}", name(owner)));
        let identities = reads::identities(world, &object);
        let identity = identities
            .iter()
            .find(|one| one.target_id == Some(id))
            .unwrap_or_else(|| panic!("{id} is written, and nobody leads to it"));
        let source = identity.source.id;
        let plans = self.0.plans.borrow();
        let is_planned = |request: &&RequestId| plans[*request].get(&source) == Some(&id);
        let asked: Vec<&RequestId> = plans.keys().filter(is_planned).collect();
        assert!(
            !asked.is_empty(),
            "{id} is written, and nobody asked for it"
        );
        assert!(
            asked
                .iter()
                .any(|request| !reads::pair_request(world, &object, **request)
                    .state
                    .is_final()),
            "{id} is written after every write of it has ended"
        );
        assert!(
            identity.state != IdentityState::Completed,
            "{id} is written again"
        );
        if let Some(guid) = change.exchange_guid {
            assert_eq!(guid, identity.source.exchange_guid, "another one's mailbox");
        }
    }

    /// A file is deleted that came at this moment, if there was any.
    pub fn file_ends(&self, came: Option<i64>, now: i64) {
        if let Some(came) = came {
            let longest = self.0.longest_file.get().max(now - came);
            self.0.longest_file.set(longest);
            assert!(longest <= LONGEST_FILE, "a file lay for {longest} ms");
        }
    }
}
