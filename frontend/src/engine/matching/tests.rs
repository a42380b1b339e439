//! What the page may rely on, through commands and answers alone.

use std::sync::Arc;

use shared::{
    checks::CheckedReader,
    fingerprint::Seed,
    matching::{DomainRewrite, MatchRule, NameThresholds, Rewrite},
};

use crate::engine::{
    holder::Holder,
    protocol::{
        Command, Described, EditCommand, Event, MatchCommand, MatchEvent, MatchLine, Overview,
        RunView, Scope, Shown,
    },
};

/// Lena by address; Omar by name for sign-in; two Kims for one; Yuki nobody; Pat leads
/// somewhere already; Zoë stands wrong.
const FILE: &str = "\
SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,TargetExternalDirectoryObjectId\r
aaaaaaaa-0000-4000-8000-000000000001,lena@contoso.example,lena@contoso.example,\r
aaaaaaaa-0000-4000-8000-000000000002,omar@contoso.example,o.haddad@contoso.example,\r
aaaaaaaa-0000-4000-8000-000000000003,kim@contoso.example,kim@contoso.example,\r
aaaaaaaa-0000-4000-8000-000000000004,yuki@contoso.example,yuki@contoso.example,\r
aaaaaaaa-0000-4000-8000-000000000005,pat@contoso.example,pat@contoso.example,bbbbbbbb-0000-4000-8000-000000000005\r
aaaaaaaa-0000-4000-8000-000000000006,zoe@contoso.example,zoe@contoso.example,zoe@fabrikam.example\r
";
const MAIL_USERS: &str = "\
ExternalDirectoryObjectId,DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,EmailAddresses,Department,EmployeeId\r
bbbbbbbb-0000-4000-8000-000000000001,Lena Berg,lena,lena.berg@fabrikam.example,lena.berg@fabrikam.example,SMTP:lena@contoso.example,SMTP:lena.berg@fabrikam.example,Sales,17\r
bbbbbbbb-0000-4000-8000-000000000002,Omar Haddad,omar,omar@fabrikam.example,omar@fabrikam.example,SMTP:x@elsewhere.example,SMTP:omar@fabrikam.example,Legal,18\r
bbbbbbbb-0000-4000-8000-000000000003,Kim Cole,kim,kim.cole@fabrikam.example,kim.cole@fabrikam.example,SMTP:kim@contoso.example,SMTP:kim.cole@fabrikam.example,Sales,19\r
bbbbbbbb-0000-4000-8000-000000000033,Kim Dahl,kdahl,kim.dahl@fabrikam.example,kim.dahl@fabrikam.example,SMTP:k@elsewhere.example,SMTP:kim.dahl@fabrikam.example;smtp:kim@contoso.example,Legal,20\r
bbbbbbbb-0000-4000-8000-000000000005,Pat Reyes,pat,pat@fabrikam.example,pat@fabrikam.example,SMTP:pat@contoso.example,SMTP:pat@fabrikam.example,Legal,21\r
bbbbbbbb-0000-4000-8000-000000000006,Zoë Martens,zoe,zoe@fabrikam.example,zoe@fabrikam.example,SMTP:zoe@contoso.example,SMTP:zoe@fabrikam.example,Legal,22\r
";
const MAILBOXES: &str = "\
ExternalDirectoryObjectId,DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,EmailAddresses,LegacyExchangeDN,RecipientTypeDetails,Department,EmployeeId,CustomAttribute3\r
aaaaaaaa-0000-4000-8000-000000000001,Lena Berg,lena,lena@contoso.example,lena@contoso.example,SMTP:lena@contoso.example,/o=x/cn=lena,UserMailbox,Sales,17,L\r
aaaaaaaa-0000-4000-8000-000000000003,Kim Cole,kc,kim@contoso.example,kim@contoso.example,SMTP:kim@contoso.example,/o=x/cn=kim,UserMailbox,Sales,19,K\r
";
const TARGET: &str = "bbbbbbbb-0000-4000-8000-0000000000";

fn opened() -> Holder {
    let mut holder = Holder::default();
    let checked = CheckedReader::of_memory(FILE.into(), Arc::default(), &Seed::default()).finish();
    holder.open("wave.csv".into(), checked);
    let answer = holder.add_reference("MailUsers.csv".into(), MAIL_USERS.into(), false);
    assert!(matches!(answer.event, Event::Reference(_)), "{answer:?}");
    holder
}

fn with_mailboxes() -> Holder {
    let mut holder = opened();
    let answer = holder.add_reference("Mailboxes.csv".into(), MAILBOXES.into(), false);
    assert!(matches!(answer.event, Event::Reference(_)), "{answer:?}");
    holder
}

