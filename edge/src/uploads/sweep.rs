//! The second line behind each pair's own purge: every ten minutes, so
//! that it has several tries within the margin before the promised end, whatever is
//! overdue is deleted by its key alone.

use broker::upload_key;
use shared::timestamp::Timestamp;
use worker::Env;

use super::BINDING;
use crate::{clock, log};

/// Keys that one deletion takes.
const BATCH: usize = 1_000;

/// Deletes every overdue upload, and says in the log how it went. What fails is
/// tried again by the next.
pub(crate) async fn run(env: &Env) {
    if let Err(error) = delete_overdue(env).await {
        log::object("sweep", "not-finished", &error.to_string());
    }
}

async fn delete_overdue(env: &Env) -> worker::Result<()> {
    let bucket = env.bucket(BINDING)?;
    let (mut deleted, mut failed, mut unknown) = (0, 0, 0);
    let mut cursor = None;
    loop {
        let mut list = bucket.list().prefix(upload_key::PREFIX).limit(1_000);
        if let Some(cursor) = cursor.take() {
            list = list.cursor(cursor);
        }
        let page = list.execute().await?;
        let keys: Vec<String> = page.objects().iter().map(worker::Object::key).collect();
        let found = overdue(&keys, clock::now());
        unknown += found.unknown;
        for batch in found.keys.chunks(BATCH) {
            match bucket.delete_multiple(batch.to_vec()).await {
                Ok(()) => deleted += batch.len(),
                Err(_) => failed += batch.len(),
            }
        }
        cursor = page.cursor();
        if found.all_later_are_not_due || !page.truncated() || cursor.is_none() {
            break;
        }
    }
    log::sweep(deleted, failed, unknown);
    Ok(())
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    keys: Vec<String>,
    unknown: usize,
    all_later_are_not_due: bool,
}

/// The overdue ones of some keys, which R2 lists in the order of their deadlines.
/// A key that is no upload's is counted and left: it is not ours to delete.
fn overdue(keys: &[String], now: Timestamp) -> Found {
    let mut found = Found::default();
    for key in keys {
        match upload_key::deadline(key) {
            Some(deadline) if deadline <= now => found.keys.push(key.clone()),
            Some(_) => {
                found.all_later_are_not_due = true;
                break;
            }
            None => found.unknown += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use shared::ids::RequestId;

    use super::*;

    #[test]
    fn what_is_overdue_is_found_by_its_key() {
        let at = Timestamp::from_unix_millis;
        let key = |millis| upload_key::of(at(millis), RequestId::from_random_bytes([7; 16]));
        let (past, now, later) = (key(999), key(1_000), key(1_001));
        let strange = "uploads/0000000000999/other".to_owned();
        assert_eq!(
            overdue(
                &[past.clone(), strange, now.clone(), later.clone()],
                at(1_000)
            ),
            Found {
                keys: vec![past, now],
                unknown: 1,
                all_later_are_not_due: true
            }
        );
        assert_eq!(overdue(&[later], at(1_000)).keys, Vec::<String>::new());
        assert!(!overdue(&[], at(1_000)).all_later_are_not_due);
    }
}
