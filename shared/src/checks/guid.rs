//! GUIDs straight from a file's bytes, eight characters at a time.
//!
//! The same texts are GUIDs here as in [`crate::ids::parse_guid`], without its braces;
//! a test compares the two.

/// A GUID as two numbers that no other GUID has. Not its bytes in order: what is needed
/// here is only whether two are the same.
pub(super) type Packed = [u64; 2];

/// What 36 bytes are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Guid {
    Some(Packed),
    Nil,
    Malformed,
}

const ONES: u64 = 0x0101_0101_0101_0101;
const LOW_HALVES: u64 = 0x0f0f_0f0f_0f0f_0f0f;
const SIXTEENS: u64 = 0x1010_1010_1010_1010;

/// Reads a hyphenated GUID without braces or white space.
pub(super) fn read(text: &[u8]) -> Guid {
    let Ok(text) = <&[u8; 36]>::try_from(text) else {
        return Guid::Malformed;
    };
    let [
        a0,
        a1,
        a2,
        a3,
        a4,
        a5,
        a6,
        a7,
        h0,
        b0,
        b1,
        b2,
        b3,
        h1,
        c0,
        c1,
        c2,
        c3,
        h2,
        d0,
        d1,
        d2,
        d3,
        h3,
        e0,
        e1,
        e2,
        e3,
        e4,
        e5,
        e6,
        e7,
        e8,
        e9,
        ea,
        eb,
    ] = *text;
    let words = [
        [a0, a1, a2, a3, a4, a5, a6, a7],
        [b0, b1, b2, b3, c0, c1, c2, c3],
        [d0, d1, d2, d3, e0, e1, e2, e3],
        [e4, e5, e6, e7, e8, e9, ea, eb],
    ]
    .map(u64::from_le_bytes);
    let mut wrong = u64::from((h0 ^ b'-') | (h1 ^ b'-') | (h2 ^ b'-') | (h3 ^ b'-'));
    let [w0, w1, w2, w3] = words.map(|word| {
        let (digits, error) = digits_of(word);
        wrong |= error;
        digits
    });
    if wrong != 0 {
        return Guid::Malformed;
    }
    match [(w0 << 4) + w1, (w2 << 4) + w3] {
        [0, 0] => Guid::Nil,
        packed => Guid::Some(packed),
    }
}

/// The values of eight hexadecimal digits, one a byte; and what is not 0 if one of
/// them is none.
fn digits_of(text: u64) -> (u64, u64) {
    // Letters have the bit 0x40 and digits do not.
    let letter = text >> 6 & ONES;
    // Without a letter's bit for lower case the upper halves are 4 and 3.
    let upper = (text & !(letter << 5)) >> 4 & LOW_HALVES;
    let mut wrong = upper ^ (0x0303_0303_0303_0303 + letter);
    wrong |= text & 0x8080_8080_8080_8080;
    let value = (text & LOW_HALVES) + letter * 9;
    // Ten and more if a letter, and only then; never sixteen.
    wrong |= (value + ONES * 6) >> 4 & ONES ^ letter;
    wrong |= value & SIXTEENS;
    (value, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{IdError, parse_guid};

    const GUID: &str = "6513270e-269e-4d37-b2a7-4de452e6b438";

    #[test]
    fn every_byte_at_every_place_is_judged_as_by_the_library() {
        for at in 0..36 {
            for byte in 0..=u8::MAX {
                let mut bytes = GUID.as_bytes().to_vec();
                bytes[at] = byte;
                let expected = std::str::from_utf8(&bytes).map(parse_guid);
                let found = read(&bytes);
                match expected {
                    Ok(Ok(_)) => assert!(matches!(found, Guid::Some(_)), "{bytes:?}"),
                    _ => assert_eq!(found, Guid::Malformed, "{bytes:?}"),
                }
            }
        }
    }

    #[test]
    fn two_guids_are_the_same_if_they_are_the_same_number() {
        let one = read(GUID.as_bytes());
        assert_eq!(one, read(GUID.to_uppercase().as_bytes()));
        for at in (0..36).filter(|at| GUID.as_bytes()[*at] != b'-') {
            let mut other = GUID.as_bytes().to_vec();
            other[at] = if other[at] == b'1' { b'2' } else { b'1' };
            if other != GUID.as_bytes() {
                assert_ne!(one, read(&other), "{at}");
            }
        }
        let nil = "00000000-0000-0000-0000-000000000000";
        assert_eq!(read(nil.as_bytes()), Guid::Nil);
        assert_eq!(parse_guid(nil), Err(IdError::Nil));
    }

    #[test]
    fn two_wrong_hyphens_do_not_make_up_for_each_other() {
        let hyphens = [8, 13, 18, 23];
        for one in hyphens {
            for other in hyphens {
                let mut bytes = GUID.as_bytes().to_vec();
                bytes[one] = b'x';
                bytes[other] = b'x';
                assert_eq!(read(&bytes), Guid::Malformed, "{one} {other}");
            }
        }
    }

    #[test]
    fn other_lengths_are_none() {
        for text in ["", "6513270e", "{6513270e-269e-4d37-b2a7-4de452e6b438}"] {
            assert_eq!(read(text.as_bytes()), Guid::Malformed);
        }
    }
}
