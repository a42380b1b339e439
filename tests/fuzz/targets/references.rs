//! Any bytes as references: an answer or a refusal in words, and checks that take what
//! came out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{
    checks::{References, check},
    mapping_file::open,
    references::{
        Reading, ReferenceError, read_accepted_domains, read_mail_users, read_source_mailboxes,
        recognise,
    },
};

const FILE: &[u8] = b"SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,ExchangeGuid,TargetExternalDirectoryObjectId\r\n\
    33333333-0000-4000-8000-000000000003,lena@contoso.example,lena@contoso.example,,55555555-0000-4000-8000-000000000005\r\n";

fuzz_target!(|data: &[u8]| {
    let references = References {
        baseline: open(data.to_vec()).ok().map(Into::into),
        mail_users: value(read_mail_users(data.to_vec())),
        source_mailboxes: value(read_source_mailboxes(data.to_vec())),
        accepted_domains: value(read_accepted_domains(data.to_vec())),
        ..References::default()
    };
    if let Err(error) = recognise(data) {
        assert!(!error.to_string().is_empty());
    }
    let file = open(FILE.to_vec()).unwrap();
    let _ = check(&file, &references);
});

fn value<T>(reading: Result<Reading<T>, ReferenceError>) -> Option<T> {
    match reading {
        Ok(reading) => {
            for problem in reading.problems.first() {
                assert!(!problem.to_string().is_empty());
            }
            Some(reading.value)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}
