//! Pasting a copied block, with a spreadsheet's manners: one value fills what is
//! selected, a block that fits into it several times repeats, any other block lands
//! whole from the first cell on.

use std::ops::Range;

use super::{EditPlan, PlanError};
use crate::mapping_file::{MappingFile, RowId};

/// Where a paste goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Onto<'a> {
    /// Rows in the order in which the view shows them, from the first selected one to
    /// the last one there is.
    pub rows: &'a [RowId],
    /// Places of columns in the order in which the view shows them, from the first
    /// selected one to the last one there is.
    pub columns: &'a [usize],
    /// How many of the rows are selected; 1 for a single cell.
    pub selected_rows: usize,
    /// How many of the columns are selected; 1 for a single cell.
    pub selected_columns: usize,
}

impl MappingFile {
    /// Where the values of a copied block would land: the first one in the first of the
    /// rows and columns, the others in the order of the view.
    ///
    /// ```
    /// use shared::mapping_file::{clipboard_cells, open, Onto, RowId};
    ///
    /// let bytes = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\na,\nb,\nc,\n";
    /// let mut file = open(bytes.to_vec())?;
    /// // The view shows the rows backwards, and the target of row c is selected.
    /// let onto = Onto { rows: &[RowId(2), RowId(1)], columns: &[1], selected_rows: 1, selected_columns: 1 };
    /// let plan = file.plan_paste(&onto, &clipboard_cells("x\r\ny\r\n").unwrap()).unwrap();
    /// assert_eq!((plan.changed_cells(), plan.beside, plan.beyond), (2, 1, 0));
    /// let changed = file.apply("Paste", &plan).unwrap();
    /// assert_eq!(changed.cells, 2);
    /// assert!(file.save().ends_with(b"\na,\nb,y\nc,x\n"));
    /// assert_eq!(file.undo().map(|changed| changed.name).as_deref(), Some("Paste"));
    /// assert_eq!(file.save(), bytes);
    /// # Ok::<(), shared::mapping_file::OpenError>(())
    /// ```
    pub fn plan_paste(
        &self,
        onto: &Onto<'_>,
        block: &[Vec<String>],
    ) -> Result<EditPlan, PlanError> {
        let spread = onto.spread(block);
        self.plan_paste_rows(onto, block, spread, 0..spread.rows)
    }

    /// As [`MappingFile::plan_paste`] for some of the rows that the block spreads over:
    /// for who plans a large paste in parts.
    pub fn plan_paste_rows(
        &self,
        onto: &Onto<'_>,
        block: &[Vec<String>],
        spread: Spread,
        part: Range<usize>,
    ) -> Result<EditPlan, PlanError> {
        let mut plan = EditPlan::default();
        let mut bytes = 0_usize;
        for at in part.start..part.end.min(spread.rows) {
            let values = at.checked_rem(block.len()).and_then(|of| block.get(of));
            let values = values.map(Vec::as_slice).unwrap_or_default();
            // A row of the block that is shorter than others repeats at its place.
            for start in (0..spread.columns).step_by(spread.width.max(1)) {
                for (value, across) in values.iter().zip(start..) {
                    let (Some(row), Some(column)) = (onto.rows.get(at), onto.columns.get(across))
                    else {
                        plan.beyond += 1;
                        continue;
                    };
                    if at >= onto.selected_rows || across >= onto.selected_columns {
                        plan.beside += 1;
                    }
                    bytes = bytes.saturating_add(value.len());
                    PlanError::if_too_large(bytes)?;
                    let landing = self.landing(self.lock(), *row, *column, value.clone());
                    plan.landings.push(landing);
                }
            }
        }
        Ok(plan)
    }
}

/// How far a pasted block spreads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spread {
    /// Rows that get values.
    pub rows: usize,
    /// Columns that get values.
    pub columns: usize,
    /// Whether the block is repeated, to fill what is selected.
    pub fills: bool,
    /// Columns of the block itself.
    width: usize,
}

impl Onto<'_> {
    /// How far a block spreads here.
    pub fn spread(&self, block: &[Vec<String>]) -> Spread {
        let height = block.len();
        let width = block.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return Spread::default();
        }
        let fills =
            is_multiple(self.selected_rows, height) && is_multiple(self.selected_columns, width);
        let (rows, columns) = if fills {
            (self.selected_rows, self.selected_columns)
        } else {
            (height, width)
        };
        Spread {
            rows,
            columns,
            fills: (rows, columns) != (height, width),
            width,
        }
    }
}

fn is_multiple(selected: usize, size: usize) -> bool {
    selected > 0 && selected.is_multiple_of(size)
}
