//! The `Sql` port over rusqlite, the `Files` port over a map.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use broker::ports::{Files, FilesError, Row, Sql, StoreError, Value};

#[path = "../stand_in/sqlite.rs"]
mod sqlite;

/// A fault at one statement of all databases, and what they are billed for.
#[derive(Clone, Default)]
pub struct StatementFault(Rc<Cell<Option<usize>>>, pub Rc<Billed>);

impl StatementFault {
    /// The statement after `number` others fails.
    pub fn arm(&self, number: usize) {
        self.0.set(Some(number));
    }

    /// Nothing fails any more; answers what was left to come.
    pub fn disarm(&self) -> Option<usize> {
        self.0.take()
    }

    /// Does something that is not to fail.
    pub fn paused<T>(&self, what: impl FnOnce() -> T) -> T {
        let left = self.0.take();
        let done = what();
        self.0.set(left);
        done
    }

    fn strikes(&self) -> bool {
        match self.0.take() {
            Some(0) => true,
            left => {
                self.0.set(left.map(|left| left - 1));
                false
            }
        }
    }
}

/// Rows written as Cloudflare counts them: each row, and each entry of an index,
/// that a statement inserts, changes or deletes. Counted once it is switched on.
#[derive(Default)]
pub struct Billed {
    pub is_on: Cell<bool>,
    pub rows: Cell<u64>,
    entries: RefCell<BTreeMap<String, u64>>,
}

impl Billed {
    fn count(&self, connection: &rusqlite::Connection, statement: &str) {
        let is_write = ["INSERT", "UPDATE", "DELETE"]
            .iter()
            .any(|verb| statement.starts_with(verb));
        if !self.is_on.get() || !is_write {
            return;
        }
        let changes = connection.changes();
        let mut known = self.entries.borrow_mut();
        let entries = *known
            .entry(statement.to_owned())
            .or_insert_with(|| entries(connection, statement));
        self.rows.set(self.rows.get() + changes * entries);
    }
}

/// How many trees a statement writes to for a row: those that its program opens to
/// write, and inserts into or deletes from.
fn entries(connection: &rusqlite::Connection, statement: &str) -> u64 {
    let mut program = connection.prepare(&format!("EXPLAIN {statement}")).unwrap();
    let mut rows = program.raw_query();
    let mut steps: Vec<(String, i64)> = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push((row.get(1).unwrap(), row.get(2).unwrap()));
    }
    let cursors = |codes: &[&str]| -> BTreeSet<i64> {
        steps
            .iter()
            .filter(|(code, _)| codes.contains(&code.as_str()))
            .map(|(_, cursor)| *cursor)
            .collect()
    };
    let written = cursors(&["Insert", "IdxInsert", "Delete", "IdxDelete"]);
    let trees = cursors(&["OpenWrite"]).intersection(&written).count() as u64;
    // Who was just copied leads nowhere, and the index by MailUser leaves them out;
    // the sequence of places is written to once a statement and not once a row.
    if statement.starts_with("INSERT INTO identities") {
        trees - 2
    } else {
        trees
    }
}

/// One object's database.
#[derive(Clone)]
pub struct Database(Rc<rusqlite::Connection>, StatementFault);

impl Database {
    pub fn new(fault: &StatementFault) -> Self {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        Self(Rc::new(connection), fault.clone())
    }
}

impl Sql for Database {
    fn execute(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        if self.1.strikes() {
            return Err(StoreError::Failed("disk full".to_owned()));
        }
        let found = sqlite::execute(&self.0, statement, values)?;
        self.1.1.count(&self.0, statement);
        Ok(found)
    }

    fn transaction(
        &self,
        work: &mut dyn FnMut() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        sqlite::transaction(&self.0, work)
    }
}

/// The uploads' bucket.
#[derive(Clone, Default)]
pub struct Bucket {
    pub objects: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
    /// Deletes that are to fail, or to be forgotten silently.
    pub broken_deletes: Rc<RefCell<Vec<BrokenDelete>>>,
    /// Effects so far, and faults by number of the effect.
    pub effects: Rc<Cell<usize>>,
    pub faults: Rc<RefCell<BTreeMap<usize, BucketFault>>>,
}

/// What happens to one effect on the bucket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BucketFault {
    /// Nothing happened, and this is said.
    Refused,
    /// It happened, and nobody heard of it.
    AnswerLost,
    /// A part of it happened: of a file that is put or read, the first half.
    Half,
    /// The object dies before it happens.
    CrashBefore,
    /// The object dies after it happened.
    CrashAfter,
}

impl Bucket {
    /// Stores a file, as the web layer does.
    pub async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), FilesError> {
        let put = |bytes: &[u8]| {
            self.objects
                .borrow_mut()
                .insert(key.to_owned(), bytes.to_vec());
        };
        self.effect(|part| {
            if part == Part::Half {
                put(&bytes[..bytes.len() / 2]);
            } else {
                put(bytes);
            }
        })
        .await
    }

    async fn effect<T>(&self, mut effect: impl FnMut(Part) -> T) -> Result<T, FilesError> {
        let number = self.effects.get() + 1;
        self.effects.set(number);
        let fault = self.faults.borrow_mut().remove(&number);
        let lost = || FilesError("no answer".to_owned());
        match fault {
            None => Ok(effect(Part::All)),
            Some(BucketFault::Refused) => Err(FilesError("refused".to_owned())),
            Some(BucketFault::AnswerLost) => {
                effect(Part::All);
                Err(lost())
            }
            Some(BucketFault::Half) => {
                effect(Part::Half);
                Err(lost())
            }
            Some(BucketFault::CrashBefore) => std::future::pending().await,
            Some(BucketFault::CrashAfter) => {
                effect(Part::All);
                std::future::pending().await
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Half,
}

#[derive(Clone, Copy)]
pub enum BrokenDelete {
    Refused,
    Forgotten,
}

impl Files for Bucket {
    async fn read(&self, key: &str, each: &mut dyn FnMut(&[u8])) -> Result<bool, FilesError> {
        self.effect(|part| {
            let objects = self.objects.borrow();
            let Some(bytes) = objects.get(key) else {
                return false;
            };
            let end = match part {
                Part::All => bytes.len(),
                Part::Half => bytes.len() / 2,
            };
            // In pieces that end anywhere.
            bytes[..end].chunks(7).for_each(&mut *each);
            true
        })
        .await
    }
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, FilesError> {
        self.effect(|_| self.objects.borrow().get(key).cloned())
            .await
    }
    async fn delete(&self, key: &str) -> Result<(), FilesError> {
        match self.broken_deletes.borrow_mut().pop() {
            Some(BrokenDelete::Refused) => return Err(FilesError("refused".to_owned())),
            Some(BrokenDelete::Forgotten) => return Ok(()),
            None => {}
        }
        self.effect(|_| {
            self.objects.borrow_mut().remove(key);
        })
        .await
    }
    async fn exists(&self, key: &str) -> Result<bool, FilesError> {
        self.effect(|_| self.objects.borrow().contains_key(key))
            .await
    }
}
