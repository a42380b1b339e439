//! What of the grid is seen, and what follows from that: rows are asked for and drawn,
//! and the active cell stays in view.

use gloo_timers::callback::Timeout;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::{HEADER_HEIGHT, painter::Painter, slot::Scene};
use crate::{
    browser::SizeWatch,
    engine::protocol::{Command, ViewCommand},
    workbench::{
        bench::Bench,
        columns::{self, ColumnsInView},
        selection::Shape,
        viewport::{Range, Viewport},
    },
};

/// Whoever has not scrolled for so long is at rest.
const AT_REST_MS: u32 = 150;
/// About as long as a frame.
const FRAME_MS: u32 = 16;
/// A file with more columns has only those in view sent.
const MANY_COLUMNS: usize = 64;

/// How far the grid is scrolled.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Scroll {
    /// Downwards, in pixels of the scroll bar.
    pub top: f64,
    /// By how much the last scroll moved.
    pub moved: f64,
    /// To the right.
    pub left: u32,
}

/// What of the grid is seen. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    /// The workbench.
    pub bench: Bench,
    /// The element that scrolls.
    pub scroller: NodeRef<html::Div>,
    /// How far it is scrolled.
    pub scroll: RwSignal<Scroll>,
    /// The rows' window.
    pub viewport: Memo<Viewport>,
    /// The rows that are drawn.
    pub range: Memo<Range>,
    /// The columns that are drawn.
    pub columns: Memo<ColumnsInView>,
    /// Width and height of the scroller.
    size: RwSignal<(u32, f64)>,
}

impl Sight {
    /// The sight of a grid whose size is not known yet.
    pub(super) fn new(bench: Bench, scroller: NodeRef<html::Div>) -> Self {
        let scroll = RwSignal::new(Scroll::default());
        let size = RwSignal::new((1_000, 600.0));
        let viewport = Memo::new(move |_| Viewport {
            rows: bench.rows.get(),
            height: size.get().1,
        });
        let range = Memo::new(move |_| {
            let Scroll { top, moved, .. } = scroll.get();
            viewport.get().range(top, moved)
        });
        let left = Memo::new(move |_| scroll.get().left);
        let columns = Memo::new(move |_| {
            bench
                .columns
                .with(|shown| columns::in_view(shown, left.get(), size.get().0))
        });
        Self {
            bench,
            scroller,
            scroll,
            viewport,
            range,
            columns,
            size,
        }
    }

    /// Looks how large the grid is, and where it is scrolled to.
    fn measure_size(self) {
        let Some(element) = self.scroller.get_untracked() else {
            return;
        };
        let height = f64::from(element.client_height()) - HEADER_HEIGHT;
        let size = (u32::try_from(element.client_width()).unwrap_or(0), height);
        if self.size.get_untracked() != size {
            self.size.set(size);
        }
        self.measure();
    }

    /// Looks where the grid is scrolled to.
    pub(super) fn measure(self) {
        let Some(element) = self.scroller.get_untracked() else {
            return;
        };
        let top = f64::from(element.scroll_top());
        let before = self.scroll.get_untracked();
        let scroll = Scroll {
            top,
            moved: top - before.top,
            left: u32::try_from(element.scroll_left()).unwrap_or(0),
        };
        if scroll.moved.abs() > 0.0 || scroll.left != before.left {
            self.scroll.set(scroll);
        }
    }

    /// Scrolls down to a place of the scroll bar.
    pub(super) fn scroll_to(self, top: f64) {
        if let Some(element) = self.scroller.get_untracked() {
            let before = self.scroll.get_untracked();
            // Upwards a row's upper edge counts, downwards its lower one.
            let top = if top < before.top {
                top.floor()
            } else {
                top.ceil()
            };
            element.set_scroll_top(whole(top));
            self.measure();
        }
    }

    /// Brings the active cell into view.
    fn reveal(self) {
        let bench = self.bench;
        let cell = bench.active.get_untracked();
        let is_in_header = bench.grid.in_header.get_untracked();
        let shape = bench
            .selection
            .with_untracked(|selection| selection.shape());
        let Some(element) = self.scroller.get_untracked() else {
            return;
        };
        if !is_in_header && !matches!(shape, Shape::Columns | Shape::All) {
            let top = f64::from(element.scroll_top());
            if let Some(top) = self.viewport.get_untracked().scroll_to(cell.row, top) {
                self.scroll_to(top);
            }
        }
        if bench.grid.opened_at.get_value() == Some(cell) {
            return;
        }
        bench.grid.opened_at.set_value(None);
        let left = u32::try_from(element.scroll_left()).unwrap_or(0);
        if let Some(left) = self.left_of(cell.column, left)
            && shape != Shape::Rows
            && shape != Shape::All
        {
            element.set_scroll_left(i32::try_from(left).unwrap_or(0));
            self.measure();
        }
    }

    fn left_of(self, place: usize, scroll_left: u32) -> Option<u32> {
        let (seen, _) = self.size.get_untracked();
        let stays = self.columns.with_untracked(|columns| columns.stays);
        self.bench.columns.with_untracked(|columns| {
            let column = columns.get(place).filter(|column| !column.pinned)?;
            let left = columns::left_of(columns, place);
            columns::scroll_to(
                left,
                left.saturating_add(column.width),
                stays,
                scroll_left,
                seen,
            )
        })
    }

