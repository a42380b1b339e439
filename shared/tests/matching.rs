//! Matching by rules: one to one, never a guess, whatever the order.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use shared::{
    identity::{SourceMailbox, TargetMailUser},
    ids::ObjectId,
    matching::{
        DomainRewrite, Match, MatchRule, MatchTarget, Proposal, match_by_primary_smtp,
        match_by_rules,
    },
};

fn id(number: u32) -> ObjectId {
    format!("11111111-0000-4000-8000-{number:012}")
        .parse()
        .unwrap()
}

fn source(number: u32, upn: &str, primary: &str, alias: &str, name: &str) -> SourceMailbox {
    SourceMailbox {
        id: id(number),
        user_principal_name: upn.to_owned(),
        primary_smtp_address: primary.to_owned(),
        archive_guid: None,
        exchange_guid: "44444444-0000-4000-8000-000000000004".parse().unwrap(),
        legacy_exchange_dn: String::new(),
        email_addresses: Vec::new(),
        display_name: name.to_owned(),
        alias: alias.to_owned(),
    }
}

fn target(
    number: u32,
    upn: &str,
    addresses: &[&str],
    alias: &str,
    name: &str,
) -> (TargetMailUser, String) {
    let mail_user = TargetMailUser {
        id: id(number),
        display_name: name.to_owned(),
        user_principal_name: upn.to_owned(),
        primary_smtp_address: String::new(),
        external_email_address: None,
        email_addresses: addresses.iter().map(|&a| a.to_owned()).collect(),
        exchange_guid: None,
        archive_guid: None,
        is_dir_synced: false,
    };
    (mail_user, alias.to_owned())
}

fn upn_rule() -> MatchRule {
    MatchRule::UserPrincipalName(vec![DomainRewrite {
        from: "A.example".to_owned(),
        to: "b.example".to_owned(),
    }])
}

fn all_rules() -> Vec<MatchRule> {
    vec![
        MatchRule::PrimarySmtpAddress,
        upn_rule(),
        MatchRule::MailNickname,
        MatchRule::DisplayName,
    ]
}

fn run(
    sources: &[SourceMailbox],
    targets: &[(TargetMailUser, String)],
    rules: &[MatchRule],
    mapped: &[(ObjectId, ObjectId)],
) -> Vec<Proposal> {
    let targets: Vec<_> = targets
        .iter()
        .map(|(mail_user, alias)| MatchTarget { mail_user, alias })
        .collect();
    match_by_rules(sources, &targets, rules, mapped)
}

/// The answer in short: `=51 90` one, `?51,52` conflict, `-` none.
fn short(proposal: &Proposal) -> String {
    let number = |id: &ObjectId| {
        id.to_string()
            .trim_start_matches("11111111-0000-4000-8000-")
            .trim_start_matches('0')
            .to_owned()
    };
    match proposal {
        Proposal::Kept(target) => format!("kept {}", number(target)),
        Proposal::One {
            target, confidence, ..
        } => format!("={} {confidence}", number(target)),
        Proposal::Conflict { candidates, .. } => format!(
            "?{}",
            candidates.iter().map(number).collect::<Vec<_>>().join(",")
        ),
        Proposal::None => "-".to_owned(),
    }
}

#[test]
fn each_rule_finds_what_it_is_for_and_nothing_else() {
    let lena = source(1, "Lena@a.example", "l@a.example", "LenaB", "Lena Berg");
    for (rule, fits, misses) in [
        (
            MatchRule::PrimarySmtpAddress,
            target(51, "", &["smtp:L@a.example"], "", ""),
            target(51, "l@a.example", &["smtp:l@b.example"], "l", "l"),
        ),
        (
            upn_rule(),
            target(51, "lena@B.example", &[], "", ""),
            target(51, "lena@a.example", &[], "", ""),
        ),
        (
            MatchRule::MailNickname,
            target(51, "", &[], "lenab", ""),
            target(51, "", &[], "lena", "LenaB"),
        ),
        (
            MatchRule::DisplayName,
            target(51, "", &[], "", " Lena Berg"),
            target(51, "", &[], "Lena Berg", "Lena Berger"),
        ),
    ] {
        let rules = [rule];
        let found = run(std::slice::from_ref(&lena), &[fits], &rules, &[]);
        let Proposal::One {
            confidence, reason, ..
        } = &found[0]
        else {
            panic!("{rules:?}: {found:?}")
        };
        assert_eq!(*confidence, rules[0].confidence());
        assert!(reason.ends_with('.') && reason.len() > 20, "{reason}");
        assert_eq!(
            run(std::slice::from_ref(&lena), &[misses], &rules, &[]),
            [Proposal::None]
        );
    }
}

