//! What a write may touch: the identities that were mapped when it was asked
//! for, each with the MailUser that it led to then.

use super::{IdentityState, Standing};

/// Why a write leaves an identity alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotPlanned {
    /// It was not mapped when the write was asked for, and is not now.
    NotMapped,
    /// It has been mapped, or mapped to another MailUser, since.
    Changed,
}

/// Which MailUser a write may touch for an identity: the one that it leads to,
/// and led to when the write was asked for. `Ok(None)`: it is done already.
pub fn permits<T: Copy + PartialEq>(
    planned: Option<T>,
    standing: &Standing<T>,
) -> Result<Option<T>, NotPlanned> {
    if standing.state() == IdentityState::Completed {
        return Ok(None);
    }
    match (planned, standing.target()) {
        (_, None) => Err(NotPlanned::NotMapped),
        (planned, Some(target)) if planned == Some(target) => Ok(Some(target)),
        _ => Err(NotPlanned::Changed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_planned_and_still_stands_is_written() {
        let mapped = |target| Standing::stored(IdentityState::Mapped, Some(target)).unwrap();
        assert_eq!(permits(Some(1), &mapped(1)), Ok(Some(1)));
        assert_eq!(permits(Some(1), &mapped(2)), Err(NotPlanned::Changed));
        assert_eq!(permits(None, &mapped(2)), Err(NotPlanned::Changed));
        assert_eq!(
            permits(Some(1), &Standing::copied()),
            Err(NotPlanned::NotMapped)
        );
        let completed = Standing::stored(IdentityState::Completed, Some(1)).unwrap();
        assert_eq!(permits(Some(1), &completed), Ok(None));
    }
}
