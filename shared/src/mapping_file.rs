//! The mapping file: the CSV that leads every source mailbox to a MailUser.
//!
//! **Promise.** The file is its original bytes plus the place of every row. What
//! nobody edited never changes: `open(bytes)?.save() == bytes`, and after an edit
//! only the edited fields' bytes differ. Encoding, byte order mark, delimiter, line
//! endings, quoting, unknown columns and blank lines all survive.
//!
//! **What may go wrong.** Only what has no rows at all is refused ([`OpenError`]):
//! an empty file, a workbook, a web page, 4 GB and more. Everything else opens, however odd, and
//! [`crate::checks`] says what is odd about it.
//!
//! **Work on a file.** Edits ([`MappingFile::set_cell`]), pastes and replacements
//! ([`EditPlan`]) and repairs ([`Repair`]) are each one named step that can be undone and
//! done again. A repair writes new bytes, and proves first that it changes no field
//! besides. A [`Draft`] holds the work without the file.
//!
//! Fields are told apart as the `csv` crate does (RFC 4180, tolerant): a quote inside
//! an unquoted field is text, text after a closing quote belongs to the field, blank
//! lines are no rows, and rows may have any number of fields.
//!
//! ```
//! use shared::mapping_file::{self, Column, RowId};
//!
//! let bytes = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\nlena@contoso.example,\r\n";
//! let mut file = mapping_file::open(bytes.to_vec())?;
//! assert_eq!(file.dialect().to_string(), "UTF-8 · comma · CRLF");
//! let target = file.column(Column::TargetExternalDirectoryObjectId).unwrap();
//! file.set_cell(RowId(0), target, "6513270e-269e-4d37-b2a7-4de452e6b438").unwrap();
//! assert!(file.save().ends_with(b"lena@contoso.example,6513270e-269e-4d37-b2a7-4de452e6b438\r\n"));
//! file.undo();
//! assert_eq!(file.save(), bytes);
//! # Ok::<(), mapping_file::OpenError>(())
//! ```

mod added_column;
mod ahead;
mod bulk_edit;
mod clipboard;
mod column;
mod decode;
mod detect;
mod dialect;
mod diff;
mod draft;
mod edit;
mod file;
mod guard;
mod guess;
mod header;
mod history;
mod open_error;
mod overlay;
mod reader;
mod repair;
mod row;
mod row_pass;
mod row_sink;
mod save;
mod scan;
mod status;
mod stream;
mod windows_1252;

pub use ahead::ChangeError;
pub(crate) use ahead::StepAhead;
pub use bulk_edit::{
    EditPlan, Landing, PlanError,
    paste::{Onto, Spread},
    pattern::Pattern,
    search::Search,
};
pub use clipboard::{ClipboardCells, TooManyRows, clipboard_cells, write_clipboard_row};
pub use column::{Column, UnknownColumn};
pub(crate) use decode::decode;
pub use dialect::{Dialect, Encoding, Newline};
pub use diff::{CellChange, Diff, MovedRow, diff};
pub use draft::{Draft, DraftError, StepError};
pub use edit::{EditError, Lock};
pub use file::MappingFile;
pub(crate) use file::Oddities;
pub use guard::open_unguarded;
pub(crate) use guard::{guarded_text, is_guarded};
pub use guess::GuessedText;
pub use header::Header;
pub use history::{Changed, ChangedRows};
pub use open_error::{OpenError, Refused, StreamError};
pub use reader::{Reader, open, open_as};
pub use repair::{LineEnd, PreviewAhead, Repair, RepairError, RepairPreview, RepairSample};
pub use row::{Row, RowId};
pub(crate) use row_pass::RowPass;
pub use row_sink::RowSink;
pub use save::Patch;
pub(crate) use scan::Seen;
pub use status::{status_from_text, status_text};
pub use stream::{RowStream, StreamEnd};
