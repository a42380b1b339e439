//! What crosses between objects, spelled out: two versions of the code can be
//! alive at once, so a spelling that is out stays.

use broker::{
    messages::{Address, Message, PairCommand, TenantCommand},
    ports::DirectoryError,
    refusal::Refusal,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    people::{admin, contoso, fabrikam},
    world::World,
};

fn pinned<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T, text: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), text);
    assert_eq!(&serde_json::from_str::<T>(text).unwrap(), value);
}

#[test]
fn messages_are_spelled_as_they_always_were() {
    let world = World::with(&["lena"]);
    let asked = world.ask_copy();
    world
        .tenant(
            contoso(),
            TenantCommand::Present {
                id: asked.id,
                target: fabrikam(),
            },
        )
        .unwrap();
    world.accept(&asked, false);
    let outgoing = world.tenant_broker(contoso()).outgoing().unwrap();
    pinned(
        &outgoing[0].message,
        r#"{"requestPresented":{"id":"5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a01","source":"3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90","createdAt":"2026-11-21T22:05:00Z"}}"#,
    );
    pinned(
        &outgoing[1].message,
        r#"{"beginCopy":{"id":"5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a01","pair":{"source":"3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90","target":"b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b"},"scope":{"groupId":"11111111-0000-4000-8000-000000000001","name":"Engineering","members":1,"membersHash":"a7fb73d97c46af6da1791f4ce555592589ba5d1f7abae1f660a16bdb4d1cc14b"},"members":["cccccccc-0000-4000-8000-0000897364d3"],"digest":"8795cbf86e58b469884c740572a810c594c5ac5e6710c6e85677415957a0fcc4","overwrite":false,"createdAt":"2026-11-21T22:05:00Z","createdBy":"aaaaaaaa-0000-4000-8000-000000000001","expiresAt":"2026-11-28T22:05:00Z","decidedAt":"2026-11-21T22:05:00Z","decidedBy":"aaaaaaaa-0000-4000-8000-000000000001","warnings":[]}}"#,
    );
    world.deliver(&outgoing[1]);
    futures::executor::block_on(world.pair_broker().run_due());
    futures::executor::block_on(world.pair_broker().run_due());
    let outgoing = world.pair_broker().outgoing().unwrap();
    pinned(
        &outgoing[0].message,
        r#"{"pairRequest":{"id":"5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a01","pair":{"source":"3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90","target":"b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b"},"kind":"Copy","createdAt":"2026-11-21T22:05:00Z"}}"#,
    );
    assert!(matches!(outgoing[1].message, Message::CopyProgress(_)));
    pinned(
        &outgoing[2].message,
        r#"{"copyProgress":{"id":"5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a01","sequence":2,"state":"Completed","percent":100,"step":null,"counts":{"total":1,"done":1,"skipped":0,"failed":0},"reason":null,"warnings":[],"finishedAt":"2026-11-21T22:05:00Z","rows":[{"sourceExternalDirectoryObjectId":"cccccccc-0000-4000-8000-0000897364d3","sourceUserPrincipalName":"lena@contoso.example","targetExternalDirectoryObjectId":null,"state":"Copied","failureResult":null}]}}"#,
    );
    pinned(
        &outgoing[2].to,
        r#"{"tenant":"3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90"}"#,
    );
    pinned(
        &Address::Pair(crate::people::pair()),
        r#"{"pair":{"source":"3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90","target":"b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b"}}"#,
    );
}

#[test]
fn commands_and_refusals_cross_as_json() {
    pinned(
        &PairCommand::Map {
            use_csv: true,
            by: admin(),
            idempotency_key: None,
        },
        r#"{"map":{"useCsv":true,"by":"aaaaaaaa-0000-4000-8000-000000000001","idempotencyKey":null}}"#,
    );
    pinned(&PairCommand::Overview, r#""overview""#);
    pinned(&TenantCommand::Pairs, r#""pairs""#);
    pinned(&Refusal::NotFound, r#""notFound""#);
    pinned(
        &Refusal::Directory(DirectoryError::Throttled {
            retry_after_secs: Some(3),
        }),
        r#"{"directory":{"throttled":{"retryAfterSecs":3}}}"#,
    );
}
