//! The states of an identity, and what leads from one to the next.

use serde::{Deserialize, Serialize};

/// Where one identity stands: the value of `MigrationStatus` in a mapping file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum IdentityState {
    /// Copied into the pair, not yet mapped.
    Copied,
    /// A map found no MailUser for it.
    Unmapped,
    /// More than one MailUser, or one MailUser for more than one source.
    Conflict,
    /// Leads to exactly one MailUser.
    Mapped,
    /// The attributes were sent to the MailUser, and not yet read back.
    Written,
    /// Read back from the MailUser: all that a move needs is there.
    Completed,
    /// Left alone on purpose, such as a MailUser synchronised from on-premises.
    Skipped,
    /// Could not be done; its message says why.
    Failed,
}

impl IdentityState {
    /// Every state, in the order of the flow: the order in which people are
    /// shown them.
    pub const ALL: [Self; 8] = [
        Self::Copied,
        Self::Unmapped,
        Self::Conflict,
        Self::Mapped,
        Self::Written,
        Self::Completed,
        Self::Skipped,
        Self::Failed,
    ];

    /// Whether an identity in this state leads to a MailUser.
    pub fn has_target(self) -> bool {
        !matches!(self, Self::Copied | Self::Unmapped | Self::Conflict)
    }

    /// Whether the attributes were sent: its MailUser is no longer a map's to
    /// change.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Written | Self::Completed)
    }
}

/// An identity's state together with the MailUser that it leads to, if the state
/// has one: a `Mapped` identity without a MailUser cannot be made.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Stored<T>")]
pub struct Standing<T> {
    state: IdentityState,
    #[serde(rename = "targetId")]
    target: Option<T>,
}

/// A standing that nobody has looked at yet.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored<T> {
    state: IdentityState,
    target_id: Option<T>,
}

impl<T> TryFrom<Stored<T>> for Standing<T> {
    type Error = &'static str;

    fn try_from(Stored { state, target_id }: Stored<T>) -> Result<Self, Self::Error> {
        Self::stored(state, target_id).ok_or("a state and a MailUser that do not go together")
    }
}

/// What happens to an identity.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum IdentityEvent<T> {
    /// A copy that may overwrite copied its mailbox again.
    CopiedAgain,
    /// A map leads it to this MailUser.
    Matched(T),
    /// A map has no MailUser for it.
    Unmatched,
    /// A map would have one that others want, or one of several.
    Contested,
    /// Its MailUser is no longer there, or not meant any more.
    LetGo,
    /// Exchange took a change for its MailUser.
    Sent,
    /// What was sent does not show yet.
    NotShown,
    /// Read back: everything is there.
    Ready,
    /// Read back by a verification: something is not there.
    Lacking,
    /// It could not be done.
    Failed,
    /// Its MailUser is not ours to write.
    LeftAlone,
}

impl<T> Standing<T> {
    /// As it was stored; none if a state and a MailUser do not go together.
    pub fn stored(state: IdentityState, target: Option<T>) -> Option<Self> {
        (state.has_target() == target.is_some()).then_some(Self { state, target })
    }
}

impl<T: Copy + PartialEq> Standing<T> {
    /// An identity that was just copied.
    pub fn copied() -> Self {
        Self::without(IdentityState::Copied)
    }

    /// Where it stands.
    pub fn state(&self) -> IdentityState {
        self.state
    }

    /// The MailUser that it leads to.
    pub fn target(&self) -> Option<T> {
        self.target
    }

