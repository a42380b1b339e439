//! `make simulate`: many runs on all cores, from a seed that is printed.
//!
//!   SEED=n      repeats the run that printed it
//!   FLOWS=n     whole flows
//!   UPLOADS=n   lifetimes of uploads
//!   ONLY=n      one run alone, by its number
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    process::ExitCode,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use simulation::{
    oracle::Tally,
    run::{self, Play, Violation},
    uploads::IN_ONE_RUN,
};

fn setting(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok().filter(|text| !text.is_empty())?;
    let number = text.parse();
    Some(number.unwrap_or_else(|_| panic!("{name} is a number, and not {text}")))
}

fn main() -> ExitCode {
    let millis = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_millis();
    let seed = setting("SEED").unwrap_or((millis % 1_000_000_000) as u64);
    let flows = setting("FLOWS").unwrap_or(100_000);
    let uploads = setting("UPLOADS").unwrap_or(1_000_000);
    let only = setting("ONLY");
    println!("SEED={seed}");
    // A violation is a panic that is caught and told below.
    std::panic::set_hook(Box::new(|_| {}));
    let plays = [
        (Play::Flow, flows, "whole flows"),
        (
            Play::Uploads(IN_ONE_RUN),
            uploads.div_ceil(IN_ONE_RUN.into()),
            "runs of uploads",
        ),
    ];
    for (kind, count, name) in plays {
        let begin = Instant::now();
        let outcome = match only {
            Some(number) if count > 0 => {
                run::play(seed, kind, number).map_err(|violation| (number, violation))
            }
            _ => all(seed, kind, count, name),
        };
        match outcome {
            Ok(tally) => tell(name, &tally, begin),
            Err((number, violation)) => {
                return tell_violation(seed, kind, name, number, &violation);
            }
        }
    }
    println!("0 violations");
    ExitCode::SUCCESS
}

fn all(seed: u64, kind: Play, count: u64, name: &str) -> Result<Tally, (u64, Violation)> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let begin = Instant::now();
    run::play_many(seed, kind, count, threads, &|number| {
        if number > 0 && number.is_multiple_of((count / 10).max(1)) {
            eprintln!(
                "{number} of {count} {name}, {} s",
                begin.elapsed().as_secs()
            );
        }
    })
}

fn tell(name: &str, tally: &Tally, begin: Instant) {
    println!(
        "{} {name}: {} lifetimes of uploads, {} requests, {} mailboxes copied, {} of them Completed, \
         {} events, {} s",
        tally.runs,
        tally.uploads,
        tally.requests,
        tally.identities,
        tally.completed,
        tally.events,
        begin.elapsed().as_secs(),
    );
}

fn tell_violation(
    seed: u64,
    kind: Play,
    name: &str,
    number: u64,
    violation: &Violation,
) -> ExitCode {
    for event in &violation.events {
        println!("{event}");
    }
    let (flows, uploads) = match kind {
        Play::Flow => (1, 0),
        Play::Uploads(count) => (0, count),
    };
    println!(
        "\nBroken in number {number} of the {name}: {}",
        violation.what
    );
    println!("Again: SEED={seed} ONLY={number} FLOWS={flows} UPLOADS={uploads} make simulate");
    ExitCode::FAILURE
}
