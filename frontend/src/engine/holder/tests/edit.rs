//! Editing beyond one cell: clear, copy, paste, find and replace, history, the lock.

use super::{
    super::super::protocol::{
        Area, ClipboardCommand, ClipboardEvent, Did, FindCommand, FindEvent, Found, Outcome, Plan,
        PlanView, Query, RowScope, Sort, Steps,
    },
    *,
};

fn did(event: Event) -> Outcome {
    match event {
        Event::Overview(overview) => overview.outcome.expect("no outcome"),
        other => panic!("not done: {other:?}"),
    }
}

fn plan(event: Event) -> PlanView {
    match event {
        Event::Edit(EditEvent::Planned(plan)) => *plan,
        other => panic!("not planned: {other:?}"),
    }
}

fn do_edit(holder: &mut Holder, command: EditCommand) -> Event {
    ask(holder, Command::Edit(command))
}

fn paste(
    holder: &mut Holder,
    at: (u32, u32),
    columns: &[usize],
    selected: usize,
    text: &str,
) -> Event {
    let command = ClipboardCommand::Paste {
        first: at.0,
        rows: at.1,
        columns: columns.to_vec(),
        selected,
        text: text.into(),
    };
    ask(holder, Command::Clipboard(command))
}

fn targets(first: u32, rows: u32) -> Area {
    Area {
        first,
        rows,
        columns: vec![2],
    }
}

fn saved(holder: &mut Holder) -> String {
    String::from_utf8(holder.answer(Command::Save).bytes.unwrap()).unwrap()
}

fn backwards(holder: &mut Holder) {
    let view = View {
        sort: Some(Sort {
            column: 1,
            descending: true,
        }),
        ..View::default()
    };
    let rows = vec![2, 1, 0];
    let all = 3;
    let open = holder.open.as_mut().unwrap();
    open.shown = super::super::super::rows_shown::RowsShown::these(view, all, rows);
}

#[test]
fn clearing_is_one_step_and_names_what_is_locked() {
    let (mut holder, _) = opened(FILE);
    let area = Area {
        columns: vec![1, 2],
        ..targets(0, 2)
    };
    let is_cut = false;
    let outcome = did(do_edit(&mut holder, EditCommand::Clear { area, is_cut }));
    assert_eq!(
        (outcome.did, outcome.cells, outcome.refused),
        (Did::Cleared, 2, 2)
    );
    assert_eq!(outcome.name, "Clear 2 cells");
    assert!(
        outcome
            .reason
            .unwrap()
            .contains("PrimarySmtpAddress is locked")
    );
    assert!(!saved(&mut holder).contains("not-a-guid"));
    assert_eq!(
        did(do_edit(&mut holder, EditCommand::Undo)).did,
        Did::Undone
    );
    assert_eq!(saved(&mut holder), FILE);

    let area = Area {
        columns: vec![1],
        ..targets(0, 2)
    };
    let event = do_edit(&mut holder, EditCommand::Clear { area, is_cut });
    assert!(
        matches!(event, Event::Edit(EditEvent::Refused { .. })),
        "{event:?}"
    );
}

#[test]
fn what_is_copied_comes_back_by_pasting_it() {
    let cells = "\"two\r\nlines\",\"says \"\"hi\"\"\",\"\"\"both\"\"\tand\"\r\n";
    let (mut holder, _) = opened(&format!("A,B,TargetExternalDirectoryObjectId\r\n{cells}"));
    ask(
        &mut holder,
        Command::Edit(EditCommand::Lock { target_only: false }),
    );
    let area = Area {
        first: 0,
        rows: 1,
        columns: vec![0, 1, 2],
    };
    let answer = holder.answer(Command::Clipboard(ClipboardCommand::Copy(area)));
    let copied = ClipboardEvent::Copied { cells: 3 };
    assert_eq!(answer.event, Event::Clipboard(copied));
    let text = String::from_utf8(answer.bytes.unwrap()).unwrap();
    assert_eq!(
        text,
        "\"two\r\nlines\"\tsays \"hi\"\t\"\"\"both\"\"\tand\"\r\n"
    );

    let before = saved(&mut holder);
    let planned = plan(paste(&mut holder, (0, 1), &[0, 1, 2], 1, &text));
    assert_eq!((planned.cells, planned.same), (0, 3));
    do_edit(&mut holder, EditCommand::Apply);
    assert_eq!(saved(&mut holder), before);
}

