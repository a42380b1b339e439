//! MailUsers that the cloud cannot write: the package out, the progress in.

use flows::{CONTOSO, Stage, caller::refused};
use reqwest::Method;
use serde_json::json;
use shared::{
    api::{HybridProgressView, IdentityView, Page},
    exports::HYBRID_SCRIPT,
    mapping_file::{self, RowId},
    workflow::IdentityState,
};

use crate::{accepted, asked, ran};

#[tokio::test]
async fn what_the_cloud_cannot_write_goes_out_as_a_package_and_comes_back_as_progress() {
    let stage = Stage::start(&[]);
    let source = stage.caller("admin@contoso.example").await;
    let target = stage.caller("admin@fabrikam.example").await;
    let request = asked(&source, "Migration wave 1").await;
    accepted(&target, &request, false).await;
    let path = format!("/pairs/{CONTOSO}/hybrid-package/identities");
    let early = refused(target.call(Method::GET, &path).await, 409).await;
    assert_eq!(early.code, "too-early");
    ran(&target, "map", json!({ "useCsv": false })).await;

    let script = format!("/pairs/{CONTOSO}/hybrid-package/script");
    assert_eq!(
        target.get_as(&script, "text/plain").await,
        HYBRID_SCRIPT.as_bytes()
    );
    let other = stage.caller("admin@northwind.example").await;
    for hidden in [&script, &path] {
        refused(other.call(Method::GET, hidden).await, 404).await;
    }

    let file = mapping_file::open(target.get_as(&path, "text/csv").await).unwrap();
    assert!(file.row_count() > 0, "wave 1 has a synchronised MailUser");
    let cell = |column| {
        let at = file.column_named(column).unwrap();
        file.cell(RowId(0), at).into_owned()
    };
    let id = cell("SourceExternalDirectoryObjectId");
    let progress = format!(
        "Format,Time,SourceExternalDirectoryObjectId,TargetExternalDirectoryObjectId,ObjectGuid,\
         Outcome,Message,Before,Change\r\n\
         crosswalk-progress-1,2026-11-21T22:05:00Z,{id},{},,Written,,,\r\n\
         crosswalk-progress-1,yesterday,{id},x,,Written,,,\r\n",
        cell("TargetExternalDirectoryObjectId"),
    );
    let path = format!("/pairs/{CONTOSO}/hybrid-progress");
    let reply = target.upload(&path, progress.into_bytes()).await;
    assert_eq!(reply.status().as_u16(), 200);
    let view: HybridProgressView = reply.json().await.unwrap();
    assert_eq!((view.written, view.problem_count), (1, 1), "{view:?}");
    let page: Page<IdentityView> = target.get(&format!("/pairs/{CONTOSO}/identities")).await;
    let written = page
        .items
        .iter()
        .find(|one| one.source.id.to_string() == id);
    assert_eq!(written.unwrap().state, IdentityState::Written);

    let reply = target.upload(&path, b"a,b\r\n1,2\r\n".to_vec()).await;
    assert_eq!(refused(reply, 422).await.code, "body-not-understood");
    let reader = stage.caller("reader@fabrikam.example").await;
    refused(reader.upload(&path, Vec::new()).await, 403).await;
}
