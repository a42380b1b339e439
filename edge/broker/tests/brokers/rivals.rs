//! Two sources of one target that want the same MailUsers: never do both get one,
//! and nothing stays taken that nobody has.

use std::{cell::RefCell, collections::BTreeMap, time::Duration};

use broker::{
    messages::{Address, Outgoing, PairCommand, PairReply, TenantCommand},
    ports::{DirectoryError, Sql as _, Value},
    refusal::Refusal,
};
use futures::{FutureExt as _, executor::block_on};
use shared::{
    api::RequestView,
    ids::{Pair, TenantId},
    timestamp::Timestamp,
    workflow::{IdentityState, RequestState},
};

use crate::{
    directory::Fault,
    people::{admin, contoso, engineering, fabrikam, northwind, source_id, target_id},
    store::Database,
    world::{World, pair_request_of, request_of},
};

const NAMES: [&str; 4] = ["lena", "mia", "tom", "zoe"];

/// Chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// Contoso's and Northwind's pairs with Fabrikam. Both sources have mailboxes of
/// the same addresses.
struct Rivals {
    worlds: [World; 2],
    /// Who sent it, and what.
    on_the_way: RefCell<Vec<(usize, Outgoing)>>,
    /// None: everything arrives once and in order.
    chance: Option<RefCell<Chance>>,
}

/// Contoso, Northwind, Fabrikam, and both pairs.
const OBJECTS: usize = 5;

impl Rivals {
    fn new(seed: Option<u64>) -> Self {
        let one = World::with(&NAMES);
        let mut other = World::with(&NAMES);
        other.source = northwind();
        other.directory.source = northwind();
        other.clock = one.clock.clone();
        other.fault = one.fault.clone();
        other.pair = Database::new(&one.fault);
        Self {
            worlds: [one, other],
            on_the_way: RefCell::default(),
            chance: seed.map(|seed| RefCell::new(Chance(seed))),
        }
    }

    fn chance(&self, limit: usize) -> usize {
        self.chance
            .as_ref()
            .map_or(0, |chance| chance.borrow_mut().below(limit))
    }

    fn tenant_of(&self, object: usize) -> Option<(TenantId, &World)> {
        match object {
            0 => Some((contoso(), &self.worlds[0])),
            1 => Some((northwind(), &self.worlds[1])),
            2 => Some((fabrikam(), &self.worlds[0])),
            _ => None,
        }
    }

    fn outgoing(&self, object: usize) -> Vec<Outgoing> {
        match self.tenant_of(object) {
            Some((tenant, world)) => world.tenant_broker(tenant).outgoing(),
            None => self.worlds[object - 3].pair_broker().outgoing(),
        }
        .unwrap_or_default()
    }

    fn forget(&self, object: usize, id: i64) {
        let _ = match self.tenant_of(object) {
            Some((tenant, world)) => world.tenant_broker(tenant).delivered(id),
            None => self.worlds[object - 3].pair_broker().delivered(id),
        };
    }

    fn next_alarm(&self, object: usize) -> Option<Timestamp> {
        self.worlds[0]
            .fault
            .paused(|| match self.tenant_of(object) {
                Some((tenant, world)) => world.tenant_broker(tenant).next_alarm().unwrap(),
                None => self.worlds[object - 3].pair_broker().next_alarm().unwrap(),
            })
    }

    fn ring(&self, object: usize) {
        match self.tenant_of(object) {
            Some((tenant, world)) => {
                block_on(world.tenant_broker(tenant).run_due());
            }
            None => {
                // None is a crash.
                let _ = self.worlds[object - 3]
                    .pair_broker()
                    .run_due()
                    .now_or_never();
            }
        }
    }

    fn deliver(&self, outgoing: &Outgoing) -> bool {
        let json = serde_json::to_string(&outgoing.message).unwrap();
        let message = serde_json::from_str(&json).unwrap();
        let refused = match outgoing.to {
            Address::Tenant(tenant) => {
                let world = &self.worlds[usize::from(tenant == northwind())];
                world.tenant(tenant, TenantCommand::Deliver(message)).err()
            }
            Address::Pair(Pair { source, .. }) => {
                let world = &self.worlds[usize::from(source == northwind())];
                world.pair(PairCommand::Deliver(message)).err()
            }
        };
        assert!(
            matches!(
                refused,
                None | Some(Refusal::Store(_) | Refusal::TooEarly(_))
            ),
            "{refused:?}"
        );
        refused.is_none()
    }

