//! How long slices of a change take at a million rows, printed. Not a test of right and
//! wrong: `cargo test --release -p shared --test slices -- --ignored --nocapture`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::{
    fmt::Write,
    fs,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use shared::{
    checks::{Ahead, Checked, CheckedReader, References, catalogue},
    fingerprint::Seed,
    mapping_file::RowId,
    references::read_mail_users,
};

const ROWS: u32 = 1_000_000;

fn file() -> Vec<u8> {
    let mut text = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,\
        LegacyExchangeDN,EmailAddresses,TargetExternalDirectoryObjectId,MigrationStatus\r\n"
        .to_owned();
    for n in 0..ROWS {
        let target = match n % 4 {
            0 => String::new(),
            1 => format!(" {n:08x}-81e7-4ef5-a8e2-5d940ed90475"),
            _ => format!("{n:08x}-81e7-4ef5-a8e2-5d940ed90475"),
        };
        let dn = "/o=Contoso/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=";
        write!(
            text,
            "{n:08x}-269e-4d37-b2a7-4de452e6b438,user{n}@contoso.example,user{n}@contoso.example,\
             {dn}{n:032x},SMTP:user{n}@contoso.example;smtp:alias{n}@contoso.example,{target},Copied\r\n"
        )
        .unwrap();
    }
    text.into_bytes()
}

fn mail_users() -> Vec<u8> {
    let mut text = "ExternalDirectoryObjectId,DisplayName,UserPrincipalName,PrimarySmtpAddress,\
        ExternalEmailAddress,EmailAddresses\r\n"
        .to_owned();
    for n in 0..ROWS {
        write!(
            text,
            "{n:08x}-81e7-4ef5-a8e2-5d940ed90475,User {n},u{n}@fabrikam.example,u{n}@fabrikam.example,\
             SMTP:user{n}@contoso.example,SMTP:u{n}@fabrikam.example;smtp:user{n}@contoso.example\r\n"
        )
        .unwrap();
    }
    text.into_bytes()
}

/// What this thread has worked, where the system says so: other programs do not count.
/// Else the time.
fn now() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    let worked = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = worked.and_then(|text| text.split(' ').next()?.parse().ok());
    worked.map_or_else(
        || START.get_or_init(Instant::now).elapsed(),
        Duration::from_nanos,
    )
}

fn say(name: &str, mut all: Vec<Duration>) {
    let whole: Duration = all.iter().sum();
    all.sort_unstable();
    let longest: Vec<u128> = all.iter().rev().take(5).map(Duration::as_millis).collect();
    println!(
        "{name:20} {:6} ms in {:6} slices, longest {longest:?} ms",
        whole.as_millis(),
        all.len()
    );
}

fn since(start: Duration) -> Duration {
    now().saturating_sub(start)
}

fn make(name: &str, checked: &mut Checked, begin: impl FnOnce(&Checked) -> Ahead) {
    let mut all = Vec::new();
    let mut slice = now();
    let mut ahead = begin(checked);
    loop {
        let is_ready = ahead.step(checked).unwrap();
        all.push(since(slice));
        slice = now();
        if is_ready {
            break;
        }
    }
    checked.take(ahead).unwrap();
    all.push(since(slice));
    say(name, all);
}

#[test]
#[ignore = "prints how long slices take"]
fn slices_of_a_million_rows() {
    let reader = CheckedReader::of_memory(file(), Arc::default(), &Seed::new(1));
    let mut checked = reader.finish().unwrap();
    let checked = &mut checked;
    let rule = catalogue().iter().find(|rule| rule.code == "CW-M-016");
    let mut fixing = checked.fixing_all(rule.unwrap());
    let mut all = Vec::new();
    loop {
        let slice = now();
        let is_done = fixing.step(checked);
        all.push(since(slice));
        if is_done {
            break;
        }
    }
    let slice = now();
    let fix = fixing.finish(checked).unwrap();
    all.push(since(slice));
    say("fix all, planned", all);
    make("fix all", checked, |it| it.fix_ahead(fix).unwrap());
    let rows: Vec<RowId> = checked.file().rows().collect();
    let plan = checked.file().plan_clear(&rows, &[5]);
    make("clear", checked, |it| it.plan_ahead("Clear", plan));
    make("undo", checked, |it| it.go_ahead(1).unwrap());
    make("redo", checked, |it| it.go_ahead(2).unwrap());
    make("back to the start", checked, |it| it.go_ahead(0).unwrap());
    let refs = References {
        mail_users: Some(read_mail_users(mail_users()).unwrap().value),
        ..References::default()
    };
    make("MailUsers", checked, |it| {
        it.references_ahead(Arc::new(refs))
    });
    let baseline = checked.file().clone();
    let refs = References {
        baseline: Some(Arc::new(baseline)),
        ..References::clone(checked.references())
    };
    make("original", checked, |it| {
        it.references_ahead(Arc::new(refs))
    });
    make("clear again", checked, |it| {
        it.plan_ahead("Clear", it.file().plan_clear(&rows, &[5]))
    });
}
