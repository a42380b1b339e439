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
    smtp::is_smtp,
};
use crate::{
    fingerprint::Seed,
    mapping_file::{Column, Row},
};

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
    let mut texts = [&[][..]; Column::ALL.len()];
    for (raw, role) in row.fields().zip(&columns.roles) {
        let first = match raw {
            [b'"', first, ..] | [first, ..] => *first,
            [] => continue,
        };
        if matches!(first, b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') {
            return None;
        }
        if let Some(text) = texts.get_mut(*role) {
            *text = row.plain_text(raw)?;
        }
    }
    // In the order of `Column::ALL`.
    let [
        id,
        upn,
        primary,
        archive,
        exchange,
        legacy,
        addresses,
        target_id,
        status,
    ] = texts;
    let (source, target) = (guid_of(id)?, guid_of(target_id)?);
    if source == target && source != NO_GUID {
        return None;
    }
    if columns.primary.is_some() && !is_smtp(primary) {
        return None;
    }
    if source == NO_GUID && upn.is_empty() && primary.is_empty() {
        return None;
    }
    for text in [exchange, archive] {
        if !text.is_empty() && guid::read(text) == Guid::Malformed {
            return None;
        }
    }
    if columns.legacy_dn.is_some() && !legacy.first()?.is_ascii_graphic() {
        return None;
    }
    if !has_plain_addresses(addresses, primary) {
        return None;
    }
    let is_unmapped = columns.target.is_some() && target == NO_GUID;
    match status {
        // A conflict is noted by whoever looks closely.
        b"" | b"Copied" | b"Unmapped" | b"Skipped" | b"Failed" => {}
        b"Mapped" | b"Written" | b"Completed" if !is_unmapped => {}
        _ => return None,
    }
    let fingerprint = |packed| match packed {
        NO_GUID => 0,
        packed => seed.of_pair(packed).as_u64(),
    };
    let primary_print = name_of(primary, seed)?;
    let upn_print = if same(upn, primary) {
        primary_print
    } else {
        name_of(upn, seed)?
    };
    *keys = [
        fingerprint(source),
        fingerprint(target),
        upn_print,
        primary_print,
    ];
    Some(if is_unmapped {
        Screened::NoTarget
    } else {
        Screened::Clean
    })
}

/// What no GUID is read as: the nil one is in doubt.
const NO_GUID: guid::Packed = [0, 0];

/// A GUID that is right; [`NO_GUID`] for an empty field.
fn guid_of(text: &[u8]) -> Option<guid::Packed> {
    if text.is_empty() {
        return Some(NO_GUID);
    }
    match guid::read(text) {
        Guid::Some(packed) => Some(packed),
        Guid::Nil | Guid::Malformed => None,
    }
}

/// A name's fingerprint, 0 if there is none. White space around it is in doubt, and so
/// are letters beyond ASCII: bytes may stand for no letter.
fn name_of(text: &[u8], seed: &Seed) -> Option<u64> {
    let (Some(first), Some(last)) = (text.first(), text.last()) else {
        return Some(0);
    };
    let is_plain = first.is_ascii_graphic() && last.is_ascii_graphic() && text.is_ascii();
    is_plain.then(|| seed.of_name(text).as_u64())
}

/// Whether two short texts are equal, eight bytes at a time: in wasm the library's
/// comparison goes byte by byte.
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match (a.last_chunk::<8>(), b.last_chunk::<8>()) {
        (Some(end_a), Some(end_b)) => {
            let (words_a, _) = a.as_chunks::<8>();
            let (words_b, _) = b.as_chunks::<8>();
            let words = words_a.iter().zip(words_b);
            end_a == end_b && words.into_iter().all(|(a, b)| a == b)
        }
        _ => a == b,
    }
}

/// Whether a cell is addresses separated by `;` that nobody has anything to say about:
/// right SMTP addresses with at most one primary one, and others without a colon, which
/// might begin another address. `right` is an address that is known to be right.
fn has_plain_addresses(cell: &[u8], right: &[u8]) -> bool {
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
        if after.first() == Some(&b':') || (smtp && !same(address, right) && !is_smtp(address)) {
            return false;
        }
        rest = after.get(1..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests;
