//! What a migration writes: rows are what a Durable Object is billed by.

use shared::workflow::RequestState;

use crate::{
    directory::FakeDirectory,
    world::{World, assert_done},
};

const PEOPLE: u32 = 400;

/// Rows written an identity, by hundredths.
fn by_identity(world: &World, phase: &mut dyn FnMut()) -> u64 {
    let rows = &world.fault.1.rows;
    let before = rows.get();
    phase();
    (rows.get() - before) * 100 / u64::from(PEOPLE)
}

#[test]
fn a_migration_writes_few_rows_an_identity() {
    let names: Vec<String> = (0..PEOPLE).map(|n| format!("p{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut world = World::with(&[]);
    world.directory = FakeDirectory::with(&names);
    world.fault.1.is_on.set(true);
    let copy = by_identity(&world, &mut || {
        assert_done(&world.copied(), RequestState::Completed);
    });
    let map = by_identity(&world, &mut || {
        assert_done(&world.map(false), RequestState::Completed);
    });
    let write = by_identity(&world, &mut || {
        assert_done(&world.write(), RequestState::Completed);
    });
    let verify = by_identity(&world, &mut || {
        assert_done(&world.verify(), RequestState::Completed);
    });
    println!(
        "rows written for 100 identities: copy {copy}, map {map}, write {write}, verify {verify}"
    );
    // The identity and its key.
    assert!((200..250).contains(&copy), "{copy}");
    // The identity, its key by MailUser, and the claim.
    assert!((300..330).contains(&map), "{map}");
    // The before-image, what was sent, and what was read back.
    assert!((300..360).contains(&write), "{write}");
    // What is as it was is not written again.
    assert!(verify < 30, "{verify}");
}
