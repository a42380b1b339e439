//! Lifetimes of uploads, and nothing else: one pair that a copy has filled, and
//! files that come, are read, are deleted, or never arrive.

use broker::messages::{PairCommand, TenantCommand};

use crate::{
    admins::{Admin, Job},
    cast,
    files::FilesOf,
    run::Run,
};

/// Lifetimes in one run: they overlap, and the copy before them is shared.
pub const IN_ONE_RUN: u32 = 40;

/// Copies a mailbox while nothing goes wrong, then lets the files come.
pub fn start(run: &Run, lifetimes: u32) {
    let (world, cast) = (run.world.clone(), run.cast.clone());
    let source = cast.sources[0];
    let pair = cast.pair(source);
    let scopes = world
        .directories
        .with(source, |contents| contents.scopes.clone());
    let admin = |tenant, number| Admin {
        world: world.clone(),
        tenant,
        id: cast::admin(number),
    };
    let (source, target) = (admin(pair.source, 1), admin(pair.target, 2));
    let weather = world.weather.clone();
    let storm = weather.held();
    world.engine.clone().spawn(None, async move {
        let create = TenantCommand::CreateCopy {
            target: pair.target,
            group: scopes[0].group_id,
            by: source.id,
            idempotency_key: None,
        };
        let asked = source.request(pair.source, create).await.unwrap();
        world.oracle.presses_accept(asked.id);
        let accept = TenantCommand::Accept {
            id: asked.id,
            target: pair.target,
            by: target.id,
            digest: asked.digest.unwrap(),
            overwrite: false,
        };
        target.request(pair.source, accept).await.unwrap();
        target.waits_for(pair, asked.id).await.unwrap();
        let file = target.mapping_file(pair).await.unwrap().into_bytes();
        weather.set(storm);
        for _ in 0..lifetimes {
            let (admin, file) = (target.clone(), file.clone());
            world
                .engine
                .spawn(None, async move { lives(&admin, pair, file).await });
        }
    });
}

/// One upload, from its announcement to wherever chance leads.
async fn lives(admin: &Admin, pair: shared::ids::Pair, file: Vec<u8>) {
    let (world, weather) = (&admin.world, &admin.world.weather);
    // Over half a week, so that deadlines, alarms and arrivals meet.
    world.engine.pass(weather.between(0, 300_000_000)).await;
    let retention = [30, 600, 3_600, 24 * 3_600, 48 * 3_600][weather.below(5) as usize];
    let bytes = if weather.percent(15) {
        b"no mapping file".to_vec()
    } else {
        file
    };
    let auto_progress = weather.percent(10);
    let Some(id) = admin.uploads(pair, bytes, retention, auto_progress).await else {
        return;
    };
    match weather.below(10) {
        0 | 1 => {
            world.engine.pass(weather.between(0, 60_000)).await;
            let delete = PairCommand::DeleteUpload { id, by: admin.id };
            admin.ask_pair(pair, delete).await;
        }
        2 => drop(admin.runs(pair, Job::MapByFile).await),
        3 | 4 => {
            // Read before its end and after it; the oracle looks at the answer.
            let span = i64::try_from(retention).unwrap() * 2_000;
            world.engine.pass(weather.between(0, span)).await;
            let read = PairCommand::ReadUpload { id };
            admin.ask_pair(pair, read).await;
        }
        _ => {}
    }
}

/// How often the Worker sweeps, in minutes; `edge/wrangler.toml` says the same.
pub const SWEEP_EVERY: i64 = 10;

/// The sweep: whatever is overdue is deleted by its key alone.
pub fn sweep_often(run: &Run, until: i64) {
    let world = run.world.clone();
    world.engine.clone().spawn(None, async move {
        let files = FilesOf {
            world: world.clone(),
            owner: None,
        };
        while world.engine.now() < until {
            world.engine.pass(SWEEP_EVERY * 60_000).await;
            let now = world.engine.now();
            let is_overdue = |key: &str| {
                let deadline = broker::upload_key::deadline(key).unwrap();
                deadline.unix_millis() <= now
            };
            if world.bucket.0.borrow().keys().any(|key| is_overdue(key)) {
                // What fails is tried again by the next.
                let _ = files.delete_all(is_overdue).await;
            }
        }
    });
}
