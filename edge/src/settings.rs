//! What a deployment can set, read from the Worker's vars and secrets.
//!
//! Everything here is a function of its arguments, so that the whole table of
//! "may this run here" is tested natively. Two promises:
//!
//! - a base URL that is not `https`, or that leads to this machine, is accepted
//!   only with `DEV=1`;
//! - a development setting answers nothing but 503 to a host that is not local,
//!   whatever else is set ([`Settings::refusal_for_host`]).

use std::{fmt, time::Duration};

use shared::api::limits::{MAX_UPLOAD_RETENTION, PURGE_MARGIN};
use uuid::Uuid;

use self::base::BaseUrl;

pub mod base;

/// The client secret of the pretend Microsoft 365. It opens nothing real, and a
/// deployment that carries it is a development set-up by mistake.
const PRETEND_SECRET: &str = "pretend-secret";

/// Why a deployment cannot run as it is set up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A var or secret is not there or empty.
    #[error(
        "{0} is not set: give it in wrangler.toml, or as a secret with `wrangler secret put {0}`"
    )]
    Missing(&'static str),
    /// `CLIENT_ID` is not a GUID.
    #[error(
        "CLIENT_ID is not a GUID: it is the application (client) id of Crosswalk's app registration"
    )]
    ClientId,
    /// A base URL cannot be used.
    #[error("{name} cannot be used: {reason}")]
    Base {
        /// The var.
        name: &'static str,
        /// What is wrong with it.
        reason: base::BaseError,
    },
    /// `UPLOAD_RETENTION_SECONDS` is not a number above zero.
    #[error("UPLOAD_RETENTION_SECONDS is not a whole number of seconds above zero")]
    Retention,
    /// `DO_JURISDICTION` is none that Cloudflare has.
    #[error("DO_JURISDICTION is neither empty nor one of eu, fedramp")]
    Jurisdiction,
    /// A development setting on a host that others can reach.
    #[error(
        "this is a development set-up ({0}), which answers only on localhost: \
         remove DEV, use the https addresses of Microsoft 365 and a client secret of your own"
    )]
    DevelopmentOnPublicHost(&'static str),
}

/// A secret that no log or error can print.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, for the one request that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where Durable Objects may live, as Cloudflare calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jurisdiction {
    /// The European Union.
    Eu,
    /// `FedRAMP` in the United States.
    FedRamp,
}

impl Jurisdiction {
    /// Cloudflare's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eu => "eu",
            Self::FedRamp => "fedramp",
        }
    }
}

/// A deployment's settings, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Entra: `https://login.microsoftonline.com`.
    pub entra: BaseUrl,
    /// Exchange Online: `https://outlook.office365.com`.
    pub exchange: BaseUrl,
    /// The application (client) id, which is also the audience of tokens.
    pub client_id: Uuid,
    /// The application's secret.
    pub client_secret: Secret,
    /// The scope that the browser asks for.
    pub api_scope: String,
    /// Whether `DEV=1`.
    pub dev: bool,
    /// Where Durable Objects may live; none on a local runtime, which has none.
    pub jurisdiction: Option<Jurisdiction>,
    /// How long an uploaded file is held: never longer than the limit allows.
    pub upload_retention: Duration,
}

/// The longest that an upload is held: deletion starts a margin before the limit.
pub const LONGEST_RETENTION: Duration = match MAX_UPLOAD_RETENTION.checked_sub(PURGE_MARGIN) {
    Some(longest) => longest,
    None => MAX_UPLOAD_RETENTION,
};

impl Settings {
    /// Reads the settings by name; `var` answers a var's or secret's value.
    pub fn read(var: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let optional = |name: &str| var(name).filter(|value| !value.trim().is_empty());
        let required = |name: &'static str| optional(name).ok_or(SettingsError::Missing(name));
        let dev = optional("DEV").as_deref() == Some("1");
        let base = |name: &'static str| {
            BaseUrl::parse(&required(name)?, dev)
                .map_err(|reason| SettingsError::Base { name, reason })
        };
        let client_id = shared::ids::parse_guid(&required("CLIENT_ID")?)
            .map_err(|_| SettingsError::ClientId)?;
        Ok(Self {
            entra: base("ENTRA_BASE")?,
            exchange: base("EXCHANGE_BASE")?,
            client_id,
            client_secret: Secret(required("CLIENT_SECRET")?),
            api_scope: optional("API_SCOPE").unwrap_or_else(|| format!("{client_id}/.default")),
            dev,
            jurisdiction: match optional("DO_JURISDICTION").as_deref() {
                None => None,
                Some("eu") => Some(Jurisdiction::Eu),
                Some("fedramp") => Some(Jurisdiction::FedRamp),
                Some(_) => return Err(SettingsError::Jurisdiction),
            },
            upload_retention: retention(optional("UPLOAD_RETENTION_SECONDS").as_deref())?,
        })
    }

    /// Why these settings must not answer requests to `host`, if so.
    pub fn refusal_for_host(&self, host: &str) -> Option<SettingsError> {
        if base::is_local_host(host) {
            return None;
        }
        let development = if self.dev {
            "DEV is 1"
        } else if self.entra.is_for_development() {
            "ENTRA_BASE is not a public https address"
        } else if self.exchange.is_for_development() {
            "EXCHANGE_BASE is not a public https address"
        } else if self.client_secret.0 == PRETEND_SECRET {
            "CLIENT_SECRET is the one of the pretend Microsoft 365"
        } else {
            return None;
        };
        Some(SettingsError::DevelopmentOnPublicHost(development))
    }
}

/// A shorter retention is a deployment's choice; a longer one is nobody's.
fn retention(text: Option<&str>) -> Result<Duration, SettingsError> {
    let Some(text) = text else {
        return Ok(LONGEST_RETENTION);
    };
    match text.trim().parse::<u64>() {
        Ok(seconds) if seconds > 0 => Ok(Duration::from_secs(seconds).min(LONGEST_RETENTION)),
        _ => Err(SettingsError::Retention),
    }
}

#[cfg(test)]
mod tests;
