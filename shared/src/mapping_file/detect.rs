//! What a file is, judged by its first 64 KiB, before a row is read.
//!
//! Always the same sample, however the bytes arrive, so that a stream and a whole
//! file are judged alike.

use std::ops::Range;

use super::{
    column::Column,
    decode::decode,
    dialect::{Dialect, Encoding, Newline},
    guard::MARK,
};

/// How much of a file is judged.
pub(super) const SAMPLE_BYTES: usize = 64 * 1024;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How a file begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Beginning {
    /// UTF-8 also for what may turn out to be Windows-1252: both read alike.
    pub(super) encoding: Encoding,
    pub(super) bom: bool,
    pub(super) delimiter: u8,
    /// Where the header's line begins.
    pub(super) body: usize,
    /// A line before the header: `sep=;` or `#TYPE …`.
    pub(super) preamble: Option<String>,
}

impl Beginning {
    /// How the file seems to be written, before a line was seen to end.
    pub(super) fn dialect(&self) -> Dialect {
        Dialect {
            encoding: self.encoding,
            bom: self.bom,
            delimiter: self.delimiter,
            newline: Newline::None,
            final_newline: false,
        }
    }
}

/// The kind of file, where it cannot be a mapping file.
pub(super) fn is_workbook(sample: &[u8]) -> bool {
    // A zip archive (.xlsx) and an OLE compound file (.xls).
    sample.starts_with(b"PK\x03\x04") || sample.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Whether a browser would show it.
pub(super) fn is_web_page(sample: &[u8]) -> bool {
    let text = sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sample);
    let text = text.trim_ascii_start();
    [&b"<!doctype html"[..], b"<html"].into_iter().any(|tag| {
        text.get(..tag.len())
            .is_some_and(|begins| begins.eq_ignore_ascii_case(tag))
    })
}

/// What somebody says about a file, who knows better than its bytes do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Stated {
    pub(super) encoding: Option<Encoding>,
    pub(super) delimiter: Option<u8>,
}

impl Stated {
    /// The delimiter, if it can separate nothing.
    pub(super) fn impossible_delimiter(self) -> Option<u8> {
        self.delimiter.filter(|delimiter| {
            !delimiter.is_ascii() || matches!(delimiter, b'"' | b'\r' | b'\n' | 0)
        })
    }
}

pub(super) fn detect(sample: &[u8], stated: Stated) -> Beginning {
    let (encoding, bom_length) = match stated.encoding {
        Some(encoding) => {
            let mark = byte_order_mark(encoding);
            let has_mark = sample.starts_with(mark);
            (encoding, if has_mark { mark.len() } else { 0 })
        }
        None => encoding_of(sample),
    };
    let before = lines_before_header(sample, bom_length, encoding);
    let body = before.last().map_or(bom_length, |line| line.range.end);
    let in_line_before = before.iter().rev().find_map(|line| line.delimiter);
    let stated_delimiter = stated.delimiter.or(in_line_before);
    let preamble = before.into_iter().next_back().map(|line| line.text);
    let delimiter = stated_delimiter
        .unwrap_or_else(|| guess_delimiter(&decode(header_line(sample, body, encoding), encoding)));
    Beginning {
        encoding,
        bom: bom_length > 0,
        delimiter,
        body,
        preamble,
    }
}

/// A line before the header.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct LineBefore {
    /// Where it stands, its end included.
    pub(super) range: Range<usize>,
    pub(super) text: String,
    /// The delimiter that it states.
    pub(super) delimiter: Option<u8>,
}

/// The lines before the header, which begin at `from`: `sep=;` and `#TYPE …`.
pub(super) fn lines_before_header(
    sample: &[u8],
    from: usize,
    encoding: Encoding,
) -> Vec<LineBefore> {
    let mut lines = Vec::new();
    let mut at = from;
    while let Some((line, after)) = first_line(sample, at, encoding) {
        let text = decode(line, encoding).into_owned();
        let delimiter = stated_delimiter_of(&text);
        if delimiter.is_none() && !text.to_ascii_uppercase().starts_with("#TYPE ") {
            break;
        }
        lines.push(LineBefore {
            range: at..after,
            text,
            delimiter,
        });
        at = after;
    }
    lines
}

/// How a file of this encoding may begin.
pub(super) fn byte_order_mark(encoding: Encoding) -> &'static [u8] {
    match encoding {
        Encoding::Utf8 => b"\xef\xbb\xbf",
        Encoding::Utf16Le => b"\xff\xfe",
        Encoding::Utf16Be => b"\xfe\xff",
        Encoding::Windows1252 => b"",
    }
}

fn encoding_of(sample: &[u8]) -> (Encoding, usize) {
    match sample {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
        // Without a mark: a header of ASCII letters in two bytes each.
        [1..=0x7f, 0, 1..=0x7f, 0, ..] => (Encoding::Utf16Le, 0),
        [0, 1..=0x7f, 0, 1..=0x7f, ..] => (Encoding::Utf16Be, 0),
        _ => (Encoding::Utf8, 0),
    }
}

/// The line that begins at `from`, and where the next one begins; none if the line
/// has no end.
fn first_line(sample: &[u8], from: usize, encoding: Encoding) -> Option<(&[u8], usize)> {
    let rest = sample.get(from..)?;
    let width = encoding.unit_width();
    let units = || {
        rest.chunks_exact(width)
            .map(|unit| ascii_of(unit, encoding))
    };
    let length = units().position(|unit| matches!(unit, b'\n' | b'\r'))?;
    let crlf = units().nth(length) == Some(b'\r') && units().nth(length + 1) == Some(b'\n');
    let end_length = if crlf { 2 } else { 1 };
    let line = rest.get(..length * width)?;
    Some((line, from + (length + end_length) * width))
}

