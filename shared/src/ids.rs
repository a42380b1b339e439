//! Identifiers as types: a malformed or nil GUID cannot exist past this module,
//! and a tenant id is never taken for an object id.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::order::Leading;

/// Why a text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not 32 hexadecimal digits in the 8-4-4-4-12 form (braces allowed).
    #[error("not a GUID: expected the form 00000000-0000-0000-0000-000000000000")]
    Malformed,
    /// Only zeros, which Microsoft 365 uses to say "none".
    #[error("the nil GUID (only zeros) names nothing")]
    Nil,
}

/// Reads a GUID as Microsoft 365 writes it: hyphenated, in either case, with or
/// without braces. Anything else, and the nil GUID, is refused.
pub fn parse_guid(text: &str) -> Result<Uuid, IdError> {
    let bare = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(text);
    if bare.len() != 36 {
        return Err(IdError::Malformed);
    }
    let id = Uuid::try_parse(bare).map_err(|_| IdError::Malformed)?;
    if id.is_nil() {
        return Err(IdError::Nil);
    }
    Ok(id)
}

/// A key as people type it, without white space and braces around it: an id, or a name
/// that stands where an id may.
pub(crate) fn bare_key(text: &str) -> &str {
    text.trim().trim_start_matches('{').trim_end_matches('}')
}

impl Leading for ObjectId {
    fn leading(&self) -> u64 {
        self.0.as_u64_pair().0
    }
}

macro_rules! guid_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(try_from = "Uuid", into = "Uuid")]
        pub struct $name(Uuid);

        impl $name {
            /// The GUID itself.
            pub fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl TryFrom<Uuid> for $name {
            type Error = IdError;
            fn try_from(id: Uuid) -> Result<Self, IdError> {
                if id.is_nil() { Err(IdError::Nil) } else { Ok(Self(id)) }
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse_guid(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

guid_type! {
    /// A Microsoft 365 tenant, by its Entra `tid`.
    TenantId
}
guid_type! {
    /// An object in Entra: the `ExternalDirectoryObjectId` of a mailbox, a
    /// MailUser or a person.
    ObjectId
}
guid_type! {
    /// A mail-enabled security group, by `ExternalDirectoryObjectId` or
    /// `ExchangeObjectId`.
    GroupId
}
guid_type! {
    /// An `ExchangeGuid` or `ArchiveGuid`.
    MailboxGuid
}
guid_type! {
    /// What somebody asked for. A name that is passed on, not a key: it opens
    /// nothing without a token of one of the request's two tenants.
    RequestId
}

impl RequestId {
    /// A version 4 id from 16 random bytes, which the caller brings.
    pub fn from_random_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

/// One source and one target tenant; written `source:target`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    /// Where mailboxes leave.
    pub source: TenantId,
    /// Where mailboxes arrive.
    pub target: TenantId,
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source, self.target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_read_in_the_forms_that_microsoft_writes() {
        for text in [
            "6513270e-269e-4d37-b2a7-4de452e6b438",
            "6513270E-269E-4D37-B2A7-4DE452E6B438",
            "{6513270e-269e-4d37-b2a7-4de452e6b438}",
        ] {
            let id: ObjectId = text.parse().unwrap();
            assert_eq!(id.to_string(), "6513270e-269e-4d37-b2a7-4de452e6b438");
        }
    }

    #[test]
    fn nil_and_malformed_guids_cannot_exist() {
        assert_eq!(
            "00000000-0000-0000-0000-000000000000".parse::<ObjectId>(),
            Err(IdError::Nil)
        );
        for text in [
            "",
            "mia@fabrikam.example",
            "6513270e269e4d37b2a74de452e6b438",
            "6513270e-269e-4d37-b2a7-4de452e6b43",
            " 6513270e-269e-4d37-b2a7-4de452e6b43",
        ] {
            assert_eq!(text.parse::<ObjectId>(), Err(IdError::Malformed), "{text}");
        }
        assert!(
            serde_json::from_str::<ObjectId>("\"00000000-0000-0000-0000-000000000000\"").is_err()
        );
    }

    #[test]
    fn a_request_id_is_a_version_4_uuid() {
        let id = RequestId::from_random_bytes([0xff; 16]);
        assert_eq!(id.as_uuid().get_version_num(), 4);
    }
}
