//! Findings, fixes, repairs, references: through commands and answers alone.

use shared::mapping_file::{Encoding, LineEnd, Repair};

use super::*;
use crate::engine::protocol::{
    Asked, CellsPreview, DoubtAbout, FixBy, FixCommand, FixEvent, FixPreview, Listed, Mend,
    ReferenceCommand,
};

const MAIL_USERS: &str = "\
ExternalDirectoryObjectId,DisplayName,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,EmailAddresses\r
6513270e-269e-4d37-b2a7-4de452e6b438,Lena,lena@fabrikam.example,lena@fabrikam.example,SMTP:lena@contoso.example,SMTP:lena@fabrikam.example\r
36f675cc-81e7-4ef5-a8e2-5d940ed90475,Omar,omar@fabrikam.example,omar@fabrikam.example,SMTP:omar@contoso.example,SMTP:omar@fabrikam.example\r
no-guid,Pat,pat@fabrikam.example,pat@fabrikam.example,SMTP:pat@contoso.example,SMTP:pat@fabrikam.example\r
";
/// Three targets that are no GUIDs: an address of a MailUser, a GUID without hyphens, and
/// one that nobody knows.
const WRONG: &str = "\
SourceExternalDirectoryObjectId,PrimarySmtpAddress,TargetExternalDirectoryObjectId\r
9be4bcfc-49b6-4d37-b2a7-4de452e6b438,lena@contoso.example,lena@fabrikam.example\r
830e07bc-1e39-4d37-b2a7-4de452e6b438,omar@contoso.example,36f675cc81e74ef5a8e25d940ed90475\r
5790f82e-c1d3-4d37-b2a7-4de452e6b438,yuki@contoso.example,who\r
";
const NOT_A_GUID: &str = "CW-M-001";

fn opened_bytes(bytes: &[u8]) -> (Holder, Overview) {
    let checked = CheckedReader::of_memory(bytes.into(), Arc::default(), &Seed::default());
    let mut holder = Holder::default();
    match holder.open("wave.csv".into(), checked.finish()).event {
        Event::Opened(overview) => (holder, *overview),
        other => panic!("not opened: {other:?}"),
    }
}

fn fix(holder: &mut Holder, command: FixCommand) -> FixEvent {
    match ask(holder, Command::Fix(command)) {
        Event::Fix(event) => event,
        other => panic!("no answer about a fix: {other:?}"),
    }
}

fn preview(holder: &mut Holder, mend: &Mend) -> FixPreview {
    match fix(holder, FixCommand::Preview(mend.clone())) {
        FixEvent::Preview(preview) => *preview,
        other => panic!("no preview: {other:?}"),
    }
}

fn make(holder: &mut Holder, mend: Mend) -> (String, Overview) {
    let is_seen = true;
    match fix(holder, FixCommand::Make { mend, is_seen }) {
        FixEvent::Made { name, overview } => (name, *overview),
        other => panic!("not made: {other:?}"),
    }
}

fn saved(holder: &mut Holder) -> Vec<u8> {
    holder.answer(Command::Save).bytes.unwrap()
}

fn undo(holder: &mut Holder) -> Vec<u8> {
    holder.answer(Command::Edit(EditCommand::Undo));
    saved(holder)
}

fn list(holder: &mut Holder, code: &str, severity: Severity) -> Listed {
    let list = FindingsCommand::List {
        code: code.into(),
        severity,
        skip: 0,
        count: 50,
    };
    match ask(holder, Command::Findings(list)) {
        Event::Findings(FindingsEvent::Listed(listed)) => listed,
        other => panic!("not listed: {other:?}"),
    }
}

#[test]
fn all_of_a_rule_are_shown_first_then_fixed_and_undone_in_one_step() {
    let (mut holder, _) = opened(WRONG);
    holder.add_reference("MailUsers.csv".into(), MAIL_USERS.into(), false);
    let all = Mend::All {
        code: NOT_A_GUID.into(),
    };
    let FixBy::Cells(CellsPreview {
        cells,
        rows,
        left,
        first,
    }) = preview(&mut holder, &all).by
    else {
        panic!("not by cells");
    };
    assert_eq!((cells, rows, left), (2, 2, 1));
    assert_eq!(first[0].before, "lena@fabrikam.example");
    assert_eq!(first[0].after, "6513270e-269e-4d37-b2a7-4de452e6b438");
    assert_eq!(saved(&mut holder), WRONG.as_bytes(), "a preview changed it");

    // Nobody saw it: it is shown.
    let unseen = FixCommand::Make {
        mend: all.clone(),
        is_seen: false,
    };
    assert!(matches!(fix(&mut holder, unseen), FixEvent::Preview(_)));
    let (name, overview) = make(&mut holder, all);
    assert_eq!(name, "Write 2 targets as ids");
    assert_eq!(overview.undo.as_deref(), Some(name.as_str()));
    assert_eq!((overview.counts.errors, overview.counts.changed), (1, 2));
    assert_eq!(undo(&mut holder), WRONG.as_bytes());
}

