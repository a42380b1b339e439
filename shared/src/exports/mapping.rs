//! The canonical mapping file, for `Upload-CtimMappingData` and for the workbench.

use super::csv_bytes;
use crate::{
    address::join_addresses,
    identity::SourceMailbox,
    ids::ObjectId,
    mapping_file::{Column, status_text},
    workflow::IdentityState,
};

/// Identities as a mapping file: canonical header and order, UTF-8, commas, CRLF. No
/// value is altered. An archive that does not exist is an empty field.
pub fn mapping_csv<'a>(
    rows: impl Iterator<Item = (&'a SourceMailbox, Option<ObjectId>, IdentityState)>,
) -> Vec<u8> {
    csv_bytes(
        Column::ALL.map(Column::name),
        rows.map(|(source, target, state)| {
            Column::ALL.map(|column| match column {
                Column::SourceExternalDirectoryObjectId => source.id.to_string(),
                Column::SourceUserPrincipalName => source.user_principal_name.clone(),
                Column::PrimarySmtpAddress => source.primary_smtp_address.clone(),
                Column::ArchiveGuid => text_or_empty(source.archive_guid),
                Column::ExchangeGuid => source.exchange_guid.to_string(),
                Column::LegacyExchangeDN => source.legacy_exchange_dn.clone(),
                Column::EmailAddresses => join_addresses(&source.email_addresses).into_owned(),
                Column::TargetExternalDirectoryObjectId => text_or_empty(target),
                Column::MigrationStatus => status_text(state).to_owned(),
            })
        }),
    )
}

fn text_or_empty(id: Option<impl ToString>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
