//! The uploads' bucket, which may be slow, lose answers, or lose a delete.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use broker::{
    messages::Address,
    ports::{Files, FilesError},
};

use crate::world::World;

/// What lies in the bucket, and since when.
#[derive(Clone, Default)]
pub struct Bucket(pub Rc<RefCell<Objects>>);

type Objects = BTreeMap<String, (Rc<Vec<u8>>, i64)>;

/// The bucket as an object (or the Worker, which is none) sees it.
#[derive(Clone)]
pub struct FilesOf {
    pub world: World,
    pub owner: Option<Address>,
}

fn no_answer() -> FilesError {
    FilesError("no answer".to_owned())
}

impl FilesOf {
    /// The way to the bucket, what happens there, and the way back.
    async fn call<T>(&self, effect: impl FnOnce(&mut Objects) -> T) -> Result<T, FilesError> {
        let weather = &self.world.weather;
        self.world.wait(self.owner, weather.way()).await;
        if weather.strikes(|rates| rates.lost_before) || weather.strikes(|rates| rates.server_error)
        {
            return Err(no_answer());
        }
        let done = effect(&mut self.world.bucket.0.borrow_mut());
        let is_lost = weather.strikes(|rates| rates.lost_after);
        self.world.wait(self.owner, weather.way()).await;
        if is_lost { Err(no_answer()) } else { Ok(done) }
    }

    /// Deletes at once whatever has such a key, as the sweep does.
    pub async fn delete_all(&self, is_meant: impl Fn(&str) -> bool) -> Result<(), FilesError> {
        let world = &self.world;
        self.call(|objects| {
            objects.retain(|key, (_, came)| {
                let goes = is_meant(key);
                if goes {
                    world.oracle.file_ends(Some(*came), world.engine.now());
                }
                !goes
            });
        })
        .await
    }

    /// Stores bytes, as the web layer does.
    pub async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), FilesError> {
        let now = || self.world.engine.now();
        self.call(|objects| {
            // A key is written once, and dated by its first bytes.
            objects
                .entry(key.to_owned())
                .or_insert_with(|| (Rc::new(bytes), now()));
        })
        .await
    }
}

impl Files for FilesOf {
    async fn read(&self, key: &str, each: &mut dyn FnMut(&[u8])) -> Result<bool, FilesError> {
        let found = self.call(|objects| objects.get(key).map(|(bytes, _)| Rc::clone(bytes)));
        let Some(bytes) = found.await? else {
            return Ok(false);
        };
        let (first, rest) = bytes.split_at(bytes.len() / 2);
        each(first);
        // The second half may never come.
        self.world.wait(self.owner, self.world.weather.way()).await;
        if self.world.weather.strikes(|rates| rates.lost_after) {
            return Err(no_answer());
        }
        each(rest);
        Ok(true)
    }

    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, FilesError> {
        self.call(|objects| objects.get(key).map(|(bytes, _)| bytes.to_vec()))
            .await
    }

    async fn delete(&self, key: &str) -> Result<(), FilesError> {
        self.call(|objects| {
            let came = objects.remove(key).map(|(_, came)| came);
            self.world.oracle.file_ends(came, self.world.engine.now());
        })
        .await
    }

    async fn exists(&self, key: &str) -> Result<bool, FilesError> {
        self.call(|objects| objects.contains_key(key)).await
    }
}
