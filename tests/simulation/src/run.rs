//! One run, from its number to its verdict.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
};

use broker::messages::{Address, TenantCommand};

use crate::{
    cast::Cast,
    engine::BEGIN,
    flow,
    object::Command,
    oracle::Tally,
    uploads,
    weather::{Rates, Weather},
    world::World,
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// Bad weather lasts so long; longer than anybody presses anything.
const STORM: i64 = 5 * DAY;
/// Requests that nobody decides end after a week, files within two days.
const REST: i64 = STORM + 9 * DAY;

/// What is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Play {
    /// A whole flow.
    Flow,
    /// This many lifetimes of uploads.
    Uploads(u32),
}

/// One run while it goes on.
pub struct Run {
    pub world: World,
    pub cast: Cast,
}

/// A promise that was broken, and what led there.
#[derive(Clone, Debug)]
pub struct Violation {
    pub what: String,
    pub events: Vec<String>,
}

/// The number from which everything in a run follows.
fn number_of(seed: u64, play: Play, number: u64) -> u64 {
    let kind = u64::from(play != Play::Flow);
    let mut rng = fastrand::Rng::with_seed(seed ^ kind << 63);
    let first = rng.u64(..);
    fastrand::Rng::with_seed(first.wrapping_add(number)).u64(..)
}

/// Plays a run. After a violation it is played again, to tell what happened.
pub fn play(seed: u64, play: Play, number: u64) -> Result<Tally, Violation> {
    let once = |is_told| {
        let weather = Weather::of(number_of(seed, play, number));
        let cast = match play {
            Play::Flow => Cast::drawn(&weather),
            Play::Uploads(_) => Cast::smallest(),
        };
        let world = World::new(weather, &cast, is_told);
        let run = Run { world, cast };
        let verdict = catch_unwind(AssertUnwindSafe(|| run.to_the_end(play)));
        let events = run.world.engine.told();
        run.world.end();
        (verdict, events)
    };
    if let (Ok(tally), _) = once(false) {
        return Ok(tally);
    }
    let (verdict, events) = once(true);
    let what = match verdict {
        Ok(_) => "the second time it did not happen: something is left to chance".to_owned(),
        Err(panic) => panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default(),
    };
    Err(Violation { what, events })
}

impl Run {
    fn to_the_end(&self, play: Play) -> Tally {
        let engine = &self.world.engine;
        uploads::sweep_often(self, BEGIN + REST - DAY);
        match play {
            Play::Flow => flow::start(self),
            Play::Uploads(lifetimes) => uploads::start(self, lifetimes),
        }
        engine.run_until(BEGIN + STORM);
        engine.tell(|| "the weather is calm".to_owned());
        self.world.weather.set(Rates::CALM);
        // Whoever looks again in the morning wakes objects whose alarm was lost.
        for morning in 0..2 {
            engine.run_until(BEGIN + STORM + morning * DAY);
            self.everybody_looks();
        }
        engine.run_until(BEGIN + REST);
        let mut tally = self.world.oracle.judge(&self.world, &self.cast);
        if let Play::Uploads(lifetimes) = play {
            tally.uploads = lifetimes.into();
        }
        tally
    }

    fn everybody_looks(&self) {
        for object in self.world.objects() {
            let command = match object.address {
                Address::Tenant(_) => Command::Tenant(TenantCommand::Requests { cursor: None }),
                Address::Pair(_) => Command::Pair(broker::messages::PairCommand::Overview),
            };
            let world = self.world.clone();
            self.world.engine.spawn(None, async move {
                world.ask(None, object.address, command).await;
            });
        }
    }
}

/// Plays many on all cores; answers the sum, or the first violation by number.
pub fn play_many(
    seed: u64,
    kind: Play,
    count: u64,
    threads: usize,
    each: &(dyn Fn(u64) + Sync),
) -> Result<Tally, (u64, Violation)> {
    let next = std::sync::atomic::AtomicU64::new(0);
    let sum = Mutex::new(Tally::default());
    let broken: Mutex<Option<(u64, Violation)>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if number >= count || broken.lock().unwrap().is_some() {
                        return;
                    }
                    match play(seed, kind, number) {
                        Ok(tally) => sum.lock().unwrap().add(tally),
                        Err(violation) => {
                            broken.lock().unwrap().get_or_insert((number, violation));
                        }
                    }
                    each(number);
                }
            });
        }
    });
    match broken.into_inner().unwrap() {
        Some(violation) => Err(violation),
        None => Ok(sum.into_inner().unwrap()),
    }
}
