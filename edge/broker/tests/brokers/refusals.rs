//! What is refused, with which code and status, and that nothing leaks.

use std::time::Duration;

use broker::{
    messages::{AcceptedCopy, Message, PairCommand, PairReply, TenantCommand, TenantReply},
    ports::{DirectoryError, MemberKind},
    refusal::Refusal,
};
use shared::{
    api::limits::MAX_SCOPE_MEMBERS,
    ids::{GroupId, RequestId, TenantId},
    workflow::RequestState,
};

use crate::{
    directory::{Fault, other},
    people::{admin, contoso, engineering, fabrikam, member, northwind, sales, unpublished},
    world::{World, request_of},
};

fn create(world: &World, target: TenantId, group: GroupId) -> Result<TenantReply, Refusal> {
    world.tenant(
        contoso(),
        TenantCommand::CreateCopy {
            target,
            group,
            by: admin(),
            idempotency_key: None,
        },
    )
}

pub fn code_and_status<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> (&'static str, u16) {
    let refusal = outcome.unwrap_err();
    assert!(!refusal.detail().is_empty());
    (refusal.code(), refusal.status())
}

#[test]
fn a_copy_request_is_refused_with_what_to_do() {
    let world = World::with(&["lena"]);
    for (target, group, expected) in [
        (contoso(), engineering().group_id, ("same-tenant", 422)),
        (fabrikam(), unpublished(), ("scope-not-published", 422)),
        (
            northwind(),
            engineering().group_id,
            ("directory-not-found", 422),
        ),
    ] {
        assert_eq!(code_and_status(create(&world, target, group)), expected);
    }
    for (error, expected) in [
        (DirectoryError::ConsentMissing, ("consent-missing", 502)),
        (DirectoryError::RoleMissing, ("app-role-missing", 502)),
        (
            DirectoryError::Throttled {
                retry_after_secs: Some(7),
            },
            ("directory-throttled", 503),
        ),
        (
            DirectoryError::Broken("reset".to_owned()),
            ("directory-unreachable", 502),
        ),
        (
            DirectoryError::Truncated("page 2".to_owned()),
            ("directory-truncated", 502),
        ),
    ] {
        world.directory.fail_next(&[Fault::Answer(error)]);
        let outcome = create(&world, fabrikam(), engineering().group_id);
        if expected.1 == 503 {
            assert_eq!(outcome.as_ref().unwrap_err().retry_after_secs(), Some(7));
        }
        assert_eq!(code_and_status(outcome), expected);
    }
    assert!(world.requests(contoso()).is_empty(), "nothing was stored");
}

#[test]
fn a_scope_is_measured_and_its_members_are_sorted() {
    let world = World::with(&["lena", "both"]);
    {
        let mut contents = world.directory.contents.borrow_mut();
        contents.scopes.push(sales());
        contents
            .members
            .insert(sales().group_id, vec![member("both")]);
        let members = contents.members.get_mut(&engineering().group_id).unwrap();
        members.push(other("Interns", MemberKind::Group));
        members.push(other("Printer", MemberKind::Other));
    }
    // The other id names the same group.
    let view = request_of(create(&world, fabrikam(), engineering().exchange_object_id));
    assert_eq!(view.scope.unwrap().members, 1);
    for name in ["Interns", "Printer", "both"] {
        assert!(
            view.warnings.iter().any(|text| text.contains(name)),
            "{name}"
        );
    }
    let again = request_of(create(&world, fabrikam(), engineering().group_id));
    assert!(again.warnings.iter().any(|text| text.contains("overwrite")));

    assert_eq!(
        code_and_status(create(&world, fabrikam(), sales().group_id)),
        ("scope-empty", 422),
        "its only member is in both scopes"
    );
    let many = (0..=MAX_SCOPE_MEMBERS)
        .map(|n| member(&format!("m{n}")))
        .collect();
    world
        .directory
        .contents
        .borrow_mut()
        .members
        .insert(sales().group_id, many);
    assert_eq!(
        code_and_status(create(&world, fabrikam(), sales().group_id)),
        ("scope-too-large", 422)
    );
    let Ok(TenantReply::Scopes(scopes)) =
        world.tenant(contoso(), TenantCommand::Scopes { target: fabrikam() })
    else {
        panic!()
    };
    assert_eq!((scopes[0].members, scopes[1].members), (4, 5001));
}

