//! What goes wrong, and how often: drawn from the run's own number.

use std::{cell::RefCell, rc::Rc};

/// Chances in ten thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// A call is lost on the way there: no effect.
    pub lost_before: u32,
    /// It had its effect, and the answer is lost.
    pub lost_after: u32,
    /// 429, with or without `Retry-After`.
    pub throttled: u32,
    /// 5xx, or a list that ends before its end.
    pub server_error: u32,
    /// A change is taken, and shows only later.
    pub shows_later: u32,
    /// The object dies while it waits.
    pub evicted: u32,
    /// A message or a command arrives twice.
    pub twice: u32,
    /// It takes seconds to minutes instead of milliseconds.
    pub slow: u32,
    /// An alarm never comes.
    pub alarm_lost: u32,
    /// An alarm comes twice.
    pub alarm_twice: u32,
    /// A statement fails.
    pub statement: u32,
}

impl Rates {
    /// Nothing goes wrong.
    pub const CALM: Self = Self {
        lost_before: 0,
        lost_after: 0,
        throttled: 0,
        server_error: 0,
        shows_later: 0,
        evicted: 0,
        twice: 0,
        slow: 0,
        alarm_lost: 0,
        alarm_twice: 0,
        statement: 0,
    };

    /// Any mixture, from a breeze to a storm.
    fn drawn(rng: &mut fastrand::Rng) -> Self {
        let strength = [0, 30, 100, 300, 800][rng.usize(..5)];
        let mut rate = |share: u32| rng.u32(..=strength * share / 4);
        Self {
            lost_before: rate(4),
            lost_after: rate(4),
            throttled: rate(4),
            server_error: rate(4),
            shows_later: rate(4),
            evicted: rate(4),
            twice: rate(4),
            slow: rate(4),
            alarm_lost: rate(1),
            alarm_twice: rate(4),
            statement: rate(1) / 20,
        }
    }
}

/// Rates and chance of one run.
#[derive(Clone)]
pub struct Weather(Rc<RefCell<(Rates, fastrand::Rng)>>);

impl Weather {
    /// The weather of the run with this number.
    pub fn of(number: u64) -> Self {
        let mut rng = fastrand::Rng::with_seed(number);
        let rates = Rates::drawn(&mut rng);
        Self(Rc::new(RefCell::new((rates, rng))))
    }

    /// From now on it goes like this.
    pub fn set(&self, rates: Rates) {
        self.0.borrow_mut().0 = rates;
    }

    /// From now on nothing goes wrong; answers how it would have gone.
    pub fn held(&self) -> Rates {
        std::mem::replace(&mut self.0.borrow_mut().0, Rates::CALM)
    }

    /// Does something during which nothing goes wrong.
    pub fn paused<T>(&self, what: impl FnOnce() -> T) -> T {
        let rates = self.held();
        let done = what();
        self.set(rates);
        done
    }

    /// Draws with a rate.
    pub fn strikes(&self, rate: impl FnOnce(&Rates) -> u32) -> bool {
        let mut inside = self.0.borrow_mut();
        let rate = rate(&inside.0);
        rate > 0 && inside.1.u32(..10_000) < rate
    }

    /// Whether something of this chance in a hundred happens.
    pub fn percent(&self, chance: u32) -> bool {
        self.below(100) < chance
    }

    /// A number below `end`.
    pub fn below(&self, end: u32) -> u32 {
        self.0.borrow_mut().1.u32(..end)
    }

    /// A number in a range.
    pub fn between(&self, least: i64, most: i64) -> i64 {
        self.0.borrow_mut().1.i64(least..=most)
    }

    /// One of several.
    pub fn one_of<'a, T>(&self, several: &'a [T]) -> Option<&'a T> {
        self.0.borrow_mut().1.choice(several)
    }

    /// Random bytes.
    pub fn bytes(&self) -> [u8; 16] {
        self.0.borrow_mut().1.u128(..).to_le_bytes()
    }

    /// How long one way takes.
    pub fn way(&self) -> i64 {
        if self.strikes(|rates| rates.slow) {
            self.between(1_000, 100_000)
        } else {
            self.between(1, 60)
        }
    }
}
