//! What the page may rely on, through commands and answers alone.

use super::{
    super::protocol::{Counts, Filter},
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
    let mut reader = Reader::new();
    reader.push(text.as_bytes());
    match holder.open("wave.csv".into(), reader).event {
        Event::Opened(overview) => (holder, *overview),
        other => panic!("not opened: {other:?}"),
    }
}

fn edit(holder: &mut Holder, row: u32, column: usize, text: &str) -> Event {
    let text = text.into();
    holder.answer(Command::Edit { row, column, text }).event
}

fn overview(answer: Answer) -> Overview {
    match answer.event {
        Event::Overview(overview) => *overview,
        other => panic!("no overview: {other:?}"),
    }
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
    assert_eq!(
        (worst.severity, worst.count),
        (shared::checks::Severity::Error, 1)
    );
    assert_eq!(worst.first[0].row, Some(1));
    assert_eq!(worst.first[0].who.as_deref(), Some("omar@contoso.example"));
}

#[test]
fn an_edit_answers_at_once_and_its_check_follows() {
    let (mut holder, _) = opened(FILE);
    let Event::Overview(at_once) = edit(&mut holder, 1, 2, GUID) else {
        panic!("not edited");
    };
    assert!(at_once.can_undo && at_once.counts.changed == 1);
    assert!(holder.is_check_due());
    let checked = overview(holder.recheck());
    assert_eq!((checked.counts.errors, checked.counts.ready), (0, 2));
    assert!(!holder.is_check_due());
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
    holder.answer(Command::Undo);
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), FILE.as_bytes());
    holder.answer(Command::Redo);
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), edited);
}

#[test]
fn a_locked_column_refuses_an_edit_and_says_so() {
    let (mut holder, _) = opened(FILE);
    let Event::EditRefused { message } = edit(&mut holder, 0, 1, "x") else {
        panic!("edited a locked column");
    };
    assert!(message.contains("locked"), "{message}");
}

#[test]
fn a_filter_keeps_its_rows_while_they_are_edited() {
    let (mut holder, _) = opened(FILE);
    let shown = holder.answer(Command::Show(Filter::Errors)).event;
    assert_eq!(
        shown,
        Event::Shown {
            filter: Filter::Errors,
            rows: 1
        }
    );
    edit(&mut holder, 1, 2, GUID);
    holder.recheck();
    let Event::Rows(window) = holder
        .answer(Command::Rows {
            first: 0,
            count: 10,
        })
        .event
    else {
        panic!("no rows");
    };
    assert_eq!(window.rows.len(), 1, "the mended row jumped away");
    assert_eq!(
        (window.rows[0].row, window.rows[0].changed.as_slice()),
        (1, &[2][..])
    );
    let changed = holder.answer(Command::Show(Filter::Changed)).event;
    assert_eq!(
        changed,
        Event::Shown {
            filter: Filter::Changed,
            rows: 1
        }
    );
}

#[test]
fn seeking_leads_through_the_findings_and_stops_at_the_end() {
    let (mut holder, _) = opened(FILE);
    let mut seek = |position, forward| {
        holder
            .answer(Command::Seek {
                position,
                column: 2,
                forward,
            })
            .event
    };
    let place = |event| match event {
        Event::Place { position, .. } => Some(position),
        _ => None,
    };
    assert_eq!(place(seek(0, true)), Some(1));
    assert_eq!(place(seek(1, true)), Some(2));
    assert_eq!(seek(2, true), Event::NoPlace);
    assert_eq!(place(seek(2, false)), Some(1));
}

#[test]
fn going_to_a_row_that_a_filter_hides_shows_all_rows() {
    let (mut holder, _) = opened(FILE);
    holder.answer(Command::Show(Filter::Errors));
    let place = holder.answer(Command::Locate { row: 0, column: 2 }).event;
    let all = Event::Place {
        position: 0,
        column: 2,
        filter: Filter::All,
        rows: 3,
    };
    assert_eq!(place, all);
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
fn the_original_as_reference_shows_what_was_changed_in_locked_columns() {
    let (mut holder, before) = opened(&FILE.replace("lena@", "lina@"));
    let after = overview(holder.add_reference("original.csv".into(), FILE.into()));
    assert_eq!(after.references[0].kind, "Original file");
    assert!(
        after.counts.errors > before.counts.errors,
        "{:?}",
        after.groups
    );
}

#[test]
fn what_is_no_file_is_refused_in_words() {
    let mut holder = Holder::default();
    let answer = holder.open("empty.csv".into(), Reader::new());
    let Event::Refused { message, .. } = answer.event else {
        panic!("opened an empty file");
    };
    assert!(!message.is_empty());
}