    /// Takes the keyboard.
    pub(super) fn focus(self) {
        if let Some(element) = self.scroller.get_untracked() {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
    }
}

/// Keeps up with what changes.
pub(super) fn follow(sight: Sight, body: NodeRef<html::Div>) {
    let Sight {
        bench,
        scroller,
        scroll,
        viewport,
        range,
        ..
    } = sight;
    // Whatever stands beside the grid takes room from it.
    let watch = StoredValue::new_local(None);
    Effect::new(move |_| {
        watch.set_value(
            scroller
                .get()
                .map(|element| SizeWatch::new(&element, move || sight.measure_size())),
        );
    });
    // A question for rows that come near, and for each new set of rows.
    Effect::new(move |_| {
        bench.rows.track();
        bench.view.track();
        let at_hand = bench.window.with(|window| Range {
            first: window.first,
            count: u32::try_from(window.rows.len()).unwrap_or(u32::MAX),
        });
        if let Some(range) = viewport.get().to_ask(range.get(), at_hand) {
            bench.want(range);
        }
    });
    follow_columns(sight);
    paint(sight, body);
    // The active cell is kept in view.
    Effect::new(move |before: Option<()>| {
        bench.active.track();
        bench.grid.in_header.track();
        if before.is_some() {
            sight.reveal();
        }
    });
    // Another file begins at its top.
    Effect::new(move |before: Option<String>| {
        let name = bench
            .overview
            .with(|file| file.as_ref().map(|file| file.name.clone()))
            .unwrap_or_default();
        if before.is_some_and(|before| before != name) {
            scroll.set(Scroll::default());
            if let Some(element) = scroller.get_untracked() {
                element.set_scroll_left(0);
            }
            sight.scroll_to(0.0);
        }
        name
    });
    // Whoever moves the active cell alone selects it alone.
    Effect::new(move |_| {
        let cell = bench.active.get();
        if bench.selection.get_untracked().active() != cell {
            bench.go(cell);
        }
    });
    // A finished edit gives the keyboard back to the grid.
    Effect::new(move |was_editing: Option<bool>| {
        let is_editing = bench.editing.with(Option::is_some);
        if was_editing == Some(true) && !is_editing {
            sight.focus();
        }
        is_editing
    });
}

/// Of a file with very many columns only those in view are sent.
fn follow_columns(sight: Sight) {
    let bench = sight.bench;
    let in_view = Memo::new(move |_| {
        let count = bench
            .overview
            .with(|file| file.as_ref().map_or(0, |file| file.columns.len()));
        if count <= MANY_COLUMNS {
            return Vec::new();
        }
        sight.columns.with(|view| {
            view.columns
                .iter()
                .map(|placed| placed.column.index)
                .collect()
        })
    });
    Effect::new(move |before: Option<Vec<usize>>| {
        let columns = in_view.get();
        let is_open = !bench.is_preview.get();
        if is_open && before.unwrap_or_default() != columns {
            let command = ViewCommand::Columns(columns.clone());
            bench.send(&Command::View(command), None);
            bench.ask_again();
        }
        if is_open { columns } else { Vec::new() }
    });
}

/// Draws whatever changed.
fn paint(sight: Sight, body: NodeRef<html::Div>) {
    let bench = sight.bench;
    let painter = StoredValue::new_local(None::<Painter>);
    let in_order = StoredValue::new_local(None::<Timeout>);
    let base = Memo::new(move |_| sight.viewport.get().base(sight.range.get()));
    Effect::new(move |_| {
        let Some(body) = body.get() else {
            return;
        };
        let rows = bench.rows.get();
        let count = bench.columns.with(|columns| columns.len());
        let selected = bench
            .selection
            .with(|selection| selection.block(rows, count));
        let active = (!bench.grid.in_header.get()).then(|| bench.active.get());
        let range = sight.range.get();
        painter.update_value(|kept| {
            let kept = kept.get_or_insert_with(|| Painter::new(body.unchecked_into()));
            bench.window.with(|window| {
                sight.columns.with(|columns| {
                    let scene = Scene {
                        columns,
                        window,
                        base: base.get(),
                        active,
                        selected: &selected,
                    };
                    kept.paint(range, rows, &scene);
                });
            });
            let rest = (!kept.is_in_order()).then(|| put_in_order(painter, in_order, AT_REST_MS));
            in_order.set_value(rest);
        });
    });
}

/// Once nobody scrolls any more, frame by frame. Dropping it forgets it.
fn put_in_order(
    painter: StoredValue<Option<Painter>, LocalStorage>,
    next: StoredValue<Option<Timeout>, LocalStorage>,
    after_ms: u32,
) -> Timeout {
    Timeout::new(after_ms, move || {
        let is_done = painter.try_update_value(|painter| {
            painter.as_mut().is_none_or(|painter| {
                painter.put_in_order();
                painter.is_in_order()
            })
        });
        if is_done == Some(false) {
            next.set_value(Some(put_in_order(painter, next, FRAME_MS)));
        }
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the scrolled area is at most 15 million pixels high"
)]
fn whole(pixels: f64) -> i32 {
    pixels.clamp(0.0, 100_000_000.0) as i32
}
