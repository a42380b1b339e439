//! A draft: the work on a file without the file, to be saved and gone on with later.
//!
//! It holds every step with its name, those that were taken back included, and the
//! SHA-256 of the file that they belong to. It goes onto that file and no other.

use std::fmt::{self, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    edit::{EditError, Lock},
    file::MappingFile,
    history::{Change, What},
    repair::{Repair, RepairError},
    row::RowId,
};

/// The work on a file. As JSON it is what the reviewer saves.
///
/// ```
/// use shared::mapping_file::{open, Draft, RowId};
///
/// let bytes = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\nlena,\n".to_vec();
/// let mut file = open(bytes.clone())?;
/// file.set_cell(RowId(0), 1, "new").unwrap();
/// let json = serde_json::to_string(&Draft::of(&file)).unwrap();
///
/// let draft: Draft = serde_json::from_str(&json).unwrap();
/// let mut again = open(bytes)?;
/// draft.apply_to(&mut again).unwrap();
/// assert_eq!(again.save(), file.save());
/// assert_eq!(again.undo_names().collect::<Vec<_>>(), ["Edit row 1"]);
/// # Ok::<(), shared::mapping_file::OpenError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// What the file was called; empty if that is not known.
    #[serde(rename = "crosswalkDraftOf", default)]
    pub file: String,
    /// The form of this text; there is one so far.
    version: u32,
    /// SHA-256 of the file as it was opened, in hexadecimal digits.
    sha256: String,
    lock: Lock,
    /// In the order in which they were done.
    steps: Vec<DraftStep>,
    /// How many of the steps, the last ones, are taken back.
    undone: usize,
}

const VERSION: u32 = 1;

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum DraftStep {
    Cells {
        name: String,
        /// Row, column and text; without a text it is the original's.
        cells: Vec<(RowId, usize, Option<String>)>,
    },
    Repair {
        name: String,
        repair: Repair,
    },
}

/// Why a draft does not go onto a file, which is as it was then.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DraftError {
    /// It belongs to another file.
    #[error(
        "this draft belongs to another file: its SHA-256 is {expected}, and this file's is {found}; open the file that the draft was made from"
    )]
    OtherFile {
        /// What the draft says.
        expected: String,
        /// What the file has.
        found: String,
    },
    /// The file was worked on.
    #[error("the file has edits already: open it anew, then the draft")]
    HasEdits,
    /// It was written by a later version.
    #[error("the draft is of version {0}, and this program knows version 1: use a newer one")]
    Version(u32),
    /// A step says what cannot be done.
    #[error("step {step} of the draft cannot be done: {why}")]
    Step {
        /// Its number (1 is the first).
        step: usize,
        /// Why not.
        why: StepError,
    },
}

/// Why a step of a draft cannot be done.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StepError {
    /// A cell cannot be set.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// A repair cannot be made.
    #[error(transparent)]
    Repair(#[from] RepairError),
    /// It would change nothing, and so be no step.
    #[error("it changes nothing")]
    Nothing,
}

impl Draft {
    /// The work on a file up to now.
    pub fn of(file: &MappingFile) -> Self {
        let history = &file.edits.history;
        let steps = history.done.iter().chain(history.undone.iter().rev());
        Self {
            file: String::new(),
            version: VERSION,
            sha256: sha256_of(file.opened()),
            lock: file.lock(),
            steps: steps
                .map(|step| match &step.what {
                    What::Cells(changes) => DraftStep::Cells {
                        name: step.name.clone(),
                        cells: changes.iter().map(after_of).collect(),
                    },
                    What::Rewrite { repair, .. } => DraftStep::Repair {
                        name: step.name.clone(),
                        repair: repair.clone(),
                    },
                })
                .collect(),
            undone: history.undone.len(),
        }
    }

    /// Does the work again on the file that it was done on, freshly opened: every step
    /// can be undone and redone as before.
    pub fn apply_to(&self, file: &mut MappingFile) -> Result<(), DraftError> {
        if self.version != VERSION {
            return Err(DraftError::Version(self.version));
        }
        if file.can_undo() || file.can_redo() {
            return Err(DraftError::HasEdits);
        }
        let found = sha256_of(file.opened());
        if found != self.sha256 {
            return Err(DraftError::OtherFile {
                expected: self.sha256.clone(),
                found,
            });
        }
        for (at, step) in self.steps.iter().enumerate() {
            if let Err(why) = step.apply_to(file) {
                while file.undo().is_some() {}
                file.edits.history.undone.clear();
                return Err(DraftError::Step {
                    step: at.saturating_add(1),
                    why,
                });
            }
        }
        for _ in 0..self.undone {
            file.undo();
        }
        file.set_lock(self.lock);
        Ok(())
    }
}

impl DraftStep {
    fn apply_to(&self, file: &mut MappingFile) -> Result<(), StepError> {
        let changed = match self {
            Self::Repair { name, repair } => file.repair_as(name, repair)?,
            Self::Cells { name, cells } => {
                let originals: Vec<String> = cells
                    .iter()
                    .map(|(row, column, text)| match text {
                        Some(_) => String::new(),
                        None => file.original_cell(*row, *column).into_owned(),
                    })
                    .collect();
                let cells = cells
                    .iter()
                    .zip(&originals)
                    .map(|((row, column, text), was)| {
                        (*row, *column, text.as_deref().unwrap_or(was))
                    });
                // Whether a column was open then is not asked again.
                file.set_cells_under(Lock::Nothing, name, cells.collect())?
            }
        };
        if changed.is_nothing() {
            return Err(StepError::Nothing);
        }
        Ok(())
    }
}

impl fmt::Debug for Draft {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("version", &self.version)
            .field("sha256", &self.sha256)
            .field("steps", &self.steps.len())
            .field("undone", &self.undone)
            .finish_non_exhaustive()
    }
}

fn after_of(change: &Change) -> (RowId, usize, Option<String>) {
    (
        change.place.0,
        change.place.1,
        change.after.as_deref().map(str::to_owned),
    )
}

fn sha256_of(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
