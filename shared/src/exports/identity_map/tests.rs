use super::*;
use crate::{
    checks::{References, check, rows_held_back},
    mapping_file::open,
};

const TENANT: &str = "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90";

fn id(number: u32) -> String {
    format!("55555555-0000-4000-8000-{number:012}")
}

fn mail_user(number: u32, upn: &str, primary: &str) -> TargetMailUser {
    TargetMailUser {
        id: id(number).parse().unwrap(),
        display_name: String::new(),
        user_principal_name: upn.to_owned(),
        primary_smtp_address: primary.to_owned(),
        external_email_address: None,
        email_addresses: Vec::new(),
        exchange_guid: None,
        archive_guid: None,
        is_dir_synced: false,
    }
}

#[test]
fn who_can_be_mapped_is_in_the_map_and_everybody_else_is_named() {
    let text = format!(
        "SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\n\
         \"o'brien, a@contoso.example\",{}\r\n\
         none@contoso.example,\r\n\
         unknown@contoso.example,{}\r\n\
         broken@contoso.example,lena\r\n\
         twice1@contoso.example,{}\r\n\
         twice2@contoso.example,{}\r\n\
         ,{}\r\n\
         no-upn@contoso.example,{}\r\n\
         no-address@contoso.example,{}\r\n\
         short@contoso.example\r\n\
         last@contoso.example,{}\r\n",
        id(1),
        id(9),
        id(2),
        id(2),
        id(3),
        id(4),
        id(5),
        id(6).to_uppercase(),
    );
    let file = open(text.into_bytes()).unwrap();
    let mail_users: Vec<_> = [
        (1, "obrien@fabrikam.example", "o@fabrikam.example"),
        (2, "twice@fabrikam.example", "twice@fabrikam.example"),
        (3, "x@fabrikam.example", "x@fabrikam.example"),
        (4, "", "y@fabrikam.example"),
        (5, "z@fabrikam.example", " "),
        (6, "last@fabrikam.example", "last@fabrikam.example"),
    ]
    .into_iter()
    .map(|(number, upn, primary)| mail_user(number, upn, primary))
    .collect();
    let held_back = rows_held_back(&check(&file, &References::default()));
    let export =
        sharepoint_identity_map(&file, &mail_users, TENANT.parse().unwrap(), &held_back, &[]);
    assert_eq!(
        String::from_utf8(export.bytes).unwrap(),
        format!(
            "User,{TENANT},\"o'brien, a@contoso.example\",obrien@fabrikam.example,o@fabrikam.example,RegularUser\r\n\
             User,{TENANT},last@contoso.example,last@fabrikam.example,last@fabrikam.example,RegularUser\r\n"
        )
    );
    assert_eq!(export.rows, 2);
    let target = |number| id(number).parse().unwrap();
    let left_out: Vec<_> = export
        .left_out
        .into_iter()
        .map(|left| (left.row, left.reason))
        .collect();
    assert_eq!(
        left_out,
        [
            (2, Reason::NoTarget),
            (3, Reason::UnknownTarget(target(9))),
            (4, Reason::HeldBack),
            (5, Reason::HeldBack),
            (6, Reason::HeldBack),
            (7, Reason::HeldBack),
            (8, Reason::NoTargetName(target(4))),
            (9, Reason::NoTargetAddress(target(5))),
            (10, Reason::HeldBack),
        ]
    );
}

#[test]
fn a_file_without_users_to_map_gives_no_row_at_all() {
    let file =
        open(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\n".to_vec()).unwrap();
    let export =
        sharepoint_identity_map(&file, &[], TENANT.parse().unwrap(), &BTreeSet::new(), &[]);
    assert!(export.bytes.is_empty() && export.left_out.is_empty() && export.rows == 0);
}

#[test]
fn a_row_without_a_source_name_is_named_by_what_it_has() {
    let text = format!(
        "PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\nlena@contoso.example,{}\r\n",
        id(1)
    );
    let file = open(text.into_bytes()).unwrap();
    let users = [mail_user(1, "a@fabrikam.example", "a@fabrikam.example")];
    let export = sharepoint_identity_map(
        &file,
        &users,
        TENANT.parse().unwrap(),
        &BTreeSet::new(),
        &[],
    );
    assert_eq!(export.left_out[0].reason, Reason::NoSourceName);
    assert_eq!(
        serde_json::to_value(&export.left_out[0]).unwrap(),
        serde_json::json!({
            "row": 1,
            "source": "lena@contoso.example",
            "reason": "the row has no SourceUserPrincipalName",
        })
    );
}

fn group(number: u32) -> String {
    format!("77777777-0000-4000-8000-{number:012}")
}

#[test]
fn groups_follow_the_users() {
    let list = format!(
        "sourcegroupobjectid;TargetGroupObjectID;GroupType;M365GroupAlias\r\n\
         {};{};;\r\n{};{};adminGroup;unused\r\n{};{};O365Group;sales, emea\r\n",
        group(1),
        group(11),
        group(2),
        group(12),
        group(3),
        group(13),
    );
    let groups = read_group_pairs(list.into_bytes()).unwrap();
    let file =
        open(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\n".to_vec()).unwrap();
    let tenant = TENANT.parse().unwrap();
    let export = sharepoint_identity_map(&file, &[], tenant, &BTreeSet::new(), &groups);
    assert_eq!(
        String::from_utf8(export.bytes).unwrap(),
        format!(
            "Group,{TENANT},{},{},{},RegularGroup\r\n\
             Group,{TENANT},{},{},{},AdminGroup\r\n\
             Group,{TENANT},{},{},\"sales, emea\",O365Group\r\n",
            group(1),
            group(11),
            group(11),
            group(2),
            group(12),
            group(12),
            group(3),
            group(13),
        )
    );
    assert_eq!(export.rows, 3);
}

#[test]
fn a_list_of_groups_with_one_wrong_row_is_refused_with_its_place() {
    const HEADER: &str = "SourceGroupObjectID,TargetGroupObjectID,GroupType,M365GroupAlias\r\n";
    let row = |source: &str, target: &str, rest: &str| format!("{source},{target},{rest}\r\n");
    let good = row(&group(1), &group(11), "RegularGroup,");
    for (text, expected) in [
        (String::new(), "the file is empty"),
        (
            "SourceGroupObjectID,TargetGroupObjectID\r\n".to_owned(),
            "the header has no column GroupType",
        ),
        (
            format!("{HEADER}{good}{}", row("sales", &group(12), ",")),
            "row 2, SourceGroupObjectID: \"sales\" is not a GUID",
        ),
        (
            format!("{HEADER}{}", row(&group(1), "", ",")),
            "row 1, TargetGroupObjectID: \"\" is not a GUID",
        ),
        (
            format!("{HEADER}{good}{}", row(&group(1), &group(12), ",")),
            "row 2, SourceGroupObjectID: the group stands in row 1 already",
        ),
        (
            format!("{HEADER}{good}{}", row(&group(2), &group(11), ",")),
            "row 2, TargetGroupObjectID: the group stands in row 1 already",
        ),
        (
            format!("{HEADER}{}", row(&group(1), &group(11), "Team,")),
            "row 1, GroupType: \"Team\" is none of",
        ),
        (
            format!("{HEADER}{}", row(&group(1), &group(11), "O365Group, ")),
            "row 1, M365GroupAlias: an O365Group needs",
        ),
    ] {
        let message = read_group_pairs(text.into_bytes()).unwrap_err().to_string();
        assert!(message.starts_with(expected), "{message}");
    }
}
