//! Work that takes a while: told how far it is, stopped without a trace, and nothing that
//! is asked meanwhile gets lost.

use std::fmt::Write as _;

use shared::mapping_file::{LineEnd, Repair};

use super::{
    super::super::protocol::{
        Area, ClipboardCommand, Did, FindCommand, FindEvent, FixBy, FixCommand, FixEvent,
        MatchCommand, Mend, Query, RowScope, Scope,
    },
    *,
};

/// More rows than are changed and checked in one go.
const ROWS: u32 = 12_000;

/// Of every ten rows one has white space around its target, and two lead to the same
/// MailUser.
fn large() -> String {
    let mut file =
        String::from("SourceUserPrincipalName,TargetExternalDirectoryObjectId,MigrationStatus\r\n");
    for row in 0..ROWS {
        let target = match row % 10 {
            0 => format!(" 36f675cc-81e7-4ef5-a8e2-{row:012}"),
            1 | 2 => "36f675cc-81e7-4ef5-a8e2-5d940ed90475".into(),
            _ => format!("36f675cc-81e7-4ef5-a8e2-{row:012}"),
        };
        let status = if row % 100 == 5 { "Conflict" } else { "Mapped" };
        write!(file, "u{row}@contoso.example,{target},{status}\r\n").unwrap();
    }
    file
}

fn all_targets() -> Area {
    Area {
        first: 0,
        rows: ROWS,
        columns: vec![1],
    }
}

fn clear() -> Command {
    Command::Edit(EditCommand::Clear {
        area: all_targets(),
        is_cut: false,
    })
}

fn paste(text: String) -> Command {
    Command::Clipboard(ClipboardCommand::Paste {
        first: 0,
        rows: ROWS,
        columns: vec![1],
        selected: 1,
        text,
    })
}

fn events(holder: &mut Holder, command: Command) -> Vec<Event> {
    let mut events = vec![holder.answer(command).event];
    while let Some(next) = holder.work() {
        events.push(next.event);
    }
    events
}

fn saved(holder: &mut Holder) -> String {
    String::from_utf8(holder.answer(Command::Save).bytes.unwrap()).unwrap()
}

fn counts(holder: &mut Holder) -> Counts {
    match holder.answer(Command::Describe).event {
        Event::Opened(overview) => overview.counts,
        other => panic!("not described: {other:?}"),
    }
}

fn all_of(code: &str) -> Mend {
    Mend::All { code: code.into() }
}

fn written(repair: Repair) -> Mend {
    Mend::Written(repair)
}

fn make(mend: Mend) -> Command {
    let is_seen = true;
    Command::Fix(FixCommand::Make { mend, is_seen })
}

/// Five steps, of which the second and the fourth rewrite the file.
fn over_repairs() -> Vec<Command> {
    let cell = |row| EditCommand::Cell {
        row,
        column: 1,
        text: GUID.into(),
    };
    vec![
        clear(),
        make(written(Repair::RemoveColumns(vec![2]))),
        Command::Edit(cell(3)),
        make(written(Repair::UniformLineEnds(LineEnd::Lf))),
        Command::Edit(cell(4)),
    ]
}

/// What makes each kind of long change, and what has to be done before.
fn changes() -> Vec<(&'static str, Vec<Command>, Command)> {
    let undo = || Command::Edit(EditCommand::Undo);
    let white_space = all_of("CW-M-016");
    vec![
        ("clear", vec![], clear()),
        (
            "paste",
            vec![paste("x".into())],
            Command::Edit(EditCommand::Apply),
        ),
        ("undo", vec![clear()], undo()),
        (
            "redo",
            vec![clear(), undo()],
            Command::Edit(EditCommand::Redo),
        ),
        (
            "back to the start",
            vec![
                clear(),
                paste("x".into()),
                Command::Edit(EditCommand::Apply),
            ],
            Command::Edit(EditCommand::GoTo { done: 0 }),
        ),
        (
            "repair",
            vec![],
            make(written(Repair::RemoveColumns(vec![2]))),
        ),
        (
            "undo of a repair",
            vec![make(written(Repair::UniformLineEnds(LineEnd::Lf)))],
            undo(),
        ),
        (
            "redo of a repair",
            vec![make(written(Repair::RemoveColumns(vec![2]))), undo()],
            Command::Edit(EditCommand::Redo),
        ),
        (
            "back over repairs",
            over_repairs(),
            Command::Edit(EditCommand::GoTo { done: 0 }),
        ),
        (
            "forward over repairs",
            over_repairs()
                .into_iter()
                .chain([Command::Edit(EditCommand::GoTo { done: 0 })])
                .collect(),
            Command::Edit(EditCommand::GoTo { done: 5 }),
        ),
        (
            "fix all",
            vec![Command::Fix(FixCommand::Preview(white_space.clone()))],
            Command::Fix(FixCommand::Make {
                mend: white_space,
                is_seen: true,
            }),
        ),
    ]
}

