//! Settles what a rule says, some groups at a time.

use super::{Knot, Ledger, Say};
use crate::{
    matching::{
        join::Groups,
        people::{as_u32, part},
    },
    order,
};

/// Decides for all mailboxes of groups, whose MailUsers are all free.
#[derive(Default)]
pub(in crate::matching) struct Settling {
    phase: Phase,
    /// The group that is next, or the one of those that somebody has to choose from.
    at: usize,
    /// How many groups lead to each MailUser.
    led_here: Vec<u32>,
    /// The groups that somebody has to choose from.
    knotted: Vec<u32>,
    /// For each of them one before it with which it hangs together by MailUsers, or
    /// itself; and of each MailUser the first that it is in.
    parents: Vec<u32>,
    first_of: Vec<Option<u32>>,
    /// The knots, and those of earlier rules that belong to each.
    knots: Vec<Knot>,
    older: Vec<Vec<u32>>,
    /// Which knot each group is in, where it stands for all of it.
    knot_at: Vec<Option<u32>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Phase {
    #[default]
    Count,
    Give,
    /// Who hangs together with whom.
    Tie,
    Knot,
    Older,
    Leave,
    Done,
}

impl Settling {
    /// Goes on with so many groups; true once all is decided. Rule and groups are the
    /// same each time.
    pub(in crate::matching) fn step(
        &mut self,
        ledger: &mut Ledger,
        say: &Say<'_>,
        groups: &Groups,
        most: usize,
    ) -> bool {
        let end = self.at.saturating_add(most).min(self.in_all(groups));
        for at in self.at..end {
            match self.phase {
                Phase::Count => self.count(ledger, groups, at),
                Phase::Give => self.give(ledger, say, groups, at),
                Phase::Tie => self.tie(groups, at),
                Phase::Knot => self.knot(ledger, groups, at),
                Phase::Older => self.older(ledger, at),
                Phase::Leave => self.leave(ledger, say, groups, at),
                Phase::Done => {}
            }
        }
        self.at = end;
        if end >= self.in_all(groups) {
            self.next_phase(ledger);
        }
        self.phase == Phase::Done
    }

    /// How far it is, per mille.
    pub(in crate::matching) fn done(&self, groups: &Groups) -> usize {
        let of_phase = part(self.at, self.in_all(groups));
        match self.phase {
            Phase::Count => of_phase / 5,
            Phase::Give => 200 + of_phase / 2,
            Phase::Tie | Phase::Knot | Phase::Older => 700,
            Phase::Leave => 800 + of_phase / 5,
            Phase::Done => 1000,
        }
    }

    fn in_all(&self, groups: &Groups) -> usize {
        match self.phase {
            Phase::Count | Phase::Give => groups.len(),
            Phase::Tie | Phase::Knot | Phase::Leave => self.knotted.len(),
            Phase::Older => self.knots.len(),
            Phase::Done => 0,
        }
    }

    fn next_phase(&mut self, ledger: &mut Ledger) {
        self.at = 0;
        self.phase = match self.phase {
            Phase::Count => Phase::Give,
            Phase::Give => {
                self.parents = (0..as_u32(self.knotted.len())).collect();
                self.knot_at = vec![None; self.knotted.len()];
                if !self.knotted.is_empty() {
                    self.first_of = vec![None; ledger.taken.len()];
                }
                Phase::Tie
            }
            Phase::Tie => Phase::Knot,
            Phase::Knot => Phase::Older,
            Phase::Older => {
                let first = as_u32(ledger.knots.len());
                for at in self.knot_at.iter_mut().flatten() {
                    *at = at.saturating_add(first);
                }
                ledger.knots.append(&mut self.knots);
                Phase::Leave
            }
            Phase::Leave | Phase::Done => Phase::Done,
        };
    }

    fn count(&mut self, ledger: &Ledger, groups: &Groups, at: usize) {
        if at == 0 {
            self.led_here = vec![0; ledger.taken.len()];
        }
        for target in groups.get(at).into_iter().flat_map(|group| group.targets) {
            if let Some(count) = self.led_here.get_mut(*target as usize) {
                *count = count.saturating_add(1);
            }
        }
    }

    fn give(&mut self, ledger: &mut Ledger, say: &Say<'_>, groups: &Groups, at: usize) {
        let Some(group) = groups.get(at) else { return };
        match (group.sources, group.targets) {
            ([source], [target])
                if ledger.is_lone(*target, &self.led_here) && !(say.is_incomplete)(*source) =>
            {
                ledger.give(say, *source, *target);
            }
            _ => self.knotted.push(as_u32(at)),
        }
    }

    fn tie(&mut self, groups: &Groups, nth: usize) {
        let at = as_u32(nth);
        for target in self.targets(groups, nth) {
            if let Some(first) = self.first_of.get_mut(*target as usize) {
                let first = *first.get_or_insert(at);
                let (a, b) = (root(&mut self.parents, first), root(&mut self.parents, at));
                // The smaller one stands: so the result depends on the groups alone.
                if let Some(parent) = self.parents.get_mut(a.max(b) as usize) {
                    *parent = a.min(b);
                }
            }
        }
    }

    /// Puts a group into the knot of those with which it hangs together.
    fn knot(&mut self, ledger: &Ledger, groups: &Groups, nth: usize) {
        let root = root(&mut self.parents, as_u32(nth));
        let (Some(at), Some(group)) = (
            self.knot_at.get_mut(root as usize),
            self.knotted
                .get(nth)
                .and_then(|at| groups.get(*at as usize)),
        ) else {
            return;
        };
        let at = *at.get_or_insert_with(|| {
            self.knots.push(Knot::default());
            self.older.push(Vec::new());
            as_u32(self.knots.len() - 1)
        }) as usize;
        if let (Some(knot), Some(older)) = (self.knots.get_mut(at), self.older.get_mut(at)) {
            knot.add(group.sources, group.sources.len());
            let known = group.targets.iter();
            older.extend(known.filter_map(|target| *ledger.knot_of.get(*target as usize)?));
        }
    }

    /// Adds to a knot what earlier rules knotted of its MailUsers.
    fn older(&mut self, ledger: &Ledger, at: usize) {
        if let (Some(knot), Some(older)) = (self.knots.get_mut(at), self.older.get_mut(at)) {
            order::by_number(older, |at| u64::from(*at));
            older.dedup();
            for before in older.iter().filter_map(|at| ledger.knots.get(*at as usize)) {
                knot.add(&before.sources, before.count);
            }
        }
    }

    fn leave(&mut self, ledger: &mut Ledger, say: &Say<'_>, groups: &Groups, nth: usize) {
        let root = root(&mut self.parents, as_u32(nth));
        let group = self
            .knotted
            .get(nth)
            .and_then(|at| groups.get(*at as usize));
        if let (Some(Some(knot)), Some(group)) = (self.knot_at.get(root as usize), group) {
            ledger.leave_to_a_person(say, &group, *knot);
        }
    }

    fn targets<'g>(&self, groups: &'g Groups, nth: usize) -> &'g [u32] {
        let at = self.knotted.get(nth);
        let group = at.and_then(|at| groups.get(*at as usize));
        group.map(|group| group.targets).unwrap_or_default()
    }
}

/// Follows parents to the one that is its own, and shortens the way for the next.
fn root(parents: &mut [u32], mut at: u32) -> u32 {
    loop {
        let parent = parents.get(at as usize).copied().unwrap_or(at);
        if parent == at {
            return at;
        }
        let above = parents.get(parent as usize).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(at as usize) {
            *slot = above;
        }
        at = above;
    }
}
