//! Everything of one run, and what all of its parts can do.

use std::{cell::RefCell, rc::Rc};

use broker::{messages::Address, ports::Clock};
use shared::timestamp::Timestamp;

use crate::{
    cast::Cast,
    directory::Directories,
    engine::Engine,
    files::Bucket,
    object::{Object, name},
    oracle::Oracle,
    weather::Weather,
};

/// A handle to one run.
#[derive(Clone)]
pub struct World {
    pub engine: Engine,
    pub weather: Weather,
    pub bucket: Bucket,
    pub directories: Directories,
    pub oracle: Oracle,
    objects: Rc<RefCell<Vec<Rc<Object>>>>,
}

impl World {
    /// A world with these tenants, whose chances follow from `weather`.
    pub fn new(weather: Weather, cast: &Cast, is_told: bool) -> Self {
        let engine = Engine::new(is_told);
        Self {
            oracle: Oracle::default(),
            bucket: Bucket::default(),
            directories: Directories::of(cast),
            objects: Rc::default(),
            engine,
            weather,
        }
    }

    /// The object of this name, which is made when it is first spoken of.
    pub fn object(&self, address: Address) -> Rc<Object> {
        let mut objects = self.objects.borrow_mut();
        if let Some(object) = objects.iter().find(|one| one.address == address) {
            return object.clone();
        }
        let object = Rc::new(Object::new(address, self));
        objects.push(object.clone());
        object
    }

    /// All objects that were spoken of.
    pub fn objects(&self) -> Vec<Rc<Object>> {
        self.objects.borrow().clone()
    }

    /// Lets time pass for an effect of an object, which may die meanwhile.
    pub async fn wait(&self, owner: Option<Address>, millis: i64) {
        if let Some(owner) = owner
            && self.weather.strikes(|rates| rates.evicted)
        {
            let (world, moment) = (self.clone(), self.weather.between(0, millis));
            self.engine
                .at(self.engine.now() + moment, move || world.evict(owner));
        }
        self.engine.pass(millis).await;
    }

    /// The object dies wherever it is; its database stays.
    pub fn evict(&self, address: Address) {
        self.engine.tell(|| format!("{} is evicted", name(address)));
        self.object(address).forget_instance();
        self.engine.drop_tasks_of(address);
    }

    /// Ends the run; nothing of it is kept.
    pub fn end(&self) {
        self.engine.clear();
        for object in self.objects() {
            object.forget_instance();
        }
        self.objects.borrow_mut().clear();
        self.engine.clear();
    }
}

/// The virtual clock as a broker sees it.
pub struct ClockOf(pub World);

impl Clock for ClockOf {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(self.0.engine.now())
    }
    fn random(&self) -> [u8; 16] {
        self.0.weather.bytes()
    }
}