#[test]
fn empty_values_and_unlisted_domains_match_nobody() {
    let nobody = source(1, "@a.example", " ", " ", "");
    let other = source(2, "lena@other.example", "", "", "");
    let targets = [
        target(51, "@b.example", &["smtp:"], "", ""),
        target(52, "lena@other.example", &[], "", ""),
    ];
    assert_eq!(
        run(&[nobody, other], &targets, &all_rules(), &[]),
        [Proposal::None, Proposal::None]
    );
}

#[test]
fn what_is_ambiguous_is_a_conflict_that_no_later_rule_decides() {
    for (sources, targets, expected) in [
        // Two MailUsers for one mailbox; the name would fit only one of them.
        (
            vec![source(1, "", "", "lena", "Lena Berg")],
            vec![
                target(51, "", &[], "lena", "Lena Berg"),
                target(52, "", &[], "lena", ""),
            ],
            vec!["?51,52"],
        ),
        // One MailUser for two mailboxes.
        (
            vec![source(1, "", "", "lena", ""), source(2, "", "", "LENA", "")],
            vec![target(51, "", &[], "lena", "")],
            vec!["?51", "?51"],
        ),
        // Nobody else gets a MailUser that is fought for.
        (
            vec![
                source(1, "", "", "lena", ""),
                source(2, "", "", "", "Lena Berg"),
            ],
            vec![
                target(51, "", &[], "lena", "Lena Berg"),
                target(52, "", &[], "lena", ""),
            ],
            vec!["?51,52", "?51"],
        ),
        // What a stronger rule gave away is not there for a weaker one.
        (
            vec![
                source(1, "", "l@a.example", "x", ""),
                source(2, "", "", "lena", ""),
            ],
            vec![target(51, "", &["smtp:l@a.example"], "lena", "")],
            vec!["=51 100", "-"],
        ),
    ] {
        let found: Vec<_> = run(&sources, &targets, &all_rules(), &[])
            .iter()
            .map(short)
            .collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn the_caller_turns_rules_on_and_orders_them() {
    let sources = [source(1, "", "l@a.example", "lena", "")];
    let targets = [
        target(51, "", &["smtp:l@a.example"], "", ""),
        target(52, "", &[], "lena", ""),
    ];
    for (rules, expected) in [
        (vec![], "-"),
        (
            vec![MatchRule::PrimarySmtpAddress, MatchRule::MailNickname],
            "=51 100",
        ),
        (
            vec![MatchRule::MailNickname, MatchRule::PrimarySmtpAddress],
            "=52 80",
        ),
        (vec![MatchRule::DisplayName], "-"),
    ] {
        assert_eq!(short(&run(&sources, &targets, &rules, &[])[0]), expected);
    }
}

#[test]
fn what_is_mapped_stays_and_is_taken_also_outside_of_the_selection() {
    let sources = [
        source(1, "", "l@a.example", "", ""),
        source(2, "", "o@a.example", "", ""),
    ];
    let targets = [
        target(51, "", &["smtp:l@a.example"], "", ""),
        target(52, "", &["smtp:o@a.example"], "", ""),
    ];
    let mapped = [(id(1), id(59)), (id(9), id(52))];
    let found: Vec<_> = run(&sources, &targets, &all_rules(), &mapped)
        .iter()
        .map(short)
        .collect();
    assert_eq!(found, ["kept 59", "-"]);
}

#[test]
fn a_crowd_with_one_name_takes_no_more_than_a_few_candidates_each() {
    let sources: Vec<_> = (1..500).map(|n| source(n, "", "", "", "Room")).collect();
    let targets: Vec<_> = (501..1000)
        .map(|n| target(n, "", &[], "", "Room"))
        .collect();
    for proposal in run(&sources, &targets, &all_rules(), &[]) {
        let Proposal::Conflict {
            candidates, count, ..
        } = proposal
        else {
            panic!("{proposal:?}")
        };
        assert_eq!((candidates.len(), count), (10, 499));
    }
}

fn small() -> impl Strategy<Value = String> {
    "[xyz]?"
}

fn people() -> impl Strategy<Value = (Vec<SourceMailbox>, Vec<(TargetMailUser, String)>)> {
    let address = |text: String| {
        if text.is_empty() {
            text
        } else {
            format!("{text}@a.example")
        }
    };
    let sources = prop::collection::vec((1..9_u32, small(), small(), small(), small()), 0..8)
        .prop_map(move |all| {
            all.into_iter()
                .map(|(n, u, p, a, d)| source(n, &address(u), &address(p), &a, &d))
                .collect()
        });
    let targets = prop::collection::vec((small(), small(), small(), small(), small()), 0..8)
        .prop_map(move |all| {
            (51..)
                .zip(all)
                .map(|(n, (u, p, q, a, d))| {
                    let addresses = [address(p), address(q)].map(|text| format!("smtp:{text}"));
                    target(
                        n,
                        &format!("{u}@b.example"),
                        &[addresses[0].as_str(), &addresses[1]],
                        &a,
                        &d,
                    )
                })
                .collect()
        });
    (sources, targets)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn it_is_one_to_one_and_keeps_what_is_mapped(
        (sources, targets) in people(),
        rules in Just(all_rules()).prop_shuffle(),
        mapped in prop::collection::btree_map(1..9_u32, 51..59_u32, 0..3),
    ) {
        let mut used = BTreeSet::new();
        let mapped: Vec<_> = mapped.into_iter().filter(|(_, t)| used.insert(*t)).map(|(s, t)| (id(s), id(t))).collect();
        let found = run(&sources, &targets, &rules, &mapped);
        prop_assert_eq!(found.len(), sources.len());
        let mut pairs: BTreeMap<ObjectId, ObjectId> = mapped.iter().copied().collect();
        for (source, proposal) in sources.iter().zip(&found) {
            match proposal {
                Proposal::Kept(target) => prop_assert!(mapped.contains(&(source.id, *target))),
                Proposal::One { target, .. } => {
                    prop_assert!(pairs.insert(source.id, *target).is_none_or(|before| before == *target));
                }
                Proposal::Conflict { candidates, .. } => prop_assert!(!candidates.is_empty()),
                Proposal::None => {}
            }
        }
        let given: BTreeSet<_> = pairs.values().collect();
        prop_assert_eq!(given.len(), pairs.len(), "a MailUser was given twice");
    }

    #[test]
    fn the_order_of_people_decides_nothing(
        ((sources, targets), (shuffled, shuffled_targets)) in people().prop_flat_map(|(s, t)| {
            (Just((s.clone(), t.clone())), (Just(s).prop_shuffle(), Just(t).prop_shuffle()))
        }),
    ) {
        let by_id = |sources: &[SourceMailbox], found: Vec<Proposal>| -> BTreeMap<ObjectId, String> {
            sources.iter().map(|s| s.id).zip(found.iter().map(|p| format!("{p:?}"))).collect()
        };
        prop_assert_eq!(
            by_id(&sources, run(&sources, &targets, &all_rules(), &[])),
            by_id(&shuffled, run(&shuffled, &shuffled_targets, &all_rules(), &[]))
        );
    }

    #[test]
    fn the_first_rule_alone_finds_what_the_edge_finds((sources, targets) in people()) {
        let mut seen = BTreeSet::new();
        let sources: Vec<_> = sources.into_iter().filter(|s| seen.insert(s.id)).collect();
        let mail_users: Vec<_> = targets.iter().map(|(mail_user, _)| mail_user.clone()).collect();
        let expected = match_by_primary_smtp(&sources, &mail_users);
        let found = run(&sources, &targets, &[MatchRule::PrimarySmtpAddress], &[]);
        for (found, expected) in found.into_iter().zip(expected) {
            let found = match found {
                Proposal::Kept(target) | Proposal::One { target, .. } => Match::One(target),
                Proposal::Conflict { candidates, .. } => Match::Several(candidates),
                Proposal::None => Match::None,
            };
            prop_assert_eq!(found, expected);
        }
    }
}
