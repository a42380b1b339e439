//! Whatever may happen next.

use shared::workflow::{IdentityEvent, IdentityState, RequestEvent, RequestState};

use crate::world::{COPIES, Scope, World};

/// A tenant whose people press buttons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tenant {
    /// Where mailboxes leave.
    Source,
    /// Where they arrive.
    Target,
    /// Neither.
    Stranger,
}

/// What people press.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Press {
    /// New copy request.
    Create(u8),
    /// Accept, with or without overwrite.
    Accept(u8, bool),
    /// Reject.
    Reject(u8),
    /// Take back.
    Withdraw(u8),
    /// Map; by file or not.
    Map(bool),
    /// Write.
    Write,
    /// Verify.
    Verify,
    /// Stop a request of the pair.
    Stop(u8),
    /// Try a failed one again.
    Retry(u8),
}

/// What a directory answers, or what a MailUser shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It is there, it was done, it shows.
    Good,
    /// It is not there any more.
    Gone,
    /// It was refused, or is not enough.
    Bad,
    /// It is not ours to write, or does not show yet.
    NotNow,
    /// It was done, and nobody heard of it.
    Lost,
}

/// Something that may happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// Somebody presses something.
    Pressed(Tenant, u8, Press),
    /// Seven days are over.
    Expired(u8),
    /// A message arrives; it may have arrived before.
    Arrives(u8),
    /// Its sender hears that it arrived.
    Forgotten(u8),
    /// The first job's next slice begins.
    Try,
    /// Its tries are over.
    GiveUp,
    /// The object dies, or a directory does not answer.
    Crash,
    /// The slice goes on with this answer.
    Goes(Answer),
    /// A map with what was found, by number.
    Maps(u16),
}

impl Event {
    /// Whether it is a step of a job.
    pub(crate) fn is_of_a_job(self) -> bool {
        matches!(
            self,
            Self::Try | Self::GiveUp | Self::Crash | Self::Goes(_) | Self::Maps(_)
        )
    }
}

/// What a step did, besides the world after it.
#[derive(Default, Debug)]
pub struct Trace {
    /// Events that requests went through.
    pub requests: Vec<(RequestState, RequestEvent)>,
    /// Events that identities went through.
    pub identities: Vec<(IdentityState, IdentityEvent<u8>)>,
    /// A call that changed a MailUser: for whom, which.
    pub written: Option<(u8, u8)>,
    /// A request that was asked for anew.
    pub begun: Option<u8>,
}

/// What may be tried at any time, whether it does anything or not.
pub fn always(scope: &Scope) -> Vec<Event> {
    let mut events = Vec::new();
    presses(&mut events, scope);
    events.extend((0..index(COPIES)).map(Event::Expired));
    events.extend([Event::Try, Event::GiveUp, Event::Crash]);
    events.extend(
        [
            Answer::Good,
            Answer::Gone,
            Answer::Bad,
            Answer::NotNow,
            Answer::Lost,
        ]
        .map(Event::Goes),
    );
    events
}

/// What may happen besides, as the world is now.
pub fn besides(world: &World, scope: &Scope) -> impl Iterator<Item = Event> + use<> {
    let letters = index(world.letters.len());
    (0..letters)
        .flat_map(|letter| [Event::Arrives(letter), Event::Forgotten(letter)])
        .chain((0..crate::mapping::choices(world, scope)).map(Event::Maps))
}

fn presses(events: &mut Vec<Event>, scope: &Scope) {
    for tenant in [Tenant::Source, Tenant::Target, Tenant::Stranger] {
        for admin in 0..scope.admins {
            let mut press = |what| events.push(Event::Pressed(tenant, admin, what));
            for copy in 0..index(COPIES) {
                press(Press::Create(copy));
                press(Press::Accept(copy, false));
                press(Press::Accept(copy, true));
                press(Press::Reject(copy));
                press(Press::Withdraw(copy));
            }
            press(Press::Map(false));
            press(Press::Map(true));
            press(Press::Write);
            press(Press::Verify);
            for request in 0..5 {
                press(Press::Stop(request));
                press(Press::Retry(request));
            }
        }
    }
}

/// Lets an event happen; says whether it could. If not, nothing has changed.
pub fn happens(world: &mut World, scope: &Scope, event: Event, trace: &mut Trace) -> bool {
    let did = match event {
        Event::Pressed(tenant, admin, press) => world.pressed(scope, tenant, admin, press, trace),
        Event::Expired(copy) => world.expired(copy, trace),
        Event::Arrives(letter) => world.arrives(letter),
        Event::Forgotten(letter) => world.forgotten(letter),
        Event::Try => world.begin_try(scope),
        Event::GiveUp => world.give_up(scope, trace),
        Event::Crash => world.slice.take().is_some(),
        Event::Goes(answer) => world.goes(scope, answer, trace),
        Event::Maps(choice) => world.maps(scope, choice, trace),
    };
    if did && !scope.unruly_mail {
        while world.arrives(0) {
            world.forgotten(0);
        }
    }
    did
}

pub(crate) fn index(place: usize) -> u8 {
    u8::try_from(place).unwrap_or(u8::MAX)
}
