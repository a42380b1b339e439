//! Repairs of fields: names in the header, columns that go, stray quotes.

use std::ops::Range;

use super::{Effect, RepairError, Splices, lines_of};
use crate::mapping_file::{
    Encoding, MappingFile, Row,
    decode::{has_stray_quote, is_quoted, write_field},
    repair::field_bytes::{contains, plain_bytes, quoted_bytes},
};

pub(super) fn trim_header(file: &MappingFile, out: &mut dyn Splices, effect: &mut Effect) {
    let Some(header) = file.line(0) else { return };
    let names = file.header();
    for (field, name) in names.iter().enumerate() {
        let trimmed = name.trim();
        let Some(span) = header.span(field).filter(|_| trimmed != name) else {
            continue;
        };
        out.put(0, span, &trimmed_field(file, &header, field, name));
        effect.count += 1;
    }
    effect.header = Some(names.iter().map(|name| name.trim().to_owned()).collect());
}

/// A field without the white space around its text; what is between stays as it is,
/// byte for byte.
fn trimmed_field(file: &MappingFile, row: &Row<'_>, field: usize, text: &str) -> Vec<u8> {
    let encoding = file.dialect().encoding;
    let width = |space: &str| match encoding {
        Encoding::Utf8 => space.len(),
        Encoding::Windows1252 => space.chars().count(),
        Encoding::Utf16Le | Encoding::Utf16Be => space.encode_utf16().count() * 2,
    };
    let from_start = text.trim_start();
    let before = text.strip_suffix(from_start).unwrap_or_default();
    let after = from_start.get(from_start.trim_end().len()..);
    let raw = row.raw(field);
    let plain = plain_bytes(raw, encoding);
    let end = plain.len().saturating_sub(width(after.unwrap_or_default()));
    let kept = plain.get(width(before)..end).unwrap_or_default();
    let needs_quotes = [file.dialect().delimiter, b'"', b'\r', b'\n'];
    if is_quoted(raw, encoding)
        || contains(kept, encoding, &needs_quotes)
        || (kept.is_empty() && row.len() == 1)
    {
        quoted_bytes(kept, encoding)
    } else {
        kept.to_vec()
    }
}

pub(super) fn rename_columns(
    file: &MappingFile,
    renamed: &[(usize, String)],
    out: &mut dyn Splices,
    effect: &mut Effect,
) -> Result<(), RepairError> {
    let mut names = file.header().to_vec();
    let columns = names.len();
    for (column, name) in renamed {
        let former = names.get_mut(*column).ok_or(RepairError::NoSuchColumn {
            column: column.saturating_add(1),
            columns,
        })?;
        former.clone_from(name);
    }
    let Some(row) = file.line(0) else {
        return Ok(());
    };
    let encoding = file.dialect().encoding;
    for (column, (name, former)) in names.iter().zip(file.header()).enumerate() {
        let Some(span) = row.span(column).filter(|_| name != former) else {
            continue;
        };
        let is_alone = name.is_empty() && columns == 1;
        let keep_quotes = is_quoted(row.raw(column), encoding) || is_alone;
        let written = write_field(name, *file.dialect(), keep_quotes);
        out.put(0, span, &written.map_err(RepairError::NotInEncoding)?);
        effect.count += 1;
    }
    effect.header = Some(names);
    Ok(())
}

/// Which of the columns go.
pub(super) struct Removed {
    columns: Vec<bool>,
    kept: usize,
}

impl Removed {
    pub(super) fn new(file: &MappingFile, columns: &[usize]) -> Result<Self, RepairError> {
        let width = file.header().len();
        if let Some(column) = columns.iter().filter(|column| **column >= width).min() {
            return Err(RepairError::NoSuchColumn {
                column: column.saturating_add(1),
                columns: width,
            });
        }
        let mut is_removed = vec![false; width];
        for column in columns {
            if let Some(is_removed) = is_removed.get_mut(*column) {
                *is_removed = true;
            }
        }
        let kept = is_removed.iter().filter(|is_removed| !**is_removed).count();
        if kept == 0 {
            return Err(RepairError::NoColumnLeft);
        }
        Ok(Self {
            columns: is_removed,
            kept,
        })
    }

    pub(super) fn is_any(&self) -> bool {
        self.kept < self.columns.len()
    }

    /// In a row of another length nobody can tell which field is the column's.
    pub(super) fn refuse_ragged(
        &self,
        file: &MappingFile,
        some: Range<usize>,
    ) -> Result<(), RepairError> {
        let mut lines = lines_of(file, some);
        match lines.find(|(_, row)| row.len() != self.columns.len()) {
            Some((_, row)) => Err(RepairError::RaggedRow {
                row: row.id().number(),
            }),
            None => Ok(()),
        }
    }

    pub(super) fn take_out(
        &self,
        file: &MappingFile,
        some: Range<usize>,
        out: &mut dyn Splices,
        effect: &mut Effect,
    ) {
        let encoding = file.dialect().encoding;
        let stays_alone = self.kept == 1;
        for (line, row) in lines_of(file, some) {
            let mut kept_before = false;
            for (field, is_removed) in self.columns.iter().enumerate() {
                let (Some(span), next) = (row.span(field), row.span(field + 1)) else {
                    continue;
                };
                if !is_removed {
                    kept_before = true;
                    if stays_alone && span.is_empty() {
                        // Nothing alone in its line would be a blank line, and no row.
                        out.put(line, span, &quoted_bytes(b"", encoding));
                    }
                } else if kept_before {
                    let before = span.start.saturating_sub(encoding.unit_width());
                    out.put(line, before..span.end, b"");
                } else {
                    out.put(
                        line,
                        span.start..next.map_or(span.end, |next| next.start),
                        b"",
                    );
                }
            }
        }
        effect.count = self.columns.len() - self.kept;
        let removed = self
            .columns
            .iter()
            .zip(0..)
            .filter(|(is_removed, _)| **is_removed);
        effect.columns_removed = removed.map(|(_, column)| column).collect();
    }
}

pub(super) fn quote_stray_quotes(
    file: &MappingFile,
    some: Range<usize>,
    out: &mut dyn Splices,
    effect: &mut Effect,
) {
    let encoding = file.dialect().encoding;
    for (line, row) in lines_of(file, some) {
        let mut changes = false;
        for field in 0..row.len() {
            let raw = row.raw(field);
            if let Some(span) = row.span(field)
                && has_stray_quote(raw, encoding)
            {
                out.put(
                    line,
                    span,
                    &quoted_bytes(&plain_bytes(raw, encoding), encoding),
                );
                changes = true;
            }
        }
        effect.count += usize::from(changes);
    }
}
