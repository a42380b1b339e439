//! What the shells of both kinds of broker do alike: take a command, deliver what
//! the broker wants delivered, and set the one alarm to the next deadline.
//!
//! Nothing here fails towards the platform: an alarm that throws is tried six
//! times and then forgotten, and a forgotten alarm is a purge that never comes.
//! So an alarm first sets the next one, and an error is a line in the log.

use std::{
    cell::{Cell, OnceCell},
    time::Duration,
};

use broker::{messages::Outgoing, ports::StoreError, refusal::Refusal};
use serde::{Serialize, de::DeserializeOwned};
use shared::timestamp::Timestamp;
use worker::{Env, Request, Response, State};

use super::ask::{NAME_HEADER, Objects};
use crate::{
    clock, log,
    settings::{Settings, SettingsError},
};

/// How soon an alarm comes again if it does not get to its end.
const AFTER_A_CRASH: Duration = Duration::from_mins(1);
/// Key of the object's own name in its storage.
const NAME_KEY: &str = "name";

/// What both brokers have in common.
pub(super) trait Broker {
    /// What it can be asked.
    type Command: DeserializeOwned;
    /// What it answers.
    type Reply: Serialize;

    /// Which kind of object this is, for the log.
    const KIND: &'static str;

    /// Does what it is asked, or says why not.
    async fn handle(&self, command: Self::Command) -> Result<Self::Reply, Refusal>;
    /// Whether a command is a message of another object's outbox.
    fn is_message(command: &Self::Command) -> bool;

    /// Whether it only looks, so that nothing is to be delivered or done after it.
    fn only_looks(command: &Self::Command) -> bool;
    /// Does what is due.
    async fn run_due(&self) -> Option<Timestamp>;
    /// Messages to deliver now.
    fn outgoing(&self) -> Result<Vec<Outgoing>, StoreError>;
    /// A message arrived.
    fn delivered(&self, id: i64) -> Result<(), StoreError>;
    /// When it wants to run next.
    fn next_alarm(&self) -> Result<Option<Timestamp>, StoreError>;
}

/// A Durable Object around a broker, which is made when the object's name is
/// known: with the first request, or on the first alarm from storage.
#[derive(Debug)]
pub(super) struct Shell<B> {
    state: State,
    env: Env,
    settings: Result<Settings, SettingsError>,
    broker: OnceCell<B>,
    armed: Cell<Armed>,
    /// Whether an alarm runs now; it sets the next one at its end, for commands
    /// that came meanwhile too.
    running: Cell<bool>,
}

/// Says that an alarm runs, until it is dropped.
struct Running<'a>(&'a Cell<bool>);

impl<'a> Running<'a> {
    fn begin(running: &'a Cell<bool>) -> Self {
        running.set(true);
        Self(running)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// The alarm as this instance last set it, so that a command that only reads does
/// not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Armed {
    Unknown,
    Off,
    At(Timestamp),
}

/// Makes a broker for the object of that name.
pub(super) type Make<B> =
    fn(&str, &State, &Env, Result<Settings, SettingsError>) -> Result<B, String>;

impl<B: Broker> Shell<B> {
    /// Around a broker that is not made yet.
    pub(super) fn new(state: State, env: Env) -> Self {
        let settings = crate::settings_of(&env);
        Self {
            state,
            env,
            settings,
            broker: OnceCell::new(),
            armed: Cell::new(Armed::Unknown),
            running: Cell::new(false),
        }
    }

