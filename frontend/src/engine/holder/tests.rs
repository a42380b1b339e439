//! What the page may rely on, through commands and answers alone.

mod edit;
mod leave;
mod long;
mod stopped;
mod view;

use shared::checks::{CheckedReader, Severity};

use super::{
    super::protocol::{
        Counts, EditCommand, EditEvent, Filter, FindingsCommand, FindingsEvent, View, ViewCommand,
        ViewEvent,
    },
    *,
};

const FILE: &str = "\
SourceExternalDirectoryObjectId,PrimarySmtpAddress,TargetExternalDirectoryObjectId\r
9be4bcfc-49b6-4d37-b2a7-4de452e6b438,lena@contoso.example,6513270e-269e-4d37-b2a7-4de452e6b438\r
830e07bc-1e39-4d37-b2a7-4de452e6b438,omar@contoso.example,not-a-guid\r
5790f82e-c1d3-4d37-b2a7-4de452e6b438,yuki@contoso.example,\r
";
const GUID: &str = "36f675cc-81e7-4ef5-a8e2-5d940ed90475";

fn opened(text: &str) -> (Holder, Overview) {
    let mut holder = Holder::default();
    match holder.open("wave.csv".into(), read(text)).event {
        Event::Opened(overview) => (holder, *overview),
        other => panic!("not opened: {other:?}"),
    }
}

fn read(text: &str) -> Result<Checked, OpenError> {
    CheckedReader::of_memory(text.into(), Arc::default(), &Seed::default()).finish()
}

/// The file after what is checked against became another.
fn changed(answer: Answer) -> Overview {
    match answer.event {
        Event::Reference(ReferenceEvent::Changed {
            overview: Some(overview),
            ..
        }) => *overview,
        other => panic!("nothing checked again: {other:?}"),
    }
}

/// Answers a command and does the long work that it begins.
fn ask(holder: &mut Holder, command: Command) -> Event {
    let mut answer = holder.answer(command);
    while let Some(next) = holder.work() {
        answer = next;
    }
    answer.event
}

fn show(holder: &mut Holder, filter: Filter) -> Event {
    let view = View {
        filter,
        ..View::default()
    };
    ask(holder, Command::View(ViewCommand::Show(view)))
}

fn edit(holder: &mut Holder, row: u32, column: usize, text: &str) -> Event {
    let text = text.into();
    let command = EditCommand::Cell { row, column, text };
    ask(holder, Command::Edit(command))
}

#[test]
fn an_opened_file_is_described_and_checked() {
    let (_, overview) = opened(FILE);
    assert_eq!(overview.dialect, "UTF-8 · comma · CRLF");
    assert_eq!(overview.rows, 3);
    let Counts {
        ready,
        errors,
        unmapped,
        changed,
        ..
    } = overview.counts;
    assert_eq!((ready, errors, unmapped, changed), (1, 1, 1, 0));
    let editable: Vec<_> = overview.columns.iter().map(|it| it.editable).collect();
    assert_eq!(editable, [false, false, true]);
    let worst = &overview.groups[0];
    assert_eq!((worst.severity, worst.count), (Severity::Error, 1));
    assert_eq!(worst.first[0].row, Some(1));
    assert_eq!(worst.first[0].who.as_deref(), Some("omar@contoso.example"));
}

#[test]
fn an_edit_answers_with_what_it_changed_for_the_checks() {
    let (mut holder, _) = opened(FILE);
    let Event::Overview(after) = edit(&mut holder, 1, 2, GUID) else {
        panic!("not edited");
    };
    assert!(after.undo.is_some() && after.redo.is_none());
    let Counts {
        ready,
        errors,
        changed,
        ..
    } = after.counts;
    assert_eq!((ready, errors, changed), (2, 0, 1));
}

#[test]
fn saving_an_unedited_file_gives_its_bytes_back() {
    let (mut holder, _) = opened(FILE);
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), FILE.as_bytes());
    edit(&mut holder, 2, 2, GUID);
    let edited = holder.answer(Command::Save).bytes.unwrap();
    assert_eq!(
        edited,
        FILE.replace(".example,\r", &format!(".example,{GUID}\r"))
            .as_bytes()
    );
    holder.answer(Command::Edit(EditCommand::Undo));
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), FILE.as_bytes());
    holder.answer(Command::Edit(EditCommand::Redo));
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), edited);
}

#[test]
fn a_locked_column_refuses_an_edit_and_says_so() {
    let (mut holder, _) = opened(FILE);
    let Event::Edit(EditEvent::Refused { message }) = edit(&mut holder, 0, 1, "x") else {
        panic!("edited a locked column");
    };
    assert!(message.contains("locked"), "{message}");
}

