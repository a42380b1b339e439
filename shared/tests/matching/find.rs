//! Somebody by a few letters.

use shared::{
    identity::SourceMailbox,
    matching::{FoundBy, find_people},
};

use crate::people::{Someone, id, someone};

fn people() -> Vec<Someone> {
    vec![
        someone(51)
            .name("Lena Berg")
            .upn("lena@b.example")
            .proxy("smtp:lb@a.example"),
        someone(52)
            .name("Jörg Müller")
            .primary("joerg@b.example")
            .alias("jm"),
        someone(53)
            .name("Berg, Omar")
            .external("SMTP:omar@a.example"),
        someone(54).name("Elena Said").upn("es@b.example"),
        someone(1_234).name(""),
    ]
}

#[test]
fn somebody_is_found_by_name_address_or_id_best_first() {
    use FoundBy::*;
    for (typed, expected) in [
        ("lena", vec![(51, StartOfName), (54, WithinName)]),
        ("LENA B", vec![(51, StartOfName)]),
        ("berg", vec![(53, StartOfName), (51, Words)]),
        ("berg le", vec![(51, Words)]),
        ("om be", vec![(53, Words)]),
        ("le om", vec![]),
        ("jorg", vec![(52, StartOfName)]),
        ("MÜLL", vec![(52, Words)]),
        ("muller", vec![(52, Words)]),
        ("üller", vec![(52, WithinName)]),
        ("joerg", vec![(52, StartOfAddress)]),
        ("jm", vec![(52, Whole)]),
        ("j", vec![(52, StartOfName)]),
        ("LB@", vec![(51, StartOfAddress)]),
        ("lb@a.example", vec![(51, Whole)]),
        ("lena@B.example", vec![(51, Whole)]),
        ("omar@", vec![(53, StartOfAddress)]),
        (
            "b.ex",
            vec![
                (54, WithinAddress),
                (52, WithinAddress),
                (51, WithinAddress),
            ],
        ),
        ("-000000001234", vec![(1_234, WithinId)]),
        (
            "11111111-0000-4000-8000-00000000005",
            vec![
                (53, StartOfId),
                (54, StartOfId),
                (52, StartOfId),
                (51, StartOfId),
            ],
        ),
        ("11111111-0000-4000-8000-000000000054", vec![(54, Whole)]),
        (" ", vec![]),
        ("", vec![]),
        ("zzz", vec![]),
        ("...", vec![]),
    ] {
        let people = people();
        let found: Vec<_> = find_people(&people, typed, 10)
            .iter()
            .map(|found| (people[found.at].number, found.by))
            .collect();
        assert_eq!(found, expected, "{typed}");
    }
}

#[test]
fn the_best_are_kept_in_the_order_of_names_and_then_of_ids() {
    let people: Vec<Someone> = (1..200)
        .rev()
        .map(|n| someone(n).name(if n % 50 == 0 { "Anna" } else { "Anna X" }))
        .collect();
    let numbers = |limit| -> Vec<u32> {
        find_people(&people, "ann", limit)
            .iter()
            .map(|found| people[found.at].number)
            .collect()
    };
    assert_eq!(numbers(5), [50, 100, 150, 1, 2]);
    assert_eq!(numbers(1), [50]);
    assert_eq!(numbers(0), [] as [u32; 0]);
    assert_eq!(numbers(1_000).len(), 199);
}

#[test]
fn a_mailbox_is_found_by_any_of_its_addresses() {
    let mailbox = SourceMailbox {
        id: id(51),
        user_principal_name: "lena@contoso.example".into(),
        primary_smtp_address: "lena@contoso.example".into(),
        archive_guid: None,
        exchange_guid: "44444444-0000-4000-8000-00000000000a".parse().unwrap(),
        legacy_exchange_dn: "/o=E/cn=Lena".into(),
        email_addresses: vec!["smtp:berg@contoso.example".into()],
        display_name: "Lena".into(),
        alias: "lena".into(),
    };
    for (typed, expected) in [
        ("berg@", Some(FoundBy::StartOfAddress)),
        ("berg@contoso.example", Some(FoundBy::Whole)),
        ("omar", None),
    ] {
        let found = find_people(std::slice::from_ref(&mailbox), typed, 10);
        assert_eq!(found.first().map(|found| found.by), expected, "{typed}");
    }
}

#[test]
fn a_book_typed_in_is_cut() {
    let people = [someone(1).name(&"a".repeat(200))];
    assert_eq!(find_people(&people, &"a".repeat(1_000_000), 1).len(), 1);
}
