//! Which columns a scroll position shows. A file may have sixteen thousand; only those in
//! view are drawn, and the rest is empty space on both sides.

use super::ShownColumn;

/// Width of the column with the rows' numbers.
pub(super) const NUMBER_WIDTH: u32 = 64;
/// As many columns as are always drawn.
const ALWAYS: usize = 6;
/// Pixels drawn on both sides of what is seen.
const MARGIN: u32 = 200;

/// A column that is drawn.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Placed {
    /// Its place among the columns shown.
    pub place: usize,
    /// The column.
    pub column: ShownColumn,
    /// Where it begins, in pixels from the left edge of the grid.
    pub left: u32,
}

/// The columns that are drawn.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ColumnsInView {
    /// The columns: the pinned ones, then those in view.
    pub columns: Vec<Placed>,
    /// How many of them are pinned.
    pub pinned: usize,
    /// Empty space after the pinned ones.
    pub lead: u32,
    /// Empty space after the last one.
    pub tail: u32,
    /// Width of all columns, and of the rows' numbers.
    pub width: u32,
    /// Width of what stays at the left edge.
    pub stays: u32,
}

/// The columns to draw at a scroll position, where so much is seen.
pub fn in_view(columns: &[ShownColumn], scroll_left: u32, seen: u32) -> ColumnsInView {
    let mut view = ColumnsInView {
        width: NUMBER_WIDTH,
        stays: NUMBER_WIDTH,
        ..ColumnsInView::default()
    };
    let is_whole = columns.len() <= ALWAYS;
    // In coarse steps, so that a small scroll draws nothing anew.
    let from = (scroll_left / MARGIN * MARGIN).saturating_sub(MARGIN);
    let to = (scroll_left / MARGIN * MARGIN)
        .saturating_add(seen)
        .saturating_add(2 * MARGIN);
    for (place, column) in columns.iter().enumerate() {
        let left = view.width;
        let right = left.saturating_add(column.width);
        view.width = right;
        let is_drawn = is_whole || column.pinned || (right > from && left < to);
        if column.pinned {
            view.pinned += 1;
            view.stays = right;
        }
        if is_drawn {
            view.columns.push(Placed {
                place,
                column: column.clone(),
                left,
            });
        } else if view.columns.len() == view.pinned {
            view.lead += column.width;
        } else {
            view.tail += column.width;
        }
    }
    view
}

/// How far to scroll sideways so that the column between `left` and `right` is seen beside
/// what stays; none if it is.
pub fn scroll_to(left: u32, right: u32, stays: u32, scroll_left: u32, seen: u32) -> Option<u32> {
    if left < scroll_left.saturating_add(stays) {
        Some(left.saturating_sub(stays))
    } else if right > scroll_left.saturating_add(seen) {
        // A column wider than what is seen shows its beginning.
        Some(right.saturating_sub(seen).min(left.saturating_sub(stays)))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(count: usize, pinned: usize) -> Vec<ShownColumn> {
        (0..count)
            .map(|index| ShownColumn {
                index,
                name: format!("C{index}"),
                editable: false,
                class: "address",
                width: 100,
                pinned: index < pinned,
            })
            .collect()
    }

    #[test]
    fn sixteen_thousand_columns_are_drawn_as_far_as_they_are_seen() {
        let columns = columns(16_000, 2);
        for scroll in [0, 399, 400, 123_456, 1_599_000] {
            let view = in_view(&columns, scroll, 1_000);
            assert!(
                view.columns.len() <= 2 + 23,
                "{scroll}: {}",
                view.columns.len()
            );
            let drawn: u32 = view.columns.iter().map(|it| it.column.width).sum();
            assert_eq!(NUMBER_WIDTH + drawn + view.lead + view.tail, view.width);
            assert_eq!((view.pinned, view.stays), (2, 264));
            for column in 0..16_000 {
                let left = 64 + 100 * column;
                let is_seen = left + 100 > scroll && left < scroll + 1_000;
                let place = usize::try_from(column).unwrap();
                let is_drawn = view.columns.iter().any(|it| it.place == place);
                assert!(is_drawn || !is_seen, "{column} at {scroll}");
            }
        }
    }

    #[test]
    fn few_columns_are_all_drawn() {
        let view = in_view(&columns(ALWAYS, 0), 50_000, 100);
        assert_eq!((view.columns.len(), view.lead, view.tail), (ALWAYS, 0, 0));
        assert_eq!(view.columns[3].left, 364);
        assert!(in_view(&columns(ALWAYS + 1, 0), 0, 100).columns.len() < ALWAYS);
        assert_eq!(in_view(&[], 0, 100).width, NUMBER_WIDTH);
    }

    #[test]
    fn a_column_is_brought_beside_what_stays() {
        for (left, right, scroll, wanted) in [
            (300, 400, 0, None),
            (300, 400, 250, Some(236)),
            (1_000, 1_100, 0, Some(300)),
            // Wider than what is seen.
            (1_000, 3_000, 0, Some(936)),
            (64, 164, 900, Some(0)),
        ] {
            assert_eq!(
                scroll_to(left, right, 64, scroll, 800),
                wanted,
                "{left} {scroll}"
            );
        }
    }
}
