//! Recognises by its header what a second file is.

use shared::{
    exports::{ReferenceError, read_mail_users},
    identity::TargetMailUser,
    mapping_file::{self, Column, MappingFile, OpenError},
};

/// A file to check against.
#[derive(Debug)]
pub enum Reference {
    /// The mapping file as it was downloaded.
    Baseline(Box<MappingFile>),
    /// An export of the target's MailUsers.
    MailUsers(Vec<TargetMailUser>),
}

/// Why a file cannot be checked against.
#[derive(Debug, thiserror::Error)]
pub enum Unrecognised {
    /// It cannot be opened at all.
    #[error(transparent)]
    Unreadable(#[from] OpenError),
    /// It is neither of the two kinds.
    #[error(
        "this is neither a mapping file (no TargetExternalDirectoryObjectId) nor an export of \
         MailUsers: {0}"
    )]
    Neither(#[from] ReferenceError),
}

impl Reference {
    /// What it is, as people say it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Baseline(_) => "Original file",
            Self::MailUsers(_) => "MailUsers",
        }
    }

    /// How many rows it has.
    pub fn rows(&self) -> u32 {
        match self {
            Self::Baseline(file) => file.row_count(),
            Self::MailUsers(users) => u32::try_from(users.len()).unwrap_or(u32::MAX),
        }
    }
}

/// A mapping file is what has its target column; anything else must be an export
/// of MailUsers.
pub fn recognise(bytes: Vec<u8>) -> Result<Reference, Unrecognised> {
    let file = mapping_file::open(bytes)?;
    if file
        .column(Column::TargetExternalDirectoryObjectId)
        .is_some()
    {
        return Ok(Reference::Baseline(Box::new(file)));
    }
    let users = read_mail_users(file.original().to_vec())?;
    Ok(Reference::MailUsers(users))
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
