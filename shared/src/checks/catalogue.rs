//! Every rule, as data: what it is called, how bad it is, why it matters and what to
//! do. Codes are stable for ever: a rule that goes takes its code with it.

use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Refuses the upload (file, column) or holds the row back.
    Error,
    /// Allowed, but probably not meant.
    Warning,
    /// Good to know.
    Note,
}

/// What a rule is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The file as a whole.
    File,
    /// A column, or the header.
    Column,
    /// One row.
    Row,
}

/// Which kind of trouble a rule looks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// How the file is written.
    File,
    /// What leads to what.
    Mapping,
    /// E-mail addresses.
    Addresses,
    /// Whether a MailUser is ready for its mailbox.
    Readiness,
}

/// A rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Rule {
    /// Its place in the catalogue.
    #[serde(skip)]
    pub(super) number: u8,
    /// Stable: `CW-M-006`.
    pub code: &'static str,
    /// Which kind of trouble.
    pub family: Family,
    /// What it is about.
    pub level: Level,
    /// How bad it usually is.
    pub severity: Severity,
    /// The rule in a few words.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do about it.
    pub how: &'static str,
    /// What the program can do about it, where it can; see
    /// [`fix_for`](super::fix_for).
    pub fix: Option<&'static str>,
}

/// Every rule, by code.
pub fn catalogue() -> &'static [Rule] {
    CATALOGUE
}

macro_rules! optional {
    () => {
        None
    };
    ($text:literal) => {
        Some($text)
    };
}

macro_rules! rules {
    ($($name:ident = $code:literal $family:ident $level:ident $severity:ident
        $title:literal, $why:literal, $how:literal $(, $fix:literal)?;)*) => {
        /// The rules in their order.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum Number { $($name),* }
        $(
        #[doc = concat!($title, ".")]
        pub const $name: Rule = Rule {
            number: Number::$name as u8,
            code: $code,
            family: Family::$family,
            level: Level::$level,
            severity: Severity::$severity,
            title: $title,
            why: $why,
            how: $how,
            fix: optional!($($fix)?),
        };)*
        const CATALOGUE: &[Rule] = &[$($name),*];
    };
}

