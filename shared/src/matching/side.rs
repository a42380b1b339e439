//! The people of one side, as they are given: as they lie in memory, or each made when it
//! is asked for, by who cannot hold on to them between two slices of a run.

use std::{fmt, ops::Deref};

/// Everybody of one side. Each time somebody is asked for at a place, it is the same one.
pub enum Side<'a, P> {
    /// As they lie in memory.
    List(&'a [P]),
    /// So many; none is made for a place where nobody is.
    Made {
        /// How many.
        len: usize,
        /// Makes the one at a place.
        make: &'a dyn Fn(usize) -> Option<P>,
    },
}

impl<'a, P> Side<'a, P> {
    /// How many they are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::List(all) => all.len(),
            Self::Made { len, .. } => *len,
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<One<'a, P>> {
        match self {
            Self::List(all) => all.get(at).map(One::Lent),
            Self::Made { make, .. } => make(at).map(One::Made),
        }
    }
}

impl<P> Clone for Side<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Side<'_, P> {}

impl<P> fmt::Debug for Side<'_, P> {
    /// A count: the contents are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Side({})", self.len())
    }
}

/// One of a side.
pub(super) enum One<'a, P> {
    Lent(&'a P),
    Made(P),
}

impl<P> Deref for One<'_, P> {
    type Target = P;

    fn deref(&self) -> &P {
        match self {
            Self::Lent(one) => one,
            Self::Made(one) => one,
        }
    }
}
