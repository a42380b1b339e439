//! The map by which `SharePoint` and `OneDrive` know users again:
//! `Add-SPOTenantIdentityMap -IdentityMapPath`.

mod groups;

use std::collections::BTreeSet;

pub use self::groups::{GroupKind, GroupPair, GroupsError, read_group_pairs};

use super::{
    csv_rows,
    left_out::{Export, Reason, collect},
};
use crate::{
    identity::TargetMailUser,
    ids::TenantId,
    mapping_file::{Column, MappingFile},
};

/// Six columns without a header, one row for each user: `User`, the source tenant,
/// the source's UPN, the target's UPN and address, `RegularUser`. Guests and admins are
/// not told apart. After the users one row for each group: `Group`, the source tenant,
/// both groups' ids, the alias of a Microsoft 365 group or else the target's id, and its
/// kind.
///
/// `SharePoint` replaces its whole map by an upload, so that the file must hold
/// everybody: who is left out is named. `held_back` are the rows with errors
/// ([`crate::checks::rows_held_back`]); a user mapped twice is among them, which
/// `SharePoint` would refuse.
///
/// ```
/// use shared::{exports::sharepoint_identity_map, mapping_file::open, references::read_mail_users};
///
/// let file = open(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\n\
///     lena@contoso.example,55555555-0000-4000-8000-000000000005\r\n\
///     omar@contoso.example,\r\n".to_vec())?;
/// let mail_users = read_mail_users(b"ExternalDirectoryObjectId,UserPrincipalName,PrimarySmtpAddress\r\n\
///     55555555-0000-4000-8000-000000000005,lena@fabrikam.example,lena.berg@fabrikam.example\r\n".to_vec())?.value;
/// let source_tenant = "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90".parse()?;
/// let export = sharepoint_identity_map(&file, &mail_users, source_tenant, &Default::default(), &[]);
/// assert_eq!(
///     String::from_utf8(export.bytes)?,
///     "User,3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90,lena@contoso.example,\
///      lena@fabrikam.example,lena.berg@fabrikam.example,RegularUser\r\n",
/// );
/// assert_eq!(export.left_out[0].source, "omar@contoso.example");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sharepoint_identity_map(
    file: &MappingFile,
    mail_users: &[TargetMailUser],
    source_tenant: TenantId,
    held_back: &BTreeSet<u32>,
    groups: &[GroupPair],
) -> Export {
    let (mut rows, left_out) = collect(file, mail_users, held_back, |row, mail_user| {
        let source = file.value(row, Column::SourceUserPrincipalName);
        let or = |text: &str, reason: Reason| match text.trim() {
            "" => Err(reason),
            text => Ok(text.to_owned()),
        };
        Ok([
            "User".to_owned(),
            source_tenant.to_string(),
            or(&source, Reason::NoSourceName)?,
            or(
                &mail_user.user_principal_name,
                Reason::NoTargetName(mail_user.id),
            )?,
            or(
                &mail_user.primary_smtp_address,
                Reason::NoTargetAddress(mail_user.id),
            )?,
            "RegularUser".to_owned(),
        ])
    });
    rows.extend(groups.iter().map(|pair| {
        let target = pair.target.to_string();
        [
            "Group".to_owned(),
            source_tenant.to_string(),
            pair.source.to_string(),
            target.clone(),
            match &pair.kind {
                GroupKind::Microsoft365 { alias } => alias.clone(),
                GroupKind::Regular | GroupKind::Admin => target,
            },
            pair.kind.name().to_owned(),
        ]
    }));
    Export {
        rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        bytes: csv_rows(rows.into_iter()),
        left_out,
    }
}

#[cfg(test)]
mod tests;
