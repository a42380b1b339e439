//! A cmdlet's error, in the shape that the admin API wraps it in: an outer
//! message that says nothing, and the real one three times inside.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{directory::lookup::NotOne, store::StateError};

const NOT_FOUND: &str = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException";
const AMBIGUOUS: &str = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectAmbiguousException";
const BINDING: &str = "System.Management.Automation.ParameterBindingException";
const RECIPIENT: &str = "Microsoft.Exchange.Management.Common.RecipientTaskException";

/// Why a cmdlet did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    status: StatusCode,
    exception: &'static str,
    message: String,
}

impl Failure {
    fn bad(exception: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            exception,
            message: message.into(),
        }
    }

    /// The body is no cmdlet.
    pub(super) fn body(message: impl Into<String>) -> Self {
        Self::bad("Microsoft.OData.ODataException", message)
    }

    /// No such cmdlet here.
    pub(super) fn cmdlet(name: &str) -> Self {
        Self::bad(
            "System.Management.Automation.CommandNotFoundException",
            format!(
                "The term '{name}' is not recognized as the name of a cmdlet, function, script \
                 file, or operable program. Check the spelling of the name, or if a path was \
                 included, verify that the path is correct and try again."
            ),
        )
    }

    /// A parameter that the cmdlet does not have.
    pub(super) fn parameter(name: &str) -> Self {
        Self::bad(
            BINDING,
            format!("A parameter cannot be found that matches parameter name '{name}'."),
        )
    }

    /// A parameter that must be given.
    pub(super) fn mandatory(name: &str) -> Self {
        Self::bad(
            BINDING,
            format!(
                "Cannot process command because of one or more missing mandatory parameters: {name}."
            ),
        )
    }

    /// A value that does not become the parameter's type.
    pub(super) fn transformation(parameter: &str, value: &str, kind: &str, error: &str) -> Self {
        Self::bad(
            BINDING,
            format!(
                "Cannot process argument transformation on parameter '{parameter}'. Cannot convert \
                 value \"{value}\" to type \"{kind}\". Error: \"{error}\""
            ),
        )
    }

    /// Nothing, or more than one thing, answers to an identity.
    pub(super) fn identity(why: NotOne, identity: &str, server: &str) -> Self {
        match why {
            NotOne::None => Self {
                status: StatusCode::NOT_FOUND,
                ..Self::bad(
                    NOT_FOUND,
                    format!(
                        "The operation couldn't be performed because object '{identity}' couldn't \
                         be found on '{server}'."
                    ),
                )
            },
            NotOne::Several => Self::bad(
                AMBIGUOUS,
                format!(
                    "The operation couldn't be performed because '{identity}' matches multiple \
                     entries."
                ),
            ),
        }
    }

    /// The object is kept on-premises.
    pub(super) fn synced(name: &str, parameter: &str) -> Self {
        Self::bad(
            "System.InvalidOperationException",
            format!(
                "The operation on mailbox \"{name}\" failed because it's out of the current user's \
                 write scope. The action 'Set-MailUser', '{parameter}', can't be performed on the \
                 object '{name}' because the object is being synchronized from your on-premises \
                 organization. This action should be performed on the object in your on-premises \
                 organization."
            ),
        )
    }

    /// Another recipient has this address.
    pub(super) fn address_taken(address: &str, owner: &str) -> Self {
        Self::bad(
            "Microsoft.Exchange.Data.Directory.ProxyAddressExistsException",
            format!(
                "The proxy address \"{address}\" is already being used by the proxy addresses or \
                 LegacyExchangeDN of \"{owner}\". Please choose another proxy address."
            ),
        )
    }

    /// Not an SMTP address.
    pub(super) fn smtp_syntax(address: &str) -> Self {
        Self::bad(
            "Microsoft.Exchange.Data.DataValidationException",
            format!(
                "The address '{address}' is invalid: \"{address}\" isn't a valid SMTP address. The \
                 domain name can't contain spaces and it has to have a prefix and a suffix, such \
                 as example.com."
            ),
        )
    }

    /// Any other thing that a recipient cannot become.
    pub(super) fn recipient(message: impl Into<String>) -> Self {
        Self::bad(RECIPIENT, message)
    }

    /// A filter that does not read.
    pub(super) fn filter(filter: &str, why: &str) -> Self {
        Self::bad(
            BINDING,
            format!(
                "Cannot bind parameter 'Filter' to the target. Exception setting \"Filter\": \
                 \"Invalid filter syntax. {why} in '{filter}'.\""
            ),
        )
    }

    /// A page that cannot be had any more.
    pub(super) fn page() -> Self {
        Self::bad(
            "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
            "Expired or Invalid pagination request. Default Expiry time is 00:30:00",
        )
    }
}

impl From<StateError> for Failure {
    fn from(error: StateError) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            exception: "System.IO.IOException",
            message: error.to_string(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let code = match self.status {
            StatusCode::NOT_FOUND => "NotFound",
            StatusCode::INTERNAL_SERVER_ERROR => "InternalServerError",
            _ => "BadRequest",
        };
        let inner = format!("|{}|{}", self.exception, self.message);
        let body = json!({
            "error": {
                "code": code,
                "message": "Invalid Operation",
                "details": [{
                    "code": "Client",
                    "target": "",
                    "message": format!("{}{inner}", place(self.exception)),
                }],
                "innererror": {
                    "message": "Invalid Operation",
                    "type": "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
                    "stacktrace": "",
                    "internalexception": {
                        "message": self.message,
                        "type": self.exception,
                        "stacktrace": "",
                    },
                },
            },
        });
        (self.status, Json(body)).into_response()
    }
}

/// `Ex` and six digits: Exchange's name for the line that threw.
fn place(exception: &str) -> String {
    if exception == NOT_FOUND {
        return "Ex6F9304".to_owned();
    }
    let number = Sha256::digest(exception)
        .iter()
        .take(3)
        .fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    format!("Ex{number:06X}")
}
