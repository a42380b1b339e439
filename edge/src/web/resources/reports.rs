//! What a request did, for each identity: JSON, or CSV for those who ask for it.

use broker::messages::{Address, PairCommand, PairReply, TenantCommand, TenantReply};
use shared::{
    api::{Report, ReportRow},
    ids::RequestId,
};
use worker::ResponseBody;

use crate::web::{
    call::{Call, prefers_csv},
    not_found,
    problems::ApiError,
    reply::Reply,
    unexpected,
};

const HOPS: usize = 3;

/// `GET /requests/{id}/report`.
pub(crate) async fn show(call: &Call<'_>) -> Result<Reply, ApiError> {
    let id = call.id("id")?;
    let report = find(call, id).await?;
    if prefers_csv(call.header("accept").as_deref()) {
        let name = format!("crosswalk-report-{id}.csv");
        let text = csv(&report.identities)
            .map_err(|error| ApiError::Internal(format!("a report that is no CSV: {error}")))?;
        return Ok(Reply::csv(&name, ResponseBody::Body(text)));
    }
    Reply::json(&report)
}

async fn find(call: &Call<'_>, id: RequestId) -> Result<Report, ApiError> {
    let viewer = call.caller()?.tenant;
    let mut tenant = viewer;
    for _ in 0..HOPS {
        let command = TenantCommand::Report { id, viewer };
        let reply = call.ask_tenant(tenant, &command).await?;
        match reply {
            TenantReply::Report(report) => return Ok(*report),
            TenantReply::Elsewhere(Address::Tenant(other)) => tenant = other,
            TenantReply::Elsewhere(Address::Pair(pair)) => {
                return match call.ask_pair(pair, &PairCommand::Report { id }).await? {
                    PairReply::Report(report) => Ok(*report),
                    _ => Err(unexpected()),
                };
            }
            _ => return Err(unexpected()),
        }
    }
    Err(not_found())
}

/// The rows, with a header. A report is read in a spreadsheet, so that a text
/// which one would run as a formula is kept from it by an apostrophe.
fn csv(rows: &[ReportRow]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record([
        "SourceExternalDirectoryObjectId",
        "SourceUserPrincipalName",
        "TargetExternalDirectoryObjectId",
        "MigrationStatus",
        "FailureResult",
    ])?;
    for row in rows {
        writer.write_record([
            row.source_external_directory_object_id.to_string(),
            guarded(&row.source_user_principal_name),
            row.target_external_directory_object_id
                .map(|id| id.to_string())
                .unwrap_or_default(),
            format!("{:?}", row.state),
            guarded(row.failure_result.as_deref().unwrap_or_default()),
        ])?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use shared::workflow::IdentityState;

    use super::*;

    #[test]
    fn a_report_is_csv_that_a_spreadsheet_can_open() {
        let row = ReportRow {
            source_external_directory_object_id: "6513270e-269e-4d37-b2a7-4de452e6b438"
                .parse()
                .unwrap(),
            source_user_principal_name: "=cmd()@contoso.example".to_owned(),
            target_external_directory_object_id: None,
            state: IdentityState::Failed,
            failure_result: Some("Taken by \"Berg, Lena\"".to_owned()),
        };
        let text = String::from_utf8(csv(&[row]).unwrap()).unwrap();
        assert_eq!(
            text,
            "SourceExternalDirectoryObjectId,SourceUserPrincipalName,TargetExternalDirectoryObjectId,MigrationStatus,FailureResult\r\n\
             6513270e-269e-4d37-b2a7-4de452e6b438,'=cmd()@contoso.example,,Failed,\"Taken by \"\"Berg, Lena\"\"\"\r\n"
        );
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_kept_from_it() {
        for text in ["=1", "+1", "-1", "@x", "\t=1", "\r=1"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        assert_eq!(guarded("lena@contoso.example"), "lena@contoso.example");
    }
}
