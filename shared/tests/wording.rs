//! How a finding names what it is about.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use shared::{
    checks::{References, check},
    mapping_file::open,
};

#[test]
fn a_mailbox_is_named_by_the_first_name_that_the_row_has() {
    let id = "11111111-0000-4000-8000-00000000000a";
    let (upn, primary) = ("lena@contoso.example", "l@contoso.example");
    for (cells, expected) in [
        ([id, upn, primary], upn),
        ([id, " ", primary], primary),
        ([id, "", ""], id),
        (["", "", " "], "The row"),
    ] {
        let text = format!(
            "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,\
             TargetExternalDirectoryObjectId\n{},\n",
            cells.join(",")
        );
        let findings = check(&open(text.into_bytes()).unwrap(), &References::default());
        let found = findings.iter().find(|finding| finding.code == "CW-M-008");
        assert_eq!(found.unwrap().message, format!("{expected} has no target."));
    }
}
