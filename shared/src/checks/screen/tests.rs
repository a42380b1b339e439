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
    prop::collection::vec((0..10_usize, cell()), 0..4).prop_map(|changes| {
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
        ]
        .map(str::to_owned);
        for (at, cell) in changes {
            cells[at] = cell;
        }
        cells.join(",")
    })
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
        assert_eq!(screened, Screened::Clean, "{status}");
    }
}
