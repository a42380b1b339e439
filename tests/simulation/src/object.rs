//! A Durable Object: what lasts of it, its instance while it lives, its one alarm.
//!
//! What the Worker's shell around a broker does (`edge/src/objects/shell.rs`) is
//! done here in the same order.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use broker::{
    messages::{Address, Outgoing, PairCommand, PairReply, TenantCommand, TenantReply},
    pair::PairBroker,
    ports::StoreError,
    refusal::Refusal,
    tenant::TenantBroker,
};
use shared::timestamp::Timestamp;

use crate::{
    directory::DirectoryOf,
    files::FilesOf,
    store::Database,
    world::{ClockOf, World},
};

/// How soon an alarm comes again if it does not get to its end.
const AFTER_A_CRASH: i64 = 60_000;
/// An instance that nobody speaks to is gone after this.
const IDLE: i64 = 70_000;

/// What an object can be asked.
#[derive(Clone, Debug)]
pub enum Command {
    Tenant(TenantCommand),
    Pair(PairCommand),
}

impl Command {
    pub fn is_message(&self) -> bool {
        matches!(
            self,
            Self::Tenant(TenantCommand::Deliver(_)) | Self::Pair(PairCommand::Deliver(_))
        )
    }
}

/// What it answers.
#[derive(Clone, Debug)]
pub enum Reply {
    Tenant(TenantReply),
    Pair(PairReply),
}

pub type Answer = Result<Reply, Refusal>;

/// Either broker.
pub enum Broker {
    Tenant(TenantBroker<Database, DirectoryOf, ClockOf>),
    Pair(PairBroker<Database, DirectoryOf, FilesOf, ClockOf>),
}

impl Broker {
    fn new(object: &Object, world: &World) -> Result<Self, StoreError> {
        let owner = object.address;
        let sql = object.database.clone();
        let directory = DirectoryOf {
            world: world.clone(),
            owner,
        };
        let clock = ClockOf(world.clone());
        let files = FilesOf {
            world: world.clone(),
            owner: Some(owner),
        };
        match owner {
            Address::Tenant(tenant) => {
                TenantBroker::new(tenant, sql, directory, clock).map(Self::Tenant)
            }
            Address::Pair(pair) => {
                PairBroker::new(pair, sql, directory, files, clock).map(Self::Pair)
            }
        }
    }

    pub async fn handle(&self, command: Command) -> Answer {
        match (self, command) {
            (Self::Tenant(broker), Command::Tenant(command)) => {
                broker.handle(command).await.map(Reply::Tenant)
            }
            (Self::Pair(broker), Command::Pair(command)) => {
                broker.handle(command).await.map(Reply::Pair)
            }
            (_, command) => panic!("asked the wrong object: {command:?}"),
        }
    }

    async fn run_due(&self) {
        match self {
            Self::Tenant(broker) => broker.run_due().await,
            Self::Pair(broker) => broker.run_due().await,
        };
    }

    pub fn outgoing(&self) -> Result<Vec<Outgoing>, StoreError> {
        match self {
            Self::Tenant(broker) => broker.outgoing(),
            Self::Pair(broker) => broker.outgoing(),
        }
    }

    fn delivered(&self, id: i64) -> Result<(), StoreError> {
        match self {
            Self::Tenant(broker) => broker.delivered(id),
            Self::Pair(broker) => broker.delivered(id),
        }
    }

    pub fn next_alarm(&self) -> Result<Option<Timestamp>, StoreError> {
        match self {
            Self::Tenant(broker) => broker.next_alarm(),
            Self::Pair(broker) => broker.next_alarm(),
        }
    }
}

/// The alarm as an instance last set it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Armed {
    Unknown,
    Off,
    At(i64),
}

/// What an eviction ends.
pub struct Instance {
    pub broker: Broker,
    armed: Cell<Armed>,
    runs_alarm: Cell<bool>,
    used: Cell<i64>,
}

/// An object, alive or not.
pub struct Object {
    pub address: Address,
    database: Database,
    instance: RefCell<Option<Rc<Instance>>>,
    /// Which alarm is set; a later one replaces it.
    alarm: Cell<u64>,
    alarm_task: Cell<Option<u64>>,
}

impl Object {
    pub fn new(address: Address, world: &World) -> Self {
        Self {
            address,
            database: Database::new(&world.weather),
            instance: RefCell::new(None),
            alarm: Cell::new(0),
            alarm_task: Cell::new(None),
        }
    }

    pub fn forget_instance(&self) {
        let instance = self.instance.borrow_mut().take();
        drop(instance);
    }