fn shown(event: Event) -> (Filter, u32) {
    match event {
        Event::View(ViewEvent::Shown { view, rows }) => (view.filter, rows),
        other => panic!("nothing shown: {other:?}"),
    }
}

#[test]
fn a_filter_keeps_its_rows_while_they_are_edited() {
    let (mut holder, _) = opened(FILE);
    let errors = shown(show(&mut holder, Filter::Errors));
    assert_eq!(errors, (Filter::Errors, 1));
    edit(&mut holder, 1, 2, GUID);
    let Event::Rows(window) = ask(
        &mut holder,
        Command::Rows {
            first: 0,
            count: 10,
        },
    ) else {
        panic!("no rows");
    };
    assert_eq!(window.rows.len(), 1, "the mended row jumped away");
    assert_eq!(
        (window.rows[0].row, window.rows[0].changed.as_slice()),
        (1, &[2][..])
    );
    let changed = shown(show(&mut holder, Filter::Changed));
    assert_eq!(changed, (Filter::Changed, 1));
    for (filter, rows) in [(Filter::Unmapped, 1), (Filter::Errors, 0), (Filter::All, 3)] {
        assert_eq!(shown(show(&mut holder, filter)), (filter, rows));
    }
}

#[test]
fn seeking_leads_through_the_findings_and_stops_at_the_end() {
    let (mut holder, _) = opened(FILE);
    let mut seek = |position, forward| {
        let command = ViewCommand::Seek {
            position,
            column: 2,
            forward,
        };
        match ask(&mut holder, Command::View(command)) {
            Event::View(ViewEvent::Place { position, .. }) => Some(position),
            Event::View(ViewEvent::NoPlace) => None,
            other => panic!("no place: {other:?}"),
        }
    };
    assert_eq!(seek(0, true), Some(1));
    assert_eq!(seek(1, true), Some(2));
    assert_eq!(seek(2, true), None);
    assert_eq!(seek(2, false), Some(1));
}

#[test]
fn going_to_a_row_that_a_filter_hides_shows_all_rows() {
    let (mut holder, _) = opened(FILE);
    show(&mut holder, Filter::Errors);
    let locate = ViewCommand::Locate { row: 0, column: 2 };
    let all = ViewEvent::Place {
        position: 0,
        column: 2,
        view: View::default(),
        rows: 3,
    };
    assert_eq!(ask(&mut holder, Command::View(locate)), Event::View(all));
}

#[test]
fn a_window_beyond_the_end_is_cut_and_not_an_error() {
    let (mut holder, _) = opened(FILE);
    let Event::Rows(window) = holder
        .answer(Command::Rows {
            first: 2,
            count: 50,
        })
        .event
    else {
        panic!("no rows");
    };
    assert_eq!(window.rows.len(), 1);
}

#[test]
fn more_findings_of_a_rule_are_listed_when_asked_for() {
    let (mut holder, overview) = opened(FILE);
    let code = overview.groups[0].code.clone();
    for (skip, rows) in [(0, vec![Some(1)]), (1, vec![])] {
        let list = FindingsCommand::List {
            code: code.clone(),
            severity: Severity::Error,
            skip,
            count: 5,
        };
        let Event::Findings(FindingsEvent::Listed(listed)) =
            ask(&mut holder, Command::Findings(list))
        else {
            panic!("not listed");
        };
        let found: Vec<_> = listed.findings.iter().map(|it| it.row).collect();
        assert_eq!(found, rows);
    }
}

#[test]
fn the_original_as_reference_shows_what_was_changed_in_locked_columns() {
    let (mut holder, before) = opened(&FILE.replace("lena@", "lina@"));
    let after = changed(holder.add_reference("original.csv".into(), FILE.into(), true));
    assert_eq!(after.references[0].kind, ReferenceKind::Original);
    assert!(
        after.counts.errors > before.counts.errors,
        "{:?}",
        after.groups
    );
}

#[test]
fn a_reference_that_came_first_is_checked_against_too() {
    let mut holder = Holder::default();
    let checked = read(&FILE.replace("lena@", "lina@"));
    holder.add_reference("original.csv".into(), FILE.into(), false);
    let Event::Opened(overview) = holder.open("wave.csv".into(), checked).event else {
        panic!("not opened");
    };
    assert!(overview.counts.errors > 1, "{:?}", overview.groups);
}

#[test]
fn what_is_no_file_is_refused_in_words() {
    let mut holder = Holder::default();
    let Event::Refused { message, .. } = holder.open("empty.csv".into(), read("")).event else {
        panic!("opened an empty file");
    };
    assert!(!message.is_empty());
}

mod findings;
