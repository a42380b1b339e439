//! The whole flow while the Worker is killed at random moments, with everything that
//! belongs to it: it ends as if nobody had.
//!
//! The people in it begin again from the first step after each kill, under the same
//! idempotency keys, and so go on where they were. `KILLS` and `SEED` choose how often
//! and when.

use std::{collections::BTreeMap, io::Write as _, sync::OnceLock, time::Duration};

use flows::{CONTOSO, Caller, FABRIKAM, Stage};
use serde_json::{Value, json};
use shared::{
    api::{
        AcceptCopy, IdentityView, NewCopyRequest, Page, PresentRequest, Report, RequestView,
        ScopeView,
    },
    mapping_file::{self, Column},
    workflow::{IdentityState, RequestState},
};

use crate::{tenant, whole_flow::free_mail_user};

/// The file that a person has edited.
type Disk = OnceLock<Vec<u8>>;

/// Kills in `make test`.
const FEW: u32 = 5;
/// Kills of one flow at most, so that it ends at last.
const OF_ONE_FLOW: u32 = 8;
/// Longest that a Worker lives before it is killed, in milliseconds: a flow takes
/// some seconds.
const LONGEST_LIFE: u64 = 3_000;

#[tokio::test]
async fn a_flow_that_is_killed_ends_as_one_that_is_not() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let kills = number("KILLS").unwrap_or(FEW);
    let seed = number("SEED").unwrap_or_else(|| fastrand::u32(..));
    let mut rng = fastrand::Rng::with_seed(seed.into());
    say(&format!("{kills} kills, SEED={seed}"));

    let (stage, disk) = (Stage::start(&[]), Disk::new());
    goes_through(&stage, &disk).await;
    let expected = end_of(&stage).await;
    drop(stage);
    let completed = expected.states.values();
    let completed = completed.filter(|(state, _)| *state == IdentityState::Completed);
    assert!(completed.count() > 25, "{expected:?}");

    let (mut done, mut flows) = (0, 0);
    while done < kills {
        let (mut stage, disk) = (Stage::start(&[]), Disk::new());
        for _ in 0..OF_ONE_FLOW.min(kills - done) {
            let life = Duration::from_millis(rng.u64(50..LONGEST_LIFE));
            if tokio::time::timeout(life, goes_through(&stage, &disk))
                .await
                .is_ok()
            {
                break;
            }
            stage = stage.killed();
            done += 1;
        }
        goes_through(&stage, &disk).await;
        let end = end_of(&stage).await;
        let when = format!("SEED={seed}, after {done} kills");
        assert_eq!(end.states, expected.states, "{when}");
        assert_eq!(end.requests, expected.requests, "{when}");
        assert_eq!(end.rows, expected.rows, "{when}");
        for (id, mail_user) in &expected.mail_users {
            assert_eq!(end.mail_users.get(id), Some(mail_user), "{when}");
        }
        assert_eq!(end.mail_users.len(), expected.mail_users.len(), "{when}");
        flows += 1;
        say(&format!("{done} of {kills} kills, {flows} flows"));
    }
}

/// Past the capture of a test's output: a soak takes long, and says how far it is.
#[allow(clippy::explicit_write, reason = "what `eprintln` says is captured")]
fn say(words: &str) {
    writeln!(std::io::stderr(), "soak: {words}").unwrap();
}

/// Copy, map, upload, map by file, write, verify: as far as it comes.
async fn goes_through(stage: &Stage, disk: &Disk) {
    let source = stage.caller("admin@contoso.example").await;
    let target = stage.caller("admin@fabrikam.example").await;
    copies(&source, &target).await;
    asks(&target, "map", json!({ "useCsv": false })).await;
    maps_by_file(stage, &target, disk).await;
    asks(&target, "write", json!({})).await;
    asks(&target, "verify", json!({})).await;
}

async fn copies(source: &Caller, target: &Caller) {
    let scopes: Vec<ScopeView> = source.get(&format!("/scopes?target={FABRIKAM}")).await;
    let scope = scopes.iter().find(|one| one.name == "Migration wave 1");
    let order = NewCopyRequest {
        target_tenant_id: tenant(FABRIKAM),
        security_group_id: scope.unwrap().group_id,
    };
    let asked: RequestView = read(source.send_once("/copy-requests", &order, "copy").await).await;
    let told = PresentRequest {
        request_id: asked.id,
        source_tenant_id: tenant(CONTOSO),
    };
    let seen: RequestView = target.post("/requests/lookup", &told).await;
    let decision = AcceptCopy {
        source_tenant_id: tenant(CONTOSO),
        overwrite: false,
        digest: seen.digest.unwrap(),
    };
    let accept = format!("/requests/{}/accept", asked.id);
    let _: RequestView = target.post(&accept, &decision).await;
    let copied = target.finished(asked.id).await;
    assert_eq!(copied.state, RequestState::Completed, "{copied:?}");
}

