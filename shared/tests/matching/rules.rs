//! Each rule finds what it is for, and nothing else.

use shared::matching::{DomainRewrite, MatchRule, NameThresholds, Rewrite, match_people};

use crate::people::{reason, run, short, shorts, someone};

pub(crate) fn upn_rule() -> MatchRule {
    MatchRule::UserPrincipalName(vec![Rewrite::Domain(DomainRewrite {
        from: "A.example".to_owned(),
        to: "b.example".to_owned(),
    })])
}

fn custom(which: &str) -> MatchRule {
    MatchRule::CustomAttribute(which.parse().unwrap())
}

#[test]
fn each_rule_finds_what_it_is_for_and_nothing_else() {
    let lena = someone(1)
        .primary("l@a.example")
        .upn("Lena@a.example")
        .alias("LenaB")
        .employee("E7")
        .custom("CustomAttribute3", "hr-7")
        .custom("ExtensionCustomAttribute3", "x")
        .name("Lena Berg");
    let to = || someone(51);
    for (rule, percent, fits, misses) in [
        (
            MatchRule::PrimarySmtpAddress,
            100,
            vec![
                to().proxy("smtp:L@a.example"),
                to().proxy("x500:/o=x").proxy("SMTP:l@A.example"),
                to().external("SMTP:l@a.example"),
                to().external("l@a.example"),
                to().primary("L@A.EXAMPLE"),
            ],
            vec![
                to().proxy("x500:l@a.example"),
                to().proxy("sip:l@a.example"),
                to().proxy("smtp:l@b.example")
                    .upn("l@a.example")
                    .alias("l")
                    .name("l"),
                to().proxy("smtp:xl@a.example").proxy("smtp:l@a.exampl"),
            ],
        ),
        (
            upn_rule(),
            90,
            vec![to().upn("lena@B.example"), to().upn(" LENA@b.example ")],
            vec![to().upn("lena@a.example"), to().alias("lena@b.example")],
        ),
        (
            MatchRule::EmployeeId,
            95,
            vec![to().employee("e7 ")],
            vec![to().employee("E07"), to().alias("E7")],
        ),
        (
            custom("CustomAttribute3"),
            90,
            vec![to().custom("CustomAttribute3", "HR-7")],
            vec![
                to().custom("ExtensionCustomAttribute3", "hr-7"),
                to().custom("CustomAttribute4", "hr-7"),
            ],
        ),
        (
            custom("ExtensionCustomAttribute3"),
            90,
            vec![to().custom("ExtensionCustomAttribute3", "X")],
            vec![to().custom("CustomAttribute3", "x")],
        ),
        (
            MatchRule::MailNickname,
            80,
            vec![to().alias("lenab")],
            vec![to().alias("lena").name("LenaB")],
        ),
        (
            MatchRule::DisplayName,
            60,
            vec![to().name(" Lena Berg")],
            vec![
                to().name("lena berg"),
                to().name("Lena Berger"),
                to().alias("Lena Berg"),
            ],
        ),
    ] {
        assert_eq!(rule.confidence(), Some(percent));
        let rules = [rule];
        for fits in fits {
            let found = run(
                std::slice::from_ref(&lena),
                std::slice::from_ref(&fits),
                &rules,
                &[],
            );
            assert_eq!(short(&found[0]), format!("51 {percent}%"), "{fits:?}");
        }
        for misses in misses {
            let found = run(
                std::slice::from_ref(&lena),
                std::slice::from_ref(&misses),
                &rules,
                &[],
            );
            assert_eq!(short(&found[0]), "-", "{misses:?}");
        }
    }
}

#[test]
fn each_rule_says_why() {
    let lena = someone(1)
        .primary("l@a.example")
        .upn("Lena@a.example")
        .alias("LenaB")
        .employee("E7")
        .custom("CustomAttribute3", "hr-7")
        .name("Lena Berg");
    let berg = someone(51)
        .proxy("smtp:L@a.example")
        .upn("lena@b.example")
        .alias("lenab")
        .employee("e7")
        .custom("CustomAttribute3", "HR-7")
        .name("Lena Berg");
    for (rule, why) in [
        (
            MatchRule::PrimarySmtpAddress,
            "The mailbox's PrimarySmtpAddress, l@a.example, is an address of the MailUser.",
        ),
        (
            upn_rule(),
            "The mailbox's UserPrincipalName, rewritten, is the MailUser's: lena@b.example.",
        ),
        (
            MatchRule::MailNickname,
            "Both have the mail nickname lenab.",
        ),
        (MatchRule::EmployeeId, "Both have the employee id e7."),
        (
            custom("CustomAttribute3"),
            "Both have the CustomAttribute3 hr-7.",
        ),
        (MatchRule::DisplayName, "Both are called Lena Berg."),
        (
            MatchRule::SimilarName(NameThresholds::default()),
            "Same employee id; same mail nickname; same UserPrincipalName before the @; same name.",
        ),
    ] {
        let (sources, targets) = ([lena.clone()], [berg.clone()]);
        assert_eq!(reason(&run(&sources, &targets, &[rule], &[])[0]), why);
    }
}

#[test]
fn people_may_be_lent() {
    let sources = [someone(1).primary("l@a.example").name("Lena")];
    let targets = [
        someone(51).proxy("smtp:l@a.example"),
        someone(52).name("Lena"),
    ];
    let (sources, targets): (Vec<_>, Vec<_>) = (sources.iter().collect(), targets.iter().collect());
    for (rule, expected) in [
        (MatchRule::PrimarySmtpAddress, "51 100%"),
        (MatchRule::DisplayName, "52 60%"),
    ] {
        let rules = [rule];
        let found = match_people(&sources, &targets, &rules, &[]);
        assert_eq!(short(&found.proposal(0).unwrap()), expected);
    }
}

