//! Questions and files that take a while: told how far they are, in rows or bytes, and
//! stopped without a trace.

use std::fmt::Write as _;

use shared::{
    mapping_file::Repair,
    matching::{DomainRewrite, MatchRule, Rewrite},
};

use super::{
    super::super::protocol::{
        ClipboardCommand, Described, FixBy, FixCommand, FixEvent, MatchCommand, MatchEvent, Mend,
        PlanView, Progress, RunView, Scope, Shown,
    },
    *,
};

/// More rows than are looked at in one go.
const ROWS: u32 = 12_000;

/// Nobody leads anywhere, but for every tenth.
fn file() -> String {
    let mut file = String::from(
        "SourceUserPrincipalName,PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\n",
    );
    for row in 0..ROWS {
        let target = if row % 10 == 0 {
            id(row)
        } else {
            String::new()
        };
        write!(
            file,
            "u{row}@contoso.example,u{row}@contoso.example,{target}\r\n"
        )
        .unwrap();
    }
    file
}

fn id(row: u32) -> String {
    format!("36f675cc-81e7-4ef5-a8e2-{row:012}")
}

/// One for each row, by its address.
fn mail_users() -> String {
    let mut file = String::from(
        "ExternalDirectoryObjectId,DisplayName,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,EmailAddresses\r\n",
    );
    for row in 0..ROWS {
        write!(
            file,
            "{},User {row},u{row}@fabrikam.example,u{row}@fabrikam.example,SMTP:u{row}@contoso.example,SMTP:u{row}@fabrikam.example\r\n",
            id(row)
        )
        .unwrap();
    }
    file
}

fn add_mail_users(holder: &mut Holder) -> Answer {
    holder.add_reference("MailUsers.csv".into(), mail_users().into(), false)
}

fn with_mail_users() -> Holder {
    let (mut holder, _) = opened(&file());
    add_mail_users(&mut holder);
    while holder.work().is_some() {}
    holder
}

fn run(rule: MatchRule) -> Command {
    let scope = Scope::All;
    let rules = vec![rule];
    Command::Match(MatchCommand::Run { rules, scope })
}

fn by_name() -> MatchRule {
    MatchRule::UserPrincipalName(vec![Rewrite::Domain(DomainRewrite {
        from: "contoso.example".into(),
        to: "nowhere.example".into(),
    })])
}

fn found(event: Event) -> Option<RunView> {
    match event {
        Event::Match(MatchEvent::Described(described) | MatchEvent::Ran(described)) => {
            let Described { run, .. } = *described;
            run
        }
        other => panic!("not described: {other:?}"),
    }
}

fn known(holder: &mut Holder) -> Option<RunView> {
    found(holder.answer(Command::Match(MatchCommand::Describe)).event)
}

/// All slices of what a command begins, and its end. Each says no less than the one before.
fn slices(holder: &mut Holder, first: Event) -> (Vec<(u32, u32)>, Event) {
    let mut told: Vec<(u32, u32)> = Vec::new();
    let mut last = first;
    loop {
        if let Event::Working(working) = &last {
            assert!(working.done <= working.total, "{working:?}");
            told.push((working.done, working.total));
        }
        match holder.work() {
            Some(answer) => last = answer.event,
            None => return (told, last),
        }
    }
}

#[test]
fn a_match_run_tells_its_rows_and_leaves_the_former_run_when_it_is_stopped() {
    let mut holder = with_mail_users();
    let holder = &mut holder;
    assert_eq!(found(ask(holder, run(by_name()))).unwrap().found, [0]);
    let before = known(holder);
    let command = run(MatchRule::PrimarySmtpAddress);
    let first = holder.answer(command.clone()).event;
    let (told, last) = slices(holder, first);
    let expected = found(last);
    assert_eq!(expected.as_ref().unwrap().found, [ROWS - ROWS / 10]);
    assert!(told.len() > 20, "{}", told.len());
    assert!(told.iter().all(|(_, total)| *total == ROWS));
    assert!(told.is_sorted(), "{told:?}");
    ask(holder, run(by_name()));
    // Stopped at every slice, the former run is what is known.
    for stop in 0..told.len() {
        holder.answer(command.clone());
        for _ in 0..stop {
            assert!(matches!(holder.work().unwrap().event, Event::Working(_)));
        }
        assert_eq!(holder.answer(Command::Cancel).event, Event::Stopped);
        assert!(!holder.is_working());
        assert_eq!(known(holder), before, "stopped after {stop} slices");
    }
    assert_eq!(found(ask(holder, command)), expected);
}

#[test]
fn an_edit_between_two_slices_of_a_run_counts() {
    let mut holder = with_mail_users();
    let holder = &mut holder;
    let first = holder.answer(run(MatchRule::PrimarySmtpAddress)).event;
    assert!(matches!(first, Event::Working(_)));
    for _ in 0..12 {
        holder.work();
    }
    // Row 1 gets whom row 2 would have.
    let text = id(2);
    let edit = EditCommand::Cell {
        row: 1,
        column: 2,
        text,
    };
    assert!(matches!(
        holder.answer(Command::Edit(edit)).event,
        Event::Overview(_)
    ));
    let (_, last) = slices(holder, first);
    let run = found(last).unwrap();
    assert_eq!((run.found[0], run.nothing), (ROWS - ROWS / 10 - 2, 1));
    let of_nobody = MatchCommand::List {
        shown: Shown::Nothing,
        skip: 0,
        count: 5,
    };
    match holder.answer(Command::Match(of_nobody)).event {
        Event::Match(MatchEvent::Listed(found)) => assert_eq!(found.lines[0].row, 2),
        other => panic!("not listed: {other:?}"),
    }
}

