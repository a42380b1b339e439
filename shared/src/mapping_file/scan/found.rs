//! What takes the places that a scan finds.

use super::carry::{Bits, places};

/// Takes the places of rows and fields, in their order. An end is where a delimiter or
/// line end begins.
pub(in super::super) trait Found {
    fn row_starts(&mut self, at: u32);
    fn field_ends(&mut self, at: u32);
    /// The row ends with the field that ended last.
    fn row_ends(&mut self);
    /// All of a block, whose first byte is at `at`.
    fn block(&mut self, at: u32, bits: Bits);
}

/// Rows that were found and not yet handed on.
#[derive(Debug, Default)]
pub(in super::super) struct Rows {
    /// Where each begins; the last one may have no end yet.
    pub(in super::super) starts: Vec<u32>,
    /// Where their fields end, all rows in one list.
    pub(in super::super) ends: Vec<u32>,
    /// Up to where in `ends` each complete row goes.
    pub(in super::super) complete: Vec<u32>,
    /// Whether fields are kept, or rows alone.
    pub(in super::super) without_fields: bool,
}

impl Found for Rows {
    fn row_starts(&mut self, at: u32) {
        self.starts.push(at);
    }

    fn field_ends(&mut self, at: u32) {
        if !self.without_fields {
            self.ends.push(at);
        }
    }

    fn row_ends(&mut self) {
        self.complete.push(count(self.ends.len()));
    }

    #[inline]
    fn block(&mut self, at: u32, bits: Bits) {
        if bits.row_ends != 0 {
            let before = count(self.ends.len());
            for place in places(bits.row_ends) {
                let up_to = u64::MAX >> (63 - place);
                let fields = (bits.field_ends & up_to).count_ones();
                let fields = if self.without_fields { 0 } else { fields };
                self.complete.push(before.saturating_add(fields));
            }
        }
        if !self.without_fields {
            self.ends
                .extend(places(bits.field_ends).map(|place| at.saturating_add(place)));
        }
        if bits.row_starts != 0 {
            self.starts
                .extend(places(bits.row_starts).map(|place| at.saturating_add(place)));
        }
    }
}

/// The fields of the first row that is found; what follows it is nobody's business.
#[derive(Default)]
pub(in super::super) struct Fields {
    pub(in super::super) ends: Vec<u32>,
    is_complete: bool,
}

impl Fields {
    /// Room for as many fields as are expected.
    pub(in super::super) fn with_capacity(fields: usize) -> Self {
        Self {
            ends: Vec::with_capacity(fields),
            is_complete: false,
        }
    }
}

impl Found for Fields {
    fn row_starts(&mut self, _: u32) {}

    fn field_ends(&mut self, at: u32) {
        if !self.is_complete {
            self.ends.push(at);
        }
    }

    fn row_ends(&mut self) {
        self.is_complete = true;
    }

    #[inline]
    fn block(&mut self, at: u32, bits: Bits) {
        if !self.is_complete {
            let (fields, is_complete) = of_first_row(bits);
            self.ends
                .extend(places(fields).map(|place| at.saturating_add(place)));
            self.is_complete = is_complete;
        }
    }
}

/// How many fields the first row has that is found.
#[derive(Default)]
pub(in super::super) struct FieldCount {
    pub(in super::super) fields: usize,
    is_complete: bool,
}

impl Found for FieldCount {
    fn row_starts(&mut self, _: u32) {}

    fn field_ends(&mut self, _: u32) {
        if !self.is_complete {
            self.fields = self.fields.saturating_add(1);
        }
    }

    fn row_ends(&mut self) {
        self.is_complete = true;
    }

    #[inline]
    fn block(&mut self, _: u32, bits: Bits) {
        if !self.is_complete {
            let (fields, is_complete) = of_first_row(bits);
            let fields = usize::try_from(fields.count_ones()).unwrap_or(0);
            self.fields = self.fields.saturating_add(fields);
            self.is_complete = is_complete;
        }
    }
}

/// The field ends up to the first row's end, and whether it ends.
fn of_first_row(bits: Bits) -> (u64, bool) {
    let up_to_row_end = bits.row_ends ^ bits.row_ends.wrapping_sub(1);
    (bits.field_ends & up_to_row_end, bits.row_ends != 0)
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
