//! Fields as bytes: quotes put on and taken off without decoding, so that bytes which
//! are no characters survive.

use crate::mapping_file::{
    decode::{encoded, is_quoted},
    detect::ascii_of,
    dialect::Encoding,
};

/// The units of some bytes: what each is in ASCII (0xff if it is not), and its bytes.
fn units(bytes: &[u8], encoding: Encoding) -> impl Iterator<Item = (u8, &[u8])> {
    bytes
        .chunks(encoding.unit_width())
        .map(move |unit| (ascii_of(unit, encoding), unit))
}

/// Whether one of some ASCII characters stands in the bytes.
pub(super) fn contains(bytes: &[u8], encoding: Encoding, wanted: &[u8]) -> bool {
    units(bytes, encoding).any(|(ascii, _)| wanted.contains(&ascii))
}

/// A field without its quotes.
pub(super) fn plain_bytes(raw: &[u8], encoding: Encoding) -> Vec<u8> {
    if !is_quoted(raw, encoding) {
        return raw.to_vec();
    }
    let mut plain = Vec::with_capacity(raw.len());
    let mut is_open = true;
    let mut after_quote = false;
    for (ascii, unit) in units(raw, encoding).skip(1) {
        if !is_open {
            plain.extend_from_slice(unit);
        } else if std::mem::take(&mut after_quote) {
            // A doubled quote is one; anything else follows the closing one.
            is_open = ascii == b'"';
            plain.extend_from_slice(unit);
        } else if ascii == b'"' {
            after_quote = true;
        } else {
            plain.extend_from_slice(unit);
        }
    }
    plain
}

/// A field in quotes.
pub(super) fn quoted_bytes(plain: &[u8], encoding: Encoding) -> Vec<u8> {
    let quote = encoded("\"", encoding);
    let mut written = quote.clone();
    for (ascii, unit) in units(plain, encoding) {
        if ascii == b'"' {
            written.extend_from_slice(&quote);
        }
        written.extend_from_slice(unit);
    }
    written.extend_from_slice(&quote);
    written
}

/// Whether a field is written in quotes that any delimiter may stand in: closed at its
/// end, or open to the end of the file.
pub(super) fn is_cleanly_quoted(raw: &[u8], encoding: Encoding) -> bool {
    if !is_quoted(raw, encoding) {
        return false;
    }
    let mut after_quote = false;
    for (ascii, _) in units(raw, encoding).skip(1) {
        if std::mem::take(&mut after_quote) {
            if ascii != b'"' {
                return false;
            }
        } else {
            after_quote = ascii == b'"';
        }
    }
    true
}

/// The line ends that some bytes consist of, each with its place there. CR and LF
/// together are one.
pub(super) fn line_ends(bytes: &[u8], encoding: Encoding) -> Vec<std::ops::Range<usize>> {
    let mut ends: Vec<std::ops::Range<usize>> = Vec::new();
    let mut after_cr = false;
    let mut at = 0;
    for (ascii, unit) in units(bytes, encoding) {
        let end = at + unit.len();
        match ends.last_mut() {
            Some(last) if after_cr && ascii == b'\n' => last.end = end,
            _ => ends.push(at..end),
        }
        after_cr = ascii == b'\r';
        at = end;
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_come_off_and_go_on_in_every_encoding() {
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
            for (raw, plain, quoted, is_clean) in [
                ("plain", "plain", "\"plain\"", false),
                ("\"a \"\"b\"\"\"", "a \"b\"", "\"a \"\"b\"\"\"", true),
                ("\"ab\"cd\"e", "abcd\"e", "\"abcd\"\"e\"", false),
                ("jo\"hn", "jo\"hn", "\"jo\"\"hn\"", false),
                ("\"open", "open", "\"open\"", true),
                ("\"\"", "", "\"\"", true),
                ("\"\"\"", "\"", "\"\"\"\"", true),
            ] {
                let raw = encoded(raw, encoding);
                assert_eq!(plain_bytes(&raw, encoding), encoded(plain, encoding));
                assert_eq!(
                    quoted_bytes(&encoded(plain, encoding), encoding),
                    encoded(quoted, encoding)
                );
                assert_eq!(is_cleanly_quoted(&raw, encoding), is_clean);
            }
        }
    }

    #[test]
    fn cr_and_lf_are_one_line_end() {
        let ends = line_ends(b"\r\n\n\r\r\n", Encoding::Utf8);
        assert_eq!(ends, [0..2, 2..3, 3..4, 4..6]);
    }
}
