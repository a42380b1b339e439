//! The broker's `Directory` port on the Exchange admin API.

use broker::ports::{Directory, DirectoryError, GroupMember, MailUserChange, PublishedScope};
use futures::future::join_all;
use serde_json::Value;
use shared::{
    identity::{SourceMailbox, TargetMailUser},
    ids::{GroupId, ObjectId, TenantId},
};

use super::{
    answers::Rows,
    client,
    cmdlets::Cmdlet,
    recipients::{self, accepted_domain, published_scope_names},
};
use crate::settings::{Settings, SettingsError};

/// A Worker may hold six connections open at once; one is left for storage.
const AT_ONCE: usize = 5;

/// Exchange Online, as one deployment reaches it.
#[derive(Debug, Clone)]
pub(crate) struct ExchangeOnline {
    settings: Result<Settings, SettingsError>,
}

impl ExchangeOnline {
    /// With a deployment's settings. Where those cannot be used, every call says
    /// why, since a Durable Object cannot refuse to be made.
    pub(crate) fn new(settings: Result<Settings, SettingsError>) -> Self {
        Self { settings }
    }

    async fn rows(&self, tenant: TenantId, cmdlet: &Cmdlet) -> Result<Vec<Value>, DirectoryError> {
        let settings = self
            .settings
            .as_ref()
            .map_err(|error| DirectoryError::Refused(error.to_string()))?;
        let Rows(rows) = client::invoke(settings, tenant, cmdlet).await?;
        Ok(rows)
    }

    /// One object by its id; not being there is an answer.
    async fn one(
        &self,
        tenant: TenantId,
        cmdlet: &Cmdlet,
    ) -> Result<Option<Value>, DirectoryError> {
        match self.rows(tenant, cmdlet).await {
            Ok(mut rows) if rows.len() <= 1 => Ok(rows.pop()),
            Ok(_) => Err(DirectoryError::Broken(
                "more than one object for one id".to_owned(),
            )),
            Err(DirectoryError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Directory for ExchangeOnline {
    async fn published_scopes(
        &self,
        tenant: TenantId,
        partner: TenantId,
    ) -> Result<Vec<PublishedScope>, DirectoryError> {
        let rows = self
            .rows(tenant, &Cmdlet::all("Get-OrganizationRelationship"))
            .await?;
        let names = published_scope_names(rows, partner)?
            .ok_or_else(|| DirectoryError::NotFound(no_relationship(partner)))?;
        let mut scopes: Vec<PublishedScope> = Vec::new();
        for name in names {
            let row = self
                .one(tenant, &Cmdlet::one("Get-DistributionGroup", &name))
                .await?
                .ok_or_else(|| {
                    DirectoryError::NotFound(format!(
                        "The published scope '{name}' is not a group of this tenant: remove it \
                         from MailboxMovePublishedScopes, or make the group."
                    ))
                })?;
            let scope = recipients::group(row)?;
            // The same group may be published under two of its names.
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        Ok(scopes)
    }

    async fn members(
        &self,
        tenant: TenantId,
        group: GroupId,
    ) -> Result<Vec<GroupMember>, DirectoryError> {
        self.rows(
            tenant,
            &Cmdlet::list_of("Get-DistributionGroupMember", &group),
        )
        .await?
        .into_iter()
        .map(recipients::member)
        .collect()
    }

    async fn mailboxes(
        &self,
        tenant: TenantId,
        ids: &[ObjectId],
    ) -> Result<Vec<SourceMailbox>, DirectoryError> {
        let mut mailboxes = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            let cmdlets: Vec<Cmdlet> = some
                .iter()
                .map(|id| Cmdlet::one("Get-Mailbox", id))
                .collect();
            let answers = join_all(cmdlets.iter().map(|cmdlet| self.one(tenant, cmdlet))).await;
            for answer in answers {
                if let Some(row) = answer? {
                    mailboxes.push(recipients::mailbox(row)?);
                }
            }
        }
        Ok(mailboxes)
    }

    async fn mail_users(&self, tenant: TenantId) -> Result<Vec<TargetMailUser>, DirectoryError> {
        self.rows(tenant, &Cmdlet::list("Get-MailUser"))
            .await?
            .into_iter()
            .map(recipients::mail_user)
            .collect()
    }

    async fn mail_user(
        &self,
        tenant: TenantId,
        id: ObjectId,
    ) -> Result<Option<TargetMailUser>, DirectoryError> {
        self.one(tenant, &Cmdlet::one("Get-MailUser", &id))
            .await?
            .map(recipients::mail_user)
            .transpose()
    }

    async fn set_mail_user(
        &self,
        tenant: TenantId,
        id: ObjectId,
        change: &MailUserChange,
    ) -> Result<(), DirectoryError> {
        self.rows(tenant, &Cmdlet::set_mail_user(&id, change))
            .await?;
        Ok(())
    }

    async fn accepted_domains(&self, tenant: TenantId) -> Result<Vec<String>, DirectoryError> {
        self.rows(tenant, &Cmdlet::list("Get-AcceptedDomain"))
            .await?
            .iter()
            .map(accepted_domain)
            .collect()
    }
}

/// What to do about a missing relationship. The only value in it is a GUID, so
/// that it can be pasted as it is.
fn no_relationship(partner: TenantId) -> String {
    format!(
        "This tenant has no OrganizationRelationship that lets mailboxes leave for {partner}. \
         Create one: New-OrganizationRelationship -Name 'Migration to {partner}' -Enabled:$true \
         -MailboxMoveEnabled:$true -MailboxMoveCapability RemoteOutbound -DomainNames {partner} \
         -OAuthApplicationId <application id> -MailboxMovePublishedScopes <group>"
    )
}
