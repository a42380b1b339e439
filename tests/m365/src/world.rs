//! Everything the server holds, behind one lock: the directory, sign-ins under
//! way, what was broken on purpose, and the calls that came in.

use std::{
    collections::{HashMap, VecDeque},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    control::{faults::Faults, switches::Switches},
    directory::Directory,
    entra::code::Code,
    keys::Key,
    store::{self, StateError},
};

/// Calls remembered for `/control/calls`.
const CALLS: usize = 10_000;

/// The pretend world.
#[derive(Debug)]
pub(crate) struct World {
    /// What every address begins with; no trailing slash.
    pub(crate) base: String,
    /// The one registered app.
    pub(crate) client_id: Uuid,
    /// The app's secret.
    pub(crate) client_secret: String,
    /// What tokens are signed with.
    pub(crate) key: Arc<Key>,
    /// Where directory changes are kept.
    pub(crate) state: Option<PathBuf>,
    /// What changes.
    pub(crate) moving: Mutex<Moving>,
}

/// What changes while the server runs.
#[derive(Debug)]
pub(crate) struct Moving {
    /// The tenants.
    pub(crate) directory: Directory,
    /// Authorization codes given out.
    pub(crate) codes: HashMap<String, Code>,
    /// What is broken on purpose.
    pub(crate) faults: Faults,
    /// Which of two possible behaviours is on.
    pub(crate) switches: Switches,
    /// The latest Exchange calls.
    pub(crate) calls: VecDeque<Call>,
}

/// One call of the Exchange admin API, as it was answered.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Call {
    /// When.
    pub(crate) at: String,
    /// In which tenant, as the path names it.
    pub(crate) tenant: String,
    /// Which cmdlet.
    pub(crate) cmdlet: String,
    /// With what.
    pub(crate) parameters: Value,
    /// The status answered; none where the connection was dropped.
    pub(crate) status: Option<u16>,
}

impl Moving {
    pub(crate) fn new(directory: Directory) -> Self {
        Self {
            directory,
            codes: HashMap::new(),
            faults: Faults::default(),
            switches: Switches::default(),
            calls: VecDeque::new(),
        }
    }
}

impl World {
    /// The moving part. Held for a moment, never over an await.
    pub(crate) fn moving(&self) -> MutexGuard<'_, Moving> {
        self.moving.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The issuer of a tenant's tokens; Microsoft's placeholder for no tenant.
    pub(crate) fn issuer(&self, tenant_id: Option<Uuid>) -> String {
        let tenant = tenant_id.map_or_else(|| "{tenantid}".to_owned(), |id| id.to_string());
        format!("{}/{tenant}/v2.0", self.base)
    }

    /// Makes `directory` the one that holds, once it is kept.
    pub(crate) fn commit(
        &self,
        moving: &mut Moving,
        directory: Directory,
    ) -> Result<(), StateError> {
        if let Some(path) = &self.state {
            store::save(path, &directory)?;
        }
        moving.directory = directory;
        Ok(())
    }

    /// Remembers a call.
    pub(crate) fn remember(&self, call: Call) {
        let mut moving = self.moving();
        if moving.calls.len() == CALLS {
            moving.calls.pop_front();
        }
        moving.calls.push_back(call);
    }
}