#[test]
fn a_paste_is_shown_before_it_is_done_and_lands_on_the_rows_shown() {
    let (mut holder, _) = opened(FILE);
    backwards(&mut holder);
    let planned = plan(paste(
        &mut holder,
        (0, 1),
        &[2],
        1,
        &format!("{GUID}\r\nb\r\n"),
    ));
    assert_eq!(planned.plan, Plan::Paste);
    assert_eq!((planned.cells, planned.rows, planned.beside), (2, 2, 1));
    let rows: Vec<_> = planned.landings.iter().map(|it| it.row).collect();
    assert_eq!(rows, [2, 1]);
    assert_eq!(
        planned.landings[0].who.as_deref(),
        Some("yuki@contoso.example")
    );
    assert_eq!(saved(&mut holder), FILE, "done before it was confirmed");

    let outcome = did(do_edit(&mut holder, EditCommand::Apply));
    assert_eq!(
        (outcome.did, outcome.name.as_str()),
        (Did::Pasted, "Paste 2 cells")
    );
    let after = FILE.replace("not-a-guid", "b").replace(
        "yuki@contoso.example,",
        &format!("yuki@contoso.example,{GUID}"),
    );
    assert_eq!(saved(&mut holder), after);
    let undone = did(do_edit(&mut holder, EditCommand::Undo));
    // The first changed row of the file, where it is shown now.
    assert_eq!(undone.place, Some((1, 2)));
    assert_eq!(saved(&mut holder), FILE);
}

#[test]
fn one_value_fills_what_is_selected_and_one_cell_needs_no_question() {
    let (mut holder, _) = opened(FILE);
    let planned = plan(paste(&mut holder, (0, 3), &[2], 1, "x\r\n"));
    assert_eq!((planned.cells, planned.fills), (3, true));
    do_edit(&mut holder, EditCommand::Discard);
    do_edit(&mut holder, EditCommand::Apply);
    assert_eq!(saved(&mut holder), FILE, "done although it was dropped");

    let outcome = did(paste(&mut holder, (2, 1), &[2], 1, "x"));
    assert_eq!(outcome.cells, 1);
    assert!(saved(&mut holder).contains("yuki@contoso.example,x\r\n"));
}

#[test]
fn what_is_locked_or_beyond_the_end_is_counted_and_left_out() {
    let (mut holder, _) = opened(FILE);
    let planned = plan(paste(
        &mut holder,
        (2, 1),
        &[1, 2],
        1,
        "a\tb\tc\r\nd\te\r\n",
    ));
    assert_eq!((planned.cells, planned.refused, planned.beyond), (1, 1, 3));
    assert_eq!(planned.refusals[0].1, 1);
    assert!(planned.refusals[0].0.contains("locked"));
    let outcome = did(do_edit(&mut holder, EditCommand::Apply));
    assert_eq!((outcome.cells, outcome.refused), (1, 1));
}

fn query(text: &str) -> Query {
    Query {
        text: text.into(),
        columns: vec![0, 1, 2],
        ..Query::default()
    }
}

fn look(holder: &mut Holder, query: Query) -> Found {
    match ask(holder, Command::Find(FindCommand::Look(query))) {
        Event::Find(FindEvent::Found(found)) => found,
        other => panic!("nothing found: {other:?}"),
    }
}

