//! Which rows a scroll position shows, for files of any length.
//!
//! Browsers cap the height of an element (Chromium at 33.5 million pixels,
//! Firefox at 17.5 million), so beyond [`TALLEST`] the scroll bar stands for the
//! file in proportion: a small scroll then jumps more than one row, and the
//! keyboard still reaches every row.

use crate::engine::protocol::Window;

/// Height of a row in pixels; the style sheet says the same.
pub const ROW_HEIGHT: f64 = 31.0;
/// The tallest that the scrolled area becomes.
const TALLEST: f64 = 15_000_000.0;
/// Rows drawn above and below what is seen.
const OVERSCAN: u32 = 6;
/// The same after a jump: nobody knows where it goes on from there.
const OVERSCAN_OF_JUMP: u32 = 2;
/// The most rows drawn ahead while somebody scrolls fast.
const MOST_AHEAD: u32 = 30;
/// Rows asked for beyond those drawn, so that they are at hand before they are seen.
const AT_HAND: u32 = 64;
/// How far the rows drawn may come to the end of those at hand before more are asked for.
const RESERVE: u32 = 24;
/// Rows are drawn at fixed places from a row that changes this seldom.
const BASE: u32 = 8_192;

/// The grid's window on the rows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Viewport {
    /// Rows shown in all.
    pub rows: u32,
    /// Height of the visible part in pixels, without the header.
    pub height: f64,
}

/// A run of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Range {
    /// The first.
    pub first: u32,
    /// How many.
    pub count: u32,
}

impl Range {
    /// Whether all of `other` is in here.
    pub fn covers(self, other: Range) -> bool {
        self.first <= other.first && other.end() <= self.end()
    }

    /// The first place after it.
    pub fn end(self) -> u32 {
        self.first.saturating_add(self.count)
    }

    /// Whether a place is in it.
    pub fn has(self, place: u32) -> bool {
        (self.first..self.end()).contains(&place)
    }

    /// How many rows are in both.
    pub fn shared_with(self, other: Range) -> u32 {
        let end = self.end().min(other.end());
        end.saturating_sub(self.first.max(other.first))
    }

    /// This range with as much of another that it touches as lies within `most` of it.
    #[must_use]
    pub fn beside(self, other: Range, most: u32, rows: u32) -> Range {
        if other.end() <= self.first || self.end() <= other.first {
            return self;
        }
        let wide = self.widened(most, most, rows);
        let first = self.first.min(other.first.max(wide.first));
        let end = self.end().max(other.end().min(wide.end()));
        Range {
            first,
            count: end.saturating_sub(first),
        }
    }

    fn widened(self, above: u32, below: u32, rows: u32) -> Range {
        let first = self.first.saturating_sub(above);
        let end = self.end().saturating_add(below).min(rows);
        Range {
            first,
            count: end.saturating_sub(first),
        }
    }
}

impl Viewport {
    /// Height of the scrolled area.
    pub fn spacer(self) -> f64 {
        self.true_height().clamp(0.0, TALLEST)
    }

    /// Rows that fit, at least one: what the page keys move by.
    pub fn page(self) -> u32 {
        whole(self.height / ROW_HEIGHT).max(1)
    }

    /// The rows to draw at this scroll position: what is seen, a little more, and ahead
    /// as many as the last scroll moved (upwards if negative). Who moves by a page or more
    /// does not scroll but jump.
    pub fn range(self, scroll_top: f64, moved: f64) -> Range {
        let first = whole(self.position(scroll_top)).min(self.rows.saturating_sub(1));
        let seen = self.page().saturating_add(2).min(self.rows - first);
        let ahead = whole((moved / ROW_HEIGHT * self.scale()).abs().round());
        let seen = Range { first, count: seen };
        if ahead >= self.page() {
            return seen.widened(OVERSCAN_OF_JUMP, OVERSCAN_OF_JUMP, self.rows);
        }
        let ahead = ahead.min(MOST_AHEAD);
        let (above, below) = if moved < 0.0 { (ahead, 0) } else { (0, ahead) };
        seen.widened(OVERSCAN + above, OVERSCAN + below, self.rows)
    }

