//! A run that is made some people at a time comes to the same as one in one go, however
//! many they are at a time and however people are handed over.

use proptest::prelude::*;
use shared::{
    ids::ObjectId,
    matching::{Given, MatchAhead, MatchRule, Matching, Proposal, Side, match_people},
};

use crate::{
    people::{Someone, id, someone},
    properties::{mapped, people, rules},
};

/// The proposals of a run in slices, and how many slices it took.
fn in_slices(
    sources: Side<'_, &Someone>,
    targets: Side<'_, &Someone>,
    rules: &[MatchRule],
    mapped: &[(ObjectId, ObjectId)],
    most: usize,
) -> (Vec<Proposal<ObjectId>>, usize) {
    let given = || Given {
        sources,
        targets,
        rules,
        mapped,
    };
    let (mut ahead, mut slices, mut before) = (MatchAhead::default(), 1, 0);
    while !ahead.step(&given(), most) {
        let done = ahead.done(&given());
        assert!(before <= done && done <= 1000, "{before} to {done}");
        before = done;
        slices += 1;
    }
    let found = Matching::of(given(), ahead.finish());
    (found.proposals().collect(), slices)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn slices_of_any_size_come_to_the_same(
        (sources, targets) in people(),
        rules in rules(),
        mapped in mapped(),
        most in 1..20_usize,
    ) {
        let mapped: Vec<_> = mapped.iter().map(|(s, t)| (id(*s), id(*t))).collect();
        let expected: Vec<_> =
            match_people(&sources, &targets, &rules, &mapped).proposals().collect();
        let source = |at: usize| sources.get(at);
        let target = |at: usize| targets.get(at);
        let sides = || (
            Side::Made { len: sources.len(), make: &source },
            Side::Made { len: targets.len(), make: &target },
        );
        for most in [most, usize::MAX] {
            let (sources, targets) = sides();
            let (found, _) = in_slices(sources, targets, &rules, &mapped, most);
            prop_assert_eq!(&found, &expected, "{} at a time", most);
        }
    }
}

/// Nobody would notice a slice that does everything.
#[test]
fn the_smaller_slices_are_the_more_there_are() {
    let sources: Vec<Someone> = (0..300)
        .map(|n| someone(n + 1).primary(&format!("p{}@a.example", n % 100)))
        .collect();
    let targets: Vec<Someone> = (0..300)
        .map(|n| someone(n + 1_001).external(&format!("p{n}@a.example")))
        .collect();
    let (sources, targets): (Vec<_>, Vec<_>) = (sources.iter().collect(), targets.iter().collect());
    let rules = [MatchRule::PrimarySmtpAddress];
    let run = |most| {
        let (sources, targets) = (Side::List(&sources), Side::List(&targets));
        in_slices(sources, targets, &rules, &[], most)
    };
    let (expected, few) = run(usize::MAX);
    let (found, many) = run(10);
    assert_eq!(found, expected);
    assert!(few < 30, "{few}");
    assert!(many > 150, "{many}");
}
