//! What must hold when everything has come to rest.

use std::collections::{BTreeMap, BTreeSet};

use broker::messages::{Address, PairCommand, TenantCommand, TenantReply};
use shared::{
    api::{Report, RequestView},
    ids::{ObjectId, RequestId, TenantId},
    workflow::{IdentityState, RequestState},
};

use super::{Home, Oracle, reads};
use crate::{
    cast::Cast,
    object::{Command, Object},
    world::World,
};

/// What a run came to, to be added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub runs: u64,
    pub events: u64,
    pub requests: u64,
    pub identities: u64,
    pub completed: u64,
    pub uploads: u64,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.runs += other.runs;
        self.events += other.events;
        self.requests += other.requests;
        self.identities += other.identities;
        self.completed += other.completed;
        self.uploads += other.uploads;
    }
}

impl Oracle {
    /// Everything has come to rest: holds all of it to what was promised.
    pub fn judge(&self, world: &World, cast: &Cast) -> Tally {
        for object in world.objects() {
            is_at_rest(world, &object);
        }
        let left = world.bucket.0.borrow().len();
        assert_eq!(left, 0, "uploaded files that nobody deletes");
        let requests = self.0.requests.borrow().clone();
        let target = world.object(Address::Tenant(cast.target));
        let index: BTreeSet<RequestId> = reads::index(world, &target).into_iter().collect();
        let mut tally = Tally {
            runs: 1,
            events: world.engine.trace(),
            requests: requests.len() as u64,
            ..Tally::default()
        };
        for source in &cast.sources {
            let object = world.object(Address::Tenant(*source));
            let own = reads::index(world, &object);
            let copies = requests.iter().filter(|(_, home)| home.is_copy);
            for (id, home) in copies {
                assert_eq!(own.contains(id), home.source == *source, "{id} is lost");
            }
            self.judge_pair(world, cast, *source, &index, &mut tally);
        }
        tally
    }

    fn judge_pair(
        &self,
        world: &World,
        cast: &Cast,
        source: TenantId,
        index: &BTreeSet<RequestId>,
        tally: &mut Tally,
    ) {
        let tenant = world.object(Address::Tenant(source));
        let pair = world.object(Address::Pair(cast.pair(source)));
        let homes: Vec<(RequestId, Home)> = self
            .0
            .requests
            .borrow()
            .iter()
            .filter(|(_, home)| home.source == source)
            .map(|(id, home)| (*id, *home))
            .collect();
        let mut copied = BTreeSet::new();
        for (id, home) in homes {
            if !home.is_copy {
                let view = reads::pair_request(world, &pair, id);
                self.has_ended(&view, cast.target);
                assert!(index.contains(&id), "{id} is not in the target's index");
                continue;
            }
            let mirror = source_view(world, &tenant, id);
            self.has_ended(&mirror, source);
            if mirror.decided_at.is_none() || mirror.state == RequestState::Rejected {
                assert!(mirror.percent <= 10, "{mirror:?}");
                continue;
            }
            assert!(index.contains(&id), "{id} is not in the target's index");
            let there = reads::pair_report(world, &pair, id);
            self.has_ended(&there.request, cast.target);
            let here = reads::source_report(world, &tenant, id);
            copied.extend(self.judge_copy(&here, &there));
        }
        tally.identities += copied.len() as u64;
        if copied.is_empty()
            && reads::ask(world, &pair, Command::Pair(PairCommand::Overview)).is_err()
        {
            return;
        }
        tally.completed += judge_identities(world, cast, &pair, &copied);
    }

    fn has_ended(&self, view: &RequestView, viewer: TenantId) {
        self.watch(view, viewer);
        assert!(view.state.is_final(), "never ends: {view:?}");
        let counts = &view.counts;
        if view.state.is_finished_work() {
            assert_eq!(view.percent, 100, "{view:?}");
            let all = counts.done + counts.skipped + counts.failed;
            assert_eq!(all, counts.total, "lost on the way: {view:?}");
        }
        if view.state == RequestState::Failed {
            assert!(view.reason.is_some(), "no reason: {view:?}");
        }
    }

    /// Holds both sides' reports of a copy to what was announced; answers who was
    /// copied.
    fn judge_copy(&self, here: &Report, there: &Report) -> BTreeSet<ObjectId> {
        let request = &there.request;
        assert_eq!(
            (
                here.request.state,
                here.request.percent,
                &here.request.counts
            ),
            (request.state, request.percent, &request.counts),
            "the source was told something else than the target"
        );
        let rows = |report: &Report| -> BTreeMap<ObjectId, IdentityState> {
            report
                .identities
                .iter()
                .map(|row| (row.source_external_directory_object_id, row.state))
                .collect()
        };
        let (here, there) = (rows(here), rows(there));
        assert_eq!(here, there, "two reports of {}", request.id);
        let announced = &self.0.announced.borrow()[&request.id];
        assert!(
            there.keys().all(|id| announced.contains(id)),
            "{} copied somebody who was not announced",
            request.id
        );
        if request.state.is_finished_work() {
            let members = request.scope.as_ref().unwrap().members;
            let rows = u32::try_from(there.len()).unwrap();
            assert_eq!(rows, members, "somebody is lost: {request:?}");
        }
        there
            .into_iter()
            .filter(|(_, state)| *state == IdentityState::Copied)
            .map(|(id, _)| id)
            .collect()
    }
}

fn is_at_rest(world: &World, object: &Object) {
    let instance = object.instance(world).unwrap();
    let at = object.address;
    let next = instance.broker.next_alarm().unwrap();
    assert_eq!(next, None, "{at:?} still waits for something");
    let outgoing = instance.broker.outgoing().unwrap();
    assert!(outgoing.is_empty(), "{at:?} still has {outgoing:?}");
}

fn source_view(world: &World, tenant: &Object, id: RequestId) -> RequestView {
    let Address::Tenant(viewer) = tenant.address else {
        panic!("a pair is no source");
    };
    match reads::ask_tenant(world, tenant, TenantCommand::Request { id, viewer }) {
        TenantReply::Request(view) => *view,
        other => panic!("{other:?}"),
    }
}

/// Who was copied is there, nobody else is, and no two lead to one MailUser;
/// answers how many are Completed.
fn judge_identities(world: &World, cast: &Cast, pair: &Object, copied: &BTreeSet<ObjectId>) -> u64 {
    let identities = reads::identities(world, pair);
    let here: BTreeSet<ObjectId> = identities.iter().map(|one| one.source.id).collect();
    assert_eq!(here.len(), identities.len(), "an identity twice");
    assert_eq!(here, *copied, "identities, and who was copied");
    let mut led_to = BTreeMap::new();
    let mut completed = 0;
    for identity in &identities {
        assert_eq!(identity.state.has_target(), identity.target_id.is_some());
        let Some(target) = identity.target_id else {
            continue;
        };
        let other = led_to.insert(target, identity.source.id);
        assert_eq!(other, None, "two mailboxes lead to {target}");
        if identity.state == IdentityState::Completed {
            completed += 1;
            let guid = world.directories.with(cast.target, |contents| {
                contents
                    .mail_users
                    .get(&target)
                    .map(|user| user.exchange_guid)
            });
            if let Some(guid) = guid {
                let expected = Some(identity.source.exchange_guid);
                assert_eq!(guid, expected, "Completed, and not written: {target}");
            }
        }
    }
    completed
}
