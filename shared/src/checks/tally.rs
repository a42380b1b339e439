//! Findings in numbers, and the rows that would not be applied.

use super::{
    Rule, Severity, catalogue,
    place::{Place, RuleNumber},
};

/// How many findings there are of each rule and severity.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    counts: Vec<[u32; 3]>,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            counts: vec![[0; 3]; catalogue().len()],
        }
    }
}

impl Tally {
    pub(super) fn add(&mut self, place: Place) {
        if let Some(count) = self.count_mut(place.rule, place.severity) {
            *count = count.saturating_add(1);
        }
    }

    pub(super) fn subtract(&mut self, place: Place) {
        if let Some(count) = self.count_mut(place.rule, place.severity) {
            *count = count.saturating_sub(1);
        }
    }

    /// How many findings have this severity.
    pub(super) fn of_severity(&self, severity: Severity) -> u32 {
        self.each()
            .filter(|(_, of, _)| *of == severity)
            .fold(0, |sum, (.., count)| sum.saturating_add(count))
    }

    /// Rules that found something, in the order of the catalogue.
    pub(super) fn each(&self) -> impl Iterator<Item = (RuleNumber, Severity, u32)> {
        catalogue()
            .iter()
            .zip(&self.counts)
            .flat_map(|(rule, counts)| {
                SEVERITIES
                    .into_iter()
                    .zip(*counts)
                    .filter(|(_, count)| *count > 0)
                    .map(|(severity, count)| (RuleNumber::of(rule), severity, count))
            })
    }

    /// The same with the rules themselves.
    pub(super) fn by_rule(&self) -> impl Iterator<Item = (&'static Rule, Severity, u32)> {
        self.each()
            .filter_map(|(rule, severity, count)| Some((rule.rule()?, severity, count)))
    }

    fn count_mut(&mut self, rule: RuleNumber, severity: Severity) -> Option<&mut u32> {
        let at = SEVERITIES.iter().position(|known| *known == severity)?;
        self.counts.get_mut(rule.index())?.get_mut(at)
    }
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// A set of rows: a bit each, from the first one on that is in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RowSet {
    bits: Vec<u64>,
    count: u32,
}

impl RowSet {
    /// Whether a row (0 is the first) is in the set.
    pub fn contains(&self, row: u32) -> bool {
        let (word, bit) = place(row);
        self.bits.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// How many rows are in the set.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Whether no row is in the set.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The rows in their order; 0 is the first of the file.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..).zip(&self.bits).flat_map(|(word, bits)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                let next = bits.trailing_zeros();
                bits &= bits.wrapping_sub(1);
                (next < u64::BITS).then(|| word * u64::BITS + next)
            })
        })
    }

    /// Puts a row into the set, or takes it out.
    pub fn set(&mut self, row: u32, is_in: bool) {
        let (word, bit) = place(row);
        if is_in && word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        let Some(bits) = self.bits.get_mut(word) else {
            return;
        };
        let was_in = *bits & bit != 0;
        if was_in != is_in {
            *bits ^= bit;
            self.count = if is_in {
                self.count + 1
            } else {
                self.count - 1
            };
        }
    }
}

fn place(row: u32) -> (usize, u64) {
    let word = usize::try_from(row / u64::BITS).unwrap_or(usize::MAX);
    (word, 1 << (row % u64::BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_into_it() {
        let mut set = RowSet::default();
        assert_eq!((set.len(), set.is_empty()), (0, true));
        for row in [0, 700, 700, 63, 64] {
            set.set(row, true);
        }
        set.set(64, false);
        set.set(9_000, false);
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 700]);
        assert_eq!((set.len(), set.is_empty()), (3, false));
        assert!(set.contains(63) && !set.contains(64) && !set.contains(9_000));
    }

    #[test]
    fn findings_are_counted_by_rule_and_severity() {
        let rules: Vec<RuleNumber> = catalogue().iter().take(2).map(RuleNumber::of).collect();
        let place = |rule, severity| Place::new(0, None, rule, severity);
        let mut tally = Tally::default();
        tally.add(place(rules[1], Severity::Note));
        tally.add(place(rules[1], Severity::Error));
        tally.add(place(rules[0], Severity::Warning));
        tally.add(place(rules[0], Severity::Warning));
        tally.subtract(place(rules[1], Severity::Note));
        assert_eq!(
            tally.each().collect::<Vec<_>>(),
            [
                (rules[0], Severity::Warning, 2),
                (rules[1], Severity::Error, 1)
            ]
        );
        assert_eq!(tally.of_severity(Severity::Warning), 2);
        assert_eq!(tally.of_severity(Severity::Note), 0);
    }
}
