//! A pass over the data rows of a file that can be stopped between two pieces.

use std::convert::Infallible;

use super::{file::MappingFile, overlay::Overlay, row::Row, scan::pass::Pass};

/// How far a pass is. It holds on to nothing of its file.
#[derive(Debug)]
pub(crate) struct RowPass {
    pass: Pass,
    is_done: bool,
}

impl RowPass {
    /// Before the first row.
    pub(crate) fn new(file: &MappingFile) -> Self {
        Self {
            pass: file.new_pass(),
            is_done: false,
        }
    }

    /// How many rows were visited.
    pub(crate) fn rows(&self) -> u32 {
        self.pass.line().saturating_sub(1)
    }

    /// Visits the rows of the next piece, as an overlay leaves them; false at the end.
    pub(super) fn piece(
        &mut self,
        file: &MappingFile,
        overlay: &Overlay,
        visit: &mut impl FnMut(&Row<'_>),
    ) -> bool {
        if self.is_done {
            return false;
        }
        let bytes = file.original();
        self.is_done = !self.pass.scan(bytes);
        if self.is_done {
            self.pass.finish(bytes);
        }
        let Ok(()) = self.pass.hand_on::<Infallible>(bytes, |line, row| {
            if line > 0 {
                visit(&row.edited(overlay));
            }
            Ok(())
        });
        !self.is_done
    }
}