fn ask(holder: &mut Holder, command: MatchCommand) -> Event {
    let mut answer = holder.answer(Command::Match(command));
    while let Some(next) = holder.work() {
        answer = next;
    }
    answer.event
}

fn described(holder: &mut Holder, command: MatchCommand) -> Described {
    match ask(holder, command) {
        Event::Match(MatchEvent::Described(described) | MatchEvent::Ran(described)) => *described,
        other => panic!("not described: {other:?}"),
    }
}

fn run(holder: &mut Holder, rules: &[MatchRule]) -> RunView {
    run_for(holder, rules, Scope::All)
}

fn run_for(holder: &mut Holder, rules: &[MatchRule], scope: Scope) -> RunView {
    let rules = rules.to_vec();
    described(holder, MatchCommand::Run { rules, scope })
        .run
        .unwrap()
}

fn list(holder: &mut Holder, shown: Shown) -> Vec<MatchLine> {
    let command = MatchCommand::List {
        shown,
        skip: 0,
        count: 10,
    };
    match ask(holder, command) {
        Event::Match(MatchEvent::Listed(list)) => list.lines,
        other => panic!("not listed: {other:?}"),
    }
}

fn overview(event: Event) -> Overview {
    match event {
        Event::Overview(overview) => *overview,
        other => panic!("not changed: {other:?}"),
    }
}

fn saved(holder: &mut Holder) -> String {
    String::from_utf8(holder.answer(Command::Save).bytes.unwrap()).unwrap()
}

fn upn() -> MatchRule {
    MatchRule::UserPrincipalName(vec![Rewrite::Domain(DomainRewrite {
        from: "contoso.example".into(),
        to: "fabrikam.example".into(),
    })])
}

#[test]
fn what_there_is_to_match_with_is_said() {
    let known = described(&mut with_mailboxes(), MatchCommand::Describe);
    assert_eq!((known.mail_users, known.mailboxes), (6, 2));
    assert_eq!(
        known.domains,
        Some(("contoso.example".into(), "fabrikam.example".into()))
    );
    assert_eq!(known.run, None);
}

#[test]
fn a_preview_counts_and_names_and_changes_nothing() {
    let mut holder = opened();
    let found = run(&mut holder, &[MatchRule::PrimarySmtpAddress, upn()]);
    assert_eq!(found.found, [1, 1]);
    let RunView {
        rows,
        likely,
        conflicts,
        nothing,
        done,
        ticked,
        ..
    } = found;
    assert_eq!(
        (rows, likely, conflicts, nothing, done, ticked),
        (4, 0, 1, 1, 0, 2)
    );
    let lines = list(&mut holder, Shown::Found);
    assert_eq!(lines.len(), 2);
    let lena = &lines[0];
    assert_eq!((lena.row, lena.confidence, lena.ticked), (0, 100, true));
    assert_eq!(lena.target.as_ref().unwrap().name, "Lena Berg");
    assert!(
        lena.reason.contains("lena@contoso.example"),
        "{}",
        lena.reason
    );
    assert_eq!(list(&mut holder, Shown::Rule(1))[0].row, 1);
    let nobody = &list(&mut holder, Shown::Nothing)[0];
    assert_eq!(nobody.row, 3);
    assert!(
        nobody.reason.contains("yuki@contoso.example"),
        "{}",
        nobody.reason
    );
    assert_eq!(saved(&mut holder), FILE);
}

#[test]
fn each_rule_finds_by_its_attribute() {
    let custom: MatchRule = MatchRule::CustomAttribute("CustomAttribute3".parse().unwrap());
    for (rule, rows) in [
        (MatchRule::MailNickname, vec![0]),
        (MatchRule::EmployeeId, vec![0, 2]),
        (custom, vec![]),
        (MatchRule::DisplayName, vec![0, 2]),
        (
            MatchRule::SimilarName(NameThresholds::default()),
            vec![0, 2],
        ),
        (upn(), vec![1]),
    ] {
        let mut holder = with_mailboxes();
        run(&mut holder, std::slice::from_ref(&rule));
        let lines = list(&mut holder, Shown::Found);
        let found: Vec<u32> = lines.iter().map(|line| line.row).collect();
        assert_eq!(found, rows, "{rule:?}");
        assert!(lines.iter().all(|line| !line.reason.is_empty()), "{rule:?}");
    }
}

