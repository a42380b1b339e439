//! The SHA-256 that names a file, and how people compare it.

use sha2::{Digest, Sha256};

use super::{super::text::hex, page::Page};
use crate::mapping_file::MappingFile;

/// Of the bytes that saving would write, without writing them.
pub(super) fn of_saved(file: &MappingFile) -> [u8; 32] {
    let original = file.original();
    let mut hash = Sha256::new();
    let mut from = 0;
    for patch in file.patches() {
        hash.update(original.get(from..patch.range.start).unwrap_or_default());
        hash.update(&patch.bytes);
        from = patch.range.end;
    }
    hash.update(original.get(from..).unwrap_or_default());
    hash.finalize().into()
}

/// Of the bytes that were opened, before any edit and repair.
pub(super) fn of_opened(file: &MappingFile) -> [u8; 32] {
    Sha256::digest(file.opened()).into()
}

/// All 64 digits in groups of eight, which a copy to the clipboard runs together.
pub(super) fn write(page: &mut Page, digest: &[u8; 32]) {
    page.html("<code class=\"digest\">");
    for group in digest.chunks(4) {
        page.html("<span>");
        page.text(&hex(group));
        page.html("</span>");
    }
    page.html("</code>");
}

/// The first sixteen digits in groups of four, to be read aloud.
pub(super) fn write_short(page: &mut Page, digest: &[u8; 32]) {
    page.html("<strong class=\"aloud\">");
    for group in digest.chunks(2).take(4) {
        page.html("<span>");
        page.text(&hex(group));
        page.html("</span> ");
    }
    page.html("</strong>");
}
