//! What is kept over a restart.

use std::{
    fs,
    path::{Path, PathBuf},
};

use m365::{Config, Server, StartError};
use serde_json::json;

use crate::client::{FABRIKAM, start_with};

fn fresh(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    folder.join("directory.json")
}

fn keeping(state: &Path) -> Config {
    Config {
        state: Some(state.to_owned()),
        ..Config::default()
    }
}

#[tokio::test]
async fn what_was_written_and_the_signing_key_outlive_a_restart() {
    let state = fresh("restart");
    let write = json!({ "Identity": "lars.berg", "CustomAttribute1": "kept" });
    let first = start_with(keeping(&state)).await;
    let token = first.app_token(FABRIKAM).await;
    let keys = first.get("/common/discovery/v2.0/keys").await;
    first.invoke(FABRIKAM, "Set-MailUser", write).await;
    drop(first);

    let second = start_with(keeping(&state)).await;
    assert_eq!(
        second.mail_user("lars.berg").await["CustomAttribute1"],
        "kept"
    );
    let again = second.get("/common/discovery/v2.0/keys").await;
    assert_eq!(again["keys"][0]["n"], keys["keys"][0]["n"]);
    let body = crate::client::command("Get-AcceptedDomain", &json!({}));
    let answer = second.call(FABRIKAM, &token, "", "", &body).await.unwrap();
    assert_eq!(
        answer.status(),
        200,
        "a token of before the restart still works"
    );

    second.post("/control/reset", json!({})).await;
    drop(second);
    let third = start_with(keeping(&state)).await;
    assert_eq!(third.mail_user("lars.berg").await["CustomAttribute1"], "");
}

#[cfg(unix)]
#[tokio::test]
async fn the_private_key_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let state = fresh("key");
    let _running = start_with(keeping(&state)).await;
    let mode = fs::metadata(state.with_extension("key.pem"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0);
}

#[tokio::test]
async fn a_write_that_cannot_be_kept_is_not_made() {
    let state = fresh("unwritable");
    let pretend = start_with(keeping(&state)).await;
    // A folder in the place of the file to write makes every write fail.
    fs::create_dir_all(state.with_extension("json.new")).unwrap();
    let write = json!({ "Identity": "lars.berg", "CustomAttribute1": "x" });
    assert_eq!(
        pretend
            .invoke(FABRIKAM, "Set-MailUser", write)
            .await
            .status(),
        500
    );
    assert_eq!(pretend.mail_user("lars.berg").await["CustomAttribute1"], "");
}

#[tokio::test]
async fn a_state_file_that_is_something_else_is_refused_and_left_alone() {
    let state = fresh("damaged");
    fs::create_dir_all(state.parent().unwrap()).unwrap();
    fs::write(&state, "{\"tenants\": 7}").unwrap();
    let refused = Server::start(keeping(&state)).await.unwrap_err();
    assert!(matches!(refused, StartError::State(_)));
    assert!(refused.to_string().contains("directory.json"), "{refused}");
    assert_eq!(fs::read_to_string(&state).unwrap(), "{\"tenants\": 7}");
}

#[tokio::test]
async fn a_public_url_stands_in_every_address() {
    let config = Config {
        public_url: Some("http://m365.example/".to_owned()),
        ..Config::default()
    };
    let server = Server::start(config).await.unwrap();
    assert_eq!(server.base_url(), "http://m365.example");
}
