//! Both tenants' objects, the pair's, and the shell that carries messages and
//! rings alarms.

use std::{cell::Cell, cell::RefCell, collections::HashMap, rc::Rc, time::Duration};

use broker::{
    messages::{Address, Outgoing, PairCommand, PairReply, TenantCommand, TenantReply},
    pair::PairBroker,
    ports::Clock,
    refusal::Refusal,
    tenant::TenantBroker,
};
use futures::{FutureExt as _, executor::block_on};
use shared::{
    api::RequestView,
    ids::{Pair, RequestId, TenantId},
    timestamp::Timestamp,
    workflow::RequestState,
};

use crate::{
    directory::FakeDirectory,
    people::{contoso, fabrikam, pair},
    store::{Bucket, Database, StatementFault},
};

#[derive(Clone, Default)]
pub struct SetClock {
    millis: Rc<Cell<i64>>,
    drawn: Rc<Cell<u8>>,
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(self.millis.get())
    }
    fn random(&self) -> [u8; 16] {
        self.drawn.set(self.drawn.get() + 1);
        let mut bytes = [0x5a; 16];
        bytes[15] = self.drawn.get();
        bytes
    }
}

type Tenant = TenantBroker<Database, FakeDirectory, SetClock>;
type PairOf = PairBroker<Database, FakeDirectory, Bucket, SetClock>;

pub struct World {
    pub directory: FakeDirectory,
    pub bucket: Bucket,
    pub clock: SetClock,
    pub fault: StatementFault,
    /// Messages that arrive twice, and a shell that forgets to say so.
    pub delivers_twice: bool,
    /// Where mailboxes leave.
    pub source: TenantId,
    tenants: RefCell<HashMap<TenantId, Database>>,
    pub pair: Database,
    percents: RefCell<HashMap<(RequestId, TenantId), u8>>,
}

impl World {
    pub fn with(names: &[&str]) -> Self {
        let clock = SetClock::default();
        let fault = StatementFault::default();
        clock.millis.set(1_795_298_700_000);
        Self {
            directory: FakeDirectory::with(names),
            bucket: Bucket::default(),
            clock,
            delivers_twice: false,
            source: contoso(),
            tenants: RefCell::default(),
            pair: Database::new(&fault),
            fault,
            percents: RefCell::default(),
        }
    }

    pub fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn tenant_database(&self, tenant: TenantId) -> Database {
        self.tenants
            .borrow_mut()
            .entry(tenant)
            .or_insert_with(|| Database::new(&self.fault))
            .clone()
    }

    pub fn tenant_broker(&self, tenant: TenantId) -> Tenant {
        let database = self.tenant_database(tenant);
        self.fault.paused(|| {
            TenantBroker::new(tenant, database, self.directory.clone(), self.clock.clone()).unwrap()
        })
    }

    pub fn pair_broker(&self) -> PairOf {
        self.fault.paused(|| {
            PairBroker::new(
                Pair {
                    source: self.source,
                    target: fabrikam(),
                },
                self.pair.clone(),
                self.directory.clone(),
                self.bucket.clone(),
                self.clock.clone(),
            )
            .unwrap()
        })
    }

    pub fn pass(&self, span: Duration) {
        self.clock
            .millis
            .set(self.clock.now().plus(span).unix_millis());
    }

    pub fn tenant(&self, tenant: TenantId, command: TenantCommand) -> Result<TenantReply, Refusal> {
        block_on(self.tenant_broker(tenant).handle(command))
    }

    pub fn pair(&self, command: PairCommand) -> Result<PairReply, Refusal> {
        block_on(self.pair_broker().handle(command))
    }

    /// Carries messages and rings alarms until nothing is due for a minute.
    pub fn settle(&self) {
        self.settle_for(Duration::from_mins(1));
    }

    /// The same until nothing is due within `horizon` of the last event.
    pub fn settle_for(&self, horizon: Duration) {
        for _ in 0..10_000 {
            self.carry_messages();
            self.fault.paused(|| self.watch_percents());
            let now = self.clock.now();
            let tenants = [contoso(), fabrikam()].map(|tenant| self.tenant_broker(tenant));
            let pair = self.pair_broker();
            let next = self.fault.paused(|| {
                tenants
                    .iter()
                    .filter_map(|tenant| tenant.next_alarm().unwrap())
                    .chain(pair.next_alarm().unwrap())
                    .min()
            });
            match next {
                Some(next) if next <= now.plus(horizon) => {
                    self.clock.millis.set(next.max(now).unix_millis());
                }
                _ => return,
            }
            for tenant in &tenants {
                block_on(tenant.run_due());
            }
            // None is a crash: the object is gone, its database is not.
            let _ = pair.run_due().now_or_never();
        }
        panic!("this never settles");
    }