pub(super) fn ascii_of(unit: &[u8], encoding: Encoding) -> u8 {
    match (encoding, unit) {
        (Encoding::Utf16Le, [ascii, 0])
        | (Encoding::Utf16Be, [0, ascii])
        | (Encoding::Utf8 | Encoding::Windows1252, [ascii]) => *ascii,
        _ => 0xff,
    }
}

/// The header: the first line with text from `from` on, up to a line end outside of
/// quotes.
fn header_line(sample: &[u8], from: usize, encoding: Encoding) -> &[u8] {
    let width = encoding.unit_width();
    let is_line_end = |unit: &[u8]| matches!(ascii_of(unit, encoding), b'\n' | b'\r');
    let mut line = sample.get(from..).unwrap_or_default();
    while let Some((_, after)) = line
        .split_at_checked(width)
        .filter(|(unit, _)| is_line_end(unit))
    {
        line = after;
    }
    let mut quoted = false;
    let length = line.chunks_exact(width).position(|unit| {
        quoted ^= ascii_of(unit, encoding) == b'"';
        !quoted && is_line_end(unit)
    });
    length
        .and_then(|length| line.get(..length * width))
        .unwrap_or(line)
}

/// `sep=;`, which Excel obeys and other readers take for a header.
fn stated_delimiter_of(line: &str) -> Option<u8> {
    let (name, value) = line.split_at_checked(4)?;
    match (name.eq_ignore_ascii_case("sep="), value.as_bytes()) {
        (true, [b'\t']) => Some(b'\t'),
        // Neither of the marks that say something about text can separate it.
        (true, [mark]) if mark.is_ascii_punctuation() && !matches!(mark, b'"' | b'\'') => {
            Some(*mark)
        }
        _ => None,
    }
}

/// The delimiter that makes the most known columns of the header, and the comma if
/// nothing speaks for another.
fn guess_delimiter(header: &str) -> u8 {
    let mut best = (b',', (0, 0));
    for delimiter in DELIMITERS {
        let names = header_names(header, char::from(delimiter));
        let known = names
            .iter()
            // What a spreadsheet-safe copy adds must not change what is guessed.
            .map(|name| name.trim_start_matches(MARK).trim_start_matches('\''))
            .filter(|name| name.parse::<Column>().is_ok())
            .count();
        // The number of fields decides only between delimiters that occur at all.
        let score = (known, names.len());
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

fn header_names(header: &str, delimiter: char) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut quoted = false;
    for c in header.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c == delimiter && !quoted => names.push(String::new()),
            c => {
                if let Some(name) = names.last_mut() {
                    name.push(c);
                }
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_known_columns() {
        for (header, delimiter) in [
            (
                "SourceUserPrincipalName,TargetExternalDirectoryObjectId",
                b',',
            ),
            (
                "SourceUserPrincipalName;TargetExternalDirectoryObjectId",
                b';',
            ),
            (
                "SourceUserPrincipalName\tTargetExternalDirectoryObjectId",
                b'\t',
            ),
            (
                "SourceUserPrincipalName|TargetExternalDirectoryObjectId",
                b'|',
            ),
            ("\"a;b;c\",TargetExternalDirectoryObjectId", b','),
            ("x;y;z", b';'),
            ("TargetExternalDirectoryObjectId", b','),
            ("sep=|\r\nx;y;z", b'|'),
            // Only the first line with text counts.
            (
                "\r\n\nTargetExternalDirectoryObjectId;x\r\na,b,c,d\r\n",
                b';',
            ),
            ("\"a\r\n,b,\";TargetExternalDirectoryObjectId\nc,d", b';'),
            ("x;y\ra,b,c,SourceUserPrincipalName", b';'),
        ] {
            let in_utf_16: Vec<u8> = header.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [header.as_bytes(), &[b"\xfe\xff", &in_utf_16[..]].concat()] {
                let delimiter_found = detect(bytes, Stated::default()).delimiter;
                assert_eq!(delimiter_found, delimiter, "{header}");
            }
        }
    }

    #[test]
    fn lines_before_the_header_are_stepped_over() {
        let text = "#TYPE Selected.MailUser\r\nA,B\r\n1,2\r\n";
        let beginning = detect(text.as_bytes(), Stated::default());
        assert_eq!(
            beginning.preamble.as_deref(),
            Some("#TYPE Selected.MailUser")
        );
        assert_eq!(text.get(beginning.body..), Some("A,B\r\n1,2\r\n"));
    }

    #[test]
    fn utf_16_is_recognised_with_and_without_a_mark() {
        for (bytes, encoding, bom) in [
            (&b"\xff\xfea\0,\0b\0"[..], Encoding::Utf16Le, true),
            (b"\xfe\xff\0a\0,\0b", Encoding::Utf16Be, true),
            (b"a\0,\0b\0", Encoding::Utf16Le, false),
            (b"\0a\0,\0b", Encoding::Utf16Be, false),
            (b"\xef\xbb\xbfa,b", Encoding::Utf8, true),
        ] {
            let beginning = detect(bytes, Stated::default());
            assert_eq!(
                (beginning.encoding, beginning.bom),
                (encoding, bom),
                "{bytes:?}"
            );
        }
    }
}
