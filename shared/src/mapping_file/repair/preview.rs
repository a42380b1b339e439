//! What a repair would do: counts, and how some lines read before and after it.

use std::{fmt, ops::Range};

use serde::{Deserialize, Serialize};

use super::{
    Repair, RepairError,
    rewrite::{self, Effect},
    splice::Splices,
};
use crate::mapping_file::{Encoding, MappingFile, Row, RowId, decode::decode};

/// What a repair would do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RepairPreview {
    /// The name of the step.
    pub name: String,
    /// How many places would change: rows, lines, line ends, names or columns, whatever
    /// the repair is about. 0 is nothing to do.
    pub changes: usize,
    /// How many rows would go; those after them get other numbers.
    pub rows_removed: usize,
    /// The names of the columns that would go.
    pub columns_removed: Vec<String>,
    /// Some of the lines that would change, the first ones.
    pub samples: Vec<RepairSample>,
}

/// How a line reads before and after a repair. What cannot be seen is shown: `␍␊` for a
/// line end, `[BOM]` for a byte order mark. Long lines are cut around the first change.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RepairSample {
    /// The row; none for the header and what stands before it.
    pub row: Option<RowId>,
    /// How it is written now.
    pub before: String,
    /// How it would be written.
    pub after: String,
}

impl fmt::Debug for RepairSample {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RepairSample")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

/// How many samples a preview has.
const MOST_SAMPLES: usize = 5;
/// How many characters of a line are shown, and how many of them before the change.
const MOST_CHARS: usize = 200;
const CHARS_BEFORE: usize = 60;

pub(super) fn preview(file: &MappingFile, repair: &Repair) -> Result<RepairPreview, RepairError> {
    if matches!(repair, Repair::ReadAs { .. } | Repair::TakeGuardOff) {
        return preview_by_comparing(file, repair);
    }
    let mut seen = Seen {
        file,
        encoding_after: match repair {
            Repair::ToUtf8 { .. } => Encoding::Utf8,
            _ => file.dialect().encoding,
        },
        line: 0,
        splices: Vec::new(),
        samples: Vec::new(),
    };
    let effect = rewrite::rewrite(file, repair, &mut seen)?;
    seen.end_line();
    Ok(of_effect(file, repair, &effect, seen.samples))
}

fn of_effect(
    file: &MappingFile,
    repair: &Repair,
    effect: &Effect,
    samples: Vec<RepairSample>,
) -> RepairPreview {
    let names = effect.columns_removed.iter();
    RepairPreview {
        name: repair.name(),
        changes: effect.count,
        rows_removed: effect.rows_removed.len(),
        columns_removed: names
            .filter_map(|column| Some(file.header().get(*column)?.trim().to_owned()))
            .collect(),
        samples,
    }
}

/// For repairs after which everything may read otherwise: they are made, and the lines
/// of both files compared.
fn preview_by_comparing(file: &MappingFile, repair: &Repair) -> Result<RepairPreview, RepairError> {
    let mut preview = of_effect(file, repair, &Effect::none(file), Vec::new());
    let Some(repaired) = file.repaired(repair)? else {
        return Ok(preview);
    };
    let text_of = |file: &MappingFile, line: usize| {
        let row = file.line(line)?;
        let fields: Vec<_> = (0..row.len()).map(|field| row.text(field)).collect();
        Some(fields.join(" | "))
    };
    let mut line = 0;
    loop {
        let (before, after) = (text_of(file, line), text_of(&repaired, line));
        if before.is_none() && after.is_none() {
            return Ok(preview);
        }
        if before != after {
            preview.changes += 1;
            if preview.samples.len() < MOST_SAMPLES {
                preview.samples.push(RepairSample {
                    row: row_of(line),
                    before: shown(&before.unwrap_or_default()),
                    after: shown(&after.unwrap_or_default()),
                });
            }
        }
        line += 1;
    }
}

/// Keeps what becomes of the first few lines.
struct Seen<'a> {
    file: &'a MappingFile,
    encoding_after: Encoding,
    line: usize,
    /// Of this line.
    splices: Vec<(Range<usize>, Vec<u8>)>,
    samples: Vec<RepairSample>,
}

impl Splices for Seen<'_> {
    fn put(&mut self, line: usize, range: Range<usize>, bytes: &[u8]) {
        if line != self.line {
            self.end_line();
            self.line = line;
        }
        if self.samples.len() < MOST_SAMPLES {
            self.splices.push((range, bytes.to_vec()));
        }
    }
}

impl Seen<'_> {
    fn end_line(&mut self) {
        let splices = std::mem::take(&mut self.splices);
        let (Some((first, _)), Some((last, _))) = (splices.first(), splices.last()) else {
            return;
        };
        let row = self.file.line(self.line);
        let own = |at: fn(Range<usize>) -> usize, field: usize| {
            row.as_ref().and_then(|row| row.span(field)).map(at)
        };
        let fields = row.as_ref().map_or(0, Row::len);
        let start = own(|span| span.start, 0).map_or(first.start, |start| start.min(first.start));
        let end = own(|span| span.end, fields.saturating_sub(1))
            .map_or(last.end, |end| end.max(last.end));
        let (start, end) = self.shortened(start, end, first.start);
        let text = |from: usize, to: usize| {
            let bytes = self.file.original().get(from..to).unwrap_or_default();
            decode(bytes, self.file.dialect().encoding)
        };
        let mut after = String::new();
        let mut from = start;
        for (range, bytes) in splices.iter().filter(|(range, _)| range.start <= end) {
            after.push_str(&text(from, range.start));
            after.push_str(&decode(bytes, self.encoding_after));
            from = range.end;
        }
        if from < end {
            after.push_str(&text(from, end));
        }
        self.samples.push(RepairSample {
            row: row_of(self.line),
            before: shown(&text(start, end)),
            after: shown(&after),
        });
    }

    /// The part of a long line that is shown, cut between characters.
    fn shortened(&self, start: usize, end: usize, change: usize) -> (usize, usize) {
        let bytes = self.file.original();
        let width = self.file.dialect().encoding.unit_width();
        let is_inside = |at: usize| {
            let is_continuation = bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
            self.file.dialect().encoding == Encoding::Utf8 && is_continuation
        };
        let mut from = start;
        if change.saturating_sub(start) > CHARS_BEFORE * width {
            from = change - CHARS_BEFORE * width;
            while from < change && is_inside(from) {
                from += 1;
            }
        }
        // Four bytes are the longest character.
        let mut to = end.min(change.saturating_add(MOST_CHARS * 4));
        while to < end && is_inside(to) {
            to += 1;
        }
        (from, to.max(from))
    }
}

fn row_of(line: usize) -> Option<RowId> {
    u32::try_from(line.checked_sub(1)?).ok().map(RowId)
}

/// Text as people can see it.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == MOST_CHARS {
            shown.push('…');
            break;
        }
        match c {
            '\u{feff}' => shown.push_str("[BOM]"),
            '\0'..='\u{1f}' => {
                let picture = char::from_u32(0x2400 + u32::from(c));
                shown.push(picture.unwrap_or(' '));
            }
            c => shown.push(c),
        }
    }
    shown
}
