//! What is ambiguous is a conflict: between whom, and that nobody guesses.

use shared::matching::{
    MatchRule, MatchSummary, NameThresholds, Proposal, RuleCounts, match_people,
};

use crate::people::{Someone, id, number, reason, run, short, shorts, someone};

fn address(at: &str) -> String {
    format!("smtp:{at}@a.example")
}

fn from(number: u32, at: &str) -> Someone {
    someone(number).primary(&address(at)[5..])
}

fn to(number: u32, at: &[&str]) -> Someone {
    at.iter()
        .fold(someone(number), |one, at| one.proxy(&address(at)))
}

#[test]
fn a_conflict_names_who_could_be_meant_and_who_else_wants_them() {
    for (sources, targets, expected) in [
        // Two MailUsers for one mailbox.
        (
            vec![from(1, "l")],
            vec![to(52, &["l"]), to(51, &["l"])],
            vec!["51,52"],
        ),
        // One MailUser for two mailboxes: with one address, and with two.
        (
            vec![from(2, "l"), from(1, "l")],
            vec![to(51, &["l"])],
            vec!["51 not 1", "51 not 2"],
        ),
        (
            vec![from(1, "l"), from(2, "m")],
            vec![to(51, &["l", "m"])],
            vec!["51 not 2", "51 not 1"],
        ),
        // The only candidate of one mailbox is one of several of another.
        (
            vec![from(1, "l"), from(2, "m")],
            vec![to(51, &["l"]), to(52, &["l", "m"])],
            vec!["51,52 not 2", "52 not 1"],
        ),
        // A chain: whoever is chosen at one end decides for the other.
        (
            vec![from(1, "l"), from(2, "m"), from(3, "n")],
            vec![to(51, &["l", "m"]), to(52, &["m", "n"])],
            vec!["51 not 2,3", "51,52 not 1,3", "52 not 1,2"],
        ),
        // What does not hang together is decided by itself.
        (
            vec![from(1, "l"), from(2, "m"), from(3, "n")],
            vec![
                to(51, &["l"]),
                to(52, &["l"]),
                to(53, &["n", "m"]),
                to(54, &["o"]),
            ],
            vec!["51,52", "53 not 3", "53 not 2"],
        ),
        (
            vec![from(1, "l"), from(2, "m")],
            vec![to(51, &["l", "l"]), to(52, &["m"])],
            vec!["51 100%", "52 100%"],
        ),
    ] {
        let found = run(&sources, &targets, &MatchRule::defaults(), &[]);
        assert_eq!(shorts(&found), expected, "{sources:?}");
    }
}

#[test]
fn no_later_rule_decides_a_conflict_or_gives_away_what_is_fought_for() {
    let rules = [MatchRule::MailNickname, MatchRule::DisplayName];
    for (sources, targets, expected) in [
        // The name would fit only one of them.
        (
            vec![someone(1).alias("lena").name("Lena")],
            vec![
                someone(51).alias("lena").name("Lena"),
                someone(52).alias("lena"),
            ],
            vec!["51,52"],
        ),
        // Nobody else gets a MailUser that is fought for, and all are named.
        (
            vec![
                someone(3).alias("lena"),
                someone(2).name("Lena"),
                someone(1).name("Lena"),
                someone(4).alias("lena"),
            ],
            vec![
                someone(51).alias("lena").name("Lena"),
                someone(52).alias("lena"),
            ],
            vec!["51,52 not 4", "51 not 1,3,4", "51 not 2,3,4", "51,52 not 3"],
        ),
        // What an earlier rule gave away is not there for a later one.
        (
            vec![someone(1).alias("x"), someone(2).name("Lena")],
            vec![someone(51).alias("x").name("Lena")],
            vec!["51 80%", "- (51)"],
        ),
        (
            vec![someone(1).alias("x"), someone(2).name("Lena")],
            vec![
                someone(51).alias("x").name("Lena"),
                someone(52).name("Lena"),
            ],
            vec!["51 80%", "52 60%"],
        ),
    ] {
        assert_eq!(
            shorts(&run(&sources, &targets, &rules, &[])),
            expected,
            "{sources:?}"
        );
    }
}

