//! From Contoso's mailboxes to Fabrikam's MailUsers, as both admins.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use flows::{CONTOSO, Caller, Directory, FABRIKAM, Stage, directory::texts};
use reqwest::Method;
use serde_json::{Value, json};
use shared::{
    api::{IdentityView, Page, Report, RequestView, Side},
    mapping_file::{self, Column, RowId},
    workflow::{IdentityState, RequestKind, RequestState},
};

use crate::{accepted, asked, ran};

const NIL: &str = "00000000-0000-0000-0000-000000000000";

#[tokio::test]
async fn a_scope_goes_from_mailboxes_to_mail_users() {
    let stage = Stage::start(&[]);
    let source = stage.caller("admin@contoso.example").await;
    let target = stage.caller("admin@fabrikam.example").await;

    let copy = copied(&source, &target).await;
    let members = copy.scope.as_ref().unwrap().members;
    let before = mapped_by_address(&target, members).await;
    let unmapped = before
        .iter()
        .find(|one| one.state == IdentityState::Unmapped)
        .expect("wave 1 has a mailbox without a MailUser");
    assert!(unmapped.message.is_some(), "it must say why");
    let untouched = stage.directory().await;
    let free = free_mail_user(&untouched, &before);
    mapped_by_file(&stage, &target, unmapped, &free).await;

    let written = ran(&target, "write", json!({})).await;
    assert!(written.state.is_finished_work(), "{written:?}");
    let verified = ran(&target, "verify", json!({})).await;
    assert!(verified.state.is_finished_work(), "{verified:?}");

    let all = identities(&target).await;
    let completed: Vec<&IdentityView> = all
        .iter()
        .filter(|one| one.state == IdentityState::Completed)
        .collect();
    assert!(completed.len() > 25, "only {} completed", completed.len());
    assert!(
        completed
            .iter()
            .any(|one| one.source.id == unmapped.source.id)
    );
    the_directory_is_ready(&stage.directory().await, &untouched, &completed);
    both_report(&source, &target, &copy, &written, completed.len()).await;
}

/// Contoso asks, Fabrikam accepts, and the mailboxes are copied.
async fn copied(source: &Caller, target: &Caller) -> RequestView {
    let request = asked(source, "Migration wave 1").await;
    assert_eq!(request.state, RequestState::AwaitingTargetTenantApproval);
    assert_eq!((request.percent, request.side), (10, Side::Source));
    assert_eq!(request.scope.as_ref().unwrap().members, 40);
    assert!(
        !request.warnings.is_empty(),
        "the nested group of wave 1 was not named"
    );
    let copied = accepted(target, &request, false).await;
    assert_eq!(copied.state, RequestState::Completed, "{copied:?}");
    assert_eq!((copied.percent, copied.counts.done), (100, 40));
    request
}

async fn mapped_by_address(target: &Caller, members: u32) -> Vec<IdentityView> {
    let mapped = ran(target, "map", json!({ "useCsv": false })).await;
    assert_eq!(
        mapped.state,
        RequestState::CompletedWithWarnings,
        "{mapped:?}"
    );
    let all = identities(target).await;
    assert_eq!(all.len(), members as usize);
    assert!(all.iter().any(|one| one.state == IdentityState::Conflict));
    all
}

/// The mapping file goes down, is edited in one cell, and goes up and is mapped by.
async fn mapped_by_file(stage: &Stage, target: &Caller, unmapped: &IdentityView, mail_user: &str) {
    let before = newest(target, RequestKind::Map).await;
    let bytes = target
        .get_as(&format!("/pairs/{CONTOSO}/mapping-file"), "text/csv")
        .await;
    let edited = with_target(bytes, &unmapped.source.id.to_string(), mail_user);
    let reply = target
        .upload(
            &format!("/pairs/{CONTOSO}/uploads?autoProgress=true"),
            edited,
        )
        .await;
    assert_eq!(reply.status().as_u16(), 201);
    let upload: RequestView = reply.json().await.unwrap();
    let upload = target.finished(upload.id).await;
    assert!(upload.state.is_finished_work(), "{upload:?}");
    let map = newest(target, RequestKind::Map).await;
    assert_ne!(map.id, before.id, "AutoProgress did not add a map request");
    target.finished(map.id).await;

    let all = identities(target).await;
    let mended = all
        .iter()
        .find(|one| one.source.id == unmapped.source.id)
        .unwrap();
    assert_eq!(mended.state, IdentityState::Mapped);
    assert_eq!(mended.target_id.unwrap().to_string(), mail_user);
    taken_back_and_mapped_again(target, mended).await;

    // A file that was used is kept no longer.
    let read = format!("/pairs/{CONTOSO}/uploads/{}", upload.id);
    assert_eq!(target.call(Method::GET, &read).await.status(), 410);
    let begin = Instant::now();
    while !stage.keys_in_r2().is_empty() {
        assert!(begin.elapsed() < Duration::from_secs(20), "R2 holds it");
    }
}

