//! Edits made before a repair, carried over to the repaired file.

use super::rewrite::Effect;
use crate::mapping_file::{MappingFile, RowId, overlay::Place};

/// Gives the repaired file so many edits more of the former one, each at the place where
/// its field stands now, from behind a place on. What went with a row or column goes; what
/// says the same as the repaired file is no edit any more. The last place; none at the end.
pub(super) fn carry(
    from: &MappingFile,
    to: &mut MappingFile,
    effect: &Effect,
    behind: Option<Place>,
    most: usize,
) -> Option<Place> {
    let mut edits = from.edits.overlay.after(behind);
    let mut last = None;
    for ((row, column), text) in edits.by_ref().take(most) {
        let (row, column) = (*row, *column);
        last = Some((row, column));
        let rows_before = effect
            .rows_removed
            .partition_point(|removed| *removed < row);
        let columns_before = effect
            .columns_removed
            .partition_point(|removed| *removed < column);
        if effect.rows_removed.get(rows_before) == Some(&row)
            || effect.columns_removed.get(columns_before) == Some(&column)
        {
            continue;
        }
        let row = RowId(
            row.0
                .saturating_sub(u32::try_from(rows_before).unwrap_or(0)),
        );
        let column = column.saturating_sub(columns_before);
        if to.original_cell(row, column) != **text {
            to.edits.overlay.put((row, column), Some(text.clone()));
        }
    }
    edits.next().and(last)
}