    /// The instance that lives, or a new one; none if its database fails.
    pub fn instance(&self, world: &World) -> Option<Rc<Instance>> {
        let now = world.engine.now();
        let mut place = self.instance.borrow_mut();
        let is_idle =
            |one: &Rc<Instance>| Rc::strong_count(one) == 1 && now - one.used.get() > IDLE;
        if place.as_ref().is_none_or(is_idle) {
            *place = Some(Rc::new(Instance {
                broker: Broker::new(self, world).ok()?,
                armed: Cell::new(Armed::Unknown),
                runs_alarm: Cell::new(false),
                used: Cell::new(now),
            }));
        }
        let instance = place.clone()?;
        instance.used.set(now);
        Some(instance)
    }

    /// Takes one command and answers what the broker says; none if it cannot.
    pub async fn fetch(self: Rc<Self>, world: World, command: Command) -> Option<Answer> {
        let instance = self.instance(&world)?;
        let began = world.engine.now();
        let is_message = command.is_message();
        let asked = (!is_message).then(|| command.clone());
        let answer = instance.broker.handle(command).await;
        if let Some(asked) = &asked {
            world.engine.tell(|| {
                format!(
                    "{} was asked {asked:?}: {}",
                    name(self.address),
                    short(&answer)
                )
            });
            world.oracle.saw(&world, &self, began, asked, &answer);
        }
        if answer.is_ok() && !is_message {
            self.deliver(&world, &instance).await;
        }
        if !instance.runs_alarm.get() {
            self.arm(&world, &instance);
        }
        Some(answer)
    }

    /// Runs what is due.
    async fn run_alarm(self: Rc<Self>, world: World) {
        self.set_alarm(&world, Some(world.engine.now() + AFTER_A_CRASH));
        let Some(instance) = self.instance(&world) else {
            return;
        };
        instance.runs_alarm.set(true);
        instance.armed.set(Armed::Unknown);
        instance.broker.run_due().await;
        self.deliver(&world, &instance).await;
        self.arm(&world, &instance);
        instance.runs_alarm.set(false);
    }

    async fn deliver(&self, world: &World, instance: &Instance) {
        for Outgoing { id, to, message } in instance.broker.outgoing().unwrap_or_default() {
            if world.deliver(self.address, to, message).await {
                // Not being able to forget it means that it comes again.
                let _ = instance.broker.delivered(id);
            }
        }
    }

    fn arm(self: &Rc<Self>, world: &World, instance: &Instance) {
        let Ok(next) = instance.broker.next_alarm() else {
            return;
        };
        let next = next.map(Timestamp::unix_millis);
        let wanted = next.map_or(Armed::Off, Armed::At);
        if instance.armed.replace(wanted) != wanted {
            self.set_alarm(world, next);
        }
    }

    fn set_alarm(self: &Rc<Self>, world: &World, at: Option<i64>) {
        self.alarm.set(self.alarm.get() + 1);
        if let Some(at) = at {
            let late = world.weather.way();
            self.ring_at(world, at.max(world.engine.now()) + late, self.alarm.get());
        }
    }

    fn ring_at(self: &Rc<Self>, world: &World, at: i64, alarm: u64) {
        let (object, inside) = (self.clone(), world.clone());
        world.engine.at(at, move || object.ring(&inside, alarm));
    }

    fn ring(self: &Rc<Self>, world: &World, alarm: u64) {
        let (engine, weather) = (&world.engine, &world.weather);
        if self.alarm.get() != alarm {
            return;
        }
        if weather.strikes(|rates| rates.alarm_lost) {
            return engine.tell(|| format!("{}: an alarm is lost", name(self.address)));
        }
        // The platform never runs two at once.
        if self
            .alarm_task
            .get()
            .is_some_and(|task| engine.is_alive(task))
        {
            return self.ring_at(world, engine.now() + 1_000, alarm);
        }
        engine.tell(|| format!("{}: alarm", name(self.address)));
        let task = engine.spawn(Some(self.address), self.clone().run_alarm(world.clone()));
        self.alarm_task.set(Some(task));
        if weather.strikes(|rates| rates.alarm_twice) {
            let (object, inside) = (self.clone(), world.clone());
            engine.at(engine.now() + weather.between(0, 5_000), move || {
                object.ring(&inside, object.alarm.get());
            });
        }
    }
}

fn short(answer: &Answer) -> String {
    let mut text = format!("{answer:?}");
    if let Some((at, _)) = text.char_indices().nth(240) {
        text.truncate(at);
    }
    text
}

/// An object in few letters.
pub fn name(address: Address) -> String {
    match address {
        Address::Tenant(tenant) => format!("tenant {tenant}"),
        Address::Pair(pair) => format!("pair of {}", pair.source),
    }
}