#[test]
fn a_long_change_tells_how_far_it_is_and_leaves_no_trace_when_it_is_stopped() {
    for (name, before, command) in changes() {
        let (mut holder, _) = opened(&large());
        for command in before {
            ask(&mut holder, command);
        }
        let (text, counted) = (saved(&mut holder), counts(&mut holder));
        // Stopped in the middle, and at its last slice.
        let in_all = {
            let mut slices = 0;
            let answer = holder.answer(command.clone());
            assert!(matches!(answer.event, Event::Working(_)), "{name}");
            holder.work();
            holder.work();
            assert_eq!(holder.answer(Command::Cancel).event, Event::Stopped);
            assert!(!holder.is_working(), "{name}");
            let is_as_before = (saved(&mut holder), counts(&mut holder)) == (text.clone(), counted);
            assert!(is_as_before, "{name}");
            if name == "paste" {
                // What was planned is forgotten.
                ask(&mut holder, paste("x".into()));
            }
            let mut answer = holder.answer(command.clone()).event;
            while matches!(answer, Event::Working(_)) {
                slices += 1;
                answer = holder.work().unwrap().event;
            }
            assert!(saved(&mut holder) != text, "{name}");
            slices
        };
        assert!(in_all > 3, "{name}: {in_all}");
        // What is found is what a fresh look finds.
        let after = (saved(&mut holder), counts(&mut holder));
        let (mut fresh, _) = opened(&after.0);
        let changed = after.1.changed;
        assert_eq!(
            Counts {
                changed,
                ..counts(&mut fresh)
            },
            after.1,
            "{name}"
        );
    }
}

#[test]
fn a_reference_is_checked_against_in_slices_and_not_kept_when_that_is_stopped() {
    let (mut holder, overview) = opened(&large());
    let original = large().replace("u7@", "u07@");
    let add = |holder: &mut Holder| {
        holder.add_reference("wave.csv".into(), original.clone().into(), true)
    };
    assert!(matches!(add(&mut holder).event, Event::Working(_)));
    holder.answer(Command::Cancel);
    assert!(!holder.is_working());
    assert_eq!(counts(&mut holder), overview.counts);
    let mut answer = add(&mut holder);
    let mut slices = 0;
    while let Some(next) = holder.work() {
        slices += 1;
        answer = next;
    }
    assert!(slices > 1);
    let after = changed(answer);
    assert_eq!(after.references.len(), 1);
    assert_ne!(after.counts, overview.counts);
}

#[test]
fn what_is_asked_during_a_change_is_done_after_it() {
    let (mut holder, _) = opened(&large());
    assert!(matches!(holder.answer(clear()).event, Event::Working(_)));
    let cell = EditCommand::Cell {
        row: 3,
        column: 1,
        text: GUID.into(),
    };
    for command in [Command::Edit(cell), Command::Save] {
        assert!(matches!(holder.answer(command).event, Event::Working(_)));
    }
    assert!(matches!(
        holder.answer(Command::Rows { first: 0, count: 5 }).event,
        Event::Rows(_)
    ));
    let mut did = Vec::new();
    let mut bytes = None;
    while let Some(answer) = holder.work() {
        match answer.event {
            Event::Overview(overview) => did.push(overview.outcome.unwrap().did),
            Event::Saved { .. } => bytes = answer.bytes,
            _ => {}
        }
    }
    assert_eq!(did, [Did::Cleared, Did::Edited]);
    let bytes = String::from_utf8(bytes.unwrap()).unwrap();
    assert!(bytes.contains(&format!("u3@contoso.example,{GUID},")));
    assert!(bytes.contains("u4@contoso.example,,"));
}

#[test]
fn a_search_for_rows_goes_on_after_an_edit_and_before_a_find() {
    let (mut holder, _) = opened(&large());
    let view = View {
        filter: Filter::Mapped,
        ..View::default()
    };
    let show = Command::View(ViewCommand::Show(view.clone()));
    let answer = holder.answer(show);
    assert!(matches!(
        answer.event,
        Event::View(ViewEvent::Growing { .. })
    ));
    let query = Query {
        text: "u1".into(),
        columns: vec![0],
        rows: RowScope::Shown,
        ..Query::default()
    };
    // A find, one cell, and a copy of many.
    holder.answer(Command::Find(FindCommand::Look(query)));
    let edited = holder.answer(Command::Edit(EditCommand::Cell {
        row: 0,
        column: 1,
        text: GUID.into(),
    }));
    assert!(matches!(edited.event, Event::Overview(_)));
    let copied = holder.answer(Command::Clipboard(ClipboardCommand::Copy(all_targets())));
    let mut all = vec![copied.event];
    while let Some(next) = holder.work() {
        all.push(next.event);
    }
    let at = |is_it: fn(&Event) -> bool| all.iter().position(is_it).expect("not answered");
    let copied = at(|event| matches!(event, Event::Clipboard(_)));
    let shown = at(|event| matches!(event, Event::View(ViewEvent::Shown { .. })));
    let found = at(|event| matches!(event, Event::Find(FindEvent::Found(it)) if it.is_complete()));
    assert!(copied < shown && shown < found);
    assert_eq!(
        all[shown],
        Event::View(ViewEvent::Shown { view, rows: ROWS })
    );
    let Event::Find(FindEvent::Found(found)) = all[found] else {
        panic!("not found");
    };
    assert_eq!(found.total, ROWS);
}

