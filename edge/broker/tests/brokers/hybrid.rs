//! MailUsers that are written on-premises, and what comes back from there.

use broker::{
    messages::{PairCommand, PairReply},
    refusal::Refusal,
};
use shared::{
    api::HybridProgressView,
    exports::{AFTER_HYBRID, HybridOutcome, HybridResult},
    ids::ObjectId,
    mapping_file::{self, RowId},
    workflow::{IdentityState, RequestState},
};

use crate::{
    people::{admin, mailbox, source_id, target_id},
    world::{World, assert_done, pair_request_of},
};

/// Lena's MailUser belongs to an on-premises directory, Mia's to the cloud.
fn mapped() -> World {
    let world = World::with(&["lena", "mia"]);
    world.copied();
    world
        .directory
        .change_mail_user("lena", |user| user.is_dir_synced = true);
    assert_done(&world.map(false), RequestState::Completed);
    world
}

fn identities(world: &World) -> Result<String, Refusal> {
    match world.pair(PairCommand::HybridIdentities)? {
        PairReply::HybridIdentities(text) => Ok(text),
        other => panic!("{other:?}"),
    }
}

fn outcome(name: &str, result: HybridResult, message: &str) -> HybridOutcome {
    HybridOutcome {
        source: source_id(name),
        target: target_id(name),
        result,
        at: World::with(&[]).clock_now(),
        message: message.to_owned(),
    }
}

fn hand_in(world: &World, outcomes: Vec<HybridOutcome>) -> Result<HybridProgressView, Refusal> {
    match world.pair(PairCommand::HybridProgress { outcomes })? {
        PairReply::HybridProgress(view) => Ok(*view),
        other => panic!("{other:?}"),
    }
}

fn cell(csv: &str, row: u32, column: &str) -> String {
    let file = mapping_file::open(csv.as_bytes().to_vec()).unwrap();
    let at = file.column_named(column).unwrap();
    file.cell(RowId(row), at).into_owned()
}

#[test]
fn the_package_holds_whom_the_cloud_cannot_write_with_all_that_a_move_needs() {
    let world = World::with(&["lena"]);
    world.copied();
    assert_eq!(identities(&world).unwrap_err().code(), "too-early");

    let world = mapped();
    // The cloud has some of it already; on-premises it may still be missing.
    let lena = mailbox("lena");
    world.directory.change_mail_user("lena", |user| {
        user.exchange_guid = Some(lena.exchange_guid);
        user.email_addresses.push("x500:/o=Old/cn=lena".to_owned());
    });
    let csv = identities(&world).unwrap();
    assert_eq!(csv.lines().count(), 2, "Mia is not in it: {csv}");
    for (column, value) in [
        ("SourceUserPrincipalName", "lena@contoso.example".to_owned()),
        (
            "TargetUserPrincipalName",
            "lena@fabrikam.example".to_owned(),
        ),
        (
            "TargetPrimarySmtpAddress",
            "lena@fabrikam.example".to_owned(),
        ),
        ("SetExternalEmailAddress", String::new()),
        ("SetPrimarySmtpAddress", "lena@fabrikam.example".to_owned()),
        ("SetExchangeGuid", lena.exchange_guid.to_string()),
        ("SetArchiveGuid", lena.archive_guid.unwrap().to_string()),
        ("Problem", String::new()),
    ] {
        assert_eq!(cell(&csv, 0, column), value, "{column}");
    }
    let added: Vec<String> = serde_json::from_str(&cell(&csv, 0, "AddEmailAddresses")).unwrap();
    assert_eq!(
        added,
        [
            "x500:/o=Old/cn=lena",
            "x500:/o=ExchangeLabs/ou=Group/cn=Recipients/cn=lena"
        ]
    );

    world
        .directory
        .change_mail_user("lena", |user| user.is_dir_synced = false);
    assert_eq!(identities(&world).unwrap_err().code(), "too-early");
}

#[test]
fn whom_the_script_cannot_write_either_is_in_the_package_with_the_reason() {
    let world = mapped();
    world.directory.change_mail_user("lena", |user| {
        user.email_addresses
            .push("smtp:o'lena@contoso.example".to_owned());
    });
    let csv = identities(&world).unwrap();
    let problem = cell(&csv, 0, "Problem");
    assert!(
        problem.ends_with(
            "Set-MailUser -Identity 'lena@fabrikam.example' -EmailAddresses \
             @{Remove='smtp:o''lena@contoso.example'}"
        ),
        "{problem}"
    );
    assert_eq!(cell(&csv, 0, "SetExchangeGuid"), "");
    assert_eq!(cell(&csv, 0, "AddEmailAddresses"), "[]");
}