#[test]
fn rivals_of_an_earlier_rule_are_counted_once() {
    // 1 and 2 fight for 51 and 52 by nickname; 3 wants 51 and 52 by name.
    let sources = [
        someone(1).alias("x"),
        someone(2).alias("x"),
        someone(3).name("N"),
    ];
    let targets = [
        someone(51).alias("x").name("N"),
        someone(52).alias("x").name("N"),
    ];
    let found = run(
        &sources,
        &targets,
        &[MatchRule::MailNickname, MatchRule::DisplayName],
        &[],
    );
    let Proposal::Conflict {
        rival_count,
        rule,
        count,
        ..
    } = &found[2]
    else {
        panic!("{found:?}")
    };
    assert_eq!((*rival_count, *rule, *count), (2, 1, 2));
    assert_eq!(short(&found[2]), "51,52 not 1,2");
}

#[test]
fn conflicts_are_said_with_numbers() {
    for (sources, targets, expected) in [
        (
            vec![from(1, "l")],
            vec![to(51, &["l"]), to(52, &["l"])],
            "2 MailUsers have the address l@a.example.",
        ),
        (
            vec![from(1, "l"), from(2, "l")],
            vec![to(51, &["l"])],
            "The mailbox's PrimarySmtpAddress, l@a.example, is an address of the MailUser. The \
             MailUser fits another mailbox as well.",
        ),
        (
            vec![from(1, "l"), from(2, "l"), from(3, "m")],
            vec![to(51, &["l", "m"]), to(52, &["l"])],
            "2 MailUsers have the address l@a.example. They fit 2 other mailboxes as well.",
        ),
    ] {
        let found = run(&sources, &targets, &MatchRule::defaults(), &[]);
        assert_eq!(reason(&found[0]), expected);
    }
    let found = run(
        &[from(1, "l")],
        &[to(51, &["l"]), to(52, &["l"])],
        &MatchRule::defaults(),
        &[],
    );
    let Proposal::Conflict { candidates, .. } = &found[0] else {
        panic!("{found:?}")
    };
    assert_eq!(candidates[1].confidence, 100);
    assert_eq!(
        candidates[1].reason,
        "The mailbox's PrimarySmtpAddress, l@a.example, is an address of the MailUser."
    );
}

#[test]
fn a_crowd_with_one_name_is_listed_in_part_and_counted_in_full() {
    let sources: Vec<_> = (1..500).rev().map(|n| someone(n).name("Room")).collect();
    let targets: Vec<_> = (501..1000).rev().map(|n| someone(n).name("Room")).collect();
    let found = run(&sources, &targets, &[MatchRule::DisplayName], &[]);
    for (source, proposal) in sources.iter().zip(found) {
        let Proposal::Conflict {
            candidates,
            count,
            rivals,
            rival_count,
            ..
        } = proposal
        else {
            panic!("{proposal:?}")
        };
        let first: Vec<u32> = (1..500).filter(|n| *n != source.number).take(10).collect();
        assert_eq!(rivals.into_iter().map(number).collect::<Vec<_>>(), first);
        let listed: Vec<u32> = candidates.iter().map(|one| number(one.target)).collect();
        assert_eq!(listed, (501..511).collect::<Vec<_>>());
        assert_eq!((count, rival_count), (499, 498));
    }
}

