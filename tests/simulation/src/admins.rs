//! Somebody at a browser: presses, waits, looks again, and presses once more if no
//! answer came.

use broker::{
    messages::{Address, PairCommand, PairReply, TenantCommand, TenantReply, UploadTicket},
    ports::Files as _,
    refusal::Refusal,
};
use shared::{
    api::RequestView,
    ids::{ObjectId, Pair, RequestId, TenantId},
};

use crate::{
    files::FilesOf,
    object::{Answer, Command, Reply},
    world::World,
};

/// How often somebody presses again when no answer comes.
const PRESSES: u32 = 6;
/// How often somebody looks whether a request has ended.
const LOOKS: u32 = 14;

/// An administrator of one tenant.
#[derive(Clone)]
pub struct Admin {
    pub world: World,
    pub tenant: TenantId,
    pub id: ObjectId,
}

/// What is asked of a pair as a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    Map,
    MapByFile,
    Write,
    Verify,
}

impl Admin {
    /// Some seconds, or some minutes, in which nobody presses anything.
    pub async fn thinks(&self) {
        let weather = &self.world.weather;
        let most = if weather.percent(15) { 900_000 } else { 20_000 };
        self.world.engine.pass(weather.between(500, most)).await;
    }

    /// Asks until there is an answer, or patience ends.
    async fn ask(&self, to: Address, command: Command) -> Option<Answer> {
        for press in 0..PRESSES {
            match self.world.ask(None, to, command.clone()).await {
                None | Some(Err(Refusal::Store(_) | Refusal::Directory(_))) => {
                    self.world.engine.pass(2_000 << press).await;
                }
                answer => return answer,
            }
        }
        None
    }

    pub async fn ask_tenant(
        &self,
        to: TenantId,
        command: TenantCommand,
    ) -> Option<Result<TenantReply, Refusal>> {
        let command = Command::Tenant(command);
        match self.ask(Address::Tenant(to), command).await? {
            Ok(Reply::Tenant(reply)) => Some(Ok(reply)),
            Ok(other) => panic!("a tenant answered {other:?}"),
            Err(refusal) => Some(Err(refusal)),
        }
    }

    pub async fn ask_pair(
        &self,
        pair: Pair,
        command: PairCommand,
    ) -> Option<Result<PairReply, Refusal>> {
        match self
            .ask(Address::Pair(pair), Command::Pair(command))
            .await?
        {
            Ok(Reply::Pair(reply)) => Some(Ok(reply)),
            Ok(other) => panic!("a pair answered {other:?}"),
            Err(refusal) => Some(Err(refusal)),
        }
    }

    /// What a browser sends along so that pressing twice is pressing once.
    pub fn key(&self) -> Option<String> {
        let weather = &self.world.weather;
        weather
            .percent(80)
            .then(|| format!("{:032x}", u128::from_le_bytes(weather.bytes())))
    }

    /// A request of a tenant's object, if it answered with one.
    pub async fn request(&self, to: TenantId, command: TenantCommand) -> Option<RequestView> {
        match self.ask_tenant(to, command).await? {
            Ok(TenantReply::Request(view)) => Some(*view),
            _ => None,
        }
    }

    /// Asks for a job; none if it was refused or never answered.
    pub async fn asks(&self, pair: Pair, job: Job) -> Option<RequestView> {
        let (by, idempotency_key) = (self.id, self.key());
        let command = match job {
            Job::Map | Job::MapByFile => PairCommand::Map {
                use_csv: job == Job::MapByFile,
                by,
                idempotency_key,
            },
            Job::Write => PairCommand::Write {
                by,
                idempotency_key,
            },
            Job::Verify => PairCommand::Verify {
                by,
                idempotency_key,
            },
        };
        match self.ask_pair(pair, command).await? {
            Ok(PairReply::Request(view)) => Some(*view),
            _ => None,
        }
    }

    /// Looks at a request of a pair until it has ended, or patience does.
    pub async fn waits_for(&self, pair: Pair, id: RequestId) -> Option<RequestView> {
        for look in 0..LOOKS {
            let look = 4_000_i64 << look.min(7);
            self.world.engine.pass(look).await;
            if let Some(Ok(PairReply::Request(view))) =
                self.ask_pair(pair, PairCommand::Request { id }).await
                && view.state.is_final()
            {
                return Some(*view);
            }
        }
        None
    }

    /// Asks for a job and waits for its end.
    pub async fn runs(&self, pair: Pair, job: Job) -> Option<RequestView> {
        let request = self.asks(pair, job).await?;
        self.waits_for(pair, request.id).await
    }

    pub async fn mapping_file(&self, pair: Pair) -> Option<String> {
        match self.ask_pair(pair, PairCommand::MappingFile).await? {
            Ok(PairReply::MappingFile(text)) => Some(text),
            _ => None,
        }
    }

    /// Uploads bytes the way the web layer does, which may die at any point; the
    /// upload's id, if it was ever known.
    pub async fn uploads(
        &self,
        pair: Pair,
        bytes: Vec<u8>,
        retention_secs: u64,
        auto_progress: bool,
    ) -> Option<RequestId> {
        let weather = self.world.weather.clone();
        let size = bytes.len() as u64;
        let begin = PairCommand::BeginUpload {
            size,
            retention_secs,
            auto_progress,
            by: self.id,
            idempotency_key: self.key(),
        };
        let PairReply::Upload(ticket) = self.ask_pair(pair, begin).await?.ok()? else {
            panic!("no ticket");
        };
        let id = ticket.id;
        if ticket.already.is_none() {
            let (this, owned) = (self.clone(), ticket);
            // The Worker goes on, or dies, whatever the browser does.
            let dies_at = weather.percent(6).then(|| weather.below(4));
            this.stores(pair, owned, bytes, dies_at).await;
        }
        Some(id)
    }

    async fn stores(&self, pair: Pair, ticket: UploadTicket, bytes: Vec<u8>, dies_at: Option<u32>) {
        let files = FilesOf {
            world: self.world.clone(),
            owner: None,
        };
        let id = ticket.id;
        let size = bytes.len() as u64;
        if dies_at == Some(0) {
            return;
        }
        let end = match files.put(&ticket.key, bytes).await {
            Ok(()) => PairCommand::UploadStored {
                id,
                size,
                // Nobody looks at it here but to tell two contents apart.
                sha256: format!("{size:064x}"),
            },
            Err(error) => PairCommand::UploadNotStored {
                id,
                reason: error.to_string(),
            },
        };
        if dies_at == Some(1) {
            return;
        }
        let is_stored = matches!(end, PairCommand::UploadStored { .. });
        let told = self
            .world
            .ask(None, Address::Pair(pair), Command::Pair(end))
            .await;
        if dies_at == Some(2) || (is_stored && matches!(told, Some(Ok(_)))) {
            return;
        }
        // What fails here is left to the purge.
        let _ = files.delete(&ticket.key).await;
    }
}
