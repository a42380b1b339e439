use super::*;
use crate::{
    api::{Counts, ReportRow, RequestView, Side},
    timestamp::Timestamp,
    workflow::{IdentityState, RequestKind, RequestState},
};

fn report(identities: Vec<ReportRow>) -> Report {
    let id = "66666666-0000-4000-8000-000000000006";
    Report {
        request: RequestView {
            id: id.parse().unwrap(),
            kind: RequestKind::Map,
            state: RequestState::Completed,
            percent: 100,
            step: None,
            side: Side::Target,
            source_tenant_id: id.parse().unwrap(),
            target_tenant_id: id.parse().unwrap(),
            scope: None,
            digest: None,
            created_at: Timestamp::from_unix_millis(0),
            created_by: id.parse().unwrap(),
            expires_at: None,
            decided_at: None,
            finished_at: None,
            overwrite: false,
            counts: Counts::default(),
            reason: None,
            warnings: Vec::new(),
            upload: None,
        },
        identities,
    }
}

#[test]
fn a_report_has_a_row_for_each_identity_and_runs_no_formula() {
    let id = "33333333-0000-4000-8000-000000000003";
    let row = ReportRow {
        source_external_directory_object_id: id.parse().unwrap(),
        source_user_principal_name: "=cmd@contoso.example".into(),
        target_external_directory_object_id: None,
        state: IdentityState::Failed,
        failure_result: Some("it said \"no\", twice".into()),
    };
    assert_eq!(
        String::from_utf8(report_csv(&report(vec![row]))).unwrap(),
        "RequestId,SourceExternalDirectoryObjectId,SourceUserPrincipalName,TargetExternalDirectoryObjectId,State,FailureResult\r\n\
         66666666-0000-4000-8000-000000000006,33333333-0000-4000-8000-000000000003,'=cmd@contoso.example,,Failed,\"it said \"\"no\"\", twice\"\r\n"
    );
}
