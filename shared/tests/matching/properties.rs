//! What holds for all people: one to one, in whatever order, on a selection as on all.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use shared::matching::{MatchRule, NameThresholds, Proposal, match_people};

use crate::{
    people::{Someone, id, number, run, short, someone},
    rules::upn_rule,
};

fn all_rules() -> Vec<MatchRule> {
    vec![
        MatchRule::PrimarySmtpAddress,
        upn_rule(),
        MatchRule::EmployeeId,
        MatchRule::CustomAttribute("CustomAttribute1".parse().unwrap()),
        MatchRule::MailNickname,
        MatchRule::DisplayName,
        MatchRule::SimilarName(NameThresholds::new(50, 70)),
    ]
}

/// Few different values, so that people have much in common.
fn value() -> impl Strategy<Value = String> {
    "[xyXY]?"
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        "Lena Berg",
        "Berg, Lena",
        "Lena Borg",
        "L. Berg",
        "Lena Maria Berg",
        "Léna Berg",
        "Lena Meyer",
        "Omar Berg",
        "Lena Berg (x)",
    ])
    .prop_map(str::to_owned)
}

fn address(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}@a.example")
    }
}

fn anybody(numbers: std::ops::Range<u32>) -> impl Strategy<Value = Someone> {
    (
        numbers,
        value(),
        value(),
        value(),
        value(),
        value(),
        value(),
        name(),
    )
        .prop_map(
            |(number, primary, proxy, upn, alias, employee, custom, name)| {
                someone(number)
                    .primary(&address(&primary))
                    .external(&address(&proxy))
                    .proxy(&format!("smtp:{}", address(&upn)))
                    .upn(&format!(
                        "{upn}@{}",
                        if number < 50 {
                            "a.example"
                        } else {
                            "b.example"
                        }
                    ))
                    .alias(&alias)
                    .employee(&employee)
                    .custom("CustomAttribute1", &custom)
                    .name(&name)
            },
        )
}

pub(crate) fn people() -> impl Strategy<Value = (Vec<Someone>, Vec<Someone>)> {
    (
        prop::collection::vec(anybody(1..9), 0..8),
        prop::collection::vec(anybody(51..60), 0..8),
    )
}

/// Which rules are on, and in what order.
pub(crate) fn rules() -> impl Strategy<Value = Vec<MatchRule>> {
    prop::sample::subsequence(all_rules(), 1..=all_rules().len()).prop_shuffle()
}