    fn carry_messages(&self) {
        for _ in 0..1000 {
            let mut carried = 0;
            for tenant in [contoso(), fabrikam()] {
                let broker = self.tenant_broker(tenant);
                for message in broker.outgoing().unwrap_or_default() {
                    carried += 1;
                    if self.deliver(&message) {
                        // Not being able to forget it means that it comes again.
                        let _ = broker.delivered(message.id);
                    }
                }
            }
            let broker = self.pair_broker();
            for message in broker.outgoing().unwrap_or_default() {
                carried += 1;
                if self.deliver(&message) {
                    let _ = broker.delivered(message.id);
                }
            }
            if carried == 0 {
                return;
            }
        }
        panic!("messages without end");
    }

    /// Hands a message to its recipient; says whether it was taken.
    pub fn deliver(&self, outgoing: &Outgoing) -> bool {
        let times = if self.delivers_twice { 2 } else { 1 };
        (0..times).all(|_| {
            // Every message crosses as JSON.
            let json = serde_json::to_string(&outgoing.message).unwrap();
            let message = serde_json::from_str(&json).unwrap();
            let refused = match outgoing.to {
                Address::Tenant(tenant) => {
                    match self.tenant(tenant, TenantCommand::Deliver(message)) {
                        Ok(reply) => {
                            assert_eq!(reply, TenantReply::Taken);
                            None
                        }
                        Err(refusal) => Some(refusal),
                    }
                }
                Address::Pair(to) => {
                    assert_eq!(to, pair());
                    match self.pair(PairCommand::Deliver(message)) {
                        Ok(reply) => {
                            assert_eq!(reply, PairReply::Taken);
                            None
                        }
                        Err(refusal) => Some(refusal),
                    }
                }
            };
            assert!(
                matches!(refused, None | Some(Refusal::Store(_))),
                "{refused:?}"
            );
            refused.is_none()
        })
    }

    /// Percentages only rise, on both sides, whatever happens.
    fn watch_percents(&self) {
        for tenant in [contoso(), fabrikam()] {
            for view in self.requests(tenant) {
                let mut percents = self.percents.borrow_mut();
                let last = percents.entry((view.id, tenant)).or_default();
                assert!(view.percent >= *last, "{last} fell: {view:?}");
                *last = view.percent;
            }
        }
    }

    /// All requests of a tenant, newest first, wherever they lie.
    pub fn requests(&self, tenant: TenantId) -> Vec<RequestView> {
        use broker::messages::IndexEntry;
        let mut views = Vec::new();
        let mut cursor = None;
        loop {
            let reply = self.tenant(tenant, TenantCommand::Requests { cursor });
            let Ok(TenantReply::Index(page)) = reply else {
                panic!("{reply:?}");
            };
            for entry in page.items {
                views.push(match entry {
                    IndexEntry::Here(view) => *view,
                    IndexEntry::At { id, address } => match address {
                        Address::Tenant(at) => {
                            let viewer = tenant;
                            let ids = vec![id];
                            match self.tenant(at, TenantCommand::RequestsById { ids, viewer }) {
                                Ok(TenantReply::Requests(mut found)) => found.remove(0),
                                other => panic!("{other:?}"),
                            }
                        }
                        Address::Pair(_) => {
                            match self.pair(PairCommand::RequestsById { ids: vec![id] }) {
                                Ok(PairReply::Requests(mut found)) => found.remove(0),
                                other => panic!("{other:?}"),
                            }
                        }
                    },
                });
            }
            cursor = page.next_cursor;
            if cursor.is_none() {
                return views;
            }
        }
    }
}

pub fn request_of(reply: Result<TenantReply, Refusal>) -> RequestView {
    match reply {
        Ok(TenantReply::Request(view)) => *view,
        other => panic!("{other:?}"),
    }
}

pub fn pair_request_of(reply: Result<PairReply, Refusal>) -> RequestView {
    match reply {
        Ok(PairReply::Request(view)) => *view,
        other => panic!("{other:?}"),
    }
}

pub fn assert_done(view: &RequestView, state: RequestState) {
    assert_eq!(view.state, state, "{view:?}");
    assert_eq!(view.percent, 100, "{view:?}");
    assert!(view.finished_at.is_some(), "{view:?}");
}
