//! Sorting in little code.
//!
//! The standard library's sorts are quick, and are compiled anew for every type and every
//! closure: four to seventeen thousand bytes each, which everybody who opens the review
//! page loads. Here all lists share two of them, of numbers: `u64` where whoever sorts has
//! such, and `u128` for what is sorted by a number and its place. All sorts are stable,
//! and none takes the square of its length, whoever wrote what is sorted.

use std::{cmp::Ordering, mem};

mod sorting;

pub use sorting::Sorting;

/// So few are put in order where they stand.
const FEW: usize = 20;

/// What can be sorted by a number first.
pub trait Leading: Ord {
    /// Less or equal for whatever is less.
    fn leading(&self) -> u64;
}

/// A number and a smaller one that sort as one: by the first, then by the second.
pub fn pair(first: u64, second: u32) -> u128 {
    u128::from(first) << u32::BITS | u128::from(second)
}

/// Both numbers of a [`pair`].
pub fn of_pair(pair: u128) -> (u64, u32) {
    let first = u64::try_from(pair >> u32::BITS).unwrap_or(u64::MAX);
    let second = u32::try_from(pair & u128::from(u32::MAX)).unwrap_or(u32::MAX);
    (first, second)
}

/// Two small numbers that sort as one: by the first, then by the second.
pub fn couple(first: u32, second: u32) -> u64 {
    u64::from(first) << u32::BITS | u64::from(second)
}

/// Both numbers of a [`couple`].
pub fn of_couple(couple: u64) -> (u32, u32) {
    let half = |half| u32::try_from(half).unwrap_or(u32::MAX);
    (
        half(couple >> u32::BITS),
        half(couple & u64::from(u32::MAX)),
    )
}

/// Sorts by a number; equal ones stay in their order. For long lists, too.
pub fn by_number<T>(list: &mut [T], number: impl Fn(&T) -> u64) {
    if list.len() <= FEW {
        insert_each(list, &mut |one, other| number(one).cmp(&number(other)));
    } else if !list.is_sorted_by_key(&number) {
        let numbers = list.iter().map(number).zip(0_u64..);
        let pairs = numbers.map(|(number, at)| u128::from(number) << u64::BITS | u128::from(at));
        arrange(list, places_of(pairs.collect()));
    }
}

/// Sorts by a number, and by `compare` where numbers are equal; what is equal by both
/// stays in its order. For long lists in which few numbers are equal.
pub fn by_number_and<T>(
    list: &mut [T],
    number: impl Fn(&T) -> u64,
    compare: impl Fn(&T, &T) -> Ordering,
) {
    by_number(list, &number);
    for same in list.chunk_by_mut(|one, other| number(one) == number(other)) {
        by(same, &compare);
    }
}

/// Sorts by what `compare` says; equal ones stay in their order. For short lists: a long
/// one takes its time.
pub fn by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if list.len() <= FEW {
        insert_each(list, &mut |one, other| compare(one, other));
        return;
    }
    let order = merged(
        list.len(),
        &mut |one, other| match (list.get(one), list.get(other)) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Ordering::Equal,
        },
    );
    arrange(list, order);
}

/// Sorts by a key; equal ones stay in their order. For short lists, as [`by`] is.
pub fn by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    by(list, |one, other| key(one).cmp(&key(other)));
}

fn insert_each<T>(list: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    for end in 1..list.len() {
        for at in (0..end).rev() {
            match list.get_mut(at..) {
                Some([one, other, ..]) if compare(one, other).is_gt() => mem::swap(one, other),
                _ => break,
            }
        }
    }
}

/// The places that belong to sorted numbers. Once in the program, as `merged` is.
#[inline(never)]
fn places_of(mut pairs: Vec<u128>) -> Vec<usize> {
    pairs.sort_unstable();
    let place = |pair| usize::try_from(pair & u128::from(u64::MAX)).unwrap_or(usize::MAX);
    pairs.into_iter().map(place).collect()
}

/// Places in the order that `compare` gives them: ever longer runs of them.
#[inline(never)]
fn merged(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..length).collect();
    let mut to = Vec::with_capacity(length);
    let mut width = 1;
    while width < length {
        for both in from.chunks(width.saturating_mul(2)) {
            let (left, right) = both.split_at(width.min(both.len()));
            merge(left, right, &mut to, compare);
        }
        mem::swap(&mut from, &mut to);
        to.clear();
        width = width.saturating_mul(2);
    }
    from
}

/// Two runs as one, the left one's first where they are equal.
fn merge(
    mut left: &[usize],
    mut right: &[usize],
    to: &mut Vec<usize>,
    compare: &mut dyn FnMut(usize, usize) -> Ordering,
) {
    let is_in_order = match (left.last(), right.first()) {
        (Some(last), Some(first)) => compare(*last, *first).is_le(),
        _ => true,
    };
    while !is_in_order
        && let Some((one, left_rest)) = left.split_first()
        && let Some((other, right_rest)) = right.split_first()
    {
        if compare(*one, *other).is_gt() {
            to.push(*other);
            right = right_rest;
        } else {
            to.push(*one);
            left = left_rest;
        }
    }
    to.extend_from_slice(left);
    to.extend_from_slice(right);
}

/// Puts at each place what stands at the place that `order` names for it.
fn arrange<T>(list: &mut [T], mut order: Vec<usize>) {
    for start in 0..list.len() {
        let mut at = start;
        while let Some(next) = order.get_mut(at).map(|next| mem::replace(next, at))
            && next != start
        {
            list.swap(at, next);
            at = next;
        }
    }
}

#[cfg(test)]
mod tests;
