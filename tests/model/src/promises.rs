//! What is promised, asked about every step. ARCHITECTURE.md lists the same.

use shared::workflow::{IdentityEvent, IdentityState, RequestState};

use crate::{
    event::{Event, Trace},
    world::{COPIES, MOST_IDENTITIES, Says, Scope, Step, WRITE, World},
    writing::is_written,
};

/// The promise that a step breaks, if any.
pub fn broken(
    before: &World,
    after: &World,
    scope: &Scope,
    event: Event,
    trace: &Trace,
) -> Option<String> {
    one_to_one(after)
        .or_else(|| agreed(after, scope))
        .or_else(|| decided_once(before, after))
        .or_else(|| nothing_lost(before, after, trace))
        .or_else(|| both_sides_agree_in_the_end(after, scope))
        .or_else(|| planned(before, after, trace))
        .or_else(|| said_is_there(after))
        .or_else(|| percent_rises(before, after, trace))
        .or_else(|| every_job_ends(before, after, scope, event))
}

/// One to one: a MailUser serves one mailbox at most.
fn one_to_one(world: &World) -> Option<String> {
    let mut targets: Vec<u8> = world.held().into_iter().map(|(_, target)| target).collect();
    targets.sort_unstable();
    let twice = targets.windows(2).any(|two| two[0] == two[1]);
    twice.then(|| "two mailboxes lead to one MailUser".to_owned())
}

/// Nothing is copied without acceptance, and nobody who was not announced.
fn agreed(world: &World, scope: &Scope) -> Option<String> {
    let accepted = |copy: usize| {
        world.source[copy].is_some_and(|one| {
            one.decided_by.is_some_and(|(side, _)| side == 1)
                && one.progress.state != RequestState::Rejected
        })
    };
    for copy in 0..COPIES {
        if world.pair[copy].is_some() && !accepted(copy) {
            return Some(format!(
                "copy {copy} runs, and the target did not accept it"
            ));
        }
    }
    (0..MOST_IDENTITIES).find_map(|identity| {
        world.identities[identity]?;
        let copy = usize::from(world.copied_by[identity]).checked_sub(1)?;
        let announced = scope.announced[copy] >> identity & 1 == 1;
        (!announced || !accepted(copy))
            .then(|| format!("mailbox {identity} was copied without having been agreed on"))
    })
}

/// A decision stands: who made it, and what it was.
fn decided_once(before: &World, after: &World) -> Option<String> {
    (0..COPIES).find_map(|copy| {
        let (was, is) = (before.source[copy]?, after.source[copy]);
        let stands = is.is_some_and(|is| {
            was.decided_by.is_none()
                || (was.decided_by == is.decided_by && was.overwrite == is.overwrite)
        });
        (!stands).then(|| format!("the decision on copy {copy} was changed"))
    })
}

/// Nothing is lost: no identity, no request, no MailUser but by a step that may
/// take it, and then only what was kept before.
fn nothing_lost(before: &World, after: &World, trace: &Trace) -> Option<String> {
    for identity in 0..MOST_IDENTITIES {
        let Some(was) = before.identities[identity] else {
            continue;
        };
        let Some(is) = after.identities[identity] else {
            return Some(format!("mailbox {identity} is gone"));
        };
        if was.target().is_none() || was.target() == is.target() {
            continue;
        }
        let replaced = trace
            .identities
            .iter()
            .any(|(_, event)| *event == IdentityEvent::CopiedAgain);
        if replaced {
            let by = usize::from(after.copied_by[identity]) - 1;
            let may = after.source[by].is_some_and(|one| one.overwrite);
            let kept = after.snapshots[by] >> identity & 1 == 1;
            if !may || !kept {
                return Some(format!("the mapping of mailbox {identity} was overwritten"));
            }
        } else if was.state().is_settled() {
            return Some(format!(
                "what was written for mailbox {identity} was mapped away"
            ));
        }
    }
    let fewer = (0..before.pair.len())
        .any(|request| before.pair[request].is_some() && after.pair[request].is_none());
    fewer.then(|| "a request is gone".to_owned())
}

