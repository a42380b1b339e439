//! Repairs of lines: their ends, blank ones, empty rows, and what stands before the
//! header.

use std::ops::Range;

use super::{Effect, Splices, end_of, lines_of, start_of};
use crate::mapping_file::{
    MappingFile,
    decode::encoded,
    detect::{LineBefore, SAMPLE_BYTES, byte_order_mark, lines_before_header},
    repair::{LineEnd, field_bytes::line_ends},
};

/// What stands before the header.
pub(super) struct BeforeHeader {
    /// Where it begins: after a byte order mark.
    from: usize,
    pub(super) lines: Vec<LineBefore>,
}

impl BeforeHeader {
    /// Where the header, or a blank line before it, begins.
    fn end(&self) -> usize {
        self.lines.last().map_or(self.from, |line| line.range.end)
    }
}

pub(super) fn before_header(file: &MappingFile) -> BeforeHeader {
    let dialect = file.dialect();
    let bytes = file.original();
    let from = if dialect.bom {
        byte_order_mark(dialect.encoding).len()
    } else {
        0
    };
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
    BeforeHeader {
        from,
        lines: lines_before_header(sample, from, dialect.encoding),
    }
}

/// The line ends after a line.
struct LineEnds {
    line: usize,
    /// Whether they stand before the header instead, where all are blank lines.
    is_before: bool,
    places: Vec<Range<usize>>,
}

/// Line ends outside of fields after some of the lines, a line's own one and those of blank
/// lines after it; with the header's those before it.
fn ends_of(file: &MappingFile, some: Range<usize>) -> impl Iterator<Item = LineEnds> {
    let ends = |line, is_before, range: Range<usize>| {
        let bytes = file.original().get(range.clone()).unwrap_or_default();
        let places = line_ends(bytes, file.dialect().encoding)
            .into_iter()
            .map(|end| range.start + end.start..range.start + end.end)
            .collect();
        LineEnds {
            line,
            is_before,
            places,
        }
    };
    let before = (some.start == 0).then(|| {
        let body = before_header(file).end();
        let header = file.line(0).map_or(body, |row| start_of(&row));
        (0, true, body..header)
    });
    let end = some.end;
    // With one line more, which tells where the last one's ends are.
    let mut lines = lines_of(file, some.start..end.saturating_add(1)).peekable();
    let after = std::iter::from_fn(move || {
        let (line, row) = lines.next().filter(|(line, _)| *line < end)?;
        let to = lines
            .peek()
            .map_or(file.original().len(), |(_, next)| start_of(next));
        Some((line, false, end_of(&row)..to))
    });
    before
        .into_iter()
        .chain(after)
        .map(move |(line, is_before, range)| ends(line, is_before, range))
}

/// How often lines end in which way.
pub(in crate::mapping_file::repair) struct LineEndCounts([(usize, LineEnd); 3]);

impl Default for LineEndCounts {
    fn default() -> Self {
        Self([(0, LineEnd::Cr), (0, LineEnd::Lf), (0, LineEnd::Crlf)])
    }
}

impl LineEndCounts {
    pub(in crate::mapping_file::repair) fn count(
        &mut self,
        file: &MappingFile,
        some: Range<usize>,
    ) {
        for end in ends_of(file, some).flat_map(|ends| ends.places) {
            let bytes = file.original().get(end).unwrap_or_default();
            for (count, kind) in &mut self.0 {
                *count += usize::from(bytes == encoded(kind.ascii(), file.dialect().encoding));
            }
        }
    }

    /// How most of them end; as on Windows where no line ends.
    pub(in crate::mapping_file::repair) fn usual(&self) -> LineEnd {
        // The last of several that are equal.
        let usual = self.0.iter().max_by_key(|(count, _)| *count);
        usual.map_or(LineEnd::Crlf, |(_, kind)| *kind)
    }
}

pub(super) fn uniform_line_ends(
    file: &MappingFile,
    wanted: LineEnd,
    some: Range<usize>,
    out: &mut dyn Splices,
    effect: &mut Effect,
) {
    let wanted = encoded(wanted.ascii(), file.dialect().encoding);
    for ends in ends_of(file, some) {
        for end in ends.places {
            if file.original().get(end.clone()) != Some(wanted.as_slice()) {
                out.put(ends.line, end, &wanted);
                effect.count += 1;
            }
        }
    }
}

pub(super) fn final_line_end(
    file: &MappingFile,
    usual: LineEnd,
    out: &mut dyn Splices,
    effect: &mut Effect,
) {
    let end = file.original().len();
    let line = usize::try_from(file.row_count()).unwrap_or(usize::MAX);
    let written = encoded(usual.ascii(), file.dialect().encoding);
    out.put(line, end..end, &written);
    effect.count = 1;
}

pub(super) fn remove_blank_lines(
    file: &MappingFile,
    some: Range<usize>,
    out: &mut dyn Splices,
    effect: &mut Effect,
) {
    for ends in ends_of(file, some) {
        let own = usize::from(!ends.is_before);
        for end in ends.places.into_iter().skip(own) {
            out.put(ends.line, end, b"");
            effect.count += 1;
        }
    }
}

pub(super) fn remove_preamble(file: &MappingFile, out: &mut dyn Splices, effect: &mut Effect) {
    for line in before_header(file).lines {
        out.put(0, line.range, b"");
        effect.count += 1;
    }
}

pub(super) fn remove_empty_rows(
    file: &MappingFile,
    some: Range<usize>,
    out: &mut dyn Splices,
    effect: &mut Effect,
) {
    for ends in ends_of(file, some).filter(|ends| ends.line > 0) {
        let Some(row) = file
            .line(ends.line)
            .and_then(|row| file.row(row.id()))
            .filter(|row| (0..row.len()).all(|field| row.text(field).is_empty()))
        else {
            continue;
        };
        let to = ends.places.first().map_or(end_of(&row), |end| end.end);
        out.put(ends.line, start_of(&row)..to, b"");
        effect.rows_removed.push(row.id());
        effect.count += 1;
    }
}
