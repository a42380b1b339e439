//! Rules that need one row only, and no table of the others.

use std::borrow::Cow;

use super::{
    Finding,
    catalogue::{
        ADDRESSES_TYPE_NAME, EMPTY_ROW, FORMULA, LEGACY_DN_EMPTY, MAILBOX_GUID, PRIMARY_SYNTAX,
        PROXY_SYNTAX, RAGGED_ROW, SOURCE_EMPTY, SOURCE_IS_TARGET, SOURCE_NOT_GUID, STATUS_UNKNOWN,
        STATUS_WITHOUT_TARGET, STRAY_QUOTE, TARGET_EMPTY, TARGET_NIL, TARGET_NOT_GUID,
        TARGET_WHITE_SPACE, TWO_PRIMARIES,
    },
    header_name,
};
use crate::{
    address,
    ids::{IdError, parse_guid},
    mapping_file::{Column, MappingFile, RowId, status_from_text},
    workflow::IdentityState,
};

pub(super) fn check(file: &MappingFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    for row in &file.oddities().stray_quotes {
        // The header is row 0 here, and its names are judged by other rules.
        if *row > 0 {
            findings.push(
                STRAY_QUOTE.in_row(
                    *row,
                    "A quote stands inside an unquoted field, or text follows a closing quote."
                        .to_owned(),
                ),
            );
        }
    }
    let columns = file.header().len();
    for row in file.rows() {
        let fields = file.field_count(row);
        if fields != columns {
            findings.push(RAGGED_ROW.in_row(
                row.number(),
                format!("The row has {fields} fields, and the header has {columns}."),
            ));
            continue;
        }
        Row { file, row }.check(&mut findings);
    }
    findings
}

/// A whole row of a file.
struct Row<'a> {
    file: &'a MappingFile,
    row: RowId,
}