#[test]
fn a_list_says_what_can_be_done_about_each_and_about_all() {
    let (mut holder, _) = opened(WRONG);
    let listed = list(&mut holder, NOT_A_GUID, Severity::Error);
    let fixes: Vec<_> = listed.findings.iter().map(|it| it.fix.is_some()).collect();
    assert_eq!(fixes, [false, true, false]);
    let all = listed.fix_all.unwrap();
    assert_eq!((all.fixable, all.of), (1, 3));
    make(
        &mut holder,
        Mend::All {
            code: NOT_A_GUID.into(),
        },
    );
    let all = list(&mut holder, NOT_A_GUID, Severity::Error)
        .fix_all
        .unwrap();
    assert_eq!((all.title, all.fixable, all.of), (None, 0, 2));
    let unmapped = list(&mut holder, "CW-M-008", Severity::Note);
    assert_eq!(unmapped.fix_all, None);
}

#[test]
fn one_cell_is_fixed_where_the_keyboard_is_and_at_once() {
    let (mut holder, _) = opened(WRONG);
    for (row, fixed) in [(0, false), (1, true), (2, false)] {
        let mend = Mend::At { row, column: 2 };
        let is_seen = false;
        let event = fix(&mut holder, FixCommand::Make { mend, is_seen });
        assert_eq!(matches!(event, FixEvent::Made { .. }), fixed, "row {row}");
    }
    assert_eq!(undo(&mut holder), WRONG.as_bytes());
}

/// Every repair that a person can ask for: what it is about, and that undo gives the
/// file back byte for byte.
#[test]
fn every_repair_is_shown_made_and_undone() {
    const RIGHT: &str = "PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\na@x.example,\r\n";
    const NOTED: &str =
        "PrimarySmtpAddress,TargetExternalDirectoryObjectId,Note\r\na@x.example,,é\r\n";
    let right = |from: &str, to: &str| RIGHT.replace(from, to).into_bytes();
    let noted = |to: &[u8]| [&NOTED.as_bytes()[..NOTED.len() - 4], to, b"\r\n"].concat();
    let rename = Repair::RenameColumns(vec![(0, "PrimarySmtpAddress".into())]);
    for (before, repair, after) in [
        (right(",", ";"), Repair::CommaDelimiter, RIGHT.into()),
        (
            right("Primary", "\u{feff}Primary"),
            Repair::ToUtf8 { bom: false },
            RIGHT.into(),
        ),
        (
            noted(b"\xe9"),
            Repair::ToUtf8 { bom: false },
            NOTED.as_bytes().to_vec(),
        ),
        (
            right("Id\r\n", "Id\n"),
            Repair::UniformLineEnds(LineEnd::Crlf),
            RIGHT.into(),
        ),
        (right("e,\r\n", "e,"), Repair::FinalLineEnd, RIGHT.into()),
        (
            right("a@", "\r\na@"),
            Repair::RemoveBlankLines,
            RIGHT.into(),
        ),
        (
            right("Primary", "sep=,\r\nPrimary"),
            Repair::RemovePreamble,
            RIGHT.into(),
        ),
        (
            right("a@", ",\r\na@"),
            Repair::RemoveEmptyRows,
            RIGHT.into(),
        ),
        (
            right("Primary", " Primary"),
            Repair::TrimHeader,
            RIGHT.into(),
        ),
        (right("PrimarySmtpAddress", "Mail"), rename, RIGHT.into()),
        (
            right("Id\r", "Id,Note\r")
                .into_iter()
                .chain(*b"b@x.example,,1\r\n")
                .collect(),
            Repair::QuoteStrayQuotes,
            Vec::new(),
        ),
        (NOTED.into(), Repair::RemoveColumns(vec![2]), RIGHT.into()),
        (
            noted(b"a\"b"),
            Repair::QuoteStrayQuotes,
            noted(b"\"a\"\"b\""),
        ),
    ] {
        let (mut holder, _) = opened_bytes(&before);
        let mend = Mend::Written(repair);
        if after.is_empty() {
            let event = fix(&mut holder, FixCommand::Preview(mend));
            assert!(matches!(event, FixEvent::Refused { .. }), "nothing to do");
            continue;
        }
        let FixBy::Repair(shown) = preview(&mut holder, &mend).by else {
            panic!("not by a repair: {mend:?}");
        };
        assert!(shown.changes > 0 && !shown.samples.is_empty(), "{mend:?}");
        let (_, overview) = make(&mut holder, mend.clone());
        assert_eq!(saved(&mut holder), after, "{mend:?}");
        assert!(overview.undo.is_some(), "{mend:?}");
        assert_eq!(undo(&mut holder), before, "{mend:?}");
    }
}

