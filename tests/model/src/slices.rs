//! One job at a time, a slice after the other.

use shared::workflow::{self, IdentityEvent, RequestEvent, Standing};

use crate::{
    event::{Answer, Trace},
    world::{COPIES, MAP, Says, Scope, Slice, Step, VERIFY, WRITE, World},
};

/// What became of a unit of work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Became {
    Done,
    Skipped,
    Failed,
    /// There was nothing to do.
    Nothing,
}

impl World {
    /// Counts the try before it is made, so that one that kills its object is
    /// counted as well.
    pub(crate) fn begin_try(&mut self, scope: &Scope) -> bool {
        let Some(job) = self.queue.first_mut() else {
            return false;
        };
        if self.slice.is_some() || job.attempts >= scope.tries {
            return false;
        }
        job.attempts += 1;
        self.slice = Some(Slice {
            request: job.request,
            cursor: job.cursor,
            step: Step::Begun,
        });
        true
    }

    pub(crate) fn give_up(&mut self, scope: &Scope, trace: &mut Trace) -> bool {
        let Some(job) = self.queue.first().copied() else {
            return false;
        };
        if self.slice.is_some() || job.attempts < scope.tries {
            return false;
        }
        self.happens(job.request, RequestEvent::Failed, trace);
        self.end(job.request, job.cursor);
        self.tell(job.request, 0);
        true
    }

    /// The slice goes on; what an answer means is the work's own business, and
    /// an answer that cannot come does nothing.
    pub(crate) fn goes(&mut self, scope: &Scope, answer: Answer, trace: &mut Trace) -> bool {
        let Some(slice) = self.slice else {
            return false;
        };
        match usize::from(slice.request) {
            MAP => false,
            WRITE => self.writes(scope, slice, answer, trace),
            VERIFY => self.verifies(scope, slice, answer, trace),
            _ => self.copies(scope, slice, answer, trace),
        }
    }

    /// Whether what a running slice did may be stored: its request is open.
    pub(crate) fn is_open(&self, request: u8) -> bool {
        self.pair[usize::from(request)].is_some_and(|one| !one.progress.state.is_final())
    }

    /// Stores a unit of work: its effects, its row, the percentage and the
    /// cursor, all or nothing.
    pub(crate) fn commit(
        &mut self,
        scope: &Scope,
        slice: Slice,
        became: Became,
        effects: impl FnOnce(&mut Self, &mut Trace),
        trace: &mut Trace,
    ) -> bool {
        self.slice = None;
        let Slice {
            request, cursor, ..
        } = slice;
        if !self.is_open(request) {
            return true;
        }
        effects(self, trace);
        let units = self.units(scope, request);
        let done = cursor + 1;
        let Some(record) = &mut self.pair[usize::from(request)] else {
            return true;
        };
        let row = match became {
            Became::Done => Some(0),
            Became::Skipped => Some(1),
            Became::Failed => Some(2),
            Became::Nothing => None,
        };
        let mut rows = 0;
        if let Some(place) = row {
            record.counts[place] += 1;
            rows = 1 << mailbox(scope, request, cursor);
            record.rows |= rows;
        }
        let before = record.progress.state;
        let last_step = record.progress.kind.steps().len() - 1;
        let step = if usize::from(request) < COPIES {
            last_step - 1
        } else {
            last_step
        };
        record.progress.advance(step, done.into(), units.into());
        if record.progress.state != before {
            trace.requests.push((before, RequestEvent::Started));
        }
        let [done_well, skipped, failed] = record.counts.map(u32::from);
        if done == units {
            let end = workflow::end_of(done_well, skipped, failed);
            self.happens(request, end, trace);
            self.end(request, done);
        } else if let Some(job) = self.queue.first_mut() {
            job.cursor = done;
            job.attempts = 0;
        }
        self.tell(request, rows);
        true
    }

    /// The job has ended; where it stopped is kept for a retry.
    fn end(&mut self, request: u8, stopped_at: u8) {
        self.queue.retain(|job| job.request != request);
        if let Some(record) = &mut self.pair[usize::from(request)] {
            record.stopped_at = stopped_at;
        }
        if usize::from(request) == WRITE && !self.can_be_retried(request) {
            self.planned = Default::default();
        }
    }

    fn can_be_retried(&self, request: u8) -> bool {
        self.pair[usize::from(request)]
            .is_some_and(|one| one.progress.state.after(RequestEvent::Retried).is_some())
    }

    /// Tells the source how far a copy is.
    pub(crate) fn tell(&mut self, request: u8, rows: u8) {
        if usize::from(request) >= COPIES {
            return;
        }
        let Some(record) = &mut self.pair[usize::from(request)] else {
            return;
        };
        record.sequence += 1;
        let says = Says::News {
            copy: request,
            sequence: record.sequence,
            progress: record.progress,
            rows,
        };
        self.send(says);
    }

    /// Lets an event happen to an identity; says whether it could.
    pub(crate) fn identity_happens(
        &mut self,
        identity: u8,
        event: IdentityEvent<u8>,
        trace: &mut Trace,
    ) -> bool {
        let slot = &mut self.identities[usize::from(identity)];
        let Some(before) = *slot else {
            return false;
        };
        let next: Option<Standing<u8>> = before.after(event);
        if let Some(next) = next {
            *slot = Some(next);
            trace.identities.push((before.state(), event));
        }
        next.is_some()
    }
}

/// The mailbox that a unit of work is about.
pub(crate) fn mailbox(scope: &Scope, request: u8, cursor: u8) -> u8 {
    let Some(announced) = scope.announced.get(usize::from(request)) else {
        return cursor;
    };
    (0..8)
        .filter(|mailbox| announced >> mailbox & 1 == 1)
        .nth(cursor.into())
        .unwrap_or_default()
}
