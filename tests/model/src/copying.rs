//! A copy, a mailbox a slice.

use shared::workflow::{IdentityEvent, Standing};

use crate::{
    event::{Answer, Trace},
    slices::{Became, mailbox},
    world::{Scope, Slice, World},
};

impl World {
    pub(crate) fn copies(
        &mut self,
        scope: &Scope,
        slice: Slice,
        answer: Answer,
        trace: &mut Trace,
    ) -> bool {
        let copy = slice.request;
        let id = mailbox(scope, copy, slice.cursor);
        let place = usize::from(id);
        match answer {
            Answer::Good => {}
            Answer::Gone => return self.commit(scope, slice, Became::Failed, |_, _| {}, trace),
            Answer::Bad | Answer::NotNow | Answer::Lost => return false,
        }
        let overwrite = self.pair[usize::from(copy)].is_some_and(|one| one.switch);
        let here = self.identities[place].is_some();
        // What this very request copied before it failed was copied.
        if here && self.copied_by[place] == copy + 1 {
            return self.commit(scope, slice, Became::Done, |_, _| {}, trace);
        }
        if here && !overwrite {
            return self.commit(scope, slice, Became::Skipped, |_, _| {}, trace);
        }
        let effects = |world: &mut Self, trace: &mut Trace| {
            if here {
                world.snapshots[usize::from(copy)] |= 1 << id;
                world.identity_happens(id, IdentityEvent::CopiedAgain, trace);
            } else {
                world.identities[place] = Some(Standing::copied());
            }
            world.copied_by[place] = copy + 1;
        };
        self.commit(scope, slice, Became::Done, effects, trace)
    }
}
