//! People who decide, and messages between the objects.

use shared::workflow::{Progress, RequestEvent, Side};

use crate::{
    event::{Press, Tenant, Trace},
    world::{AtPair, AtSource, COPIES, Says, Scope, World},
};

impl World {
    pub(crate) fn pressed(
        &mut self,
        scope: &Scope,
        tenant: Tenant,
        admin: u8,
        press: Press,
        trace: &mut Trace,
    ) -> bool {
        let side = match tenant {
            Tenant::Source => Some(Side::Source),
            Tenant::Target => Some(Side::Target),
            Tenant::Stranger => None,
        };
        match press {
            Press::Create(copy) => side == Some(Side::Source) && self.create(scope, copy),
            Press::Accept(copy, overwrite) => {
                self.decide(copy, RequestEvent::Accepted, side, admin, overwrite, trace)
            }
            Press::Reject(copy) => {
                self.decide(copy, RequestEvent::Rejected, side, admin, false, trace)
            }
            Press::Withdraw(copy) => {
                self.decide(copy, RequestEvent::Withdrawn, side, admin, false, trace)
            }
            Press::Stop(_) if side != RequestEvent::Stopped.side() => false,
            Press::Retry(_) if side != RequestEvent::Retried.side() => false,
            Press::Stop(request) => self.stop(request, trace),
            Press::Retry(request) => self.retry(scope, request, trace),
            // A pair's own requests are its target's.
            _ if side != Some(Side::Target) => false,
            Press::Map(by_file) => self.ask_map(by_file, trace),
            Press::Write => self.ask_write(trace),
            Press::Verify => self.ask_verify(trace),
        }
    }

    fn create(&mut self, scope: &Scope, copy: u8) -> bool {
        let place = usize::from(copy);
        let new = self.source[place].is_none() && scope.announced[place] != 0;
        if new {
            self.source[place] = Some(AtSource {
                progress: Progress::announced(),
                decided_by: None,
                overwrite: false,
                heard: 0,
                rows: 0,
            });
        }
        new
    }

    fn decide(
        &mut self,
        copy: u8,
        event: RequestEvent,
        side: Option<Side>,
        admin: u8,
        overwrite: bool,
        trace: &mut Trace,
    ) -> bool {
        let Some(record) = &mut self.source[usize::from(copy)] else {
            return false;
        };
        let before = record.progress.state;
        if side.is_none() || side != event.side() || !record.progress.apply(event) {
            return false;
        }
        trace.requests.push((before, event));
        record.decided_by = side.map(|side| (u8::from(side == Side::Target), admin));
        record.overwrite = overwrite;
        if event == RequestEvent::Accepted {
            self.send(Says::Begin { copy, overwrite });
        }
        true
    }

    pub(crate) fn expired(&mut self, copy: u8, trace: &mut Trace) -> bool {
        let Some(record) = &mut self.source[usize::from(copy)] else {
            return false;
        };
        let before = record.progress.state;
        let did = record.progress.apply(RequestEvent::Expired);
        if did {
            trace.requests.push((before, RequestEvent::Expired));
        }
        did
    }

    /// A message is taken in. Its sender learns of it later, if at all.
    pub(crate) fn arrives(&mut self, letter: u8) -> bool {
        let Some(letter) = self.letters.get_mut(usize::from(letter)) else {
            return false;
        };
        letter.arrived = true;
        let says = letter.says;
        match says {
            Says::Begin { copy, overwrite } => self.take_begin(copy, overwrite),
            Says::News {
                copy,
                sequence,
                progress,
                rows,
            } => {
                if let Some(record) = &mut self.source[usize::from(copy)] {
                    if sequence > record.heard && record.progress.adopt(&progress) {
                        record.heard = sequence;
                    }
                    record.rows |= rows;
                }
            }
        }
        true
    }

    pub(crate) fn forgotten(&mut self, letter: u8) -> bool {
        let place = usize::from(letter);
        let arrived = self.letters.get(place).is_some_and(|one| one.arrived);
        if arrived {
            self.letters.remove(place);
        }
        arrived
    }

    fn take_begin(&mut self, copy: u8, overwrite: bool) {
        let place = usize::from(copy);
        if place < COPIES && self.pair[place].is_none() {
            self.pair[place] = Some(AtPair {
                progress: Progress::accepted(),
                counts: [0; 3],
                rows: 0,
                sequence: 0,
                switch: overwrite,
                stopped_at: 0,
                one_finished: false,
            });
            self.queue_job(copy, 0);
        }
    }
}