#[test]
fn a_weak_match_is_not_ticked_before_somebody_looked() {
    let mut holder = with_mailboxes();
    assert_eq!(run(&mut holder, &[MatchRule::DisplayName]).ticked, 0);
    let tick = MatchCommand::Tick {
        shown: Shown::Found,
        row: None,
        ticked: true,
    };
    assert_eq!(described(&mut holder, tick).run.unwrap().ticked, 2);
}

#[test]
fn only_the_rows_meant_are_looked_for_but_all_claims_count() {
    let mut holder = opened();
    let rules = [MatchRule::PrimarySmtpAddress];
    let some = run_for(&mut holder, &rules, Scope::Positions(vec![(1, 2)]));
    assert_eq!((some.rows, some.conflicts, some.nothing), (2, 1, 1));
    assert_eq!(run_for(&mut holder, &rules, Scope::Shown).rows, 4);
}

#[test]
fn what_is_applied_is_one_step_and_only_what_is_ticked() {
    let mut holder = opened();
    run(&mut holder, &[MatchRule::PrimarySmtpAddress, upn()]);
    let tick = MatchCommand::Tick {
        shown: Shown::Found,
        row: Some(1),
        ticked: false,
    };
    assert_eq!(described(&mut holder, tick).run.unwrap().ticked, 1);
    let after = overview(ask(&mut holder, MatchCommand::Apply));
    assert_eq!(after.undo.as_deref(), Some("Match 1 row"));
    let one = FILE.replacen(
        "lena@contoso.example,\r",
        &format!("lena@contoso.example,{TARGET}01\r"),
        1,
    );
    assert_eq!(saved(&mut holder), one);
    let now = described(&mut holder, MatchCommand::Describe).run.unwrap();
    assert_eq!((now.found, now.done, now.ticked), (vec![0, 1], 1, 0));
    let done = &list(&mut holder, Shown::Done)[0];
    assert!(
        done.reason.contains("lena@contoso.example"),
        "{}",
        done.reason
    );
    overview(holder.answer(Command::Edit(EditCommand::Undo)).event);
    assert_eq!(saved(&mut holder), FILE);
    let now = described(&mut holder, MatchCommand::Describe).run.unwrap();
    assert_eq!((now.found, now.done, now.ticked), (vec![1, 1], 0, 1));
}

#[test]
fn a_row_or_a_mail_user_that_was_mapped_since_is_left_out() {
    let mut holder = opened();
    run(&mut holder, &[MatchRule::PrimarySmtpAddress, upn()]);
    for (row, target) in [(0, "02"), (3, "44")] {
        let target = format!("{TARGET}{target}").parse().unwrap();
        overview(ask(&mut holder, MatchCommand::Decide { row, target }));
    }
    // Row 0 was mapped by hand, and so was the MailUser of row 1.
    let Event::Match(MatchEvent::Refused { message }) = ask(&mut holder, MatchCommand::Apply)
    else {
        panic!("applied");
    };
    assert!(message.contains("Nothing is ticked"), "{message}");
}

#[test]
fn a_conflict_is_shown_side_by_side_and_decided() {
    let mut holder = with_mailboxes();
    run(&mut holder, &[MatchRule::PrimarySmtpAddress]);
    let next = MatchCommand::Conflict {
        row: 0,
        is_after: false,
    };
    let Event::Match(MatchEvent::Conflict(Some(kim))) = ask(&mut holder, next.clone()) else {
        panic!("no conflict");
    };
    assert_eq!((kim.row, kim.number, kim.left, kim.count), (2, 1, 1, 2));
    assert_eq!(
        (kim.who.name.as_str(), kim.who.department.as_str()),
        ("Kim Cole", "Sales")
    );
    let names: Vec<_> = kim
        .candidates
        .iter()
        .map(|one| one.person.name.as_str())
        .collect();
    assert_eq!(names, ["Kim Cole", "Kim Dahl"]);
    assert!(kim.candidates.iter().all(|one| !one.reason.is_empty()));
    let target = kim.candidates[0].person.id.parse().unwrap();
    let after = overview(ask(&mut holder, MatchCommand::Decide { row: 2, target }));
    assert_eq!(after.undo.as_deref(), Some("Decide row 3"));
    assert_eq!(
        ask(&mut holder, next),
        Event::Match(MatchEvent::Conflict(None))
    );
    assert_eq!(
        saved(&mut holder),
        FILE.replacen(
            "kim@contoso.example,\r",
            &format!("kim@contoso.example,{TARGET}03\r"),
            1
        )
    );
}

