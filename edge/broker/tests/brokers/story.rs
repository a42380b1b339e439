//! The whole flow, as the people who do it would tell it.

use shared::{
    address,
    workflow::{IdentityState, RequestState},
};

use crate::{
    people::{contoso, fabrikam, mail_user, mailbox, pair, source_id, target_id},
    world::{World, assert_done, request_of},
};
use broker::messages::{Address, PairCommand, PairReply, TenantCommand, TenantReply};

#[test]
fn a_scope_goes_from_contoso_to_fabrikam() {
    let mut world = World::with(&["lena", "mia", "tom"]);
    world.delivers_twice = true;
    // Tom's MailUser leads nowhere yet, and nobody matches him.
    world.directory.change_mail_user("tom", |tom| {
        tom.external_email_address = Some("SMTP:t.old@elsewhere.example".to_owned());
    });

    // Contoso asks.
    let asked = world.ask_copy();
    assert_eq!(asked.state, RequestState::AwaitingTargetTenantApproval);
    assert_eq!(asked.percent, 10);
    assert_eq!(asked.scope.as_ref().unwrap().members, 3);
    world.settle();
    assert!(
        world.requests(fabrikam()).is_empty(),
        "nobody told Fabrikam"
    );

    // Fabrikam is told the RequestID and by whom, and looks.
    let shown = request_of(world.tenant(
        contoso(),
        TenantCommand::Present {
            id: asked.id,
            target: fabrikam(),
        },
    ));
    assert_eq!(shown.digest, asked.digest);
    world.settle();
    assert_eq!(world.requests(fabrikam()).len(), 1);

    // Fabrikam accepts; the mailboxes are copied.
    world.accept(&shown, false);
    world.settle();
    for view in [world.pair_request(asked.id), world.source_request(asked.id)] {
        assert_done(&view, RequestState::Completed);
        assert_eq!(view.counts.done, 3);
    }
    assert_eq!(world.identities().len(), 3);

    // It maps by address, and then Tom by file.
    let mapped = world.map(false);
    assert_done(&mapped, RequestState::CompletedWithWarnings);
    assert_eq!((mapped.counts.done, mapped.counts.failed), (2, 1));
    let tom = world.identity("tom");
    assert_eq!(tom.state, IdentityState::Unmapped);
    assert!(tom.message.unwrap().contains("Set-MailUser"));
    let file = world.mapping_file();
    let row = file.lines().find(|line| line.contains("tom@")).unwrap();
    let edited = row.replace(",Unmapped", &format!("{},Unmapped", target_id("tom")));
    let upload = world.upload(&file.replace(row, &edited), true);
    assert_done(&upload, RequestState::Completed);
    assert!(upload.upload.is_some());
    let by_file = &world.requests(fabrikam())[0];
    assert_done(by_file, RequestState::Completed);
    assert_eq!(by_file.counts.done, 3);

    // It writes.
    let written = world.write();
    assert_done(&written, RequestState::Completed);
    for name in ["lena", "mia", "tom"] {
        assert_ready(&world, name);
        assert_eq!(world.identity(name).state, IdentityState::Completed);
    }

    // It verifies; both sides keep their own reports.
    assert_done(&world.verify(), RequestState::Completed);
    let target_report = world.report(written.id);
    assert_eq!(target_report.identities.len(), 3);
    assert!(
        target_report
            .identities
            .iter()
            .all(|row| row.state == IdentityState::Completed
                && row.target_external_directory_object_id.is_some())
    );
    let source_report = world.source_report(asked.id);
    assert_eq!(source_report.identities.len(), 3);
    assert!(
        source_report
            .identities
            .iter()
            .all(|row| row.state == IdentityState::Copied
                && row.target_external_directory_object_id.is_none())
    );
    assert_eq!(
        source_report.identities[0].source_external_directory_object_id,
        source_id("lena")
    );

    // Looking it up again leads to where it lies now.
    let lookup = TenantCommand::Present {
        id: asked.id,
        target: fabrikam(),
    };
    let again = request_of(world.tenant(contoso(), lookup));
    assert_done(&again, RequestState::Completed);
    world.settle();
    let (id, viewer) = (asked.id, fabrikam());
    assert_eq!(
        world.tenant(fabrikam(), TenantCommand::Request { id, viewer }),
        Ok(TenantReply::Elsewhere(Address::Pair(pair())))
    );

    // Who sees what.
    assert_eq!(world.requests(contoso()).len(), 1);
    assert_eq!(world.requests(fabrikam()).len(), 6);
    assert_eq!(
        world.tenant(fabrikam(), TenantCommand::Pairs),
        Ok(TenantReply::Pairs(vec![contoso()]))
    );
    let Ok(PairReply::Overview(overview)) = world.pair(PairCommand::Overview) else {
        panic!()
    };
    assert_eq!(overview.identities, 3);
    assert_eq!(overview.states[0].state, IdentityState::Completed);
}

