//! Scopes: what may be copied for a target, read from the directory.

use std::collections::BTreeSet;

use shared::{
    api::{ScopeView, limits::MAX_SCOPE_MEMBERS},
    ids::{GroupId, ObjectId, TenantId},
};

use super::TenantBroker;
use crate::{
    named::names,
    ports::{Clock, Directory, GroupMember, MemberKind, PublishedScope, Sql},
    refusal::{InvalidCode, Refusal},
};

/// What a copy request for a scope would announce.
#[derive(Debug)]
pub(super) struct Announcement {
    pub(super) scope: PublishedScope,
    /// Ids of the mailboxes, sorted, each once.
    pub(super) members: Vec<ObjectId>,
    /// Who is not copied, and why.
    pub(super) warnings: Vec<String>,
}

impl<S: Sql, D: Directory, C: Clock> TenantBroker<S, D, C> {
    /// The published scopes for a target, with their direct members counted.
    pub(super) async fn scopes(&self, target: TenantId) -> Result<Vec<ScopeView>, Refusal> {
        self.refuse_self(target)?;
        let mut views = Vec::new();
        for scope in self.directory.published_scopes(self.tenant, target).await? {
            let members = self.directory.members(self.tenant, scope.group_id).await?;
            views.push(ScopeView {
                group_id: scope.group_id,
                exchange_object_id: scope.exchange_object_id,
                name: scope.name,
                members: u32::try_from(members.len()).unwrap_or(u32::MAX),
            });
        }
        Ok(views)
    }

    /// Reads the group that a request names and sorts its direct members into
    /// those that are copied and those that are named in a warning.
    pub(super) async fn announcement(
        &self,
        target: TenantId,
        group: GroupId,
    ) -> Result<Announcement, Refusal> {
        self.refuse_self(target)?;
        let mut scopes = self.directory.published_scopes(self.tenant, target).await?;
        let Some(at) = scopes
            .iter()
            .position(|scope| scope.group_id == group || scope.exchange_object_id == group)
        else {
            return Err(Refusal::invalid(
                InvalidCode::ScopeNotPublished,
                format!(
                    "The group {group} is not among MailboxMovePublishedScopes of the \
                     OrganizationRelationship with {target}. Choose a published scope, or publish \
                     this group; a change can take an hour to show."
                ),
            ));
        };
        let scope = scopes.swap_remove(at);
        let members = self.directory.members(self.tenant, scope.group_id).await?;
        if members.len() > MAX_SCOPE_MEMBERS {
            return Err(Refusal::invalid(
                InvalidCode::ScopeTooLarge,
                format!(
                    "The scope {} has {} direct members, and {MAX_SCOPE_MEMBERS} is the most. \
                     Divide it into several groups.",
                    scope.name,
                    members.len()
                ),
            ));
        }
        let mut elsewhere = BTreeSet::new();
        for other in scopes
            .iter()
            .filter(|other| other.group_id != scope.group_id)
        {
            let members = self.directory.members(self.tenant, other.group_id).await?;
            elsewhere.extend(members.iter().filter_map(mailbox));
        }
        let (members, warnings) = sort_members(&members, &elsewhere);
        if members.is_empty() {
            return Err(Refusal::invalid(
                InvalidCode::ScopeEmpty,
                format!(
                    "The scope {} has no mailbox to copy. {}",
                    scope.name,
                    warnings.join(" ")
                ),
            ));
        }
        Ok(Announcement {
            scope,
            members,
            warnings,
        })
    }

    fn refuse_self(&self, target: TenantId) -> Result<(), Refusal> {
        if target == self.tenant {
            return Err(Refusal::invalid(
                InvalidCode::SameTenant,
                "Source and target are the same tenant. Name the tenant that the mailboxes move to.",
            ));
        }
        Ok(())
    }
}

fn mailbox(member: &GroupMember) -> Option<ObjectId> {
    match member.kind {
        MemberKind::Mailbox(id) => Some(id),
        MemberKind::Group | MemberKind::Other => None,
    }
}

/// The mailboxes to copy, and a warning for every kind of member that is not.
fn sort_members(
    members: &[GroupMember],
    elsewhere: &BTreeSet<ObjectId>,
) -> (Vec<ObjectId>, Vec<String>) {
    let mut copied = BTreeSet::new();
    let (mut groups, mut others, mut shared_members) = (Vec::new(), Vec::new(), Vec::new());
    for member in members {
        match member.kind {
            MemberKind::Mailbox(id) if elsewhere.contains(&id) => {
                shared_members.push(member.name.as_str());
            }
            MemberKind::Mailbox(id) => {
                copied.insert(id);
            }
            MemberKind::Group => groups.push(member.name.as_str()),
            MemberKind::Other => others.push(member.name.as_str()),
        }
    }
    let mut warnings = Vec::new();
    let mut warn = |list: &[&str], what: &str| {
        if !list.is_empty() {
            warnings.push(format!("Not copied, {what}: {}.", names(list)));
        }
    };
    warn(&groups, "because only direct members are (nested groups)");
    warn(&others, "because they have no mailbox");
    warn(
        &shared_members,
        "because they are members of another published scope as well; leave each in one scope",
    );
    (copied.into_iter().collect(), warnings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, kind: MemberKind) -> GroupMember {
        GroupMember {
            name: name.to_owned(),
            kind,
        }
    }

    #[test]
    fn members_are_copied_or_named_and_never_lost() {
        let id = |n: u8| {
            format!("00000000-0000-0000-0000-0000000000{n:02x}")
                .parse()
                .unwrap()
        };
        let members = [
            member("Zoe", MemberKind::Mailbox(id(9))),
            member("Ann", MemberKind::Mailbox(id(1))),
            member("Ann again", MemberKind::Mailbox(id(1))),
            member("Bo", MemberKind::Mailbox(id(2))),
            member("Team", MemberKind::Group),
            member("Printer", MemberKind::Other),
        ];
        let (copied, warnings) = sort_members(&members, &BTreeSet::from([id(2)]));
        assert_eq!(copied, [id(1), id(9)]);
        assert_eq!(warnings.len(), 3);
        for (warning, name) in warnings.iter().zip(["Team", "Printer", "Bo"]) {
            assert!(warning.contains(name), "{warning}");
        }
    }
}
