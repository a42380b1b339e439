//! Similar names: what they are worth, how that is said, and when nobody decides.

use shared::matching::{MatchRule, MatchSummary, NameThresholds, RuleCounts, match_people};

use crate::people::{Someone, reason, run, short, shorts, someone};

fn rule() -> [MatchRule; 1] {
    [MatchRule::SimilarName(NameThresholds::default())]
}

/// With the same employee id names that have little in common are shown as well.
fn with_id(number: u32, name: &str) -> Someone {
    someone(number).employee("E7").name(name)
}

#[test]
#[allow(clippy::too_many_lines, reason = "one table")]
fn every_way_in_which_names_differ_has_its_worth_and_its_words() {
    for (one, other, worth, said) in [
        ("Lena Berg", "Lena Berg", 60, "same name"),
        ("LENA  berg", "Lena Berg", 60, "same name"),
        ("Lena O'Brien", "Lena OBrien", 60, "same name"),
        ("Lena Berg-Meyer", "Lena Berg Meyer", 60, "same name"),
        (
            "Jörg Müller",
            "Joerg Mueller",
            58,
            "names differ in accents or umlauts",
        ),
        (
            "Jörg Müller",
            "Jorg Muller",
            58,
            "names differ in accents or umlauts",
        ),
        (
            "Rene Weiss",
            "René Weiß",
            58,
            "names differ in accents or umlauts",
        ),
        (
            "Soren Aa",
            "Søren Å",
            58,
            "names differ in accents or umlauts",
        ),
        // One mark left out and another one spelled out, on either side.
        (
            "Lena Müso",
            "Lena Musö",
            58,
            "names differ in accents or umlauts",
        ),
        (
            "Lena Müso",
            "Lena Muesö",
            58,
            "names differ in accents or umlauts",
        ),
        (
            "Lena Müsoe",
            "Lena Muesö",
            58,
            "names differ in accents or umlauts",
        ),
        (
            "Zoe\u{308} Łuk",
            "Zoë Luk",
            58,
            "names differ in accents or umlauts",
        ),
        (
            "Lena Berg",
            "Berg, Lena",
            56,
            "names have the same words in another order",
        ),
        (
            "Müller, Jörg",
            "Joerg Mueller",
            56,
            "names have the same words in another order; names differ in accents or umlauts",
        ),
        (
            "Lena Berg",
            "Lena Berg (Contoso)",
            54,
            "names differ by an addition: contoso",
        ),
        (
            "Lena Berg - External",
            "Lena Berg",
            54,
            "names differ by an addition: external",
        ),
        (
            "Lena Berg [A]",
            "Lena Berg | B",
            54,
            "names differ by an addition: a, b",
        ),
        (
            "Dr. Lena Berg",
            "Lena Berg",
            54,
            "names differ by an addition: dr",
        ),
        (
            "Lena Berg (Contoso)",
            "Lena Berg - contoso",
            60,
            "same name",
        ),
        (
            "Berg, Lena (Contoso)",
            "Lena Berg",
            54,
            "names have the same words in another order; names differ by an addition: contoso",
        ),
        ("L. Berg", "Lena Berg", 45, "one name has initials"),
        ("Berg L", "Lena Berg", 45, "one name has initials"),
        ("L. M. Berg", "Lena Maria Berg", 45, "one name has initials"),
        ("Lena Berg", "Lena Borg", 45, "names are one letter apart"),
        ("Lena Berg", "Lena Berge", 45, "names are one letter apart"),
        ("Lena Berg", "Lena Bergg", 45, "names are one letter apart"),
        ("Lena Berg", "Lena Brg", 45, "names are one letter apart"),
        ("Lena Berg", "Lena Begr", 45, "names are one letter apart"),
        (
            "Katherine Berg",
            "Catherine Berg",
            45,
            "names are one letter apart",
        ),
        (
            "Lena Berg",
            "Lena Maria Berg",
            45,
            "one name has more words: maria",
        ),
        (
            "Lena Maria Eva Berg",
            "Berg, Lena",
            45,
            "one name has more words: maria eva",
        ),
        (
            "L. Berg",
            "Lena Maria Berg",
            40,
            "one name has initials; one name has more words: maria",
        ),
        (
            "Lena Berg",
            "Lena Meyer",
            30,
            "names differ by a maiden name",
        ),
        (
            "Lena Berg",
            "Meyer, Lena",
            30,
            "names differ by a maiden name",
        ),
        (
            "Lena Maria Berg",
            "Lena Meyer",
            30,
            "names differ by a maiden name",
        ),
        ("Lena", "Lena Berg", 30, "one name is part of the other"),
        ("Berg, Lena", "Berg, Omar", 10, "names differ"),
        ("Lena Berg", "Omar Berg", 10, "names differ"),
        ("Lena Berg", "Lenka Borg", 10, "names differ"),
        ("Lena Berg", "Omar Said", 10, "names differ"),
        ("L. B.", "Lena Berg", 10, "names differ"),
        (
            "Lena (Contoso) Berg",
            "Lena Berg",
            54,
            "names differ by an addition: contoso",
        ),
        ("Lena Berg)", "Lena Berg", 45, "names are one letter apart"),
        ("An Li", "An Lu", 30, "names differ by a maiden name"),
    ] {
        for (one, other) in [(one, other), (other, one)] {
            let found = run(&[with_id(1, one)], &[with_id(51, other)], &rule(), &[]);
            let percent = (worth + 40).min(99);
            let sure = if percent >= 90 { "" } else { "?" };
            assert_eq!(
                short(&found[0]),
                format!("51 {percent}%{sure}"),
                "{one} and {other}"
            );
        }
        let found = run(&[with_id(1, one)], &[with_id(51, other)], &rule(), &[]);
        assert_eq!(reason(&found[0]), format!("Same employee id; {said}."));
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "one table")]
fn other_attributes_speak_for_and_against() {
    let lena = || {
        someone(1)
            .name("Lena Berg")
            .employee("E7")
            .alias("lberg")
            .upn("lena@a.example")
            .primary("lena.berg@a.example")
            .department("Sales")
    };
    for (other, expected, said) in [
        (someone(51).name("Lena Berg"), "51 60%?", "Same name."),
        (
            someone(51).name("Lena Berg").employee("e7 "),
            "51 99%",
            "Same employee id; same name.",
        ),
        (
            someone(51).name("Berg, Lena").alias("LBerg"),
            "51 71%?",
            "Same mail nickname; names have the same words in another order.",
        ),
        (
            someone(51).name("Lena Berg").upn("Lena@b.example"),
            "51 75%?",
            "Same UserPrincipalName before the @; same name.",
        ),
        (
            someone(51)
                .name("Lena Berg")
                .primary("smtp:lena.berg@b.example"),
            "51 70%?",
            "Same PrimarySmtpAddress before the @; same name.",
        ),
        (
            someone(51).name("Lena Borg").department("sales"),
            "51 55%?",
            "Same department; names are one letter apart.",
        ),
        (
            someone(51).name("Lena Berg").department("HR").alias("lb"),
            "51 55%?",
            "Same name; another mail nickname; another department.",
        ),
        (
            someone(51)
                .name("Lena Meyer")
                .employee("E7")
                .department("Sales")
                .alias("lmeyer"),
            "51 80%?",
            "Same employee id; same department; names differ by a maiden name; another mail \
             nickname.",
        ),
        (
            someone(51)
                .name("Lena Berg")
                .alias("lberg")
                .upn("lena@b.example"),
            "51 90%",
            "Same mail nickname; same UserPrincipalName before the @; same name.",
        ),
        (
            someone(51)
                .name("Lena Berg")
                .upn("x@b.example")
                .primary("x@b.example"),
            "51 60%?",
            "Same name.",
        ),
        (
            someone(51)
                .name("Lena Berg")
                .employee("E8")
                .alias("lberg")
                .upn("lena@b.example"),
            "51 50%?",
            "Same mail nickname; same UserPrincipalName before the @; same name; another employee \
             id.",
        ),
        (
            someone(51).name("Lena Berg").employee("E8").alias("lberg"),
            "-",
            "No MailUser is called similarly to Lena Berg.",
        ),
        (
            someone(51).name("Lena Borg"),
            "-",
            "No MailUser is called similarly to Lena Berg.",
        ),
    ] {
        let found = run(&[lena()], std::slice::from_ref(&other), &rule(), &[]);
        assert_eq!(
            (short(&found[0]).as_str(), reason(&found[0])),
            (expected, said),
            "{other:?}"
        );
    }
}

