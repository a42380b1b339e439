//! Rows and MailUsers as people: for the matcher, and as they are shown.

use shared::{
    ids::ObjectId,
    mapping_file::RowId,
    matching::{
        Attribute, MatchRule, Person, Proposal, SourceRow, match_people, source_keys_of_row,
    },
    references::{MailUserRecord, MailUsers, MailboxRecord},
};

use crate::{
    engine::{
        open_file::OpenFile,
        protocol::{CandidateView, PersonView},
    },
    texts,
};

/// A row as the mailbox that it is about.
pub(super) type Seeker<'a> = SourceRow<'a, MailboxRecord>;

pub(super) fn seeker(open: &OpenFile, row: u32) -> Seeker<'_> {
    seeker_with(open, row, place_of_known(open, row))
}

/// Where the mailbox of a row stands among those that are known.
pub(super) fn place_of_known(open: &OpenFile, row: u32) -> Option<usize> {
    let mailboxes = open.checked.references().source_mailboxes.as_ref()?;
    mailboxes.place_of(&source_keys_of_row(open.file(), RowId(row)))
}

/// A row whose mailbox was looked up before.
pub(super) fn seeker_with(open: &OpenFile, row: u32, known: Option<usize>) -> Seeker<'_> {
    let mailboxes = open.checked.references().source_mailboxes.as_ref();
    SourceRow {
        file: open.file(),
        row: RowId(row),
        known: mailboxes.and_then(|mailboxes| mailboxes.records().get(known?)),
    }
}

pub(super) fn mail_users(open: &OpenFile) -> Option<&MailUsers> {
    open.checked.references().mail_users.as_ref()
}

pub(super) fn mail_user(open: &OpenFile, id: ObjectId) -> Option<MailUserRecord<'_>> {
    mail_users(open)?.get(id)
}

/// Whom a row is about.
pub(super) fn who(open: &OpenFile, row: u32) -> PersonView {
    let seeker = seeker(open, row);
    let id = source_keys_of_row(open.file(), RowId(row)).id;
    let known = seeker.known.map(|known| known.id);
    PersonView {
        id: id.or(known).map_or_else(String::new, |id| id.to_string()),
        ..shown(&seeker)
    }
}

/// A MailUser, for somebody who looks at a row.
pub(super) fn target(open: &OpenFile, id: ObjectId, row: u32) -> Option<PersonView> {
    let taken_by = open.checked.row_of_target(id).map(|row| row.0);
    Some(PersonView {
        id: id.to_string(),
        taken_by: taken_by.filter(|taken_by| *taken_by != row),
        ..shown(&mail_user(open, id)?)
    })
}

fn shown(person: &impl Person) -> PersonView {
    let say = |attribute| person.attribute(attribute).trim().to_string();
    PersonView {
        name: say(Attribute::DisplayName),
        address: say(Attribute::PrimarySmtpAddress),
        upn: say(Attribute::UserPrincipalName),
        alias: say(Attribute::MailNickname),
        department: say(Attribute::Department),
        employee_id: say(Attribute::EmployeeId),
        ..PersonView::default()
    }
}

/// How well a MailUser fits a row by rules, in percent and in words. None if it does not.
pub(super) fn fit(
    open: &OpenFile,
    row: u32,
    target: ObjectId,
    rules: &[MatchRule],
) -> Option<(u8, String)> {
    let sources = [seeker(open, row)];
    let targets = [mail_user(open, target)?];
    match match_people(&sources, &targets, rules, &[]).proposal(0)? {
        Proposal::One {
            confidence, reason, ..
        }
        | Proposal::Likely {
            confidence, reason, ..
        } => Some((confidence, texts::worded(reason))),
        _ => None,
    }
}

/// A MailUser that may be chosen for a row. What was found among all people counts before
/// what the two alone would be worth.
pub(super) fn candidate(
    open: &OpenFile,
    row: u32,
    id: ObjectId,
    confidence: u8,
    rule: &MatchRule,
) -> Option<CandidateView> {
    let reason = fit(open, row, id, std::slice::from_ref(rule));
    Some(CandidateView {
        person: target(open, id, row)?,
        confidence,
        reason: reason.map(|(_, reason)| reason).unwrap_or_default(),
    })
}
