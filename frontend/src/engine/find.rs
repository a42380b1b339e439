//! Answers what find and replace asks: counts in slices, where the next place is, and
//! what to mark in the rows at hand.

use shared::{
    checks::RowSet,
    mapping_file::{Pattern, PlanError, Row, RowId, Search},
};

use super::{
    open_file::OpenFile,
    planning::{self, Wanted, search},
    protocol::{Did, Event, FindCommand, FindEvent, Found, FoundAt, Query, RowScope},
    reply::Reply,
    task::{Kind, Step, Task},
    view,
};
use crate::texts;

/// Rows looked at in one slice.
const SLICE: u32 = 1024;
/// Places marked in one cell.
const MARKED: usize = 20;

/// What is looked for, and what was found so far.
#[derive(Debug)]
pub(super) struct Looking {
    query: Query,
    pattern: Pattern,
    /// The rows to look in, where these are only some of those shown.
    within: Option<RowSet>,
    /// The rows where it was found.
    rows: RowSet,
    found: Found,
}

/// What to do about a command.
pub(super) fn answer(open: &mut OpenFile, command: FindCommand) -> Reply {
    match command {
        FindCommand::Look(query) => look(open, query),
        FindCommand::Go {
            position,
            column,
            forward,
        } => found(go(open, position, column, forward)),
        FindCommand::ReplaceHere {
            position,
            column,
            with,
        } => replace_here(open, position, column, &with),
        FindCommand::ReplaceAll { with } => match &open.looking {
            Some(looking) => {
                let wanted = Wanted::Replace {
                    query: looking.query.clone(),
                    with,
                    rows: looking.rows_to_replace(open),
                };
                Reply::Work(wanted.task())
            }
            None => found(FindEvent::Nowhere),
        },
        FindCommand::Stop => {
            open.looking = None;
            found(FindEvent::Found(Found::default()))
        }
    }
}

fn found(event: FindEvent) -> Reply {
    Event::Find(event).into()
}

/// What is wrong with a regular expression, without the sentence around it.
fn why(error: &PlanError) -> String {
    texts::worded(&match error {
        PlanError::Pattern(why) => why.clone(),
        PlanError::TooLarge => error.to_string(),
    })
}

fn look(open: &mut OpenFile, query: Query) -> Reply {
    open.looking = None;
    if query.text.is_empty() {
        return found(FindEvent::Found(Found::default()));
    }
    let pattern = match search(&query).pattern() {
        Ok(pattern) => pattern,
        Err(error) => {
            let message = why(&error);
            return found(FindEvent::Bad { message });
        }
    };
    let within = match query.rows {
        RowScope::Some { first, count } => {
            let mut within = RowSet::default();
            for row in open.shown().rows_at(first, count) {
                within.set(row, true);
            }
            Some(within)
        }
        RowScope::Shown | RowScope::All => None,
    };
    let (_, total) = extent(open, query.rows);
    open.looking = Some(Looking {
        query,
        pattern,
        within,
        rows: RowSet::default(),
        found: Found {
            total,
            ..Found::default()
        },
    });
    Reply::Work(Box::new(Counting { first: None }))
}

/// Counts where something stands.
#[derive(Debug)]
struct Counting {
    /// Position of the first row to look at, or the row where all are looked at. None
    /// before it begins: a search for the rows shown goes first.
    first: Option<u32>,
}

/// The first row to look at and how many there are, as rows are shown now.
fn extent(open: &OpenFile, rows: RowScope) -> (u32, u32) {
    let shown = open.shown().count();
    match rows {
        RowScope::Shown => (0, shown),
        RowScope::Some { first, count } => (first, count.min(shown.saturating_sub(first))),
        RowScope::All => (0, open.file().row_count()),
    }
}

impl Task for Counting {
    fn kind(&self) -> Kind {
        Kind::Look
    }

    fn step(&mut self, open: &mut OpenFile) -> Step {
        let Some(rows) = open.looking.as_ref().map(|looking| looking.query.rows) else {
            return Step::Done(Event::Find(FindEvent::Found(Found::default())).into());
        };
        let (first, total) = extent(open, rows);
        let first = *self.first.get_or_insert(first);
        let file = open.checked.file();
        let Some(looking) = &mut open.looking else {
            return Step::Done(Event::Find(FindEvent::Found(Found::default())).into());
        };
        if looking.found.done == 0 {
            looking.found.total = total;
        }
        let end = looking
            .found
            .done
            .saturating_add(SLICE)
            .min(looking.found.total);
        for at in looking.found.done..end {
            let at = first.saturating_add(at);
            let row = match looking.query.rows {
                RowScope::All => Some(at),
                _ => open.shown.row_at(at),
            };
            if let Some(row) = row.and_then(|row| file.row(RowId(row))) {
                looking.count(&row);
            }
        }
        looking.found.done = end;
        let found = looking.found;
        let event = Event::Find(FindEvent::Found(found));
        if found.is_complete() {
            Step::Done(event.into())
        } else {
            Step::Meanwhile(event)
        }
    }
}

impl Looking {
    fn count(&mut self, row: &Row<'_>) {
        let mut is_found = false;
        for column in self.query.columns.iter().filter(|it| **it < row.len()) {
            let times = self.pattern.places(&row.text(*column)).count();
            if times > 0 {
                is_found = true;
                self.found.cells = self.found.cells.saturating_add(1);
                self.found.times = self.found.times.saturating_add(planning::count(times));
            }
        }
        if is_found {
            self.found.rows = self.found.rows.saturating_add(1);
            self.rows.set(row.id().0, true);
        }
    }

