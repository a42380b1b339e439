//! The properties of recipients and domains that are read, by the names that Exchange
//! gives them.

macro_rules! properties {
    ($($name:ident),* $(,)?) => {
        /// A property, by Exchange's name for it.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Property {
            $($name),*
        }

        impl Property {
            /// All of them, in the order of their places in a row.
            pub(super) const ALL: [Self; [$(stringify!($name)),*].len()] = [$(Self::$name),*];

            /// Its name.
            pub(super) fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name)),*
                }
            }
        }
    };
}

properties! {
    ExternalDirectoryObjectId,
    DisplayName,
    Alias,
    UserPrincipalName,
    PrimarySmtpAddress,
    ExternalEmailAddress,
    EmailAddresses,
    LegacyExchangeDN,
    ExchangeGuid,
    ArchiveGuid,
    IsDirSynced,
    RecipientTypeDetails,
    PreviousRecipientTypeDetails,
    PersistedCapabilities,
    RecoverableItemsQuota,
    TotalDeletedItemSize,
    LitigationHoldEnabled,
    DelayHoldApplied,
    DelayReleaseHoldApplied,
    ComplianceTagHoldApplied,
    InPlaceHolds,
    MailboxLocations,
    MailboxMoveRemoteHostName,
    WhenSoftDeleted,
    IsSoftDeletedByRemove,
    IsSoftDeletedByDisable,
    Department,
    EmployeeId,
    DomainName,
    CustomAttribute1,
    CustomAttribute2,
    CustomAttribute3,
    CustomAttribute4,
    CustomAttribute5,
    CustomAttribute6,
    CustomAttribute7,
    CustomAttribute8,
    CustomAttribute9,
    CustomAttribute10,
    CustomAttribute11,
    CustomAttribute12,
    CustomAttribute13,
    CustomAttribute14,
    CustomAttribute15,
}

impl Property {
    /// The property of this name, whatever its case.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        Self::ALL
            .into_iter()
            .find(|property| property.name().eq_ignore_ascii_case(name))
    }

    /// The custom attributes with their numbers, 1 to 15.
    pub(super) fn custom_attributes() -> impl Iterator<Item = (u8, Self)> {
        let first = Self::CustomAttribute1.place();
        (1..).zip(Self::ALL.into_iter().skip(first))
    }

    /// Its place in [`Property::ALL`].
    pub(super) fn place(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_stand_in_their_places() {
        for (at, property) in Property::ALL.into_iter().enumerate() {
            assert_eq!(property.place(), at);
            assert_eq!(
                Property::named(&property.name().to_uppercase()),
                Some(property)
            );
        }
        let custom: Vec<_> = Property::custom_attributes().collect();
        assert_eq!(custom.len(), 15);
        assert_eq!(custom.first(), Some(&(1, Property::CustomAttribute1)));
        assert_eq!(custom.last(), Some(&(15, Property::CustomAttribute15)));
    }
}
