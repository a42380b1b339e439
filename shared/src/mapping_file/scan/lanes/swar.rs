//! Without vectors: eight bytes in each of eight words.

use super::Block;

#[derive(Clone, Copy)]
pub(in super::super) struct Lanes([u64; 8]);

const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
const ONES: u64 = 0x0101_0101_0101_0101;

impl Lanes {
    #[inline]
    pub(in super::super) fn load(block: &Block) -> Self {
        let mut words = [0; 8];
        let (bytes, _) = block.as_chunks::<8>();
        for (word, bytes) in words.iter_mut().zip(bytes) {
            *word = u64::from_le_bytes(*bytes);
        }
        Self(words)
    }

    /// Which bytes are `byte`.
    #[inline]
    pub(in super::super) fn equal(self, byte: u8) -> u64 {
        let all = u64::from(byte) * ONES;
        self.gathered(|word| {
            let differs = word ^ all;
            // No carry leaves its byte: exact, also next to a byte that is equal.
            !(((differs & LOW) + LOW) | differs | LOW)
        })
    }

    /// Which bytes are a carriage return or less: line ends, NUL, tab and their like.
    #[inline]
    pub(in super::super) fn control(self) -> u64 {
        let to_high_bit = u64::from(0x7f - b'\r') * ONES;
        self.gathered(|word| !(((word & LOW) + to_high_bit) | word | LOW))
    }

    /// Whether any byte is beyond ASCII.
    #[inline]
    pub(in super::super) fn is_high(self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) & !LOW != 0
    }

    /// One bit a byte, from words that say it in each byte's highest bit.
    #[inline]
    fn gathered(self, of: impl Fn(u64) -> u64) -> u64 {
        let mut mask = 0;
        for (at, word) in self.0.into_iter().enumerate() {
            let bits = (of(word) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            mask |= bits << (8 * at);
        }
        mask
    }
}
