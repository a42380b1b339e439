//! With vectors of sixteen bytes: SSE2, NEON, or simd128 in a browser.

use wide::u8x16;

use super::Block;

#[derive(Clone, Copy)]
pub(in super::super) struct Lanes([u8x16; 4]);

impl Lanes {
    #[inline]
    pub(in super::super) fn load(block: &Block) -> Self {
        let mut lanes = [u8x16::ZERO; 4];
        let (bytes, _) = block.as_chunks::<16>();
        for (lane, bytes) in lanes.iter_mut().zip(bytes) {
            *lane = u8x16::new(*bytes);
        }
        Self(lanes)
    }

    /// Which bytes are `byte`.
    #[inline]
    pub(in super::super) fn equal(self, byte: u8) -> u64 {
        let all = u8x16::splat(byte);
        self.gathered(|lane| lane.simd_eq(all))
    }

    /// Which bytes are a carriage return or less: line ends, NUL, tab and their like.
    #[inline]
    pub(in super::super) fn control(self) -> u64 {
        let most = u8x16::splat(b'\r');
        self.gathered(|lane| lane.min(most).simd_eq(lane))
    }

    /// Whether any byte is beyond ASCII.
    #[inline]
    pub(in super::super) fn is_high(self) -> bool {
        let [a, b, c, d] = self.0;
        (a | b | c | d).to_bitmask() != 0
    }

    #[inline]
    fn gathered(self, of: impl Fn(u8x16) -> u8x16) -> u64 {
        let [a, b, c, d] = self.0.map(|lane| u64::from(of(lane).to_bitmask()));
        a | (b << 16) | (c << 32) | (d << 48)
    }
}
