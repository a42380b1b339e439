//! Exports, drafts and changes, through commands and answers alone.

use std::fmt::Write;

use super::*;
use crate::engine::protocol::{
    Against, Changes, ChangesCommand, ChangesEvent, ChangesForm, CopyKind, DraftCommand,
    DraftEvent, DraftFate, Export, Exported, KnownMailUsers, LeaveCommand, LeaveEvent, Revert,
    Which,
};

const MAIL_USERS: &str = "\
ExternalDirectoryObjectId,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress\r
6513270e-269e-4d37-b2a7-4de452e6b438,lena@fabrikam.example,lena@fabrikam.example,SMTP:lena@contoso.example\r
";
const TENANT: &str = "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90";

fn export(holder: &mut Holder, export: Export) -> (Exported, String) {
    let answer = holder.answer(Command::Leave(LeaveCommand::Export(export)));
    let Event::Leave(LeaveEvent::Exported(exported)) = answer.event else {
        panic!("not exported: {:?}", answer.event);
    };
    (exported, String::from_utf8(answer.bytes.unwrap()).unwrap())
}

fn with_mail_users() -> Holder {
    let (mut holder, _) = opened(&FILE.replace(
        "SourceExternalDirectoryObjectId,PrimarySmtpAddress",
        "SourceExternalDirectoryObjectId,SourceUserPrincipalName",
    ));
    holder.add_reference("mailusers.csv".into(), MAIL_USERS.into(), false);
    holder
}

fn facts_of(event: &Event) -> crate::engine::protocol::LeaveFacts {
    match event {
        Event::Opened(overview)
        | Event::Overview(overview)
        | Event::Draft(DraftEvent::Applied { overview, .. }) => overview.leave.clone(),
        other => panic!("no overview: {other:?}"),
    }
}

#[test]
fn every_export_has_its_bytes_and_the_file_s_name() {
    let mut holder = with_mail_users();
    let report = Export::Report {
        reviewer: Some("Yuki Tanaka".into()),
        made_at: 1_795_298_700_250,
    };
    for (kind, name, begins, holds) in [
        (
            Export::ReviewCopy,
            "wave.review.csv",
            "Crosswalk review copy of SourceExternalDirectoryObjectId,",
            "omar@contoso.example,not-a-guid\r\n",
        ),
        (
            Export::WithFindings,
            "wave.with-findings.csv",
            "SourceExternalDirectoryObjectId,",
            "not-a-guid,\"CW-M-001 error: ",
        ),
        (
            Export::FindingsCsv,
            "wave.findings.csv",
            "Code,Severity,Row,",
            "CW-M-001,error,2,TargetExternalDirectoryObjectId",
        ),
        (
            Export::FindingsJson,
            "wave.findings.json",
            "[",
            "\"code\": \"CW-M-001\"",
        ),
        (report, "wave.report.html", "<!DOCTYPE html>", "Yuki Tanaka"),
        (
            Export::IdentityMap {
                source_tenant: format!(" {TENANT} "),
            },
            "wave.sharepoint-identity-map.csv",
            "User,3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90,lena@contoso.example,",
            "lena@fabrikam.example,lena@fabrikam.example,RegularUser\r\n",
        ),
        (
            Export::MigrationBatch { all_mapped: true },
            "wave.migration-batch.csv",
            "EmailAddress\r\n",
            "lena@fabrikam.example\r\n",
        ),
    ] {
        let (exported, text) = export(&mut holder, kind);
        assert_eq!(exported.name, name);
        assert!(text.starts_with(begins), "{name}: {text}");
        assert!(text.contains(holds), "{name}: {text}");
    }
    assert_eq!(
        holder.answer(Command::Save).bytes.unwrap().len(),
        FILE.len() + 5
    );
}

#[test]
fn a_report_names_the_references_and_the_bytes_that_are_saved() {
    let mut holder = with_mail_users();
    let report = Export::Report {
        reviewer: Some("  ".into()),
        made_at: 0,
    };
    let (_, html) = export(&mut holder, report);
    assert!(html.contains("mailusers.csv"));
    assert!(html.contains("1970-01-01"));
    assert!(html.contains("Name</th><td></td>"), "a blank name is none");
}

