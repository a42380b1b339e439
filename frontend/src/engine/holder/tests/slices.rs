//! How long slices of work take at a million rows. It prints, and judges nothing: run it
//! with a build that is made for speed.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use shared::matching::MatchRule;

use super::{
    super::super::protocol::{
        Area, ClipboardCommand, FixCommand, MatchCommand, Mend, Scope, Shown,
    },
    *,
};

const ROWS: u32 = 1_000_000;

fn file() -> String {
    let mut file = String::from(
        "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\n",
    );
    for row in 0..ROWS {
        let target = match row % 4 {
            0 => String::new(),
            1 => format!(" 36f675cc-81e7-4ef5-a8e2-{row:012}"),
            _ => format!("36f675cc-81e7-4ef5-a8e2-{row:012}"),
        };
        write!(
            file,
            "5790f82e-c1d3-4d37-b2a7-{row:012},u{row}@contoso.example,u{row}@contoso.example,{target}\r\n"
        )
        .unwrap();
    }
    file
}

fn mail_users() -> String {
    let mut file = String::from(
        "ExternalDirectoryObjectId,DisplayName,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,EmailAddresses\r\n",
    );
    for row in 0..ROWS {
        write!(
            file,
            "36f675cc-81e7-4ef5-a8e2-{row:012},User {row},u{row}@fabrikam.example,u{row}@fabrikam.example,SMTP:u{row}@contoso.example,SMTP:u{row}@fabrikam.example;smtp:u{row}@contoso.example\r\n"
        )
        .unwrap();
    }
    file
}

/// Does a command and all of its work, and prints the longest of its slices.
fn timed(holder: &mut Holder, name: &str, begin: impl FnOnce(&mut Holder) -> Answer) -> Event {
    let whole = Instant::now();
    let mut slice = Instant::now();
    let mut last = begin(holder);
    let mut all = vec![slice.elapsed()];
    loop {
        slice = Instant::now();
        let Some(next) = holder.work() else { break };
        all.push(slice.elapsed());
        last = next;
    }
    let whole = whole.elapsed();
    all.sort_unstable();
    let long: Vec<u128> = all.iter().rev().take(4).map(Duration::as_millis).collect();
    println!(
        "{name:24} {:6} ms in {:5} slices, longest {long:?} ms",
        whole.as_millis(),
        all.len(),
    );
    last.event
}

#[test]
#[ignore = "prints how long slices take at a million rows"]
fn at_a_million_rows() {
    let (mut holder, _) = opened(&file());
    let holder = &mut holder;
    let edit = Command::Edit;
    let targets = Area {
        first: 0,
        rows: ROWS,
        columns: vec![3],
    };
    let paste = |text: String| {
        Command::Clipboard(ClipboardCommand::Paste {
            first: 0,
            rows: ROWS,
            columns: vec![3],
            selected: 1,
            text,
        })
    };
    let code = "CW-M-016".to_owned();
    let mend = Mend::All { code };
    let is_seen = true;
    let is_cut = false;
    for (name, command) in [
        (
            "fix all, shown",
            Command::Fix(FixCommand::Preview(mend.clone())),
        ),
        (
            "fix all, made",
            Command::Fix(FixCommand::Make { mend, is_seen }),
        ),
        ("undo of it", edit(EditCommand::Undo)),
        ("paste, planned", paste(GUID.to_owned())),
        ("paste, made", edit(EditCommand::Apply)),
        ("undo", edit(EditCommand::Undo)),
        ("redo", edit(EditCommand::Redo)),
        (
            "clear",
            edit(EditCommand::Clear {
                area: targets,
                is_cut,
            }),
        ),
        ("back to the start", edit(EditCommand::GoTo { done: 0 })),
        (
            "conflicts shown",
            Command::View(ViewCommand::Show(View {
                filter: Filter::Conflict,
                ..View::default()
            })),
        ),
    ] {
        timed(holder, name, |holder| holder.answer(command));
    }
    timed(holder, "MailUsers", |holder| {
        holder.add_reference("MailUsers.csv".into(), mail_users().into(), false)
    });
    for (name, command) in [
        (
            "match",
            MatchCommand::Run {
                rules: vec![MatchRule::PrimarySmtpAddress],
                scope: Scope::All,
            },
        ),
        (
            "list of matches",
            MatchCommand::List {
                shown: Shown::Found,
                skip: 0,
                count: 50,
            },
        ),
        ("apply", MatchCommand::Apply),
        ("describe", MatchCommand::Describe),
        ("suggest", MatchCommand::Suggest { row: 77 }),
        (
            "typeahead",
            MatchCommand::Find {
                text: "user 77".into(),
                row: 77,
                count: 10,
            },
        ),
    ] {
        timed(holder, name, |holder| {
            holder.answer(Command::Match(command))
        });
    }
}
