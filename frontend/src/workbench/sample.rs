//! A mapping file to try the workbench on, with mistakes that people make.
//!
//! Made from a list of names, so that it is always the same and nobody's data.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use shared::mapping_file::Column;

/// The name it opens under.
pub const NAME: &str = "contoso-wave-3.csv";

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
    let names = FIRST
        .iter()
        .flat_map(|first| LAST.iter().map(move |last| (first, last)));
    for (place, (first, last)) in names.enumerate() {
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
    };

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
