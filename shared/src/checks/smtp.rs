//! SMTP addresses straight from a file's bytes, sixteen at a time.
//!
//! What passes here is right by [`crate::address::is_well_formed_smtp`]; a test compares
//! the two.

use wide::u8x16;

use crate::address::is_well_formed_smtp;

/// Whether these are the bytes of an SMTP address that is right and all ASCII.
pub(super) fn is_smtp(text: &[u8]) -> bool {
    match Marks::of(text) {
        Some(marks) => marks.are_right(),
        // For any length and any sign the rule itself.
        None => text.is_ascii() && std::str::from_utf8(text).is_ok_and(is_well_formed_smtp),
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
        !are_side_by_side(edges)
            && edges & (last | 1) == 0
            && dots & domain != 0
            && hyphens & domain & (edges << 1 | edges >> 1 | last) == 0
    }
}

/// Whether any two of these signs are.
fn are_side_by_side(signs: u64) -> bool {
    signs & (signs << 1) != 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn an_ascii_address_is_judged_as_by_the_rule(
            address in "[a-zA-Z0-9@.-]{0,3}[a-z0-9.-]{0,40}@?[a-z0-9.!_-]{0,40}[a-z.@-]{0,2}",
        ) {
            let right = is_well_formed_smtp(&address);
            prop_assert_eq!(is_smtp(address.as_bytes()), right);
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

    /// What is usual need not be left to the rule.
    #[test]
    fn a_usual_address_is_judged_sixteen_bytes_at_a_time() {
        let usual = |text: &str| Marks::of(text.as_bytes()).map(Marks::are_right);
        let domain = "@contoso.example";
        for (address, expected) in [
            ("lena@contoso.example".to_owned(), Some(true)),
            ("LENA.Berg-2@Mail-09.Contoso.Example".to_owned(), Some(true)),
            ("lena..berg@contoso.example".to_owned(), Some(false)),
            ("lena@contoso.-.example".to_owned(), Some(false)),
            ("lena@contoso.example.-".to_owned(), Some(false)),
            (format!("{}{domain}", "l".repeat(48)), Some(true)),
            (format!("{}{domain}", "l".repeat(49)), None),
            ("l@c.example".to_owned(), None),
            ("lena+berg@contoso.example".to_owned(), None),
        ] {
            assert_eq!(usual(&address), expected, "{address}");
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
