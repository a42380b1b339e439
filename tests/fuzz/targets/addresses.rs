//! Any text as an address, as a list of addresses, as a bounce and as a value for
//! PowerShell: nothing panics, and a list that was joined splits into what it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{address, powershell};

fuzz_target!(|text: &str| {
    let (prefix, rest) = address::split_proxy(text);
    assert!(text.ends_with(rest) && text.starts_with(prefix));
    assert!(address::same_address(text, text));
    assert_eq!(address::address_key(text), address::address_key(text));
    if address::is_well_formed_smtp(text) {
        assert!(address::domain_of(text).is_some(), "{text:?}");
    }
    let _ = (address::x500_of_imceaex(text), address::list_doubt(text));

    let addresses: Vec<&str> = address::split_addresses(text).collect();
    assert!(addresses.iter().all(|address| text.contains(address)));
    let owned: Vec<String> = addresses
        .iter()
        .map(|address| (*address).to_owned())
        .collect();
    for address in &owned {
        assert!(address::contains(&owned, address));
    }
    // Addresses with a known prefix are told apart again, but for separators at their ends.
    let is_plain = |address: &String| {
        let separates = |c: char| c.is_whitespace() || c == ';' || c == ',';
        !address.ends_with(separates) && address::split_addresses(address).eq([address.as_str()])
    };
    let mut typed: Vec<String> = owned
        .iter()
        .map(|address| format!("smtp:{}", address::bare(address)))
        .collect();
    typed.retain(is_plain);
    let joined = address::join_addresses(&typed);
    let again: Vec<&str> = address::split_addresses(&joined).collect();
    assert_eq!(again, typed, "{joined:?}");

    let quoted = powershell::quote(text);
    assert!(quoted.starts_with('\'') && quoted.ends_with('\''));
    assert!(quoted.chars().count() >= text.chars().count() + 2);
});
