//! Crashes and faults at every call to a directory: the flow ends as if nothing
//! had happened, nothing twice, nothing lost.

use broker::messages::{PairCommand, TenantCommand};
use broker::ports::{DirectoryError, MailUserChange, Sql as _, Value};
use shared::{
    identity::TargetMailUser,
    ids::ObjectId,
    workflow::{IdentityState, RequestState},
};

use crate::{
    directory::Fault,
    people::{admin, contoso, fabrikam},
    world::{World, assert_done, pair_request_of},
};

const NAMES: [&str; 4] = ["lena", "mia", "tom", "zoe"];

/// The MailUsers that were kept before the write, by name.
fn before_images(world: &World) -> Vec<TargetMailUser> {
    let rows = world
        .pair
        .execute("SELECT mail_user FROM before_images", &[])
        .unwrap();
    let mut images: Vec<TargetMailUser> = rows
        .iter()
        .map(|row| match &row.0[0] {
            Value::Text(text) => serde_json::from_str(text).unwrap(),
            other => panic!("{other:?}"),
        })
        .collect();
    images.sort_by(|a, b| a.display_name.cmp(&b.display_name));
    images
}

/// What is left of a whole flow.
#[derive(PartialEq, Eq, Debug)]
struct End {
    states: Vec<(String, IdentityState)>,
    before_images: Vec<TargetMailUser>,
    mail_users: Vec<TargetMailUser>,
    changes: Vec<(ObjectId, MailUserChange)>,
}

/// Copy, map and write, with a fault at one call; answers how it ended and how
/// many calls there were.
fn flow(fault: Option<(usize, Fault)>) -> (End, usize) {
    let world = World::with(&NAMES);
    // Each takes both calls of the write.
    for name in NAMES {
        world.directory.change_mail_user(name, |user| {
            user.email_addresses
                .push(format!("smtp:{name}.alias@fabrikam.example"));
            user.external_email_address = Some(format!("SMTP:{name}@elsewhere.example"));
        });
    }
    for name in NAMES {
        // So that they match although they lead elsewhere.
        world
            .directory
            .contents
            .borrow_mut()
            .mailboxes
            .get_mut(&crate::people::source_id(name))
            .unwrap()
            .primary_smtp_address = format!("{name}@contoso.example");
    }
    let asked = world.ask_copy();
    let before = world.directory.calls.get();
    if let Some((number, fault)) = fault {
        world
            .directory
            .faults
            .borrow_mut()
            .insert(before + number, fault);
    }
    world.accept(&asked, false);
    world.settle_for(std::time::Duration::from_mins(20));
    assert_done(&world.pair_request(asked.id), RequestState::Completed);
    assert_eq!(world.source_report(asked.id).identities.len(), NAMES.len());
    let file = world.mapping_file();
    let rows: Vec<String> = file
        .lines()
        .map(
            |line| match NAMES.iter().find(|name| line.contains(&format!("{name}@"))) {
                Some(name) => line.replace(
                    ",Copied",
                    &format!("{},Copied", crate::people::target_id(name)),
                ),
                None => line.to_owned(),
            },
        )
        .collect();
    assert_done(
        &world.upload(&(rows.join("\r\n") + "\r\n"), false),
        RequestState::Completed,
    );
    assert_done(&world.map(true), RequestState::Completed);
    assert_done(&world.write(), RequestState::Completed);
    assert_done(&world.verify(), RequestState::Completed);
    assert_eq!(world.requests(contoso()).len(), 1);
    let contents = world.directory.contents.borrow();
    let end = End {
        states: world.states(),
        before_images: before_images(&world),
        mail_users: contents.mail_users.values().cloned().collect(),
        changes: world.directory.changes.borrow().clone(),
    };
    (end, world.directory.calls.get() - before)
}

/// Runs the flow with the fault at call 1, 2, 3 … until it passes untouched.
fn sweep(fault: &Fault) {
    let (expected, calls) = flow(None);
    assert!(calls > 20, "a sweep over {calls} calls says little");
    assert_eq!(expected.changes.len(), 2 * NAMES.len());
    assert_eq!(expected.before_images.len(), NAMES.len());
    for image in &expected.before_images {
        assert_eq!(image.exchange_guid, None, "taken after the write");
        let external = image.external_email_address.as_deref().unwrap();
        assert!(external.ends_with("@elsewhere.example"), "{external}");
    }
    for number in 1..=calls {
        let (end, _) = flow(Some((number, fault.clone())));
        assert_eq!(end.states, expected.states, "{fault:?} at call {number}");
        assert_eq!(
            end.before_images, expected.before_images,
            "{fault:?} at call {number}"
        );
        assert_eq!(
            end.mail_users, expected.mail_users,
            "{fault:?} at call {number}"
        );
        assert_eq!(
            end.changes, expected.changes,
            "written twice or not at all: {fault:?} at call {number}"
        );
    }
}