rules! {
    DELIMITER = "CW-F-001" File File Error
        "Fields are not separated by commas",
        "CTIM's reader fails on every other delimiter.",
        "Save the file with commas. In Excel choose \"CSV UTF-8 (comma delimited)\" under a region that uses commas.",
        "Separates the fields by commas, and quotes those with a comma in them.";
    UTF_16 = "CW-F-002" File File Error
        "The file is UTF-16",
        "CTIM's reader expects UTF-8 and finds no column in UTF-16.",
        "Save the file as UTF-8; in PowerShell: Export-Csv -Encoding utf8.",
        "Converts the file to UTF-8.";
    WINDOWS_1252 = "CW-F-003" File File Warning
        "The file is probably Windows-1252",
        "Its bytes are not UTF-8: letters beyond ASCII will be read wrongly.",
        "Save the file as UTF-8 and compare the names with accents.",
        "Converts the file to UTF-8, after it has shown how the letters read.";
    BOM = "CW-F-004" File File Note
        "The file begins with a byte order mark",
        "Readers that do not know it take it for a part of the first column's name.",
        "Nothing, if the file came with it; it is kept.",
        "Removes the byte order mark.";
    MIXED_NEWLINES = "CW-F-005" File File Note
        "Lines end in more than one way",
        "The file was probably put together from several.",
        "Nothing; the line ends are kept as they are.",
        "Ends every line as most of them do.";
    RAGGED_ROW = "CW-F-006" File Row Error
        "A row has more or fewer fields than the header",
        "Its values may stand under the wrong names.",
        "Compare the row with the downloaded file; often a comma stands outside quotes.";
    BLANK_LINES = "CW-F-007" File File Note
        "The file has blank lines",
        "They are no rows, and are kept as they are.",
        "Nothing.",
        "Removes the blank lines.";
    OPEN_QUOTE = "CW-F-008" File File Error
        "A quote is never closed",
        "Everything after it, rows included, is one field.",
        "Close the quote in the row that is named, or take the row from the downloaded file.";
    NUL = "CW-F-009" File File Error
        "The file contains NUL characters",
        "Text has none: the file is damaged, or not a CSV.",
        "Download or export the file again.";
    DUPLICATE_HEADER = "CW-F-010" File Column Error
        "Two columns have the same name",
        "Which of them counts depends on the reader.",
        "Remove the one that was added.",
        "Removes the second column where every field of it is empty or says the same as the first.";
    TARGET_COLUMN_MISSING = "CW-F-011" File Column Error
        "The column TargetExternalDirectoryObjectId is missing",
        "It holds the MailUsers; without it the file maps nothing.",
        "Download the mapping file again, or give the column its name back.";
    SOURCE_KEY_MISSING = "CW-F-012" File Column Error
        "No column names the source mailbox",
        "A row must say which source mailbox it is about.",
        "Keep SourceExternalDirectoryObjectId, SourceUserPrincipalName or PrimarySmtpAddress.";
    UNKNOWN_COLUMN = "CW-F-013" File Column Warning
        "A column is not one of the mapping file's",
        "CTIM asks not to add columns; without the downloaded file nobody can tell whether it was added.",
        "Remove the column if it was added, or compare with the downloaded file.",
        "Removes the column.";
    ADDED_COLUMN = "CW-F-014" File Column Error
        "A column was added",
        "The downloaded file lacks it, and CTIM asks not to add columns.",
        "Remove the column.",
        "Removes the column.";
    NO_ROWS = "CW-F-015" File File Error
        "The file has no rows",
        "A header alone maps nothing.",
        "Download the mapping file again; the copy may not be finished.";
    RENAMED_HEADER = "CW-F-016" File Column Warning
        "A column seems to have been renamed",
        "Columns are found by name, and this one is close to a known name that is missing.",
        "Give the column its name back.",
        "Gives the column its name back.";
    STRAY_QUOTE = "CW-F-017" File Row Warning
        "A quote stands where none belongs",
        "Strict readers refuse a quote inside an unquoted field or text after a closing quote.",
        "Put the whole field in quotes and double the quotes inside it.",
        "Quotes such fields as every reader expects; no value changes.";
    BROKEN_CHARACTERS = "CW-F-018" File File Warning
        "Some characters are broken",
        "A few bytes are no characters in the file's encoding; names and addresses may be damaged.",
        "Take the rows from the downloaded file.";
    NO_FINAL_NEWLINE = "CW-F-019" File File Note
        "The last line has no line end",
        "Some tools lose the last row when files are joined.",
        "Nothing; it is kept as it is.",
        "Ends the last line.";
    PREAMBLE = "CW-F-020" File File Error
        "A line stands before the header",
        "CTIM's reader takes the first line for the header.",
        "Remove the line; in Windows PowerShell export with -NoTypeInformation.",
        "Removes the line; where it states another delimiter, separates the fields by commas.";
    EMPTY_ROW = "CW-F-021" File Row Warning
        "A row has only empty fields",
        "It names no mailbox. Spreadsheets leave such rows behind.",
        "Remove the row.",
        "Removes all empty rows.";
    REMOVED_COLUMN = "CW-F-022" File Column Error
        "A column was removed",
        "The downloaded file has it, and the other side may need it.",
        "Start again from the downloaded file.";
    HEADER_WHITE_SPACE = "CW-F-023" File Column Warning
        "A column's name has spaces around it",
        "Readers that compare names exactly do not find the column.",
        "Remove the spaces.",
        "Removes the spaces around all column names.";
    REVIEW_COPY = "CW-F-024" File File Error
        "The file is a spreadsheet-safe copy",
        "Its values are guarded against formulas, and CTIM's reader does not know its first column.",
        "Open it in the workbench, which takes the guard off exactly, and save it from there.",
        "Takes the guard off exactly.";

    TARGET_NOT_GUID = "CW-M-001" Mapping Row Error
        "The target is not a GUID",
        "Only the MailUser's ExternalDirectoryObjectId is accepted.",
        "Look it up: Get-MailUser <name> | Format-List ExternalDirectoryObjectId.",
        "Writes a GUID that lacks hyphens or stands in quotes in its usual form; where the MailUsers are given, enters the id of the only one with this address.";
    TARGET_NIL = "CW-M-002" Mapping Row Error
        "The target is the nil GUID",
        "A GUID of zeros names nobody.",
        "Enter the MailUser's ExternalDirectoryObjectId, or leave the field empty.",
        "Empties the field.";
    SOURCE_NOT_GUID = "CW-M-003" Mapping Row Error
        "The source id is not a GUID",
        "No source mailbox can have this id; the locked column was changed.",
        "Take the value from the downloaded file.";
    SOURCE_EMPTY = "CW-M-004" Mapping Row Error
        "The row names no source mailbox",
        "All columns that could name it are empty.",
        "Take the row from the downloaded file, or remove it.";
    SOURCE_TWICE = "CW-M-005" Mapping Row Error
        "A source mailbox stands in two rows",
        "Which row counts would be chance.",
        "Keep one of the rows.";
    TARGET_TWICE = "CW-M-006" Mapping Row Error
        "A MailUser is the target of two rows",
        "A mailbox moves into exactly one MailUser, and a MailUser takes exactly one mailbox.",
        "Find out to whom the MailUser belongs and correct the other row.";
    SOURCE_IS_TARGET = "CW-M-007" Mapping Row Error
        "Source and target are the same",
        "The ids of two tenants never agree; the source's id was copied.",
        "Enter the id of the MailUser in the target tenant.";
    TARGET_EMPTY = "CW-M-008" Mapping Row Note
        "The row has no target",
        "The identity stays as it is; requests end with warnings while identities are unmapped.",
        "Enter the MailUser's ExternalDirectoryObjectId, if there is one.";
    TARGET_UNKNOWN = "CW-M-009" Mapping Row Error
        "The target is not a known MailUser",
        "It is not among the MailUsers that were given.",
        "Check the id, or export the MailUsers again.";
    TARGET_DIR_SYNCED = "CW-M-010" Mapping Row Warning
        "The MailUser is synchronised from on-premises",
        "It cannot be written in the cloud.",
        "Map it all the same, and write it on-premises with the hybrid package.";
    LOCKED_CHANGED = "CW-M-011" Mapping Row Error
        "A locked field was changed",
        "Only TargetExternalDirectoryObjectId may be changed in a mapping file.",
        "Take the value from the downloaded file.",
        "Puts the value of the downloaded file back.";
    ROW_ADDED = "CW-M-012" Mapping Row Error
        "The row is not in the downloaded file",
        "Only mailboxes that were copied can be mapped.",
        "Remove the row, or request a copy of the mailbox.";
    ROWS_MISSING = "CW-M-013" Mapping File Warning
        "Rows of the downloaded file are missing",
        "Their identities stay as they are.",
        "Nothing, if that is meant.";
    STATUS_WITHOUT_TARGET = "CW-M-014" Mapping Row Warning
        "The status says mapped, but there is no target",
        "An empty target does not unmap an identity: it stays as it is.",
        "Enter the target again; to unmap, use the action for it.";
    FORMULA = "CW-M-015" Mapping Row Warning
        "A field begins like a formula",
        "A spreadsheet would run it. Values come from another organisation.",
        "Do not open this file in a spreadsheet; use the spreadsheet-safe export.";
    TARGET_WHITE_SPACE = "CW-M-016" Mapping Row Warning
        "The target has white space around it",
        "Readers that compare exactly do not find the MailUser.",
        "Remove the white space.",
        "Removes the white space.";
    STATUS_UNKNOWN = "CW-M-017" Mapping Row Note
        "The status is not a known one",
        "Microsoft's list of statuses is not public; the value is kept.",
        "Nothing, if it came with the downloaded file.";
    WRITTEN_TARGET_CHANGED = "CW-M-018" Mapping Row Error
        "The target of a written identity was changed",
        "The attributes already stand on the former MailUser.",
        "Put the former target back, or undo the write first.",
        "Puts the target of the downloaded file back.";
    MAILBOX_GUID = "CW-M-019" Mapping Row Error
        "ExchangeGuid or ArchiveGuid is not a GUID",
        "The locked column was changed; the mailbox would not be recognised.",
        "Take the value from the downloaded file.";
    SOURCE_KEYS_DISAGREE = "CW-M-020" Mapping Row Error
        "A row names two source mailboxes",
        "Its id, its UserPrincipalName and its PrimarySmtpAddress must be of the same mailbox; which of them counts would be chance.",
        "Take the row from the downloaded file.";
    SOURCE_UNKNOWN = "CW-M-021" Mapping Row Error
        "The source mailbox is not a known one",
        "It is not among the source mailboxes that were given.",
        "Check the row, or export the mailboxes again.";
    SOURCE_GUID_DIFFERS = "CW-M-022" Mapping Row Error
        "ExchangeGuid or ArchiveGuid is not the source mailbox's",
        "It would be written to the MailUser, and the mailbox could not move there.",
        "Take the value from the downloaded file; if that has it too, copy the mailbox again.";
    SOURCE_LEGACY_DN_DIFFERS = "CW-M-023" Mapping Row Error
        "LegacyExchangeDN is not the source mailbox's",
        "Replies to old mail of whoever has this LegacyExchangeDN would go to the MailUser.",
        "Take the value from the downloaded file; if that has it too, copy the mailbox again.";
    SOURCE_PRIMARY_DIFFERS = "CW-M-024" Mapping Row Warning
        "PrimarySmtpAddress is not the source mailbox's",
        "The address has changed since the mailbox was copied, or the row is about somebody else.",
        "Compare the two, and copy the mailbox again if its address has changed.";
    SOURCE_ADDRESSES_DIFFER = "CW-M-025" Mapping Row Warning
        "EmailAddresses are not the source mailbox's",
        "Addresses have changed since the mailbox was copied; x500 addresses that are missing here would not be written.",
        "Copy the mailbox again.";

    PRIMARY_SYNTAX = "CW-A-001" Addresses Row Error
        "PrimarySmtpAddress is not an e-mail address",
        "Maps are made by this address.",
        "Take the value from the downloaded file.";
    TWO_PRIMARIES = "CW-A-002" Addresses Row Error
        "EmailAddresses has two primary addresses",
        "SMTP: in capitals marks the primary one, and there is only one.",
        "Take the value from the downloaded file; on a MailUser, make one of them smtp:.";
    PROXY_SYNTAX = "CW-A-003" Addresses Row Warning
        "EmailAddresses has a damaged SMTP address",
        "Exchange checks the syntax of SMTP addresses and refuses it.",
        "Correct the address in the directory, or take the value from the downloaded file.";
    LEGACY_DN_EMPTY = "CW-A-004" Addresses Row Warning
        "LegacyExchangeDN is empty",
        "Without it as x500 address replies to old mail bounce (5.1.1), and the move does not proceed.",
        "Copy the mailbox again.";
    ADDRESSES_TYPE_NAME = "CW-A-005" Addresses Row Warning
        "EmailAddresses holds the name of a .NET type",
        "The export wrote the list's type instead of its addresses.",
        "Export with @{n='EmailAddresses';e={$_.EmailAddresses -join ';'}}.";
    PRIMARY_NOT_ACCEPTED = "CW-A-006" Addresses Row Error
        "The MailUser's PrimarySmtpAddress is of a domain that the target does not accept",
        "A domain belongs to one tenant only, so the move fails.",
        "Set-MailUser <id> -PrimarySmtpAddress with an address of an accepted domain.";
    PROXY_NOT_ACCEPTED = "CW-A-007" Addresses Row Error
        "The MailUser's EmailAddresses has an address of a domain that the target does not accept",
        "Addresses of the source cannot be kept on the MailUser: a domain belongs to one tenant only.",
        "Set-MailUser <id> -EmailAddresses @{Remove='<address>'}.";
    X500_TAKEN = "CW-A-008" Addresses Row Error
        "An x500 address of the source belongs to another recipient of the target",
        "With it the mailbox would take over replies to old mail of another person.",
        "Find out whose address it is. Do not write it unless both are the same person, and remove it from the other recipient first.";
    ADDRESSES_CUT = "CW-A-009" Addresses Row Warning
        "EmailAddresses is cut off",
        "PowerShell showed only the first addresses of the list; the others are lost.",
        "Export with @{n='EmailAddresses';e={$_.EmailAddresses -join ';'}}.";

    EXCHANGE_GUID_MISSING = "CW-R-001" Readiness Row Error
        "The MailUser has no ExchangeGuid",
        "The move does not proceed without the mailbox's own.",
        "Write the identity again, or set it with Set-MailUser -ExchangeGuid.";
    EXCHANGE_GUID_DIFFERS = "CW-R-002" Readiness Row Error
        "The MailUser has another ExchangeGuid",
        "It must be the mailbox's own. Another one may be left from a former mailbox. Before the write this is a warning.",
        "Find out where it comes from before it is overwritten.";
    ARCHIVE_GUID_MISSING = "CW-R-003" Readiness Row Error
        "The MailUser has no ArchiveGuid",
        "The source mailbox has an archive, and the move does not proceed without it.",
        "Write the identity again, or set it with Set-MailUser -ArchiveGuid.";
    ARCHIVE_GUID_DIFFERS = "CW-R-004" Readiness Row Error
        "The MailUser has another ArchiveGuid",
        "It must be the archive's own. Before the write this is a warning.",
        "Find out where it comes from before it is overwritten.";
    ARCHIVE_UNEXPECTED = "CW-R-005" Readiness Row Error
        "The MailUser has an archive that the source mailbox lacks",
        "The archives must agree. Before the write this is a warning.",
        "Find out whose archive it is.";
    LEGACY_DN_MISSING = "CW-R-006" Readiness Row Error
        "The LegacyExchangeDN is missing among the MailUser's addresses",
        "Replies to old mail bounce (5.1.1) without it, and the move does not proceed.",
        "Write the identity again, or add it as x500: address.";
    X500_MISSING = "CW-R-007" Readiness Row Error
        "An x500 address of the source mailbox is missing",
        "All of them must be on the MailUser; the move does not proceed otherwise.",
        "Write the identity again, or add the address.";
    UPN_NOT_TARGET = "CW-R-008" Readiness Row Error
        "The MailUser's UserPrincipalName is not the target's",
        "It must belong to the person's new organisation.",
        "Change the UserPrincipalName to an accepted domain of the target.";
    EXTERNAL_MISSING = "CW-R-009" Readiness Row Error
        "The MailUser has no ExternalEmailAddress",
        "It must lead to the source mailbox until the move.",
        "Write the identity again, or Set-MailUser -ExternalEmailAddress, together with the primary address.";
    EXTERNAL_DIFFERS = "CW-R-010" Readiness Row Error
        "ExternalEmailAddress is not an address of the source mailbox",
        "Mail to the MailUser would reach somebody else. Before the write this is a warning.",
        "Check that this is the right MailUser; then write the identity.";
    PRIMARY_NOT_AMONG_PROXIES = "CW-R-011" Readiness Row Warning
        "PrimarySmtpAddress is not the primary one of EmailAddresses",
        "The two should say the same; the directory may change one of them.",
        "Set-MailUser -PrimarySmtpAddress with the address that is meant.";
    PRIMARY_MISSING = "CW-R-012" Readiness Row Error
        "The MailUser has no PrimarySmtpAddress",
        "Without one ExternalEmailAddress becomes the primary address, and the move fails.",
        "Set-MailUser -PrimarySmtpAddress with an address of an accepted domain.";
    AUX_ARCHIVES = "CW-R-013" Readiness Row Error
        "The source mailbox has more than 12 auxiliary archives",
        "A mailbox with more cannot move between tenants.",
        "Move it in another way, or reduce its archive first.";
    NO_MOVE_LICENCE = "CW-R-014" Readiness Row Error
        "Neither side has a licence for the move",
        "A user mailbox moves only with a Cross-tenant User Data Migration licence, on the mailbox or on the MailUser.",
        "Assign the licence on one side.";
    LITIGATION_HOLD = "CW-R-015" Readiness Row Error
        "The source mailbox is under litigation hold",
        "Mailboxes on hold cannot move between tenants.",
        "Ask who set the hold. Where it may end: Set-Mailbox -LitigationHoldEnabled $false.";
    DELAY_HOLD = "CW-R-016" Readiness Row Error
        "The source mailbox is under a delay hold",
        "It follows the end of another hold for 30 days, and the mailbox cannot move until then.",
        "Wait, or where that is allowed: Set-Mailbox -RemoveDelayHoldApplied.";
    DELAY_RELEASE_HOLD = "CW-R-017" Readiness Row Error
        "The source mailbox is under a delay release hold",
        "It follows the end of another hold for 30 days, and the mailbox cannot move until then.",
        "Wait, or where that is allowed: Set-Mailbox -RemoveDelayReleaseHoldApplied.";
    RETENTION_LABELS = "CW-R-018" Readiness Row Error
        "The source mailbox has items with a retention label",
        "Such items cannot move between tenants.",
        "Ask who set the labels, and take them off where that is allowed.";
    IN_PLACE_HOLD = "CW-R-019" Readiness Row Error
        "The source mailbox is under a hold",
        "Mailboxes in a hold of a policy or a case cannot move between tenants.",
        "Take the mailbox out of the policy or the case, where that is allowed.";
    FORMER_MAILBOX = "CW-R-020" Readiness Row Warning
        "The MailUser had a mailbox before",
        "What is left of it may stop the move if its ExchangeGuid is another one.",
        "Find out whether the former mailbox is still needed. Set-User -PermanentlyClearPreviousMailboxInfo clears what is left and cannot be undone.";
    RECOVERABLE_ITEMS = "CW-R-021" Readiness Row Warning
        "The source has more recoverable items than the MailUser's quota allows",
        "The move may fail for it.",
        "Raise the quota with Set-MailUser -RecoverableItemsQuota, or let the items expire.";
    REMOTE_HOST_NAME = "CW-R-022" Readiness Row Error
        "The source mailbox remembers the host of a former move",
        "The move fails while MailboxMoveRemoteHostName is set.",
        "Set-Mailbox -AttributesToClear MailboxMoveRemoteHostName.";
    TARGET_HAS_MAILBOX = "CW-R-023" Readiness Row Error
        "The target has a mailbox already",
        "A mailbox moves into a MailUser only; often a licence was assigned too early.",
        "Find out whether the mailbox is in use before anything is done about it.";
    SOFT_DELETED = "CW-R-024" Readiness Row Error
        "One side is deleted",
        "It can still be restored, but nothing moves from it or to it.",
        "Restore it, or remove the row.";
    NO_DELIVERY_ADDRESS = "CW-R-025" Readiness Row Error
        "The MailUser has no address in the delivery domain",
        "A migration batch names a TargetDeliveryDomain, and the move fails without an address in it.",
        "Set-MailUser -EmailAddresses @{Add='smtp:<name>@<domain>'}.";
    X400_MISSING = "CW-R-026" Readiness Row Note
        "An X400 address of the source mailbox is missing",
        "Microsoft recommends to keep them; the move does not need them.",
        "Add it, if something in the organisation still uses X400 addresses.";
    SIP_MISSING = "CW-R-027" Readiness Row Note
        "The MailUser has no SIP address",
        "Teams needs one; mail does not.",
        "Give the user a licence with Teams, which adds the address.";
}
