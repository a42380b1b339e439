//! Which rows are shown, and in which order.

use std::fmt::Write as _;

use super::{
    super::super::protocol::{CellTest, ColumnFilter, Sort, Window},
    *,
};

/// More rows than a slice of work looks at; the names of columns with every kind of cell.
fn large(rows: u32) -> String {
    let mut file =
        String::from("PrimarySmtpAddress,TargetExternalDirectoryObjectId,MigrationStatus,Note\r\n");
    for row in 0..rows {
        // Backwards, so that the file's order is none of the sorted ones.
        let number = rows - row;
        let target = match row % 10 {
            0 => String::new(),
            1 => "36f675cc-81e7-4ef5-a8e2-5d940ed90475".into(),
            _ => format!("36f675cc-81e7-4ef5-a8e2-{row:012}"),
        };
        let status = if row % 100 == 5 { "conflict" } else { "Mapped" };
        let note = if row % 2 == 0 { "" } else { "Even" };
        write!(
            file,
            "p{number:07}@contoso.example,{target},{status},{note}\r\n"
        )
        .unwrap();
    }
    file
}

fn rows_of(holder: &mut Holder, count: u32) -> Vec<u32> {
    let Event::Rows(Window { rows, .. }) = ask(holder, Command::Rows { first: 0, count }) else {
        panic!("no rows");
    };
    rows.iter().map(|row| row.row).collect()
}

fn view(filter: Filter, column: Option<(usize, CellTest)>, sort: Option<(usize, bool)>) -> View {
    View {
        filter,
        columns: column
            .map(|(column, test)| ColumnFilter { column, test })
            .into_iter()
            .collect(),
        sort: sort.map(|(column, descending)| Sort { column, descending }),
    }
}

#[test]
fn rows_are_filtered_and_sorted_and_the_file_stays_as_it_is() {
    let text = large(10_000);
    let (mut holder, _) = opened(&text);
    let holds = |text: &str| Some(CellTest::Contains(text.into()));
    for (filter, column, test, sort, rows, first) in [
        (
            Filter::All,
            0,
            holds(" P0000001@CONTOSO "),
            None,
            1,
            [9_999].as_slice(),
        ),
        (Filter::All, 3, Some(CellTest::Empty), None, 5_000, &[0, 2]),
        (
            Filter::All,
            3,
            Some(CellTest::NotEmpty),
            None,
            5_000,
            &[1, 3],
        ),
        (Filter::Unmapped, 0, None, None, 1_000, &[0, 10]),
        (Filter::Mapped, 0, None, None, 9_000, &[1, 2]),
        // A shared target, or a status that says so.
        (Filter::Conflict, 0, None, None, 1_100, &[1, 5, 11]),
        (Filter::Errors, 0, None, None, 1_000, &[1, 11]),
        (
            Filter::All,
            0,
            None,
            Some((0, false)),
            10_000,
            &[9_999, 9_998],
        ),
        (Filter::All, 0, None, Some((0, true)), 10_000, &[0, 1]),
        // Equal rows in the file's order, empty ones last.
        (Filter::All, 0, None, Some((3, true)), 10_000, &[1, 3, 5]),
        (
            Filter::Unmapped,
            0,
            None,
            Some((0, false)),
            1_000,
            &[9_990, 9_980],
        ),
        (Filter::Changed, 0, None, None, 0, &[]),
        (Filter::All, 0, None, None, 10_000, &[0, 1, 2]),
    ] {
        let wanted = view(filter, test.map(|test| (column, test)), sort);
        let shown = ask(
            &mut holder,
            Command::View(ViewCommand::Show(wanted.clone())),
        );
        let expected = ViewEvent::Shown {
            view: wanted.clone(),
            rows,
        };
        assert_eq!(shown, Event::View(expected), "{wanted:?}");
        let count = u32::try_from(first.len()).unwrap();
        assert_eq!(rows_of(&mut holder, count), first, "{wanted:?}");
    }
    assert_eq!(holder.answer(Command::Save).bytes.unwrap(), text.as_bytes());
}

#[test]
fn rows_are_shown_as_they_are_found_and_gone_again_when_cancelled() {
    let (mut holder, _) = opened(&large(10_000));
    let unmapped = view(Filter::Unmapped, None, None);
    let first = holder.answer(Command::View(ViewCommand::Show(unmapped.clone())));
    let Event::View(ViewEvent::Growing { rows, working, .. }) = first.event else {
        panic!("nothing after the first slice: {:?}", first.event);
    };
    assert!(rows > 100 && rows < 1_000 && working.done < working.total);
    // They can be looked at while the search goes on.
    let Event::Rows(window) = holder.answer(Command::Rows { first: 1, count: 1 }).event else {
        panic!("no rows");
    };
    assert_eq!(window.rows[0].row, 10);
    assert!(holder.is_working());
    assert_eq!(holder.answer(Command::Cancel).event, Event::Stopped);
    assert!(!holder.is_working());
    let now = ask(&mut holder, Command::View(ViewCommand::Now));
    let all = ViewEvent::Shown {
        view: View::default(),
        rows: 10_000,
    };
    assert_eq!(now, Event::View(all));
    assert_eq!(rows_of(&mut holder, 2), [0, 1]);
}