#[test]
fn a_crash_before_any_call_changes_nothing_in_the_end() {
    sweep(&Fault::CrashBefore);
}

#[test]
fn a_crash_after_any_call_changes_nothing_in_the_end() {
    sweep(&Fault::CrashAfter);
}

#[test]
fn a_broken_answer_to_any_call_changes_nothing_in_the_end() {
    sweep(&Fault::Answer(DirectoryError::Broken("reset".to_owned())));
}

#[test]
fn a_lost_answer_to_any_call_changes_nothing_in_the_end() {
    sweep(&Fault::AnswerAfter(DirectoryError::Broken(
        "reset".to_owned(),
    )));
}

#[test]
fn a_statement_that_fails_leaves_all_or_nothing() {
    let horizon = std::time::Duration::from_mins(30);
    let mut number = 0;
    loop {
        let world = World::with(&["lena", "mia"]);
        let asked = world.ask_copy();
        world.fault.arm(number);
        let first_try = world.tenant(
            contoso(),
            TenantCommand::Accept {
                id: asked.id,
                target: fabrikam(),
                by: admin(),
                digest: asked.digest.clone().unwrap(),
                overwrite: false,
            },
        );
        if first_try.is_err() {
            let view = world.source_request(asked.id);
            assert_eq!(view.state, RequestState::AwaitingTargetTenantApproval);
            world.accept(&asked, false);
        }
        world.settle_for(horizon);
        let copy = world.fault.paused(|| world.pair_request(asked.id));
        assert_done(&copy, RequestState::Completed);
        assert_eq!(copy.counts.done, 2, "fault at statement {number}");
        let report = world.fault.paused(|| world.source_report(asked.id));
        assert_eq!(report.identities.len(), 2, "fault at statement {number}");
        assert_eq!(report.request.state, RequestState::Completed);
        assert_eq!(world.fault.paused(|| world.requests(fabrikam())).len(), 1);

        let asked = |command| world.fault.paused(|| pair_request_of(world.pair(command)));
        let map = asked(PairCommand::Map {
            use_csv: false,
            by: admin(),
            idempotency_key: None,
        });
        world.settle_for(horizon);
        let write = asked(PairCommand::Write {
            by: admin(),
            idempotency_key: None,
        });
        world.settle_for(horizon);
        let left = world.fault.disarm();
        for id in [map.id, write.id] {
            let view = world.pair_request(id);
            assert_done(&view, RequestState::Completed);
            assert_eq!(view.counts.done, 2, "fault at statement {number}");
            assert_eq!(world.report(id).identities.len(), 2);
        }
        assert_eq!(world.directory.changes.borrow().len(), 2);
        assert_eq!(before_images(&world).len(), 2);
        assert_eq!(world.requests(fabrikam()).len(), 3);
        if left.is_some() {
            assert!(number > 150, "a sweep over {number} statements says little");
            return;
        }
        number += 1;
    }
}

#[test]
fn being_throttled_waits_as_long_as_it_is_asked_to() {
    let world = World::with(&["lena"]);
    let asked = world.ask_copy();
    world
        .directory
        .fail_next(&[Fault::Answer(DirectoryError::Throttled {
            retry_after_secs: Some(90),
        })]);
    world.accept(&asked, false);
    let began = world.clock_now();
    world.settle_for(std::time::Duration::from_mins(2));
    let view = world.pair_request(asked.id);
    assert_done(&view, RequestState::Completed);
    let waited = view.finished_at.unwrap().unix_millis() - began.unix_millis();
    assert!((90_000..100_000).contains(&waited), "{waited}");
}

#[test]
fn a_job_that_never_gets_anywhere_fails_with_the_reason() {
    for fault in [
        Fault::Answer(DirectoryError::Broken("no route".to_owned())),
        Fault::CrashBefore,
    ] {
        let world = World::with(&["lena"]);
        let asked = world.ask_copy();
        world.directory.fail_next(&vec![fault.clone(); 50]);
        world.accept(&asked, false);
        world.settle_for(std::time::Duration::from_mins(20));
        for view in [world.pair_request(asked.id), world.source_request(asked.id)] {
            assert_eq!(view.state, RequestState::Failed);
            let reason = view.reason.unwrap();
            assert!(reason.contains("8 tries"), "{reason}");
        }
        // Whatever comes next is not kept by it.
        world.directory.faults.borrow_mut().clear();
        world.copied();
        assert_eq!(world.states().len(), 1);
    }
}

