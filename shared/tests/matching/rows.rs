//! Rows of a mapping file are matched in place.

use shared::{
    identity::{SourceMailbox, TargetMailUser},
    mapping_file::{MappingFile, RowId},
    matching::{
        Attribute, Match, MatchRule, Person, Proposal, SourceRow, match_by_primary_smtp,
        match_people,
    },
};

use crate::people::{Someone, id, someone};

fn open(text: &str) -> MappingFile {
    shared::mapping_file::open(text.as_bytes().to_vec()).unwrap()
}

#[test]
fn a_row_is_matched_by_its_values_and_by_what_is_known_beside_it() {
    let file = open(
        "SourceUserPrincipalName,PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\n\
         lena@a.example,lena@a.example,\r\n\
         omar@a.example,,\r\n\
         omar@a.example,o@a.example,\r\n",
    );
    let known = [
        someone(1).alias("other"),
        someone(2).primary("om@a.example").alias("omar"),
    ];
    let rows: Vec<SourceRow<'_, Someone>> = file
        .rows()
        .zip([None, known.get(1), known.first()])
        .map(|(row, known)| SourceRow {
            file: &file,
            row,
            known,
        })
        .collect();
    let targets = [
        someone(51).proxy("smtp:Lena@a.example"),
        someone(52).external("om@a.example"),
        someone(53).alias("other").external("om@b.example"),
    ];
    let rules = [MatchRule::PrimarySmtpAddress, MatchRule::MailNickname];
    let found = match_people(&rows, &targets, &rules, &[]);
    let found: Vec<_> = found
        .proposals()
        .map(|proposal| match proposal {
            Proposal::One { target, rule, .. } => (target, rule),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(found, [(id(51), 0), (id(52), 0), (id(53), 1)]);
    assert_eq!(format!("{:?}", rows[0]), "SourceRow { row: RowId(0), .. }");
}

#[test]
fn rows_about_one_mailbox_are_rivals() {
    let file = open(
        "PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\na@a.example,\r\nA@a.example,\r\n",
    );
    let rows: Vec<SourceRow<'_, Someone>> = file
        .rows()
        .map(|row| SourceRow {
            file: &file,
            row,
            known: None,
        })
        .collect();
    let targets = [someone(51).external("a@a.example")];
    let rules = MatchRule::defaults();
    let found = match_people(&rows, &targets, &rules, &[]);
    let Some(Proposal::Conflict { rivals, .. }) = found.proposal(1) else {
        panic!("{found:?}")
    };
    assert_eq!(rivals, [RowId(0)]);
    let mapped = [(RowId(0), id(51))];
    let found = match_people(&rows, &targets, &rules, &mapped);
    assert_eq!(found.proposal(0), Some(Proposal::Kept(id(51))));
    let nobody: ([SourceMailbox; 0], [TargetMailUser; 0]) = ([], []);
    assert_eq!(
        match_by_primary_smtp(&nobody.0, &nobody.1),
        [] as [Match; 0]
    );
}

#[test]
fn a_row_speaks_before_what_is_known_beside_it() {
    let file = open(
        "SourceUserPrincipalName,PrimarySmtpAddress,EmailAddresses\r\n\
         lena@a.example,lena@a.example,SMTP:lena@a.example;smtp:l@a.example\r\n\
         ,,\r\n",
    );
    let known = someone(1)
        .primary("other@a.example")
        .upn("other@a.example")
        .alias("lb");
    let row = |row| SourceRow {
        file: &file,
        row: RowId(row),
        known: Some(&known),
    };
    let attributes = [
        Attribute::UserPrincipalName,
        Attribute::PrimarySmtpAddress,
        Attribute::MailNickname,
    ];
    let of = |row: SourceRow<'_, Someone>| {
        attributes.map(|attribute| row.attribute(attribute).into_owned())
    };
    assert_eq!(of(row(0)), ["lena@a.example", "lena@a.example", "lb"]);
    assert_eq!(of(row(1)), ["other@a.example", "other@a.example", "lb"]);
    let mut addresses = Vec::new();
    row(0).each_address(&mut |address| addresses.push(address.to_owned()));
    assert_eq!(addresses, ["SMTP:lena@a.example", "smtp:l@a.example"]);
}
