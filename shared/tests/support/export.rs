//! What PowerShell exports, of one object, and what is found.

use shared::{
    checks::Finding,
    references::{SourceMailboxes, read_source_mailboxes},
};

/// The id of the mailbox.
pub(crate) const LENA: &str = "11111111-0000-4000-8000-00000000000a";

/// An export with an id, a display name and these columns.
pub(crate) fn export(id: &str, columns: &[(&str, &str)]) -> Vec<u8> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let values: Vec<String> = columns
        .iter()
        .map(|(_, value)| format!("\"{value}\""))
        .collect();
    format!(
        "ExternalDirectoryObjectId,DisplayName,{}\r\n{id},Lena Berg,{}\r\n",
        names.join(","),
        values.join(",")
    )
    .into_bytes()
}

/// An export of the mailbox with these columns.
pub(crate) fn mailboxes(columns: &[(&str, &str)]) -> SourceMailboxes {
    read_source_mailboxes(export(LENA, columns)).unwrap().value
}

/// The codes alone.
pub(crate) fn codes(findings: &[Finding]) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.code.as_ref())
        .collect()
}
