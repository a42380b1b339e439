//! Repairs of how the whole file is written: delimiter and encoding.

use std::ops::Range;

use super::{Effect, RepairError, Splices, lines::before_header, lines_of, start_of};
use crate::mapping_file::{
    Encoding, MappingFile,
    decode::{decode, encoded},
    detect::byte_order_mark,
    repair::field_bytes::{contains, is_cleanly_quoted, plain_bytes, quoted_bytes},
};

/// What separates columns in some file or other: in a header, names with one of these
/// in them are quoted, so that no reader takes it for the delimiter.
const DELIMITERS: &[u8] = b",;\t|";

pub(super) fn comma(
    file: &MappingFile,
    some: Range<usize>,
    out: &mut dyn Splices,
    effect: &mut Effect,
) {
    effect.delimiter = b',';
    if some.start == 0 {
        for line in before_header(file).lines {
            if line.delimiter.is_some() {
                out.put(0, line.range, b"");
                effect.count += 1;
            }
        }
    }
    let (encoding, delimiter) = (file.dialect().encoding, file.dialect().delimiter);
    if delimiter == b',' {
        return;
    }
    let comma = encoded(",", encoding);
    for (line, row) in lines_of(file, some) {
        let splits = if line == 0 { DELIMITERS } else { b"," };
        let mut changes = false;
        for field in 0..row.len() {
            let Some(span) = row.span(field) else {
                continue;
            };
            if field > 0 {
                let before = span.start.saturating_sub(encoding.unit_width());
                out.put(line, before..span.start, &comma);
                changes = true;
            }
            let raw = row.raw(field);
            if contains(raw, encoding, splits) && !is_cleanly_quoted(raw, encoding) {
                let quoted = quoted_bytes(&plain_bytes(raw, encoding), encoding);
                out.put(line, span, &quoted);
                changes = true;
            }
        }
        effect.count += usize::from(changes);
    }
}

pub(super) fn to_utf8(
    file: &MappingFile,
    bom: bool,
    some: Range<usize>,
    out: &mut dyn Splices,
    effect: &mut Effect,
) -> Result<(), RepairError> {
    let dialect = file.dialect();
    let broken = file.oddities().broken_characters;
    if dialect.encoding != Encoding::Utf8 && broken.count > 0 {
        return Err(RepairError::BrokenCharacters {
            count: broken.count,
            row: broken.first_row,
        });
    }
    effect.encoding = Encoding::Utf8;
    let mark = byte_order_mark(dialect.encoding);
    let mark_before = if dialect.bom { mark } else { b"" };
    let mark_after = if bom {
        byte_order_mark(Encoding::Utf8)
    } else {
        b""
    };
    if some.start == 0 && mark_before != mark_after {
        out.put(0, 0..mark_before.len(), mark_after);
        effect.count += 1;
    }
    if dialect.encoding == Encoding::Utf8 {
        return Ok(());
    }
    let start = |line| file.line(line).map(|row| start_of(&row));
    let end = some.end;
    let mut lines = lines_of(file, some).peekable();
    while let Some((line, row)) = lines.next() {
        // A line with what stands before the next one, and the header with what stands
        // before it.
        let from = match line {
            0 => mark_before.len(),
            _ => start_of(&row),
        };
        let next = match lines.peek() {
            Some((_, next)) => Some(start_of(next)),
            None => start(end),
        };
        let to = next.unwrap_or(file.original().len());
        let bytes = file.original().get(from..to).unwrap_or_default();
        let text = decode(bytes, dialect.encoding);
        if text.as_bytes() != bytes {
            out.put(line, from..to, text.as_bytes());
            effect.count += 1;
        }
    }
    Ok(())
}
