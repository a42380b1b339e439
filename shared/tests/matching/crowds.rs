//! Similar names where many have them: few are compared, and that is said.

use shared::matching::{MatchRule, NameThresholds};

use crate::people::{Someone, reason, run, short, someone};

fn rule() -> [MatchRule; 1] {
    [MatchRule::SimilarName(NameThresholds::default())]
}

#[test]
fn a_name_that_too_many_have_is_said_to_be_too_common() {
    let many = |count: u32| -> Vec<Someone> {
        (0..count)
            .map(|n| someone(100 + n).name("Anna Schmidt"))
            .collect()
    };
    let anna = someone(1).name("Anna Schmidt");
    // As many as are compared are a conflict; one more, and nobody is.
    let found = run(std::slice::from_ref(&anna), &many(32), &rule(), &[]);
    assert!(short(&found[0]).starts_with("100,101,"), "{found:?}");
    assert_eq!(
        reason(&found[0]),
        "32 MailUsers are called similarly to Anna Schmidt."
    );
    let found = run(std::slice::from_ref(&anna), &many(33), &rule(), &[]);
    assert_eq!(short(&found[0]), "-");
    assert_eq!(
        reason(&found[0]),
        "More MailUsers have a similar name than are compared: decide by another attribute."
    );
    // One of them who is found by something else is not chosen unless it stands out.
    let mut targets = many(33);
    targets.push(someone(51).name("Anna Schmidt").alias("as"));
    let found = run(&[anna.clone().alias("as")], &targets, &rule(), &[]);
    assert_eq!(short(&found[0]), "51");
    assert_eq!(
        reason(&found[0]),
        "Same mail nickname; same name. More MailUsers have a similar name than are compared: \
         decide by another attribute."
    );
    targets.push(someone(52).employee("E7").name("Anna Schmidt"));
    let found = run(&[anna.clone().employee("E7")], &targets, &rule(), &[]);
    assert_eq!(short(&found[0]), "52 99%");
}

#[test]
fn what_many_carry_is_no_evidence() {
    let room = |number: u32| {
        someone(number)
            .employee("0")
            .name(&format!("Room {}", letters(number)))
    };
    let targets: Vec<Someone> = (100..133).map(room).collect();
    let source = someone(1).employee("0").name("Room caa");
    // With 32 carriers it is evidence for all of them; with 33 for none.
    let found = run(std::slice::from_ref(&source), &targets[..32], &rule(), &[]);
    assert!(short(&found[0]).starts_with("100,101,"), "{found:?}");
    let found = run(&[source], &targets, &rule(), &[]);
    assert_eq!(short(&found[0]), "-");
    let named = |number: u32| someone(number).employee("0").name("Omar Said");
    let mut few: Vec<Someone> = (100..131).map(room).collect();
    few.push(named(99));
    let omar = someone(1).employee("0").name("Omar Said");
    assert_eq!(
        short(&run(std::slice::from_ref(&omar), &few, &rule(), &[])[0]),
        "99 99%"
    );
    few.push(room(132));
    let found = run(&[omar], &few, &rule(), &[]);
    assert_eq!(short(&found[0]), "99 60%?");
    assert_eq!(reason(&found[0]), "Same name.");
}

/// Names that are more than a letter apart.
fn letters(number: u32) -> String {
    let letter = |n: u32| char::from(b'a' + u8::try_from(n % 26).unwrap());
    [
        letter(number),
        letter(number),
        letter(number / 26 + 5),
        letter(number / 26 + 5),
    ]
    .iter()
    .collect()
}

#[test]
fn huge_names_and_crowds_take_no_time() {
    let huge = "Xyz ".repeat(100_000);
    let found = run(
        &[someone(1).name(&huge)],
        &[someone(51).name(&huge)],
        &rule(),
        &[],
    );
    assert_eq!(short(&found[0]), "51 60%?");
    let crowd = |first: u32| -> Vec<Someone> {
        (0..3_000)
            .map(|n| someone(first + n).name("Room").employee("0").alias("room"))
            .collect()
    };
    let found = run(&crowd(1), &crowd(5_001), &rule(), &[]);
    assert!(found.iter().all(|proposal| short(proposal) == "-"));
}

#[test]
fn what_many_carry_is_no_evidence_whichever_attribute_it_is() {
    let carry: [fn(Someone) -> Someone; 4] = [
        |one| one.employee("0"),
        |one| one.alias("room"),
        |one| one.upn("room@contoso.example"),
        |one| one.primary("room@contoso.example"),
    ];
    for carry in carry {
        let room = |number: u32| carry(someone(number).name(&format!("Room {}", letters(number))));
        let mut targets: Vec<Someone> = (100..132).map(room).collect();
        targets.push(carry(someone(99).name("Omar Said")));
        let omar = carry(someone(1).name("Omar Said"));
        let found = run(std::slice::from_ref(&omar), &targets, &rule(), &[]);
        assert_eq!(reason(&found[0]), "Same name.", "{omar:?}");
    }
}

#[test]
fn nobody_is_compared_with_more_than_a_hundred_and_twenty_eight() {
    let carry: [fn(Someone) -> Someone; 4] = [
        |one| one.employee("0"),
        |one| one.alias("room"),
        |one| one.upn("room@contoso.example"),
        |one| one.primary("room@contoso.example"),
    ];
    let anna = |number: u32| someone(number).name("Anna Schmidt");
    let everything = carry.iter().fold(anna(1), |one, carry| carry(one));
    // Four times 32 people of other names, found by what they carry.
    let mut targets = vec![anna(51)];
    for (carry, first) in carry.iter().zip([100, 200, 300, 400]) {
        targets.extend((first..first + 32).map(|n| carry(someone(n).name(&letters(n)))));
    }
    let rules = [MatchRule::SimilarName(NameThresholds::new(60, 90))];
    let answer = |targets: &[Someone]| {
        let found = run(std::slice::from_ref(&everything), targets, &rules, &[]);
        reason(&found[0]).to_owned()
    };
    assert_eq!(
        answer(&targets),
        "More MailUsers have a similar name than are compared: decide by another attribute."
    );
    targets.pop();
    assert_eq!(answer(&targets), "Same name.");
}

#[test]
fn a_crowd_that_shares_one_word_or_one_letter_is_none() {
    for (source, first_word) in [("Anna Schmidt", "Anna "), ("Lena", "L")] {
        let crowd: Vec<Someone> = (100..140)
            .map(|n| someone(n).name(&format!("{first_word}{}", letters(n))))
            .collect();
        let found = run(&[someone(1).name(source)], &crowd, &rule(), &[]);
        assert_eq!(
            reason(&found[0]),
            format!("No MailUser is called similarly to {source}.")
        );
    }
}
