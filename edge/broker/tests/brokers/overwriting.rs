//! Copying again: skipped without overwrite, replaced with it, and never more
//! than the request's own identities.

use broker::messages::PairCommand;
use broker::ports::{Sql as _, Value};
use shared::workflow::{IdentityState, RequestState, SKIPPED_WITHOUT_OVERWRITE};

use crate::{
    people::{admin, engineering, member, source_id, target_id},
    world::{World, assert_done, pair_request_of},
};

#[test]
fn without_overwrite_what_was_copied_is_skipped_in_the_guides_words() {
    let world = World::with(&["lena", "mia"]);
    world.copied();
    world.map(false);
    // Somebody new joins the scope.
    {
        let mut contents = world.directory.contents.borrow_mut();
        contents
            .members
            .get_mut(&engineering().group_id)
            .unwrap()
            .push(member("tom"));
        let tom = crate::people::mailbox("tom");
        contents.mailboxes.insert(tom.id, tom);
    }
    let again = world.copied();
    assert_done(&again, RequestState::CompletedWithWarnings);
    assert_eq!((again.counts.done, again.counts.skipped), (1, 2));
    let skipped: Vec<_> = world
        .source_report(again.id)
        .identities
        .into_iter()
        .filter(|row| row.state == IdentityState::Skipped)
        .collect();
    assert_eq!(skipped.len(), 2);
    assert!(
        skipped
            .iter()
            .all(|row| row.failure_result.as_deref() == Some(SKIPPED_WITHOUT_OVERWRITE))
    );
    assert_eq!(
        world.states(),
        [
            ("lena".to_owned(), IdentityState::Mapped),
            ("mia".to_owned(), IdentityState::Mapped),
            ("tom".to_owned(), IdentityState::Copied),
        ]
    );
}

#[test]
fn with_overwrite_only_the_requests_identities_are_replaced_and_reset() {
    let world = World::with(&["lena", "mia"]);
    world.copied();
    world.map(false);
    world.write();
    {
        let mut contents = world.directory.contents.borrow_mut();
        contents
            .members
            .get_mut(&engineering().group_id)
            .unwrap()
            .retain(|one| one.name == "lena");
        contents
            .mailboxes
            .get_mut(&source_id("lena"))
            .unwrap()
            .display_name = "Lena Neu".to_owned();
    }
    let asked = world.ask_copy();
    world.accept(&asked, true);
    world.settle();
    let view = world.pair_request(asked.id);
    assert_done(&view, RequestState::Completed);
    assert!(view.overwrite);
    let lena = world.identity("lena");
    assert_eq!(lena.state, IdentityState::Copied);
    assert_eq!(lena.target_id, None);
    assert_eq!(lena.source.display_name, "Lena Neu");
    let mia = world.identity("mia");
    assert_eq!(mia.state, IdentityState::Completed);
    assert_eq!(mia.target_id, Some(target_id("mia")));
    // What was there is kept.
    let kept = world
        .pair
        .execute("SELECT source_id, identity FROM snapshots", &[])
        .unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].0[0], Value::Text(source_id("lena").to_string()));
    let Value::Text(identity) = &kept[0].0[1] else {
        panic!()
    };
    assert!(identity.contains(&target_id("lena").to_string()));
    assert!(!identity.contains("Lena Neu"));
    // She is mapped to the same MailUser again, which nobody else took.
    world.map(false);
    assert_eq!(world.identity("lena").target_id, Some(target_id("lena")));
}

#[test]
fn two_mailboxes_never_share_a_mail_user() {
    let world = World::with(&["lena", "mia"]);
    // Both of their addresses are on Lena's MailUser.
    world.directory.change_mail_user("lena", |lena| {
        lena.email_addresses
            .push("smtp:mia@contoso.example".to_owned());
    });
    world
        .directory
        .contents
        .borrow_mut()
        .mail_users
        .remove(&target_id("mia"));
    world.copied();
    let view = world.map(false);
    assert_eq!(view.state, RequestState::Failed, "a guess was made");
    assert!(
        world
            .states()
            .iter()
            .all(|(_, state)| *state == IdentityState::Conflict)
    );
    // By file, one of them gets it.
    let file = world.mapping_file();
    let row = file.lines().find(|line| line.contains("lena@")).unwrap();
    let edited = row.replace(",Conflict", &format!("{},Conflict", target_id("lena")));
    world.upload(&file.replace(row, &edited), true);
    assert_eq!(world.identity("lena").state, IdentityState::Mapped);
    assert_eq!(world.identity("mia").state, IdentityState::Conflict);
    // And the other cannot have it any more, by address or by file.
    let view = world.map(false);
    assert_done(&view, RequestState::CompletedWithWarnings);
    assert_eq!((view.counts.done, view.counts.failed), (1, 1));
    assert_eq!(world.identity("mia").state, IdentityState::Conflict);
    let why = world.identity("mia").message.unwrap();
    assert!(why.contains("belongs to lena@contoso.example"), "{why}");
}

