//! A sort that can be stopped anywhere and go on: for who sorts a million numbers and has
//! to answer meanwhile.

/// Numbers that are being sorted: run by run, and then ever longer runs of them.
///
/// ```
/// use shared::order::Sorting;
///
/// let mut sorting = Sorting::new(vec![3_u64, 1, 2], 1);
/// while !sorting.step(1) {}
/// assert_eq!(sorting.into_sorted(), [1, 2, 3]);
/// ```
#[derive(Debug)]
pub struct Sorting<T> {
    from: Vec<T>,
    to: Vec<T>,
    /// How far the first runs are sorted.
    presorted: usize,
    /// Length of the runs that are sorted.
    width: usize,
    /// The next of the left run, and of the right one.
    left: usize,
    right: usize,
    /// Where the left run ends, and the right one.
    middle: usize,
    end: usize,
}

impl<T: Ord + Copy> Sorting<T> {
    /// Begins to sort, so many at once. A list that is sorted is done.
    pub fn new(list: Vec<T>, run: usize) -> Self {
        let all = list.len();
        let is_sorted = list.is_sorted();
        Self {
            from: list,
            to: Vec::new(),
            presorted: if is_sorted { all } else { 0 },
            width: if is_sorted { all } else { run.max(1) },
            left: 0,
            right: 0,
            middle: 0,
            end: 0,
        }
    }

    /// Goes on for about so many numbers; true once all are sorted.
    pub fn step(&mut self, most: usize) -> bool {
        let mut left = most.max(1);
        while left > 0 && !self.is_done() {
            let done = if self.presorted < self.from.len() {
                self.sort_run()
            } else {
                self.merge(left)
            };
            left = left.saturating_sub(done.max(1));
        }
        self.is_done()
    }

    /// The numbers in their order, once they are.
    pub fn into_sorted(self) -> Vec<T> {
        self.from
    }

    fn is_done(&self) -> bool {
        let all = self.from.len();
        self.presorted >= all && self.width >= all
    }

    fn sort_run(&mut self) -> usize {
        let end = self
            .presorted
            .saturating_add(self.width)
            .min(self.from.len());
        let run = self.from.get_mut(self.presorted..end).unwrap_or_default();
        run.sort_unstable();
        let count = run.len();
        self.presorted = end;
        if end == self.from.len() && self.width < end {
            self.to.reserve_exact(end);
            self.take_pair(0);
        }
        count
    }

    fn take_pair(&mut self, start: usize) {
        let all = self.from.len();
        self.left = start;
        self.middle = start.saturating_add(self.width).min(all);
        self.right = self.middle;
        self.end = self.middle.saturating_add(self.width).min(all);
    }

    /// Merges a pair of runs, or a part of it; says how many numbers that were.
    fn merge(&mut self, most: usize) -> usize {
        let before = self.to.len();
        while self.to.len() - before < most {
            let left = self.from.get(self.left..self.middle).and_then(<[T]>::first);
            let right = self.from.get(self.right..self.end).and_then(<[T]>::first);
            match (left, right) {
                (Some(one), Some(other)) if one > other => {
                    self.to.push(*other);
                    self.right += 1;
                }
                (Some(one), _) => {
                    self.to.push(*one);
                    self.left += 1;
                }
                (None, Some(other)) => {
                    self.to.push(*other);
                    self.right += 1;
                }
                (None, None) => {
                    self.next_pair();
                    break;
                }
            }
        }
        self.to.len().saturating_sub(before)
    }

    fn next_pair(&mut self) {
        if self.end < self.from.len() {
            return self.take_pair(self.end);
        }
        std::mem::swap(&mut self.from, &mut self.to);
        self.to.clear();
        self.width = self.width.saturating_mul(2);
        self.take_pair(0);
    }
}