    /// Until nothing is due for a while. By chance messages arrive late, twice, or
    /// without their sender hearing of it.
    fn settle(&self) {
        for _ in 0..20_000 {
            self.nothing_is_led_to_unclaimed();
            for object in 0..OBJECTS {
                let news = self.outgoing(object);
                let news = news.into_iter().map(|one| (object, one));
                self.on_the_way.borrow_mut().extend(news);
            }
            let count = self.on_the_way.borrow().len();
            let waits = count > 0 && self.chance(4) == 1;
            if count > 0 && !waits {
                let at = self.chance(count);
                let (sender, message) = self.on_the_way.borrow_mut().remove(at);
                let taken = self.deliver(&message);
                match self.chance(6) {
                    1 => {}
                    2 => self.on_the_way.borrow_mut().push((sender, message)),
                    _ if taken => self.forget(sender, message.id),
                    _ => {}
                }
                continue;
            }
            let now = self.worlds[0].clock_now();
            let next = (0..OBJECTS)
                .filter_map(|object| Some((self.next_alarm(object)?, object)))
                .min();
            match next {
                Some((at, object)) if at <= now.plus(Duration::from_mins(20)) => {
                    let wait = at.unix_millis() - now.unix_millis();
                    self.worlds[0].pass(Duration::from_millis(wait.max(0).unsigned_abs()));
                    self.ring(object);
                }
                _ if count > 0 => {}
                _ => return,
            }
        }
        panic!("this never settles");
    }

    fn copy(&self, at: usize, overwrite: bool) {
        let world = &self.worlds[at];
        let create = TenantCommand::CreateCopy {
            target: fabrikam(),
            group: engineering().group_id,
            by: admin(),
            idempotency_key: None,
        };
        let asked = request_of(world.tenant(world.source, create));
        let accept = TenantCommand::Accept {
            id: asked.id,
            target: fabrikam(),
            by: admin(),
            digest: asked.digest.unwrap(),
            overwrite,
        };
        request_of(world.tenant(world.source, accept));
    }

    fn ask_map(&self, at: usize) -> RequestView {
        pair_request_of(self.worlds[at].pair(PairCommand::Map {
            use_csv: false,
            by: admin(),
            idempotency_key: None,
        }))
    }

    /// Which MailUsers each pair's identities lead to.
    fn led_to(&self) -> Vec<(String, TenantId)> {
        let select = "SELECT target_id FROM identities WHERE target_id IS NOT NULL";
        let mut all = Vec::new();
        for world in &self.worlds {
            // A pair that no copy has reached has no table yet.
            world.pair_broker();
            for row in world.pair.execute(select, &[]).unwrap() {
                let [Value::Text(target)] = &row.0[..] else {
                    panic!("{row:?}");
                };
                all.push((target.clone(), world.source));
            }
        }
        all.sort();
        all
    }

    /// Which MailUsers are granted to whom.
    fn claims(&self) -> BTreeMap<String, TenantId> {
        self.worlds[0].tenant_broker(fabrikam());
        self.worlds[0]
            .tenant_database(fabrikam())
            .execute("SELECT mail_user, source_tenant FROM claims", &[])
            .unwrap()
            .iter()
            .map(|row| match &row.0[..] {
                [Value::Text(target), Value::Text(source)] => {
                    (target.clone(), source.parse().unwrap())
                }
                other => panic!("{other:?}"),
            })
            .collect()
    }

    fn nothing_is_led_to_unclaimed(&self) {
        self.worlds[0].fault.paused(|| {
            let claims = self.claims();
            for (target, source) in self.led_to() {
                assert_eq!(claims.get(&target), Some(&source), "{target}");
            }
        });
    }

    fn nothing_stays_taken(&self) {
        let claims: Vec<(String, TenantId)> = self.claims().into_iter().collect();
        assert_eq!(claims, self.led_to());
    }
}

/// Both copy and map at once; Contoso's copy then overwrites, and both map again;
/// Fabrikam's zoe is gone by then.
fn contest(rivals: &Rivals) {
    contest_with(rivals, &|| {});
}

fn contest_with(rivals: &Rivals, before_the_maps: &dyn Fn()) {
    for at in [0, 1] {
        rivals.copy(at, false);
    }
    rivals.settle();
    before_the_maps();
    let mut maps: Vec<(usize, RequestView)> = Vec::new();
    for at in [0, 1] {
        maps.push((at, rivals.ask_map(at)));
    }
    rivals.settle();
    assert_eq!(
        rivals.led_to().len(),
        NAMES.len(),
        "everybody is mapped once"
    );
    rivals.nothing_stays_taken();
    rivals.copy(0, true);
    for world in &rivals.worlds {
        let mut contents = world.directory.contents.borrow_mut();
        contents.mail_users.remove(&target_id("zoe"));
    }
    maps.push((1, rivals.ask_map(1)));
    rivals.settle();
    maps.push((0, rivals.ask_map(0)));
    maps.push((1, rivals.ask_map(1)));
    rivals.settle();
    for (at, map) in maps {
        let view = rivals.worlds[at].pair_request(map.id);
        assert!(view.state.is_final(), "{view:?}");
    }
    assert_eq!(rivals.led_to().len(), NAMES.len() - 1);
    rivals.nothing_stays_taken();
}

