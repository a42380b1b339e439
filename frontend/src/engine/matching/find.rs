//! MailUsers by a few letters, while somebody types.

use shared::matching::Directory;

use super::people;
use crate::engine::{
    open_file::OpenFile,
    protocol::{FoundPeople, PersonView},
};

/// People found at most, whatever is asked for.
const MOST: usize = 50;

/// Makes the directory, unless it is there.
pub(super) fn prepare(open: &mut OpenFile) {
    if open.matching.directory.is_some() {
        return;
    }
    let directory = people::mail_users(open).map(|known| {
        let records: Vec<_> = known.records().collect();
        Directory::new(&records)
    });
    open.matching.directory = directory;
}

/// Who fits what was typed, for a row.
pub(super) fn find(open: &mut OpenFile, text: String, row: u32, count: usize) -> FoundPeople {
    prepare(open);
    let people = look(open, &text, row, count);
    FoundPeople { text, people }
}

/// The same, with what is at hand.
pub(super) fn look(open: &OpenFile, text: &str, row: u32, count: usize) -> Vec<PersonView> {
    let (Some(known), Some(directory)) = (people::mail_users(open), &open.matching.directory)
    else {
        return Vec::new();
    };
    directory
        .find_by(|at| known.record(at), text, count.min(MOST))
        .into_iter()
        .filter_map(|found| people::target(open, known.record(found.at)?.mail_user.id, row))
        .collect()
}