    /// The rows to ask for where these are drawn and those are at hand: those that are
    /// missing, as far as the others are kept when they come; none if there is no need yet.
    pub fn to_ask(self, drawn: Range, at_hand: Range) -> Option<Range> {
        let reserve = drawn.widened(RESERVE, RESERVE, self.rows);
        if at_hand.covers(reserve) {
            return None;
        }
        let Range { first, count } = drawn.widened(AT_HAND, AT_HAND, self.rows);
        let end = first.saturating_add(count);
        // Else what comes would push out what it is asked for beside, and that would be asked
        // for next, for ever.
        let is_kept_before = at_hand.end() <= reserve.first.saturating_add(Window::KEPT);
        let is_kept_after = reserve.end() <= at_hand.first.saturating_add(Window::KEPT);
        let (first, end) =
            if at_hand.first <= first && (first..end).contains(&at_hand.end()) && is_kept_before {
                (at_hand.end(), end)
            } else if (first..end).contains(&at_hand.first) && at_hand.end() >= end && is_kept_after
            {
                (first, at_hand.first)
            } else {
                (first, end)
            };
        Some(Range {
            first,
            count: end.saturating_sub(first),
        })
    }

    /// The row from which rows are drawn at fixed places: drawing the row after another
    /// moves none that is there.
    pub fn base(self, range: Range) -> u32 {
        range.first / BASE * BASE
    }

    /// Where a row is drawn below its base.
    pub fn below_base(place: u32, base: u32) -> f64 {
        f64::from(place.saturating_sub(base)) * ROW_HEIGHT
    }

    /// How many rows a pixel of the scroll bar stands for, over what it would be if the
    /// scrolled area were as high as its rows.
    pub fn scale(self) -> f64 {
        if self.is_scaled() {
            self.last_position() * ROW_HEIGHT / (self.spacer() - self.height).max(1.0)
        } else {
            1.0
        }
    }

    /// Where the row at `place` is drawn in the scrolled area.
    pub fn top_of(self, place: u32, scroll_top: f64) -> f64 {
        if self.is_scaled() {
            scroll_top + (f64::from(place) - self.position(scroll_top)) * ROW_HEIGHT
        } else {
            f64::from(place) * ROW_HEIGHT
        }
    }

    /// The scroll position that brings the row at `place` into view, moving as
    /// little as possible; none if it is in view.
    pub fn scroll_to(self, place: u32, scroll_top: f64) -> Option<f64> {
        let position = self.position(scroll_top);
        let place = f64::from(place);
        let fit = (self.height / ROW_HEIGHT).max(1.0);
        let wanted = if place < position {
            place
        } else if place + 1.0 > position + fit {
            place + 1.0 - fit
        } else {
            return None;
        };
        Some(self.scroll_at(wanted))
    }

    fn true_height(self) -> f64 {
        f64::from(self.rows) * ROW_HEIGHT
    }

    fn is_scaled(self) -> bool {
        self.true_height() > TALLEST
    }

    /// The row, in fractions, at the top edge.
    fn position(self, scroll_top: f64) -> f64 {
        if self.is_scaled() {
            let share = scroll_top / (self.spacer() - self.height).max(1.0);
            share.clamp(0.0, 1.0) * self.last_position()
        } else {
            (scroll_top / ROW_HEIGHT).max(0.0)
        }
    }

    fn scroll_at(self, position: f64) -> f64 {
        if self.is_scaled() {
            position / self.last_position().max(1.0) * (self.spacer() - self.height)
        } else {
            position * ROW_HEIGHT
        }
    }

