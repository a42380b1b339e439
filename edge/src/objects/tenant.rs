//! The object of a tenant: a shell around [`TenantBroker`].
#![allow(
    missing_docs,
    reason = "the durable_object macro writes methods without any"
)]

use broker::{
    messages::{Outgoing, TenantCommand, TenantReply},
    ports::StoreError,
    refusal::Refusal,
    tenant::TenantBroker,
};
use shared::timestamp::Timestamp;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::{
    shell::{Broker, Shell},
    sql::ObjectSql,
};
use crate::{
    clock::RuntimeClock,
    exchange::ExchangeOnline,
    settings::{Settings, SettingsError},
};

type Inside = TenantBroker<ObjectSql, ExchangeOnline, RuntimeClock>;

/// One for each tenant, named by its id.
#[durable_object(alarm)]
#[derive(Debug)]
pub struct TenantObject {
    shell: Shell<Inside>,
}

impl DurableObject for TenantObject {
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
    _env: &Env,
    settings: Result<Settings, SettingsError>,
) -> Result<Inside, String> {
    let tenant = name
        .parse()
        .map_err(|_| "a tenant's object that is not named by its id".to_owned())?;
    TenantBroker::new(
        tenant,
        ObjectSql::new(state.storage()),
        ExchangeOnline::new(settings),
        RuntimeClock,
    )
    .map_err(|error| error.to_string())
}

impl Broker for Inside {
    type Command = TenantCommand;
    type Reply = TenantReply;

    const KIND: &'static str = "tenant";

    async fn handle(&self, command: TenantCommand) -> Result<TenantReply, Refusal> {
        self.handle(command).await
    }

    fn is_message(command: &TenantCommand) -> bool {
        matches!(command, TenantCommand::Deliver(_))
    }

    fn only_looks(command: &TenantCommand) -> bool {
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
