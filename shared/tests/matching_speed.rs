//! How long matching takes, natively. Not a test of right and wrong: run it with
//! `cargo test --release -p shared --test matching_speed -- --ignored --nocapture`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::{borrow::Cow, hint::black_box, sync::OnceLock, time::Instant};

use shared::{
    identity::{SourceMailbox, TargetMailUser},
    ids::ObjectId,
    matching::{
        Attribute, MatchRule, NameThresholds, Person, find_people, match_by_primary_smtp,
        match_people,
    },
};

const PEOPLE: u32 = 100_000;

struct Row {
    id: ObjectId,
    name: String,
    primary: String,
    external: String,
    proxies: Vec<String>,
    employee: String,
}

impl Person for Row {
    type Id = ObjectId;

    fn id(&self) -> ObjectId {
        self.id
    }

    fn attribute(&self, attribute: Attribute) -> Cow<'_, str> {
        Cow::Borrowed(match attribute {
            Attribute::PrimarySmtpAddress => &self.primary,
            Attribute::ExternalEmailAddress => &self.external,
            Attribute::DisplayName => &self.name,
            Attribute::EmployeeId => &self.employee,
            _ => "",
        })
    }

    fn each_address(&self, see: &mut dyn FnMut(&str)) {
        self.proxies.iter().for_each(|proxy| see(proxy));
    }
}

/// A number that looks random and is another for each `n`.
fn mix(n: u32) -> u32 {
    let n = (n ^ (n >> 15)).wrapping_mul(0x2c1b_3c6d);
    (n ^ (n >> 12)).wrapping_mul(0x297a_2d39) ^ (n >> 15)
}

fn word(mut n: u32, letters: u32) -> String {
    (0..letters)
        .map(|at| {
            let set: &[u8] = if at % 2 == 0 {
                b"bdfgklmnrst"
            } else {
                b"aeiou"
            };
            let size = u32::try_from(set.len()).unwrap();
            let letter = set[(n % size) as usize];
            n /= size;
            char::from(letter)
        })
        .collect()
}

fn name(n: u32) -> String {
    format!("{} {}", word(mix(n) % 900, 5), word(mix(n + 7) % 40_000, 7))
}

fn source(n: u32) -> Row {
    let primary = format!("user.{n}@contoso.example");
    Row {
        id: uuid::Uuid::from_u128((u128::from(mix(n)) << 64) + 1 + u128::from(n))
            .try_into()
            .unwrap(),
        name: name(n),
        external: String::new(),
        proxies: Vec::new(),
        employee: format!("E{n}"),
        primary,
    }
}

fn target(n: u32) -> Row {
    let near = name(n);
    Row {
        id: uuid::Uuid::from_u128((u128::from(mix(n + 9)) << 64) + 1 + u128::from(n))
            .try_into()
            .unwrap(),
        name: match n % 4 {
            0 => near
                .split_once(' ')
                .map(|(a, b)| format!("{b}, {a}"))
                .unwrap(),
            1 => near.replacen('a', "ä", 1),
            2 => near.chars().skip(1).collect(),
            _ => near,
        },
        primary: format!("u{n}@fabrikam.example"),
        external: format!("SMTP:User.{n}@contoso.example"),
        proxies: vec![
            format!("SMTP:u{n}@fabrikam.example"),
            format!("smtp:user.{n}@fabrikam.onmicrosoft.example"),
            format!("x500:/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn={n}"),
        ],
        employee: format!("E{}", n / 2 * 2),
    }
}

/// The least time on the processor, as other work on the machine decides the rest.
fn best_of<R>(what: &str, times: u32, mut run: impl FnMut() -> R) {
    let mut best = f64::MAX;
    for _ in 0..times {
        let start = cpu_or_wall();
        black_box(run());
        best = best.min(cpu_or_wall() - start);
    }
    println!("{what:60} {best:9.1} ms");
}

/// Milliseconds of this thread, where the system counts them (Linux).
fn cpu_or_wall() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let start = START.get_or_init(Instant::now);
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = counted.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or(start.elapsed().as_secs_f64() * 1e3, |ns| ns / 1e6)
}

#[test]
#[ignore = "prints times; of use in a release build only"]
fn a_hundred_thousand_people_are_matched() {
    let sources: Vec<Row> = (0..PEOPLE).map(source).collect();
    let targets: Vec<Row> = (0..PEOPLE).map(|n| target(mix(n) % PEOPLE)).collect();
    let in_order: Vec<Row> = (0..PEOPLE).map(target).collect();
    println!("{PEOPLE} x {PEOPLE}, 3 proxies each, best of several runs");
    let address = MatchRule::defaults();
    best_of("by address", 9, || {
        match_people(&sources, &in_order, &address, &[]).summary()
    });
    println!(
        "{:?}",
        match_people(&sources, &in_order, &address, &[]).summary()
    );
    best_of("by address, a third of the MailUsers twice", 9, || {
        match_people(&sources, &targets, &address, &[]).summary()
    });
    println!(
        "{:?}",
        match_people(&sources, &targets, &address, &[]).summary()
    );
    best_of("by address, every proposal in words", 5, || {
        match_people(&sources, &in_order, &address, &[])
            .proposals()
            .count()
    });
    let names = [MatchRule::SimilarName(NameThresholds::default())];
    best_of("by similar name", 3, || {
        match_people(&sources, &in_order, &names, &[]).summary()
    });
    println!(
        "{:?}",
        match_people(&sources, &in_order, &names, &[]).summary()
    );
    let equal: Vec<Row> = (0..PEOPLE)
        .map(|n| Row {
            name: "Room".to_owned(),
            primary: "a@b.example".to_owned(),
            ..target(n)
        })
        .collect();
    best_of("by address, all equal", 3, || {
        match_people(&equal, &equal, &address, &[]).summary()
    });
    best_of("by similar name, all equal", 3, || {
        match_people(&equal, &equal, &names, &[]).summary()
    });
    best_of("find by three letters", 9, || {
        find_people(&in_order, "lad", 10)
    });
    best_of("find nobody", 9, || find_people(&in_order, "zzzz", 10));
    let nobody: ([SourceMailbox; 0], [TargetMailUser; 0]) = ([], []);
    black_box(match_by_primary_smtp(&nobody.0, &nobody.1));
}