#[test]
fn who_is_not_in_an_export_is_named_and_can_be_saved() {
    let mut holder = with_mail_users();
    let map = Export::IdentityMap {
        source_tenant: TENANT.into(),
    };
    let (exported, _) = export(&mut holder, map.clone());
    assert_eq!((exported.rows, exported.left_out), (Some(1), 2));
    let [held_back, unmapped] = exported.first_left_out.as_slice() else {
        panic!("{exported:?}");
    };
    assert_eq!(
        (held_back.row, held_back.source.as_str()),
        (1, "omar@contoso.example")
    );
    assert!(
        held_back.reason.starts_with("The row has an error"),
        "{held_back:?}"
    );
    assert!(unmapped.reason.contains("no MailUser"), "{unmapped:?}");
    assert_eq!(exported.export, Some(map.clone()));

    let list = holder.answer(Command::Leave(LeaveCommand::LeftOut(map)));
    let text = String::from_utf8(list.bytes.unwrap()).unwrap();
    assert!(
        text.starts_with("Row,Source,Reason\r\n2,omar@contoso.example,"),
        "{text}"
    );
    let Event::Leave(LeaveEvent::Exported(list)) = list.event else {
        panic!("no list");
    };
    assert_eq!(list.name, "wave.sharepoint-identity-map.left-out.csv");
}

#[test]
fn an_export_that_lacks_something_is_refused_in_words() {
    let (mut without, _) = opened(FILE);
    let mut with = with_mail_users();
    let map = |tenant: &str| Export::IdentityMap {
        source_tenant: tenant.into(),
    };
    for (holder, export, part) in [
        (&mut without, map(TENANT), "MailUsers"),
        (&mut with, map("contoso"), "tenant id"),
    ] {
        let answer = holder.answer(Command::Leave(LeaveCommand::Export(export)));
        let Event::Leave(LeaveEvent::Refused { message }) = answer.event else {
            panic!("made without: {:?}", answer.event);
        };
        assert!(message.contains(part), "{message}");
        assert_eq!(answer.bytes, None);
    }
}

#[test]
fn what_is_to_be_known_before_leaving_is_counted() {
    let text = FILE.replace("lena@", "=cmd()@");
    let (holder, overview) = opened(&text);
    let facts = &overview.leave;
    assert_eq!((facts.formulas, facts.upload_errors), (1, 0));
    assert_eq!(facts.mail_users, KnownMailUsers::None);
    assert!(!facts.has_steps && !facts.has_baseline);
    drop(holder);
    let twice = text.replace("PrimarySmtpAddress", "TargetExternalDirectoryObjectId");
    let (_, overview) = opened(&twice);
    assert!(overview.leave.upload_errors > 0, "{:?}", overview.groups);
    assert_eq!(overview.refuses_upload, overview.leave.upload_errors > 0);
}

#[test]
fn a_copy_is_opened_as_the_very_file_that_it_was_made_from() {
    let text = FILE.replace("lena@", "=cmd()@");
    for (kind, name, said) in [
        (Export::ReviewCopy, "wave.review.csv", CopyKind::ReviewCopy),
        (
            Export::WithFindings,
            "wave.with-findings.csv",
            CopyKind::WithFindings,
        ),
    ] {
        let (mut holder, _) = opened(&text);
        let (exported, copy) = export(&mut holder, kind);
        assert_eq!(exported.name, name);
        assert_ne!(copy, text);
        let event = holder.open(exported.name, read(&copy)).event;
        assert_eq!(facts_of(&event).made_from, [said]);
        let Event::Opened(overview) = event else {
            panic!("not opened");
        };
        assert_eq!(overview.name, "wave.csv");
        assert_eq!(holder.answer(Command::Save).bytes.unwrap(), text.as_bytes());
    }
}

fn draft_of(holder: &mut Holder) -> Vec<u8> {
    let answer = holder.answer(Command::Draft(DraftCommand::Save));
    let Event::Draft(DraftEvent::Saved { name, .. }) = answer.event else {
        panic!("no draft");
    };
    assert_eq!(name, "wave.draft.json");
    answer.bytes.unwrap()
}

/// A file with an edit, one that was taken back, and the draft of both.
fn worked_on() -> (Holder, Vec<u8>, Vec<u8>) {
    let (mut holder, _) = opened(FILE);
    edit(&mut holder, 2, 2, GUID);
    edit(&mut holder, 1, 2, "another");
    ask(&mut holder, Command::Edit(EditCommand::Undo));
    let draft = draft_of(&mut holder);
    let saved = holder.answer(Command::Save).bytes.unwrap();
    (holder, draft, saved)
}

