use proptest::prelude::*;

use super::*;
use crate::{
    checks::{
        catalogue::TARGET_EMPTY, place::RuleNumber, row_keys::keys_of, row_rules::RowRules,
        say::Places,
    },
    mapping_file::{RowId, open},
};

const HEADER: &str = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,ArchiveGuid,\
    ExchangeGuid,LegacyExchangeDN,EmailAddresses,TargetExternalDirectoryObjectId,MigrationStatus,DisplayName\n";
const GUID: &str = "6513270e-269e-4d37-b2a7-4de452e6b438";
const OTHER: &str = "6513270E-269E-4D37-B2A7-4DE452E6B439";

/// What the screen says of a row, and what the rules say.
fn both(header: &str, row: &str) -> Option<(Screened, Vec<&'static str>, bool)> {
    let file = open([header.as_bytes(), row.as_bytes(), b"\n"].concat()).ok()?;
    let row = file.row(RowId(0))?;
    let (columns, seed) = (Columns::of(file.head()), Seed::new(1));
    let mut keys = RowKeys::default();
    let screened = screen(&row, &columns, &seed, &mut keys);
    let mut places = Places::new(0);
    RowRules {
        header: file.head(),
        row: &row,
    }
    .check(&mut places);
    let codes = places
        .found
        .iter()
        .filter_map(|place| Some(place.rule.rule()?.code))
        .collect();
    Some((screened, codes, keys == keys_of(&row, &columns, &seed)))
}

fn assert_right(header: &str, row: &str) {
    let Some((screened, codes, keys_agree)) = both(header, row) else {
        return;
    };
    match screened {
        Screened::Clean => assert!(codes.is_empty() && keys_agree, "{row:?}: {codes:?}"),
        Screened::NoTarget => assert!(
            codes == [TARGET_EMPTY.code] && keys_agree,
            "{row:?}: {codes:?}"
        ),
        Screened::Look => {}
    }
}

fn cell() -> impl Strategy<Value = String> {
    let address = "[a-zA-Z0-9.@_;+' -]{0,12}";
    prop_oneof![
        Just(GUID.to_owned()),
        Just(OTHER.to_owned()),
        Just("00000000-0000-0000-0000-000000000000".to_owned()),
        Just(String::new()),
        Just("lena@contoso.example".to_owned()),
        Just(
            "SMTP:lena@contoso.example;smtp:l@contoso.example;X500:/o=Old/cn=Lena Berg".to_owned()
        ),
        Just("Mapped".to_owned()),
        Just("Copied".to_owned()),
        Just("/o=ExchangeLabs/cn=Lena".to_owned()),
        "(SMTP|smtp|x500|X500|SIP|sip|Smtp|X400|SPO):[a-z@./= ;:]{0,12}(;(SMTP|smtp|x500):[a-z@./= ;:]{0,12}){0,2}",
        address,
        "[ \t\"\u{a0}=+@-]{0,2}[a-zäé]{0,3}[ \"\u{a0}]{0,1}",
        "\"[a-z,@\"]{0,6}\"",
        Just(format!("{{{GUID}}}")),
        Just(format!(" {GUID}")),
    ]
}

/// A clean row in which some cells were replaced.
fn row() -> impl Strategy<Value = String> {
    prop::collection::vec((0..10_usize, cell()), 0..4)
        .prop_map(|changes| changed(changes.iter().map(|(at, cell)| (*at, cell.as_str()))))
}

fn changed<'a>(changes: impl IntoIterator<Item = (usize, &'a str)>) -> String {
    let mut cells = [
        GUID,
        "lena@contoso.example",
        "lena@contoso.example",
        "",
        GUID,
        "/o=E/cn=l",
        "SMTP:lena@contoso.example",
        OTHER,
        "Copied",
        "Lena",
    ];
    for (at, cell) in changes {
        cells[at] = cell;
    }
    cells.join(",")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn of_a_clean_row_no_rule_has_anything_to_say(row in row()) {
        assert_right(HEADER, &row);
    }
}

