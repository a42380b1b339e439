//! An upload with a fault at each of its effects: on R2 (put, read, head, delete), on the
//! directory, on the database. Whatever strikes, the file maps what it maps and is gone.

use std::time::Duration;

use broker::{
    messages::{PairCommand, PairReply},
    ports::{DirectoryError, Files},
};
use futures::FutureExt as _;
use shared::{
    ids::RequestId,
    workflow::{IdentityState, RequestState},
};

use crate::{
    directory::Fault,
    people::{admin, fabrikam, target_id},
    store::BucketFault,
    world::World,
};

const RETENTION: u64 = 3600;

/// Hands a file in as the web layer does, which may die with any of its effects. The id
/// of the request, if it came to one.
fn hand_in(world: &World, text: &str) -> Option<RequestId> {
    let begun = world.pair(PairCommand::BeginUpload {
        size: text.len() as u64,
        retention_secs: RETENTION,
        auto_progress: true,
        by: admin(),
        idempotency_key: None,
    });
    let Ok(PairReply::Upload(ticket)) = begun else {
        return None;
    };
    let id = ticket.id;
    let put = world
        .bucket
        .put(&ticket.key, text.as_bytes())
        .now_or_never();
    let is_stored = match put {
        // Nobody is left to say anything.
        None => return Some(id),
        Some(put) => put.is_ok(),
    };
    let said = world.pair(if is_stored {
        PairCommand::UploadStored {
            id,
            size: text.len() as u64,
            sha256: "5a".repeat(32),
        }
    } else {
        PairCommand::UploadNotStored {
            id,
            reason: "The file could not be stored.".to_owned(),
        }
    });
    if !is_stored || said.is_err() {
        let _ = Files::delete(&world.bucket, &ticket.key).now_or_never();
    }
    Some(id)
}

/// Whether an upload has done all that it can.
fn is_applied(world: &World) -> bool {
    world.identity("lena").state == IdentityState::Mapped
}

/// Hands in a file until it is applied, as a person would, and waits for its end. How
/// often that took, and how far off an armed statement still is.
fn flow(arm: impl FnOnce(&World)) -> (World, usize, Option<usize>) {
    let world = World::with(&["lena", "mia"]);
    world.copied();
    let file = world.mapping_file();
    let row = file.lines().find(|line| line.contains("lena@")).unwrap();
    let mapped = row.replace(",Copied", &format!("{},Copied", target_id("lena")));
    let text = file.replace(row, &mapped);
    arm(&world);
    let mut tries = 0;
    while !world.fault.paused(|| is_applied(&world)) {
        tries += 1;
        assert!(tries < 4, "handed in {tries} times");
        hand_in(&world, &text);
        world.settle_for(Duration::from_mins(20));
    }
    // Beyond every deadline.
    world.settle_for(Duration::from_secs(2 * RETENTION));
    let left = world.fault.disarm();
    (world, tries, left)
}

fn assert_ended(world: &World, what: &str) {
    assert_eq!(
        world.bucket.objects.borrow().len(),
        0,
        "{what}: a file stays"
    );
    assert_eq!(world.pair_broker().next_alarm().unwrap(), None, "{what}");
    for view in world.requests(fabrikam()) {
        assert!(view.state.is_final(), "{what}: {view:?}");
        if let Some(upload) = &view.upload {
            assert!(upload.purged_at.is_some(), "{what}: {view:?}");
            let purged = upload.purged_at.unwrap();
            let kept = purged.unix_millis() - view.created_at.unix_millis();
            let most = i64::try_from(RETENTION * 1000).unwrap() + 600_000;
            assert!(kept < most, "{what}: kept for {kept} ms");
        }
    }
    let expected = [
        ("lena".to_owned(), IdentityState::Mapped),
        ("mia".to_owned(), IdentityState::Unmapped),
    ];
    assert_eq!(world.states(), expected, "{what}");
    assert_eq!(world.identity("lena").target_id, Some(target_id("lena")));
}

#[test]
fn a_fault_at_any_effect_on_r2_loses_no_file_and_leaves_none() {
    let (world, tries, _) = flow(|_| ());
    assert_eq!(tries, 1);
    assert_ended(&world, "no fault");
    let effects = world.bucket.effects.get();
    assert!(
        effects >= 5,
        "put, read, read again, delete, head: {effects}"
    );
    let mut handed_in_again = 0;
    for fault in [
        BucketFault::Refused,
        BucketFault::AnswerLost,
        BucketFault::Half,
        BucketFault::CrashBefore,
        BucketFault::CrashAfter,
    ] {
        for number in 1..=effects {
            let what = format!("{fault:?} at effect {number}");
            let (world, tries, _) = flow(|world| {
                world.bucket.faults.borrow_mut().insert(number, fault);
            });
            assert!(world.bucket.faults.borrow().is_empty(), "{what} never came");
            assert_ended(&world, &what);
            handed_in_again += tries - 1;
            // Only a put that failed is the person's to repeat.
            assert!(tries == 1 || number == 1, "{what}: handed in {tries} times");
        }
    }
    assert_eq!(
        handed_in_again, 5,
        "a put that failed was taken for one that did not"
    );
    println!("uploads: 5 faults at each of {effects} effects on R2");
}

#[test]
fn a_fault_at_any_call_of_the_directory_only_takes_time() {
    let (world, _, _) = flow(|world| world.directory.calls.set(0));
    let calls = world.directory.calls.get();
    assert!(
        calls >= 4,
        "MailUsers and domains, for check and map: {calls}"
    );
    for fault in [
        Fault::CrashBefore,
        Fault::CrashAfter,
        Fault::Answer(DirectoryError::Broken("reset".to_owned())),
        Fault::Answer(DirectoryError::Truncated("page 2".to_owned())),
    ] {
        for number in 1..=calls {
            let what = format!("{fault:?} at call {number}");
            let (world, tries, _) = flow(|world| {
                world.directory.calls.set(0);
                world
                    .directory
                    .faults
                    .borrow_mut()
                    .insert(number, fault.clone());
            });
            assert_eq!(tries, 1, "{what}");
            assert_ended(&world, &what);
        }
    }
    println!("uploads: 4 faults at each of {calls} calls of the directory");
}

#[test]
fn a_fault_at_any_statement_loses_no_file_and_leaves_none() {
    let mut number = 0;
    loop {
        let (world, _, left) = flow(|world| world.fault.arm(number));
        assert_ended(&world, &format!("fault at statement {number}"));
        if left.is_some() {
            break;
        }
        number += 1;
    }
    assert!(number > 50, "only {number} statements");
    println!("uploads: a fault at each of {number} statements");
}

#[test]
fn an_upload_that_is_not_what_was_sent_is_read_again() {
    let world = World::with(&["lena"]);
    world.copied();
    let text = world.mapping_file();
    // A file cut off at a row's end is a file as well.
    let cut = text.len() - text.lines().last().unwrap().len() - 2;
    let id = hand_in(&world, &text).unwrap();
    for bytes in world.bucket.objects.borrow_mut().values_mut() {
        bytes.truncate(cut);
    }
    world.settle_for(Duration::from_secs(1));
    assert!(!world.pair_request(id).state.is_final());
    for bytes in world.bucket.objects.borrow_mut().values_mut() {
        *bytes = text.clone().into_bytes();
    }
    world.settle_for(Duration::from_mins(20));
    assert_eq!(world.pair_request(id).state, RequestState::Completed);
}