#[test]
fn a_draft_and_its_file_come_in_any_order() {
    let (_, draft, saved) = worked_on();
    let mut draft_last = opened(FILE).0;
    let applied = draft_last
        .take_draft("wave.draft.json".into(), &draft)
        .event;
    assert!(matches!(applied, Event::Draft(DraftEvent::Applied { .. })));

    let mut draft_first = Holder::default();
    let Event::Draft(DraftEvent::Waiting(waiting)) = draft_first
        .take_draft("wave.draft.json".into(), &draft)
        .event
    else {
        panic!("not waiting");
    };
    assert_eq!(waiting.file, "wave.csv");
    let opened = draft_first.open("wave.csv".into(), read(FILE)).event;
    assert!(matches!(
        facts_of(&opened).draft,
        Some(DraftFate::Applied { .. })
    ));

    for mut holder in [draft_last, draft_first] {
        assert_eq!(holder.answer(Command::Save).bytes.unwrap(), saved);
        // The history came too, with what was taken back.
        let Event::Overview(redone) = ask(&mut holder, Command::Edit(EditCommand::Redo)) else {
            panic!("not redone");
        };
        assert_eq!(redone.counts.changed, 2);
        for _ in 0..2 {
            ask(&mut holder, Command::Edit(EditCommand::Undo));
        }
        assert_eq!(holder.answer(Command::Save).bytes.unwrap(), FILE.as_bytes());
    }
}

#[test]
fn a_draft_of_another_file_is_refused_and_changes_nothing() {
    let (_, draft, _) = worked_on();
    let other = FILE.replace("lena@", "lina@");
    let (mut holder, _) = opened(&other);
    let Event::Draft(DraftEvent::Refused { message, .. }) =
        holder.take_draft("wave.draft.json".into(), &draft).event
    else {
        panic!("applied to another file");
    };
    assert!(message.contains("made from wave.csv"), "{message}");
    assert_eq!(
        holder.answer(Command::Save).bytes.unwrap(),
        other.as_bytes()
    );

    // One that waits goes on waiting for its own file.
    let mut waits = Holder::default();
    waits.take_draft("wave.draft.json".into(), &draft);
    let refused = waits.open("other.csv".into(), read(&other)).event;
    assert!(matches!(
        facts_of(&refused).draft,
        Some(DraftFate::Refused { .. })
    ));
    let applied = waits.open("wave.csv".into(), read(FILE)).event;
    assert!(matches!(
        facts_of(&applied).draft,
        Some(DraftFate::Applied { .. })
    ));
}

#[test]
fn a_draft_does_not_go_over_work_that_is_there() {
    let (mut holder, draft, saved) = worked_on();
    let again = holder.take_draft("wave.draft.json".into(), &draft).event;
    let Event::Draft(DraftEvent::Refused { message, .. }) = again else {
        panic!("applied over edits");
    };
    assert!(message.contains("edits already"), "{message}");
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), saved);
    for no_draft in [&b"{}"[..], b"a,b", b"", b"{\"steps\":[]}"] {
        assert!(matches!(
            holder.take_draft("x.json".into(), no_draft).event,
            Event::Refused { .. }
        ));
    }
}

fn changes(holder: &mut Holder, against: Against, which: Which) -> Changes {
    let list = ChangesCommand::List {
        against,
        which,
        skip: 0,
        count: 50,
    };
    match ask(holder, Command::Changes(list)) {
        Event::Changes(ChangesEvent::Listed(changes)) => *changes,
        other => panic!("not listed: {other:?}"),
    }
}

fn revert(holder: &mut Holder, against: Against, what: Revert) -> Overview {
    match ask(
        holder,
        Command::Changes(ChangesCommand::Revert { against, what }),
    ) {
        Event::Overview(overview) => *overview,
        other => panic!("not reverted: {other:?}"),
    }
}

#[test]
fn changes_since_opening_are_listed_and_put_back_one_by_one() {
    let (mut holder, _) = opened(FILE);
    assert_eq!(
        changes(&mut holder, Against::AsOpened, Which::Cells)
            .counts
            .cells,
        0
    );
    edit(&mut holder, 1, 2, GUID);
    edit(&mut holder, 2, 2, "x");
    let listed = changes(&mut holder, Against::AsOpened, Which::Cells);
    assert_eq!((listed.counts.cells, listed.counts.locked), (2, 0));
    let cell = listed.listed[0].cell.clone().unwrap();
    assert_eq!(listed.listed[0].row, Some(1));
    assert_eq!(
        listed.listed[0].who.as_deref(),
        Some("omar@contoso.example")
    );
    assert_eq!(
        (cell.column, cell.before.as_deref(), cell.after.as_deref()),
        (2, Some("not-a-guid"), Some(GUID))
    );

    let edited = holder.answer(Command::Save).bytes.unwrap();
    revert(
        &mut holder,
        Against::AsOpened,
        Revert::Cell { row: 2, column: 2 },
    );
    let after = revert(&mut holder, Against::AsOpened, Revert::Row(1));
    assert_eq!(
        (after.counts.changed, after.undo.as_deref()),
        (0, Some("Revert row 2"))
    );
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), FILE.as_bytes());
    for _ in 0..2 {
        ask(&mut holder, Command::Edit(EditCommand::Undo));
    }
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), edited);
    revert(&mut holder, Against::AsOpened, Revert::All);
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), FILE.as_bytes());
    ask(&mut holder, Command::Edit(EditCommand::Undo));
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), edited);
}