/// Unmapping is an explicit action; a map by address does not find what a file named.
async fn taken_back_and_mapped_again(target: &Caller, mapped: &IdentityView) {
    let unmapped: Vec<IdentityView> = target
        .post(
            &format!("/pairs/{CONTOSO}/identities/unmap"),
            &json!({ "identities": [mapped.source.id] }),
        )
        .await;
    assert_eq!(unmapped.len(), 1);
    assert_eq!(unmapped[0].state, IdentityState::Unmapped);
    assert_eq!(unmapped[0].target_id, None);
    let bytes = target
        .get_as(&format!("/pairs/{CONTOSO}/mapping-file"), "text/csv")
        .await;
    let target_id = mapped.target_id.unwrap().to_string();
    let edited = with_target(bytes, &mapped.source.id.to_string(), &target_id);
    let path = format!("/pairs/{CONTOSO}/uploads?autoProgress=true");
    let reply = target.upload(&path, edited).await;
    let upload: RequestView = reply.json().await.unwrap();
    target.finished(upload.id).await;
    let map = newest(target, RequestKind::Map).await;
    target.finished(map.id).await;
    let all = identities(target).await;
    let again = all.iter().find(|one| one.source.id == mapped.source.id);
    assert_eq!(again.unwrap().target_id, mapped.target_id);
}

/// Every completed identity has all that a move needs; nobody else was changed.
fn the_directory_is_ready(now: &Directory, before: &Directory, completed: &[&IdentityView]) {
    let mut touched = BTreeSet::new();
    for identity in completed {
        let target = identity.target_id.unwrap().to_string();
        let mailbox = now.mailbox(CONTOSO, &identity.source.id.to_string());
        is_ready_to_move(mailbox, now.mail_user(FABRIKAM, &target));
        touched.insert(target);
    }
    for mail_user in now.mail_users(FABRIKAM) {
        let id = mail_user["ExternalDirectoryObjectId"].as_str().unwrap();
        if !touched.contains(id) {
            assert_eq!(
                mail_user,
                before.mail_user(FABRIKAM, id),
                "a MailUser that is not completed was changed"
            );
        }
    }
}

/// The source's report of the copy, and the target's of the write.
async fn both_report(
    source: &Caller,
    target: &Caller,
    copy: &RequestView,
    write: &RequestView,
    completed: usize,
) {
    let theirs: Report = source.get(&format!("/requests/{}/report", copy.id)).await;
    assert_eq!(theirs.request.side, Side::Source);
    assert_eq!(theirs.identities.len(), 40);
    assert!(
        theirs
            .identities
            .iter()
            .all(|row| row.target_external_directory_object_id.is_none()),
        "the source's report shows the target's objects"
    );
    let ours: Report = target.get(&format!("/requests/{}/report", write.id)).await;
    let count = |state| {
        ours.identities
            .iter()
            .filter(|row| row.state == state)
            .count()
    };
    assert_eq!(count(IdentityState::Completed), completed);
    assert!(
        ours.identities
            .iter()
            .any(|row| row.state == IdentityState::Skipped && row.failure_result.is_some()),
        "a MailUser synchronised from on-premises must be skipped with a reason"
    );
    for (caller, id) in [(source, copy.id), (target, write.id)] {
        let csv = caller
            .get_as(&format!("/requests/{id}/report"), "text/csv")
            .await;
        let text = String::from_utf8(csv).unwrap();
        assert!(text.lines().count() > 25, "a short report: {text}");
    }
}

#[tokio::test]
async fn a_second_copy_skips_what_was_copied_unless_it_may_overwrite() {
    let stage = Stage::start(&[]);
    let source = stage.caller("admin@contoso.example").await;
    let target = stage.caller("admin@fabrikam.example").await;
    let first = asked(&source, "Migration wave 2").await;
    accepted(&target, &first, false).await;
    ran(&target, "map", json!({ "useCsv": false })).await;
    let mapped = count(&target, IdentityState::Mapped).await;
    assert!(mapped > 10, "only {mapped} mapped");

    let again = asked(&source, "Migration wave 2").await;
    let skipped = accepted(&target, &again, false).await;
    assert_eq!(skipped.state, RequestState::CompletedWithWarnings);
    let report: Report = target.get(&format!("/requests/{}/report", again.id)).await;
    assert!(
        report
            .identities
            .iter()
            .all(|row| row.failure_result.as_deref()
                == Some(
                    "Skipped this identity because the job was running without an overwrite flag"
                ))
    );
    assert_eq!(count(&target, IdentityState::Mapped).await, mapped);

    let over = asked(&source, "Migration wave 2").await;
    let copied = accepted(&target, &over, true).await;
    assert_eq!(copied.state, RequestState::Completed, "{copied:?}");
    assert_eq!(count(&target, IdentityState::Mapped).await, 0);
}

