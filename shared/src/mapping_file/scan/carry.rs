//! A block of 64 bytes at once, by its bits.
//!
//! A bit is set for each byte of a kind; whether a byte lies in quotes is how many
//! quotes stand before it, odd or even, which a few shifts tell for all 64. That is what
//! the state machine finds as long as quotes stand where they belong; where one does
//! not, the block is left to the machine.

use super::{
    State,
    lanes::{Block, Lanes},
};

/// What a block must know about the byte before it: a bit that is carried into its
/// lowest place.
#[derive(Clone, Copy)]
pub(super) struct Carry {
    /// All bits set: the byte before lies in quotes.
    in_quotes: u64,
    after_closing_quote: u64,
    /// A row or a field may begin here.
    after_separator: u64,
    after_line_end: u64,
    after_cr: u64,
}

/// What was found in a block, a bit a byte.
#[derive(Clone, Copy)]
pub(in super::super) struct Bits {
    /// Where fields end: delimiters and line ends.
    pub(super) field_ends: u64,
    /// Where rows end: line ends, the second byte of CRLF not counted.
    pub(super) row_ends: u64,
    /// The first bytes of rows.
    pub(super) row_starts: u64,
    pub(super) cr: u64,
    pub(super) lf: u64,
    /// The second bytes of CRLF.
    pub(super) crlf: u64,
}

impl Carry {
    pub(super) fn of(state: State, after_cr: bool) -> Self {
        let bit = |is: bool| u64::from(is);
        Self {
            in_quotes: if state == State::Quoted { u64::MAX } else { 0 },
            after_closing_quote: bit(state == State::QuoteInQuoted),
            after_separator: bit(matches!(state, State::RowStart | State::FieldStart)),
            after_line_end: bit(state == State::RowStart),
            after_cr: bit(after_cr),
        }
    }

    pub(super) fn state(self) -> (State, bool) {
        let state = if self.in_quotes != 0 {
            State::Quoted
        } else if self.after_closing_quote != 0 {
            State::QuoteInQuoted
        } else if self.after_line_end != 0 {
            State::RowStart
        } else if self.after_separator != 0 {
            State::FieldStart
        } else {
            State::Plain
        };
        (state, self.after_cr != 0)
    }

    /// What a block holds, and whether a byte is beyond ASCII. No bits where something
    /// is odd, and then nothing has changed: a quote where none belongs, a NUL, a blank
    /// line.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "the inner loop of reading; it has one caller"
    )]
    pub(super) fn step(&mut self, block: &Block, delimiter: u8) -> (Option<Bits>, bool) {
        let lanes = Lanes::load(block);
        let is_high = lanes.is_high();
        let quotes = lanes.equal(b'"');
        let delimiters = lanes.equal(delimiter);
        let control = lanes.control();
        // Most blocks hold no line end.
        let (cr, lf, nul) = if control == 0 {
            (0, 0, 0)
        } else {
            (lanes.equal(b'\r'), lanes.equal(b'\n'), lanes.equal(0))
        };

        // Set from an opening quote up to before the closing one.
        let in_quotes = prefix_xor(quotes) ^ self.in_quotes;
        let cr = cr & !in_quotes;
        let lf = lf & !in_quotes;
        let line_ends = cr | lf;
        let separators = (delimiters & !in_quotes) | line_ends;
        let after_separator = (separators << 1) | self.after_separator;
        let after_closing_quote = ((quotes & !in_quotes) << 1) | self.after_closing_quote;

        let crlf = lf & ((cr << 1) | self.after_cr);
        let row_ends = line_ends & !crlf;
        let after_line_end = (line_ends << 1) | self.after_line_end;

        let opened_midway = quotes & in_quotes & !(after_separator | after_closing_quote);
        // Not odd to the bits, but whoever asks for stray quotes must look here.
        let text_after_closing = after_closing_quote & !(separators | quotes);
        let blank_lines = row_ends & after_line_end;
        if opened_midway | text_after_closing | nul | blank_lines != 0 {
            return (None, is_high);
        }
        *self = Self {
            in_quotes: (in_quotes.cast_signed() >> 63).cast_unsigned(),
            after_closing_quote: (quotes & !in_quotes) >> 63,
            after_separator: separators >> 63,
            after_line_end: line_ends >> 63,
            after_cr: cr >> 63,
        };
        let bits = Bits {
            field_ends: separators & !crlf,
            row_ends,
            row_starts: after_line_end & !line_ends,
            cr,
            lf,
            crlf,
        };
        (Some(bits), is_high)
    }
}

/// Each bit of the answer says whether an odd number of bits is set up to that place.
#[inline]
fn prefix_xor(mut bits: u64) -> u64 {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^= bits << 32;
    bits
}

/// The places of the bits that are set, lowest first.
pub(super) fn places(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (place < u64::BITS).then_some(place)
    })
}
