//! Each flow with a fault at its first effect on the world outside, at its second, and
//! so on until it passes untouched: it ends as if nothing had happened. The counts are
//! printed, past the capture of a test's output.

use std::{io::Write as _, time::Duration};

use broker::{
    messages::PairCommand,
    ports::{DirectoryError, MailUserChange},
};
use futures::FutureExt as _;
use shared::{
    api::{Counts, RequestView},
    identity::TargetMailUser,
    ids::ObjectId,
    workflow::{IdentityState, RequestKind, RequestState},
};

use crate::{
    directory::Fault,
    people::{admin, fabrikam, target_id},
    store::BucketFault,
    world::World,
};

const NAMES: [&str; 3] = ["lena", "mia", "tom"];

/// What is done before, while nothing fails, and what is swept.
struct Flow {
    name: &'static str,
    before: fn(&World) -> RequestView,
    act: fn(&World, &RequestView),
}

const FLOWS: [Flow; 8] = [
    Flow {
        name: "accept and copy",
        before: World::ask_copy,
        act: |world, asked| accept(world, asked, false),
    },
    Flow {
        name: "copy again with overwrite",
        before: |world| {
            world.copied();
            world.map(false);
            world.ask_copy()
        },
        act: |world, asked| accept(world, asked, true),
    },
    Flow {
        name: "map by address",
        before: World::copied,
        act: |world, _| drop(world.map(false)),
    },
    Flow {
        name: "upload and map by it",
        before: World::copied,
        act: |world, _| drop(world.upload(&filled_in(world), true)),
    },
    Flow {
        name: "delete an upload",
        before: uploaded,
        act: delete,
    },
    Flow {
        name: "an upload's deadline",
        before: uploaded,
        act: |world, _| world.settle_for(Duration::from_hours(2)),
    },
    Flow {
        name: "write",
        before: |world| {
            world.copied();
            world.map(false)
        },
        act: |world, _| drop(world.write()),
    },
    Flow {
        name: "verify",
        before: |world| {
            world.copied();
            world.map(false);
            world.write()
        },
        act: |world, _| drop(world.verify()),
    },
];

fn accept(world: &World, asked: &RequestView, overwrite: bool) {
    world.accept(asked, overwrite);
    world.settle_for(Duration::from_mins(20));
}

/// The pair's mapping file with everybody's MailUser.
fn filled_in(world: &World) -> String {
    let mut file = world.mapping_file();
    for name in NAMES {
        let row = file.lines().find(|line| line.contains(&format!("{name}@")));
        let row = row.unwrap().to_owned();
        let filled = row.replace(",Copied", &format!("{},Copied", target_id(name)));
        file = file.replace(&row, &filled);
    }
    file
}

fn uploaded(world: &World) -> RequestView {
    world.copied();
    world.upload(&filled_in(world), false)
}

fn delete(world: &World, upload: &RequestView) {
    let command = PairCommand::DeleteUpload {
        id: upload.id,
        by: admin(),
    };
    // None is a crash: nobody was answered.
    let _ = world.pair_broker().handle(command).now_or_never();
    world.settle_for(Duration::from_mins(20));
}

/// Which effect a fault strikes.
#[derive(Clone, Copy, Debug)]
enum Effect {
    Directory(usize),
    Files(usize),
}

/// What such a fault is to the file store.
fn of_files(fault: &Fault) -> BucketFault {
    match fault {
        Fault::CrashBefore => BucketFault::CrashBefore,
        Fault::CrashAfter => BucketFault::CrashAfter,
        Fault::Answer(_) => BucketFault::Refused,
        _ => BucketFault::AnswerLost,
    }
}

/// What is left of a flow.
#[derive(PartialEq, Eq, Debug)]
struct End {
    states: Vec<(String, IdentityState)>,
    requests: Vec<(RequestKind, RequestState, Counts)>,
    mail_users: Vec<TargetMailUser>,
    changes: Vec<(ObjectId, MailUserChange)>,
    files: usize,
}

/// Runs a flow; answers how it ended, and how many effects it had of each kind.
fn run(flow: &Flow, fault: Option<(Effect, &Fault)>) -> (End, [usize; 2]) {
    let world = World::with(&NAMES);
    let before = (flow.before)(&world);
    let (directory, bucket) = (world.directory.clone(), world.bucket.clone());
    let begin = [directory.calls.get(), bucket.effects.get()];
    if let Some((effect, fault)) = fault {
        match effect {
            Effect::Directory(number) => {
                let mut faults = directory.faults.borrow_mut();
                faults.insert(begin[0] + number, fault.clone());
            }
            Effect::Files(number) => {
                let mut faults = bucket.faults.borrow_mut();
                faults.insert(begin[1] + number, of_files(fault));
            }
        }
    }
    (flow.act)(&world, &before);
    let effects = [
        directory.calls.get() - begin[0],
        bucket.effects.get() - begin[1],
    ];
    let requests = world.requests(fabrikam());
    let end = End {
        states: world.states(),
        requests: requests
            .into_iter()
            .map(|one| (one.kind, one.state, one.counts))
            .collect(),
        mail_users: directory
            .contents
            .borrow()
            .mail_users
            .values()
            .cloned()
            .collect(),
        changes: directory.changes.borrow().clone(),
        files: bucket.objects.borrow().len(),
    };
    (end, effects)
}

#[test]
fn a_fault_at_any_effect_of_any_flow_changes_nothing_in_the_end() {
    let broken = || DirectoryError::Broken("reset".to_owned());
    let faults = [
        Fault::CrashBefore,
        Fault::CrashAfter,
        Fault::Answer(broken()),
        Fault::AnswerAfter(broken()),
    ];
    let mut told = Vec::new();
    for flow in &FLOWS {
        let (expected, [calls, files]) = run(flow, None);
        assert!(calls + files > 0, "{} has no effects", flow.name);
        let effects = (1..=calls)
            .map(Effect::Directory)
            .chain((1..=files).map(Effect::Files));
        for effect in effects {
            for fault in &faults {
                let (end, _) = run(flow, Some((effect, fault)));
                assert_eq!(end, expected, "{}: {fault:?} at {effect:?}", flow.name);
            }
        }
        told.push(format!(
            "{:>28}: {calls} calls to directories, {files} to the file store, {} runs\n",
            flow.name,
            (calls + files) * faults.len(),
        ));
    }
    std::io::stderr()
        .write_all(told.concat().as_bytes())
        .unwrap();
}