    /// Where an event leads; none if it cannot happen to an identity that stands
    /// here.
    pub fn after(&self, event: IdentityEvent<T>) -> Option<Self> {
        use IdentityEvent as Event;
        use IdentityState::{Completed, Conflict, Failed, Mapped, Skipped, Unmapped, Written};
        let Some(target) = self.target else {
            return match event {
                Event::CopiedAgain => Some(Self::copied()),
                Event::Matched(target) => Some(Self::with(Mapped, target)),
                Event::Unmatched => Some(Self::without(Unmapped)),
                Event::Contested => Some(Self::without(Conflict)),
                _ => None,
            };
        };
        let goes_to = |state| Some(Self::with(state, target));
        match (self.state, event) {
            (_, Event::CopiedAgain) => Some(Self::copied()),
            (_, Event::Matched(wanted)) if wanted == target => Some(*self),
            // Whoever is mapped stays so, whatever else a map finds; what was sent
            // may take its time to show; what this pair never wrote waits for those
            // who do.
            (_, Event::Unmatched | Event::Contested)
            | (Written, Event::NotShown)
            | (Mapped | Skipped, Event::Lacking) => Some(*self),
            // What was sent is no map's to change, and what has everything is not
            // written again.
            (Written | Completed, Event::Matched(_) | Event::LetGo)
            | (Completed, Event::Sent | Event::LeftAlone)
            | (_, Event::NotShown) => None,
            (_, Event::Matched(wanted)) => Some(Self::with(Mapped, wanted)),
            (_, Event::LetGo) => Some(Self::without(Unmapped)),
            (_, Event::Sent) => goes_to(Written),
            (_, Event::LeftAlone) => goes_to(Skipped),
            (_, Event::Ready) => goes_to(Completed),
            (_, Event::Lacking | Event::Failed) => goes_to(Failed),
        }
    }

    fn without(state: IdentityState) -> Self {
        Self {
            state,
            target: None,
        }
    }

    fn with(state: IdentityState, target: T) -> Self {
        Self {
            state,
            target: Some(target),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Standing<u8>> {
        IdentityState::ALL
            .into_iter()
            .filter_map(|state| Standing::stored(state, state.has_target().then_some(1)))
            .collect()
    }

    fn events() -> Vec<IdentityEvent<u8>> {
        use IdentityEvent::{
            Contested, CopiedAgain, Failed, Lacking, LeftAlone, LetGo, Matched, NotShown, Ready,
            Sent, Unmatched,
        };
        vec![
            CopiedAgain,
            Matched(1),
            Matched(2),
            Unmatched,
            Contested,
            LetGo,
            Sent,
            NotShown,
            Ready,
            Lacking,
            Failed,
            LeftAlone,
        ]
    }

    #[test]
    fn a_state_and_a_mail_user_always_go_together() {
        assert_eq!(all().len(), IdentityState::ALL.len());
        for standing in all() {
            for next in events().into_iter().filter_map(|one| standing.after(one)) {
                assert_eq!(Standing::stored(next.state, next.target), Some(next));
            }
        }
        assert_eq!(Standing::<u8>::stored(IdentityState::Mapped, None), None);
        assert_eq!(Standing::stored(IdentityState::Unmapped, Some(1)), None);
    }

    #[test]
    fn only_an_overwriting_copy_takes_a_mail_user_from_who_was_written() {
        for standing in all().into_iter().filter(|one| one.state.is_settled()) {
            for event in events() {
                let Some(next) = standing.after(event) else {
                    continue;
                };
                if next.target != standing.target {
                    assert_eq!(event, IdentityEvent::CopiedAgain);
                }
            }
        }
    }

    #[test]
    fn nothing_happens_to_the_mail_user_of_who_has_none() {
        for standing in all().into_iter().filter(|one| one.target.is_none()) {
            for event in [
                IdentityEvent::Sent,
                IdentityEvent::NotShown,
                IdentityEvent::Ready,
                IdentityEvent::Lacking,
                IdentityEvent::Failed,
                IdentityEvent::LeftAlone,
            ] {
                assert_eq!(standing.after(event), None, "{standing:?} {event:?}");
            }
        }
    }

    #[test]
    fn what_was_never_written_here_waits_for_those_who_write_it() {
        for (state, expected) in [
            (IdentityState::Mapped, IdentityState::Mapped),
            (IdentityState::Skipped, IdentityState::Skipped),
            (IdentityState::Written, IdentityState::Failed),
            (IdentityState::Completed, IdentityState::Failed),
        ] {
            let standing = Standing::stored(state, Some(1)).unwrap();
            let next = standing.after(IdentityEvent::Lacking).unwrap();
            assert_eq!(next.state, expected, "{state:?}");
        }
    }
}
