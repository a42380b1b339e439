//! The commands that export references in full.
//!
//! `Export-Csv` writes the type of a list instead of its values, so that lists are joined
//! first.

/// Exports the target's MailUsers.
pub const EXPORT_MAIL_USERS: &str = "Get-MailUser -ResultSize Unlimited | Select-Object ExternalDirectoryObjectId,DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,@{n='EmailAddresses';e={$_.EmailAddresses -join ';'}},LegacyExchangeDN,ExchangeGuid,ArchiveGuid,IsDirSynced,RecipientTypeDetails,@{n='PersistedCapabilities';e={$_.PersistedCapabilities -join ';'}},RecoverableItemsQuota,CustomAttribute* | Export-Csv MailUsers.csv -NoTypeInformation -Encoding utf8";

/// Exports the target's MailUsers with what other cmdlets know about the same people:
/// department, employee id, and what the recipient was before. Needs
/// `Connect-MgGraph -Scopes User.Read.All` too.
pub const EXPORT_MAIL_USERS_WITH_PEOPLE: &str = "$people = @{}; Get-MgUser -All -Property Id,EmployeeId,Department | ForEach-Object { $people[$_.Id] = $_ }; $before = @{}; Get-User -ResultSize Unlimited | ForEach-Object { $before[[string]$_.ExternalDirectoryObjectId] = $_.PreviousRecipientTypeDetails }; Get-MailUser -ResultSize Unlimited | Select-Object ExternalDirectoryObjectId,DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,@{n='EmailAddresses';e={$_.EmailAddresses -join ';'}},LegacyExchangeDN,ExchangeGuid,ArchiveGuid,IsDirSynced,RecipientTypeDetails,@{n='PreviousRecipientTypeDetails';e={$before[[string]$_.ExternalDirectoryObjectId]}},@{n='PersistedCapabilities';e={$_.PersistedCapabilities -join ';'}},RecoverableItemsQuota,@{n='EmployeeId';e={$people[[string]$_.ExternalDirectoryObjectId].EmployeeId}},@{n='Department';e={$people[[string]$_.ExternalDirectoryObjectId].Department}},CustomAttribute* | Export-Csv MailUsers.csv -NoTypeInformation -Encoding utf8";

/// Exports the source's mailboxes.
pub const EXPORT_MAILBOXES: &str = "Get-Mailbox -ResultSize Unlimited | Select-Object ExternalDirectoryObjectId,DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,@{n='EmailAddresses';e={$_.EmailAddresses -join ';'}},LegacyExchangeDN,ExchangeGuid,ArchiveGuid,RecipientTypeDetails,LitigationHoldEnabled,DelayHoldApplied,DelayReleaseHoldApplied,ComplianceTagHoldApplied,@{n='InPlaceHolds';e={$_.InPlaceHolds -join ';'}},@{n='MailboxLocations';e={$_.MailboxLocations -join ' '}},@{n='PersistedCapabilities';e={$_.PersistedCapabilities -join ';'}},MailboxMoveRemoteHostName,WhenSoftDeleted,CustomAttribute* | Export-Csv Mailboxes.csv -NoTypeInformation -Encoding utf8";

/// Exports the target's accepted domains.
pub const EXPORT_ACCEPTED_DOMAINS: &str = "Get-AcceptedDomain | Select-Object DomainName,DomainType,Default | Export-Csv AcceptedDomains.csv -NoTypeInformation -Encoding utf8";