#[tokio::test]
async fn a_restart_loses_nothing() {
    let stage = Stage::start(&[]);
    let source = stage.caller("admin@contoso.example").await;
    let request = asked(&source, "Migration wave 2").await;

    let stage = stage.restarted();
    let source = stage.caller("admin@contoso.example").await;
    let target = stage.caller("admin@fabrikam.example").await;
    let seen: RequestView = source.get(&format!("/requests/{}", request.id)).await;
    assert_eq!(seen, request);
    accepted(&target, &request, false).await;
    ran(&target, "map", json!({ "useCsv": false })).await;
    ran(&target, "write", json!({})).await;
    let before = identities(&target).await;
    let completed = |all: &[IdentityView]| {
        let done = all
            .iter()
            .filter(|one| one.state == IdentityState::Completed);
        done.count()
    };
    assert!(completed(&before) > 10, "only {}", completed(&before));

    let stage = stage.restarted();
    let target = stage.caller("admin@fabrikam.example").await;
    assert_eq!(identities(&target).await, before);
    let verified = ran(&target, "verify", json!({})).await;
    assert!(verified.state.is_finished_work(), "{verified:?}");
    assert_eq!(completed(&identities(&target).await), completed(&before));
}

async fn identities(target: &Caller) -> Vec<IdentityView> {
    let mut all = Vec::new();
    let mut path = format!("/pairs/{CONTOSO}/identities");
    loop {
        let page: Page<IdentityView> = target.get(&path).await;
        all.extend(page.items);
        match page.next_cursor {
            Some(cursor) => path = format!("/pairs/{CONTOSO}/identities?cursor={cursor}"),
            None => return all,
        }
    }
}

async fn count(target: &Caller, state: IdentityState) -> usize {
    let all = identities(target).await;
    all.iter().filter(|one| one.state == state).count()
}

async fn newest(target: &Caller, kind: RequestKind) -> RequestView {
    let page: Page<RequestView> = target.get("/requests").await;
    page.items
        .into_iter()
        .find(|request| request.kind == kind)
        .unwrap_or_else(|| panic!("no {kind:?} request"))
}

/// A cloud-only MailUser with clean addresses that nobody is mapped to.
pub(crate) fn free_mail_user(directory: &Directory, identities: &[IdentityView]) -> String {
    let taken: BTreeSet<String> = identities
        .iter()
        .filter_map(|one| one.target_id.map(|id| id.to_string()))
        .collect();
    let sources: BTreeSet<&str> = identities
        .iter()
        .map(|one| one.source.primary_smtp_address.as_str())
        .collect();
    directory
        .mail_users(FABRIKAM)
        .iter()
        .find(|user| {
            let external = user["ExternalEmailAddress"].as_str().unwrap_or_default();
            let external = external.get(5..).unwrap_or_default();
            user["IsDirSynced"] == false
                && !sources.contains(external)
                && !taken.contains(user["ExternalDirectoryObjectId"].as_str().unwrap())
                && texts(user, "EmailAddresses")
                    .iter()
                    .all(|address| !address.contains("@contoso."))
        })
        .map(|user| {
            user["ExternalDirectoryObjectId"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .expect("Fabrikam has MailUsers to spare")
}

fn with_target(bytes: Vec<u8>, source: &str, target: &str) -> Vec<u8> {
    let mut file = mapping_file::open(bytes).unwrap();
    let column = file
        .column(Column::TargetExternalDirectoryObjectId)
        .unwrap();
    let row = (0..file.row_count())
        .map(RowId)
        .find(|row| file.value(*row, Column::SourceExternalDirectoryObjectId) == source)
        .expect("the identity is in the mapping file");
    file.set_cell(row, column, target).unwrap();
    file.save()
}

/// The seven points of the guide, read from the directory itself.
fn is_ready_to_move(mailbox: &Value, mail_user: &Value) {
    let who = &mailbox["PrimarySmtpAddress"];
    assert_eq!(mail_user["ExchangeGuid"], mailbox["ExchangeGuid"], "{who}");
    let archive = mailbox["ArchiveGuid"].as_str().unwrap_or(NIL);
    assert_eq!(
        mail_user["ArchiveGuid"].as_str().unwrap_or(NIL),
        archive,
        "{who}"
    );
    let lower = |address: &str| address.to_lowercase();
    let has: BTreeSet<String> = texts(mail_user, "EmailAddresses")
        .into_iter()
        .map(lower)
        .collect();
    let mut wanted: Vec<String> = texts(mailbox, "EmailAddresses")
        .into_iter()
        .map(lower)
        .filter(|address| address.starts_with("x500:"))
        .collect();
    wanted.push(format!("x500:{}", mailbox["LegacyExchangeDN"].as_str().unwrap()).to_lowercase());
    for x500 in wanted {
        assert!(has.contains(&x500), "{who}: {x500} is missing");
    }
    assert!(
        !has.iter()
            .any(|address| address.starts_with("smtp:") && address.contains("@contoso.")),
        "{who}: a source address is on the MailUser"
    );
    let external = mail_user["ExternalEmailAddress"]
        .as_str()
        .unwrap()
        .to_lowercase();
    let theirs: BTreeSet<String> = texts(mailbox, "EmailAddresses")
        .into_iter()
        .map(lower)
        .collect();
    assert!(
        theirs.contains(&external),
        "{who}: {external} is not the source mailbox"
    );
    let primary = mail_user["PrimarySmtpAddress"].as_str().unwrap();
    assert!(
        primary.contains("@fabrikam."),
        "{who}: {primary} is not in the target"
    );
}
