//! Files that leave Crosswalk, and exports of other tools that it reads.

mod mail_users;
mod mapping;
mod report;

pub use mail_users::{EXPORT_COMMAND, ReferenceError, read_mail_users};
pub use mapping::mapping_csv;
pub use report::report_csv;

/// Rows as CSV with CRLF line ends, quoted where needed.
fn csv_bytes<const N: usize>(
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing to memory cannot fail, and all rows are as long as the header.
    let written = writer.write_record(header).and_then(|()| {
        rows.into_iter()
            .try_for_each(|row| writer.write_record(&row))
    });
    debug_assert!(written.is_ok(), "{written:?}");
    writer.into_inner().unwrap_or_default()
}