    /// Takes one command and answers what the broker says.
    ///
    /// What a person asked for is delivered before they are answered, so that
    /// the next thing they look at knows of it. What another object told is
    /// delivered by the alarm, so that objects never wait for each other in a
    /// circle.
    pub(super) async fn fetch(
        &self,
        mut request: Request,
        make: Make<B>,
    ) -> worker::Result<Response> {
        let name = request.headers().get(NAME_HEADER)?.unwrap_or_default();
        let broker = self.broker(Some(name), make).await?;
        let command: B::Command = serde_json::from_slice(&request.bytes().await?)
            .map_err(|_| worker::Error::from("a command that cannot be read"))?;
        let is_message = B::is_message(&command);
        // A look at an object whose alarm is known to be set is answered with nothing else.
        let only_looks = B::only_looks(&command) && self.armed.get() != Armed::Unknown;
        let answer = broker.handle(command).await;
        if only_looks {
            return Response::from_json(&answer);
        }
        if answer.is_ok() && !is_message {
            self.deliver(broker).await;
        }
        if !self.running.get() {
            self.arm(broker).await;
        }
        Response::from_json(&answer)
    }

    /// Runs what is due.
    pub(super) async fn alarm(&self, make: Make<B>) -> worker::Result<Response> {
        let _running = Running::begin(&self.running);
        self.armed.set(Armed::Unknown);
        self.set_alarm(Armed::At(clock::now().plus(AFTER_A_CRASH)))
            .await;
        match self.broker(None, make).await {
            Ok(broker) => {
                broker.run_due().await;
                self.deliver(broker).await;
                self.arm(broker).await;
            }
            Err(error) => log::object(B::KIND, "alarm-not-run", &error.to_string()),
        }
        Response::empty()
    }

    async fn broker(&self, told: Option<String>, make: Make<B>) -> worker::Result<&B> {
        if let Some(broker) = self.broker.get() {
            return Ok(broker);
        }
        let name = self.name(told).await?;
        let broker = make(&name, &self.state, &self.env, self.settings.clone())
            .map_err(worker::Error::RustError)?;
        // Whoever was faster made the same one.
        Ok(self.broker.get_or_init(|| broker))
    }

    /// The object's name: what its storage says, and what it was told first.
    async fn name(&self, told: Option<String>) -> worker::Result<String> {
        let storage = self.state.storage();
        let stored: Option<String> = storage.get(NAME_KEY).await?;
        match (stored, told.filter(|name| !name.is_empty())) {
            (Some(stored), Some(told)) if stored != told => Err(worker::Error::from(
                "a command for an object of another name",
            )),
            (Some(name), _) => Ok(name),
            (None, Some(name)) => {
                storage.put(NAME_KEY, &name).await?;
                Ok(name)
            }
            (None, None) => Err(worker::Error::from("an object that was never named")),
        }
    }

    async fn deliver(&self, broker: &B) {
        let outgoing = match broker.outgoing() {
            Ok(outgoing) => outgoing,
            Err(error) => return log::object(B::KIND, "outbox-unreadable", &error.to_string()),
        };
        let jurisdiction = self.settings.as_ref().ok().and_then(|all| all.jurisdiction);
        let objects = Objects::new(&self.env, jurisdiction);
        for Outgoing { id, to, message } in outgoing {
            let arrived = match objects.deliver(to, message).await {
                Ok(()) => broker.delivered(id).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = arrived {
                log::object(B::KIND, "message-not-delivered", &error);
            }
        }
    }

    async fn arm(&self, broker: &B) {
        match broker.next_alarm() {
            Ok(Some(at)) => self.set_alarm(Armed::At(at)).await,
            Ok(None) => self.set_alarm(Armed::Off).await,
            Err(error) => log::object(B::KIND, "alarm-unknown", &error.to_string()),
        }
    }

    async fn set_alarm(&self, wanted: Armed) {
        if wanted == Armed::Unknown || self.armed.get() == wanted {
            return;
        }
        self.armed.set(wanted);
        let storage = self.state.storage();
        let set = match wanted {
            Armed::At(at) => {
                let from_now = at.unix_millis().saturating_sub(clock::millis());
                storage.set_alarm(from_now.max(0)).await
            }
            Armed::Off | Armed::Unknown => storage.delete_alarm().await,
        };
        if let Err(error) = set {
            self.armed.set(Armed::Unknown);
            log::object(B::KIND, "alarm-not-set", &error.to_string());
        }
    }
}