    /// The columns in which it stands, in the order shown.
    fn columns_in<'a>(&'a self, row: &'a Row<'_>) -> impl DoubleEndedIterator<Item = usize> + 'a {
        self.query.columns.iter().copied().filter(|column| {
            *column < row.len() && self.pattern.places(&row.text(*column)).next().is_some()
        })
    }

    fn rows_to_replace(&self, open: &OpenFile) -> Vec<RowId> {
        if self.found.is_complete() {
            return self.rows.iter().map(RowId).collect();
        }
        let rows = 0..open.file().row_count();
        match (&self.within, self.query.rows) {
            (Some(within), _) => within.iter().map(RowId).collect(),
            (None, RowScope::All) => rows.map(RowId).collect(),
            (None, _) => open
                .shown()
                .rows_at(0, open.shown().count())
                .map(RowId)
                .collect(),
        }
    }
}

/// Positions or rows, one way.
type Walk = Box<dyn Iterator<Item = u32>>;

/// Where the next place is, beginning again at the other end.
fn go(open: &mut OpenFile, position: u32, column: usize, forward: bool) -> FindEvent {
    let Some(looking) = &open.looking else {
        return FindEvent::Nowhere;
    };
    let is_all = looking.query.rows == RowScope::All;
    // Of all rows, the order is the file's unless all are shown.
    let by_row = is_all && open.shown().count() < open.file().row_count();
    let (here, count) = if by_row {
        let row = open.shown().row_at(position).unwrap_or(0);
        (row, open.file().row_count())
    } else {
        (position, open.shown().count())
    };
    let row_at = |at: u32| {
        if by_row {
            Some(at)
        } else {
            open.shown().row_at(at)
        }
    };
    let order = &looking.query.columns;
    let place_of = |column: usize| order.iter().position(|it| *it == column);
    let from = place_of(column);
    let hit = |at: u32, is_here: bool| -> Option<(u32, usize)> {
        let id = row_at(at).filter(|row| looking.rows.contains(*row))?;
        let row = open.file().row(RowId(id))?;
        let mut columns = looking.columns_in(&row).filter(|found| {
            let (Some(from), Some(found)) = (from, place_of(*found)) else {
                return !is_here;
            };
            match (is_here, forward) {
                (false, _) => true,
                (true, true) => found > from,
                (true, false) => found < from,
            }
        });
        let column = if forward {
            columns.next()
        } else {
            columns.next_back()
        };
        Some((id, column?))
    };
    let here_or_last = here.min(count);
    let after = here.saturating_add(1).min(count);
    let (mut ahead, mut around): (Walk, Walk) = if forward {
        (Box::new(after..count), Box::new(0..after))
    } else {
        (
            Box::new((0..here_or_last).rev()),
            Box::new((here_or_last..count).rev()),
        )
    };
    let next = hit(here, true).or_else(|| ahead.find_map(|at| hit(at, false)));
    let is_wrapped = next.is_none();
    let next = next.or_else(|| around.find_map(|at| hit(at, false)));
    match next {
        Some((row, column)) => at(open, row, column, is_wrapped),
        None => FindEvent::Nowhere,
    }
}

fn at(open: &mut OpenFile, row: u32, column: usize, is_wrapped: bool) -> FindEvent {
    if open.shown().position_of(row).is_none() {
        open.show_all();
    }
    let position = open.shown().position_of(row).unwrap_or_default();
    let place = view::place_at(open, position, column);
    FindEvent::At {
        row,
        place,
        is_wrapped,
    }
}

fn replace_here(open: &mut OpenFile, position: u32, column: usize, with: &str) -> Reply {
    let Some((looking, row)) = open.looking.as_ref().zip(open.shown().row_at(position)) else {
        return found(FindEvent::Nowhere);
    };
    let search = Search {
        rows: &[RowId(row)],
        columns: &[column],
        ..search(&looking.query)
    };
    let is_in_scope = looking.query.columns.contains(&column)
        && looking
            .within
            .as_ref()
            .is_none_or(|within| within.contains(row));
    let plan = match open.file().plan_replace(&search, with) {
        Ok(plan) if plan.occurrences > 0 && is_in_scope => plan,
        Ok(_) => return found(go(open, position, column, true)),
        Err(error) => return super::reply::refused(error).into(),
    };
    planning::apply(open, Did::Replaced, plan)
}

impl OpenFile {
    /// Where what is looked for stands in a row at hand.
    pub(super) fn places_found(&self, id: RowId) -> Vec<FoundAt> {
        let Some((looking, row)) = self.looking.as_ref().zip(self.file().row(id)) else {
            return Vec::new();
        };
        if looking
            .within
            .as_ref()
            .is_some_and(|within| !within.contains(id.0))
        {
            return Vec::new();
        }
        let mut places = Vec::new();
        for column in looking.query.columns.iter().filter(|it| **it < row.len()) {
            let text = row.text(*column);
            let found = looking.pattern.places(&text).take(MARKED);
            places.extend(found.map(|place| FoundAt {
                column: *column,
                from: place.start,
                to: place.end,
            }));
        }
        places
    }
}