    fn last_position(self) -> f64 {
        (f64::from(self.rows) - self.height / ROW_HEIGHT).max(0.0)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a u32 holds first"
)]
fn whole(value: f64) -> u32 {
    value.clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::protocol::RowView;

    const SMALL: Viewport = Viewport {
        rows: 1_000,
        height: 620.0,
    };
    const HUGE: Viewport = Viewport {
        rows: 2_000_000,
        height: 620.0,
    };

    #[test]
    fn a_range_holds_every_visible_row_and_no_row_beyond_the_end() {
        for view in [
            SMALL,
            HUGE,
            Viewport {
                rows: 3,
                height: 620.0,
            },
        ] {
            for share in [0.0, 0.3, 0.77, 1.0] {
                let scroll = share * (view.spacer() - view.height).max(0.0);
                let range = view.range(scroll, 0.0);
                let seen = view.position(scroll);
                assert!(f64::from(range.first) <= seen, "{view:?} {share}");
                let bottom = (seen + view.height / ROW_HEIGHT).min(f64::from(view.rows));
                assert!(f64::from(range.end()) >= bottom - 0.001, "{view:?} {share}");
                assert!(range.end() <= view.rows);
            }
        }
    }

    #[test]
    fn the_scrolled_area_never_exceeds_what_browsers_draw() {
        assert!(HUGE.spacer() <= 17_000_000.0);
        assert!((SMALL.spacer() - 31_000.0).abs() < 0.1);
    }

    #[test]
    fn any_row_of_a_huge_file_can_be_brought_into_view() {
        for place in [0, 1, 999_999, 1_999_999] {
            let scroll = HUGE.scroll_to(place, 7_000_000.0).unwrap();
            let top = HUGE.top_of(place, scroll) - scroll;
            assert!(
                (-0.5..=HUGE.height - ROW_HEIGHT + 0.5).contains(&top),
                "{place}: {top}"
            );
        }
    }

    #[test]
    fn a_row_in_view_is_left_where_it_is() {
        assert_eq!(SMALL.scroll_to(5, 0.0), None);
        assert_eq!(SMALL.scroll_to(25, 0.0), Some(26.0 * 31.0 - 620.0));
        assert_eq!(SMALL.scroll_to(5, 3_100.0), Some(155.0));
    }

    #[test]
    fn no_rows_need_no_space() {
        let empty = Viewport {
            rows: 0,
            height: 620.0,
        };
        assert_eq!(empty.range(0.0, 0.0), Range { first: 0, count: 0 });
        assert!(empty.spacer() < 0.1);
    }

    #[test]
    fn a_fast_scroll_draws_more_rows_ahead_of_it() {
        let at = 400.0 * ROW_HEIGHT;
        let rest = SMALL.range(at, 0.0);
        let down = SMALL.range(at, 10.0 * ROW_HEIGHT);
        let up = SMALL.range(at, -10.0 * ROW_HEIGHT);
        assert_eq!((down.first, down.end()), (rest.first, rest.end() + 10));
        assert_eq!((up.first, up.end()), (rest.first - 10, rest.end()));
        let tall = Viewport {
            height: 3_100.0,
            ..SMALL
        };
        let fastest = tall.range(at, 99.0 * ROW_HEIGHT);
        assert_eq!(fastest.end(), tall.range(at, 0.0).end() + MOST_AHEAD);
    }

    #[test]
    fn rows_drawn_already_stay_as_far_as_they_are_near() {
        let range = |first, end| Range {
            first,
            count: end - first,
        };
        for (drawn, stays) in [
            ((90, 120), (90, 130)),
            ((40, 120), (88, 130)),
            ((110, 135), (100, 135)),
            ((110, 180), (100, 142)),
            ((10, 200), (88, 142)),
            ((105, 110), (100, 130)),
            // Another page, and no page before.
            ((10, 100), (100, 130)),
            ((130, 180), (100, 130)),
            ((0, 0), (100, 130)),
        ] {
            let shared = range(100, 130).shared_with(range(drawn.0, drawn.1));
            let both = (100..130).filter(|row| (drawn.0..drawn.1).contains(row));
            assert_eq!(usize::try_from(shared).unwrap(), both.count(), "{drawn:?}");
            let beside = range(100, 130).beside(range(drawn.0, drawn.1), 12, 1_000);
            assert_eq!((beside.first, beside.end()), stays, "{drawn:?}");
        }
        let last = range(100, 130).beside(range(100, 140), 12, 133);
        assert_eq!(last.end(), 133, "no row beyond the end");
    }

    #[test]
    fn a_jump_draws_hardly_more_than_what_is_seen() {
        let at = 400.0 * ROW_HEIGHT;
        for rows in [20.0, -20.0, 399.0, 9_999.0] {
            let range = SMALL.range(at, rows * ROW_HEIGHT);
            assert_eq!((range.first, range.end()), (398, 424), "{rows}");
        }
        let scrolled = SMALL.range(at, 19.0 * ROW_HEIGHT);
        assert_eq!((scrolled.first, scrolled.end()), (394, 447));
    }

    #[test]
    fn rows_are_asked_for_before_they_are_drawn() {
        let drawn = Range {
            first: 300,
            count: 30,
        };
        let asked = SMALL.to_ask(drawn, Range::default()).unwrap();
        assert_eq!((asked.first, asked.end()), (236, 394));
        for (first, missing) in [
            (300, None),
            (340, None),
            // Only what is not at hand already.
            (341, Some((394, 435))),
            (259, Some((195, 236))),
            (900, Some((836, 994))),
            (10, Some((0, 104))),
        ] {
            let drawn = Range { first, ..drawn };
            let range = SMALL.to_ask(drawn, asked).map(|it| (it.first, it.end()));
            assert_eq!(range, missing, "{first}");
        }
        // At the ends there is nothing more to ask for.
        for first in [0, 970] {
            let drawn = Range { first, ..drawn };
            let asked = SMALL.to_ask(drawn, Range::default()).unwrap();
            assert_eq!(SMALL.to_ask(drawn, asked), None);
        }
    }

    #[test]
    fn what_was_asked_for_is_enough_once_it_came() {
        let window = |range: Range| Window {
            first: range.first,
            rows: (range.first..range.end())
                .map(|row| RowView {
                    row,
                    ..RowView::default()
                })
                .collect(),
            columns: Vec::new(),
        };
        for count in [10, 36, 60, 100, 200] {
            let drawn = Range { first: 400, count };
            for first in (100..800).step_by(7) {
                for length in (0..700).step_by(13) {
                    let mut at_hand = window(Range {
                        first,
                        count: length,
                    });
                    let range = |at_hand: &Window| Range {
                        first: at_hand.first,
                        count: at_hand.end() - at_hand.first,
                    };
                    if let Some(asked) = SMALL.to_ask(drawn, range(&at_hand)) {
                        at_hand.take_in(window(asked));
                        let more = SMALL.to_ask(drawn, range(&at_hand));
                        assert_eq!(more, None, "{count} {first} {length} {asked:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_wheel_moves_a_huge_file_no_faster_than_a_small_one() {
        assert!((SMALL.scale() - 1.0).abs() < 1e-9);
        let notch = 100.0 / HUGE.scale();
        let moved = HUGE.position(5_000_000.0 + notch) - HUGE.position(5_000_000.0);
        assert!((moved * ROW_HEIGHT - 100.0).abs() < 0.01, "{moved}");
    }

    #[test]
    fn rows_keep_their_places_below_a_base() {
        let view = HUGE;
        let base = view.base(Range {
            first: 1_000_000,
            count: 40,
        });
        assert!(base <= 1_000_000 && 1_000_000 - base < BASE);
        assert!((Viewport::below_base(base + 3, base) - 93.0).abs() < 1e-9);
    }
}
