//! Somebody takes a mapping back.

use broker::{
    messages::{PairCommand, PairReply},
    refusal::Refusal,
};
use shared::{api::IdentityView, ids::ObjectId, workflow::IdentityState};

use crate::{
    people::{admin, source_id, target_id},
    world::World,
};

fn unmap(world: &World, identities: &[ObjectId]) -> Result<Vec<IdentityView>, Refusal> {
    let identities = identities.to_vec();
    match world.pair(PairCommand::Unmap {
        identities,
        by: admin(),
    })? {
        PairReply::Unmapped(views) => Ok(views),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_unmapped_leads_nowhere_and_is_mapped_again_when_it_is_asked_for() {
    let world = World::with(&["lena", "mia"]);
    world.copied();
    world.map(false);
    let lena = [source_id("lena"), source_id("lena")];
    for _ in 0..2 {
        let views = unmap(&world, &lena).unwrap();
        assert_eq!(views.len(), 1);
        assert_eq!(views[0].state, IdentityState::Unmapped);
        assert_eq!((views[0].target_id, &views[0].target_name), (None, &None));
        world.settle();
    }
    assert_eq!(world.identity("mia").target_id, Some(target_id("mia")));
    world.map(false);
    assert_eq!(world.identity("lena").target_id, Some(target_id("lena")));
}

#[test]
fn what_was_written_is_not_unmapped_and_neither_is_anybody_with_it() {
    let world = World::with(&["lena", "mia"]);
    let mias = world.directory.mail_user_named("mia");
    world.directory.change_mail_user("mia", |mia| {
        mia.external_email_address = None;
    });
    world.copied();
    world.map(false);
    world.write();
    world.directory.change_mail_user("mia", |mia| *mia = mias);
    world.map(false);
    let both = [source_id("lena"), source_id("mia")];
    let refused = unmap(&world, &both).unwrap_err();
    assert_eq!(refused.code(), "conflict");
    assert!(
        refused.detail().contains("lena@contoso.example"),
        "{refused}"
    );
    assert!(
        !refused.detail().contains("mia@contoso.example"),
        "{refused}"
    );
    assert_eq!(world.identity("mia").state, IdentityState::Mapped);
    unmap(&world, &both[1..]).unwrap();
    assert_eq!(world.identity("mia").state, IdentityState::Unmapped);
    assert_eq!(world.identity("lena").state, IdentityState::Completed);
}

#[test]
fn nothing_is_unmapped_while_a_map_runs_nor_who_is_not_here_nor_too_many() {
    let world = World::with(&["lena"]);
    world.copied();
    world.map(false);
    let unknown = unmap(&world, &[source_id("lena"), source_id("stranger")]);
    assert_eq!(unknown, Err(Refusal::NotFound));
    assert_eq!(unmap(&world, &[]).unwrap_err().code(), "conflict");
    let many: Vec<ObjectId> = (0..201).map(|n| source_id(&n.to_string())).collect();
    assert_eq!(unmap(&world, &many).unwrap_err().code(), "conflict");
    let map = PairCommand::Map {
        use_csv: false,
        by: admin(),
        idempotency_key: None,
    };
    world.pair(map).unwrap();
    let busy = unmap(&world, &[source_id("lena")]).unwrap_err();
    assert!(busy.detail().contains("being done"), "{busy}");
    world.settle();
    assert_eq!(world.identity("lena").state, IdentityState::Mapped);
    unmap(&world, &[source_id("lena")]).unwrap();
}
