//! A directory finds what a look at everybody finds.

use proptest::prelude::*;
use shared::matching::{Directory, FoundBy, FoundPerson, find_people};

use crate::people::{Someone, someone};

fn found(people: &[Someone], typed: &str, limit: usize) -> (Vec<FoundPerson>, Vec<FoundPerson>) {
    (
        Directory::new(people).find(people, typed, limit),
        find_people(people, typed, limit),
    )
}

fn any_person() -> impl Strategy<Value = (String, String, String, Vec<String>)> {
    (
        "(Ann|Jörg|ann|O’Neill|Berg|b|\t|\n| |-|,|ß|Å){0,5}",
        "(an|jb|b|j\\.b|berg){0,3}",
        "(ann|b|j|an\\.b)@(b|an)\\.example",
        proptest::collection::vec("(SMTP:|smtp:|X400:|)(an|j|b|x){1,3}@b\\.ex", 0..3),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_directory_finds_the_same_as_a_look_at_everybody(
        people in proptest::collection::vec(any_person(), 0..12),
        typed in "(an|Ann|b|j|berg|jö|JO|@|\\.| |-|ex|0|1{1,8}|’|ss|å){1,4}",
        limit in 0..6_usize,
    ) {
        let people: Vec<Someone> = people
            .iter()
            .zip(1..)
            .map(|((name, alias, upn, proxies), number)| {
                let one = someone(number).name(name).alias(alias).upn(upn).primary(upn);
                proxies.iter().fold(one, |one, proxy| one.proxy(proxy))
            })
            .collect();
        let (sooner, thorough) = found(&people, &typed, limit);
        prop_assert_eq!(sooner, thorough);
    }
}

#[test]
fn whoever_has_the_whole_word_comes_before_who_starts_with_it() {
    let mut people: Vec<Someone> = (1..100).map(|n| someone(n).name("jm anna")).collect();
    people.push(someone(100).name("x-jm").alias("jm"));
    let (sooner, thorough) = found(&people, "JM", 3);
    assert_eq!(sooner, thorough);
    assert_eq!((sooner[0].at, sooner[0].by), (99, FoundBy::Whole));
}

#[test]
fn one_person_with_a_great_many_addresses_takes_no_long_time() {
    let one = (0..100_000).fold(someone(1), |one, n| one.proxy(&format!("a{n}@b.example")));
    let (sooner, thorough) = found(&[one], "a99999@", 3);
    assert_eq!(sooner, thorough);
    assert_eq!(sooner.len(), 1);
}
