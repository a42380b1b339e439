//! The script for on-premises, read by a grammar of PowerShell: it is well formed, and it
//! runs nothing but cmdlets that are named in it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use shared::exports::{AFTER_HYBRID, HYBRID_SCRIPT, HybridIdentity, hybrid_identities_csv};
use tree_sitter::{Node, Parser, Tree};

fn parsed(script: &str) -> Tree {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .unwrap();
    parser.parse(script, None).unwrap()
}

/// Every node of these kinds, as text.
fn texts<'a>(script: &'a str, kind: &str) -> BTreeSet<&'a str> {
    fn walk<'a>(node: Node<'_>, script: &'a str, kind: &str, found: &mut BTreeSet<&'a str>) {
        if node.kind() == kind {
            found.insert(&script[node.byte_range()]);
        }
        for child in node.children(&mut node.walk()) {
            walk(child, script, kind, found);
        }
    }
    let mut found = BTreeSet::new();
    walk(parsed(script).root_node(), script, kind, &mut found);
    found
}

#[test]
fn the_script_is_powershell_without_error() {
    let tree = parsed(HYBRID_SCRIPT);
    assert!(!tree.root_node().has_error(), "{}", tree.root_node());
    // The grammar sees what is missing, wherever it is cut.
    for (whole, broken) in [
        ("}\n\nfunction Add-Progress", "\n\nfunction Add-Progress"),
        ("Where-Object {", "Where-Object "),
        ("= 'Stop'", "= 'Stop"),
        ("#>", ">"),
    ] {
        assert!(HYBRID_SCRIPT.contains(whole), "{whole}");
        let script = HYBRID_SCRIPT.replacen(whole, broken, 1);
        assert!(parsed(&script).root_node().has_error(), "{broken}");
    }
}

#[test]
fn the_script_runs_only_cmdlets_that_it_names() {
    let own: BTreeSet<&str> = texts(HYBRID_SCRIPT, "function_name");
    let known = BTreeSet::from([
        "Add-PSSnapin",
        "ConvertFrom-Json",
        "ConvertTo-Json",
        "Export-Csv",
        "ForEach-Object",
        "Get-Command",
        "Get-ExchangeServer",
        "Get-MailUser",
        "Get-PSSnapin",
        "Import-Csv",
        "New-Object",
        "Set-MailUser",
        "Test-Path",
        "Where-Object",
        "Write-Output",
        "Write-Warning",
    ]);
    let run = texts(HYBRID_SCRIPT, "command_name");
    assert!(own.len() > 10 && run.len() > own.len(), "{own:?} {run:?}");
    for name in &run {
        assert!(own.contains(name) || known.contains(name), "{name}");
    }
    // Nothing is run by `&` or `.`, and no text becomes code.
    assert_eq!(
        texts(HYBRID_SCRIPT, "command_invokation_operator"),
        BTreeSet::new()
    );
    let lower = HYBRID_SCRIPT.to_lowercase();
    for word in [
        "invoke-",
        "iex",
        "[scriptblock]",
        "add-type",
        "expandstring",
    ] {
        assert!(!lower.contains(word), "{word}");
    }
    // What it would need to be told apart by an encoding.
    assert!(HYBRID_SCRIPT.is_ascii());
}

#[test]
fn script_and_csv_name_the_same_columns() {
    let identity = HybridIdentity {
        source: "33333333-0000-4000-8000-000000000003".parse().unwrap(),
        source_user_principal_name: String::new(),
        target: "55555555-0000-4000-8000-000000000005".parse().unwrap(),
        target_user_principal_name: String::new(),
        target_primary_smtp_address: String::new(),
        change: Err("Not now.".into()),
    };
    let csv = String::from_utf8(hybrid_identities_csv(&[identity])).unwrap();
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let (_, list) = HYBRID_SCRIPT.split_once("$IdentitiesColumns = @(").unwrap();
    let (list, _) = list.split_once(')').unwrap();
    let wanted: Vec<&str> = list
        .split_whitespace()
        .map(|name| name.trim_matches('\''))
        .collect();
    assert_eq!(header, wanted);
    let format = lines.next().unwrap().split(',').next().unwrap();
    assert!(HYBRID_SCRIPT.contains(&format!("$IdentitiesFormat = '{format}'")));
}

#[test]
fn the_script_ends_with_what_to_do_next() {
    assert!(HYBRID_SCRIPT.contains(&format!("$Afterwards = '{AFTER_HYBRID}'")));
}