#[test]
fn what_was_written_there_is_completed_only_when_the_cloud_shows_it() {
    let world = mapped();
    let written = || vec![outcome("lena", HybridResult::Written, "Look at it.")];
    for _ in 0..2 {
        let view = hand_in(&world, written()).unwrap();
        assert_eq!((view.written, view.failed, view.not_taken_count), (1, 0, 0));
        assert_eq!(view.next, AFTER_HYBRID);
        let lena = world.identity("lena");
        assert_eq!(lena.state, IdentityState::Written);
        let message = lena.message.unwrap();
        assert!(message.contains("Look at it.") && message.ends_with(AFTER_HYBRID));
    }
    // Not synchronised yet: the cloud says what is missing.
    world.verify();
    assert_eq!(world.identity("lena").state, IdentityState::Failed);

    hand_in(&world, written()).unwrap();
    let lena = mailbox("lena");
    world.directory.change_mail_user("lena", |user| {
        user.exchange_guid = Some(lena.exchange_guid);
        user.archive_guid = lena.archive_guid;
        user.email_addresses.extend([
            "x500:/o=Old/cn=lena".to_owned(),
            format!("x500:{}", lena.legacy_exchange_dn),
        ]);
    });
    world.verify();
    assert_eq!(world.identity("lena").state, IdentityState::Completed);

    // What was read back counts, whatever an old file says.
    for result in [
        HybridResult::Failed,
        HybridResult::Written,
        HybridResult::Restored,
    ] {
        let view = hand_in(&world, vec![outcome("lena", result, "")]).unwrap();
        assert_eq!((view.written, view.not_taken_count), (0, 1));
        assert_eq!(world.identity("lena").state, IdentityState::Completed);
    }
}

#[test]
fn what_went_wrong_or_was_put_back_there_is_said_here() {
    for (result, state, part) in [
        (HybridResult::Failed, IdentityState::Failed, "Not written"),
        (
            HybridResult::Interrupted,
            IdentityState::Failed,
            "interrupted",
        ),
        (
            HybridResult::NotRestored,
            IdentityState::Failed,
            "Not put back",
        ),
        (HybridResult::Restored, IdentityState::Skipped, "Put back"),
        (HybridResult::Unchanged, IdentityState::Written, "Written"),
    ] {
        let world = mapped();
        hand_in(&world, vec![outcome("lena", result, "As the script said.")]).unwrap();
        let lena = world.identity("lena");
        assert_eq!(lena.state, state, "{result:?}");
        assert_eq!(lena.target_id, Some(target_id("lena")));
        let message = lena.message.unwrap();
        assert!(message.contains(part) && message.contains("As the script said."));
        assert_eq!(world.identity("mia").state, IdentityState::Mapped);
    }
}

#[test]
fn a_progress_about_others_or_other_mail_users_changes_nothing() {
    let world = mapped();
    let before = world.identities();
    let stranger = outcome("nobody", HybridResult::Written, "");
    let mut elsewhere = outcome("lena", HybridResult::Written, "");
    elsewhere.target = target_id("mia");
    let twice: ObjectId = source_id("lena");
    let view = hand_in(&world, vec![stranger.clone(), elsewhere]).unwrap();
    assert_eq!((view.written, view.not_taken_count), (0, 2));
    assert_eq!(view.not_taken[1].source_external_directory_object_id, twice);
    assert_eq!(world.identities(), before);

    let many = (0..700).map(|_| stranger.clone()).collect();
    let view = hand_in(&world, many).unwrap();
    assert_eq!((view.not_taken.len(), view.not_taken_count), (100, 700));
}

#[test]
fn a_progress_waits_for_the_request_that_runs_and_is_all_or_nothing() {
    let world = mapped();
    pair_request_of(world.pair(PairCommand::Verify {
        by: admin(),
        idempotency_key: None,
    }));
    let both = || {
        vec![
            outcome("lena", HybridResult::Written, ""),
            outcome("mia", HybridResult::Failed, ""),
        ]
    };
    assert_eq!(hand_in(&world, both()).unwrap_err().code(), "conflict");
    world.settle();

    let before = world.identities();
    let mut number = 0;
    loop {
        world.fault.arm(number);
        let outcome = hand_in(&world, both());
        let left = world.fault.disarm();
        if left.is_some() {
            assert_eq!(outcome.unwrap().failed, 1);
            break;
        }
        assert_eq!(
            outcome.unwrap_err().code(),
            "internal",
            "statement {number}"
        );
        assert_eq!(world.identities(), before, "statement {number}");
        number += 1;
    }
    assert!(number > 2, "only {number} statements");
    assert_eq!(world.identity("lena").state, IdentityState::Written);
}
