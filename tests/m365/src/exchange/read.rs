//! The cmdlets that only read.

use uuid::Uuid;

use super::{Output, failure::Failure, filter::Filter, parameters::Parameters};
use crate::{
    directory::{
        Kind, Tenant,
        lookup::{self, NotOne},
        view::{self, Row},
    },
    world::World,
};

const GROUPS: [Kind; 2] = [
    Kind::MailUniversalSecurityGroup,
    Kind::MailUniversalDistributionGroup,
];

/// Runs a `Get-…` cmdlet in a tenant.
pub(super) fn get(world: &World, tenant_id: Uuid, command: &Parameters) -> Result<Output, Failure> {
    let moving = world.moving();
    let tenant = moving
        .directory
        .tenants
        .iter()
        .find(|tenant| tenant.tenant_id == tenant_id)
        .ok_or_else(|| Failure::cmdlet(command.cmdlet()))?;
    match command.cmdlet() {
        "Get-Mailbox" => recipients(tenant, command, &[Kind::UserMailbox]),
        "Get-MailUser" => recipients(tenant, command, &[Kind::MailUser]),
        "Get-DistributionGroup" => recipients(tenant, command, &GROUPS),
        "Get-DistributionGroupMember" => members(tenant, command),
        "Get-OrganizationRelationship" => relationships(tenant, command),
        "Get-AcceptedDomain" => domains(tenant, command),
        "Get-OrganizationConfig" => Ok(Output {
            rows: vec![view::organization(tenant)],
            ..Output::default()
        }),
        other => Err(Failure::cmdlet(other)),
    }
}

fn recipients(tenant: &Tenant, command: &Parameters, kinds: &[Kind]) -> Result<Output, Failure> {
    if let Some(identity) = identity(command)? {
        let place = lookup::recipient(tenant, kinds, identity)
            .map_err(|why| not_one(tenant, why, identity))?;
        let rows = tenant.recipients.get(place).into_iter();
        return Ok(Output {
            rows: rows.map(|one| view::recipient(tenant, one)).collect(),
            ..Output::default()
        });
    }
    let filter = match command.text("Filter")? {
        Some(text) => Some(Filter::read(text).map_err(|why| Failure::filter(text, &why))?),
        None => None,
    };
    let rows = tenant
        .recipients
        .iter()
        .filter(|one| kinds.contains(&one.kind))
        .map(|one| view::recipient(tenant, one))
        .filter(|row| filter.as_ref().is_none_or(|filter| filter.passes(row)))
        .collect();
    cut(command, rows)
}

fn members(tenant: &Tenant, command: &Parameters) -> Result<Output, Failure> {
    let identity = identity(command)?.ok_or_else(|| Failure::mandatory("Identity"))?;
    let place = lookup::recipient(tenant, &GROUPS, identity)
        .map_err(|why| not_one(tenant, why, identity))?;
    let aliases = tenant
        .recipients
        .get(place)
        .map(|group| group.members.as_slice())
        .unwrap_or_default();
    let rows = aliases
        .iter()
        .filter_map(|alias| tenant.recipients.iter().find(|one| one.alias == *alias))
        .map(|one| view::recipient(tenant, one))
        .collect();
    cut(command, rows)
}

fn relationships(tenant: &Tenant, command: &Parameters) -> Result<Output, Failure> {
    let identity = identity(command)?;
    let rows: Vec<Row> = tenant
        .organization_relationships
        .iter()
        .filter(|one| {
            identity.is_none_or(|identity| {
                one.name.eq_ignore_ascii_case(identity)
                    || Uuid::try_parse(identity) == Ok(one.guid)
                    || view::relationship_dn(tenant, one).eq_ignore_ascii_case(identity)
            })
        })
        .map(|one| view::relationship(tenant, one))
        .collect();
    found(tenant, identity, rows)
}

fn domains(tenant: &Tenant, command: &Parameters) -> Result<Output, Failure> {
    let identity = identity(command)?;
    let rows: Vec<Row> = tenant
        .domains
        .iter()
        .filter(|one| identity.is_none_or(|identity| one.name.eq_ignore_ascii_case(identity)))
        .map(|one| view::domain(tenant, one))
        .collect();
    found(tenant, identity, rows)
}

fn found(tenant: &Tenant, identity: Option<&str>, rows: Vec<Row>) -> Result<Output, Failure> {
    match identity {
        Some(identity) if rows.is_empty() => Err(not_one(tenant, NotOne::None, identity)),
        _ => Ok(Output {
            rows,
            ..Output::default()
        }),
    }
}

/// As many rows as were asked for, with Exchange's warning where more are there.
fn cut(command: &Parameters, mut rows: Vec<Row>) -> Result<Output, Failure> {
    let mut warnings = Vec::new();
    if let Some(size) = command.result_size()?
        && rows.len() > size
    {
        rows.truncate(size);
        warnings.push(
            "There are more results available than are currently displayed. To view them, \
             increase the value for the ResultSize parameter."
                .to_owned(),
        );
    }
    Ok(Output { rows, warnings })
}

fn identity(command: &Parameters) -> Result<Option<&str>, Failure> {
    Ok(command
        .text("Identity")?
        .filter(|identity| !identity.is_empty()))
}

/// The failure for an identity, with the name of a server that Exchange gives.
pub(super) fn not_one(tenant: &Tenant, why: NotOne, identity: &str) -> Failure {
    Failure::identity(why, identity, &format!("DC01.{}", tenant.forest))
}