#[test]
fn a_guessed_encoding_is_asked_about_until_somebody_decides() {
    let bytes = b"PrimarySmtpAddress,TargetExternalDirectoryObjectId,Note\r\na@x.example,,\xe9\r\n";
    let (mut holder, overview) = opened_bytes(bytes);
    assert_eq!(overview.doubt.unwrap().about, DoubtAbout::Encoding);
    let (_, overview) = make(
        &mut holder,
        Mend::Written(Repair::ReadAs {
            encoding: Encoding::Utf8,
            delimiter: b',',
        }),
    );
    assert_eq!(overview.doubt, None);
    assert_eq!(overview.written.encoding, Encoding::Utf8);
    assert_eq!(undo(&mut holder), bytes);
}

#[test]
fn a_reference_names_what_it_could_not_use_and_can_be_put_away() {
    let (mut holder, before) = opened(WRONG);
    let after = changed(holder.add_reference("users.csv".into(), MAIL_USERS.into(), false));
    let [users] = after.references.as_slice() else {
        panic!("not one reference");
    };
    let seen = (users.kind, users.rows, users.problems);
    assert_eq!(seen, (ReferenceKind::MailUsers, 2, 1));
    assert!(users.first_problems[0].contains("row 3"), "{users:?}");
    let remove = ReferenceCommand::Remove(ReferenceKind::MailUsers);
    let without = changed(holder.answer(Command::Reference(remove)));
    assert_eq!(without.groups, before.groups);
    assert!(without.references.is_empty());
}

#[test]
fn what_is_asked_for_is_looked_for() {
    let (mut holder, _) = opened(FILE);
    holder.add_reference("users.csv".into(), MAIL_USERS.into(), false);
    let mut warnings = |sip, domain: Option<&str>| {
        let command = Command::Reference(ReferenceCommand::Ask(Asked {
            sip,
            target_delivery_domain: domain.map(str::to_string),
        }));
        let groups = changed(holder.answer(command)).groups;
        groups.iter().map(|group| group.count).sum::<u32>()
    };
    let before = warnings(false, None);
    assert!(warnings(true, None) > before);
    assert!(warnings(false, Some(" elsewhere.example ")) > before);
    assert_eq!(warnings(false, Some("")), before);
}

#[test]
fn a_second_mapping_file_is_asked_about_unless_somebody_said_what_it_is() {
    let (mut holder, _) = opened(FILE);
    let mut is_asked = |is_original| {
        let answer = holder.add_reference("second.csv".into(), FILE.into(), is_original);
        matches!(
            answer.event,
            Event::Reference(ReferenceEvent::Either { .. })
        )
    };
    assert!(is_asked(false));
    assert!(!is_asked(true));
}

#[test]
fn a_reference_without_a_file_waits_for_it() {
    let mut holder = Holder::default();
    let answer = holder.add_reference("users.csv".into(), MAIL_USERS.into(), false);
    let Event::Reference(ReferenceEvent::Changed {
        overview: None,
        references,
        ..
    }) = answer.event
    else {
        panic!("not kept");
    };
    assert_eq!(references.len(), 1);
}

#[test]
fn the_rows_of_a_rule_can_be_shown_alone() {
    let (mut holder, overview) = opened(WRONG);
    assert_eq!((overview.counts.mapped, overview.counts.conflicts), (3, 0));
    let place = shared::checks::catalogue()
        .iter()
        .position(|rule| rule.code == NOT_A_GUID)
        .unwrap();
    let filter = Filter::Rule(u8::try_from(place).unwrap());
    assert_eq!(shown(show(&mut holder, filter)), (filter, 3));
}