/// What Fabrikam's directory must hold of a written mailbox.
fn assert_ready(world: &World, name: &str) {
    let (user, source) = (world.directory.mail_user_named(name), mailbox(name));
    assert_eq!(user.exchange_guid, Some(source.exchange_guid));
    assert_eq!(user.archive_guid, source.archive_guid);
    assert_eq!(
        user.primary_smtp_address,
        mail_user(name).primary_smtp_address
    );
    assert_eq!(
        user.external_email_address.as_deref(),
        Some(format!("SMTP:{name}@contoso.example").as_str())
    );
    for x500 in [
        format!("x500:/o=Old/cn={name}"),
        format!("x500:{}", source.legacy_exchange_dn),
    ] {
        assert!(address::contains(&user.email_addresses, &x500), "{x500}");
    }
    assert!(
        !user
            .email_addresses
            .iter()
            .any(|entry| entry.contains("contoso.example")),
        "{user:?}"
    );
}

#[test]
fn a_scope_of_more_than_one_slice_is_copied_mapped_and_written_whole() {
    let names: Vec<String> = (0..123).map(|n| format!("person{n:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let world = World::with(&names);
    assert_done(&world.copied(), RequestState::Completed);
    assert_done(&world.map(false), RequestState::Completed);
    assert_done(&world.write(), RequestState::Completed);
    assert_done(&world.verify(), RequestState::Completed);
    let request = &world.requests(contoso())[0];
    assert_eq!(world.source_report(request.id).identities.len(), 123);
    assert_eq!(world.identities().len(), 123);
    // One call each was enough, since their addresses were right already.
    assert_eq!(world.directory.changes.borrow().len(), 123);
}

#[test]
fn a_mail_user_that_cannot_be_written_does_not_keep_the_others() {
    let world = World::with(&["lena", "mikey", "synced", "gone"]);
    // The guide's own incorrect MailUser.
    world.directory.change_mail_user("mikey", |mikey| {
        mikey.email_addresses = vec![
            "smtp:mikey@fabrikam.example".to_owned(),
            "SMTP:mikey@contoso.example".to_owned(),
        ];
        mikey.primary_smtp_address = "mikey@contoso.example".to_owned();
    });
    world
        .directory
        .change_mail_user("synced", |user| user.is_dir_synced = true);
    world.copied();
    let map = world.map(false);
    assert_done(&map, RequestState::Completed);
    assert_eq!(map.warnings.len(), 1, "two MailUsers need a remark");
    world
        .directory
        .contents
        .borrow_mut()
        .mail_users
        .remove(&target_id("gone"));

    let written = world.write();
    assert_done(&written, RequestState::CompletedWithWarnings);
    assert_eq!(
        (
            written.counts.done,
            written.counts.skipped,
            written.counts.failed
        ),
        (1, 1, 2)
    );
    assert_eq!(
        world.states(),
        [
            ("gone".to_owned(), IdentityState::Failed),
            ("lena".to_owned(), IdentityState::Completed),
            ("mikey".to_owned(), IdentityState::Failed),
            ("synced".to_owned(), IdentityState::Skipped),
        ]
    );
    let mikey = world.identity("mikey").message.unwrap();
    for part in [
        "mikey@contoso.example",
        "-PrimarySmtpAddress 'mikey@fabrikam.example'",
        "@{Remove='smtp:mikey@contoso.example'}",
    ] {
        assert!(mikey.contains(part), "{mikey}");
    }
    let changed: Vec<_> = world
        .directory
        .changes
        .borrow()
        .iter()
        .map(|(id, _)| *id)
        .collect();
    assert_eq!(changed, [target_id("lena")], "nobody else was touched");

    // Who has no MailUser any more is let go of by the next map.
    let again = world.map(false);
    assert_done(&again, RequestState::CompletedWithWarnings);
    assert_eq!((again.counts.done, again.counts.failed), (3, 1));
    let gone = world.identity("gone");
    assert_eq!(
        (gone.state, gone.target_id),
        (IdentityState::Unmapped, None)
    );

    // The admin follows the message; the next write completes it.
    world.directory.change_mail_user("mikey", |mikey| {
        *mikey = mail_user("mikey");
    });
    world.write();
    assert_eq!(world.identity("mikey").state, IdentityState::Completed);

    // What was written on-premises is found by verifying.
    assert_eq!(world.identity("synced").state, IdentityState::Skipped);
    world.verify();
    assert_eq!(world.identity("synced").state, IdentityState::Skipped);
    world.directory.change_mail_user("synced", |user| {
        let source = mailbox("synced");
        user.exchange_guid = Some(source.exchange_guid);
        user.archive_guid = source.archive_guid;
        user.email_addresses.extend([
            "x500:/o=Old/cn=synced".to_owned(),
            format!("x500:{}", source.legacy_exchange_dn),
        ]);
    });
    world.verify();
    assert_eq!(world.identity("synced").state, IdentityState::Completed);
}

#[test]
fn who_joins_is_named_and_who_leaves_is_not_copied() {
    let world = World::with(&["lena", "mia", "tom"]);
    let asked = world.ask_copy();
    {
        use crate::people::{engineering, member};
        let mut contents = world.directory.contents.borrow_mut();
        let members = contents.members.get_mut(&engineering().group_id).unwrap();
        members.retain(|one| one.name != "tom");
        members.push(member("late"));
        let late = mailbox("late");
        contents.mailboxes.insert(late.id, late);
        contents.mailboxes.remove(&source_id("mia"));
    }
    world.accept(&asked, false);
    world.settle();
    for view in [world.pair_request(asked.id), world.source_request(asked.id)] {
        assert_done(&view, RequestState::CompletedWithWarnings);
        assert_eq!(
            (view.counts.done, view.counts.skipped, view.counts.failed),
            (1, 1, 1)
        );
        assert!(view.warnings.iter().any(|text| text.contains("late")));
    }
    assert_eq!(world.states(), [("lena".to_owned(), IdentityState::Copied)]);
    assert_eq!(world.source_report(asked.id).identities.len(), 3);
}

#[test]
fn long_lists_come_in_pages_newest_first_and_whole() {
    let names: Vec<String> = (0..203).map(|n| format!("person{n:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let world = World::with(&names);
    // Several in the same millisecond, and then later ones.
    let mut asked = Vec::new();
    for number in 0..205 {
        if number % 50 == 0 {
            world.pass(std::time::Duration::from_secs(1));
        }
        asked.push(world.ask_copy());
    }
    let listed = world.requests(contoso());
    assert_eq!(listed.len(), asked.len());
    assert!(
        listed
            .windows(2)
            .all(|two| (two[0].created_at, two[0].id) > (two[1].created_at, two[1].id))
    );
    world.accept(&asked[0], false);
    world.settle();
    let identities = world.identities();
    assert_eq!(identities.len(), names.len());
    let distinct: std::collections::BTreeSet<_> =
        identities.iter().map(|one| one.source.id).collect();
    assert_eq!(distinct.len(), names.len());
}
