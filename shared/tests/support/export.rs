//! What PowerShell exports, of one object.

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
