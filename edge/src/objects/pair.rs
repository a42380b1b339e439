//! The object of a pair: a shell around [`PairBroker`].
#![allow(
    missing_docs,
    reason = "the durable_object macro writes methods without any"
)]

use broker::{
    messages::{Outgoing, PairCommand, PairReply},
    pair::PairBroker,
    ports::StoreError,
    refusal::Refusal,
};
use shared::{ids::Pair, timestamp::Timestamp};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::{
    shell::{Broker, Shell},
    sql::ObjectSql,
};
use crate::{
    clock::RuntimeClock,
    exchange::ExchangeOnline,
    settings::{Settings, SettingsError},
    uploads::UploadedFiles,
};

type Inside = PairBroker<ObjectSql, ExchangeOnline, UploadedFiles, RuntimeClock>;

/// One for each pair, named `source:target`.
#[durable_object(alarm)]
#[derive(Debug)]
pub struct PairObject {
    shell: Shell<Inside>,
}

impl DurableObject for PairObject {
    fn new(state: State, env: Env) -> Self {
        Self {
            shell: Shell::new(state, env),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        self.shell.fetch(request, make).await
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.shell.alarm(make).await
    }
}

fn make(
    name: &str,
    state: &State,
    env: &Env,
    settings: Result<Settings, SettingsError>,
) -> Result<Inside, String> {
    PairBroker::new(
        pair_of(name).ok_or("a pair's object that is not named by its tenants")?,
        ObjectSql::new(state.storage()),
        ExchangeOnline::new(settings),
        UploadedFiles::new(env).map_err(|error| error.to_string())?,
        RuntimeClock,
    )
    .map_err(|error| error.to_string())
}

/// `source:target`, as [`Pair`] writes it.
fn pair_of(name: &str) -> Option<Pair> {
    let (source, target) = name.split_once(':')?;
    Some(Pair {
        source: source.parse().ok()?,
        target: target.parse().ok()?,
    })
}

impl Broker for Inside {
    type Command = PairCommand;
    type Reply = PairReply;

    const KIND: &'static str = "pair";

    async fn handle(&self, command: PairCommand) -> Result<PairReply, Refusal> {
        self.handle(command).await
    }

    fn is_message(command: &PairCommand) -> bool {
        matches!(command, PairCommand::Deliver(_))
    }

    fn only_looks(command: &PairCommand) -> bool {
        command.only_looks()
    }

    async fn run_due(&self) -> Option<Timestamp> {
        self.run_due().await
    }

    fn outgoing(&self) -> Result<Vec<Outgoing>, StoreError> {
        self.outgoing()
    }

    fn delivered(&self, id: i64) -> Result<(), StoreError> {
        self.delivered(id)
    }

    fn next_alarm(&self) -> Result<Option<Timestamp>, StoreError> {
        self.next_alarm()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_read_from_the_name_that_it_writes() {
        let pair = Pair {
            source: "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90".parse().unwrap(),
            target: "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b".parse().unwrap(),
        };
        assert_eq!(pair_of(&pair.to_string()), Some(pair));
        for name in ["", ":", "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90", "a:b"] {
            assert_eq!(pair_of(name), None, "{name}");
        }
    }
}
