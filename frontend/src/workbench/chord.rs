//! Keys pressed together.

use std::fmt;

/// A key with its modifiers. ⌘ counts as Ctrl.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chord<'a> {
    key: &'a str,
    ctrl: bool,
    shift: bool,
    alt: bool,
}

impl<'a> Chord<'a> {
    /// A key alone, named as in `KeyboardEvent.key`.
    pub const fn key(key: &'a str) -> Self {
        Self::pressed(key, false, false, false)
    }

    /// With Ctrl.
    pub const fn ctrl(key: &'a str) -> Self {
        Self::pressed(key, true, false, false)
    }

    /// With Shift.
    pub const fn shift(key: &'a str) -> Self {
        Self::pressed(key, false, true, false)
    }

    /// With Alt.
    pub const fn alt(key: &'a str) -> Self {
        Self::pressed(key, false, false, true)
    }

    /// With Ctrl and Shift.
    pub const fn ctrl_shift(key: &'a str) -> Self {
        Self::pressed(key, true, true, false)
    }

    /// As pressed.
    pub const fn pressed(key: &'a str, ctrl: bool, shift: bool, alt: bool) -> Self {
        Self {
            key,
            ctrl,
            shift,
            alt,
        }
    }

    /// Whether this is the other one: a letter in any case, and a sign such as `?`
    /// whether or not it takes Shift on this keyboard.
    pub fn is(&self, other: &Chord<'_>) -> bool {
        let is_sign = self.key.len() == 1 && !self.key.chars().any(char::is_alphanumeric);
        self.key.eq_ignore_ascii_case(other.key)
            && self.ctrl == other.ctrl
            && self.alt == other.alt
            && (self.shift == other.shift || is_sign)
    }

    /// As in `aria-keyshortcuts`: `Control+Shift+Z`.
    pub fn aria(&self) -> String {
        self.joined("Control", "+")
    }

    fn joined(&self, ctrl: &str, between: &str) -> String {
        let key = if self.key.len() == 1 {
            self.key.to_ascii_uppercase()
        } else {
            self.key.to_string()
        };
        [
            self.ctrl.then_some(ctrl),
            self.alt.then_some("Alt"),
            self.shift.then_some("Shift"),
            Some(key.as_str()),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(between)
    }
}

/// As people read it: `Ctrl Shift Z`.
impl fmt::Display for Chord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.joined("Ctrl", " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chord_is_written_for_people_and_for_screen_readers() {
        let chord = Chord::ctrl_shift("z");
        assert_eq!(chord.to_string(), "Ctrl Shift Z");
        assert_eq!(chord.aria(), "Control+Shift+Z");
        assert_eq!(Chord::key("F8").to_string(), "F8");
    }

    #[test]
    fn a_sign_counts_with_and_without_shift() {
        assert!(Chord::key("?").is(&Chord::shift("?")));
        assert!(!Chord::key("z").is(&Chord::shift("z")));
    }
}