/// When nothing is on its way any more, both sides tell the same, and a finished
/// copy has a row for everybody whom it announced.
fn both_sides_agree_in_the_end(world: &World, scope: &Scope) -> Option<String> {
    if !world.letters.is_empty() || !world.queue.is_empty() {
        return None;
    }
    (0..COPIES).find_map(|copy| {
        let here = world.source[copy]?;
        let accepted = here.decided_by.is_some_and(|(side, _)| side == 1)
            && here.progress.state != RequestState::Rejected;
        if !accepted {
            return None;
        }
        let Some(there) = world.pair[copy] else {
            return Some(format!("copy {copy} was accepted and never began"));
        };
        if (here.progress.state, here.progress.percent)
            != (there.progress.state, there.progress.percent)
            || here.rows != there.rows
        {
            return Some(format!(
                "the two sides tell different things of copy {copy}"
            ));
        }
        let everybody = there.rows == scope.announced[copy];
        (there.progress.state.is_finished_work() && !everybody)
            .then(|| format!("the report of copy {copy} leaves somebody out"))
    })
}

/// Nothing is written that was not in the plan, nor before its values were kept.
fn planned(before: &World, after: &World, trace: &Trace) -> Option<String> {
    let (identity, target) = trace.written?;
    let place = usize::from(identity);
    if before.pair[WRITE].is_none() || before.planned[place] != Some(target) {
        return Some(format!(
            "MailUser {target} was written for mailbox {identity}, which nobody had planned"
        ));
    }
    (after.images >> identity & 1 == 0)
        .then(|| format!("MailUser {target} was written before its values were kept"))
}

/// What is said to be written is there.
fn said_is_there(world: &World) -> Option<String> {
    (0_u8..).zip(&world.identities).find_map(|(id, standing)| {
        let standing = standing.as_ref()?;
        let holds = world.mail_users[usize::from(standing.target()?)];
        let there = match standing.state() {
            IdentityState::Completed => is_written(holds, id),
            IdentityState::Written => holds.of == Some(id),
            _ => true,
        };
        (!there).then(|| format!("mailbox {id} is said to be written, and is not"))
    })
}

/// A percentage never falls, on either side.
fn percent_rises(before: &World, after: &World, trace: &Trace) -> Option<String> {
    let pair = (0..before.pair.len()).filter_map(|request| {
        if trace.begun.map(usize::from) == Some(request) {
            return None;
        }
        let (was, is) = (before.pair[request]?, after.pair[request]?);
        Some((was.progress, is.progress))
    });
    let source = (0..COPIES).filter_map(|copy| {
        let (was, is) = (before.source[copy]?, after.source[copy]?);
        Some((was.progress, is.progress))
    });
    pair.chain(source)
        .find(|(was, is)| is.percent < was.percent)
        .map(|(was, is)| format!("{:?} fell from {} to {}", was.kind, was.percent, is.percent))
}

/// Every job ends: whatever it does brings it nearer to its end, and an open
/// request has a job, or a message that brings it one.
fn every_job_ends(before: &World, after: &World, scope: &Scope, event: Event) -> Option<String> {
    for request in 0..after.pair.len() {
        let Some(record) = after.pair[request] else {
            continue;
        };
        let has_job = after
            .queue
            .iter()
            .any(|job| usize::from(job.request) == request);
        if has_job == record.progress.state.is_final() {
            return Some(format!(
                "request {request} is {:?}, and its job is {}",
                record.progress.state,
                if has_job { "still there" } else { "not there" }
            ));
        }
    }
    let waits = (0_u8..).zip(&after.source).any(|(copy, record)| {
        let accepted = record.is_some_and(|one| one.progress.state == RequestState::Submitted);
        let told = after
            .letters
            .iter()
            .any(|letter| matches!(letter.says, Says::Begin { copy: which, .. } if which == copy));
        accepted && after.pair[usize::from(copy)].is_none() && !told
    });
    if waits {
        return Some("an accepted copy waits for nothing".to_owned());
    }
    let nearer = rank(after, scope) < rank(before, scope);
    (event.is_of_a_job() && !nearer).then(|| "a job came no nearer to its end".to_owned())
}

/// How far all jobs are from their end.
fn rank(world: &World, scope: &Scope) -> u32 {
    // A unit of work is worth more than all tries, a try more than all its steps.
    const STEPS: u32 = 10;
    let tries = u32::from(scope.tries);
    let unit = (tries + 1) * STEPS;
    let jobs: u32 = world
        .queue
        .iter()
        .map(|job| {
            let units = world.units(scope, job.request).saturating_sub(job.cursor);
            let used = u32::from(job.attempts).min(tries);
            (u32::from(units) + 1) * unit - used * STEPS
        })
        .sum();
    jobs + world.slice.map_or(0, |slice| match slice.step {
        Step::Begun => 8,
        Step::Kept => 7,
        Step::Sent(calls) => 7 - 2 * u32::from(calls),
        Step::Noted(calls) => 6 - 2 * u32::from(calls),
    })
}
