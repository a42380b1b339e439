//! How much memory and time the slices of a map take for very many identities.
//!
//! A program of its own, since it counts all that the program allocates.
#![allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

#[path = "brokers/acts.rs"]
mod acts;
#[path = "brokers/directory.rs"]
mod directory;
#[path = "brokers/people.rs"]
mod people;
#[path = "brokers/store.rs"]
mod store;
#[path = "brokers/world.rs"]
mod world;

use std::time::{Duration, Instant};

use broker::{
    messages::PairCommand,
    ports::{Sql as _, Value},
};
use peak_alloc::PeakAlloc;
use shared::{ids::RequestId, workflow::RequestState};

use people::{admin, fabrikam, mail_user, mailbox};
use world::{World, assert_done, pair_request_of};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const IDENTITIES: usize = 50_000;
const MOST_BYTES: usize = 64 << 20;
/// Of a slice, as it is deployed; without optimisation it is not what counts.
const MOST_TIME: Duration = Duration::from_secs(5);

/// A pair with so many identities, each of which has its MailUser.
fn large() -> World {
    let world = World::with(&["lena"]);
    let copy = world.copied().id;
    let people: Vec<String> = (1..IDENTITIES).map(|n| format!("person.{n}")).collect();
    for some in people.chunks(500) {
        let mailboxes: Vec<_> = some.iter().map(|name| mailbox(name)).collect();
        store(&world, copy, &serde_json::to_string(&mailboxes).unwrap());
    }
    let users = people.iter().map(|name| mail_user(name));
    let mut contents = world.directory.contents.borrow_mut();
    contents
        .mail_users
        .extend(users.map(|user| (user.id, user)));
    drop(contents);
    world
}

fn store(world: &World, copy: RequestId, mailboxes: &str) {
    world
        .pair
        .execute(
            "INSERT INTO identities (source_id, state, source, copied_by)
             SELECT value ->> 'id', 'Copied', value, ?1 FROM json_each(?2)",
            &[
                Value::Text(copy.to_string()),
                Value::Text(mailboxes.to_owned()),
            ],
        )
        .unwrap();
}

/// Runs alarms until nothing is due; each stays within its bounds.
fn run(world: &World) {
    for number in 0.. {
        let pair = world.pair_broker();
        for message in pair.outgoing().unwrap() {
            assert!(world.deliver(&message));
            pair.delivered(message.id).unwrap();
        }
        let tenant = world.tenant_broker(fabrikam());
        for message in tenant.outgoing().unwrap() {
            assert!(world.deliver(&message));
            tenant.delivered(message.id).unwrap();
        }
        match pair.next_alarm().unwrap() {
            Some(at) if at <= world.clock_now() => {}
            Some(at) if at <= world.clock_now().plus(Duration::from_mins(20)) => {
                let wait = at.unix_millis() - world.clock_now().unix_millis();
                world.pass(Duration::from_millis(wait.unsigned_abs()));
            }
            _ => return,
        }
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let begun = Instant::now();
        futures::executor::block_on(pair.run_due());
        let (took, held) = (begun.elapsed(), HEAP.peak_usage() - before);
        if held > 1 << 20 {
            println!("slice {number}: {} KiB, {took:?}", held >> 10);
        }
        assert!(held < MOST_BYTES, "slice {number} held {held} bytes");
        assert!(cfg!(debug_assertions) || took < MOST_TIME, "{took:?}");
    }
}

#[test]
fn a_map_of_very_many_stays_within_an_objects_memory() {
    let world = large();
    let map = pair_request_of(world.pair(PairCommand::Map {
        use_csv: false,
        by: admin(),
        idempotency_key: None,
    }));
    run(&world);
    let view = world.pair_request(map.id);
    assert_done(&view, RequestState::Completed);
    assert_eq!(usize::try_from(view.counts.done).unwrap(), IDENTITIES);
}
