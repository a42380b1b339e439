//! One MailUser for one identity: who is refused what they ask for.

use std::collections::{BTreeMap, BTreeSet};

/// Why an identity does not get the MailUser that it asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused<I> {
    /// This one keeps it.
    Kept(I),
    /// Others ask for it, too.
    Contested,
}

/// Takes out of `asked` whoever cannot have what they ask for, and says why. What
/// is left can be granted all at once: identities may change places.
///
/// `held` are the identities that lead to a MailUser. Letting one that is refused
/// keep its MailUser can take it from another, so this goes on until nothing
/// changes.
pub fn refuse_taken<I: Copy + Ord, T: Copy + Ord>(
    held: &[(I, T)],
    asked: &mut BTreeMap<I, T>,
) -> BTreeMap<I, Refused<I>> {
    let mut refused = BTreeMap::new();
    loop {
        let keepers: BTreeMap<T, I> = held
            .iter()
            .filter(|(identity, _)| !asked.contains_key(identity))
            .map(|(identity, target)| (*target, *identity))
            .collect();
        let mut once = BTreeSet::new();
        let contested: BTreeSet<T> = asked
            .values()
            .copied()
            .filter(|target| !once.insert(*target))
            .collect();
        let taken: Vec<(I, Refused<I>)> = asked
            .iter()
            .filter_map(|(identity, target)| match keepers.get(target) {
                Some(keeper) => Some((*identity, Refused::Kept(*keeper))),
                None => contested
                    .contains(target)
                    .then_some((*identity, Refused::Contested)),
            })
            .collect();
        if taken.is_empty() {
            return refused;
        }
        for (identity, why) in taken {
            asked.remove(&identity);
            refused.insert(identity, why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_can_make_another() {
        // 1 wants what 2 has, 2 wants what 3 has, and 3 stays.
        let held = [(1, 'a'), (2, 'b'), (3, 'c')];
        let mut asked = BTreeMap::from([(1, 'b'), (2, 'c')]);
        let refused = refuse_taken(&held, &mut asked);
        assert_eq!(
            refused,
            BTreeMap::from([(1, Refused::Kept(2)), (2, Refused::Kept(3))])
        );
        assert!(asked.is_empty());
    }

    #[test]
    fn places_can_be_changed_and_rivals_get_nothing() {
        let held = [(1, 'a'), (2, 'b')];
        let mut asked = BTreeMap::from([(1, 'b'), (2, 'a'), (3, 'c'), (4, 'c')]);
        let refused = refuse_taken(&held, &mut asked);
        assert_eq!(asked, BTreeMap::from([(1, 'b'), (2, 'a')]));
        assert_eq!(
            refused,
            BTreeMap::from([(3, Refused::Contested), (4, Refused::Contested)])
        );
    }
}
