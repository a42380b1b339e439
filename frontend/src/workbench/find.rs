//! Find and replace: what is looked for and where, and what the worker says about it.

pub mod bar;
mod marked;

pub use bar::FindBar;
pub use marked::parts;

use leptos::prelude::*;

use super::bench::Bench;
use crate::{
    engine::protocol::{Area, Command, FindCommand, FindEvent, Found, Query, RowScope},
    texts::{edit, page},
    words,
};

/// Where to look.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Scope {
    /// In the rows shown.
    #[default]
    Shown,
    /// In all rows of the file.
    All,
    /// In one column of the rows shown, by its place in the header.
    Column(usize),
    /// In what was selected when somebody said so.
    Selected(Area),
}

/// The state of find and replace. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct Find {
    /// Whether the bar is there.
    pub is_open: RwSignal<bool>,
    /// Whether it replaces, too.
    pub replaces: RwSignal<bool>,
    /// Grows by one whenever the keyboard is to go to the bar.
    pub focus: RwSignal<u32>,
    /// What to look for.
    pub text: RwSignal<String>,
    /// What to put in its place.
    pub with: RwSignal<String>,
    /// Whether it is a regular expression.
    pub is_regex: RwSignal<bool>,
    /// Whether it must be all of the cell.
    pub whole_cell: RwSignal<bool>,
    /// Whether `a` and `A` are different.
    pub match_case: RwSignal<bool>,
    /// Where to look.
    pub scope: RwSignal<Scope>,
    /// What was found.
    pub found: RwSignal<Found>,
    /// Why it cannot be looked for.
    pub bad: RwSignal<Option<String>>,
}

impl Find {
    /// Nothing looked for yet.
    pub fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            replaces: RwSignal::new(false),
            focus: RwSignal::new(0),
            text: RwSignal::default(),
            with: RwSignal::default(),
            is_regex: RwSignal::new(false),
            whole_cell: RwSignal::new(false),
            match_case: RwSignal::new(false),
            scope: RwSignal::default(),
            found: RwSignal::default(),
            bad: RwSignal::new(None),
        }
    }

    /// What to look for in these columns.
    fn query(self, columns: Vec<usize>) -> Query {
        let (rows, columns) = self.scope.with(|scope| in_scope(scope, columns));
        Query {
            text: self.text.get(),
            is_regex: self.is_regex.get(),
            whole_cell: self.whole_cell.get(),
            match_case: self.match_case.get(),
            rows,
            columns,
        }
    }
}

impl Default for Find {
    fn default() -> Self {
        Self::new()
    }
}

impl Bench {
    /// Opens the bar, with what was looked for last.
    pub fn open_find(self, replaces: bool) {
        self.find.replaces.set(replaces);
        let area = self.selected_area();
        let cells = area.columns.len() * usize::try_from(area.rows).unwrap_or(usize::MAX);
        if !self.find.is_open.get_untracked() && cells > 1 {
            self.find.scope.set(Scope::Selected(area));
        }
        self.find.is_open.set(true);
        self.find.focus.update(|times| *times += 1);
    }

    /// Closes the bar. What it looked for stays for the next time.
    pub fn close_find(self) {
        self.find.is_open.set(false);
        self.find.scope.set(Scope::Shown);
        self.send_find(FindCommand::Stop);
    }

    /// Goes to the next place, or to the one before; asks what to look for if that is not
    /// known.
    pub fn find_next(self, forward: bool) {
        let is_known = self.find.text.with_untracked(|text| !text.is_empty());
        if !self.find.is_open.get_untracked() || !is_known {
            return self.open_find(false);
        }
        if let Some((position, column)) = self.here() {
            self.send_find(FindCommand::Go {
                position,
                column,
                forward,
            });
        }
    }

    /// Replaces in the active cell if it is found there, and goes on.
    pub fn replace_here(self) {
        let with = self.find.with.get_untracked();
        if let Some((position, column)) = self.here() {
            self.send_find(FindCommand::ReplaceHere {
                position,
                column,
                with,
            });
        }
    }

    /// Plans to replace everywhere.
    pub fn replace_all(self) {
        let with = self.find.with.get_untracked();
        self.send_find(FindCommand::ReplaceAll { with });
    }

    /// Looks for what the bar says, whenever that or the file changes.
    pub(super) fn keep_looking(self) {
        let query = Memo::new(move |_| {
            let columns = self
                .columns
                .with(|columns| columns.iter().map(|column| column.index).collect());
            self.find.is_open.get().then(|| self.find.query(columns))
        });
        Effect::new(move |_| {
            self.overview.track();
            self.view.track();
            // It would end the work of finding the rows to be shown.
            if self.grid.is_growing.get() {
                return;
            }
            if let Some(query) = query.get() {
                self.send_find(FindCommand::Look(query));
            }
        });
    }