#[test]
fn somebody_who_is_given_twice_is_one_person() {
    // Two records of a MailUser: both records' addresses lead to it.
    let found = run(
        &[from(1, "l")],
        &[to(51, &["m"]), to(51, &["l"])],
        &MatchRule::defaults(),
        &[],
    );
    assert_eq!(shorts(&found), ["51 100%"]);
    // Two records of a mailbox: no rivals, and the values that sort first speak.
    for sources in [[from(1, "l"), from(1, "k")], [from(1, "k"), from(1, "l")]] {
        let found = run(
            &sources,
            &[to(51, &["l"]), to(52, &["k"])],
            &MatchRule::defaults(),
            &[],
        );
        assert_eq!(shorts(&found), ["52 100%", "52 100%"]);
    }
    let twice = [
        someone(1).alias("x").custom("CustomAttribute2", "b"),
        someone(1).alias("x").custom("CustomAttribute2", "a"),
    ];
    let rules = [MatchRule::CustomAttribute(
        "CustomAttribute2".parse().unwrap(),
    )];
    let targets = [
        someone(51).custom("CustomAttribute2", "a"),
        someone(52).custom("CustomAttribute2", "b"),
    ];
    assert_eq!(
        shorts(&run(&twice, &targets, &rules, &[])),
        ["51 90%", "51 90%"]
    );
}

#[test]
fn a_summary_counts_by_rule_also_of_a_selection() {
    let sources = [
        from(1, "l"),
        from(2, "x").alias("two"),
        from(3, "y").alias("three"),
        from(4, "z"),
        from(5, "k"),
    ];
    let targets = [
        to(51, &["l"]),
        someone(52).alias("two"),
        someone(53).alias("three"),
        someone(54).alias("three"),
        to(55, &["k"]),
    ];
    let rules = [MatchRule::PrimarySmtpAddress, MatchRule::MailNickname];
    let mapped = [(id(5), id(55))];
    let found = match_people(&sources, &targets, &rules, &mapped);
    let counts = |found, conflicts| RuleCounts {
        found,
        likely: 0,
        conflicts,
    };
    assert_eq!(
        found.summary(),
        MatchSummary {
            kept: 1,
            by_rule: vec![counts(1, 0), counts(1, 1)],
            none: 1
        }
    );
    let all = found.summary();
    assert_eq!((all.found(), all.likely(), all.conflicts()), (2, 0, 1));
    assert_eq!(
        found.summary_of([0, 2, 99]),
        MatchSummary {
            kept: 0,
            by_rule: vec![counts(1, 0), counts(0, 1)],
            none: 0
        }
    );
    assert_eq!(found.summary_of([0]).conflicts(), 0);
    assert_eq!((found.len(), found.is_empty()), (5, false));
    let nobody: [Someone; 0] = [];
    assert!(match_people(&nobody, &targets, &rules, &[]).is_empty());
    assert_eq!(found.proposal(5), None);
    assert_eq!(
        found.found(),
        [(id(1), id(51)), (id(2), id(52)), (id(5), id(55))]
    );
    assert_eq!(
        format!("{found:?}"),
        "Matching { sources: 5, targets: 5, .. }"
    );
}

#[test]
fn whoever_finds_nobody_is_told_why() {
    let rules = [
        MatchRule::PrimarySmtpAddress,
        crate::rules::upn_rule(),
        MatchRule::EmployeeId,
        MatchRule::DisplayName,
        MatchRule::SimilarName(NameThresholds::default()),
    ];
    let sources = [
        from(1, "L").upn("l@other.example").name("Lena Berg"),
        from(2, "k"),
    ];
    let targets = [to(51, &["k"])];
    let found = run(&sources, &targets, &rules, &[(9, 51)]);
    assert_eq!(
        reason(&found[0]),
        "No MailUser has the address l@a.example. No rewrite is about the mailbox's \
         UserPrincipalName. The mailbox has no employee id. No MailUser is called Lena Berg. No \
         MailUser is called similarly to Lena Berg."
    );
    assert_eq!(
        reason(&found[1]),
        "The MailUser that has the address k@a.example belongs to another mailbox already. The \
         mailbox has no UserPrincipalName. The mailbox has no employee id. The mailbox has no \
         display name. The mailbox has no display name."
    );
    assert_eq!(
        reason(&run(&sources, &targets, &[], &[])[0]),
        "No rule is turned on."
    );
}