#[test]
fn a_baseline_shows_rows_and_locked_cells_which_a_lock_does_not_keep_from_being_put_back() {
    let lines: Vec<&str> = FILE.split_inclusive('\n').collect();
    let [header, lena, omar, yuki] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    let new = yuki.replace("5790f82e", "6790f82e").replace("yuki", "new");
    let now = format!("{header}{}{yuki}{new}", lena.replace("lena@", "lina@"));
    let (mut holder, _) = opened(&now);
    let list = ChangesCommand::List {
        against: Against::Baseline,
        which: Which::Cells,
        skip: 0,
        count: 9,
    };
    assert!(matches!(
        ask(&mut holder, Command::Changes(list)),
        Event::Changes(ChangesEvent::Refused { .. })
    ));
    holder.add_reference("original.csv".into(), FILE.into(), true);
    let listed = changes(&mut holder, Against::Baseline, Which::Locked);
    let counts = listed.counts;
    assert_eq!((counts.cells, counts.locked), (1, 1));
    assert_eq!((counts.added, counts.removed, counts.moved), (1, 1, 0));
    assert!(listed.listed[0].cell.clone().unwrap().is_locked);
    let removed = changes(&mut holder, Against::Baseline, Which::Removed);
    assert_eq!(removed.listed[0].row_before, Some(1));
    assert_eq!(
        removed.listed[0].who.as_deref(),
        Some("omar@contoso.example")
    );
    assert!(omar.contains("omar"));

    revert(&mut holder, Against::Baseline, Revert::All);
    let after = changes(&mut holder, Against::Baseline, Which::Cells);
    assert_eq!(
        after.counts.cells, 0,
        "the diff is that of the file as it is"
    );
    let Event::Edit(EditEvent::Refused { .. }) = edit(&mut holder, 0, 1, "x") else {
        panic!("the lock is off");
    };
}

#[test]
fn after_a_repair_changes_are_those_since_opening() {
    let (mut holder, _) = opened(FILE);
    edit(&mut holder, 2, 2, GUID);
    let open = holder.open.as_mut().unwrap();
    let to_lf = shared::mapping_file::Repair::UniformLineEnds(shared::mapping_file::LineEnd::Lf);
    open.checked.edit(|file| file.repair(&to_lf)).unwrap();
    let listed = changes(&mut holder, Against::AsOpened, Which::Cells);
    assert_eq!(listed.counts.cells, 1);
    revert(&mut holder, Against::AsOpened, Revert::All);
    let saved = holder.answer(Command::Save).bytes.unwrap();
    assert_eq!(saved, FILE.replace("\r\n", "\n").as_bytes());
}

#[test]
fn changes_are_taken_along_in_both_forms() {
    let (mut holder, _) = opened(FILE);
    edit(&mut holder, 1, 2, GUID);
    for (form, name, part) in [
        (
            ChangesForm::Csv,
            "wave.changes.csv",
            "cell,2,2,omar@contoso.example,TargetExternalDirectoryObjectId,not-a-guid,",
        ),
        (
            ChangesForm::Json,
            "wave.changes.json",
            "\"before\": \"not-a-guid\"",
        ),
    ] {
        let command = ChangesCommand::Export {
            against: Against::AsOpened,
            form,
        };
        let answer = holder.answer(Command::Changes(command));
        let Event::Leave(LeaveEvent::Exported(exported)) = answer.event else {
            panic!("not exported");
        };
        assert_eq!(exported.name, name);
        let text = String::from_utf8(answer.bytes.unwrap()).unwrap();
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_large_file_is_compared_as_long_work() {
    let header = FILE.lines().next().unwrap();
    let mut text = format!("{header}\r\n");
    for row in 0..20_001 {
        write!(text, "{row},p{row}@contoso.example,\r\n").unwrap();
    }
    let (mut holder, _) = opened(&text);
    holder.add_reference(
        "original.csv".into(),
        text.replace("p7@", "q7@").into(),
        true,
    );
    let list = ChangesCommand::List {
        against: Against::Baseline,
        which: Which::Cells,
        skip: 0,
        count: 9,
    };
    let first = holder.answer(Command::Changes(list)).event;
    assert!(matches!(first, Event::Working(_)), "{first:?}");
    let listed = changes(&mut holder, Against::Baseline, Which::Cells);
    assert_eq!(listed.counts.cells, 1);
}
