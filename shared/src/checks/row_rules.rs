//! Rules that need one row only, and no table of the others.

use std::borrow::Cow;

use super::{
    catalogue::{
        EMPTY_ROW, FORMULA, LEGACY_DN_EMPTY, MAILBOX_GUID, PRIMARY_SYNTAX, RAGGED_ROW,
        SOURCE_EMPTY, SOURCE_IS_TARGET, SOURCE_NOT_GUID, STATUS_UNKNOWN, STATUS_WITHOUT_TARGET,
        STRAY_QUOTE, TARGET_EMPTY, TARGET_NIL, TARGET_NOT_GUID, TARGET_WHITE_SPACE,
    },
    finding::shortened,
    say::{Named, Say},
};
use crate::{
    address,
    ids::{IdError, parse_guid},
    mapping_file::{Column, Header, Row, status_from_text},
    workflow::IdentityState,
};

/// A row of a file, for its rules.
#[derive(Clone, Copy)]
pub(super) struct RowRules<'a> {
    pub(super) header: &'a Header,
    pub(super) row: &'a Row<'a>,
}

impl RowRules<'_> {
    /// Everything that the row says by itself.
    pub(super) fn check(&self, say: &mut dyn Say) {
        if self.row.has_stray_quote() {
            say.row(&STRAY_QUOTE, || {
                "A quote stands inside an unquoted field, or text follows a closing quote."
                    .to_owned()
            });
        }
        let (fields, columns) = (self.row.len(), self.header.len());
        if fields != columns {
            say.row(&RAGGED_ROW, || {
                format!("The row has {fields} fields, and the header has {columns}.")
            });
            return;
        }
        let mut empty = true;
        for column in 0..columns {
            let text = self.row.text(column);
            empty &= text.is_empty();
            if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                say.cell(&FORMULA, Named::at(self.header, column), || {
                    format!("{:?} begins like a formula.", shortened(&text))
                });
            }
        }
        if empty {
            say.row(&EMPTY_ROW, || "All fields of the row are empty.".to_owned());
            return;
        }
        self.source(say);
        self.target(say);
        self.status(say);
        self.mailbox_guids(say);
        self.primary_and_legacy(say);
        self.email_addresses(say);
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.header.column(column).is_some()
    }

    pub(super) fn value(&self, column: Column) -> Cow<'_, str> {
        self.header
            .column(column)
            .map_or(Cow::Borrowed(""), |at| self.row.text(at))
    }

    pub(super) fn named(&self, column: Column) -> Named<'_> {
        Named::known(self.header, column)
    }

    fn source(&self, say: &mut dyn Say) {
        let column = Column::SourceExternalDirectoryObjectId;
        let id = self.value(column);
        if id.trim().is_empty() {
            let mut keys = Column::SOURCE_KEYS.into_iter();
            if keys.all(|key| self.value(key).trim().is_empty()) {
                say.cell(&SOURCE_EMPTY, self.named(column), || {
                    "The row names no source mailbox.".to_owned()
                });
            }
            return;
        }
        if let Err(error) = parse_guid(id.trim()) {
            say.cell(&SOURCE_NOT_GUID, self.named(column), || {
                format!(
                    "{:?} is not the id of a source mailbox: {error}.",
                    shortened(&id)
                )
            });
        }
    }

    fn target(&self, say: &mut dyn Say) {
        let column = Column::TargetExternalDirectoryObjectId;
        if !self.has(column) {
            return;
        }
        let cell = self.value(column);
        let text = cell.trim();
        if text.is_empty() {
            say.cell(&TARGET_EMPTY, self.named(column), || {
                format!("{} has no target.", self.source_name())
            });
            return;
        }
        if text.len() != cell.len() {
            say.cell(&TARGET_WHITE_SPACE, self.named(column), || {
                format!("{:?} has white space around it.", shortened(&cell))
            });
        }
        match parse_guid(text) {
            Ok(target) => {
                let source = self.value(Column::SourceExternalDirectoryObjectId);
                if parse_guid(source.trim()) == Ok(target) {
                    say.cell(&SOURCE_IS_TARGET, self.named(column), || {
                        format!("{target} is the source mailbox's own id.")
                    });
                }
            }
            Err(IdError::Nil) => {
                say.cell(&TARGET_NIL, self.named(column), || {
                    "The target is the nil GUID, which names nobody.".to_owned()
                });
            }
            Err(IdError::Malformed) => {
                say.cell(&TARGET_NOT_GUID, self.named(column), || {
                    format!("{:?} is not a GUID.", shortened(text))
                });
            }
        }
    }

    fn status(&self, say: &mut dyn Say) {
        let column = Column::MigrationStatus;
        let status = self.value(column);
        if status.trim().is_empty() {
            return;
        }
        let target = Column::TargetExternalDirectoryObjectId;
        match status_from_text(&status) {
            None => {
                say.cell(&STATUS_UNKNOWN, self.named(column), || {
                    format!("{:?} is not a known status.", shortened(&status))
                });
            }
            Some(IdentityState::Mapped | IdentityState::Written | IdentityState::Completed)
                if self.has(target) && self.value(target).trim().is_empty() =>
            {
                say.cell(&STATUS_WITHOUT_TARGET, self.named(column), || {
                    format!("The status is {}, but there is no target.", status.trim())
                });
            }
            Some(_) => {}
        }
    }

    fn mailbox_guids(&self, say: &mut dyn Say) {
        for column in [Column::ExchangeGuid, Column::ArchiveGuid] {
            let text = self.value(column);
            let text = text.trim();
            if !text.is_empty() && parse_guid(text) == Err(IdError::Malformed) {
                say.cell(&MAILBOX_GUID, self.named(column), || {
                    format!("{:?} is not a GUID.", shortened(text))
                });
            }
        }
    }

    fn primary_and_legacy(&self, say: &mut dyn Say) {
        let column = Column::PrimarySmtpAddress;
        let primary = self.value(column);
        if self.has(column) && !address::is_well_formed_smtp(&primary) {
            say.cell(&PRIMARY_SYNTAX, self.named(column), || {
                format!("{:?} is not an e-mail address.", shortened(&primary))
            });
        }
        let column = Column::LegacyExchangeDN;
        if self.has(column) && self.value(column).trim().is_empty() {
            say.cell(&LEGACY_DN_EMPTY, self.named(column), || {
                format!("{} has no LegacyExchangeDN.", self.source_name())
            });
        }
    }

    /// The source mailbox in words: its name for sign-in, its address or its id.
    pub(super) fn source_name(&self) -> String {
        [
            Column::SourceUserPrincipalName,
            Column::PrimarySmtpAddress,
            Column::SourceExternalDirectoryObjectId,
        ]
        .into_iter()
        .map(|column| self.value(column))
        .find(|value| !value.trim().is_empty())
        .map_or_else(
            || "The row".to_owned(),
            |value| shortened(&value).into_owned(),
        )
    }
}
