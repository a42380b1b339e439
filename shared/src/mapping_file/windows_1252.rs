//! Windows-1252, as the WHATWG encoding standard has it: every byte is a character.
//!
//! A table of 32 instead of a crate: one that knows all encodings of the web adds
//! more to the review page than all checks together.

use std::borrow::Cow;

/// The characters of the bytes 0x80 to 0x9F; every other byte is the character of
/// its own number. Five of them are no letters and stand for themselves.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of some bytes; borrowed where they are ASCII.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if bytes.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(bytes.iter().copied().map(character).collect()),
    }
}

/// The bytes of a text, or the first character that there is none for.
pub(super) fn encode(text: &str) -> Result<Vec<u8>, char> {
    text.chars().map(|c| byte(c).ok_or(c)).collect()
}

fn character(byte: u8) -> char {
    HIGH.get(usize::from(byte.wrapping_sub(0x80)))
        .copied()
        .unwrap_or(char::from(byte))
}

fn byte(character: char) -> Option<u8> {
    let own = u8::try_from(character).ok();
    own.filter(|byte| self::character(*byte) == character)
        .or_else(|| {
            let place = HIGH.iter().position(|known| *known == character)?;
            u8::try_from(place).ok().map(|place| place | 0x80)
        })
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;

    use super::*;

    #[test]
    fn every_byte_is_the_character_that_browsers_make_of_it() {
        for byte in 0..=u8::MAX {
            let bytes = [b'a', byte];
            let (expected, had_errors) = WINDOWS_1252.decode_without_bom_handling(&bytes);
            assert!(!had_errors);
            assert_eq!(decode(&bytes), expected, "{byte:#x}");
            assert_eq!(
                encode(&expected).as_deref(),
                Ok(bytes.as_slice()),
                "{byte:#x}"
            );
        }
    }

    #[test]
    fn every_other_character_is_refused_by_name() {
        for character in '\0'..=char::MAX {
            let mut text = [0; 4];
            let (bytes, _, lacks) = WINDOWS_1252.encode(character.encode_utf8(&mut text));
            let expected = if lacks {
                Err(character)
            } else {
                Ok(bytes.into_owned())
            };
            assert_eq!(encode(&character.to_string()), expected, "{character:?}");
        }
        assert_eq!(encode("Zoë Łuk Ő"), Err('Ł'));
    }

    #[test]
    fn ascii_is_borrowed() {
        assert!(matches!(decode(b"plain"), Cow::Borrowed("plain")));
        // Bytes that would be a letter in UTF-8 are two here.
        assert_eq!(decode("ä".as_bytes()), "Ã¤");
    }
}