#[test]
fn a_clean_row_is_seen_to_be_clean_and_an_unmapped_one_to_be_that() {
    let row = |target: &str, status: &str| {
        format!(
            "{GUID},lena@contoso.example,\"lena@contoso.example\",,{GUID},/o=E/cn=l,\
            \"SMTP:lena@contoso.example;smtp:l@contoso.example;x500:/o=Old/cn=L, B\",{target},{status},\"Berg, \"\"L\"\"\""
        )
    };
    for (target, status, expected) in [
        (OTHER, "Mapped", Screened::Clean),
        ("", "Copied", Screened::NoTarget),
        ("", "Mapped", Screened::Look),
        ("x", "Copied", Screened::Look),
        (GUID, "Copied", Screened::Look),
    ] {
        let (screened, ..) = both(HEADER, &row(target, status)).unwrap();
        assert_eq!(screened, expected, "{target} {status}");
        assert_right(HEADER, &row(target, status));
    }
}

/// What the rules need not be asked about, and what they have to be asked about.
#[test]
fn what_is_usual_passes_the_screen_and_what_is_doubtful_does_not() {
    use Screened::{Clean, Look};
    let nil = "00000000-0000-0000-0000-000000000000";
    for (column, cell, expected) in [
        (0, "", Clean),
        (0, nil, Look),
        (1, "", Clean),
        (1, "l.berg", Clean),
        (1, " l.berg", Look),
        (1, "l.berg ", Look),
        (1, "j\u{f6}rg", Look),
        (2, "", Look),
        (2, "LENA@contoso.example", Clean),
        (3, OTHER, Clean),
        (3, nil, Clean),
        (3, "x", Look),
        (4, "", Clean),
        (5, "", Look),
        (5, " /o=E", Look),
        (6, "", Clean),
        (6, "SMTP:l@c.example;smtp:lena@contoso.example", Clean),
        (6, "smtp:l@c.example;X500:/o=A;x500:/o=B", Clean),
        (6, "SIP:lena@contoso.example;sip:l@c.example", Clean),
        (6, "SMTP:l@c.example;SMTP:lena@contoso.example", Look),
        (6, "smtp:l@c..example", Look),
        (6, "X500:/o=A:B", Look),
        (6, "EUM:1", Look),
        (7, nil, Look),
        (8, "", Clean),
        (8, "Done", Look),
        (9, "=1", Look),
        (9, " =1", Clean),
    ] {
        let row = changed([(column, cell)]);
        let (screened, ..) = both(HEADER, &row).unwrap();
        assert_eq!(screened, expected, "{column} {cell:?}");
        assert_right(HEADER, &row);
    }
    let header = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\n";
    let (screened, ..) = both(header, &format!("lena,{OTHER}")).unwrap();
    assert_eq!(screened, Clean);
}

#[test]
fn texts_are_the_same_if_all_their_bytes_are() {
    for length in 0..40_usize {
        let text: Vec<u8> = (0_u8..).take(length).collect();
        assert!(same(&text, &text), "{length}");
        assert!(!same(&text, &[text.as_slice(), b"x"].concat()), "{length}");
        for at in 0..length {
            let mut other = text.clone();
            other[at] = b'x';
            assert!(!same(&text, &other), "{at} of {length}");
        }
    }
}

#[test]
fn a_file_without_the_columns_is_judged_as_the_rules_judge_it() {
    for (header, row) in [
        ("A,B\n", "1,2"),
        ("A,B\n", ","),
        ("SourceUserPrincipalName\n", "lena"),
        (
            "PrimarySmtpAddress,TargetExternalDirectoryObjectId\n",
            "lena@contoso.example,",
        ),
    ] {
        assert_right(header, row);
    }
}

#[test]
fn every_known_status_passes_the_screen() {
    let rule = RuleNumber::of(&TARGET_EMPTY);
    assert!(rule.rule().is_some());
    for state in crate::workflow::IdentityState::ALL {
        let status = crate::mapping_file::status_text(state);
        let row = format!("{GUID},l@c.example,l@c.example,,{GUID},/o=E,,{OTHER},{status},");
        let (screened, ..) = both(HEADER, &row).unwrap();
        // Conflicts are counted and shown by themselves.
        let expected = match state {
            crate::workflow::IdentityState::Conflict => Screened::Look,
            _ => Screened::Clean,
        };
        assert_eq!(screened, expected, "{status}");
    }
}
