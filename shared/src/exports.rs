//! Files that leave Crosswalk.

mod changes;
mod error_column;
mod findings;
mod hybrid;
mod identity_map;
mod left_out;
mod mapping;
mod migration_batch;
mod report;
mod review_report;
mod text;

pub use changes::{changes_csv, changes_json};
pub use error_column::{with_error_column, without_error_column};
pub use findings::{findings_csv, findings_json};
pub use hybrid::{
    AFTER_HYBRID, HYBRID_SCRIPT, HYBRID_SCRIPT_NAME, HybridChange, HybridIdentity, HybridOutcome,
    HybridProgress, HybridResult, ProgressError, hybrid_identities_csv, read_progress,
};
pub use identity_map::{
    GroupKind, GroupPair, GroupsError, read_group_pairs, sharepoint_identity_map,
};
pub use left_out::{Export, LeftOut, Reason, left_out_csv};
pub use mapping::mapping_csv;
pub use migration_batch::{InBatch, migration_batch};
pub use report::report_csv;
pub use review_report::{ReportInput, UsedReference, findings_html};

/// Rows as CSV with CRLF line ends, quoted where needed.
fn csv_bytes<const N: usize>(
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Vec<u8> {
    csv_rows(std::iter::once(header.map(str::to_owned)).chain(rows))
}

/// Rows as CSV without a header.
fn csv_rows<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        write_row(&mut writer, &row);
    }
    writer.into_inner().unwrap_or_default()
}

/// Rows of any length, by the same code.
fn write_row(writer: &mut csv::Writer<Vec<u8>>, row: &[String]) {
    let written = writer.write_record(row);
    // Writing to memory cannot fail, and all rows are equally long.
    debug_assert!(written.is_ok(), "{written:?}");
}
