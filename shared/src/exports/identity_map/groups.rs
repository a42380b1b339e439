//! The groups of a `SharePoint` identity map: which group of the target takes the place of
//! which group of the source.

use std::collections::HashMap;

use crate::{
    ids::{GroupId, IdError},
    mapping_file::{OpenError, RowId, open},
};

/// A group of the source and the one of the target that takes its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupPair {
    /// The source's group.
    pub source: GroupId,
    /// The target's group.
    pub target: GroupId,
    /// What kind of group.
    pub kind: GroupKind,
}

/// What kind of group it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroupKind {
    /// A security group.
    Regular,
    /// A group of administrators.
    Admin,
    /// A Microsoft 365 group, by the alias of the target's group. The address of its site
    /// in the target must agree with the alias.
    Microsoft365 {
        /// The alias.
        alias: String,
    },
}

impl GroupKind {
    /// The name that `SharePoint` gives the kind.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Regular => "RegularGroup",
            Self::Admin => "AdminGroup",
            Self::Microsoft365 { .. } => "O365Group",
        }
    }
}

/// Why a list of groups cannot be used: an identity map with a part of them would take
/// the rest out of `SharePoint`'s.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum GroupsError {
    /// It is no CSV.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A column is missing.
    #[error(
        "the header has no column {0}: give SourceGroupObjectID, TargetGroupObjectID, GroupType and, for Microsoft 365 groups, M365GroupAlias"
    )]
    ColumnMissing(&'static str),
    /// An id is none.
    #[error("row {row}, {column}: {text:?} is {reason}")]
    Id {
        /// The row (1 is the first).
        row: u32,
        /// The column.
        column: &'static str,
        /// What stands there.
        text: String,
        /// What is wrong with it.
        reason: IdError,
    },
    /// The kind is none.
    #[error("row {row}, GroupType: {text:?} is none of RegularGroup, AdminGroup and O365Group")]
    Kind {
        /// The row (1 is the first).
        row: u32,
        /// What stands there.
        text: String,
    },
    /// A Microsoft 365 group has no alias.
    #[error("row {row}, M365GroupAlias: an O365Group needs the alias of the target's group")]
    NoAlias {
        /// The row (1 is the first).
        row: u32,
    },
    /// A group stands there twice.
    #[error(
        "row {row}, {column}: the group stands in row {first} already, and a map is one to one"
    )]
    Twice {
        /// The row (1 is the first).
        row: u32,
        /// The column.
        column: &'static str,
        /// The row where it stood first.
        first: u32,
    },
}

const SOURCE: &str = "SourceGroupObjectID";
const TARGET: &str = "TargetGroupObjectID";
const KIND: &str = "GroupType";
const ALIAS: &str = "M365GroupAlias";

/// The pairs of groups in a CSV with the columns `SourceGroupObjectID`,
/// `TargetGroupObjectID`, `GroupType` (`RegularGroup`, which is also meant by an empty
/// field, `AdminGroup` or `O365Group`) and, for Microsoft 365 groups, `M365GroupAlias`.
/// One row that cannot be used refuses the whole list.
///
/// ```
/// use shared::exports::{GroupKind, read_group_pairs};
///
/// let pairs = read_group_pairs(b"SourceGroupObjectID,TargetGroupObjectID,GroupType,M365GroupAlias\r\n\
///     77777777-0000-4000-8000-000000000001,88888888-0000-4000-8000-000000000001,O365Group,sales\r\n".to_vec())?;
/// assert_eq!(pairs[0].kind, GroupKind::Microsoft365 { alias: "sales".to_owned() });
/// # Ok::<(), shared::exports::GroupsError>(())
/// ```
pub fn read_group_pairs(bytes: Vec<u8>) -> Result<Vec<GroupPair>, GroupsError> {
    let file = open(bytes).map_err(|refused| refused.error)?;
    for column in [SOURCE, TARGET, KIND] {
        if file.column_named(column).is_none() {
            return Err(GroupsError::ColumnMissing(column));
        }
    }
    let text = |row: RowId, name: &str| {
        file.column_named(name)
            .map(|at| file.cell(row, at).trim().to_owned())
            .unwrap_or_default()
    };
    let mut seen = [HashMap::new(), HashMap::new()];
    let mut pairs = Vec::new();
    for row in file.rows() {
        let [sources, targets] = &mut seen;
        let id = |column, seen: &mut HashMap<GroupId, u32>| {
            let text = text(row, column);
            let row = row.number();
            let id = text.parse().map_err(|reason| GroupsError::Id {
                row,
                column,
                text,
                reason,
            })?;
            match seen.insert(id, row) {
                Some(first) => Err(GroupsError::Twice { row, column, first }),
                None => Ok(id),
            }
        };
        pairs.push(GroupPair {
            source: id(SOURCE, sources)?,
            target: id(TARGET, targets)?,
            kind: kind(row.number(), &text(row, KIND), text(row, ALIAS))?,
        });
    }
    Ok(pairs)
}

fn kind(row: u32, name: &str, alias: String) -> Result<GroupKind, GroupsError> {
    if name.is_empty() || name.eq_ignore_ascii_case(GroupKind::Regular.name()) {
        Ok(GroupKind::Regular)
    } else if name.eq_ignore_ascii_case(GroupKind::Admin.name()) {
        Ok(GroupKind::Admin)
    } else if !name.eq_ignore_ascii_case("O365Group") {
        Err(GroupsError::Kind {
            row,
            text: name.to_owned(),
        })
    } else if alias.is_empty() {
        Err(GroupsError::NoAlias { row })
    } else {
        Ok(GroupKind::Microsoft365 { alias })
    }
}