#[test]
fn nobody_but_its_two_tenants_finds_a_request() {
    let world = World::with(&["lena"]);
    let asked = world.ask_copy();
    let id = asked.id;
    let digest = asked.digest.clone().unwrap();
    let unknown = RequestId::from_random_bytes([9; 16]);
    let by = admin();
    let present = |id, target| TenantCommand::Present { id, target };
    for (at, command) in [
        // The right id, the wrong source tenant.
        (northwind(), present(id, fabrikam())),
        (fabrikam(), present(id, fabrikam())),
        // The right source tenant, the wrong target.
        (contoso(), present(id, northwind())),
        // The source cannot decide its own request.
        (contoso(), present(id, contoso())),
        // The right tenants, another id.
        (contoso(), present(unknown, fabrikam())),
        (
            contoso(),
            TenantCommand::Request {
                id,
                viewer: northwind(),
            },
        ),
        (
            northwind(),
            TenantCommand::Request {
                id,
                viewer: northwind(),
            },
        ),
        // The target has not been told by its own object yet.
        (
            fabrikam(),
            TenantCommand::Request {
                id,
                viewer: fabrikam(),
            },
        ),
        (
            contoso(),
            TenantCommand::Report {
                id,
                viewer: northwind(),
            },
        ),
        (
            contoso(),
            TenantCommand::Accept {
                id,
                target: northwind(),
                by,
                digest: digest.clone(),
                overwrite: false,
            },
        ),
        (
            contoso(),
            TenantCommand::Accept {
                id,
                target: contoso(),
                by,
                digest: digest.clone(),
                overwrite: false,
            },
        ),
        (
            contoso(),
            TenantCommand::Reject {
                id,
                target: northwind(),
                by,
                reason: "no".to_owned(),
            },
        ),
        (fabrikam(), TenantCommand::Cancel { id, by }),
    ] {
        let said = format!("{command:?}");
        assert_eq!(world.tenant(at, command), Err(Refusal::NotFound), "{said}");
    }
    assert_eq!(
        world.tenant(
            contoso(),
            TenantCommand::RequestsById {
                ids: vec![id, unknown],
                viewer: northwind(),
            }
        ),
        Ok(TenantReply::Requests(Vec::new()))
    );
    world.settle();
    assert!(world.requests(fabrikam()).is_empty());
    assert_eq!(
        world.source_request(id).state,
        RequestState::AwaitingTargetTenantApproval
    );
}

#[test]
fn a_pair_that_was_never_agreed_on_does_not_exist() {
    let world = World::with(&["lena"]);
    world.ask_copy();
    world.settle();
    let by = admin();
    let id = RequestId::from_random_bytes([9; 16]);
    for command in [
        PairCommand::Overview,
        PairCommand::MappingFile,
        PairCommand::Identities { cursor: None },
        PairCommand::Request { id },
        PairCommand::ReadUpload { id },
        PairCommand::Map {
            use_csv: false,
            by,
            idempotency_key: None,
        },
        PairCommand::BeginUpload {
            size: 1,
            retention_secs: 1,
            auto_progress: false,
            by,
            idempotency_key: None,
        },
    ] {
        assert_eq!(world.pair(command), Err(Refusal::NotFound));
    }
}

