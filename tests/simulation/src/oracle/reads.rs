//! What a broker answers the oracle: the questions that people can ask, past the
//! network and without any fault.

use std::{
    collections::BTreeMap,
    pin::pin,
    task::{Context, Poll, Waker},
};

use broker::messages::{Address, IndexEntry, PairCommand, PairReply, TenantCommand, TenantReply};
use shared::{
    api::{IdentityView, Report, RequestView},
    ids::{ObjectId, RequestId},
};

use crate::{
    object::{Answer, Command, Object, Reply},
    world::World,
};

/// Asks an object something that needs no other one.
pub(super) fn ask(world: &World, object: &Object, command: Command) -> Answer {
    world.weather.paused(|| {
        let instance = object.instance(world).expect("a database that fails");
        let asked = format!("{command:?}");
        let answer = pin!(instance.broker.handle(command));
        match answer.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => answer,
            Poll::Pending => panic!("{asked} waits for something"),
        }
    })
}

fn ask_pair(world: &World, object: &Object, command: PairCommand) -> PairReply {
    match ask(world, object, Command::Pair(command)) {
        Ok(Reply::Pair(reply)) => reply,
        other => panic!("{:?} answered {other:?}", object.address),
    }
}

pub(super) fn ask_tenant(world: &World, object: &Object, command: TenantCommand) -> TenantReply {
    match ask(world, object, Command::Tenant(command)) {
        Ok(Reply::Tenant(reply)) => reply,
        other => panic!("{:?} answered {other:?}", object.address),
    }
}

pub(super) fn identities(world: &World, object: &Object) -> Vec<IdentityView> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let command = PairCommand::Identities { cursor };
        let PairReply::Identities(page) = ask_pair(world, object, command) else {
            panic!("no page of identities");
        };
        all.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}

pub(super) fn mapped_now(world: &World, object: &Object) -> BTreeMap<ObjectId, ObjectId> {
    identities(world, object)
        .into_iter()
        .filter_map(|one| Some((one.source.id, one.target_id?)))
        .collect()
}

pub(super) fn pair_request(world: &World, object: &Object, id: RequestId) -> RequestView {
    match ask_pair(world, object, PairCommand::Request { id }) {
        PairReply::Request(view) => *view,
        other => panic!("{other:?}"),
    }
}

pub(super) fn pair_report(world: &World, object: &Object, id: RequestId) -> Report {
    match ask_pair(world, object, PairCommand::Report { id }) {
        PairReply::Report(report) => *report,
        other => panic!("{other:?}"),
    }
}

pub(super) fn source_report(world: &World, object: &Object, id: RequestId) -> Report {
    let Address::Tenant(viewer) = object.address else {
        panic!("a pair is no source");
    };
    match ask_tenant(world, object, TenantCommand::Report { id, viewer }) {
        TenantReply::Report(report) => *report,
        other => panic!("{other:?}"),
    }
}

/// The ids in a tenant's index.
pub(super) fn index(world: &World, object: &Object) -> Vec<RequestId> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let command = TenantCommand::Requests { cursor };
        let TenantReply::Index(page) = ask_tenant(world, object, command) else {
            panic!("no page of the index");
        };
        all.extend(page.items.into_iter().map(|entry| match entry {
            IndexEntry::Here(view) => view.id,
            IndexEntry::At { id, .. } => id,
        }));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}
