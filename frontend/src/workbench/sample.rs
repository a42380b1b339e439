//! A mapping file to try the workbench on, with mistakes that people make.
//!
//! Made from a list of names, so that it is always the same and nobody's data.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use shared::mapping_file::Column;

/// The name it opens under.
pub const NAME: &str = "contoso-wave-3.csv";
/// The name of the export of MailUsers that goes with it.
pub const MAIL_USERS_NAME: &str = "fabrikam-mailusers.csv";
/// The name of the list of accepted domains that goes with it.
pub const DOMAINS_NAME: &str = "fabrikam-accepted-domains.csv";

const FIRST: [&str; 12] = [
    "Lena",
    "Omar",
    "Yuki",
    "Zoë",
    "Björn",
    "Ann-Marie",
    "José",
    "Wei",
    "Siobhán",
    "Pat",
    "Priya",
    "Tomasz",
];
const LAST: [&str; 10] = [
    "Fischer",
    "Haddad",
    "Tanaka",
    "Martens",
    "Dahl",
    "Cole",
    "Ortega",
    "O’Neill",
    "Reyes",
    "Nair",
];

/// A mistake in one row.
#[derive(Clone, Copy)]
enum Mistake {
    None,
    Unmapped,
    SameTargetAs(usize),
    Address,
    Nil,
    Short,
    SourceItself,
}

const MISTAKES: [(usize, Mistake); 9] = [
    (6, Mistake::SameTargetAs(3)),
    (14, Mistake::Address),
    (17, Mistake::Unmapped),
    (31, Mistake::Nil),
    (38, Mistake::Unmapped),
    (52, Mistake::Short),
    (64, Mistake::SameTargetAs(40)),
    (71, Mistake::SourceItself),
    (90, Mistake::Unmapped),
];

/// The file: 120 rows, UTF-8, comma, CRLF.
pub fn csv() -> String {
    let header = [
        Column::SourceExternalDirectoryObjectId,
        Column::SourceUserPrincipalName,
        Column::PrimarySmtpAddress,
        Column::ArchiveGuid,
        Column::ExchangeGuid,
        Column::LegacyExchangeDN,
        Column::EmailAddresses,
        Column::TargetExternalDirectoryObjectId,
        Column::MigrationStatus,
    ]
    .map(Column::name)
    .join(",");
    let mut text = header + "\r\n";
    for (place, (first, last)) in people() {
        let alias = alias(first, last);
        let source = guid("source", place);
        let target = target(place, &source, &alias);
        let archive = if place % 4 == 0 {
            guid("archive", place)
        } else {
            String::new()
        };
        let dn = format!("/o=ExchangeLabs/ou=Contoso/cn=Recipients/cn={alias}");
        let status = if target.is_empty() {
            "Unmapped"
        } else {
            "Mapped"
        };
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "{source},{alias}@contoso.example,{alias}@contoso.example,{archive},{},{dn},\
             SMTP:{alias}@contoso.example;x500:/o=Contoso/ou=Legacy/cn={alias},{target},{status}\r\n",
            guid("mailbox", place),
        );
    }
    text
}

/// Everybody in the file, by their row.
fn people() -> impl Iterator<Item = (usize, (&'static str, &'static str))> {
    FIRST
        .iter()
        .flat_map(|first| LAST.iter().map(move |last| (*first, *last)))
        .enumerate()
}

/// A row whose mailbox has two MailUsers: somebody must decide.
const TWO_MAIL_USERS: usize = 38;
/// A row whose mailbox has none yet.
const NO_MAIL_USER: usize = 90;
/// A row whose MailUser is synced from on-premises.
const SYNCED: usize = 25;