pub(crate) fn mapped() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::btree_map(1..9_u32, 51..60_u32, 0..3).prop_map(|all| {
        let mut used = BTreeSet::new();
        all.into_iter()
            .filter(|(_, target)| used.insert(*target))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn it_is_one_to_one_and_keeps_what_is_mapped(
        (sources, targets) in people(),
        rules in rules(),
        mapped in mapped(),
    ) {
        let found = run(&sources, &targets, &rules, &mapped);
        prop_assert_eq!(found.len(), sources.len());
        let mut pairs: BTreeMap<u32, u32> = mapped.iter().copied().collect();
        let mut fought_for = BTreeSet::new();
        for (source, proposal) in sources.iter().zip(&found) {
            match proposal {
                Proposal::Kept(target) => {
                    prop_assert!(mapped.contains(&(source.number, number(*target))));
                }
                Proposal::One { target, .. } | Proposal::Likely { target, .. } => {
                    let before = pairs.insert(source.number, number(*target));
                    prop_assert!(before.is_none_or(|before| before == number(*target)));
                }
                Proposal::Conflict { candidates, count, rivals, rival_count, .. } => {
                    prop_assert_eq!(candidates.len(), *count);
                    prop_assert_eq!(rivals.len(), *rival_count);
                    prop_assert!(*count > 1 || *rival_count > 0);
                    prop_assert!(!rivals.contains(&id(source.number)));
                    fought_for.extend(candidates.iter().map(|one| number(one.target)));
                }
                Proposal::None { taken, .. } => {
                    prop_assert!(taken.is_none_or(|taken| targets.iter().any(|t| id(t.number) == taken)));
                }
            }
        }
        let given: BTreeSet<u32> = pairs.values().copied().collect();
        prop_assert_eq!(given.len(), pairs.len(), "a MailUser was given twice");
        prop_assert!(given.is_disjoint(&fought_for), "given away while it is fought for");
    }

    #[test]
    fn the_order_of_people_decides_nothing(
        ((sources, targets), (shuffled, shuffled_targets)) in people().prop_flat_map(|(s, t)| {
            (Just((s.clone(), t.clone())), (Just(s).prop_shuffle(), Just(t).prop_shuffle()))
        }),
        rules in rules(),
        mapped in mapped(),
    ) {
        let by_number = |sources: &[Someone], targets: &[Someone]| -> BTreeMap<u32, String> {
            let found = run(sources, targets, &rules, &mapped);
            sources.iter().map(|one| one.number).zip(found.iter().map(|one| format!("{one:?}"))).collect()
        };
        prop_assert_eq!(by_number(&sources, &targets), by_number(&shuffled, &shuffled_targets));
    }

    /// What was found, once it is mapped, stays; and nobody gets anything else by it.
    #[test]
    fn matching_again_changes_nothing_that_was_found(
        (sources, targets) in people(),
        rules in rules(),
    ) {
        let first = match_people(&sources, &targets, &rules, &[]);
        let mapped = first.found();
        let again = match_people(&sources, &targets, &rules, &mapped);
        for at in 0..sources.len() {
            if let Some(Proposal::One { target, .. }) = first.proposal(at) {
                prop_assert_eq!(again.proposal(at), Some(Proposal::Kept(target)));
            }
        }
        prop_assert_eq!(again.summary().kept as usize, sources.iter().filter(|one| mapped.iter().any(|(s, _)| *s == id(one.number))).count());
    }

    #[test]
    fn a_selection_is_told_what_all_are_told(
        (sources, targets) in people(),
        rules in rules(),
        mapped in mapped(),
    ) {
        let mapped: Vec<_> = mapped.iter().map(|(s, t)| (id(*s), id(*t))).collect();
        let found = match_people(&sources, &targets, &rules, &mapped);
        let all: Vec<_> = found.proposals().collect();
        let odd: Vec<usize> = (0..sources.len()).filter(|at| at % 2 == 1).collect();
        for at in &odd {
            prop_assert_eq!(found.proposal(*at), all.get(*at).cloned());
        }
        let (odd, even) = (found.summary_of(odd), found.summary_of((0..sources.len()).step_by(2)));
        prop_assert_eq!(odd.found() + even.found(), found.summary().found());
        prop_assert_eq!(odd.none + even.none, found.summary().none);
        prop_assert_eq!(odd.kept + even.kept, found.summary().kept);
    }

    /// By the rule alone, told by comparing everybody with everybody.
    #[test]
    fn the_fast_way_finds_what_the_slow_way_finds((sources, targets) in people()) {
        let mut seen = BTreeSet::new();
        let sources: Vec<_> = sources.into_iter().filter(|one| seen.insert(one.number)).collect();
        let leads = |source: &Someone, target: &Someone| {
            let mut all = vec![target.primary.clone(), target.external.clone()];
            all.extend(target.proxies.iter().cloned());
            !source.primary.is_empty()
                && all.iter().any(|one| shared::address::same_address(&source.primary, one))
        };
        let found = run(&sources, &targets, &MatchRule::defaults(), &[]);
        for (source, found) in sources.iter().zip(&found) {
            let fits: BTreeSet<u32> = targets.iter().filter(|t| leads(source, t)).map(|t| t.number).collect();
            let has_rival = |target: &u32| {
                sources.iter().any(|other| {
                    other.number != source.number
                        && targets.iter().any(|t| t.number == *target && leads(other, t))
                })
            };
            let expected = match fits.iter().copied().collect::<Vec<_>>().as_slice() {
                [] => "-".to_owned(),
                [only] if !has_rival(only) => format!("{only} 100%"),
                _ => format!("conflict {fits:?}"),
            };
            let found = match found {
                Proposal::Conflict { candidates, .. } => {
                    let all: BTreeSet<u32> = candidates.iter().map(|one| number(one.target)).collect();
                    format!("conflict {all:?}")
                }
                other => short(other),
            };
            prop_assert_eq!(found, expected);
        }
    }
}
