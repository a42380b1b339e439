//! A file as what it says, whatever its bytes.

use shared::mapping_file::MappingFile;

/// The texts of header and rows, edits included.
pub(crate) fn lines(file: &MappingFile) -> Vec<Vec<String>> {
    let rows = file.rows().map(|row| {
        (0..file.field_count(row))
            .map(|at| file.cell(row, at).into_owned())
            .collect()
    });
    std::iter::once(file.header().to_vec())
        .chain(rows)
        .collect()
}
