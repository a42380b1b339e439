//! Sign-in: OAuth 2.0 authorization code with PKCE.
//!
//! Tokens live in memory only and are gone with the page. What must survive the
//! way to the authority and back, the verifier and the state, lies in the tab's
//! session storage and is removed when it is used. The answer comes in the
//! fragment, which no server sees.

pub mod account;
pub mod answer;
pub mod journey;
pub mod pkce;

use leptos::prelude::*;
use shared::{
    api::{ClientConfig, Me, Role},
    ids::TenantId,
};

pub use account::Account;

/// Who is signed in, for every component below the frame. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// The edge's settings, fetched once.
    pub config: RwSignal<Option<ClientConfig>>,
    /// The account and its token.
    pub account: RwSignal<Option<Account>>,
    /// What the edge says about the caller.
    pub me: RwSignal<Option<Me>>,
    /// Notified when there may be a new pair.
    pub pairs_asked: Trigger,
}

impl Session {
    /// Nobody is signed in.
    pub fn new() -> Self {
        Self {
            config: RwSignal::new(None),
            account: RwSignal::new(None),
            me: RwSignal::new(None),
            pairs_asked: Trigger::new(),
        }
    }

    /// The session that the frame provides.
    pub fn get() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// The token for the edge.
    pub fn token(self) -> Option<String> {
        self.account
            .with_untracked(|account| account.as_ref().map(|account| account.access_token.clone()))
    }

    /// The caller's tenant.
    pub fn tenant(self) -> Option<TenantId> {
        self.me.with(|me| me.as_ref().map(|me| me.tenant_id))
    }

    /// Whether the caller may change anything.
    pub fn may_act(self) -> bool {
        self.me
            .with(|me| me.as_ref().is_some_and(|me| me.role > Role::GlobalReader))
    }

    /// Forgets the tokens.
    pub fn end(self) {
        self.account.set(None);
        self.me.set(None);
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

/// A role as people say it.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::GlobalReader => "Global Reader",
        Role::ExchangeAdministrator => "Exchange Administrator",
        Role::GlobalAdministrator => "Global Administrator",
    }
}
