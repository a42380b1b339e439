use std::fmt::Write;

use super::*;
use crate::mapping_file::open;

fn id(number: u32) -> String {
    format!("55555555-0000-4000-8000-{number:012}")
}

fn mail_user(number: u32, primary: &str) -> TargetMailUser {
    TargetMailUser {
        id: id(number).parse().unwrap(),
        display_name: String::new(),
        user_principal_name: "someone@fabrikam.example".to_owned(),
        primary_smtp_address: primary.to_owned(),
        external_email_address: Some("SMTP:lena@contoso.example".to_owned()),
        email_addresses: Vec::new(),
        exchange_guid: None,
        archive_guid: None,
        is_dir_synced: false,
    }
}

#[test]
fn a_batch_holds_the_targets_address_of_completed_identities_and_names_the_rest() {
    let statuses = [
        "Completed",
        "completed",
        "Written",
        "Mapped",
        "",
        "Done",
        "Completed",
        "Completed",
    ];
    let mut text =
        "PrimarySmtpAddress,TargetExternalDirectoryObjectId,MigrationStatus\r\n".to_owned();
    for (number, status) in (1..).zip(statuses) {
        write!(
            text,
            "s{number}@contoso.example,{},{status}\r\n",
            id(number)
        )
        .unwrap();
    }
    let file = open(text.into_bytes()).unwrap();
    let mut mail_users: Vec<_> = (1..8)
        .map(|number| mail_user(number, &format!("t{number}@fabrikam.example")))
        .collect();
    mail_users[6].primary_smtp_address = "nobody".to_owned();
    let export = migration_batch(&file, &mail_users, &BTreeSet::new(), InBatch::Completed);
    assert_eq!(
        String::from_utf8(export.bytes).unwrap(),
        "EmailAddress\r\nt1@fabrikam.example\r\nt2@fabrikam.example\r\n"
    );
    assert_eq!(export.rows, 2);
    let all = migration_batch(&file, &mail_users, &BTreeSet::new(), InBatch::AllMapped);
    assert_eq!((all.rows, all.left_out.len()), (6, 2));
    let left_out: Vec<_> = export
        .left_out
        .iter()
        .map(|left| (left.row, left.source.as_str(), left.reason.clone()))
        .collect();
    let not_completed = |status: &str| Reason::NotCompleted(status.to_owned());
    assert_eq!(
        left_out,
        [
            (3, "s3@contoso.example", not_completed("Written")),
            (4, "s4@contoso.example", not_completed("Mapped")),
            (5, "s5@contoso.example", not_completed("")),
            (6, "s6@contoso.example", not_completed("Done")),
            (
                7,
                "s7@contoso.example",
                Reason::NoTargetAddress(id(7).parse().unwrap())
            ),
            (
                8,
                "s8@contoso.example",
                Reason::UnknownTarget(id(8).parse().unwrap())
            ),
        ]
    );
}

#[test]
fn a_row_with_an_error_does_not_move() {
    let text = format!(
        "TargetExternalDirectoryObjectId,MigrationStatus\r\n{},Completed\r\n",
        id(1)
    );
    let file = open(text.into_bytes()).unwrap();
    let users = [mail_user(1, "t@fabrikam.example")];
    let export = migration_batch(&file, &users, &BTreeSet::from([1]), InBatch::AllMapped);
    assert_eq!(export.bytes, b"EmailAddress\r\n");
    assert_eq!(export.left_out[0].reason, Reason::HeldBack);
}
