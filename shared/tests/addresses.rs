//! What holds for addresses of every kind, and for every text that might be one.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use shared::address::{
    ProxyAddress, address_key, domain_of, is_well_formed_smtp, join_addresses, list_doubt,
    same_address, split_addresses, x500_of_imceaex,
};

/// Addresses as a directory holds them: any kind, any value that does not itself look
/// like the beginning of another address.
fn address() -> impl Strategy<Value = String> {
    let prefix = prop::sample::select(vec![
        "SMTP", "smtp", "X500", "x500", "SIP", "sip", "SPO", "EUM", "eum", "X400", "x400", "NOTES",
    ]);
    let value = prop_oneof![
        "[a-zA-Z.'+-]{1,12}@[a-z]{1,8}\\.example",
        "/o=[A-Za-z ]{0,10}x/ou=Exchange Administrative Group \\(FYDIBOHF23SPDLT\\)/cn=[a-f0-9]{4}-Berg, Lena",
        "C=US;A= ;P=Contoso;O=Exchange;S=[A-Z][a-zöäü]{1,8}",
        "[\\p{L}\\p{N}/=@.{}\\[\\]\"'-]{1,20}",
    ];
    (prefix, value, any::<bool>()).prop_map(|(prefix, value, ends_in_semicolon)| {
        // X400 values end in `;` as often as not.
        let end = if ends_in_semicolon && prefix.eq_ignore_ascii_case("x400") {
            ";"
        } else {
            ""
        };
        format!("{prefix}:{value}{end}")
    })
}

/// Texts that are made of what addresses are made of.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "SMTP:", "smtp:", "x500:", "X400:", "{", "}", ";", ",", " ", "...", "@", "+4", "_",
            "IMCEAEX-", "/o=", "ß", "İ", "ı", "\u{17f}", "Σ", "ς", "\0", "\r\n",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn a_joined_list_is_split_into_the_same_addresses(list in prop::collection::vec(address(), 0..8)) {
        let cell = join_addresses(&list).into_owned();
        prop_assert_eq!(split_addresses(&cell).collect::<Vec<_>>(), list.clone());
        prop_assert_eq!(list_doubt(&cell), None);
    }

    #[test]
    fn a_list_in_braces_is_the_same_list(list in prop::collection::vec(address(), 1..8)) {
        let cell = format!("{{{}}}", list.join(", "));
        prop_assert_eq!(split_addresses(&cell).collect::<Vec<_>>(), list);
    }

    #[test]
    fn equal_keys_are_the_same_address(a in odd_text(), b in odd_text()) {
        prop_assert_eq!(same_address(&a, &b), address_key(&a) == address_key(&b));
        for other in [a.to_uppercase(), a.to_lowercase(), a.to_ascii_uppercase(), format!("smtp:{a}")] {
            prop_assert_eq!(same_address(&a, &other), address_key(&a) == address_key(&other));
        }
        prop_assert!(same_address(&a, &a.to_ascii_uppercase()));
    }

    #[test]
    fn every_text_can_be_read(text in odd_text()) {
        let pieces: Vec<&str> = split_addresses(&text).collect();
        // Nothing but separators, braces and the mark of a cut are left out.
        let kept: usize = pieces.iter().map(|piece| piece.len()).sum();
        prop_assert!(kept <= text.len());
        prop_assert!(pieces.iter().all(|piece| !piece.is_empty() && text.contains(piece)));
        prop_assert_eq!(ProxyAddress::parse(&text).to_string(), text.clone());
        let _ = (list_doubt(&text), domain_of(&text), is_well_formed_smtp(&text));
        if let Some(x500) = x500_of_imceaex(&text) {
            prop_assert!(x500.starts_with("x500:/"));
        }
    }
}

#[test]
fn a_field_of_five_megabytes_is_read_in_one_go() {
    let spaces = "x500: ".repeat(800_000);
    assert_eq!(split_addresses(&spaces).count(), 800_000);
    let semicolons = format!("X400:{}", ";".repeat(5_000_000));
    assert_eq!(split_addresses(&semicolons).count(), 1);
    let ats = "@".repeat(5_000_000);
    assert!(list_doubt(&ats).is_some());
}
