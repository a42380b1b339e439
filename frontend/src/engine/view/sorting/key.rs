//! What rows are sorted by: their text in small letters.

/// The longest part of a text that counts for its order, in bytes.
const LONGEST: usize = 1_024;

/// The key of a text: none if nothing is in it.
pub(super) fn key_of(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let mut key = if text.is_ascii() {
        let end = text.len().min(LONGEST);
        text.as_bytes().get(..end)?.to_ascii_lowercase()
    } else {
        let letters = text.chars().take(LONGEST).flat_map(char::to_lowercase);
        letters.collect::<String>().into_bytes()
    };
    key.truncate(LONGEST);
    (!key.is_empty()).then_some(key)
}

/// Seven bytes of a key, and whether there are more: as one number that orders as the
/// bytes do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Digits(u64);

impl Digits {
    /// Bytes of the key in it.
    pub(super) const BYTES: usize = 7;

    /// The bytes from `depth` on.
    pub(super) fn of(key: &[u8], depth: usize) -> Self {
        let rest = key.get(depth..).unwrap_or_default();
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(rest.iter().take(Self::BYTES)) {
            *to = *from;
        }
        // How many there are tells a shorter key from one that ends in zeros.
        let count = u8::try_from(rest.len().min(Self::BYTES + 1)).unwrap_or(8);
        if let Some(last) = bytes.last_mut() {
            *last = count;
        }
        Self(u64::from_be_bytes(bytes))
    }

    /// As a number that is smaller where the row comes earlier.
    pub(super) fn ordered(self, descending: bool) -> u64 {
        if descending { !self.0 } else { self.0 }
    }

    /// Back from [`Digits::ordered`].
    pub(super) fn from_ordered(number: u64, descending: bool) -> Self {
        Self(if descending { !number } else { number })
    }

    /// Whether the key goes on after these bytes.
    pub(super) fn has_more(self) -> bool {
        self.0 & 0xff == 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_order_as_the_bytes_do() {
        let keys: [&[u8]; 9] = [
            b"",
            b"\0",
            b"\0\0",
            b"a",
            b"a\0",
            b"abcdefg",
            b"abcdefg\0",
            b"abcdefh",
            b"b",
        ];
        for pair in keys.windows(2) {
            let (one, other) = (Digits::of(pair[0], 0), Digits::of(pair[1], 0));
            assert!(one.ordered(false) < other.ordered(false), "{pair:?}");
            assert!(one.ordered(true) > other.ordered(true), "{pair:?}");
        }
        let open = Digits::of(b"abcdefgh", 0);
        assert!(open.has_more() && !Digits::of(b"abcdefg", 0).has_more());
        assert_eq!(open, Digits::of(b"abcdefgz", 0));
        assert_eq!(Digits::of(b"xxab", 2), Digits::of(b"ab", 0));
    }

    #[test]
    fn a_key_is_trimmed_in_small_letters_and_cut() {
        assert_eq!(key_of("  Éa "), Some("éa".as_bytes().to_vec()));
        assert_eq!(key_of(" \t"), None);
        assert_eq!(key_of(&"A".repeat(9_999)).unwrap().len(), LONGEST);
        assert_eq!(key_of(&"É".repeat(9_999)).unwrap().len(), LONGEST);
    }
}
