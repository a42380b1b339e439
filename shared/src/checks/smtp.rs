//! SMTP addresses straight from a file's bytes, sixteen at a time.
//!
//! What passes here is right by [`crate::address::is_well_formed_smtp`]; a test compares
//! the two.

use wide::u8x16;

/// Whether these are the bytes of an SMTP address that is right and all ASCII.
pub(super) fn is_smtp(text: &[u8]) -> bool {
    match Marks::of(text) {
        Some(marks) => marks.are_right(),
        None => is_smtp_by_bytes(text),
    }
}

/// Where the signs of an address stand, a bit a byte.
#[derive(Clone, Copy, Default)]
struct Marks {
    /// The last byte's bit.
    last: u64,
    dots: u64,
    hyphens: u64,
    ats: u64,
}

impl Marks {
    /// None if it is too short or too long for this, or has other signs.
    fn of(text: &[u8]) -> Option<Self> {
        if text.len() > 64 {
            return None;
        }
        let end = text.last_chunk::<16>()?;
        let mut marks = Self {
            last: 1 << (text.len() - 1),
            ..Self::default()
        };
        let (chunks, _) = text.as_chunks::<16>();
        for (chunk, at) in chunks.iter().zip([0, 16, 32, 48]) {
            marks.add(chunk, at)?;
        }
        // The last sixteen bytes, some of them for the second time.
        marks.add(end, text.len() - 16)?;
        Some(marks)
    }

    fn add(&mut self, bytes: &[u8; 16], at: usize) -> Option<()> {
        let bytes = u8x16::new(*bytes);
        let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let within = |bytes: u8x16, low: u8, high: u8| {
            bytes.max(u8x16::splat(low)).simd_eq(bytes)
                & bytes.min(u8x16::splat(high)).simd_eq(bytes)
        };
        let (dots, hyphens, ats) = (is(b'.'), is(b'-'), is(b'@'));
        let letters = within(bytes | u8x16::splat(0x20), b'a', b'z') | within(bytes, b'0', b'9');
        if (letters | dots | hyphens | ats).to_bitmask() != 0xffff {
            return None;
        }
        self.dots |= u64::from(dots.to_bitmask()) << at;
        self.hyphens |= u64::from(hyphens.to_bitmask()) << at;
        self.ats |= u64::from(ats.to_bitmask()) << at;
        Some(())
    }

    fn are_right(self) -> bool {
        let Self {
            last,
            dots,
            hyphens,
            ats,
        } = self;
        if !ats.is_power_of_two() {
            return false;
        }
        // Dots and the @ stand between letters: never side by side, first or last.
        let edges = dots | ats;
        let domain = !(ats | (ats - 1));
        edges & (edges << 1) == 0
            && edges & (last | 1) == 0
            && dots & domain != 0
            && hyphens & domain & (edges << 1 | edges >> 1 | last) == 0
    }
}

/// What a byte may be in an SMTP address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Never,
    /// A letter or a digit: anywhere.
    Letter,
    Hyphen,
    /// A sign that only the local part may have.
    Sign,
    Dot,
    At,
}

/// Made while compiling, where a wrong index is a compile error.
#[allow(clippy::indexing_slicing)]
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Never; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'-' => Class::Hyphen,
            b'.' => Class::Dot,
            b'@' => Class::At,
            b'!' | b'#'..=b'\'' | b'*' | b'+' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~' => {
                Class::Sign
            }
            _ => Class::Never,
        };
        byte += 1;
    }
    classes
};

fn class_of(byte: u8) -> Class {
    CLASSES
        .get(usize::from(byte))
        .copied()
        .unwrap_or(Class::Never)
}

/// The same byte by byte, for any length and any sign.
fn is_smtp_by_bytes(text: &[u8]) -> bool {
    let mut before = Class::Dot;
    let mut local = 0;
    for byte in text {
        let class = class_of(*byte);
        match class {
            Class::Never => return false,
            Class::At => break,
            Class::Dot if before == Class::Dot => return false,
            _ => {}
        }
        before = class;
        local += 1;
    }
    if before == Class::Dot || local > 64 {
        return false;
    }
    let Some((b'@', domain)) = text.get(local..).and_then(<[u8]>::split_first) else {
        return false;
    };
    let mut before = Class::Dot;
    let (mut label, mut labels) = (0, 1);
    for byte in domain {
        let class = class_of(*byte);
        match class {
            Class::Letter => label += 1,
            Class::Hyphen if before != Class::Dot => label += 1,
            Class::Dot if matches!(before, Class::Letter) => {
                label = 0;
                labels += 1;
            }
            _ => return false,
        }
        if label > 63 {
            return false;
        }
        before = class;
    }
    before == Class::Letter && labels > 1 && domain.len() <= 255
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::is_well_formed_smtp;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn an_ascii_address_is_judged_as_by_the_rule(
            address in "[a-zA-Z0-9@.-]{0,3}[a-z0-9.-]{0,40}@?[a-z0-9.!_-]{0,40}[a-z.@-]{0,2}",
        ) {
            let right = is_well_formed_smtp(&address);
            prop_assert_eq!(is_smtp(address.as_bytes()), right);
            prop_assert_eq!(is_smtp_by_bytes(address.as_bytes()), right);
        }
    }

    #[test]
    fn addresses_of_every_length_are_judged_alike() {
        for local in 1..70 {
            for label in 1..70 {
                let address = format!("{}@{}.example", "l".repeat(local), "d".repeat(label));
                assert_eq!(
                    is_smtp(address.as_bytes()),
                    is_well_formed_smtp(&address),
                    "{address}"
                );
            }
        }
    }

    #[test]
    fn every_byte_at_every_place_is_judged_by_the_rule() {
        for address in ["lena.berg@mail.contoso.example", "a-b@c-d.example"] {
            for at in 0..address.len() {
                for byte in 0..128_u8 {
                    let mut bytes = address.as_bytes().to_vec();
                    bytes[at] = byte;
                    let text = std::str::from_utf8(&bytes).unwrap();
                    assert_eq!(is_smtp(&bytes), is_well_formed_smtp(text), "{text:?}");
                }
            }
        }
        assert!(!is_smtp("jörg@müller.example".as_bytes()));
    }
}
