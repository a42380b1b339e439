//! What takes rows one by one, in the order of the file.

use super::{dialect::Dialect, header::Header, row::Row};

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
