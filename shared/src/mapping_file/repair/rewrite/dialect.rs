//! Repairs of how the whole file is written: delimiter and encoding.

use super::{Effect, RepairError, Splices, lines::before_header, lines_of, start_of};
use crate::mapping_file::{
    Encoding, MappingFile, Row,
    decode::{decode, encoded},
    detect::byte_order_mark,
    repair::field_bytes::{contains, is_cleanly_quoted, plain_bytes, quoted_bytes},
};

/// What separates columns in some file or other: in a header, names with one of these
/// in them are quoted, so that no reader takes it for the delimiter.
const DELIMITERS: &[u8] = b",;\t|";

pub(super) fn comma(file: &MappingFile, out: &mut dyn Splices, effect: &mut Effect) {
    effect.delimiter = b',';
    for line in before_header(file).lines {
        if line.delimiter.is_some() {
            out.put(0, line.range, b"");
            effect.count += 1;
        }
    }
    let (encoding, delimiter) = (file.dialect().encoding, file.dialect().delimiter);
    if delimiter == b',' {
        return;
    }
    let comma = encoded(",", encoding);
    for (line, row) in lines_of(file) {
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
    if mark_before != mark_after {
        out.put(0, 0..mark_before.len(), mark_after);
        effect.count += 1;
    }
    if dialect.encoding == Encoding::Utf8 {
        return Ok(());
    }
    let mut from = mark_before.len();
    let mut lines = lines_of(file).peekable();
    while let Some((line, _)) = lines.next() {
        // A line with what stands before the next one, and the header with what stands
        // before it.
        let next = |(_, row): &(usize, Row<'_>)| start_of(row);
        let to = lines.peek().map_or(file.original().len(), next);
        let bytes = file.original().get(from..to).unwrap_or_default();
        let text = decode(bytes, dialect.encoding);
        if text.as_bytes() != bytes {
            out.put(line, from..to, text.as_bytes());
            effect.count += 1;
        }
        from = to;
    }
    Ok(())
}