#[test]
fn the_thresholds_decide_what_is_found_proposed_and_left() {
    // 60 for the name and 10 for the department.
    let people = |number| someone(number).name("Lena Berg").department("Sales");
    for (propose_at, decide_at, expected) in [
        (70, 70, "51 70%"),
        (70, 71, "51 70%?"),
        (71, 71, "-"),
        (0, 0, "51 70%"),
        (50, 100, "51 70%?"),
        (80, 60, "-"),
    ] {
        let rules = [MatchRule::SimilarName(NameThresholds::new(
            propose_at, decide_at,
        ))];
        let found = run(&[people(1)], &[people(51)], &rules, &[]);
        assert_eq!(short(&found[0]), expected, "{propose_at} {decide_at}");
    }
    let default = NameThresholds::default();
    assert_eq!((default.propose_at(), default.decide_at()), (50, 90));
    let raised = NameThresholds::new(80, 60);
    assert_eq!((raised.propose_at(), raised.decide_at()), (80, 80));
    assert_eq!(rule()[0].confidence(), None);
}

#[test]
fn what_is_only_likely_is_counted_apart_and_not_found() {
    let (sources, targets) = (
        [someone(1).name("Lena Berg")],
        [someone(51).name("Lena Berg")],
    );
    let rules = rule();
    let found = match_people(&sources, &targets, &rules, &[]);
    let counts = RuleCounts {
        found: 0,
        likely: 1,
        conflicts: 0,
    };
    assert_eq!(
        found.summary(),
        MatchSummary {
            kept: 0,
            by_rule: vec![counts],
            none: 0
        }
    );
    assert_eq!(found.summary().likely(), 1);
    assert_eq!(found.found(), []);
    // It is not offered to anybody else either.
    let rules = [rule()[0].clone(), MatchRule::MailNickname];
    let sources = [someone(1).name("Lena Berg"), someone(2).alias("x")];
    let targets = [someone(51).name("Lena Berg").alias("x")];
    assert_eq!(
        shorts(&run(&sources, &targets, &rules, &[])),
        ["51 60%?", "- (51)"]
    );
}

