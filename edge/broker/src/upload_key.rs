//! The key of an uploaded file carries its deadline, so that a sweep finds
//! what is overdue by listing keys alone, without asking any object.

use shared::{ids::RequestId, timestamp::Timestamp};

/// All uploads are under this prefix, and sort by deadline.
pub const PREFIX: &str = "uploads/";

/// The key for an upload: `uploads/<deadline, 13 digits of milliseconds>/<id>`.
pub fn of(deadline: Timestamp, id: RequestId) -> String {
    format!("{PREFIX}{:013}/{id}", deadline.unix_millis().max(0))
}

/// The deadline in a key; none if it is no upload's key.
pub fn deadline(key: &str) -> Option<Timestamp> {
    let (digits, id) = key.strip_prefix(PREFIX)?.split_once('/')?;
    id.parse::<RequestId>().ok()?;
    if digits.len() != 13 {
        return None;
    }
    digits.parse().ok().map(Timestamp::from_unix_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_gives_its_deadline_back() {
        let at = Timestamp::from_unix_millis(1_795_298_700_250);
        let key = of(at, RequestId::from_random_bytes([7; 16]));
        assert_eq!(
            key,
            "uploads/1795298700250/07070707-0707-4707-8707-070707070707"
        );
        assert_eq!(deadline(&key), Some(at));
    }

    #[test]
    fn other_keys_have_no_deadline() {
        for key in [
            "",
            "uploads/",
            "status.json",
            "uploads/12/07070707-0707-4707-8707-070707070707",
            "uploads/1795298700250/x",
            "x/1795298700250/07070707-0707-4707-8707-070707070707",
        ] {
            assert_eq!(deadline(key), None, "{key}");
        }
    }

    #[test]
    fn keys_sort_by_deadline() {
        let id = RequestId::from_random_bytes([7; 16]);
        let key = |millis| of(Timestamp::from_unix_millis(millis), id);
        assert!(key(999_999_999_999) < key(1_000_000_000_000));
    }
}
