//! A small part of `make simulate`, always the same.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use simulation::{
    run::{self, Play},
    uploads::SWEEP_EVERY,
};

const SEED: u64 = 20_261_122;

fn holds(kind: Play, count: u64) -> simulation::oracle::Tally {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    run::play_many(SEED, kind, count, threads, &|_| {}).unwrap_or_else(|(number, violation)| {
        panic!(
            "{}\nSEED={SEED} ONLY={number}: {}",
            violation.events.join("\n"),
            violation.what
        )
    })
}

#[test]
fn whole_flows_keep_every_promise() {
    let tally = holds(Play::Flow, 200);
    assert_eq!(tally.runs, 200);
    // A simulation in which nothing gets anywhere would keep every promise too.
    assert!(tally.identities > 400, "{tally:?}");
    assert!(tally.completed > 200, "{tally:?}");
}

#[test]
fn uploads_end_in_time() {
    let tally = holds(Play::Uploads(20), 30);
    assert_eq!(tally.uploads, 600);
    assert!(tally.requests > 500, "{tally:?}");
}

#[test]
fn the_worker_sweeps_as_often_as_here() {
    let settings = include_str!("../../../edge/wrangler.toml");
    let crons = format!("crons = [\"*/{SWEEP_EVERY} * * * *\"]");
    assert!(settings.contains(&crons), "{crons}");
}

#[test]
fn a_seed_gives_the_same_run_again() {
    for number in 0..5 {
        let twice = [0, 1].map(|_| run::play(SEED, Play::Flow, number).unwrap());
        assert_eq!(twice[0], twice[1]);
        assert!(twice[0].events > 100, "{twice:?}");
    }
    let others = run::play(SEED + 1, Play::Flow, 0).unwrap();
    assert_ne!(others, run::play(SEED, Play::Flow, 0).unwrap());
}
