//! A write, an identity a slice: look, keep, call, note, call, note, read back.

use shared::workflow::{self, IdentityEvent};

use crate::{
    event::{Answer, Trace},
    slices::Became,
    world::{Holds, Scope, Slice, Step, World},
};

/// `Set-MailUser` calls that make a MailUser ready.
const CALLS: u8 = 2;

impl World {
    pub(crate) fn writes(
        &mut self,
        scope: &Scope,
        slice: Slice,
        answer: Answer,
        trace: &mut Trace,
    ) -> bool {
        let id = slice.cursor;
        let place = usize::from(id);
        let good = answer == Answer::Good;
        let Some(standing) = self.identities[place] else {
            return good && self.commit(scope, slice, Became::Nothing, |_, _| {}, trace);
        };
        if slice.step == Step::Begun {
            return match workflow::permits(self.planned[place], &standing) {
                Ok(None) => good && self.commit(scope, slice, Became::Nothing, |_, _| {}, trace),
                Err(_) => good && self.commit(scope, slice, Became::Failed, |_, _| {}, trace),
                Ok(Some(target)) => self.looks(scope, slice, target, answer, trace),
            };
        }
        let Some(target) = standing.target() else {
            return false;
        };
        match slice.step {
            Step::Begun => false,
            Step::Kept => self.sends(scope, slice, target, answer, trace),
            Step::Sent(calls) => {
                if !good {
                    return false;
                }
                self.identity_happens(id, IdentityEvent::Sent, trace);
                self.goes_to(slice, Step::Noted(calls));
                true
            }
            Step::Noted(calls) if calls < CALLS => self.sends(scope, slice, target, answer, trace),
            Step::Noted(_) => self.reads_back(scope, slice, target, answer, trace),
        }
    }

    /// Reads the MailUser and decides what to send.
    fn looks(
        &mut self,
        scope: &Scope,
        slice: Slice,
        target: u8,
        answer: Answer,
        trace: &mut Trace,
    ) -> bool {
        let id = slice.cursor;
        match answer {
            Answer::NotNow => self.commit(
                scope,
                slice,
                Became::Skipped,
                |world, trace| {
                    world.identity_happens(id, IdentityEvent::LeftAlone, trace);
                },
                trace,
            ),
            Answer::Gone | Answer::Bad => self.fails(scope, slice, trace),
            Answer::Good => {
                let holds = self.mail_users[usize::from(target)];
                if is_written(holds, id) {
                    self.goes_to(slice, Step::Noted(CALLS));
                } else {
                    self.images |= 1 << id;
                    self.goes_to(slice, Step::Kept);
                }
                true
            }
            Answer::Lost => false,
        }
    }

    /// Makes the next call.
    fn sends(
        &mut self,
        scope: &Scope,
        slice: Slice,
        target: u8,
        answer: Answer,
        trace: &mut Trace,
    ) -> bool {
        let id = slice.cursor;
        match answer {
            Answer::Good | Answer::Lost => {
                let holds = &mut self.mail_users[usize::from(target)];
                let before = if holds.of == Some(id) { holds.calls } else { 0 };
                let calls = (before + 1).min(CALLS);
                *holds = Holds {
                    of: Some(id),
                    calls,
                };
                trace.written = Some((id, target));
                if answer == Answer::Good {
                    self.goes_to(slice, Step::Sent(calls));
                } else {
                    self.slice = None;
                }
                true
            }
            Answer::Bad | Answer::Gone => self.fails(scope, slice, trace),
            Answer::NotNow => false,
        }
    }

    /// What the MailUser shows decides.
    fn reads_back(
        &mut self,
        scope: &Scope,
        slice: Slice,
        target: u8,
        answer: Answer,
        trace: &mut Trace,
    ) -> bool {
        let id = slice.cursor;
        let holds = self.mail_users[usize::from(target)];
        match answer {
            Answer::Good if is_written(holds, id) => self.commit(
                scope,
                slice,
                Became::Done,
                |world, trace| {
                    world.identity_happens(id, IdentityEvent::Ready, trace);
                },
                trace,
            ),
            Answer::NotNow => self.commit(
                scope,
                slice,
                Became::Failed,
                |world, trace| {
                    world.identity_happens(id, IdentityEvent::NotShown, trace);
                },
                trace,
            ),
            Answer::Bad => self.fails(scope, slice, trace),
            Answer::Good | Answer::Gone | Answer::Lost => false,
        }
    }

    fn fails(&mut self, scope: &Scope, slice: Slice, trace: &mut Trace) -> bool {
        let id = slice.cursor;
        self.commit(
            scope,
            slice,
            Became::Failed,
            |world, trace| {
                world.identity_happens(id, IdentityEvent::Failed, trace);
            },
            trace,
        )
    }

    fn goes_to(&mut self, slice: Slice, step: Step) {
        self.slice = Some(Slice { step, ..slice });
    }
}

/// Whether a MailUser has everything for a mailbox.
pub(crate) fn is_written(holds: Holds, identity: u8) -> bool {
    holds.of == Some(identity) && holds.calls == CALLS
}
