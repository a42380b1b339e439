//! What screen readers are told after a step: how much is left.

use std::time::Duration;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use shared::checks::Severity;

use crate::{engine::protocol::RowView, texts::findings as texts, workbench::bench::Bench};

/// Time for the next keystroke, so that nobody is talked over.
const MOMENT: Duration = Duration::from_millis(600);

impl Bench {
    /// Says a moment later what the last step left.
    pub(in crate::workbench) fn announce_soon(self) {
        let millis = u32::try_from(MOMENT.as_millis()).unwrap_or_default();
        let timeout = Timeout::new(millis, move || {
            let row = self.found.edited.try_get_value().flatten();
            let in_row = self.window.try_with_untracked(|window| {
                let row = window.rows.iter().find(|shown| Some(shown.row) == row);
                row.map(errors_of)
            });
            let counts = self
                .overview
                .try_with_untracked(|file| file.as_ref().map(|file| file.counts));
            if let (Some(in_row), Some(Some(counts))) = (in_row, counts) {
                self.found.said.set(left(in_row, counts.errors));
            }
        });
        // What was to be said before is dropped with its timeout.
        self.found.saying.set_value(Some(timeout));
    }
}

fn errors_of(row: &RowView) -> u32 {
    let errors = row
        .marks
        .iter()
        .filter(|mark| mark.severity == Severity::Error);
    u32::try_from(errors.count()).unwrap_or(u32::MAX)
}

/// How much is left: in the row that was edited, if it is at hand, and in the file.
pub fn left(in_row: Option<u32>, rows_with_errors: u32) -> String {
    match (in_row, rows_with_errors) {
        (_, 0) => texts::no_errors_left(),
        (Some(0), rest) => texts::row_is_right(texts::left_in_file(rest)),
        (Some(errors), _) => texts::left_in_row(errors),
        (None, rest) => texts::left_in_file(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_comes_first_and_the_end_is_said() {
        for (in_row, in_file, said) in [
            (Some(2), 5, "2 errors left in this row."),
            (Some(1), 1, "1 error left in this row."),
            (
                Some(0),
                3,
                "No errors left in this row. 3 rows with errors left.",
            ),
            (Some(0), 0, "No errors left."),
            (None, 1, "1 row with errors left."),
            (None, 0, "No errors left."),
        ] {
            assert_eq!(left(in_row, in_file), said);
        }
    }
}
