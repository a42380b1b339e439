//! Where the rows of a file begin: four bytes a row, and nothing a field.

use std::collections::TryReserveError;

/// Where each line with text begins, the header first. Ends are found again when a row
/// is asked for.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Places {
    pub(in super::super) starts: Vec<u32>,
}

/// Rows of a mapping file are longer. A beginning with shorter ones must not take
/// memory for a whole file of them.
const SHORTEST_ROW: usize = 64;

impl Places {
    /// Takes the starts of more rows. `scanned` bytes of `expected` were looked at so far.
    pub(in super::super) fn extend(
        &mut self,
        starts: &[u32],
        scanned: usize,
        expected: usize,
    ) -> Result<(), TryReserveError> {
        let free = self.starts.capacity() - self.starts.len();
        if free < starts.len() {
            let known = self.starts.len().saturating_add(starts.len());
            let left = expected.saturating_sub(scanned);
            let row = (scanned / known.max(1)).max(SHORTEST_ROW);
            // What comes is much like what was, and 1 % more. Doubling at the end of a
            // large file would take memory for as many rows again.
            let more = (left / row).max(self.starts.len() / 8);
            let more = more.saturating_add(more / 100).max(starts.len());
            self.starts
                .try_reserve_exact(more.saturating_add(starts.len()))?;
        }
        self.starts.extend_from_slice(starts);
        Ok(())
    }

    /// Where a line begins.
    pub(in super::super) fn start_of(&self, line: usize) -> Option<usize> {
        usize::try_from(*self.starts.get(line)?).ok()
    }

    /// The line that a byte belongs to: the last one that begins before it.
    pub(in super::super) fn line_at(starts: &[u32], at: usize) -> usize {
        starts
            .partition_point(|start| usize::try_from(*start).is_ok_and(|start| start <= at))
            .saturating_sub(1)
    }
}
