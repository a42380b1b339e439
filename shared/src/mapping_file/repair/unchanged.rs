//! The proof that a repair left alone what it does not concern.

use std::collections::HashSet;

use super::{field_bytes::plain_bytes, rewrite::Effect};
use crate::mapping_file::{MappingFile, Row};

/// Goes through the file as it was and as it would be, some lines at a time.
#[derive(Default)]
pub(super) struct Proving {
    /// The next line of both.
    line: usize,
    line_after: usize,
    /// How many of the removed rows were passed.
    removed: usize,
}

impl Proving {
    /// Compares so many lines more; true at the end, unless one reads otherwise that
    /// should not: that place, in words.
    pub(super) fn step(
        &mut self,
        before: &MappingFile,
        after: &MappingFile,
        effect: &Effect,
        most: usize,
    ) -> Result<bool, String> {
        let removed: HashSet<usize> = effect.columns_removed.iter().copied().collect();
        let end = self.line.saturating_add(most).min(before.line_count());
        for line in self.line..end {
            let name = || match line {
                0 => "the header".to_owned(),
                row => format!("row {row}"),
            };
            let row = before.line(line).ok_or_else(name)?;
            if line > 0 && effect.rows_removed.get(self.removed) == Some(&row.id()) {
                self.removed += 1;
                continue;
            }
            let row_after = after.line(self.line_after).ok_or_else(name)?;
            self.line_after += 1;
            let compared = Compared {
                before,
                after,
                row: &row,
                row_after: &row_after,
            };
            let names = effect.header.as_deref().filter(|_| line == 0);
            let same = if effect.is_guard {
                row.len() == row_after.len()
            } else {
                compared.agree(&removed, names)
            };
            if !same {
                return Err(name());
            }
        }
        self.line = end;
        if end < before.line_count() {
            return Ok(false);
        }
        if self.line_after == after.line_count() {
            Ok(true)
        } else {
            Err(format!("row {}", self.line_after))
        }
    }

    /// How far it is, per mille.
    pub(super) fn done(&self, before: &MappingFile) -> usize {
        self.line.saturating_mul(1000) / before.line_count().max(1)
    }
}

struct Compared<'a> {
    before: &'a MappingFile,
    after: &'a MappingFile,
    row: &'a Row<'a>,
    row_after: &'a Row<'a>,
}

impl Compared<'_> {
    /// Whether the fields that are kept say the same, or in the header what they are
    /// meant to say.
    fn agree(&self, removed: &HashSet<usize>, names: Option<&[String]>) -> bool {
        let kept = (0..self.row.len()).filter(|field| !removed.contains(field));
        let mut after = 0..self.row_after.len();
        for (at, field) in kept.enumerate() {
            let Some(field_after) = after.next() else {
                return false;
            };
            let same = match names.and_then(|names| names.get(at)) {
                Some(name) => self.row_after.text(field_after) == *name,
                None => self.same_field(field, field_after),
            };
            if !same {
                return false;
            }
        }
        after.next().is_none()
    }

    fn same_field(&self, field: usize, field_after: usize) -> bool {
        let (raw, raw_after) = (self.row.raw(field), self.row_after.raw(field_after));
        let encoding = self.before.dialect().encoding;
        if encoding == self.after.dialect().encoding {
            // By bytes, too: two different broken characters are shown alike.
            raw == raw_after
                || (plain_bytes(raw, encoding) == plain_bytes(raw_after, encoding)
                    && self.row.text(field) == self.row_after.text(field_after))
        } else {
            self.row.text(field) == self.row_after.text(field_after)
        }
    }
}
