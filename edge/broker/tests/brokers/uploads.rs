//! Uploaded files and their end.

use std::time::Duration;

use broker::{
    messages::{PairCommand, PairReply, UploadTicket},
    refusal::Refusal,
    upload_key,
};
use shared::{
    api::limits::{MAX_UPLOAD_BYTES, MAX_UPLOAD_RETENTION, PURGE_MARGIN},
    checks::{self, References, Severity},
    ids::RequestId,
    mapping_file,
    workflow::{IdentityState, RequestState},
};

use futures::FutureExt as _;

use crate::{
    directory::Fault,
    people::admin,
    store::BrokenDelete,
    world::{World, assert_done, pair_request_of},
};

fn begin(world: &World, size: u64, retention_secs: u64) -> Result<UploadTicket, Refusal> {
    let reply = world.pair(PairCommand::BeginUpload {
        size,
        retention_secs,
        auto_progress: false,
        by: admin(),
        idempotency_key: Some(format!("{size} {retention_secs}")),
    })?;
    let PairReply::Upload(ticket) = reply else {
        panic!("{reply:?}");
    };
    Ok(ticket)
}

fn read(world: &World, id: RequestId) -> Result<PairReply, Refusal> {
    world.pair(PairCommand::ReadUpload { id })
}

fn status(outcome: Result<PairReply, Refusal>) -> u16 {
    outcome.unwrap_err().status()
}

#[test]
fn a_file_is_gone_after_its_deadline_and_a_read_says_so() {
    let world = World::with(&["lena"]);
    world.copied();
    let upload = world.upload(&world.mapping_file(), false);
    assert_done(&upload, RequestState::Completed);
    assert!(read(&world, upload.id).is_ok());
    let deadline = upload.upload.unwrap().deadline;
    assert_eq!(world.pair_broker().next_alarm().unwrap(), Some(deadline));

    // At the deadline, before any alarm: gone for readers, bytes or not.
    world.pass(Duration::from_hours(1));
    assert_eq!(world.bucket.objects.borrow().len(), 1);
    assert_eq!(status(read(&world, upload.id)), 410);
    let by_file = PairCommand::Map {
        use_csv: true,
        by: admin(),
        idempotency_key: None,
    };
    assert_eq!(status(world.pair(by_file)), 409);

    // The alarm deletes it; the first two tries fail in two ways.
    *world.bucket.broken_deletes.borrow_mut() =
        vec![BrokenDelete::Forgotten, BrokenDelete::Refused];
    futures::executor::block_on(world.pair_broker().run_due());
    futures::executor::block_on(world.pair_broker().run_due());
    let view = |world: &World| world.pair_request(upload.id).upload.unwrap();
    assert_eq!(view(&world).purged_at, None, "nobody saw it gone");
    world.settle();
    assert!(world.bucket.objects.borrow().is_empty());
    assert!(view(&world).purged_at.is_some());
    assert_eq!(world.pair_broker().next_alarm().unwrap(), None);
    assert_eq!(status(read(&world, upload.id)), 410);
}

#[test]
fn the_deadline_is_recorded_before_a_byte_and_never_beyond_the_limit() {
    let world = World::with(&["lena"]);
    world.copied();
    let now = world.clock_now();
    let longest = now.plus(MAX_UPLOAD_RETENTION.checked_sub(PURGE_MARGIN).unwrap());
    for (asked, expected) in [
        (60, now.plus(Duration::from_mins(1))),
        (u64::MAX, longest),
        (MAX_UPLOAD_RETENTION.as_secs(), longest),
    ] {
        let ticket = begin(&world, 1, asked).unwrap();
        assert_eq!(ticket.deadline, expected);
        assert_eq!(upload_key::deadline(&ticket.key), Some(expected));
        assert_eq!(world.pair_request(ticket.id).upload, None);
        assert_eq!(
            begin(&world, 1, asked).unwrap(),
            ticket,
            "the same key, the same ticket"
        );
    }
    for size in [0, MAX_UPLOAD_BYTES + 1] {
        assert_eq!(begin(&world, size, 60).unwrap_err().code(), "upload-size");
    }
}