/// An export of the target's MailUsers that goes with the file.
pub fn mail_users() -> String {
    let mut text = String::from(
        "ExternalDirectoryObjectId,DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,\
         ExternalEmailAddress,EmailAddresses,IsDirSynced,RecipientTypeDetails\r\n",
    );
    let mut add = |id: String, name: &str, alias: &str, source: &str, synced: bool| {
        let synced = if synced { "True" } else { "False" };
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "{id},{name},{alias},{alias}@fabrikam.example,{alias}@fabrikam.example,\
             SMTP:{source}@contoso.example,SMTP:{alias}@fabrikam.example,{synced},MailUser\r\n",
        );
    };
    for (place, (first, last)) in people().filter(|(place, _)| *place != NO_MAIL_USER) {
        let alias = alias(first, last);
        let name = format!("{first} {last}");
        add(
            guid("target", place),
            &name,
            &alias,
            &alias,
            place == SYNCED,
        );
        if place == TWO_MAIL_USERS {
            let second = format!("{alias}2");
            add(guid("second", place), &name, &second, &alias, false);
        }
    }
    text
}

/// The target's accepted domains.
pub fn accepted_domains() -> String {
    "DomainName,DomainType,Default\r\nfabrikam.example,Authoritative,True\r\n".into()
}

fn target(place: usize, source: &str, alias: &str) -> String {
    let mistake = MISTAKES
        .iter()
        .find(|(row, _)| *row == place)
        .map_or(Mistake::None, |(_, mistake)| *mistake);
    match mistake {
        Mistake::None => guid("target", place),
        Mistake::Unmapped => String::new(),
        Mistake::SameTargetAs(other) => guid("target", other),
        Mistake::Address => format!("{alias}@fabrikam.example"),
        Mistake::Nil => "00000000-0000-0000-0000-000000000000".into(),
        Mistake::Short => guid("target", place).chars().take(30).collect(),
        Mistake::SourceItself => source.into(),
    }
}

fn alias(first: &str, last: &str) -> String {
    format!("{first}.{last}")
        .to_lowercase()
        .chars()
        .filter_map(|letter| match letter {
            'ë' | 'é' => Some('e'),
            'ö' => Some('o'),
            'á' => Some('a'),
            'a'..='z' | '.' | '-' => Some(letter),
            _ => None,
        })
        .collect()
}

/// A GUID that depends on nothing but its arguments.
fn guid(kind: &str, place: usize) -> String {
    let hash = Sha256::digest(format!("{kind}-{place}"));
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(hash) {
        *byte = from;
    }
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        checks::{References, Severity, check, refuses_upload, rows_held_back},
        mapping_file::open,
        references::{read_accepted_domains, read_mail_users},
    };

    #[test]
    fn the_references_are_recognised_and_lead_the_mailboxes_to_their_mail_users() {
        let users = read_mail_users(mail_users().into_bytes()).unwrap();
        assert_eq!(users.problems.count(), 0);
        assert_eq!(users.value.len(), 120);
        let domains = read_accepted_domains(accepted_domains().into_bytes()).unwrap();
        assert_eq!(domains.value, ["fabrikam.example"]);

        let file = open(csv().into_bytes()).unwrap();
        let alone = check(&file, &References::default());
        let findings = check(
            &file,
            &References {
                mail_users: Some(users.value),
                accepted_domains: Some(domains.value),
                ..References::default()
            },
        );
        // They add what only they can know, and do not bury the seeded mistakes.
        let synced = u32::try_from(SYNCED).unwrap() + 1;
        assert!(findings.iter().any(|finding| finding.row == Some(synced)));
        assert!(findings.len() < alone.len() + 20, "{}", findings.len());
    }

    #[test]
    fn the_sample_opens_and_each_seeded_mistake_is_found() {
        let file = open(csv().into_bytes()).unwrap();
        assert_eq!(file.row_count(), 120);
        let findings = check(&file, &References::default());
        let errors = rows_held_back(&findings);
        for (row, mistake) in MISTAKES {
            let number = u32::try_from(row).unwrap() + 1;
            if matches!(mistake, Mistake::Unmapped) {
                assert!(
                    findings.iter().any(|it| it.row == Some(number)),
                    "row {number}"
                );
            } else {
                assert!(errors.contains(&number), "row {number} has no error");
            }
        }
        assert!(!refuses_upload(&findings));
        assert!(
            findings
                .iter()
                .any(|finding| finding.severity == Severity::Note)
        );
    }
}