    /// Takes in what the worker says about find and replace.
    pub(super) fn hear_find(self, event: FindEvent) {
        match event {
            FindEvent::Found(found) => {
                let before = self.find.found.get_untracked();
                self.find.bad.set(None);
                self.find.found.set(found);
                if has_marks_anew(before, found) {
                    self.ask_again();
                }
            }
            FindEvent::Bad { message } => {
                self.find.found.set(Found::default());
                self.find.bad.set(Some(message));
                self.ask_again();
            }
            FindEvent::At {
                row,
                place,
                is_wrapped,
            } => {
                self.apply_view(place);
                let column = self.column_name();
                let number = words::grouped(row.saturating_add(1));
                let at = edit::found_at(number, column);
                self.tell(if is_wrapped {
                    format!("{} {at}", edit::found_around())
                } else {
                    at
                });
            }
            FindEvent::Nowhere => self.tell(edit::found_none()),
        }
    }

    fn column_name(self) -> String {
        let place = self.active.get_untracked().column;
        self.columns.with_untracked(|columns| {
            columns
                .get(place)
                .map(|column| column.name.clone())
                .unwrap_or_default()
        })
    }

    fn send_find(self, command: FindCommand) {
        self.send(&Command::Find(command), None);
    }
}

/// The rows and columns of a scope; `columns` are all that are shown.
fn in_scope(scope: &Scope, columns: Vec<usize>) -> (RowScope, Vec<usize>) {
    match scope {
        Scope::Shown => (RowScope::Shown, columns),
        Scope::All => (RowScope::All, columns),
        Scope::Column(column) => (RowScope::Shown, vec![*column]),
        Scope::Selected(area) => (
            RowScope::Some {
                first: area.first,
                count: area.rows,
            },
            area.columns.clone(),
        ),
    }
}

/// Whether other places are marked than before: marks show as soon as something is looked
/// for, and again when all is known.
fn has_marks_anew(before: Found, found: Found) -> bool {
    let is_first = before.total == 0 || found.done < before.done;
    is_first || found.total == 0 || found.is_complete()
}

/// What was found, in words; nothing where nothing is looked for.
fn found_words(found: Found) -> String {
    if found.total == 0 {
        return String::new();
    }
    if !found.is_complete() {
        let percent = u64::from(found.done) * 100 / u64::from(found.total);
        return edit::found_so_far(words::grouped(found.times), percent);
    }
    if found.times == 0 {
        return edit::found_none();
    }
    edit::found_in(words::grouped(found.times), page::rows(found.rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_come_while_typing() {
        let found = |times, rows, done, total| Found {
            times,
            rows,
            cells: rows,
            done,
            total,
        };
        for (found, text) in [
            (Found::default(), ""),
            (
                found(1_204, 900, 250_000, 1_000_000),
                "1,204 so far · 25 % searched",
            ),
            (found(0, 0, 300, 300), "Not found"),
            (found(12, 1, 300, 300), "12 in 1 row"),
        ] {
            assert_eq!(found_words(found), text);
        }
    }

    #[test]
    fn marks_are_asked_for_with_the_first_that_is_found_and_when_all_is() {
        let after = |done, total| Found {
            done,
            total,
            ..Found::default()
        };
        for (before, found, is_anew) in [
            // The first search at all, another one after it, and nothing looked for any more.
            (after(0, 0), after(1_024, 9_000), true),
            (after(9_000, 9_000), after(1_024, 9_000), true),
            (after(9_000, 9_000), after(0, 0), true),
            (after(1_024, 9_000), after(2_048, 9_000), false),
            (after(2_048, 9_000), after(9_000, 9_000), true),
        ] {
            assert_eq!(
                has_marks_anew(before, found),
                is_anew,
                "{before:?} {found:?}"
            );
        }
    }

    #[test]
    fn a_scope_says_which_rows_and_columns() {
        let area = Area {
            first: 4,
            rows: 3,
            columns: vec![2],
        };
        let some = RowScope::Some { first: 4, count: 3 };
        for (scope, rows, columns) in [
            (Scope::Shown, RowScope::Shown, vec![5, 2]),
            (Scope::All, RowScope::All, vec![5, 2]),
            (Scope::Column(2), RowScope::Shown, vec![2]),
            (Scope::Selected(area), some, vec![2]),
        ] {
            assert_eq!(in_scope(&scope, vec![5, 2]), (rows, columns));
        }
    }
}
