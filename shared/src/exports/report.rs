//! A request's report as CSV, to be read by people.

use super::csv_bytes;
use crate::{
    api::Report,
    mapping_file::{guarded_text, status_text},
};

const HEADER: [&str; 6] = [
    "RequestId",
    "SourceExternalDirectoryObjectId",
    "SourceUserPrincipalName",
    "TargetExternalDirectoryObjectId",
    "State",
    "FailureResult",
];

/// One row for each identity of the report. Text that a spreadsheet would run as a
/// formula is guarded by an apostrophe: a report is read in spreadsheets and never
/// read back.
pub fn report_csv(report: &Report) -> Vec<u8> {
    let request = report.request.id.to_string();
    csv_bytes(
        HEADER,
        report.identities.iter().map(|row| {
            [
                request.clone(),
                row.source_external_directory_object_id.to_string(),
                guarded_text(&row.source_user_principal_name).into_owned(),
                row.target_external_directory_object_id
                    .map(|id| id.to_string())
                    .unwrap_or_default(),
                status_text(row.state).to_owned(),
                guarded_text(row.failure_result.as_deref().unwrap_or_default()).into_owned(),
            ]
        }),
    )
}

#[cfg(test)]
mod tests;