#[test]
fn finding_counts_in_the_scope_and_says_what_is_no_expression() {
    let (mut holder, _) = opened(FILE);
    let counts = |found: Found| (found.times, found.cells, found.rows);
    assert_eq!(counts(look(&mut holder, query("CONTOSO"))), (3, 3, 3));
    let exact = Query {
        match_case: true,
        ..query("CONTOSO")
    };
    assert_eq!(counts(look(&mut holder, exact)), (0, 0, 0));
    let some = Query {
        rows: RowScope::Some { first: 1, count: 1 },
        columns: vec![1],
        ..query("o")
    };
    assert_eq!(counts(look(&mut holder, some)), (4, 1, 1));
    let whole = Query {
        whole_cell: true,
        ..query("not-a-guid")
    };
    assert_eq!(counts(look(&mut holder, whole)), (1, 1, 1));
    show(&mut holder, Filter::Errors);
    assert_eq!(look(&mut holder, query("contoso")).rows, 1);
    let all = Query {
        rows: RowScope::All,
        ..query("contoso")
    };
    assert_eq!(look(&mut holder, all).rows, 3);
    let bad = Query {
        is_regex: true,
        ..query("(")
    };
    let event = ask(&mut holder, Command::Find(FindCommand::Look(bad)));
    assert!(
        matches!(event, Event::Find(FindEvent::Bad { .. })),
        "{event:?}"
    );
}

#[test]
fn next_goes_cell_by_cell_and_around_the_end() {
    let (mut holder, _) = opened(FILE);
    // In the address of rows 0 and 2, and in the target of row 1.
    look(
        &mut holder,
        Query {
            is_regex: true,
            columns: vec![2, 1],
            ..query("lena|yuki|guid")
        },
    );
    let mut go = |position, column, forward| {
        let go = FindCommand::Go {
            position,
            column,
            forward,
        };
        match ask(&mut holder, Command::Find(go)) {
            Event::Find(FindEvent::At {
                row,
                place: ViewEvent::Place { column, .. },
                is_wrapped,
            }) => (row, column, is_wrapped),
            other => panic!("nowhere: {other:?}"),
        }
    };
    assert_eq!(go(0, 2, true), (0, 1, false));
    assert_eq!(go(0, 1, true), (1, 2, false));
    assert_eq!(go(1, 2, true), (2, 1, false));
    assert_eq!(go(2, 1, true), (0, 1, true));
    assert_eq!(go(0, 1, false), (2, 1, true));
    assert_eq!(go(2, 1, false), (1, 2, false));
}

#[test]
fn what_is_found_is_marked_in_the_rows_at_hand() {
    let (mut holder, _) = opened(FILE);
    look(&mut holder, query("omar"));
    let Event::Rows(window) = ask(&mut holder, Command::Rows { first: 0, count: 9 }) else {
        panic!("no rows");
    };
    let marked: Vec<_> = window.rows.iter().map(|row| row.found.len()).collect();
    assert_eq!(marked, [0, 1, 0]);
    let place = window.rows[1].found[0];
    assert_eq!((place.column, place.from, place.to), (1, 0, 4));
    ask(&mut holder, Command::Find(FindCommand::Stop));
    let Event::Rows(window) = ask(&mut holder, Command::Rows { first: 0, count: 9 }) else {
        panic!("no rows");
    };
    assert!(window.rows.iter().all(|row| row.found.is_empty()));
}

#[test]
fn replacing_all_is_planned_first_and_one_step() {
    let (mut holder, _) = opened(FILE);
    look(
        &mut holder,
        Query {
            is_regex: true,
            columns: vec![1, 2],
            ..query("(n)(o)t")
        },
    );
    let with = "$2$1".into();
    let planned = plan(ask(
        &mut holder,
        Command::Find(FindCommand::ReplaceAll { with }),
    ));
    assert_eq!(
        (planned.plan, planned.cells, planned.occurrences),
        (Plan::Replace, 1, 1)
    );
    assert_eq!(planned.landings[0].after, "on-a-guid");
    let outcome = did(do_edit(&mut holder, EditCommand::Apply));
    assert_eq!(outcome.name, "Replace in 1 cell");
    assert_eq!(saved(&mut holder), FILE.replace("not-a-guid", "on-a-guid"));
    did(do_edit(&mut holder, EditCommand::Undo));
    assert_eq!(saved(&mut holder), FILE);
}

#[test]
fn replacing_in_one_cell_goes_on_where_there_is_nothing() {
    let (mut holder, _) = opened(FILE);
    look(&mut holder, query("guid"));
    let here = |position| {
        Command::Find(FindCommand::ReplaceHere {
            position,
            column: 2,
            with: "x".into(),
        })
    };
    let event = ask(&mut holder, here(0));
    assert!(
        matches!(event, Event::Find(FindEvent::At { row: 1, .. })),
        "{event:?}"
    );
    assert_eq!(did(ask(&mut holder, here(1))).cells, 1);
    assert!(saved(&mut holder).contains("not-a-x"));
}

