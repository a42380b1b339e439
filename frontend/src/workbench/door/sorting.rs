//! What each of several files is, and what is done with them.

use shared::references::{self, ReferenceKind};

/// As many bytes of a file as say what it is.
pub const ENOUGH: u32 = 64 << 10;
/// Within so many of them a draft says that it is one.
const DRAFT_SAYS_SO: usize = 4096;

/// What a file is, by its beginning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A mapping file, or a copy of one.
    MappingFile,
    /// Something to check against.
    Reference,
    /// The work on a file, without it.
    Draft,
    /// None of these, as far as can be seen.
    Unknown,
}

impl Kind {
    /// What a file that begins so is.
    pub fn of(beginning: &[u8]) -> Self {
        if is_draft(beginning) {
            return Self::Draft;
        }
        match references::recognise(beginning) {
            Ok(ReferenceKind::Baseline) => Self::MappingFile,
            Ok(_) => Self::Reference,
            Err(_) => Self::Unknown,
        }
    }
}

fn is_draft(beginning: &[u8]) -> bool {
    let text = String::from_utf8_lossy(beginning.get(..DRAFT_SAYS_SO).unwrap_or(beginning));
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('{')
        && (text.contains("\"crosswalkDraftOf\"")
            || (text.contains("\"sha256\"") && text.contains("\"steps\"")))
}

/// What is done with files, by their places.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plan {
    /// This one is reviewed, and the others go with it.
    Review(usize),
    /// All go beside the file that is open, or wait for one.
    Add,
}

/// What to do with files of these kinds. Of several mapping files the first is reviewed.
pub fn plan(kinds: &[Kind], is_open: bool) -> Plan {
    let first = |kind| kinds.iter().position(|it| *it == kind);
    // A file of unknown kind is opened all the same: the checks say what it lacks.
    match first(Kind::MappingFile).or_else(|| first(Kind::Unknown)) {
        Some(file) if !is_open => Plan::Review(file),
        _ => Plan::Add,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_beginning() {
        for (beginning, kind) in [
            (
                "SourceUserPrincipalName,TargetExternalDirectoryObjectId\n",
                Kind::MappingFile,
            ),
            (
                "Crosswalk review copy of A;TargetExternalDirectoryObjectId\n1;2\n",
                Kind::MappingFile,
            ),
            (
                "ExternalDirectoryObjectId,ExternalEmailAddress\n",
                Kind::Reference,
            ),
            ("DomainName\nfabrikam.example\n", Kind::Reference),
            (
                "{\"crosswalkDraftOf\":\"wave.csv\",\"version\":1",
                Kind::Draft,
            ),
            (
                "\u{feff} {\"version\":1,\"sha256\":\"ab\",\"steps\":[",
                Kind::Draft,
            ),
            ("{\"DomainName\":\"fabrikam.example\"}", Kind::Reference),
            ("a,b\n1,2\n", Kind::Unknown),
            ("", Kind::Unknown),
        ] {
            assert_eq!(Kind::of(beginning.as_bytes()), kind, "{beginning:?}");
        }
    }

    #[test]
    fn files_are_sorted_whatever_their_order() {
        use Kind::{Draft, MappingFile, Reference, Unknown};
        for (kinds, is_open, expected) in [
            (&[Reference, MappingFile, Draft][..], false, Plan::Review(1)),
            (&[Unknown], false, Plan::Review(0)),
            (&[Reference, Unknown], false, Plan::Review(1)),
            (&[Unknown, MappingFile, MappingFile], false, Plan::Review(1)),
            (&[Draft, Reference], false, Plan::Add),
            (&[Draft, Reference], true, Plan::Add),
            (&[MappingFile], true, Plan::Add),
            (&[], false, Plan::Add),
        ] {
            assert_eq!(plan(kinds, is_open), expected, "{kinds:?} {is_open}");
        }
    }
}
