//! Keeps what is checked against.

use std::sync::Arc;

use shared::{
    checks::{References, readiness},
    mapping_file::MappingFile,
    references::{self, MailUsers, Problems, SourceMailboxes},
};

use super::protocol::{Asked, ReferenceKind, ReferenceView};
use crate::texts;

/// How many places that could not be used are named.
const FIRST_PROBLEMS: usize = 20;

/// A file to check against.
#[derive(Debug)]
pub enum Reference {
    /// The mapping file as it was downloaded.
    Baseline(Box<MappingFile>),
    /// An export of the target's MailUsers.
    MailUsers(MailUsers),
    /// An export of the source's mailboxes.
    SourceMailboxes(SourceMailboxes),
    /// The target's accepted domains.
    AcceptedDomains(Vec<String>),
}

impl Reference {
    /// What it is.
    pub fn kind(&self) -> ReferenceKind {
        match self {
            Self::Baseline(_) => ReferenceKind::Original,
            Self::MailUsers(_) => ReferenceKind::MailUsers,
            Self::SourceMailboxes(_) => ReferenceKind::SourceMailboxes,
            Self::AcceptedDomains(_) => ReferenceKind::AcceptedDomains,
        }
    }

    /// How many it holds of what it is.
    pub fn rows(&self) -> u32 {
        let count = match self {
            Self::Baseline(file) => return file.row_count(),
            Self::MailUsers(users) => users.len(),
            Self::SourceMailboxes(mailboxes) => mailboxes.records().len(),
            Self::AcceptedDomains(domains) => domains.len(),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// A reference, and what of it could not be used.
#[derive(Debug)]
pub struct Recognised {
    /// What it is.
    pub reference: Reference,
    /// The places that could not be used.
    pub problems: Problems,
}

impl From<references::Reference> for Recognised {
    fn from(read: references::Reference) -> Self {
        let (reference, problems) = match read {
            references::Reference::Baseline(file) => {
                (Reference::Baseline(file), Problems::default())
            }
            references::Reference::MailUsers(read) => {
                (Reference::MailUsers(read.value), read.problems)
            }
            references::Reference::SourceMailboxes(read) => {
                (Reference::SourceMailboxes(read.value), read.problems)
            }
            references::Reference::AcceptedDomains(read) => {
                (Reference::AcceptedDomains(read.value), read.problems)
            }
        };
        Self {
            reference,
            problems,
        }
    }
}

/// What is checked against, and what people see of it.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    references: Arc<References>,
    listed: Vec<ReferenceView>,
}

impl Shelf {
    /// For the checks.
    pub fn references(&self) -> &Arc<References> {
        &self.references
    }

    /// For people.
    pub fn listed(&self) -> &[ReferenceView] {
        &self.listed
    }

    /// Takes a reference, in place of one of its kind.
    pub fn put(&mut self, name: String, recognised: Recognised) {
        let Recognised {
            reference,
            problems,
        } = recognised;
        let view = ReferenceView {
            kind: reference.kind(),
            name,
            rows: reference.rows(),
            problems: problems.count(),
            first_problems: problems
                .first()
                .iter()
                .take(FIRST_PROBLEMS)
                .map(|problem| texts::worded(problem.to_string()))
                .collect(),
        };
        self.listed.retain(|listed| listed.kind != view.kind);
        self.listed.push(view);
        let references = Arc::make_mut(&mut self.references);
        match reference {
            Reference::Baseline(file) => references.baseline = Some(Arc::from(file)),
            Reference::MailUsers(users) => references.mail_users = Some(users),
            Reference::SourceMailboxes(mailboxes) => references.source_mailboxes = Some(mailboxes),
            Reference::AcceptedDomains(domains) => references.accepted_domains = Some(domains),
        }
    }

    /// Puts a reference away.
    pub fn remove(&mut self, kind: ReferenceKind) {
        self.listed.retain(|listed| listed.kind != kind);
        let references = Arc::make_mut(&mut self.references);
        match kind {
            ReferenceKind::Original => references.baseline = None,
            ReferenceKind::MailUsers => references.mail_users = None,
            ReferenceKind::SourceMailboxes => references.source_mailboxes = None,
            ReferenceKind::AcceptedDomains => references.accepted_domains = None,
        }
    }

    /// Looks for more, or for less.
    pub fn ask(&mut self, asked: Asked) {
        let domain = asked.target_delivery_domain;
        let domain = domain.map(|domain| domain.trim().to_string());
        Arc::make_mut(&mut self.references).asked = readiness::Asked {
            target_delivery_domain: domain.filter(|domain| !domain.is_empty()),
            sip: asked.sip,
        };
    }
}