impl Row<'_> {
    fn check(&self, findings: &mut Vec<Finding>) {
        let mut empty = true;
        for column in 0..self.file.header().len() {
            let text = self.file.cell(self.row, column);
            empty &= text.is_empty();
            if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                let name = self
                    .file
                    .header()
                    .get(column)
                    .map_or("", |name| name.trim());
                findings.push(FORMULA.in_cell(
                    self.row.number(),
                    name,
                    format!("{:?} begins like a formula.", shortened(&text)),
                ));
            }
        }
        if empty {
            findings.push(EMPTY_ROW.in_row(
                self.row.number(),
                "All fields of the row are empty.".to_owned(),
            ));
            return;
        }
        self.source(findings);
        self.target(findings);
        self.status(findings);
        self.mailbox_guids(findings);
        self.addresses(findings);
    }

    fn has(&self, column: Column) -> bool {
        self.file.column(column).is_some()
    }

    fn value(&self, column: Column) -> Cow<'_, str> {
        self.file.value(self.row, column)
    }

    fn cell(&self, rule: &super::Rule, column: Column, message: String) -> Finding {
        rule.in_cell(self.row.number(), &header_name(self.file, column), message)
    }

    fn source(&self, findings: &mut Vec<Finding>) {
        let column = Column::SourceExternalDirectoryObjectId;
        let id = self.value(column);
        if id.trim().is_empty() {
            let mut keys = Column::SOURCE_KEYS.into_iter();
            if keys.all(|key| self.value(key).trim().is_empty()) {
                let message = "The row names no source mailbox.".to_owned();
                findings.push(self.cell(&SOURCE_EMPTY, column, message));
            }
            return;
        }
        if let Err(error) = parse_guid(id.trim()) {
            let message = format!(
                "{:?} is not the id of a source mailbox: {error}.",
                shortened(&id)
            );
            findings.push(self.cell(&SOURCE_NOT_GUID, column, message));
        }
    }

    fn target(&self, findings: &mut Vec<Finding>) {
        let column = Column::TargetExternalDirectoryObjectId;
        if !self.has(column) {
            return;
        }
        let cell = self.value(column);
        let text = cell.trim();
        if text.is_empty() {
            let message = format!("{} has no target.", self.source_name());
            findings.push(self.cell(&TARGET_EMPTY, column, message));
            return;
        }
        if text.len() != cell.len() {
            let message = format!("{:?} has white space around it.", shortened(&cell));
            findings.push(self.cell(&TARGET_WHITE_SPACE, column, message));
        }
        match parse_guid(text) {
            Ok(target) => {
                let source = self.value(Column::SourceExternalDirectoryObjectId);
                if parse_guid(source.trim()) == Ok(target) {
                    let message = format!("{target} is the source mailbox's own id.");
                    findings.push(self.cell(&SOURCE_IS_TARGET, column, message));
                }
            }
            Err(IdError::Nil) => {
                let message = "The target is the nil GUID, which names nobody.".to_owned();
                findings.push(self.cell(&TARGET_NIL, column, message));
            }
            Err(IdError::Malformed) => {
                let message = format!("{:?} is not a GUID.", shortened(text));
                findings.push(self.cell(&TARGET_NOT_GUID, column, message));
            }
        }
    }

    fn status(&self, findings: &mut Vec<Finding>) {
        let column = Column::MigrationStatus;
        let status = self.value(column);
        if status.trim().is_empty() {
            return;
        }
        let target = Column::TargetExternalDirectoryObjectId;
        match status_from_text(&status) {
            None => {
                let message = format!("{:?} is not a known status.", shortened(&status));
                findings.push(self.cell(&STATUS_UNKNOWN, column, message));
            }
            Some(IdentityState::Mapped | IdentityState::Written | IdentityState::Completed)
                if self.has(target) && self.value(target).trim().is_empty() =>
            {
                let message = format!("The status is {}, but there is no target.", status.trim());
                findings.push(self.cell(&STATUS_WITHOUT_TARGET, column, message));
            }
            Some(_) => {}
        }
    }

    fn mailbox_guids(&self, findings: &mut Vec<Finding>) {
        for column in [Column::ExchangeGuid, Column::ArchiveGuid] {
            let text = self.value(column);
            let text = text.trim();
            if !text.is_empty() && parse_guid(text) == Err(IdError::Malformed) {
                let message = format!("{:?} is not a GUID.", shortened(text));
                findings.push(self.cell(&MAILBOX_GUID, column, message));
            }
        }
    }

    fn addresses(&self, findings: &mut Vec<Finding>) {
        let column = Column::PrimarySmtpAddress;
        let primary = self.value(column);
        if self.has(column) && !address::is_well_formed_smtp(&primary) {
            let message = format!("{:?} is not an e-mail address.", shortened(&primary));
            findings.push(self.cell(&PRIMARY_SYNTAX, column, message));
        }
        let column = Column::LegacyExchangeDN;
        if self.has(column) && self.value(column).trim().is_empty() {
            let message = format!("{} has no LegacyExchangeDN.", self.source_name());
            findings.push(self.cell(&LEGACY_DN_EMPTY, column, message));
        }
        self.email_addresses(findings);
    }

    fn email_addresses(&self, findings: &mut Vec<Finding>) {
        let column = Column::EmailAddresses;
        let cell = self.value(column);
        if is_type_name(&cell) {
            let message = format!(
                "{:?} is the name of a type, not addresses.",
                shortened(&cell)
            );
            findings.push(self.cell(&ADDRESSES_TYPE_NAME, column, message));
            return;
        }
        let mut marked_primary = Several::default();
        let mut damaged = Several::default();
        for entry in address::split_addresses(&cell) {
            if address::is_primary_smtp(entry) {
                marked_primary.note(entry);
            }
            if address::is_smtp(entry) && !address::is_well_formed_smtp(address::bare(entry)) {
                damaged.note(entry);
            }
        }
        // One finding a field, however many addresses it holds.
        if marked_primary.count > 1 {
            let first = shortened(marked_primary.first);
            let last = shortened(marked_primary.last);
            let message = match marked_primary.count {
                2 => format!("Both {first} and {last} are primary."),
                n => format!("{n} addresses are primary, from {first} to {last}."),
            };
            findings.push(self.cell(&TWO_PRIMARIES, column, message));
        }
        if damaged.count > 0 {
            let first = shortened(damaged.first);
            let message = match damaged.count {
                1 => format!("{first:?} is not an e-mail address."),
                2 => format!("{first:?} is not an e-mail address, nor is another."),
                n => format!(
                    "{first:?} is not an e-mail address, nor are {} others.",
                    n - 1
                ),
            };
            findings.push(self.cell(&PROXY_SYNTAX, column, message));
        }
    }

    /// The source mailbox in words: its name for sign-in, its address or its id.
    fn source_name(&self) -> String {
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

/// Addresses of one kind in a field.
#[derive(Default)]
struct Several<'a> {
    count: u32,
    first: &'a str,
    last: &'a str,
}

impl<'a> Several<'a> {
    fn note(&mut self, entry: &'a str) {
        if self.count == 0 {
            self.first = entry;
        }
        self.last = entry;
        self.count = self.count.saturating_add(1);
    }
}

/// What an export writes for a list that it does not unfold, such as
/// `Microsoft.Exchange.Data.ProxyAddressCollection` or `System.Object[]`.
pub(crate) fn is_type_name(text: &str) -> bool {
    (text.starts_with("System.") || text.starts_with("Microsoft.Exchange.")) && !text.contains('@')
}

/// A value that is fit for a sentence: a damaged field may be megabytes long.
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    const MOST: usize = 120;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}
