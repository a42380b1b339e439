//! All that can happen within a few scopes, and what is promised of it.
#![allow(
    clippy::print_stderr,
    reason = "the counts are what these tests are asked for"
)]

use std::{collections::HashSet, time::Instant};

use model::{
    search::{Census, explore},
    world::Scope,
};
use shared::workflow::{IdentityEvent, IdentityState, RequestEvent, RequestState, Standing};

fn search(name: &str, scope: &Scope) -> Census {
    let began = Instant::now();
    let census = explore(scope);
    eprintln!(
        "{name}: {} states, {} transitions, {} refused, {} deep, {:.1} s",
        census.states,
        census.transitions,
        census.refused,
        census.depth,
        began.elapsed().as_secs_f32()
    );
    census
}

/// Two copy requests with a mailbox in common, and messages as they like.
#[test]
fn two_tenants_agree_on_two_copies_whatever_happens() {
    search(
        "agreeing",
        &Scope {
            announced: [0b011, 0b110],
            identities: 3,
            mail_users: 0,
            asks: [0; 3],
            retries: 0,
            tries: 1,
            admins: 2,
            unruly_mail: true,
        },
    );
}

/// One mailbox, copied twice and tried again.
const COPIED_AGAIN: Scope = Scope {
    announced: [0b1, 0b1],
    identities: 1,
    mail_users: 1,
    asks: [1, 1, 1],
    retries: 1,
    tries: 1,
    admins: 1,
    unruly_mail: false,
};

/// One mailbox, mapped and written twice.
const MAPPED_AGAIN: Scope = Scope {
    announced: [0b1, 0],
    mail_users: 2,
    asks: [2, 2, 1],
    retries: 0,
    ..COPIED_AGAIN
};

#[test]
fn every_event_happens_in_every_state_that_knows_it() {
    let mut census = search("copied again", &COPIED_AGAIN);
    for (name, scope) in [("mapped again", MAPPED_AGAIN), ("writing two", WRITING_TWO)] {
        let more = search(name, &scope);
        census.requests.extend(more.requests);
        census.identities.extend(more.identities);
    }
    let mut requests = HashSet::new();
    for state in RequestState::ALL {
        for event in RequestEvent::ALL {
            if state.after(event).is_some() {
                requests.insert((state, event));
            }
        }
    }
    assert_eq!(census.requests, requests);
    let mut identities = HashSet::new();
    for state in IdentityState::ALL {
        for event in EVENTS {
            let standing = Standing::stored(state, state.has_target().then_some(()));
            if standing.is_some_and(|one| one.after(event).is_some()) {
                identities.insert((state, event));
            }
        }
    }
    let missing: Vec<_> = identities.difference(&census.identities).collect();
    assert!(missing.is_empty(), "never happened: {missing:?}");
    let wrong: Vec<_> = census.identities.difference(&identities).collect();
    assert!(wrong.is_empty(), "not in the table: {wrong:?}");
}

const EVENTS: [IdentityEvent<()>; 11] = [
    IdentityEvent::CopiedAgain,
    IdentityEvent::Matched(()),
    IdentityEvent::Unmatched,
    IdentityEvent::Contested,
    IdentityEvent::LetGo,
    IdentityEvent::Sent,
    IdentityEvent::NotShown,
    IdentityEvent::Ready,
    IdentityEvent::Lacking,
    IdentityEvent::Failed,
    IdentityEvent::LeftAlone,
];

/// Two mailboxes that want the same MailUsers.
const WRITING_TWO: Scope = Scope {
    announced: [0b11, 0],
    identities: 2,
    mail_users: 2,
    asks: [1, 1, 1],
    retries: 0,
    tries: 2,
    admins: 1,
    unruly_mail: false,
};

#[test]
fn two_mailboxes_are_mapped_twice_while_a_write_waits() {
    search(
        "mapping twice",
        &Scope {
            asks: [2, 1, 0],
            tries: 1,
            ..WRITING_TWO
        },
    );
}

#[test]
fn three_mailboxes_are_mapped_and_written_whatever_happens() {
    search(
        "writing three",
        &Scope {
            announced: [0b111, 0],
            identities: 3,
            tries: 1,
            ..WRITING_TWO
        },
    );
}

#[test]
fn two_mailboxes_are_copied_over_while_they_are_mapped_and_written() {
    search(
        "everything",
        &Scope {
            announced: [0b11, 0b10],
            tries: 1,
            ..WRITING_TWO
        },
    );
}
