//! An uploaded file is gone after its deadline, in R2 itself.

use std::time::{Duration, Instant};

use flows::{CONTOSO, Stage, caller::refused};
use reqwest::Method;
use shared::{api::RequestView, workflow::RequestState};

use crate::{accepted, asked};

#[tokio::test]
async fn an_upload_is_gone_after_its_deadline() {
    let stage = Stage::start(&[("UPLOAD_RETENTION_SECONDS", "6")]);
    let source = stage.caller("admin@contoso.example").await;
    let target = stage.caller("admin@fabrikam.example").await;
    let request = asked(&source, "Migration wave 2").await;
    accepted(&target, &request, false).await;
    let bytes = target
        .get_as(&format!("/pairs/{CONTOSO}/mapping-file"), "text/csv")
        .await;
    let reply = target
        .upload(&format!("/pairs/{CONTOSO}/uploads"), bytes.clone())
        .await;
    assert_eq!(reply.status().as_u16(), 201);
    let upload: RequestView = reply.json().await.unwrap();
    let facts = upload.upload.clone().unwrap();
    assert_eq!(facts.size, bytes.len() as u64);
    assert!(facts.deadline > upload.created_at);

    // Until then it is there: for its tenant, and in R2.
    let path = format!("/pairs/{CONTOSO}/uploads/{}", upload.id);
    assert_eq!(target.get_as(&path, "text/csv").await, bytes);
    let keys = stage.keys_in_r2();
    assert_eq!(keys.len(), 1, "R2 should hold the upload: {keys:?}");
    let other = stage.caller("admin@northwind.example").await;
    refused(other.call(Method::GET, &path).await, 404).await;

    let begin = Instant::now();
    while target.call(Method::GET, &path).await.status() != 410 {
        assert!(begin.elapsed() < Duration::from_secs(30), "still readable");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    refused(target.call(Method::GET, &path).await, 410).await;
    let mut seen: RequestView = target.get(&format!("/requests/{}", upload.id)).await;
    while seen.upload.as_ref().unwrap().purged_at.is_none() {
        assert!(begin.elapsed() < Duration::from_secs(40), "never purged");
        tokio::time::sleep(Duration::from_millis(250)).await;
        seen = target.get(&format!("/requests/{}", upload.id)).await;
    }
    assert_eq!(
        stage.keys_in_r2(),
        Vec::<String>::new(),
        "R2 still holds it"
    );
}

#[tokio::test]
async fn an_upload_that_cannot_be_a_mapping_file_fails_and_says_why() {
    let stage = Stage::start(&[]);
    let source = stage.caller("admin@contoso.example").await;
    let target = stage.caller("admin@fabrikam.example").await;
    let request = asked(&source, "Migration wave 2").await;
    accepted(&target, &request, false).await;
    let semicolons =
        "SourceUserPrincipalName;TargetExternalDirectoryObjectId\r\nlena@contoso.example;\r\n";
    let reply = target
        .upload(&format!("/pairs/{CONTOSO}/uploads"), semicolons.into())
        .await;
    let upload: RequestView = reply.json().await.unwrap();
    let failed = target.finished(upload.id).await;
    assert_eq!(failed.state, RequestState::Failed);
    let reason = failed.reason.unwrap();
    assert!(reason.contains("CW-F-"), "{reason}");

    // Deleted by hand, it is gone at once.
    let path = format!("/pairs/{CONTOSO}/uploads/{}", upload.id);
    let reply = target.call(Method::DELETE, &path).await;
    assert!(reply.status().is_success(), "{}", reply.status());
    refused(target.call(Method::GET, &path).await, 410).await;
    assert_eq!(stage.keys_in_r2(), Vec::<String>::new());
}