#[test]
fn history_goes_to_any_point_and_back() {
    let (mut holder, _) = opened(FILE);
    for (row, text) in [(0, "a"), (1, "b"), (2, "c")] {
        edit(&mut holder, row, 2, text);
    }
    let last = saved(&mut holder);
    let mut go = |done| did(do_edit(&mut holder, EditCommand::GoTo { done }));
    let back = go(0);
    assert_eq!(
        (back.did, back.cells, back.place),
        (Did::WentBack, 3, Some((0, 2)))
    );
    assert_eq!(go(1).did, Did::Redone);
    assert_eq!(go(9).did, Did::WentForward);
    assert_eq!(saved(&mut holder), last);
    did(do_edit(&mut holder, EditCommand::Undo));
    let Event::Edit(EditEvent::History(steps)) = do_edit(&mut holder, EditCommand::History) else {
        panic!("no history");
    };
    let expected = Steps {
        done: vec!["Edit row 2".into(), "Edit row 1".into()],
        done_in_all: 2,
        undone: vec!["Edit row 3".into()],
    };
    assert_eq!(steps, expected);
}

#[test]
fn undo_of_what_a_filter_hides_says_so_and_keeps_the_filter() {
    let (mut holder, _) = opened(FILE);
    edit(&mut holder, 0, 2, GUID);
    show(&mut holder, Filter::Errors);
    let outcome = did(do_edit(&mut holder, EditCommand::Undo));
    assert!(outcome.is_hidden && outcome.place.is_none());
    assert_eq!(holder.open.as_ref().unwrap().shown.count(), 1);
}

#[test]
fn the_lock_opens_and_closes_columns() {
    let (mut holder, _) = opened(FILE);
    let mut lock = |target_only| {
        let event = do_edit(&mut holder, EditCommand::Lock { target_only });
        let Event::Overview(overview) = event else {
            panic!("no overview");
        };
        overview.columns.iter().filter(|it| it.editable).count()
    };
    assert_eq!((lock(false), lock(true)), (3, 1));
}

fn lines(count: u32, line: impl Fn(u32) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

#[test]
fn large_work_comes_in_slices_and_can_be_stopped() {
    let rows = lines(5_000, |row| format!("p{row}@contoso.example,\n"));
    let (mut holder, _) = opened(&format!(
        "PrimarySmtpAddress,TargetExternalDirectoryObjectId\n{rows}"
    ));
    let all = Area {
        first: 0,
        rows: 5_000,
        columns: vec![0, 1],
    };
    let events = |holder: &mut Holder, command| {
        let mut events = vec![holder.answer(command).event];
        while let Some(next) = holder.work() {
            events.push(next.event);
        }
        events
    };
    let look = |text| {
        Command::Find(FindCommand::Look(Query {
            columns: vec![0, 1],
            ..query(text)
        }))
    };
    let found = events(&mut holder, look("p1"));
    assert!(found.len() > 2);
    assert!(
        matches!(found[0], Event::Find(FindEvent::Found(found)) if found.times > 0 && !found.is_complete())
    );
    let copied = events(
        &mut holder,
        Command::Clipboard(ClipboardCommand::Copy(all.clone())),
    );
    assert!(copied.len() > 1);
    let lines = lines(5_000, |row| format!("t{row}\r\n"));
    let pasting = Command::Clipboard(ClipboardCommand::Paste {
        first: 0,
        rows: 1,
        columns: vec![1],
        selected: 1,
        text: lines,
    });
    let planned = events(&mut holder, pasting.clone());
    assert!(planned.len() > 2);
    assert_eq!(plan(planned.into_iter().next_back().unwrap()).cells, 5_000);
    holder.answer(pasting);
    holder.answer(Command::Cancel);
    assert!(!holder.is_working());
    assert!(!saved(&mut holder).contains("t1"));
}
