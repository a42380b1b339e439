//! How an identity's state is spelled in `MigrationStatus`.

use crate::workflow::IdentityState;

const SPELLINGS: [(IdentityState, &str); 8] = [
    (IdentityState::Copied, "Copied"),
    (IdentityState::Unmapped, "Unmapped"),
    (IdentityState::Conflict, "Conflict"),
    (IdentityState::Mapped, "Mapped"),
    (IdentityState::Written, "Written"),
    (IdentityState::Completed, "Completed"),
    (IdentityState::Skipped, "Skipped"),
    (IdentityState::Failed, "Failed"),
];

/// The text of a state in `MigrationStatus`.
pub fn status_text(state: IdentityState) -> &'static str {
    SPELLINGS
        .iter()
        .find(|(known, _)| *known == state)
        .map_or("", |(_, text)| text)
}

/// The state that a `MigrationStatus` names, in any case; none for a text that only
/// Microsoft's module may know.
pub fn status_from_text(text: &str) -> Option<IdentityState> {
    SPELLINGS
        .iter()
        .find(|(_, known)| known.eq_ignore_ascii_case(text.trim()))
        .map(|(state, _)| *state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_spelled_as_on_the_wire() {
        for (state, text) in SPELLINGS {
            assert_eq!(serde_json::to_value(state).unwrap(), text);
            assert_eq!(status_from_text(status_text(state)), Some(state));
        }
    }
}
