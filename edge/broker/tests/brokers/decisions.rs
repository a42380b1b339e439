//! What ends the waiting of a copy request: accept, reject, expiry, cancel.

use broker::{
    messages::{PairCommand, TenantCommand},
    refusal::Refusal,
};
use shared::{api::limits::REQUEST_LIFETIME, workflow::RequestState};

use crate::{
    people::{admin, contoso, fabrikam},
    refusals::code_and_status,
    world::{World, request_of},
};

#[test]
fn a_decision_is_made_once_and_on_what_was_seen() {
    let world = World::with(&["lena"]);
    let asked = world.ask_copy();
    let accept = |digest: &str, overwrite| {
        world.tenant(
            contoso(),
            TenantCommand::Accept {
                id: asked.id,
                target: fabrikam(),
                by: admin(),
                digest: digest.to_owned(),
                overwrite,
            },
        )
    };
    let digest = asked.digest.clone().unwrap();
    assert_eq!(code_and_status(accept("other", false)), ("conflict", 409));
    assert!(accept(&digest, false).is_ok());
    assert!(accept(&digest, false).is_ok(), "the same decision again");
    assert_eq!(code_and_status(accept(&digest, true)), ("conflict", 409));
    let reject = TenantCommand::Reject {
        id: asked.id,
        target: fabrikam(),
        by: admin(),
        reason: "no".to_owned(),
    };
    assert_eq!(
        code_and_status(world.tenant(contoso(), reject)),
        ("conflict", 409)
    );
    let cancel = TenantCommand::Cancel {
        id: asked.id,
        by: admin(),
    };
    assert_eq!(
        code_and_status(world.tenant(contoso(), cancel)),
        ("conflict", 409)
    );
    world.settle();
    assert_eq!(world.directory.calls.get(), 4, "it was copied once");
    assert!(accept(&digest, false).is_ok(), "even when it is finished");
}

#[test]
fn a_rejected_request_stays_at_ten_percent_with_its_reason() {
    let world = World::with(&["lena"]);
    let asked = world.ask_copy();
    let reject = |reason: &str| {
        world.tenant(
            contoso(),
            TenantCommand::Reject {
                id: asked.id,
                target: fabrikam(),
                by: admin(),
                reason: reason.to_owned(),
            },
        )
    };
    assert_eq!(code_and_status(reject("  ")), ("reason", 422));
    assert_eq!(code_and_status(reject(&"x".repeat(501))), ("reason", 422));
    let rejected = request_of(reject("Not us."));
    assert_eq!(rejected.state, RequestState::Rejected);
    assert_eq!(rejected.percent, 10);
    assert_eq!(rejected.reason.as_deref(), Some("Not us."));
    assert_eq!(request_of(reject("Not us.")), rejected);
    world.settle();
    assert_eq!(world.source_request(asked.id).state, RequestState::Rejected);
    assert_eq!(
        world.pair(PairCommand::Overview),
        Err(Refusal::NotFound),
        "nothing was copied"
    );
}

#[test]
fn an_unanswered_request_expires_with_or_without_its_alarm() {
    for alarm_is_late in [false, true] {
        let world = World::with(&["lena"]);
        let asked = world.ask_copy();
        let next = world.tenant_broker(contoso()).next_alarm().unwrap();
        assert_eq!(next, asked.expires_at);
        world.pass(REQUEST_LIFETIME);
        if !alarm_is_late {
            world.settle();
        }
        let outcome = world.tenant(
            contoso(),
            TenantCommand::Accept {
                id: asked.id,
                target: fabrikam(),
                by: admin(),
                digest: asked.digest.clone().unwrap(),
                overwrite: false,
            },
        );
        assert_eq!(code_and_status(outcome), ("conflict", 409));
        let ended = world.source_request(asked.id);
        assert_eq!(ended.state, RequestState::Expired);
        assert_eq!(ended.percent, 10);
        assert_eq!(world.tenant_broker(contoso()).next_alarm().unwrap(), None);
    }
}

#[test]
fn a_source_takes_its_request_back() {
    let world = World::with(&["lena"]);
    let asked = world.ask_copy();
    let cancel = || {
        world.tenant(
            contoso(),
            TenantCommand::Cancel {
                id: asked.id,
                by: admin(),
            },
        )
    };
    assert_eq!(request_of(cancel()).state, RequestState::Cancelled);
    assert!(cancel().is_ok(), "twice is no error");
    let outcome = world.tenant(
        contoso(),
        TenantCommand::Accept {
            id: asked.id,
            target: fabrikam(),
            by: admin(),
            digest: asked.digest.unwrap(),
            overwrite: false,
        },
    );
    assert_eq!(code_and_status(outcome), ("conflict", 409));
}