#[test]
fn what_is_nearly_as_likely_is_a_conflict_best_first() {
    let lena = || someone(1).name("Lena Berg").department("Sales");
    let exact = || someone(52).name("Lena Berg");
    for (sources, targets, expected) in [
        // 60 and 60; 60 and 58; 60 and 54.
        (
            vec![lena()],
            vec![exact(), someone(51).name("Lena Berg")],
            vec!["51,52"],
        ),
        (
            vec![lena()],
            vec![exact(), someone(51).name("Léna Berg")],
            vec!["52,51"],
        ),
        (
            vec![lena()],
            vec![exact(), someone(51).name("Lena Berg (x)")],
            vec!["52,51"],
        ),
        // 60 and 51, nine apart; 70 and 60, ten apart.
        (
            vec![lena()],
            vec![exact(), someone(51).name("Berg, Lena").department("HR")],
            vec!["52,51"],
        ),
        (
            vec![lena()],
            vec![exact(), someone(51).name("Lena Berg").department("Sales")],
            vec!["51 70%?"],
        ),
        // Two mailboxes for one MailUser, as likely; and one of them much more likely.
        (
            vec![lena(), someone(2).name("Lena Berg")],
            vec![exact()],
            vec!["52 not 2", "52 not 1"],
        ),
        (
            vec![lena(), someone(2).name("Lena Berg")],
            vec![exact().department("Sales")],
            vec!["52 70%?", "- (52)"],
        ),
        // The better one is taken by somebody whom it fits better still: not the second best.
        (
            vec![
                with_id(1, "Lena Berg"),
                someone(2).name("Lena Berg").department("Sales"),
            ],
            vec![
                with_id(51, "Lena Berg").department("Sales"),
                someone(52).name("Lena Berg").department("HR"),
            ],
            vec!["51 99%", "- (51)"],
        ),
    ] {
        assert_eq!(
            shorts(&run(&sources, &targets, &rule(), &[])),
            expected,
            "{targets:?}"
        );
    }
    let found = run(
        &[lena()],
        &[exact(), someone(51).name("Léna Berg")],
        &rule(),
        &[],
    );
    assert_eq!(
        reason(&found[0]),
        "2 MailUsers are called similarly to Lena Berg."
    );
    let found = run(
        &[lena(), with_id(2, "Lena Berg").department("Sales")],
        &[with_id(51, "Lena Berg").department("Sales")],
        &rule(),
        &[],
    );
    assert_eq!(
        reason(&found[0]),
        "A MailUser called similarly to Lena Berg fits another mailbox better."
    );
}

#[test]
fn somebody_without_a_name_is_like_nobody() {
    for (one, other) in [("", "Lena Berg"), ("Lena Berg", " "), ("", "")] {
        let found = run(&[with_id(1, one)], &[with_id(51, other)], &rule(), &[]);
        assert_eq!(short(&found[0]), "-", "{one:?} {other:?}");
    }
}

/// By the department nobody is found: it only speaks for those who were.
#[test]
fn people_are_found_by_names_that_are_one_step_apart() {
    let named = |number: u32, name: &str| someone(number).department("Sales").name(name);
    for (one, other) in [
        ("Lena Berg", "Lena Zerg"),
        ("Lena Berg", "Lena Berge"),
        ("L. Berg", "Lena Berg"),
        ("Lena Berg", "Lena Maria Berg"),
    ] {
        for (one, other) in [(one, other), (other, one)] {
            let found = run(&[named(1, one)], &[named(51, other)], &rule(), &[]);
            assert_eq!(short(&found[0]), "51 55%?", "{one} and {other}");
        }
    }
}

#[test]
fn what_was_mapped_before_is_not_proposed() {
    let targets = [someone(51).name("Lena Berg"), someone(52).name("Lena Berg")];
    let found = run(
        &[someone(1).name("Berg, Lena")],
        &targets,
        &rule(),
        &[(9, 51)],
    );
    assert_eq!(shorts(&found), ["52 56%?"]);
}
