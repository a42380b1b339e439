//! What takes rows one by one, in the order of the file.

use super::{dialect::Dialect, header::Header, open_error::OpenError, row::Row};

/// Takes the rows of a file while it is read, or from an open one: the same rows
/// either way.
pub trait RowSink {
    /// The file begins; its rows follow. Encoding, byte order mark and delimiter are
    /// known; what ends the lines is not, before the last of them was seen.
    ///
    /// Called a second time where the end of the file shows that its encoding is another
    /// than its beginning looked like: then everything from before is void, and all rows
    /// follow again.
    fn header(&mut self, header: &Header, dialect: &Dialect);

    /// The next data row.
    fn row(&mut self, row: &Row<'_>);
}

/// Gives a sink the next line: the header first.
pub(super) fn give(
    sink: &mut impl RowSink,
    line: u32,
    row: &Row<'_>,
    dialect: Dialect,
) -> Result<(), OpenError> {
    if line > 0 {
        sink.row(row);
    } else {
        OpenError::check_columns(row.len())?;
        sink.header(&Header::of(row), &dialect);
    }
    Ok(())
}