#[test]
fn sorting_tells_how_far_it_is_and_shows_nothing_before_its_end() {
    let (mut holder, _) = opened(&large(10_000));
    let sorted = view(Filter::All, None, Some((0, false)));
    let mut answer = holder.answer(Command::View(ViewCommand::Show(sorted.clone())));
    let mut last = 0;
    while let Event::Working(working) = answer.event {
        assert!(
            working.done >= last && working.done <= working.total,
            "{working:?}"
        );
        last = working.done;
        assert_eq!(rows_of_untouched(&mut holder), 0);
        answer = holder.work().unwrap();
    }
    assert!(last > 0);
    assert_eq!(rows_of(&mut holder, 1), [9_999]);
}

fn rows_of_untouched(holder: &mut Holder) -> u32 {
    match holder.answer(Command::Rows { first: 0, count: 1 }).event {
        Event::Rows(window) => window.rows[0].row,
        other => panic!("no rows: {other:?}"),
    }
}

#[test]
fn a_mended_row_stays_when_its_filter_is_sorted() {
    let (mut holder, _) = opened(&large(100));
    ask(
        &mut holder,
        Command::View(ViewCommand::Show(view(Filter::Unmapped, None, None))),
    );
    edit(&mut holder, 0, 1, GUID);
    for (sort, first) in [(Some((0, false)), 90), (None, 0)] {
        let sorted = view(Filter::Unmapped, None, sort);
        ask(
            &mut holder,
            Command::View(ViewCommand::Show(sorted.clone())),
        );
        let rows = rows_of(&mut holder, 100);
        assert_eq!((rows.len(), rows[0]), (10, first), "{sorted:?}");
    }
    // Asked for once more, it is looked through anew.
    ask(
        &mut holder,
        Command::View(ViewCommand::Show(view(Filter::Unmapped, None, None))),
    );
    assert_eq!(rows_of(&mut holder, 100).len(), 9);
}

#[test]
fn jumping_to_a_row_says_if_it_is_hidden() {
    let (mut holder, _) = opened(&large(100));
    let mut jump = |row| match ask(
        &mut holder,
        Command::View(ViewCommand::Jump { row, column: 1 }),
    ) {
        Event::View(ViewEvent::Place { position, .. }) => Ok(position),
        Event::View(other) => Err(other),
        other => panic!("no place: {other:?}"),
    };
    assert_eq!(jump(42), Ok(42));
    assert_eq!(jump(100), Err(ViewEvent::NoPlace));
    ask(
        &mut holder,
        Command::View(ViewCommand::Show(view(Filter::Unmapped, None, None))),
    );
    let mut jump = |row| {
        ask(
            &mut holder,
            Command::View(ViewCommand::Jump { row, column: 1 }),
        )
    };
    assert_eq!(jump(42), Event::View(ViewEvent::Hidden { row: 42 }));
    let Event::View(ViewEvent::Place { position, .. }) = jump(20) else {
        panic!("hidden");
    };
    assert_eq!(position, 2);
}

#[test]
fn only_the_columns_that_were_asked_for_are_sent() {
    let (mut holder, _) = opened(FILE);
    for (columns, cells) in [
        (
            vec![2, 1, 9, 1],
            vec![
                "lena@contoso.example",
                "6513270e-269e-4d37-b2a7-4de452e6b438",
            ],
        ),
        (
            vec![],
            vec![
                "9be4bcfc-49b6-4d37-b2a7-4de452e6b438",
                "lena@contoso.example",
                "6513270e-269e-4d37-b2a7-4de452e6b438",
            ],
        ),
    ] {
        ask(&mut holder, Command::View(ViewCommand::Columns(columns)));
        let Event::Rows(window) = ask(&mut holder, Command::Rows { first: 0, count: 1 }) else {
            panic!("no rows");
        };
        assert_eq!(window.rows[0].cells, cells);
        assert_eq!(
            window.text(&window.rows[0], 1),
            Some("lena@contoso.example")
        );
    }
}

#[test]
fn seeking_in_a_sorted_view_follows_its_order() {
    let (mut holder, _) = opened(FILE);
    let sorted = view(Filter::All, None, Some((1, true)));
    ask(&mut holder, Command::View(ViewCommand::Show(sorted)));
    // yuki has no target, omar a wrong one, lena is right.
    let seek = |position, forward| {
        Command::View(ViewCommand::Seek {
            position,
            column: 2,
            forward,
        })
    };
    let place = |event| match event {
        Event::View(ViewEvent::Place { position, .. }) => Some(position),
        _ => None,
    };
    assert_eq!(place(ask(&mut holder, seek(0, true))), Some(1));
    assert_eq!(place(ask(&mut holder, seek(1, true))), None);
    assert_eq!(place(ask(&mut holder, seek(2, false))), Some(1));
}

#[test]
fn showing_all_ends_a_search_for_other_rows() {
    let (mut holder, _) = opened(&large(10_000));
    for command in [
        ViewCommand::Show(View::default()),
        // A row that is not among those found so far.
        ViewCommand::Locate { row: 3, column: 1 },
    ] {
        let unmapped = view(Filter::Unmapped, None, None);
        holder.answer(Command::View(ViewCommand::Show(unmapped)));
        assert!(holder.is_working());
        holder.answer(Command::View(command.clone()));
        while holder.work().is_some() {}
        let now = ask(&mut holder, Command::View(ViewCommand::Now));
        let all = ViewEvent::Shown {
            view: View::default(),
            rows: 10_000,
        };
        assert_eq!(now, Event::View(all), "{command:?}");
    }
}