#[test]
fn a_phase_asked_for_too_early_says_what_to_do() {
    let world = World::with(&["lena"]);
    let asked = world.ask_copy();
    world.accept(&asked, false);
    // The copy is told to the pair, and has not run.
    for outgoing in world.tenant_broker(contoso()).outgoing().unwrap() {
        world.deliver(&outgoing);
    }
    let by = admin();
    let map = |use_csv| PairCommand::Map {
        use_csv,
        by,
        idempotency_key: None,
    };
    let write = PairCommand::Write {
        by,
        idempotency_key: None,
    };
    let verify = PairCommand::Verify {
        by,
        idempotency_key: None,
    };
    let upload = PairCommand::BeginUpload {
        size: 1,
        retention_secs: 60,
        auto_progress: false,
        by,
        idempotency_key: None,
    };
    for (command, word) in [
        (map(false), "copy"),
        (upload, "copy"),
        (PairCommand::MappingFile, "copy"),
        (write.clone(), "map"),
        (verify.clone(), "map"),
    ] {
        let refusal = world.pair(command).unwrap_err();
        assert_eq!((refusal.code(), refusal.status()), ("too-early", 409));
        assert!(refusal.detail().contains(word), "{refusal}");
    }
    world.settle_for(Duration::from_mins(20));
    for command in [map(true), write, verify] {
        assert_eq!(code_and_status(world.pair(command)), ("too-early", 409));
    }
}

#[test]
fn the_same_idempotency_key_gives_the_same_request() {
    let world = World::with(&["lena"]);
    let create = |target, key: &str| {
        world.tenant(
            contoso(),
            TenantCommand::CreateCopy {
                target,
                group: engineering().group_id,
                by: admin(),
                idempotency_key: Some(key.to_owned()),
            },
        )
    };
    let first = request_of(create(fabrikam(), "k1"));
    assert_eq!(request_of(create(fabrikam(), "k1")), first);
    assert_ne!(request_of(create(fabrikam(), "k2")).id, first.id);
    assert_eq!(
        code_and_status(create(northwind(), "k1")),
        ("idempotency-key", 422)
    );

    world.copied();
    let map = |use_csv| {
        world.pair(PairCommand::Map {
            use_csv,
            by: admin(),
            idempotency_key: Some("k1".to_owned()),
        })
    };
    let Ok(PairReply::Request(first)) = map(false) else {
        panic!()
    };
    let Ok(PairReply::Request(second)) = map(false) else {
        panic!()
    };
    assert_eq!(first.id, second.id);
    assert_eq!(code_and_status(map(true)), ("idempotency-key", 422));
}

#[test]
fn a_foreign_cursor_is_refused() {
    let world = World::with(&["lena"]);
    world.copied();
    let cursor = Some("x".to_owned());
    assert_eq!(
        code_and_status(world.tenant(
            contoso(),
            TenantCommand::Requests {
                cursor: cursor.clone()
            }
        )),
        ("cursor", 422)
    );
    assert_eq!(
        code_and_status(world.pair(PairCommand::Identities { cursor })),
        ("cursor", 422)
    );
}

#[test]
fn a_message_that_is_not_what_was_accepted_is_refused() {
    let world = World::with(&["lena", "mia"]);
    let asked = world.ask_copy();
    world.accept(&asked, false);
    let outgoing = world.tenant_broker(contoso()).outgoing().unwrap().remove(0);
    let Message::BeginCopy(copy) = outgoing.message else {
        panic!("{outgoing:?}");
    };
    let changes: [fn(&mut AcceptedCopy); 4] = [
        |copy| copy.members.truncate(1),
        |copy| copy.scope.group_id = sales().group_id,
        |copy| copy.pair.target = northwind(),
        |copy| copy.digest = "other".to_owned(),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut other = copy.clone();
        change(&mut other);
        let message = PairCommand::Deliver(Message::BeginCopy(other));
        assert_eq!(
            code_and_status(world.pair(message)),
            ("message", 422),
            "change {number}"
        );
    }
    let misdirected = TenantCommand::Deliver(Message::BeginCopy(copy));
    assert_eq!(
        code_and_status(world.tenant(fabrikam(), misdirected)),
        ("message", 422)
    );
    assert_eq!(world.pair(PairCommand::Overview), Err(Refusal::NotFound));
}
