//! How the product calls `shared`, and nowhere else in this crate: reading in chunks,
//! checking, editing, saving, matching.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use serde::Serialize;
use shared::{
    checks::{Checked, CheckedReader, CheckedStream, Rule, Severity, Summary},
    fingerprint::Seed,
    identity::TargetMailUser,
    ids::ObjectId,
    mapping_file::{Column, EditError, MappingFile, OpenError, RowId, StreamError},
    matching::{MatchRule, SourceRow, match_people},
};

/// The product brings a random number.
const SEED: u64 = 0x5eed_0f0f_5eed_0f0f;

/// What the page learns of a file that was opened.
#[derive(Debug, Serialize)]
pub struct Outcome {
    /// The file in numbers.
    pub summary: Summary,
    /// How many findings each rule has.
    pub codes: BTreeMap<String, u32>,
}

impl Outcome {
    fn of(summary: Summary, counts: impl Iterator<Item = (&'static Rule, Severity, u32)>) -> Self {
        let mut codes = BTreeMap::new();
        for (rule, _, count) in counts {
            *codes.entry(rule.code.to_owned()).or_default() += count;
        }
        Self { summary, codes }
    }
}

/// A file that is arriving.
#[derive(Debug)]
pub struct Opening {
    reader: CheckedReader,
}

impl Opening {
    /// A file of a known size.
    pub fn with_size(bytes: u64) -> Self {
        Self {
            reader: CheckedReader::with_size(bytes, Arc::default(), &Seed::new(SEED)),
        }
    }

    /// The next `len` bytes, which `fill` writes.
    pub fn push_with(&mut self, len: usize, fill: impl FnOnce(&mut [u8])) {
        self.reader.push_with(len, fill);
    }

    /// The next bytes, which are in memory.
    pub fn push(&mut self, chunk: &[u8]) {
        self.reader.push(chunk);
    }

    /// The end of the file: checked, and ready to be shown and edited.
    pub fn finish(self) -> Result<Opened, OpenError> {
        let checked = self.reader.finish()?;
        Ok(Opened { checked })
    }
}

/// An open file with what the checks found.
#[derive(Debug)]
pub struct Opened {
    checked: Checked,
}

impl Opened {
    /// Opens and checks bytes that are in memory, without a copy of them.
    pub fn in_place(bytes: Vec<u8>) -> Result<Self, OpenError> {
        let reader = CheckedReader::of_memory(bytes, Arc::default(), &Seed::new(SEED));
        Ok(Self {
            checked: reader.finish()?,
        })
    }

    /// The bytes of the file as it was opened.
    pub fn into_bytes(self) -> Vec<u8> {
        self.checked.into_file().into_original()
    }

    /// Opens bytes that are in memory as the page opens a file: by chunks of 1 MB.
    pub fn from_memory(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut opening = Opening::with_size(u64::try_from(bytes.len()).unwrap_or_default());
        for chunk in bytes.chunks(1 << 20) {
            opening.push(chunk);
        }
        opening.finish()
    }

    fn file(&self) -> &MappingFile {
        self.checked.file()
    }

    /// The file in numbers.
    pub fn outcome(&self) -> Outcome {
        Outcome::of(self.checked.summary(), self.checked.counts())
    }

    /// How many data rows there are.
    pub fn rows(&self) -> u32 {
        self.file().row_count()
    }

    /// The target of a row, as it stands now.
    pub fn target(&self, row: u32) -> String {
        let column = Column::TargetExternalDirectoryObjectId;
        self.file().value(RowId(row), column).into_owned()
    }

    /// Gives a row another target and checks again what that can affect: how many rows
    /// were checked.
    pub fn edit(&mut self, row: u32, text: &str) -> Result<u64, EditError> {
        let before = self.checked.rows_checked();
        self.set(row, text)?;
        Ok(self.checked.rows_checked() - before)
    }

    /// Gives a row another target.
    pub fn set(&mut self, row: u32, text: &str) -> Result<(), EditError> {
        let column = self.file().column(Column::TargetExternalDirectoryObjectId);
        // A file without the column refuses the edit by itself.
        let column = column.unwrap_or(usize::MAX);
        let row = RowId(row);
        self.checked
            .edit(|file| file.set_cell(row, column, text))
            .map(drop)
    }

    /// What saving has to write beside the original's own bytes.
    pub fn patches(&self) -> usize {
        self.file().patches().map(|patch| patch.bytes.len()).sum()
    }

    /// MailUsers that this file's mailboxes can find by their address, in another order
    /// than the file's.
    pub fn mail_users(&self) -> Vec<TargetMailUser> {
        let mut users: Vec<_> = self
            .file()
            .rows()
            .filter_map(|row| self.mail_user(row))
            .collect();
        users.sort_unstable_by_key(|user| user.id);
        users
    }

    /// How many mailboxes of the file find exactly one MailUser by their address.
    pub fn auto_match(&self, targets: &[TargetMailUser]) -> usize {
        let row = |row| SourceRow::<TargetMailUser> {
            file: self.file(),
            row,
            known: None,
        };
        let sources: Vec<_> = self.file().rows().map(row).collect();
        let rules = [MatchRule::PrimarySmtpAddress];
        match_people(&sources, targets, &rules, &[]).found().len()
    }

    fn mail_user(&self, row: RowId) -> Option<TargetMailUser> {
        let address = self.file().value(row, Column::PrimarySmtpAddress);
        let (local, _) = address.split_once('@')?;
        let own = format!("{local}@fabrikam.example");
        let id = self
            .file()
            .value(row, Column::TargetExternalDirectoryObjectId);
        Some(TargetMailUser {
            id: id.parse::<ObjectId>().ok()?,
            display_name: local.to_owned(),
            user_principal_name: own.clone(),
            primary_smtp_address: own.clone(),
            external_email_address: Some(format!("SMTP:{address}")),
            email_addresses: vec![format!("SMTP:{own}")],
            exchange_guid: None,
            archive_guid: None,
            is_dir_synced: false,
        })
    }
}

/// Findings of each rule that are put in words.
const SAMPLES: usize = 100;

/// Checks a file that goes by and is not kept, as the edge does with an upload.
pub fn check_stream<'a>(
    chunks: impl Iterator<Item = Cow<'a, [u8]>>,
) -> Result<Outcome, StreamError> {
    let mut stream = CheckedStream::new(Arc::default(), &Seed::new(SEED), SAMPLES);
    for chunk in chunks {
        stream.push(&chunk);
    }
    let report = stream.finish()?;
    Ok(Outcome::of(report.summary, report.counts()))
}
