//! A map: one slice, one transaction, with whatever a directory or a file says.

use std::collections::BTreeMap;

use shared::workflow::{IdentityEvent, IdentityState, refuse_taken};

use crate::{
    event::{Trace, index},
    slices::Became,
    world::{MAP, Scope, World},
};

/// What a map finds for one identity.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Nobody,
    Several,
    One(u8),
}

/// How many different things a map that runs now could find.
pub(crate) fn choices(world: &World, scope: &Scope) -> u16 {
    if world
        .slice
        .is_none_or(|slice| usize::from(slice.request) != MAP)
    {
        return 0;
    }
    let each = u16::from(index(scope.mail_users)) + 2;
    let gone = u16::from(index(scope.mail_users)) + 1;
    gone * each.pow(u32::from(index(scope.identities)))
}

impl World {
    pub(crate) fn maps(&mut self, scope: &Scope, choice: u16, trace: &mut Trace) -> bool {
        let Some(slice) = self.slice.filter(|slice| usize::from(slice.request) == MAP) else {
            return false;
        };
        let mail_users = u16::from(index(scope.mail_users));
        let gone = choice % (mail_users + 1);
        let gone = gone.checked_sub(1).and_then(|one| u8::try_from(one).ok());
        let mut rest = choice / (mail_users + 1);
        let mut found = BTreeMap::new();
        for identity in 0..index(scope.identities) {
            let one = rest % (mail_users + 2);
            rest /= mail_users + 2;
            if self.identities[usize::from(identity)].is_none() {
                continue;
            }
            let one = match one {
                0 => Found::Nobody,
                1 => Found::Several,
                user => Found::One(u8::try_from(user - 2).unwrap_or(0)),
            };
            let is_gone = gone.is_some_and(|gone| one == Found::One(gone));
            found.insert(identity, if is_gone { Found::Nobody } else { one });
        }
        let by_file = self.pair[MAP].is_some_and(|one| one.switch);
        let is_open = self.is_open(slice.request);
        let mut mapped = self.clone();
        if by_file {
            mapped.by_file(&found, trace);
        } else {
            mapped.by_address(&found, gone, trace);
        }
        if !is_open {
            *trace = Trace::default();
        }
        let all = found.len();
        let done = mapped.held().len();
        let identities = mapped.identities;
        let counted = |world: &mut Self, _: &mut Trace| {
            world.identities = identities;
            if let Some(record) = &mut world.pair[MAP] {
                record.counts = [index(done), 0, index(all - done)];
            }
        };
        self.commit(scope, slice, Became::Nothing, counted, trace)
    }

    /// By PrimarySmtpAddress: who has a MailUser keeps it, if it is still there.
    fn by_address(&mut self, found: &BTreeMap<u8, Found>, gone: Option<u8>, trace: &mut Trace) {
        for (identity, target) in self.held() {
            if gone == Some(target) {
                self.identity_happens(identity, IdentityEvent::LetGo, trace);
            }
        }
        let held = self.held();
        let has_one = |identity: &u8| held.iter().any(|(holder, _)| holder == identity);
        let mut asked = asked(found);
        asked.retain(|identity, _| !has_one(identity));
        self.settle(found, asked, false, trace);
    }

    /// By file: rows for who was written are held back, the others asked for.
    fn by_file(&mut self, found: &BTreeMap<u8, Found>, trace: &mut Trace) {
        let mut asked = asked(found);
        asked.retain(|identity, target| {
            self.identities[usize::from(*identity)]
                .is_some_and(|standing| standing.after(IdentityEvent::Matched(*target)).is_some())
        });
        self.settle(found, asked, true, trace);
    }

    fn settle(
        &mut self,
        found: &BTreeMap<u8, Found>,
        mut asked: BTreeMap<u8, u8>,
        by_file: bool,
        trace: &mut Trace,
    ) {
        refuse_taken(&self.held(), &mut asked);
        for (identity, found) in found {
            // Who is not in the file stays as before, but is new no longer.
            let stays = by_file
                && *found == Found::Nobody
                && self.identities[usize::from(*identity)]
                    .is_some_and(|one| one.state() != IdentityState::Copied);
            if stays {
                continue;
            }
            let event = match (asked.get(identity), found) {
                (Some(target), _) => IdentityEvent::Matched(*target),
                (None, Found::Nobody) => IdentityEvent::Unmatched,
                (None, Found::Several | Found::One(_)) => IdentityEvent::Contested,
            };
            self.identity_happens(*identity, event, trace);
        }
    }
}

fn asked(found: &BTreeMap<u8, Found>) -> BTreeMap<u8, u8> {
    found
        .iter()
        .filter_map(|(identity, found)| match found {
            Found::One(user) => Some((*identity, *user)),
            Found::Nobody | Found::Several => None,
        })
        .collect()
}