#[test]
fn a_file_can_make_two_identities_change_places() {
    let world = World::with(&["lena", "mia"]);
    world.copied();
    world.map(false);
    let file = world.mapping_file();
    let (lena, mia) = (target_id("lena").to_string(), target_id("mia").to_string());
    let swapped = file
        .replace(&lena, "?")
        .replace(&mia, &lena)
        .replace('?', &mia);
    let upload = world.upload(&swapped, true);
    assert_done(&upload, RequestState::Completed);
    assert_eq!(world.identity("lena").target_id, Some(target_id("mia")));
    assert_eq!(world.identity("mia").target_id, Some(target_id("lena")));
}

#[test]
fn a_file_does_not_move_what_was_written() {
    let world = World::with(&["lena", "mia"]);
    // A spare MailUser that fits nobody.
    {
        let mut spare = crate::people::mail_user("spare");
        spare.external_email_address = None;
        world
            .directory
            .contents
            .borrow_mut()
            .mail_users
            .insert(spare.id, spare);
    }
    world.copied();
    world.map(false);
    world.write();
    let file = world.mapping_file().replace(
        &target_id("lena").to_string(),
        &target_id("spare").to_string(),
    );
    let upload = world.upload(&file, true);
    assert_done(&upload, RequestState::CompletedWithWarnings);
    assert_eq!(upload.counts.failed, 1);
    let lena = world.identity("lena");
    assert_eq!(lena.target_id, Some(target_id("lena")));
    assert_eq!(lena.state, IdentityState::Completed);
    let map = &world.requests(crate::people::fabrikam())[0];
    let row = &world.report(map.id).identities[0];
    assert!(row.failure_result.as_ref().unwrap().contains("not applied"));
}

#[test]
fn a_file_does_not_take_a_mail_user_from_whoever_keeps_it() {
    let (lena, mia) = (target_id("lena").to_string(), target_id("mia").to_string());
    // Lena's cell is empty, so she stays as she is; or she is asked to move, and
    // was written meanwhile.
    for written_meanwhile in [false, true] {
        let lenas_cell = if written_meanwhile { &mia } else { "" };
        let world = World::with(&["lena", "mia"]);
        world.copied();
        world.map(false);
        let file: String = world
            .mapping_file()
            .lines()
            .map(|line| {
                line.replace(&lena, lenas_cell)
                    .replace(&mia, if line.contains("mia@") { &lena } else { &mia })
                    + "\r\n"
            })
            .collect();
        if written_meanwhile {
            let users = &world.directory.contents;
            let away = users.borrow_mut().mail_users.remove(&target_id("mia"));
            world.write();
            let back = away.map(|user| (user.id, user));
            users.borrow_mut().mail_users.extend(back);
        }
        world.upload(&file, true);
        assert_eq!(world.identity("lena").target_id, Some(target_id("lena")));
        assert_eq!(world.identity("mia").target_id, Some(target_id("mia")));
        let why = world.identity("mia").message.unwrap();
        assert!(why.contains("lena@contoso.example"), "{why}");
        let map = &world.requests(crate::people::fabrikam())[0];
        assert_eq!(map.counts.failed, if lenas_cell.is_empty() { 1 } else { 2 });
    }
}

#[test]
fn after_an_overwriting_copy_a_write_waits_for_another_map() {
    let world = World::with(&["lena"]);
    world.copied();
    world.map(false);
    let asked = world.ask_copy();
    world.accept(&asked, true);
    world.settle();
    let refused = world.pair(PairCommand::Write {
        by: admin(),
        idempotency_key: None,
    });
    assert_eq!(refused.unwrap_err().code(), "too-early");
    world.map(false);
    assert_done(&world.write(), RequestState::Completed);
}

#[test]
fn a_write_touches_only_what_was_mapped_when_it_was_asked_for() {
    let world = World::with(&["lena", "mia"]);
    // Mia's MailUser fits her only later.
    let fits = world.directory.mail_user_named("mia");
    world.directory.change_mail_user("mia", |mia| {
        mia.external_email_address = None;
    });
    world.copied();
    world.map(false);
    let asked = |command| pair_request_of(world.pair(command));
    // A map waits, and behind it a write.
    world.directory.change_mail_user("mia", |mia| *mia = fits);
    let map = asked(PairCommand::Map {
        use_csv: false,
        by: admin(),
        idempotency_key: None,
    });
    let write = asked(PairCommand::Write {
        by: admin(),
        idempotency_key: None,
    });
    world.settle();
    assert_done(&world.pair_request(map.id), RequestState::Completed);
    assert_eq!(world.identity("mia").state, IdentityState::Mapped);
    assert_eq!(world.identity("lena").state, IdentityState::Completed);
    let written = world.pair_request(write.id);
    assert_done(&written, RequestState::CompletedWithWarnings);
    let why = world.report(write.id).identities[1].failure_result.clone();
    assert!(why.unwrap().contains("after the write was asked for"));
    assert_done(&world.write(), RequestState::Completed);
    assert_eq!(world.identity("mia").state, IdentityState::Completed);
}
