//! How long to wait before trying again.

use std::time::Duration;

/// Longest wait between two tries, whoever asks for it.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// The wait after `attempts` tries: 2 s, 4 s, 8 s … up to [`LONGEST_WAIT`].
pub(crate) fn after(attempts: u32) -> Duration {
    let seconds = 1_u64.checked_shl(attempts.min(32)).unwrap_or(u64::MAX);
    Duration::from_secs(seconds).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_ceiling() {
        assert_eq!(after(1), Duration::from_secs(2));
        assert_eq!(after(3), Duration::from_secs(8));
        assert_eq!(after(9), Duration::from_secs(512));
        assert_eq!(after(10), LONGEST_WAIT);
        assert_eq!(after(u32::MAX), LONGEST_WAIT);
    }
}
