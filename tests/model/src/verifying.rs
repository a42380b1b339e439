//! A verification, an identity a slice.

use shared::workflow::{IdentityEvent, IdentityState};

use crate::{
    event::{Answer, Trace},
    slices::Became,
    world::{Holds, Scope, Slice, World},
    writing::is_written,
};

impl World {
    pub(crate) fn verifies(
        &mut self,
        scope: &Scope,
        slice: Slice,
        answer: Answer,
        trace: &mut Trace,
    ) -> bool {
        let id = slice.cursor;
        let standing = self.identities[usize::from(id)];
        let Some((standing, target)) = standing.and_then(|one| Some((one, one.target()?))) else {
            let good = answer == Answer::Good;
            return good && self.commit(scope, slice, Became::Nothing, |_, _| {}, trace);
        };
        // What this pair has not written somebody may have, on-premises.
        let elsewhere = matches!(
            standing.state(),
            IdentityState::Mapped | IdentityState::Skipped
        );
        let (became, event) = match answer {
            Answer::Good if elsewhere || is_written(self.mail_users[usize::from(target)], id) => {
                (Became::Done, IdentityEvent::Ready)
            }
            Answer::Bad => (Became::Failed, IdentityEvent::Lacking),
            Answer::Gone => (Became::Failed, IdentityEvent::Failed),
            Answer::Good | Answer::NotNow | Answer::Lost => return false,
        };
        if elsewhere && event == IdentityEvent::Ready {
            self.mail_users[usize::from(target)] = Holds {
                of: Some(id),
                calls: 2,
            };
        }
        self.commit(
            scope,
            slice,
            became,
            |world, trace| {
                world.identity_happens(id, event, trace);
            },
            trace,
        )
    }
}
