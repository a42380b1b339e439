//! What a decision about a copy request is bound to.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use shared::ids::ObjectId;

use crate::record::RequestRecord;

/// Hex SHA-256.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The hash of a scope's members: their ids sorted, one a line.
pub(crate) fn members_hash(sorted: &[ObjectId]) -> String {
    let text = sorted.iter().fold(String::new(), |mut text, id| {
        let _ = writeln!(text, "{id}");
        text
    });
    sha256_hex(text.as_bytes())
}

/// The digest of a copy request: SHA-256 over a text of everything that the
/// target agrees to. Changing any of it makes another digest.
pub(crate) fn of_copy_request(record: &RequestRecord) -> String {
    let scope = record.scope.as_ref();
    let text = format!(
        "crosswalk copy request 1\nrequest {}\nsource {}\ntarget {}\ngroup {}\nmembers {} {}\nrequester {}\nexpires {}\n",
        record.id,
        record.pair.source,
        record.pair.target,
        scope
            .map(|scope| scope.group_id.to_string())
            .unwrap_or_default(),
        scope.map_or(0, |scope| scope.members),
        scope
            .map(|scope| scope.members_hash.as_str())
            .unwrap_or_default(),
        record.created_by,
        record
            .expires_at
            .map(|at| at.to_string())
            .unwrap_or_default(),
    );
    sha256_hex(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use shared::{
        api::RequestScope,
        ids::{Pair, RequestId},
        timestamp::Timestamp,
        workflow::RequestKind,
    };

    use super::*;

    fn record() -> RequestRecord {
        let id = |n: u8| format!("00000000-0000-0000-0000-0000000000{n:02x}");
        let members: Vec<ObjectId> = vec![id(5).parse().unwrap(), id(6).parse().unwrap()];
        let mut record = RequestRecord::new(
            RequestId::from_random_bytes([9; 16]),
            RequestKind::Copy,
            Pair {
                source: id(1).parse().unwrap(),
                target: id(2).parse().unwrap(),
            },
            id(3).parse().unwrap(),
            Timestamp::from_unix_millis(1_795_298_700_250),
        );
        record.scope = Some(RequestScope {
            group_id: id(4).parse().unwrap(),
            name: "Engineering".to_owned(),
            members: 2,
            members_hash: members_hash(&members),
        });
        record.expires_at = Some(Timestamp::from_unix_millis(1_795_903_500_250));
        record
    }

    #[test]
    fn a_digest_stays_what_it_was_in_earlier_versions() {
        assert_eq!(sha256_hex(b"abc").get(..8), Some("ba7816bf"));
        assert_eq!(
            of_copy_request(&record()),
            "5df39d04500be36a0b1a06ccc560d0cbbda92de60d84691338467455cd552bad"
        );
    }

    #[test]
    fn any_change_makes_another_digest() {
        let base = of_copy_request(&record());
        let changes: [fn(&mut RequestRecord); 7] = [
            |r| r.id = RequestId::from_random_bytes([8; 16]),
            |r| r.pair.source = "00000000-0000-0000-0000-0000000000ff".parse().unwrap(),
            |r| r.pair.target = "00000000-0000-0000-0000-0000000000ff".parse().unwrap(),
            |r| r.created_by = "00000000-0000-0000-0000-0000000000ff".parse().unwrap(),
            |r| r.expires_at = Some(Timestamp::from_unix_millis(0)),
            |r| r.scope.as_mut().unwrap().members_hash = members_hash(&[]),
            |r| {
                r.scope.as_mut().unwrap().group_id =
                    "00000000-0000-0000-0000-0000000000ff".parse().unwrap();
            },
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut other = record();
            change(&mut other);
            assert_ne!(of_copy_request(&other), base, "change {number}");
        }
    }
}