fn paste(text: String) -> Command {
    Command::Clipboard(ClipboardCommand::Paste {
        first: 0,
        rows: 1,
        columns: vec![2],
        selected: 1,
        text,
    })
}

fn planned(event: Event) -> PlanView {
    match event {
        Event::Edit(EditEvent::Planned(plan)) => *plan,
        other => panic!("not planned: {other:?}"),
    }
}

#[test]
fn a_large_paste_is_taken_apart_in_slices_and_forgotten_when_it_is_stopped() {
    let (mut holder, _) = opened(&file());
    let holder = &mut holder;
    let row = format!("{GUID}{}\r\n", " ".repeat(80));
    let text = row.repeat(2 * ROWS as usize);
    let first = holder.answer(paste(text.clone())).event;
    let (told, last) = slices(holder, first);
    let plan = planned(last);
    assert_eq!((plan.cells, plan.beyond), (ROWS, ROWS));
    let taken_apart = told.iter().filter(|(_, total)| *total == 2 * ROWS).count();
    assert!(taken_apart > 1, "{told:?}");
    let saved = |holder: &mut Holder| holder.answer(Command::Save).bytes;
    let before = saved(holder);
    holder.answer(Command::Edit(EditCommand::Discard));
    holder.answer(paste(text));
    assert_eq!(holder.answer(Command::Cancel).event, Event::Stopped);
    assert!(!holder.is_working());
    // Nothing waits for a yes.
    ask(holder, Command::Edit(EditCommand::Apply));
    assert_eq!(saved(holder), before);
}

#[test]
fn what_a_repair_would_do_is_worked_out_in_slices() {
    let (mut holder, _) = opened(&file());
    let holder = &mut holder;
    let mend = Mend::Written(Repair::RemoveColumns(vec![1]));
    let preview = Command::Fix(FixCommand::Preview(mend));
    let first = holder.answer(preview.clone()).event;
    let (told, last) = slices(holder, first);
    assert!(told.len() > 5 && told.is_sorted(), "{told:?}");
    assert!(told.iter().all(|(_, total)| *total == ROWS));
    let Event::Fix(FixEvent::Preview(shown)) = last else {
        panic!("not shown: {last:?}");
    };
    let FixBy::Repair(shown) = &shown.by else {
        panic!("no repair");
    };
    assert_eq!(shown.columns_removed, ["PrimarySmtpAddress"]);
    // An edit between two slices counts.
    holder.answer(preview);
    edit(holder, 0, 2, GUID);
    assert!(!holder.is_working());
    let nothing = Mend::Written(Repair::FinalLineEnd);
    let is_seen = true;
    for command in [
        FixCommand::Preview(nothing.clone()),
        FixCommand::Make {
            mend: nothing,
            is_seen,
        },
    ] {
        let event = ask(holder, Command::Fix(command));
        assert!(
            matches!(event, Event::Fix(FixEvent::Refused { .. })),
            "{event:?}"
        );
    }
}

fn reading(event: &Event) -> Option<&Progress> {
    match event {
        Event::Reference(ReferenceEvent::Reading(progress)) => Some(progress),
        _ => None,
    }
}

#[test]
fn a_reference_tells_its_bytes_and_is_not_kept_when_it_is_stopped() {
    let (mut with_file, _) = opened(&file());
    for holder in [&mut Holder::default(), &mut with_file] {
        let mut told = Vec::new();
        let mut answer = add_mail_users(holder);
        while let Some(progress) = reading(&answer.event) {
            told.push((progress.bytes, progress.rows));
            assert_eq!(progress.total, mail_users().len() as u64);
            answer = holder.work().unwrap();
        }
        assert!(told.len() > 20 && told.is_sorted(), "{told:?}");
        assert!(told.last().unwrap().1 > ROWS / 2);
        while let Some(next) = holder.work() {
            answer = next;
        }
        let Event::Reference(ReferenceEvent::Changed { references, .. }) = answer.event else {
            panic!("not read: {:?}", answer.event);
        };
        assert_eq!(references[0].rows, ROWS);
        let before = Arc::clone(holder.references());
        // In place of it, and stopped on the way.
        for stop in [0, 1, told.len() / 2, told.len() - 1] {
            add_mail_users(holder);
            for _ in 0..stop {
                assert!(reading(&holder.work().unwrap().event).is_some());
            }
            let answer = holder.answer(Command::Cancel).event;
            assert_eq!(answer, Event::Reference(ReferenceEvent::Cancelled));
            assert!(!holder.is_working());
            assert!(Arc::ptr_eq(holder.references(), &before));
        }
    }
}

#[test]
fn a_reference_that_was_read_waits_for_a_change() {
    let (mut holder, _) = opened(&file());
    let clear = Command::Edit(EditCommand::Clear {
        area: super::super::super::protocol::Area {
            first: 0,
            rows: ROWS,
            columns: vec![2],
        },
        is_cut: false,
    });
    assert!(matches!(holder.answer(clear).event, Event::Working(_)));
    assert!(reading(&add_mail_users(&mut holder).event).is_some());
    let mut all = Vec::new();
    while let Some(answer) = holder.work() {
        all.push(answer.event);
    }
    let at = |is_it: fn(&Event) -> bool| all.iter().position(is_it).expect("not told");
    let cleared = at(|event| matches!(event, Event::Overview(_)));
    let checked = at(|event| matches!(event, Event::Reference(ReferenceEvent::Changed { .. })));
    assert!(cleared < checked);
}
