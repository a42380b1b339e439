//! Where the known columns of a file stand, looked up once and not for every row.

use crate::mapping_file::{Column, Header};

/// The places of the columns that rules look at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Columns {
    pub(super) width: usize,
    /// What each column is, by its place among [`Column::ALL`]; beyond them where it is
    /// none of the known ones.
    pub(super) roles: Vec<usize>,
    pub(super) source_id: Option<usize>,
    pub(super) upn: Option<usize>,
    pub(super) primary: Option<usize>,
    pub(super) archive_guid: Option<usize>,
    pub(super) exchange_guid: Option<usize>,
    pub(super) legacy_dn: Option<usize>,
    pub(super) addresses: Option<usize>,
    pub(super) target: Option<usize>,
    pub(super) status: Option<usize>,
}

impl Columns {
    pub(super) fn of(header: &Header) -> Self {
        Self {
            width: header.len(),
            roles: (0..header.len())
                .map(|at| {
                    let mut known = Column::ALL.into_iter();
                    known
                        .position(|column| header.column(column) == Some(at))
                        .unwrap_or(usize::MAX)
                })
                .collect(),
            source_id: header.column(Column::SourceExternalDirectoryObjectId),
            upn: header.column(Column::SourceUserPrincipalName),
            primary: header.column(Column::PrimarySmtpAddress),
            archive_guid: header.column(Column::ArchiveGuid),
            exchange_guid: header.column(Column::ExchangeGuid),
            legacy_dn: header.column(Column::LegacyExchangeDN),
            addresses: header.column(Column::EmailAddresses),
            target: header.column(Column::TargetExternalDirectoryObjectId),
            status: header.column(Column::MigrationStatus),
        }
    }
}