#[test]
fn a_file_that_never_arrives_ends_its_request_and_leaves_nothing() {
    let world = World::with(&["lena"]);
    world.copied();
    let ticket = begin(&world, 10, 24 * 3600).unwrap();
    assert_eq!(status(read(&world, ticket.id)), 409, "not yet there");
    // Some bytes came, and nobody said that they all did.
    let objects = &world.bucket.objects;
    objects.borrow_mut().insert(ticket.key.clone(), vec![1]);
    world.settle_for(Duration::from_mins(20));
    let view = world.pair_request(ticket.id);
    assert_eq!(view.state, RequestState::Failed);
    assert_eq!(status(read(&world, ticket.id)), 410);
    let late = PairCommand::UploadStored {
        id: ticket.id,
        size: 10,
        sha256: "00".repeat(32),
    };
    assert_eq!(status(world.pair(late)), 410);
    world.settle_for(Duration::from_hours(25));
    assert!(objects.borrow().is_empty());

    let ticket = begin(&world, 11, 24 * 3600).unwrap();
    objects.borrow_mut().insert(ticket.key.clone(), vec![1]);
    let view = pair_request_of(world.pair(PairCommand::UploadNotStored {
        id: ticket.id,
        reason: "The connection broke.".to_owned(),
    }));
    assert_eq!(view.state, RequestState::Failed);
    world.settle();
    assert!(objects.borrow().is_empty(), "what had come is deleted");
}

#[test]
fn a_file_is_deleted_when_it_is_asked_for() {
    let world = World::with(&["lena"]);
    world.copied();
    let upload = world.upload(&world.mapping_file(), false);
    let delete = || {
        pair_request_of(world.pair(PairCommand::DeleteUpload {
            id: upload.id,
            by: admin(),
        }))
    };
    let view = delete();
    assert!(view.upload.unwrap().purged_at.is_some());
    assert_eq!(view.state, RequestState::Completed, "its check stands");
    assert!(world.bucket.objects.borrow().is_empty());
    assert_eq!(status(read(&world, upload.id)), 410);
    delete();

    // Before it was checked, its request ends; the check finds nothing to do.
    let ticket = begin(&world, 1, 60).unwrap();
    world
        .bucket
        .objects
        .borrow_mut()
        .insert(ticket.key, vec![1]);
    pair_request_of(world.pair(PairCommand::UploadStored {
        id: ticket.id,
        size: 1,
        sha256: "00".repeat(32),
    }));
    let view = pair_request_of(world.pair(PairCommand::DeleteUpload {
        id: ticket.id,
        by: admin(),
    }));
    assert_eq!(view.state, RequestState::Failed);
    world.settle();
    assert_eq!(world.pair_request(ticket.id), view);
}

#[test]
fn another_uploads_id_or_an_unknown_one_is_not_found() {
    let world = World::with(&["lena"]);
    let copy = world.copied();
    for id in [copy.id, RequestId::from_random_bytes([8; 16])] {
        assert_eq!(status(read(&world, id)), 404);
    }
}

#[test]
fn a_broken_file_fails_with_its_findings_and_a_broken_row_is_held_back() {
    let world = World::with(&["lena", "mia"]);
    world.copied();
    let file = world.mapping_file();

    let semicolons = world.upload(&file.replace(',', ";"), true);
    assert_eq!(semicolons.state, RequestState::Failed);
    assert!(semicolons.reason.unwrap().contains("CW-F-001"));
    assert_eq!(world.requests(crate::people::fabrikam()).len(), 2, "no map");

    let row = file.lines().find(|line| line.contains("lena@")).unwrap();
    let wrong = row.replace(",Copied", "not-a-guid,Copied");
    let held_back = world.upload(&file.replace(row, &wrong), true);
    // Mia's row is whole, and leads nowhere.
    assert_done(&held_back, RequestState::CompletedWithWarnings);
    assert!(
        held_back
            .warnings
            .iter()
            .any(|text| text.contains("CW-M-001"))
    );
    let map = &world.requests(crate::people::fabrikam())[0];
    assert_eq!(map.state, RequestState::Failed, "nothing was mapped");
    let lena = world.identity("lena");
    assert_eq!(lena.state, IdentityState::Conflict);
    assert!(lena.message.unwrap().contains("not applied"));
}

