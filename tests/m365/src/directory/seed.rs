//! Reads the data files, which are part of the program.

use super::{Directory, Recipient, Tenant};

/// Each tenant's own file, and the files of its recipients.
const FILES: [(&str, &[&str]); 3] = [
    (
        include_str!("../../data/contoso/tenant.json"),
        &[
            include_str!("../../data/contoso/mailboxes.json"),
            include_str!("../../data/contoso/groups-and-contacts.json"),
        ],
    ),
    (
        include_str!("../../data/fabrikam/tenant.json"),
        &[include_str!("../../data/fabrikam/mail-users.json")],
    ),
    (include_str!("../../data/northwind/tenant.json"), &[]),
];

/// A data file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("a data file of the pretend Microsoft 365 is not what it should be: {0}")]
pub struct SeedError(#[from] serde_json::Error);

pub(super) fn read() -> Result<Directory, SeedError> {
    let mut tenants = Vec::new();
    for (tenant, recipients) in FILES {
        let mut tenant: Tenant = serde_json::from_str(tenant)?;
        for file in recipients {
            let mut more: Vec<Recipient> = serde_json::from_str(file)?;
            tenant.recipients.append(&mut more);
        }
        tenants.push(tenant);
    }
    Ok(Directory { tenants })
}
