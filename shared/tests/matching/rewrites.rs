//! Each `UserPrincipalName` as it will be in the target.

use shared::matching::{DomainRewrite, MatchRule, PatternError, PatternRewrite, Rewrite};

use crate::people::{reason, run, shorts, someone};

fn domain(from: &str, to: &str) -> Rewrite {
    Rewrite::Domain(DomainRewrite {
        from: from.to_owned(),
        to: to.to_owned(),
    })
}

fn pattern(pattern: &str, replacement: &str) -> Rewrite {
    Rewrite::Pattern(PatternRewrite::new(pattern, replacement).unwrap())
}

#[test]
fn the_first_rewrite_that_is_about_a_name_counts() {
    for (rewrites, upn, expected) in [
        (
            vec![domain("a.example", "b.example")],
            "Lena@A.example",
            "lena@b.example",
        ),
        (
            vec![domain(" a.example ", " b.example ")],
            "lena@a.example",
            "lena@b.example",
        ),
        (
            vec![
                domain("x.example", "y.example"),
                domain("a.example", "b.example"),
            ],
            "lena@a.example",
            "lena@b.example",
        ),
        (
            vec![
                domain("a.example", "b.example"),
                domain("a.example", "c.example"),
            ],
            "lena@a.example",
            "lena@b.example",
        ),
        // The domain alone, from the last @ on, and nothing that ends like it.
        (
            vec![domain("a.example", "b.example")],
            "x@a.example@a.example",
            "x@a.example@b.example",
        ),
        (
            vec![pattern(r"(\w+)\.(\w+)@a\.example", "${2}_$1@b.example")],
            "Lena.Berg@a.example",
            "berg_lena@b.example",
        ),
        (
            vec![
                pattern("(?<who>[^@]+)@.*", "$who@b.example"),
                domain("a.example", "c.example"),
            ],
            "lena@a.example",
            "lena@b.example",
        ),
        (
            vec![
                pattern("nobody@.*", "x@b.example"),
                domain("a.example", "c.example"),
            ],
            "lena@a.example",
            "lena@c.example",
        ),
    ] {
        let rules = [MatchRule::UserPrincipalName(rewrites)];
        let targets = [
            someone(51).upn(&expected.to_uppercase()),
            someone(52).upn(upn),
        ];
        let found = run(&[someone(1).upn(upn)], &targets, &rules, &[]);
        assert_eq!(shorts(&found), ["51 90%"], "{rules:?} {upn}");
        assert_eq!(
            reason(&found[0]),
            format!("The mailbox's UserPrincipalName, rewritten, is the MailUser's: {expected}.")
        );
    }
}

#[test]
fn a_name_that_no_rewrite_is_about_is_not_compared() {
    for rewrite in [
        domain("a.example", ""),
        domain("example", "b.example"),
        domain("xa.example", "b.example"),
        pattern("lena", "lena@a.example"),
        pattern("x|lena", "lena@a.example"),
        pattern("lena@a.exampl.+x", "lena@a.example"),
        pattern(".*", " "),
    ] {
        let rules = [MatchRule::UserPrincipalName(vec![rewrite])];
        let lena = |number| someone(number).upn("lena@a.example");
        assert_eq!(
            shorts(&run(&[lena(1)], &[lena(51)], &rules, &[])),
            ["-"],
            "{rules:?}"
        );
    }
}

#[test]
fn a_pattern_has_limits() {
    let long = |bytes| "a".repeat(bytes);
    assert!(PatternRewrite::new(&long(1_000), &long(1_000)).is_ok());
    for (pattern, replacement) in [(long(1_001), String::new()), (String::new(), long(1_001))] {
        assert_eq!(
            PatternRewrite::new(&pattern, &replacement).unwrap_err(),
            PatternError::TooLong
        );
    }
    for bad in [
        "(",
        "a)|(b",
        r"(\w{1000}){1000}",
        &format!("{}{}", "(".repeat(30), ")".repeat(30)),
    ] {
        let error = PatternRewrite::new(bad, "").unwrap_err();
        assert!(matches!(error, PatternError::Invalid(_)), "{bad}");
        assert!(
            error
                .to_string()
                .starts_with("not a usable regular expression: ")
        );
    }
    let all = PatternRewrite::new("(.*)", "$1$1").unwrap();
    assert_eq!(all.apply(&long(512)), Some(long(1_024)));
    assert_eq!(all.apply(&long(513)), None);
    let first = PatternRewrite::new("(.).*", "$1").unwrap();
    assert_eq!(first.apply(&long(1_024)), Some(long(1)));
    assert_eq!(first.apply(&long(1_025)), None);
    // What would take an engine that backtracks for ever.
    let slow = PatternRewrite::new("(a*)*b", "").unwrap();
    assert_eq!(slow.apply(&long(1_000)), None);
}

#[test]
fn a_pattern_is_known_by_its_text() {
    let one = PatternRewrite::new("(a)", "$1").unwrap();
    assert_eq!((one.pattern(), one.replacement()), ("(a)", "$1"));
    assert_eq!(one, one.clone());
    assert_ne!(one, PatternRewrite::new("(a)", "b").unwrap());
    assert_eq!(format!("{one:?}"), r#"PatternRewrite("(a)", "$1")"#);
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(json, r#"{"pattern":"(a)","replacement":"$1"}"#);
    assert_eq!(serde_json::from_str::<PatternRewrite>(&json).unwrap(), one);
    assert!(serde_json::from_str::<PatternRewrite>(r#"{"pattern":"(","replacement":""}"#).is_err());
}
