//! Breadth first through all that can happen.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
    hash::BuildHasher,
};

use foldhash::quality::FixedState;
use shared::workflow::{IdentityEvent, IdentityState, RequestEvent, RequestState};

use crate::{
    event::{self, Event, Trace},
    promises,
    world::{Scope, World},
};

/// What a search went through.
#[derive(Debug, Default)]
pub struct Census {
    /// Different worlds.
    pub states: usize,
    /// Steps that changed something.
    pub transitions: usize,
    /// Steps that were tried and changed nothing: refused, late or repeated.
    pub refused: usize,
    /// Most steps from the empty world.
    pub depth: usize,
    /// What requests went through.
    pub requests: HashSet<(RequestState, RequestEvent)>,
    /// What identities went through; all MailUsers count as one.
    pub identities: HashSet<(IdentityState, IdentityEvent<()>)>,
}

impl Census {
    fn saw(&mut self, trace: &Trace) {
        self.requests.extend(&trace.requests);
        self.identities.extend(
            trace
                .identities
                .iter()
                .map(|(state, event)| (*state, nameless(*event))),
        );
    }
}

/// Worlds are told apart by 128 bits of their content.
type Known = HashMap<u128, (u128, Option<Event>), FixedState>;

/// Goes through everything within a scope.
///
/// # Panics
/// Panics on the first broken promise, with the shortest way to it.
pub fn explore(scope: &Scope) -> Census {
    let mut census = Census::default();
    let empty = World::empty(scope);
    let mut known = Known::default();
    known.insert(fingerprint(&empty), (0, None));
    let mut layer = vec![empty];
    let always = event::always(scope);
    while !layer.is_empty() {
        census.states += layer.len();
        let mut next_layer = Vec::new();
        for world in &layer {
            let from = fingerprint(world);
            // What is refused leaves it as it is, so that it need not be copied.
            let mut next = world.clone();
            for event in always.iter().copied().chain(event::besides(world, scope)) {
                let mut trace = Trace::default();
                if !event::happens(&mut next, scope, event, &mut trace) {
                    census.refused += 1;
                    continue;
                }
                census.transitions += 1;
                census.saw(&trace);
                if let Some(promise) = promises::broken(world, &next, scope, event, &trace) {
                    panic!("{promise}\n{}", the_way(&known, from, event, scope));
                }
                let next = std::mem::replace(&mut next, world.clone());
                known.entry(fingerprint(&next)).or_insert_with(|| {
                    next_layer.push(next);
                    (from, Some(event))
                });
            }
            assert_eq!(next, *world, "what was refused had an effect");
        }
        census.depth += usize::from(!next_layer.is_empty());
        layer = next_layer;
    }
    census
}

fn fingerprint(world: &World) -> u128 {
    let half = |seed| FixedState::with_seed(seed).hash_one(world);
    u128::from(half(1)) << 64 | u128::from(half(2))
}

/// The steps from the empty world to a broken promise, and the worlds at its end.
fn the_way(known: &Known, mut from: u128, last: Event, scope: &Scope) -> String {
    let mut events = vec![last];
    while let Some((before, Some(event))) = known.get(&from) {
        events.push(*event);
        from = *before;
    }
    events.reverse();
    let mut world = World::empty(scope);
    let mut text = String::new();
    for event in events {
        // Writing to a String cannot fail.
        _ = writeln!(text, "  {event:?}");
        event::happens(&mut world, scope, event, &mut Trace::default());
    }
    _ = write!(text, "{world:#?}");
    text
}

/// An identity's event, whichever MailUser it is about.
fn nameless(event: IdentityEvent<u8>) -> IdentityEvent<()> {
    match event {
        IdentityEvent::CopiedAgain => IdentityEvent::CopiedAgain,
        IdentityEvent::Matched(_) => IdentityEvent::Matched(()),
        IdentityEvent::Unmatched => IdentityEvent::Unmatched,
        IdentityEvent::Contested => IdentityEvent::Contested,
        IdentityEvent::LetGo => IdentityEvent::LetGo,
        IdentityEvent::Sent => IdentityEvent::Sent,
        IdentityEvent::NotShown => IdentityEvent::NotShown,
        IdentityEvent::Ready => IdentityEvent::Ready,
        IdentityEvent::Lacking => IdentityEvent::Lacking,
        IdentityEvent::Failed => IdentityEvent::Failed,
        IdentityEvent::LeftAlone => IdentityEvent::LeftAlone,
    }
}
