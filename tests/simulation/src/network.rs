//! What is between people and objects, and between one object and another.

use broker::messages::{Address, Message, PairCommand, PairReply, TenantCommand, TenantReply};
use broker::refusal::Refusal;

use crate::{
    object::{Answer, Command, Reply, name},
    world::World,
};

impl World {
    /// Asks an object; none if the question or the answer was lost, and then
    /// nobody knows which.
    pub async fn ask(
        &self,
        from: Option<Address>,
        to: Address,
        command: Command,
    ) -> Option<Answer> {
        self.wait(from, self.weather.way()).await;
        if self.weather.strikes(|rates| rates.lost_before) {
            return None;
        }
        let (giver, slot) = self.engine.slot();
        let fetch = self.object(to).fetch(self.clone(), command);
        self.engine.spawn(Some(to), async move {
            giver.give(fetch.await);
        });
        let answer = slot.wait(&self.engine).await??;
        self.wait(from, self.weather.way()).await;
        (!self.weather.strikes(|rates| rates.lost_after)).then_some(answer)
    }

    /// Hands a message to its recipient; says whether it was taken. It may come
    /// a second time, whenever that may be.
    pub async fn deliver(&self, from: Address, to: Address, message: Message) -> bool {
        self.engine
            .tell(|| format!("{} sends {}", name(from), kind_of(&message)));
        // Every message crosses as JSON.
        let json = serde_json::to_string(&message).unwrap();
        let message: Message = serde_json::from_str(&json).unwrap();
        let command = match to {
            Address::Tenant(_) => Command::Tenant(TenantCommand::Deliver(message)),
            Address::Pair(_) => Command::Pair(PairCommand::Deliver(message)),
        };
        if self.weather.strikes(|rates| rates.twice) {
            let (world, again) = (self.clone(), command.clone());
            self.engine.spawn(None, async move {
                world.engine.pass(world.weather.between(0, 200_000)).await;
                world.ask(None, to, again).await;
            });
        }
        match self.ask(Some(from), to, command).await {
            None | Some(Err(Refusal::Store(_))) => false,
            Some(Ok(Reply::Tenant(TenantReply::Taken) | Reply::Pair(PairReply::Taken))) => true,
            Some(other) => panic!("a message was answered with {other:?}"),
        }
    }
}

fn kind_of(message: &Message) -> String {
    match message {
        Message::CopyProgress(news) => format!("news {} of {}", news.sequence, news.id),
        Message::BeginCopy(copy) => format!("the accepted copy {}", copy.id),
        other => format!("{other:?}"),
    }
}
