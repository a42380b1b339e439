//! From a field's bytes to its text and back.

use std::borrow::Cow;

use super::{
    dialect::{Dialect, Encoding},
    windows_1252,
};

impl Encoding {
    /// Bytes of an ASCII character.
    pub(super) fn unit_width(self) -> usize {
        match self {
            Self::Utf8 | Self::Windows1252 => 1,
            Self::Utf16Le | Self::Utf16Be => 2,
        }
    }
}

/// The text of some bytes; what is not in the encoding becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8], encoding: Encoding) -> Cow<'_, str> {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes),
        Encoding::Windows1252 => windows_1252::decode(bytes),
        Encoding::Utf16Le => Cow::Owned(utf_16(bytes, u16::from_le_bytes)),
        Encoding::Utf16Be => Cow::Owned(utf_16(bytes, u16::from_be_bytes)),
    }
}

/// The text of code units; U+FFFD for half a pair of them, and for half of one.
fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (units, rest) = bytes.as_chunks();
    let units = units.iter().copied().map(unit);
    let waits_for_its_pair = units
        .clone()
        .next_back()
        .is_some_and(|last| (0xd800..0xdc00).contains(&last));
    let mut text: String = char::decode_utf16(units)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    // Both at the end are one half.
    if !rest.is_empty() && !waits_for_its_pair {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// The text of a field, its quotes taken off. Borrows wherever the text stands in
/// the file as it is.
pub(super) fn field_text(raw: &[u8], encoding: Encoding) -> Cow<'_, str> {
    if encoding == Encoding::Utf8 {
        // Quotes first: taking one away may join bytes to a character.
        return unquoted_text(raw);
    }
    match decode(raw, encoding) {
        Cow::Borrowed(text) => unquoted_text(text.as_bytes()),
        Cow::Owned(text) if !text.starts_with('"') => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(unquoted_text(text.as_bytes()).into_owned()),
    }
}

fn unquoted_text(utf_8: &[u8]) -> Cow<'_, str> {
    match unquoted(utf_8) {
        Cow::Borrowed(plain) => String::from_utf8_lossy(plain),
        Cow::Owned(plain) => Cow::Owned(String::from_utf8_lossy(&plain).into_owned()),
    }
}

/// ASCII text in an encoding.
pub(super) fn encoded(ascii: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 | Encoding::Windows1252 => ascii.as_bytes().to_vec(),
        Encoding::Utf16Le => ascii.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => ascii.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    }
}

/// Whether a field is written in quotes.
pub(super) fn is_quoted(raw: &[u8], encoding: Encoding) -> bool {
    match encoding {
        Encoding::Utf8 | Encoding::Windows1252 => raw.starts_with(b"\""),
        Encoding::Utf16Le => raw.starts_with(b"\"\0"),
        Encoding::Utf16Be => raw.starts_with(b"\0\""),
    }
}

/// Whether a quote stands inside an unquoted field, or text follows a closing quote.
pub(super) fn has_stray_quote(raw: &[u8], encoding: Encoding) -> bool {
    let within = match raw {
        [b'"', inner @ .., b'"'] if encoding.unit_width() == 1 => inner,
        _ => raw,
    };
    if !within.contains(&b'"') {
        return false;
    }
    let text = decode(raw, encoding);
    let Some(mut rest) = text.strip_prefix('"') else {
        return text.contains('"');
    };
    while let Some((_, after)) = rest.split_once('"') {
        match after.strip_prefix('"') {
            Some(continued) => rest = continued,
            None => return !after.is_empty(),
        }
    }
    false
}

/// A field without its quotes, as the `csv` crate takes them off.
fn unquoted(raw: &[u8]) -> Cow<'_, [u8]> {
    let Some(inner) = raw.strip_prefix(b"\"") else {
        return Cow::Borrowed(raw);
    };
    let Some(closing) = memchr::memchr(b'"', inner) else {
        // Open to the end of the file.
        return Cow::Borrowed(inner);
    };
    if closing + 1 == inner.len() {
        return Cow::Borrowed(inner.get(..closing).unwrap_or_default());
    }
    let mut plain = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(quote) = memchr::memchr(b'"', rest) {
        let (before, after) = rest.split_at(quote);
        plain.extend_from_slice(before);
        if let [b'"', b'"', continued @ ..] = after {
            plain.push(b'"');
            rest = continued;
        } else {
            // The closing quote; what follows belongs to the field as it stands.
            rest = after.get(1..).unwrap_or_default();
            break;
        }
    }
    plain.extend_from_slice(rest);
    Cow::Owned(plain)
}