#[test]
fn whoever_asks_first_is_granted_and_the_other_is_told_whose_it_is() {
    let rivals = Rivals::new(None);
    for at in [0, 1] {
        rivals.copy(at, false);
    }
    rivals.settle();
    let first = rivals.ask_map(0);
    rivals.settle();
    let second = rivals.ask_map(1);
    rivals.settle();
    let [one, other] = &rivals.worlds;
    assert_eq!(one.pair_request(first.id).state, RequestState::Completed);
    assert_eq!(other.pair_request(second.id).state, RequestState::Failed);
    for identity in other.identities() {
        assert_eq!(identity.state, IdentityState::Conflict);
        let why = identity.message.unwrap();
        assert!(why.contains(&contoso().to_string()), "{why}");
        assert!(!why.contains("contoso.example"), "{why}");
    }

    // What the first lets go of is free.
    rivals.copy(0, true);
    rivals.settle();
    assert_eq!(rivals.claims(), BTreeMap::new());
    let third = rivals.ask_map(1);
    rivals.settle();
    assert_eq!(other.pair_request(third.id).state, RequestState::Completed);
}

#[test]
fn what_one_pair_unmaps_the_other_can_have() {
    let rivals = Rivals::new(None);
    for at in [0, 1] {
        rivals.copy(at, false);
    }
    rivals.settle();
    rivals.ask_map(0);
    rivals.settle();
    let identities = vec![source_id("lena")];
    let by = admin();
    let unmapped = rivals.worlds[0].pair(PairCommand::Unmap { identities, by });
    assert!(unmapped.is_ok(), "{unmapped:?}");
    rivals.settle();
    rivals.nothing_stays_taken();
    rivals.ask_map(1);
    rivals.settle();
    rivals.nothing_stays_taken();
    let lena = rivals.worlds[1].identity("lena");
    assert_eq!(lena.target_id, Some(target_id("lena")));
}

#[test]
fn two_sources_never_share_a_mail_user_whatever_order_things_come_in() {
    for seed in 1..=60 {
        contest(&Rivals::new(Some(
            0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed),
        )));
    }
}

#[test]
fn two_sources_never_share_a_mail_user_whichever_statement_fails() {
    let rivals = Rivals::new(None);
    rivals.worlds[0].fault.arm(usize::MAX);
    contest(&rivals);
    let statements = usize::MAX - rivals.worlds[0].fault.disarm().unwrap();
    assert!(statements > 300, "a sweep over {statements} says little");
    for number in 0..statements {
        let rivals = Rivals::new(None);
        for at in [0, 1] {
            rivals.copy(at, false);
        }
        rivals.settle();
        let maps = [0, 1].map(|at| (at, rivals.ask_map(at)));
        rivals.worlds[0].fault.arm(number);
        rivals.settle();
        let untouched = rivals.worlds[0].fault.disarm().is_some();
        for (at, map) in maps {
            let view = rivals.worlds[at].pair_request(map.id);
            assert!(view.state.is_final(), "{number}: {view:?}");
        }
        assert_eq!(rivals.led_to().len(), NAMES.len(), "{number}");
        rivals.nothing_stays_taken();
        if untouched {
            return;
        }
    }
}

#[test]
fn two_sources_never_share_a_mail_user_whichever_call_fails() {
    for fault in [
        Fault::CrashBefore,
        Fault::CrashAfter,
        Fault::Answer(DirectoryError::Broken("cut".to_owned())),
    ] {
        for before in 0..=1 {
            for at in [0, 1] {
                let rivals = Rivals::new(Some(7));
                let directory = &rivals.worlds[at].directory;
                contest_with(&rivals, &|| {
                    let number = directory.calls.get() + 1 + before;
                    directory.faults.borrow_mut().insert(number, fault.clone());
                });
            }
        }
    }
}

#[test]
fn a_map_that_ends_without_an_answer_keeps_nothing() {
    let rivals = Rivals::new(None);
    rivals.copy(0, false);
    rivals.settle();
    let map = rivals.ask_map(0);
    // Its question is not carried until it has given up.
    let world = &rivals.worlds[0];
    for _ in 0..40 {
        world.pass(Duration::from_mins(10));
        rivals.ring(3);
    }
    let view = world.pair_request(map.id);
    assert_eq!(view.state, RequestState::Failed);
    assert!(view.reason.unwrap().contains("has not answered"));
    rivals.settle();
    rivals.nothing_stays_taken();
    assert_eq!(rivals.claims(), BTreeMap::new());
    let reply = world.pair(PairCommand::Overview);
    assert!(matches!(reply, Ok(PairReply::Overview(_))));
    assert_eq!(rivals.ask_map(0).state, RequestState::Submitted);
    rivals.settle();
    rivals.nothing_stays_taken();
    assert_eq!(rivals.led_to().len(), NAMES.len());
}
