//! What a repair would do: counts, and how some lines read before and after it.

use std::{fmt, ops::Range};

use serde::{Deserialize, Serialize};

use super::{
    Repair, RepairAhead, RepairError,
    rewrite::{Effect, Rewriting},
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

/// What a repair would do, worked out some lines at a time: see
/// [`MappingFile::preview`], which is written with it.
pub struct PreviewAhead {
    phase: Phase,
}

enum Phase {
    /// What is put where tells what becomes of each line.
    See(Box<Rewriting>, Kept),
    /// Everything may read otherwise after it: it is made, and the lines of both files
    /// compared, from this one on.
    Make(RepairAhead),
    Compare(Box<MappingFile>, usize, RepairPreview),
    Done(RepairPreview),
    /// While it goes over into another.
    Between,
}

impl PreviewAhead {
    /// Begins with a file and a repair, the same for all steps.
    pub fn new(file: &MappingFile, repair: &Repair) -> Result<Self, RepairError> {
        let phase = if matches!(repair, Repair::ReadAs { .. } | Repair::TakeGuardOff) {
            Phase::Make(RepairAhead::new(file, repair)?)
        } else {
            Phase::See(Box::new(Rewriting::new(file)), Kept::default())
        };
        Ok(Self { phase })
    }

    /// Goes on for so many lines; true once all is known.
    pub fn step(
        &mut self,
        file: &MappingFile,
        repair: &Repair,
        most: usize,
    ) -> Result<bool, RepairError> {
        self.phase = match std::mem::replace(&mut self.phase, Phase::Between) {
            Phase::See(mut rewriting, mut kept) => {
                let mut seen = Seen {
                    file,
                    encoding_after: match repair {
                        Repair::ToUtf8 { .. } => Encoding::Utf8,
                        _ => file.dialect().encoding,
                    },
                    kept: &mut kept,
                };
                if rewriting.step(file, repair, &mut seen, most)? {
                    seen.end_line();
                    let samples = kept.samples;
                    Phase::Done(of_effect(file, repair, &rewriting.effect, samples))
                } else {
                    Phase::See(rewriting, kept)
                }
            }
            Phase::Make(mut ahead) => {
                if ahead.step(file, repair, most)? {
                    let preview = of_effect(file, repair, &Effect::none(file), Vec::new());
                    match ahead.take() {
                        Some(repaired) => Phase::Compare(repaired, 0, preview),
                        None => Phase::Done(preview),
                    }
                } else {
                    Phase::Make(ahead)
                }
            }
            Phase::Compare(repaired, from, mut preview) => {
                let to = from.saturating_add(most);
                let all = file.line_count().max(repaired.line_count());
                for line in from..to.min(all) {
                    preview.compare(file, &repaired, line);
                }
                if to < all {
                    Phase::Compare(repaired, to, preview)
                } else {
                    Phase::Done(preview)
                }
            }
            done => done,
        };
        Ok(matches!(self.phase, Phase::Done(_)))
    }

    /// What the repair would do, once all is known.
    pub fn finish(self, file: &MappingFile, repair: &Repair) -> RepairPreview {
        match self.phase {
            Phase::Done(preview) => preview,
            _ => of_effect(file, repair, &Effect::none(file), Vec::new()),
        }
    }

    /// How far it is, per mille. It only grows.
    pub fn done(&self, file: &MappingFile) -> usize {
        match &self.phase {
            Phase::See(rewriting, _) => rewriting.done(file),
            Phase::Make(ahead) => ahead.done(file) * 6 / 10,
            Phase::Compare(_, line, _) => {
                let all = file.line_count().max(1);
                600 + (line.saturating_mul(400) / all).min(400)
            }
            Phase::Done(_) | Phase::Between => 1000,
        }
    }
}

impl fmt::Debug for PreviewAhead {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreviewAhead").finish_non_exhaustive()
    }
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

impl RepairPreview {
    /// Counts a line if it reads otherwise after the repair, and keeps the first of them.
    fn compare(&mut self, file: &MappingFile, repaired: &MappingFile, line: usize) {
        let text_of = |file: &MappingFile| {
            let row = file.line(line)?;
            let fields: Vec<_> = (0..row.len()).map(|field| row.text(field)).collect();
            Some(fields.join(" | "))
        };
        let (before, after) = (text_of(file), text_of(repaired));
        if before != after {
            self.changes += 1;
            if self.samples.len() < MOST_SAMPLES {
                self.samples.push(RepairSample {
                    row: row_of(line),
                    before: shown(&before.unwrap_or_default()),
                    after: shown(&after.unwrap_or_default()),
                });
            }
        }
    }
}

/// What becomes of the first few lines.
#[derive(Default)]
struct Kept {
    line: usize,
    /// Of this line.
    splices: Vec<(Range<usize>, Vec<u8>)>,
    samples: Vec<RepairSample>,
}

/// Keeps it.
struct Seen<'a> {
    file: &'a MappingFile,
    encoding_after: Encoding,
    kept: &'a mut Kept,
}

impl Splices for Seen<'_> {
    fn put(&mut self, line: usize, range: Range<usize>, bytes: &[u8]) {
        if line != self.kept.line {
            self.end_line();
            self.kept.line = line;
        }
        if self.kept.samples.len() < MOST_SAMPLES {
            self.kept.splices.push((range, bytes.to_vec()));
        }
    }
}

impl Seen<'_> {
    fn end_line(&mut self) {
        let splices = std::mem::take(&mut self.kept.splices);
        let (Some((first, _)), Some((last, _))) = (splices.first(), splices.last()) else {
            return;
        };
        let row = self.file.line(self.kept.line);
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
        self.kept.samples.push(RepairSample {
            row: row_of(self.kept.line),
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
