//! The proof that a repair left alone what it does not concern.

use std::collections::HashSet;

use super::{field_bytes::plain_bytes, rewrite::Effect};
use crate::mapping_file::{MappingFile, Row};

/// The first place that reads otherwise after a repair and should not, in words.
pub(super) fn first_difference(
    before: &MappingFile,
    after: &MappingFile,
    effect: &Effect,
) -> Option<String> {
    let lines_before = 0..usize::try_from(before.row_count()).ok()?.saturating_add(1);
    let lines_after = usize::try_from(after.row_count()).ok()?.saturating_add(1);
    let removed: HashSet<usize> = effect.columns_removed.iter().copied().collect();
    let mut rows_removed = effect.rows_removed.iter().peekable();
    let mut at_after = 0;
    for line in lines_before {
        let name = || match line {
            0 => "the header".to_owned(),
            row => format!("row {row}"),
        };
        let Some(row) = before.line(line) else {
            return Some(name());
        };
        if line > 0 && rows_removed.next_if_eq(&&row.id()).is_some() {
            continue;
        }
        let Some(row_after) = after.line(at_after) else {
            return Some(name());
        };
        at_after += 1;
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
            return Some(name());
        }
    }
    (at_after != lines_after).then(|| format!("row {at_after}"))
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
