use super::*;

const ID: &str = "55555555-0000-4000-8000-000000000005";

#[test]
fn exports_of_windows_powershell_and_powershell_7_are_read() {
    let ps51 = format!(
        "#TYPE Selected.Microsoft.Exchange.Data.Directory.Management.MailUser\r\n\"ExternalDirectoryObjectId\",\"DisplayName\",\"UserPrincipalName\",\"PrimarySmtpAddress\",\"ExternalEmailAddress\",\"EmailAddresses\",\"ExchangeGuid\",\"ArchiveGuid\",\"IsDirSynced\"\r\n\"{ID}\",\"Berg, Lena\",\"lena@fabrikam.example\",\"lena@fabrikam.example\",\"SMTP:lena@contoso.example\",\"SMTP:lena@fabrikam.example smtp:l@fabrikam.example\",\"00000000-0000-0000-0000-000000000000\",\"\",\"True\"\r\n"
    );
    let ps7 = ps51
        .split_once("\r\n")
        .unwrap()
        .1
        .replace(" smtp:", ";smtp:");
    for text in [ps51, ps7] {
        let mail_users = read_mail_users(text.into_bytes()).unwrap();
        assert_eq!(
            mail_users,
            [TargetMailUser {
                id: ID.parse().unwrap(),
                display_name: "Berg, Lena".into(),
                user_principal_name: "lena@fabrikam.example".into(),
                primary_smtp_address: "lena@fabrikam.example".into(),
                external_email_address: Some("SMTP:lena@contoso.example".into()),
                email_addresses: vec![
                    "SMTP:lena@fabrikam.example".into(),
                    "smtp:l@fabrikam.example".into()
                ],
                exchange_guid: None,
                archive_guid: None,
                is_dir_synced: true,
            }]
        );
    }
}

#[test]
fn an_export_that_cannot_be_used_says_what_to_do() {
    for (text, expected) in [
        (
            "DisplayName\r\nLena\r\n".to_owned(),
            "no column ExternalDirectoryObjectId",
        ),
        (
            "ExternalDirectoryObjectId\r\nlena\r\n".to_owned(),
            "row 1, ExternalDirectoryObjectId: \"lena\"",
        ),
        (
            format!(
                "ExternalDirectoryObjectId,EmailAddresses\r\n{ID},System.Collections.ArrayList\r\n"
            ),
            "-join ';'",
        ),
        (String::new(), "empty"),
    ] {
        let message = read_mail_users(text.into_bytes()).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }
}