#[test]
fn what_the_edge_says_about_a_file_is_what_a_browser_says() {
    let names = ["lena", "mia", "tom", "zoe"];
    let world = World::with(&names);
    world.copied();
    let downloaded = world.mapping_file();
    let lena = crate::people::target_id("lena").to_string();
    let text = [("lena", lena.as_str()), ("mia", &lena), ("tom", "nobody")]
        .iter()
        .fold(downloaded.clone(), |text, (name, target)| {
            let row = text.lines().find(|line| line.contains(&format!("{name}@")));
            let row = row.unwrap().to_owned();
            text.replace(&row, &row.replace(",Copied", &format!("{target},Copied")))
        });
    let upload = world.upload(&text, false);

    let contents = world.directory.contents.borrow();
    let mail_users: Vec<_> = contents.mail_users.values().cloned().collect();
    let references = References {
        baseline: Some(mapping_file::open(downloaded.into_bytes()).unwrap().into()),
        mail_users: Some(mail_users.into()),
        accepted_domains: Some(contents.accepted_domains.clone()),
        ..References::default()
    };
    let file = mapping_file::open(text.into_bytes()).unwrap();
    let findings = checks::check(&file, &references);
    let said: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note)
        .map(|finding| {
            let row = finding.row.unwrap();
            format!("Row {row}: {} ({})", finding.message, finding.code)
        })
        .collect();
    assert!(said.len() >= 3, "{said:?}");
    assert_eq!(upload.warnings, said);
    let summary = checks::summarise(&file, &findings);
    assert_eq!(upload.counts.total, summary.rows);
    assert_eq!(upload.counts.failed, summary.held_back);
    assert_eq!((summary.rows, summary.held_back), (4, 3));
}

#[test]
fn a_file_downloaded_before_a_map_can_be_uploaded_after_it() {
    let world = World::with(&["lena"]);
    world.copied();
    let file = world.mapping_file();
    world.map(false);
    let upload = world.upload(&file, true);
    assert_done(&upload, RequestState::Completed);
    assert_eq!(world.identity("lena").state, IdentityState::Mapped);
}

#[test]
fn a_file_that_is_deleted_while_it_is_checked_stays_deleted() {
    let world = World::with(&["lena"]);
    world.copied();
    let file = world.mapping_file();
    let ticket = begin(&world, file.len() as u64, 3600).unwrap();
    world
        .bucket
        .objects
        .borrow_mut()
        .insert(ticket.key, file.clone().into_bytes());
    pair_request_of(world.pair(PairCommand::UploadStored {
        id: ticket.id,
        size: file.len() as u64,
        sha256: "00".repeat(32),
    }));
    world.directory.fail_next(&[Fault::Slow]);
    let broker = world.pair_broker();
    let mut check = Box::pin(broker.run_due());
    assert!((&mut check).now_or_never().is_none(), "it waits");
    let deleted = pair_request_of(world.pair(PairCommand::DeleteUpload {
        id: ticket.id,
        by: admin(),
    }));
    assert_eq!(deleted.state, RequestState::Failed);
    futures::executor::block_on(check);
    world.settle();
    assert_eq!(world.pair_request(ticket.id), deleted);
}

#[test]
fn a_file_that_was_used_is_kept_no_longer() {
    let world = World::with(&["lena"]);
    world.copied();
    let target = crate::people::target_id("lena");
    let file = world
        .mapping_file()
        .replace(",Copied", &format!("{target},Copied"));
    let upload = world.upload(&file, false);
    assert!(read(&world, upload.id).is_ok(), "it waits for its map");
    let map = world.map(true);
    assert_done(&map, RequestState::Completed);
    assert!(world.bucket.objects.borrow().is_empty());
    assert_eq!(status(read(&world, upload.id)), 410);
    let ended = world.pair_request(upload.id).upload.unwrap();
    assert!(ended.purged_at.is_some() && ended.deadline < upload.upload.unwrap().deadline);

    // Used once; a map that could do nothing leaves its file for another try.
    let again = world.pair(PairCommand::Map {
        use_csv: true,
        by: admin(),
        idempotency_key: None,
    });
    assert_eq!(status(again), 409);
    let idle = world.upload(
        &world.mapping_file().replace(&target.to_string(), "x"),
        true,
    );
    assert_eq!(
        world.requests(crate::people::fabrikam())[0].state,
        RequestState::Failed
    );
    assert!(read(&world, idle.id).is_ok());
}