/// A field as it is written: encoded, and quoted where it must be or `keep_quotes`.
/// `Err` holds the first character that the encoding lacks.
pub(super) fn write_field(
    text: &str,
    dialect: Dialect,
    keep_quotes: bool,
) -> Result<Vec<u8>, char> {
    let delimiter = char::from(dialect.delimiter);
    let quoted = keep_quotes || text.contains([delimiter, '"', '\r', '\n']);
    let written = if quoted {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    };
    Ok(match dialect.encoding {
        Encoding::Utf8 => written.into_owned().into_bytes(),
        Encoding::Utf16Le => written.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => written.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Windows1252 => windows_1252::encode(&written)?,
    })
}

/// A field as it is written, with `?` for characters that the encoding lacks.
pub(super) fn write_field_lossy(text: &str, dialect: Dialect) -> Vec<u8> {
    let lacks = |c: char| write_field(c.encode_utf8(&mut [0; 4]), dialect, false).is_err();
    write_field(text, dialect, false)
        .or_else(|_| write_field(&text.replace(lacks, "?"), dialect, false))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_taken_off_as_the_csv_crate_does() {
        for (raw, text) in [
            ("plain", "plain"),
            ("\"quoted\"", "quoted"),
            ("\"a \"\"b\"\" c\"", "a \"b\" c"),
            ("\"\"", ""),
            ("\"\"\"\"", "\""),
            ("\"ab\"cd\"e", "abcd\"e"),
            ("jo\"hn", "jo\"hn"),
            ("\"open", "open"),
            ("\"ö\"\"ä\"ü", "ö\"äü"),
        ] {
            assert_eq!(field_text(raw.as_bytes(), Encoding::Utf8), text, "{raw}");
        }
    }

    #[test]
    fn a_stray_quote_is_one_that_quotes_nothing() {
        for (raw, stray) in [
            ("plain", false),
            ("\"quoted\"", false),
            ("\"a \"\"b\"\" c\"", false),
            ("\"\"", false),
            ("\"\"\"\"", false),
            ("\"open", false),
            ("\"open \"\"", false),
            ("\"\"\"", false),
            ("\"ab\"cd\"e", true),
            ("\"\"x", true),
            ("\"a\"b\"", true),
            ("jo\"hn", true),
            ("x\"\"", true),
        ] {
            for (bytes, encoding) in [
                (raw.as_bytes().to_vec(), Encoding::Utf8),
                (
                    raw.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                    Encoding::Utf16Le,
                ),
            ] {
                assert_eq!(has_stray_quote(&bytes, encoding), stray, "{raw}");
            }
        }
    }

    #[test]
    fn utf_16_is_read_as_browsers_read_it() {
        use encoding_rs::{UTF_16BE, UTF_16LE};
        for units in [
            vec![],
            "Zoë 😀\u{feff}".encode_utf16().collect(),
            vec![0xd83d],
            vec![0x41, 0xd83d, 0x42],
            vec![0xde00, 0xd83d, 0xd83d, 0xde00],
        ] {
            for odd in [&[][..], b"A"] {
                for (encoding, oracle, bytes) in [
                    (
                        Encoding::Utf16Le,
                        UTF_16LE,
                        u16::to_le_bytes as fn(u16) -> _,
                    ),
                    (Encoding::Utf16Be, UTF_16BE, u16::to_be_bytes),
                ] {
                    let mut raw: Vec<u8> = units.iter().copied().flat_map(bytes).collect();
                    raw.extend(odd);
                    let (expected, _) = oracle.decode_without_bom_handling(&raw);
                    assert_eq!(decode(&raw, encoding), expected, "{raw:x?}");
                }
            }
        }
    }

    #[test]
    fn bytes_that_only_a_quote_parts_are_one_character() {
        assert_eq!(field_text(b"\"\xc3\"\xa4", Encoding::Utf8), "ä");
        assert_eq!(field_text(b"\"\xc3\"\"\"", Encoding::Utf8), "\u{fffd}\"");
    }

    #[test]
    fn a_utf_8_field_borrows_from_the_file() {
        for raw in ["plain", "\"quoted\""] {
            assert!(matches!(
                field_text(raw.as_bytes(), Encoding::Utf8),
                Cow::Borrowed(_)
            ));
        }
    }
}
