//! Keys as 64-bit numbers, so that a million of them fit where a million texts would not.
//!
//! **Promise.** Equal keys have equal fingerprints. Different keys have different ones,
//! but for a chance of about 1 in 30 million a column of a million rows, whoever wrote
//! the file: the numbers depend on a [`Seed`] that the writer cannot know. Where a chance
//! hits, two rows are held back that need not be; nothing is ever let through by it.

use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::{BuildHasher, Hasher},
};

use foldhash::{SharedSeed, quality::FoldHasher};

/// What fingerprints depend on. Random for files of others; any number in a test.
#[derive(Clone)]
pub struct Seed {
    of_hasher: u64,
    shared: SharedSeed,
}

impl Seed {
    /// A seed from a random number, which the caller brings.
    pub fn new(random: u64) -> Self {
        Self {
            of_hasher: random,
            shared: SharedSeed::from_u64(random.rotate_left(32) ^ 0x9e37_79b9_7f4a_7c15),
        }
    }

    /// A seed from 16 random bytes, which the caller brings.
    pub fn from_random_bytes(bytes: [u8; 16]) -> Self {
        let (first, second) = uuid::Uuid::from_bytes(bytes).as_u64_pair();
        Self {
            of_hasher: first,
            shared: SharedSeed::from_u64(second),
        }
    }

    /// A number for a key of bytes, compared as they are. Never 0.
    pub fn of_bytes(&self, key: &[u8]) -> Fingerprint {
        let mut hasher = self.hasher();
        hasher.write(key);
        Fingerprint::new(hasher.finish())
    }

    /// A number for a name, ignoring the case of ASCII letters. Never 0.
    pub fn of_name(&self, name: &[u8]) -> Fingerprint {
        let mut short = [0_u8; 64];
        if let Some(lower) = short.get_mut(..name.len()) {
            lower.copy_from_slice(name);
            lower.make_ascii_lowercase();
            self.of_bytes(lower)
        } else {
            self.of_bytes(&name.to_ascii_lowercase())
        }
    }

    /// A number for 128 bits. Never 0.
    pub(crate) fn of_pair(&self, pair: [u64; 2]) -> Fingerprint {
        let [high, low] = pair;
        let mut hasher = self.hasher();
        hasher.write_u64(high);
        hasher.write_u64(low);
        Fingerprint::new(hasher.finish())
    }

    fn hasher(&self) -> FoldHasher<'_> {
        FoldHasher::with_seed(self.of_hasher, &self.shared)
    }
}

/// As random as the standard library's hash maps are: natively from the system; in wasm
/// fixed. In a browser whoever opens a file could only slow down the own tab; the edge
/// brings its own randomness.
impl Default for Seed {
    fn default() -> Self {
        Self::new(RandomState::new().hash_one(0_u8))
    }
}

impl fmt::Debug for Seed {
    /// Without the number: it is a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed")
    }
}

/// A key as a number; never 0, which stands for *no key*.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Fingerprint(u64);

impl Fingerprint {
    fn new(hash: u64) -> Self {
        Self(hash.max(1))
    }

    pub(crate) fn as_u64(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_and_bytes_with_it() {
        let seed = Seed::new(7);
        let long = "x".repeat(200);
        for (a, b) in [("Lena@Contoso.example", "lena@contoso.EXAMPLE"), ("", "")] {
            assert_eq!(seed.of_name(a.as_bytes()), seed.of_name(b.as_bytes()));
        }
        assert_eq!(
            seed.of_name(long.as_bytes()),
            seed.of_name(long.to_uppercase().as_bytes())
        );
        assert_ne!(seed.of_bytes(b"a"), seed.of_bytes(b"A"));
        assert_ne!(seed.of_name(b"a"), seed.of_name(b"b"));
        assert_ne!(seed.of_pair([1, 2]), seed.of_pair([2, 1]));
    }

    #[test]
    fn another_seed_gives_other_numbers() {
        assert_ne!(Seed::new(1).of_name(b"lena"), Seed::new(2).of_name(b"lena"));
        let of_bytes = |bytes| Seed::from_random_bytes(bytes).of_name(b"lena");
        assert_ne!(of_bytes([1; 16]), of_bytes([2; 16]));
        assert_eq!(format!("{:?}", Seed::new(1)), "Seed");
    }
}
