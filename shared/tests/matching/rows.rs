//! Rows of a mapping file are matched in place.

use shared::{
    mapping_file::{MappingFile, RowId},
    matching::{Match, MatchRule, Proposal, SourceRow, match_by_primary_smtp, match_people},
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
    assert_eq!(match_by_primary_smtp(&[], &[]), [] as [Match; 0]);
}