/// A request of the pair, under its own name as a key, until it is finished.
async fn asks(target: &Caller, what: &str, body: Value) -> RequestView {
    let path = format!("/pairs/{CONTOSO}/{what}");
    let asked: RequestView = read(target.send_once(&path, &body, what).await).await;
    let finished = target.finished(asked.id).await;
    assert!(finished.state.is_finished_work(), "{finished:?}");
    finished
}

/// The mapping file goes down and comes back with a MailUser for somebody who had
/// none. What was edited lies on a disk, and outlives the Worker.
async fn maps_by_file(stage: &Stage, target: &Caller, disk: &Disk) {
    if disk.get().is_none() {
        let edited = edited(stage, target).await;
        disk.get_or_init(|| edited);
    }
    let path = format!("/pairs/{CONTOSO}/uploads?autoProgress=true");
    let bytes = disk.get().unwrap().clone();
    let uploaded: RequestView = read(target.upload_once(&path, bytes, "upload").await).await;
    let checked = target.finished(uploaded.id).await;
    assert!(checked.state.is_finished_work(), "{checked:?}");
    let all: Page<RequestView> = target.get("/requests").await;
    for request in all.items {
        target.finished(request.id).await;
    }
}

async fn edited(stage: &Stage, target: &Caller) -> Vec<u8> {
    let path = format!("/pairs/{CONTOSO}/mapping-file");
    let bytes = target.get_as(&path, "text/csv").await;
    let identities: Page<IdentityView> = target.get(&format!("/pairs/{CONTOSO}/identities")).await;
    let mail_user = free_mail_user(&stage.directory().await, &identities.items);
    let mut file = mapping_file::open(bytes).unwrap();
    let column = file
        .column(Column::TargetExternalDirectoryObjectId)
        .unwrap();
    let unmapped = file
        .rows()
        .find(|row| file.value(*row, Column::MigrationStatus) == "Unmapped")
        .unwrap();
    file.set_cell(unmapped, column, &mail_user).unwrap();
    file.save()
}

async fn read(reply: reqwest::Response) -> RequestView {
    let (status, text) = (reply.status(), reply.text().await.unwrap());
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap()
}

/// What is left of a flow.
#[derive(Debug)]
struct End {
    states: BTreeMap<String, (IdentityState, Option<String>)>,
    mail_users: BTreeMap<String, Value>,
    /// Kinds and ends of all requests that the target sees, and rows of the source's
    /// report.
    requests: Vec<String>,
    rows: usize,
}

async fn end_of(stage: &Stage) -> End {
    let source = stage.caller("admin@contoso.example").await;
    let target = stage.caller("admin@fabrikam.example").await;
    let identities: Page<IdentityView> = target.get(&format!("/pairs/{CONTOSO}/identities")).await;
    let mut led_to = BTreeMap::new();
    let mut states = BTreeMap::new();
    for one in identities.items {
        let mail_user = one.target_id.map(|id| id.to_string());
        if let Some(mail_user) = &mail_user {
            let other = led_to.insert(mail_user.clone(), one.source.id);
            assert_eq!(other, None, "two mailboxes lead to {mail_user}");
        }
        states.insert(one.source.id.to_string(), (one.state, mail_user));
    }
    let own: Page<RequestView> = source.get("/requests").await;
    assert_eq!(own.items.len(), 1, "{own:?}");
    let report: Report = source
        .get(&format!("/requests/{}/report", own.items[0].id))
        .await;
    let all: Page<RequestView> = target.get("/requests").await;
    let mut requests: Vec<String> = all
        .items
        .iter()
        .map(|one| format!("{:?} {:?} {}", one.kind, one.state, one.percent))
        .collect();
    requests.sort();
    let directory = stage.directory().await;
    let mail_users = directory
        .mail_users(FABRIKAM)
        .iter()
        .map(|one| {
            let id = one["ExternalDirectoryObjectId"].as_str().unwrap();
            let mut one = one.clone();
            // When it was written is another moment each time.
            one.as_object_mut().unwrap().remove("WhenChangedUTC");
            (id.to_owned(), one)
        })
        .collect();
    // What has been used is deleted within moments.
    for _ in 0..100 {
        if stage.keys_in_r2().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(stage.keys_in_r2(), [""; 0], "a used file is still there");
    End {
        states,
        mail_users,
        requests,
        rows: report.identities.len(),
    }
}
