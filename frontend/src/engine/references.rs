//! Recognises by its header what a second file is, and keeps what is checked against.

use std::sync::Arc;

use shared::{
    checks::{References, readiness},
    mapping_file::{self, MappingFile, OpenError},
    references::{
        self, MailUsers, Problems, ReferenceError, SourceMailboxes, read_accepted_domains,
        read_mail_users, read_source_mailboxes,
    },
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

/// Why a file cannot be checked against.
#[derive(Debug, thiserror::Error)]
pub enum Unrecognised {
    /// It cannot be opened at all.
    #[error(transparent)]
    Unreadable(#[from] OpenError),
    /// It is none of the kinds.
    #[error(transparent)]
    Unknown(#[from] references::Unrecognised),
    /// It is one of them, and cannot be used.
    #[error(transparent)]
    Unusable(#[from] ReferenceError),
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

/// Reads a reference as what its columns say it is.
pub fn recognise(bytes: Vec<u8>) -> Result<Recognised, Unrecognised> {
    let (reference, problems) = match references::recognise(&bytes)? {
        references::ReferenceKind::Baseline => {
            let file = mapping_file::open(bytes).map_err(OpenError::from)?;
            (Reference::Baseline(Box::new(file)), Problems::default())
        }
        references::ReferenceKind::MailUsers => {
            let reading = read_mail_users(bytes)?;
            (Reference::MailUsers(reading.value), reading.problems)
        }
        references::ReferenceKind::SourceMailboxes => {
            let reading = read_source_mailboxes(bytes)?;
            (Reference::SourceMailboxes(reading.value), reading.problems)
        }
        references::ReferenceKind::AcceptedDomains => {
            let reading = read_accepted_domains(bytes)?;
            (Reference::AcceptedDomains(reading.value), reading.problems)
        }
    };
    Ok(Recognised {
        reference,
        problems,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_file_is_a_baseline() {
        let file = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\na@x.example,\n";
        let reference = recognise(file.to_vec()).unwrap().reference;
        let seen = (reference.kind(), reference.rows());
        assert_eq!(seen, (ReferenceKind::Original, 1));
    }

    #[test]
    fn a_file_of_neither_kind_is_refused_in_words() {
        let error = recognise(b"a,b\n1,2\n".to_vec()).unwrap_err();
        assert!(
            error.to_string().contains("neither a mapping file"),
            "{error}"
        );
    }
}