#[test]
fn a_conflict_that_is_set_aside_counts_as_nobody() {
    let mut holder = opened();
    run(&mut holder, &[MatchRule::PrimarySmtpAddress]);
    ask(&mut holder, MatchCommand::SetAside { row: 2 });
    let now = described(&mut holder, MatchCommand::Describe).run.unwrap();
    assert_eq!((now.conflicts, now.nothing), (0, 3));
}

#[test]
fn another_file_of_references_ends_a_run() {
    let mut holder = opened();
    run(&mut holder, &[MatchRule::PrimarySmtpAddress]);
    holder.add_reference("MailUsers.csv".into(), MAIL_USERS.into(), false);
    assert_eq!(described(&mut holder, MatchCommand::Describe).run, None);
}

#[test]
fn a_row_s_candidates_are_there_whatever_it_leads_to() {
    let mut holder = with_mailboxes();
    let mut suggest = |row| match ask(&mut holder, MatchCommand::Suggest { row }) {
        Event::Match(MatchEvent::Suggested(all)) => *all,
        other => panic!("nothing suggested: {other:?}"),
    };
    let kim = suggest(2);
    assert_eq!(kim.candidates[0].person.name, "Kim Cole");
    assert_eq!(kim.candidates[0].confidence, 100);
    let pat = suggest(4);
    assert_eq!(pat.target.unwrap().name, "Pat Reyes");
    assert_eq!(pat.why, None);
    assert!(suggest(3).candidates.is_empty());
    // A row whose target is wrong has candidates, too.
    assert_eq!(suggest(5).candidates[0].person.name, "Zoë Martens");
}

#[test]
fn why_a_row_was_matched_is_known_until_it_leads_elsewhere() {
    let mut holder = opened();
    run(&mut holder, &[MatchRule::PrimarySmtpAddress]);
    overview(ask(&mut holder, MatchCommand::Apply));
    let why = |holder: &mut Holder| match ask(holder, MatchCommand::Suggest { row: 0 }) {
        Event::Match(MatchEvent::Suggested(all)) => all.why,
        other => panic!("nothing suggested: {other:?}"),
    };
    assert!(why(&mut holder).unwrap().contains("PrimarySmtpAddress"));
    let target = format!("{TARGET}02").parse().unwrap();
    overview(ask(&mut holder, MatchCommand::Decide { row: 0, target }));
    assert_eq!(why(&mut holder).as_deref(), Some("You chose it."));
    overview(holder.answer(Command::Edit(EditCommand::Undo)).event);
    assert_eq!(why(&mut holder), None);
}

#[test]
fn mail_users_are_found_by_name_address_and_id_and_the_taken_ones_are_marked() {
    let mut holder = opened();
    let mut find = |text: &str, row| {
        let (text, count) = (text.to_string(), 8);
        match ask(&mut holder, MatchCommand::Find { text, row, count }) {
            Event::Match(MatchEvent::Found(found)) => found.people,
            other => panic!("nothing found: {other:?}"),
        }
    };
    for (typed, name) in [
        ("zoe", "Zoë Martens"),
        ("berg le", "Lena Berg"),
        ("lena@contoso", "Lena Berg"),
        ("bbbbbbbb-0000-4000-8000-000000000033", "Kim Dahl"),
    ] {
        assert_eq!(find(typed, 0)[0].name, name, "{typed}");
    }
    assert_eq!(find("pat", 0)[0].taken_by, Some(4));
    assert_eq!(find("pat", 4)[0].taken_by, None, "its own row takes nobody");
    assert_eq!(find("", 0), []);
    assert_eq!(find("kim", 0).len(), 2);
}

#[test]
fn without_mail_users_nothing_is_found_and_nothing_breaks() {
    let mut holder = Holder::default();
    let checked = CheckedReader::of_memory(FILE.into(), Arc::default(), &Seed::default()).finish();
    holder.open("wave.csv".into(), checked);
    let nothing = run(&mut holder, &[MatchRule::PrimarySmtpAddress]);
    assert_eq!((nothing.rows, nothing.nothing), (4, 4));
    for command in [
        MatchCommand::Suggest { row: 99 },
        MatchCommand::Suggest { row: 0 },
        MatchCommand::Prepare,
        MatchCommand::Apply,
        MatchCommand::SetAside { row: 77 },
        MatchCommand::Conflict {
            row: 9,
            is_after: true,
        },
    ] {
        ask(&mut holder, command);
    }
    let target = format!("{TARGET}01").parse().unwrap();
    let Event::Match(MatchEvent::Refused { message }) =
        ask(&mut holder, MatchCommand::Decide { row: 99, target })
    else {
        panic!("decided for a row that is not there");
    };
    assert!(message.contains("100"), "{message}");
}
