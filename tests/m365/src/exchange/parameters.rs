//! The cmdlet and its parameters, as the body gives them. Names are matched as
//! PowerShell matches them, in any case; only those that are built here exist.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::failure::Failure;

/// Every cmdlet takes these.
const COMMON: [&str; 9] = [
    "ErrorAction",
    "WarningAction",
    "InformationAction",
    "Verbose",
    "Debug",
    "ErrorVariable",
    "WarningVariable",
    "OutBuffer",
    "OutVariable",
];

/// The cmdlets and their own parameters.
const CMDLETS: [(&str, &[&str]); 8] = [
    ("Get-AcceptedDomain", &["Identity", "ResultSize"]),
    (
        "Get-DistributionGroup",
        &["Identity", "Filter", "ResultSize"],
    ),
    ("Get-DistributionGroupMember", &["Identity", "ResultSize"]),
    ("Get-Mailbox", &["Identity", "Filter", "ResultSize"]),
    ("Get-MailUser", &["Identity", "Filter", "ResultSize"]),
    ("Get-OrganizationConfig", &[]),
    ("Get-OrganizationRelationship", &["Identity"]),
    (
        "Set-MailUser",
        &[
            "Identity",
            "Confirm",
            "Force",
            "ArchiveGuid",
            "EmailAddresses",
            "ExchangeGuid",
            "ExternalEmailAddress",
            "PrimarySmtpAddress",
            "WindowsEmailAddress",
            "CustomAttribute1",
            "CustomAttribute2",
            "CustomAttribute3",
            "CustomAttribute4",
            "CustomAttribute5",
            "CustomAttribute6",
            "CustomAttribute7",
            "CustomAttribute8",
            "CustomAttribute9",
            "CustomAttribute10",
            "CustomAttribute11",
            "CustomAttribute12",
            "CustomAttribute13",
            "CustomAttribute14",
            "CustomAttribute15",
        ],
    ),
];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    cmdlet_input: Input,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    cmdlet_name: String,
    #[serde(default)]
    parameters: Map<String, Value>,
}

/// A cmdlet to run.
#[derive(Debug)]
pub(super) struct Parameters {
    cmdlet: &'static str,
    given: Map<String, Value>,
}

impl Parameters {
    /// Reads a body and checks that cmdlet and parameters exist.
    pub(super) fn read(body: &[u8]) -> Result<Self, Failure> {
        let Body { cmdlet_input } = serde_json::from_slice(body).map_err(|error| {
            Failure::body(format!("The request body is not a CmdletInput: {error}."))
        })?;
        let (cmdlet, own) = CMDLETS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&cmdlet_input.cmdlet_name))
            .ok_or_else(|| Failure::cmdlet(&cmdlet_input.cmdlet_name))?;
        let known = |name: &str| {
            COMMON
                .iter()
                .chain(own.iter())
                .any(|known| known.eq_ignore_ascii_case(name))
        };
        if let Some(unknown) = cmdlet_input.parameters.keys().find(|name| !known(name)) {
            return Err(Failure::parameter(unknown));
        }
        Ok(Self {
            cmdlet,
            given: cmdlet_input.parameters,
        })
    }

    /// The cmdlet's name as Exchange writes it.
    pub(super) fn cmdlet(&self) -> &str {
        self.cmdlet
    }

    pub(super) fn is(&self, cmdlet: &str) -> bool {
        self.cmdlet == cmdlet
    }

    /// The parameters as they came.
    pub(super) fn as_given(&self) -> Value {
        Value::Object(self.given.clone())
    }

    /// A parameter's value; none if it is not given.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.given
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// A parameter that is text; null counts as empty.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Failure> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some("")),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(Failure::transformation(
                name,
                &other.to_string(),
                "System.String",
                "Cannot convert value to type System.String.",
            )),
        }
    }

    /// The first of the cmdlet's own parameters that changes something.
    pub(super) fn first_change(&self) -> Option<&str> {
        const NO_CHANGE: [&str; 3] = ["Identity", "Confirm", "Force"];
        self.given.keys().map(String::as_str).find(|name| {
            !COMMON
                .iter()
                .chain(NO_CHANGE.iter())
                .any(|other| other.eq_ignore_ascii_case(name))
        })
    }

    /// Whether all objects are asked for.
    pub(super) fn is_unlimited(&self) -> bool {
        self.value("ResultSize")
            .and_then(Value::as_str)
            .is_some_and(|size| size.eq_ignore_ascii_case("unlimited"))
    }

    /// How many objects are asked for; none for all.
    pub(super) fn result_size(&self) -> Result<Option<usize>, Failure> {
        const DEFAULT: usize = 1_000;
        let Some(size) = self.value("ResultSize") else {
            return Ok(Some(DEFAULT));
        };
        if self.is_unlimited() {
            return Ok(None);
        }
        let number = match size {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        match number.and_then(|number| usize::try_from(number).ok()) {
            Some(number) if number > 0 => Ok(Some(number)),
            _ => Err(Failure::transformation(
                "ResultSize",
                &size.to_string(),
                "Microsoft.Exchange.Data.Unlimited`1[System.UInt32]",
                "Result size must be a positive number or 'Unlimited'.",
            )),
        }
    }
}