#[test]
fn a_missing_consent_ends_a_job_at_once() {
    let world = World::with(&["lena"]);
    world.copied();
    world
        .directory
        .fail_next(&[Fault::Answer(DirectoryError::ConsentMissing)]);
    let view = world.map(false);
    assert_eq!(view.state, RequestState::Failed);
    assert!(view.reason.unwrap().contains("consent"));
    assert_eq!(view.percent, 0);
}

#[test]
fn a_refused_identity_does_not_keep_the_others() {
    let world = World::with(&["lena", "mia", "tom"]);
    world.copied();
    world.map(false);
    // Accepted domains, then the first identity's reading, then its writing.
    world.directory.faults.borrow_mut().insert(
        world.directory.calls.get() + 3,
        Fault::Answer(DirectoryError::Refused("out of the write scope".to_owned())),
    );
    let view = world.write();
    assert_done(&view, RequestState::CompletedWithWarnings);
    assert_eq!((view.counts.done, view.counts.failed), (2, 1));
    let failed = world
        .identities()
        .into_iter()
        .find(|one| one.state == IdentityState::Failed)
        .unwrap();
    assert!(failed.message.unwrap().contains("out of the write scope"));
    // Asking again is enough.
    assert_done(&world.write(), RequestState::Completed);
}

#[test]
fn what_was_sent_and_could_not_be_read_back_is_written() {
    let world = World::with(&["lena", "mia"]);
    world.copied();
    world.map(false);
    // Accepted domains; then the first of them: read, write, read back.
    world.directory.faults.borrow_mut().insert(
        world.directory.calls.get() + 4,
        Fault::Answer(DirectoryError::RoleMissing),
    );
    let view = world.write();
    assert_eq!(view.state, RequestState::Failed);
    let reason = view.reason.unwrap();
    assert!(reason.starts_with("In the target tenant"), "{reason}");
    let states: Vec<_> = world.identities().iter().map(|one| one.state).collect();
    assert_eq!(states, [IdentityState::Written, IdentityState::Mapped]);
    assert_done(&world.write(), RequestState::Completed);
    assert_eq!(
        world.directory.changes.borrow().len(),
        2,
        "nobody was written twice"
    );
}

#[test]
fn older_news_never_overwrites_newer() {
    let world = World::with(&["lena", "mia"]);
    let asked = world.ask_copy();
    world.accept(&asked, false);
    for outgoing in world.tenant_broker(contoso()).outgoing().unwrap() {
        world.deliver(&outgoing);
        world
            .tenant_broker(contoso())
            .delivered(outgoing.id)
            .unwrap();
    }
    while world.pair_request(asked.id).state != RequestState::Completed {
        futures::executor::block_on(world.pair_broker().run_due());
    }
    let mut news = world.pair_broker().outgoing().unwrap();
    assert_eq!(news.len(), 3, "the index, the scope, the copy");
    news.reverse();
    for outgoing in &news {
        world.deliver(outgoing);
    }
    assert_done(&world.source_request(asked.id), RequestState::Completed);
    assert_eq!(world.source_report(asked.id).identities.len(), 2);
    // Nobody said that they arrived: they come again, later.
    assert!(world.pair_broker().outgoing().unwrap().is_empty());
    world.pass(std::time::Duration::from_secs(10));
    assert_eq!(world.pair_broker().outgoing().unwrap().len(), 3);
}

#[test]
fn a_change_that_does_not_show_leaves_written_until_it_does() {
    let world = World::with(&["lena", "mia"]);
    world.copied();
    world.map(false);
    // Accepted domains; then the first of them: read, write.
    world
        .directory
        .faults
        .borrow_mut()
        .insert(world.directory.calls.get() + 3, Fault::Pretend);
    let view = world.write();
    assert_done(&view, RequestState::CompletedWithWarnings);
    assert_eq!((view.counts.done, view.counts.failed), (1, 1));
    let first = &world.identities()[0];
    assert_eq!(first.state, IdentityState::Written);
    assert!(first.message.as_ref().unwrap().contains("ExchangeGuid"));
    world.verify();
    assert_eq!(world.identities()[0].state, IdentityState::Failed);
    assert_done(&world.write(), RequestState::Completed);
}
