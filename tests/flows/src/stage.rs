//! Starting and ending the real parts.

use std::{
    io::{BufRead, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use crate::{Caller, Directory};

/// A running Worker and a running pretend Microsoft 365; both end with it.
#[derive(Debug)]
pub struct Stage {
    program: Child,
    state: PathBuf,
    /// Where the Worker answers: `http://localhost:…`.
    pub address: String,
    /// Where the pretend Microsoft 365 answers.
    pub m365: String,
}

impl Stage {
    /// Starts both with the Worker's settings `vars`, such as
    /// `("UPLOAD_RETENTION_SECONDS", "5")`.
    pub fn start(vars: &[(&str, &str)]) -> Self {
        let state = std::env::temp_dir().join(format!("crosswalk-flow-{}", unique()));
        Self::start_in(state, vars)
    }

    /// Ends both and starts them again on the same state.
    #[must_use]
    pub fn restarted(mut self) -> Self {
        let state = std::mem::take(&mut self.state);
        drop(self);
        Self::start_in(state, &[])
    }

    /// Kills the Worker with everything that belongs to it, in the middle of
    /// whatever it does, and starts again on the same state.
    #[must_use]
    pub fn killed(mut self) -> Self {
        let words = self.program.stdin.as_mut().unwrap();
        words.write_all(b"kill\n").unwrap();
        self.restarted()
    }

    fn start_in(state: PathBuf, vars: &[(&str, &str)]) -> Self {
        let mut command = Command::new("node");
        command
            .arg(root().join("scripts/run.mjs"))
            .env("READY_JSON", "1")
            .env("PORT", "0")
            .env("M365_PORT", "0")
            .env("STATE", &state)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        for (name, value) in vars {
            command.env(format!("VAR_{name}"), value);
        }
        let mut program = command.spawn().expect("node could not be started");
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("the Worker did not start; its last words are above"));
        let text = |name: &str| ready[name].as_str().unwrap().to_owned();
        Self {
            address: text("address"),
            m365: text("m365"),
            program,
            state,
        }
    }

    /// Somebody who calls the API with a good token.
    pub async fn caller(&self, account: &str) -> Caller {
        self.caller_with(json!({ "account": account })).await
    }

    /// Somebody whose token differs from a good one, as `/control/token` of the
    /// pretend Microsoft 365 offers: another audience, already expired …
    pub async fn caller_with(&self, order: Value) -> Caller {
        let reply = reqwest::Client::new()
            .post(format!("{}/control/token", self.m365))
            .json(&order)
            .send()
            .await
            .unwrap();
        assert!(reply.status().is_success(), "no token for {order}");
        let body: Value = reply.json().await.unwrap();
        Caller::new(&self.address, Some(body["access_token"].as_str().unwrap()))
    }

    /// Somebody without a token.
    pub fn stranger(&self) -> Caller {
        Caller::new(&self.address, None)
    }

    /// The directory of all tenants as it stands now.
    pub async fn directory(&self) -> Directory {
        let reply = reqwest::get(format!("{}/control/tenants", self.m365))
            .await
            .unwrap();
        Directory::new(reply.json().await.unwrap())
    }

    /// The keys of all objects that lie in R2 now, read past the Worker.
    pub fn keys_in_r2(&self) -> Vec<String> {
        let output = Command::new("node")
            .arg(root().join("tests/flows/r2-keys.mjs"))
            .arg(self.state.join("worker"))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "R2 could not be read: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // The program ends everything when its standard input closes.
        drop(self.program.stdin.take());
        let _ = self.program.wait();
        // Nothing is left to remove where a restart took the state over.
        if !self.state.as_os_str().is_empty() {
            let _ = std::fs::remove_dir_all(&self.state);
        }
    }
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn unique() -> String {
    let nanos = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_nanos();
    format!("{}-{nanos}", std::process::id())
}
