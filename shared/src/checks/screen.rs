//! A quick look at a row's bytes that proves most rows clean, so that the rules in words
//! are asked only about the others.
//!
//! **Promise.** Of a row that is said to be clean no rule about a single row has anything
//! to say. In doubt a row is looked at closely: a rule that changes can make the screen
//! slower, and a property test says if it made it wrong.

use super::{
    columns::Columns,
    guid::{self, Guid},
    row_keys::RowKeys,
};
use crate::{fingerprint::Seed, mapping_file::Row};

/// What a quick look can say about a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Screened {
    /// No rule has anything to say.
    Clean,
    /// Only that the target is empty.
    NoTarget,
    /// The rules have to be asked.
    Look,
}

/// Looks at a row, and at its keys unless it has to be looked at closely.
pub(super) fn screen(
    row: &Row<'_>,
    columns: &Columns,
    seed: &Seed,
    keys: &mut RowKeys,
) -> Screened {
    look(row, columns, seed, keys).unwrap_or(Screened::Look)
}

/// None is doubt.
fn look(row: &Row<'_>, columns: &Columns, seed: &Seed, keys: &mut RowKeys) -> Option<Screened> {
    if row.len() != columns.width || row.has_stray_quote() || row.is_edited() {
        return None;
    }
    for at in 0..columns.width {
        let first = match row.raw(at) {
            [b'"', first, ..] | [first, ..] => *first,
            [] => 0,
        };
        if matches!(first, b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') {
            return None;
        }
    }
    let source = guid_at(row, columns.source_id)?;
    let target = guid_at(row, columns.target)?;
    if source == target && source != NO_GUID {
        return None;
    }
    let (upn, has_upn) = name_at(row, columns.upn, seed)?;
    let (primary, has_primary) = name_at(row, columns.primary, seed)?;
    if columns.primary.is_some() && !(has_primary && is_smtp(row.plain(columns.primary?)?)) {
        return None;
    }
    if source == NO_GUID && !has_upn && !has_primary {
        return None;
    }
    for column in [columns.exchange_guid, columns.archive_guid] {
        let text = text_at(row, column)?;
        if !text.is_empty() && guid::read(text) == Guid::Malformed {
            return None;
        }
    }
    if columns.legacy_dn.is_some() {
        text_at(row, columns.legacy_dn)?
            .first()
            .filter(|first| first.is_ascii_graphic())?;
    }
    if !has_plain_addresses(text_at(row, columns.addresses)?) {
        return None;
    }
    let is_unmapped = columns.target.is_some() && target == NO_GUID;
    match text_at(row, columns.status)? {
        b"" | b"Copied" | b"Unmapped" | b"Conflict" | b"Skipped" | b"Failed" => {}
        b"Mapped" | b"Written" | b"Completed" if !is_unmapped => {}
        _ => return None,
    }
    let fingerprint = |packed| match packed {
        NO_GUID => 0,
        packed => seed.of_pair(packed).as_u64(),
    };
    *keys = [fingerprint(source), fingerprint(target), upn, primary];
    Some(if is_unmapped {
        Screened::NoTarget
    } else {
        Screened::Clean
    })
}

/// The text of a column; empty if the file lacks it; none if it does not stand in the
/// file as it is.
fn text_at<'a>(row: &Row<'a>, column: Option<usize>) -> Option<&'a [u8]> {
    column.map_or(Some(b""), |at| row.plain(at))
}

/// What no GUID is read as: the nil one is in doubt.
const NO_GUID: guid::Packed = [0, 0];

/// A GUID that is right; [`NO_GUID`] for an empty field.
fn guid_at(row: &Row<'_>, column: Option<usize>) -> Option<guid::Packed> {
    match text_at(row, column)? {
        b"" => Some(NO_GUID),
        text => match guid::read(text) {
            Guid::Some(packed) => Some(packed),
            Guid::Nil | Guid::Malformed => None,
        },
    }
}

/// A name's fingerprint, and whether there is one. White space around it is in doubt,
/// and so are letters beyond ASCII: bytes may stand for no letter.
fn name_at(row: &Row<'_>, column: Option<usize>, seed: &Seed) -> Option<(u64, bool)> {
    let text = text_at(row, column)?;
    let (Some(first), Some(last)) = (text.first(), text.last()) else {
        return Some((0, false));
    };
    let is_plain = first.is_ascii_graphic() && last.is_ascii_graphic() && text.is_ascii();
    is_plain.then(|| (seed.of_name(text).as_u64(), true))
}

/// What a byte may be in an SMTP address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Never,
    /// A letter or a digit: anywhere.
    Letter,
    Hyphen,
    /// A sign that only the local part may have.
    Sign,
    Dot,
    At,
}

/// Made while compiling, where a wrong index is a compile error.
#[allow(clippy::indexing_slicing)]
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Never; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'-' => Class::Hyphen,
            b'.' => Class::Dot,
            b'@' => Class::At,
            b'!' | b'#'..=b'\'' | b'*' | b'+' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~' => {
                Class::Sign
            }
            _ => Class::Never,
        };
        byte += 1;
    }
    classes
};

fn class_of(byte: u8) -> Class {
    CLASSES
        .get(usize::from(byte))
        .copied()
        .unwrap_or(Class::Never)
}

/// Whether these are the bytes of an SMTP address that is right and all ASCII.
fn is_smtp(text: &[u8]) -> bool {
    let mut before = Class::Dot;
    let mut local = 0;
    for byte in text {
        let class = class_of(*byte);
        match class {
            Class::Never => return false,
            Class::At => break,
            Class::Dot if before == Class::Dot => return false,
            _ => {}
        }
        before = class;
        local += 1;
    }
    if before == Class::Dot || local > 64 {
        return false;
    }
    let Some((b'@', domain)) = text.get(local..).and_then(<[u8]>::split_first) else {
        return false;
    };
    let mut before = Class::Dot;
    let (mut label, mut labels) = (0, 1);
    for byte in domain {
        let class = class_of(*byte);
        match class {
            Class::Letter => label += 1,
            Class::Hyphen if before != Class::Dot => label += 1,
            Class::Dot if matches!(before, Class::Letter) => {
                label = 0;
                labels += 1;
            }
            _ => return false,
        }
        if label > 63 {
            return false;
        }
        before = class;
    }
    before == Class::Letter && labels > 1 && domain.len() <= 255
}

/// Whether a cell is addresses separated by `;` that nobody has anything to say about:
/// right SMTP addresses with at most one primary one, and others without a colon, which
/// might begin another address.
fn has_plain_addresses(cell: &[u8]) -> bool {
    let mut rest = cell;
    let mut has_primary = false;
    while !rest.is_empty() {
        let (smtp, length) = match rest {
            [b'S', b'M', b'T', b'P', b':', ..] if !std::mem::replace(&mut has_primary, true) => {
                (true, 5)
            }
            [b's', b'm', b't', b'p', b':', ..] => (true, 5),
            [b'x' | b'X', b'5', b'0', b'0', b':', ..] => (false, 5),
            [b'S', b'I', b'P', b':', ..] | [b's', b'i', b'p', b':', ..] => (false, 4),
            _ => return false,
        };
        let value = rest.get(length..).unwrap_or_default();
        let end = memchr::memchr2(b';', b':', value).unwrap_or(value.len());
        let (address, after) = value.split_at(end);
        if after.first() == Some(&b':') || (smtp && !is_smtp(address)) {
            return false;
        }
        rest = after.get(1..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests;
