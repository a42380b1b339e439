//! Recognises by its header what a second file is.

use shared::{
    mapping_file::{self, MappingFile, OpenError},
    references::{
        self, MailUsers, ReferenceError, ReferenceKind, SourceMailboxes, read_accepted_domains,
        read_mail_users, read_source_mailboxes,
    },
};

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
    /// What it is, as people say it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Baseline(_) => "Original file",
            Self::MailUsers(_) => "MailUsers",
            Self::SourceMailboxes(_) => "Source mailboxes",
            Self::AcceptedDomains(_) => "Accepted domains",
        }
    }

    /// How many rows it has.
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

/// Reads a reference as what its columns say it is.
pub fn recognise(bytes: Vec<u8>) -> Result<Reference, Unrecognised> {
    Ok(match references::recognise(&bytes)? {
        ReferenceKind::Baseline => {
            let file = mapping_file::open(bytes).map_err(OpenError::from)?;
            Reference::Baseline(Box::new(file))
        }
        ReferenceKind::MailUsers => Reference::MailUsers(read_mail_users(bytes)?.value),
        ReferenceKind::SourceMailboxes => {
            Reference::SourceMailboxes(read_source_mailboxes(bytes)?.value)
        }
        ReferenceKind::AcceptedDomains => {
            Reference::AcceptedDomains(read_accepted_domains(bytes)?.value)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_file_is_a_baseline() {
        let file = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\na@x.example,\n";
        let reference = recognise(file.to_vec()).unwrap();
        assert_eq!((reference.kind(), reference.rows()), ("Original file", 1));
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
