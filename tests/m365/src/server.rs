//! Starting the server: as a library on any port, or until told to stop.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use axum::Router;
use tokio::{net::TcpListener, task::JoinHandle};
use uuid::Uuid;

use crate::{
    CLIENT_ID, CLIENT_SECRET, control,
    directory::{Directory, SeedError},
    entra, exchange,
    keys::{Key, KeyError},
    store::{self, StateError},
    world::{Moving, World},
};

/// How to start.
#[derive(Clone, Debug)]
pub struct Config {
    /// What addresses in answers begin with, where it is not the listener's own.
    pub public_url: Option<String>,
    /// Where directory changes are kept; nowhere if none. The signing key lies
    /// beside it.
    pub state: Option<PathBuf>,
    /// The registered app.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            state: None,
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
        }
    }
}

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data files are wrong.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The state file is unusable.
    #[error(transparent)]
    State(#[from] StateError),
    /// There is no signing key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The app's client id is not a GUID.
    #[error("the client id {0} is not a GUID")]
    ClientId(String),
    /// The network says no.
    #[error("the pretend Microsoft 365 cannot listen: {0}")]
    Network(#[from] std::io::Error),
}

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    base_url: String,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts on a free port of this machine.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let (router, base_url) = prepare(listener.local_addr()?, config)?;
        let task = tokio::spawn(async move {
            // The accept loop of axum ends only with its task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { base_url, task })
    }

    /// What every address of this server begins with.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Serves until Ctrl-C or a termination signal, after saying `ready` with the
/// base address.
pub async fn serve(
    listener: TcpListener,
    config: Config,
    ready: impl FnOnce(&str),
) -> Result<(), StartError> {
    let (router, base_url) = prepare(listener.local_addr()?, config)?;
    ready(&base_url);
    axum::serve(listener, router)
        .with_graceful_shutdown(told_to_stop())
        .await?;
    Ok(())
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}

fn prepare(address: SocketAddr, config: Config) -> Result<(Router, String), StartError> {
    let base = match config.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => format!("http://{address}"),
    };
    let client_id = Uuid::try_parse(&config.client_id)
        .map_err(|_| StartError::ClientId(config.client_id.clone()))?;
    let (key, kept) = match &config.state {
        Some(state) => (
            Arc::new(Key::kept_in(&key_beside(state))?),
            store::load(state)?,
        ),
        None => (Key::of_this_process()?, None),
    };
    let directory = match kept {
        Some(directory) => directory,
        None => Directory::from_data_files()?,
    };
    let world = Arc::new(World {
        base: base.clone(),
        client_id,
        client_secret: config.client_secret,
        key,
        state: config.state,
        moving: Mutex::new(Moving::new(directory)),
    });
    let router = Router::new()
        .merge(entra::router())
        .merge(exchange::router())
        .merge(control::router())
        .with_state(world);
    Ok((router, base))
}

/// `directory.json` keeps its key in `directory.key.pem`.
fn key_beside(state: &Path) -> PathBuf {
    state.with_extension("key.pem")
}
