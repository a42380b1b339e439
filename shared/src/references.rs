//! What a mapping file is compared with, besides the file as it was downloaded: the
//! target's MailUsers, the source's mailboxes, and the target's accepted domains.
//!
//! All of them are exports of PowerShell: CSV as Windows PowerShell 5.1 and PowerShell 7
//! write it, in any encoding and with any delimiter that a mapping file may have, or JSON
//! from `ConvertTo-Json`. Columns are found by name, whatever their case. Only the column
//! that names the object must be there: what an export lacks is unknown, and no rule
//! speaks of it.
//!
//! **What may go wrong.** A file that cannot be used at all is refused with the place and
//! the command that exports it right ([`ReferenceError`]). A row or a value that cannot be
//! used is left out and listed ([`Problems`]); the rest counts.
//!
//! ```
//! use shared::references::{self, ReferenceKind};
//!
//! let export = br#"[{"ExternalDirectoryObjectId": "22222222-0000-4000-8000-000000000001",
//!     "DisplayName": "Lena Berg", "Alias": "lena", "ExternalEmailAddress": "SMTP:lena@contoso.example",
//!     "EmailAddresses": ["SMTP:lena@fabrikam.example"]}]"#;
//! assert_eq!(references::recognise(export)?, ReferenceKind::MailUsers);
//! let reading = references::read_mail_users(export.to_vec()).unwrap();
//! assert_eq!(reading.problems.count(), 0);
//! let lena = reading.value.get("22222222-0000-4000-8000-000000000001".parse().unwrap()).unwrap();
//! assert_eq!(lena.mail_user.display_name, "Lena Berg");
//! assert_eq!(lena.person().and_then(|person| person.alias.as_deref()), Some("lena"));
//! # Ok::<(), references::Unrecognised>(())
//! ```

mod accepted_domains;
mod ahead;
mod commands;
mod json;
mod kind;
mod mail_users;
mod mailboxes;
mod person;
mod problem;
mod property;
mod recipient_type;
mod row;
mod table;

pub use accepted_domains::read_accepted_domains;
pub use ahead::{NoReference, Reference, ReferenceAhead};
pub use commands::{
    EXPORT_ACCEPTED_DOMAINS, EXPORT_MAIL_USERS, EXPORT_MAIL_USERS_WITH_PEOPLE, EXPORT_MAILBOXES,
};
pub use kind::{ReferenceKind, Unrecognised, recognise};
pub use mail_users::{MailUserExtras, MailUserRecord, MailUsers, read_mail_users};
pub use mailboxes::{ArchiveState, MailboxRecord, SourceMailboxes, read_source_mailboxes};
pub use person::PersonAttributes;
pub use problem::{Place, Problem, Problems, Reading, ReferenceError, What};
pub use recipient_type::RecipientType;
