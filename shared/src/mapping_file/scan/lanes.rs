//! 64 bytes compared at once. With vectors where the processor
//! has them, else word by word; each answer has a bit a byte, the first byte's lowest.

/// Bytes that are looked at together.
pub(super) const BLOCK: usize = 64;

pub(super) type Block = [u8; BLOCK];

#[cfg(any(
    test,
    not(any(
        target_feature = "sse2",
        target_feature = "neon",
        target_feature = "simd128"
    ))
))]
mod swar;
#[cfg(any(
    target_feature = "sse2",
    target_feature = "neon",
    target_feature = "simd128"
))]
mod vectors;

#[cfg(not(any(
    target_feature = "sse2",
    target_feature = "neon",
    target_feature = "simd128"
)))]
pub(super) use swar::Lanes;
#[cfg(any(
    target_feature = "sse2",
    target_feature = "neon",
    target_feature = "simd128"
))]
pub(super) use vectors::Lanes;

#[cfg(test)]
mod tests {
    use super::*;

    /// Every byte value at every place, among bytes that differ from it by one bit.
    #[test]
    fn every_implementation_answers_alike() {
        for value in 0..=u8::MAX {
            for place in 0..BLOCK {
                let mut block: Block = std::array::from_fn(|at| {
                    let bit = u32::try_from(at % 8).unwrap();
                    value ^ 1_u8.rotate_left(bit)
                });
                block[place] = value;
                let expected = |is: &dyn Fn(u8) -> bool| {
                    (0..BLOCK).fold(0_u64, |mask, at| mask | (u64::from(is(block[at])) << at))
                };
                let equal = expected(&|byte| byte == value);
                let control = expected(&|byte| byte <= b'\r');
                let is_high = block.iter().any(|byte| *byte >= 0x80);
                let lanes = Lanes::load(&block);
                assert_eq!(lanes.equal(value), equal);
                assert_eq!(lanes.control(), control);
                assert_eq!(lanes.is_high(), is_high);
                let swar = swar::Lanes::load(&block);
                assert_eq!(swar.equal(value), equal);
                assert_eq!(swar.control(), control);
                assert_eq!(swar.is_high(), is_high);
            }
        }
    }
}