#[test]
fn letters_beyond_ascii_are_compared_without_case_but_in_names() {
    let sources = [
        someone(1).alias("JÖRG"),
        someone(2).primary("JÖRG@a.example"),
        someone(3).name("JÖRG"),
    ];
    let targets = [
        someone(51).alias("jörg"),
        someone(52).external("jörg@a.example"),
        someone(53).name("jörg"),
    ];
    let rules = [
        MatchRule::MailNickname,
        MatchRule::PrimarySmtpAddress,
        MatchRule::DisplayName,
    ];
    assert_eq!(
        shorts(&run(&sources, &targets, &rules, &[])),
        ["51 80%", "52 100%", "-"]
    );
}

#[test]
fn blank_values_match_nobody() {
    let rules = [
        MatchRule::PrimarySmtpAddress,
        upn_rule(),
        MatchRule::MailNickname,
        MatchRule::EmployeeId,
        custom("CustomAttribute1"),
        MatchRule::DisplayName,
        MatchRule::SimilarName(NameThresholds::default()),
    ];
    let sources = [
        someone(1)
            .upn("@a.example")
            .primary(" ")
            .alias(" ")
            .name("\t"),
        someone(2).primary("SMTP:"),
        someone(3).upn("lena@other.example"),
        someone(4).upn("lena"),
    ];
    let targets = [
        someone(51).upn("@b.example").proxy("smtp:").alias(" "),
        someone(52).upn("lena@other.example").external("smtp:"),
        someone(53),
    ];
    assert_eq!(
        shorts(&run(&sources, &targets, &rules, &[])),
        ["-", "-", "-", "-"]
    );
}

#[test]
fn microsofts_rule_stands_alone_where_nobody_chose() {
    assert_eq!(MatchRule::defaults(), [MatchRule::PrimarySmtpAddress]);
}

#[test]
fn the_caller_turns_rules_on_and_orders_them() {
    let sources = [someone(1).primary("l@a.example").alias("lena")];
    let targets = [
        someone(51).external("smtp:l@a.example"),
        someone(52).alias("lena"),
    ];
    let (address, alias) = (MatchRule::PrimarySmtpAddress, MatchRule::MailNickname);
    for (rules, expected) in [
        (vec![], "-"),
        (vec![address.clone(), alias.clone()], "51 100%"),
        (vec![alias, address], "52 80%"),
        (vec![MatchRule::DisplayName], "-"),
    ] {
        assert_eq!(short(&run(&sources, &targets, &rules, &[])[0]), expected);
    }
}

#[test]
fn what_is_mapped_stays_and_is_taken_also_outside_of_the_selection() {
    let sources = [
        someone(1).primary("l@a.example"),
        someone(2).primary("o@a.example"),
        someone(3).primary("p@a.example"),
    ];
    let targets = [
        someone(51).external("l@a.example"),
        someone(52).external("o@a.example"),
        someone(53).external("p@a.example"),
        someone(54).external("p@a.example"),
    ];
    let rules = [MatchRule::PrimarySmtpAddress];
    // Mapped to somebody who is not there; by somebody who is not there; and one of two.
    let mapped = [(1, 59), (9, 52), (8, 54)];
    assert_eq!(
        shorts(&run(&sources, &targets, &rules, &mapped)),
        ["kept 59", "- (52)", "53 100%"]
    );
}

#[test]
fn a_choice_decides_a_conflict_and_what_hung_on_it() {
    let sources = [someone(1).alias("a"), someone(2).name("A")];
    let targets = [someone(51).alias("a").name("A"), someone(52).alias("a")];
    let rules = [MatchRule::MailNickname, MatchRule::DisplayName];
    assert_eq!(
        shorts(&run(&sources, &targets, &rules, &[])),
        ["51,52", "51 not 1"]
    );
    assert_eq!(
        shorts(&run(&sources, &targets, &rules, &[(1, 52)])),
        ["kept 52", "51 60%"]
    );
    assert_eq!(
        shorts(&run(&sources, &targets, &rules, &[(1, 51)])),
        ["kept 51", "- (51)"]
    );
}

#[test]
fn rules_cross_to_a_worker_as_json() {
    let rules = vec![
        upn_rule(),
        custom("CustomAttribute15"),
        MatchRule::SimilarName(NameThresholds::new(70, 85)),
    ];
    let json = serde_json::to_string(&rules).unwrap();
    assert_eq!(
        json,
        r#"[{"userPrincipalName":[{"domain":{"from":"A.example","to":"b.example"}}]},{"customAttribute":"CustomAttribute15"},{"similarName":[70,85]}]"#
    );
    assert_eq!(
        serde_json::from_str::<Vec<MatchRule>>(&json).unwrap(),
        rules
    );
    for bad in [
        r#"{"customAttribute":"CustomAttribute16"}"#,
        r#"{"customAttribute":"ExtensionCustomAttribute6"}"#,
    ] {
        assert!(serde_json::from_str::<MatchRule>(bad).is_err());
    }
    assert_eq!(
        serde_json::from_str::<MatchRule>(r#"{"similarName":[10,20]}"#).unwrap(),
        MatchRule::SimilarName(NameThresholds::new(50, 50))
    );
}
