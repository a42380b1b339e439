//! Requests that are stopped, and failed ones that are tried again.

use broker::{messages::PairCommand, ports::DirectoryError};
use futures::executor::block_on;
use shared::{api::RequestView, ids::RequestId, workflow::RequestState};

use crate::{
    directory::Fault,
    people::{admin, contoso},
    refusals::code_and_status,
    world::{World, assert_done, pair_request_of},
};

/// More than a slice of a copy holds.
const PEOPLE: usize = 60;

fn crowd() -> World {
    let names: Vec<String> = (0..PEOPLE).map(|n| format!("p{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    World::with(&names)
}

/// An accepted copy whose first page is done.
fn half_copied(world: &World) -> RequestView {
    let asked = world.ask_copy();
    world.accept(&asked, false);
    let source = world.tenant_broker(contoso());
    for outgoing in source.outgoing().unwrap() {
        world.deliver(&outgoing);
        source.delivered(outgoing.id).unwrap();
    }
    for _ in 0..2 {
        block_on(world.pair_broker().run_due());
    }
    assert_eq!(world.identities().len(), 50);
    asked
}

fn retry(id: RequestId) -> PairCommand {
    PairCommand::Retry { id, by: admin() }
}

fn stop(id: RequestId) -> PairCommand {
    PairCommand::Stop { id, by: admin() }
}

#[test]
fn a_failed_copy_goes_on_where_it_stopped_and_both_sides_see_it() {
    let world = crowd();
    let asked = half_copied(&world);
    world
        .directory
        .fail_next(&[Fault::Answer(DirectoryError::ConsentMissing)]);
    world.settle();
    let failed = world.pair_request(asked.id);
    assert_eq!(failed.state, RequestState::Failed);
    assert_eq!(
        world.source_request(asked.id).state,
        RequestState::Failed,
        "{failed:?}"
    );
    let calls = world.directory.calls.get();

    let again = pair_request_of(world.pair(retry(asked.id)));
    assert_eq!(again.state, RequestState::Submitted);
    assert_eq!((again.percent, again.reason), (failed.percent, None));
    assert!(world.pair(retry(asked.id)).is_ok(), "twice is no error");
    world.settle();
    for view in [world.pair_request(asked.id), world.source_request(asked.id)] {
        assert_done(&view, RequestState::Completed);
        assert_eq!(view.counts.done as usize, PEOPLE);
    }
    assert_eq!(world.directory.calls.get(), calls + 1, "only the last page");
    assert_eq!(world.source_report(asked.id).identities.len(), PEOPLE);
    assert_eq!(
        code_and_status(world.pair(retry(asked.id))),
        ("conflict", 409)
    );
}

#[test]
fn a_copy_that_could_do_nothing_begins_again() {
    let world = World::with(&["lena", "mia"]);
    let away = std::mem::take(&mut world.directory.contents.borrow_mut().mailboxes);
    let failed = world.copied();
    assert_eq!(failed.state, RequestState::Failed);
    assert_eq!(failed.counts.failed, 2);
    world.directory.contents.borrow_mut().mailboxes = away;
    pair_request_of(world.pair(retry(failed.id)));
    world.settle();
    let view = world.source_request(failed.id);
    assert_done(&view, RequestState::Completed);
    assert_eq!((view.counts.done, view.counts.failed), (2, 0));
}

#[test]
fn a_failed_write_keeps_to_its_plan_when_it_is_tried_again() {
    let world = World::with(&["lena"]);
    world.copied();
    world.map(false);
    world
        .directory
        .fail_next(&[Fault::Answer(DirectoryError::RoleMissing)]);
    let failed = world.write();
    assert_eq!(failed.state, RequestState::Failed);
    pair_request_of(world.pair(retry(failed.id)));
    world.settle();
    assert_done(&world.pair_request(failed.id), RequestState::Completed);
    assert_eq!(world.directory.changes.borrow().len(), 1);
}

#[test]
fn a_running_copy_is_stopped_between_two_slices_and_keeps_what_it_did() {
    let world = crowd();
    let asked = half_copied(&world);
    let stopped = pair_request_of(world.pair(stop(asked.id)));
    assert_eq!(stopped.state, RequestState::Cancelled);
    assert!(world.pair(stop(asked.id)).is_ok(), "twice is no error");
    world.settle();
    assert_eq!(
        world.source_request(asked.id).state,
        RequestState::Cancelled
    );
    assert_eq!(world.identities().len(), 50);
    assert_eq!(
        code_and_status(world.pair(retry(asked.id))),
        ("conflict", 409)
    );
    // The next request copies the rest, without overwrite.
    let rest = world.copied();
    assert_done(&rest, RequestState::CompletedWithWarnings);
    assert_eq!((rest.counts.done, rest.counts.skipped), (10, 50));
    assert_eq!(
        code_and_status(world.pair(stop(rest.id))),
        ("conflict", 409)
    );
}