#[test]
fn a_stopped_question_leaves_the_search_for_rows_going_on() {
    let (mut holder, _) = opened(&large());
    let view = View {
        filter: Filter::Mapped,
        ..View::default()
    };
    holder.answer(Command::View(ViewCommand::Show(view)));
    let run = MatchCommand::Run {
        rules: Vec::new(),
        scope: Scope::All,
    };
    let answer = holder.answer(Command::Match(run));
    assert!(matches!(answer.event, Event::Working(_)));
    assert_eq!(holder.answer(Command::Cancel).event, Event::Stopped);
    assert!(matches!(
        holder.answer(Command::View(ViewCommand::Now)).event,
        Event::View(ViewEvent::Growing { .. })
    ));
    let mut last = None;
    while let Some(next) = holder.work() {
        last = Some(next.event);
    }
    assert!(matches!(
        last,
        Some(Event::View(ViewEvent::Shown { rows: ROWS, .. }))
    ));
}

#[test]
fn a_fix_that_was_shown_is_made_as_it_was_shown() {
    let (mut holder, _) = opened(&large());
    let mend = all_of("CW-M-016");
    let shown = events(&mut holder, Command::Fix(FixCommand::Preview(mend.clone())));
    let Some(Event::Fix(FixEvent::Preview(preview))) = shown.last() else {
        panic!("not shown: {shown:?}");
    };
    let FixBy::Cells(cells) = &preview.by else {
        panic!("not by cells");
    };
    assert_eq!((cells.cells, cells.left), (1_200, 0));
    let is_seen = true;
    let made = events(
        &mut holder,
        Command::Fix(FixCommand::Make { mend, is_seen }),
    );
    let Some(Event::Fix(FixEvent::Made { overview, .. })) = made.last() else {
        panic!("not made: {made:?}");
    };
    assert_eq!(overview.counts.changed, 1_200);
    assert!(!saved(&mut holder).contains(", 36f"));
}

#[test]
fn the_conflict_filter_shows_as_many_rows_as_are_counted() {
    let (mut holder, overview) = opened(&large());
    let shown = |holder: &mut Holder| match show(holder, Filter::Conflict) {
        Event::View(ViewEvent::Shown { rows, .. }) => rows,
        other => panic!("not shown: {other:?}"),
    };
    // Two of ten share a target, and one of a hundred is a conflict by its status.
    assert_eq!(overview.counts.conflicts, 2_520);
    assert_eq!(shown(&mut holder), 2_520);
    for (row, column, text, expected) in [
        // Shares its target no more.
        (1, 1, "", 2_519),
        (5, 1, "36f675cc-81e7-4ef5-a8e2-5d940ed90475", 2_519),
        (7, 1, "36f675cc-81e7-4ef5-a8e2-5d940ed90475", 2_520),
    ] {
        edit(&mut holder, row, column, text);
        assert_eq!(counts(&mut holder).conflicts, expected, "{row}");
        assert_eq!(shown(&mut holder), expected, "{row}");
    }
    holder.answer(Command::Edit(EditCommand::Lock { target_only: false }));
    edit(&mut holder, 105, 2, "Mapped");
    assert_eq!(counts(&mut holder).conflicts, 2_519);
    assert_eq!(shown(&mut holder), 2_519);
}

#[test]
fn a_saved_state_is_told_by_its_number() {
    let (mut holder, overview) = opened(FILE);
    let revision = |event: Event| match event {
        Event::Saved { revision, .. } => revision,
        Event::Overview(overview) | Event::Opened(overview) => overview.revision,
        other => panic!("no revision: {other:?}"),
    };
    let first = revision(holder.answer(Command::Save).event);
    assert_eq!(first, overview.revision);
    let edited = revision(edit(&mut holder, 1, 2, GUID));
    assert_ne!(edited, first);
    assert_eq!(revision(holder.answer(Command::Save).event), edited);
    let again = revision(holder.open("wave.csv".into(), read(FILE)).event);
    assert!(![first, edited].contains(&again));
}
