//! What the target asks of the pair.

use shared::workflow::{Progress, RequestEvent, RequestState};

use crate::{
    event::{Trace, index},
    world::{AtPair, COPIES, Job, MAP, Scope, VERIFY, WRITE, World},
};

impl World {
    pub(crate) fn ask_map(&mut self, by_file: bool, trace: &mut Trace) -> bool {
        let copied = (0..COPIES).any(|copy| self.is_finished(copy));
        copied && self.ask(MAP, by_file, trace)
    }

    pub(crate) fn ask_write(&mut self, trace: &mut Trace) -> bool {
        let did = self.is_mapped() && self.ask(WRITE, false, trace);
        if did {
            for (planned, standing) in self.planned.iter_mut().zip(&self.identities) {
                *planned = standing.and_then(|one| one.target());
            }
        }
        did
    }

    pub(crate) fn ask_verify(&mut self, trace: &mut Trace) -> bool {
        self.is_mapped() && self.ask(VERIFY, false, trace)
    }

    /// Asking again when the last one has ended makes a new request.
    fn ask(&mut self, request: usize, switch: bool, trace: &mut Trace) -> bool {
        let left = &mut self.asks_left[request - MAP];
        let open = self.pair[request].is_some_and(|one| !one.progress.state.is_final());
        // A request that was asked for anew takes the place of the last one here,
        // so that nothing of the last one may still run.
        let runs = self
            .slice
            .is_some_and(|slice| usize::from(slice.request) == request);
        if *left == 0 || open || runs {
            return false;
        }
        *left -= 1;
        let one_finished = self.is_finished(request);
        let request = index(request);
        self.pair[usize::from(request)] = Some(AtPair {
            progress: Progress::submitted(Self::kind(request)),
            counts: [0; 3],
            rows: 0,
            sequence: 0,
            switch,
            stopped_at: 0,
            one_finished,
        });
        trace.begun = Some(request);
        self.queue_job(request, 0);
        true
    }

    fn is_finished(&self, request: usize) -> bool {
        self.pair[request]
            .is_some_and(|one| one.one_finished || one.progress.state.is_finished_work())
    }

    fn is_mapped(&self) -> bool {
        self.is_finished(MAP) && !self.held().is_empty()
    }

    /// Between two slices, or beside one that then stores nothing.
    pub(crate) fn stop(&mut self, request: u8, trace: &mut Trace) -> bool {
        let did = self.happens(request, RequestEvent::Stopped, trace);
        if did {
            self.queue.retain(|job| job.request != request);
            self.tell(request, 0);
        }
        did
    }

    /// From where it stopped; from the beginning if it got to its end and nothing
    /// could be done.
    pub(crate) fn retry(&mut self, scope: &Scope, request: u8, trace: &mut Trace) -> bool {
        let failed = self.pair[usize::from(request)]
            .is_some_and(|one| one.progress.state == RequestState::Failed);
        if self.retries_left == 0 || !failed {
            return false;
        }
        self.retries_left -= 1;
        self.happens(request, RequestEvent::Retried, trace);
        let units = self.units(scope, request);
        let mut cursor = 0;
        if let Some(record) = &mut self.pair[usize::from(request)] {
            cursor = record.stopped_at;
            if cursor >= units {
                cursor = 0;
                record.counts = [0; 3];
            }
        }
        self.queue_job(request, cursor);
        self.tell(request, 0);
        true
    }

    pub(crate) fn queue_job(&mut self, request: u8, cursor: u8) {
        self.queue.push(Job {
            request,
            cursor,
            attempts: 0,
        });
    }

    /// Lets an event happen to a request of the pair; says whether it could.
    pub(crate) fn happens(&mut self, request: u8, event: RequestEvent, trace: &mut Trace) -> bool {
        let Some(record) = &mut self.pair[usize::from(request)] else {
            return false;
        };
        let before = record.progress.state;
        let did = record.progress.apply(event);
        if did {
            trace.requests.push((before, event));
        }
        did
    }
}
