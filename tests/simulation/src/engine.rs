//! One thread, a virtual clock, and tasks that wait for moments.
//!
//! A task belongs to an object or to nobody. An eviction drops the tasks of an
//! object wherever they wait, and that is between two effects.

use std::{
    cell::{Cell, RefCell},
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap, VecDeque},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use broker::messages::Address;

/// The first moment of every run, in milliseconds since 1970.
pub const BEGIN: i64 = 1_795_298_700_000;
/// Events that are kept to be told after a violation.
const TOLD: usize = 60;
/// More events than any run has; one that never ends is stopped here.
const MOST_EVENTS: u64 = 2_000_000;

type Work = Pin<Box<dyn Future<Output = ()>>>;

struct Task {
    owner: Option<Address>,
    work: Work,
}

enum What {
    Wake(u64),
    Do(Box<dyn FnOnce()>),
}

struct Event {
    at: i64,
    number: u64,
    what: What,
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}
impl Eq for Event {}
impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Event {
    // The heap gives the greatest first, and the earliest is wanted.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}

#[derive(Default)]
struct Inside {
    now: Cell<i64>,
    numbers: Cell<u64>,
    events: RefCell<BinaryHeap<Event>>,
    tasks: RefCell<BTreeMap<u64, Task>>,
    current: Cell<u64>,
    told: RefCell<VecDeque<String>>,
    is_told: Cell<bool>,
}

/// A handle to the clock and the tasks of one run.
#[derive(Clone)]
pub struct Engine(Rc<Inside>);

impl Engine {
    /// `is_told`: whether what happens is kept in words, which takes time.
    pub fn new(is_told: bool) -> Self {
        let inside = Inside::default();
        inside.now.set(BEGIN);
        inside.is_told.set(is_told);
        Self(Rc::new(inside))
    }

    pub fn now(&self) -> i64 {
        self.0.now.get()
    }

    fn number(&self) -> u64 {
        self.0.numbers.set(self.0.numbers.get() + 1);
        self.0.numbers.get()
    }

    /// Starts a task; it runs from the next event on.
    pub fn spawn(&self, owner: Option<Address>, work: impl Future<Output = ()> + 'static) -> u64 {
        let number = self.number();
        let work = Box::pin(work);
        self.0
            .tasks
            .borrow_mut()
            .insert(number, Task { owner, work });
        self.wake_at(number, self.now());
        number
    }

    /// Does something at a moment, whoever is evicted until then.
    pub fn at(&self, at: i64, what: impl FnOnce() + 'static) {
        self.push(at, What::Do(Box::new(what)));
    }

    fn wake_at(&self, task: u64, at: i64) {
        self.push(at, What::Wake(task));
    }

    fn push(&self, at: i64, what: What) {
        let number = self.number();
        let at = at.max(self.now());
        self.0.events.borrow_mut().push(Event { at, number, what });
    }

    /// Lets time pass for the task that asks.
    pub async fn pass(&self, millis: i64) {
        let until = self.now() + millis.max(0);
        let mut is_set = false;
        std::future::poll_fn(|_| {
            if !std::mem::replace(&mut is_set, true) {
                self.wake_at(self.0.current.get(), until);
                return Poll::Pending;
            }
            if self.now() >= until {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    /// Drops all tasks of an object, wherever they wait.
    pub fn drop_tasks_of(&self, owner: Address) {
        let mut tasks = self.0.tasks.borrow_mut();
        let numbers: Vec<u64> = tasks
            .iter()
            .filter(|(_, task)| task.owner == Some(owner))
            .map(|(number, _)| *number)
            .collect();
        let dropped: Vec<Task> = numbers.iter().filter_map(|id| tasks.remove(id)).collect();
        // What is dropped may wake others.
        drop(tasks);
        drop(dropped);
    }

    /// Whether a task is still there.
    pub fn is_alive(&self, task: u64) -> bool {
        self.0.tasks.borrow().contains_key(&task)
    }

    /// Runs until nothing happens any more, or until a moment.
    pub fn run_until(&self, end: i64) {
        loop {
            let event = match self.0.events.borrow_mut().peek_mut() {
                Some(event) if event.at <= end => {
                    std::collections::binary_heap::PeekMut::pop(event)
                }
                _ => break,
            };
            assert!(self.0.numbers.get() < MOST_EVENTS, "this never settles");
            self.0.now.set(event.at);
            match event.what {
                What::Do(what) => what(),
                What::Wake(task) => self.poll(task),
            }
        }
        self.0.now.set(end.max(self.now()));
    }

    fn poll(&self, number: u64) {
        let Some(mut task) = self.0.tasks.borrow_mut().remove(&number) else {
            return;
        };
        self.0.current.set(number);
        let mut context = Context::from_waker(Waker::noop());
        if task.work.as_mut().poll(&mut context).is_pending() {
            self.0.tasks.borrow_mut().insert(number, task);
        }
    }

    /// Ends everything; what tasks hold is let go of.
    pub fn clear(&self) {
        let tasks = std::mem::take(&mut *self.0.tasks.borrow_mut());
        drop(tasks);
        let events = std::mem::take(&mut *self.0.events.borrow_mut());
        drop(events);
    }

    /// Keeps an event in words, if anybody wants to read it.
    pub fn tell(&self, words: impl FnOnce() -> String) {
        if !self.0.is_told.get() {
            return;
        }
        let mut told = self.0.told.borrow_mut();
        if told.len() == TOLD {
            told.pop_front();
        }
        let (seconds, millis) = ((self.now() - BEGIN) / 1_000, (self.now() - BEGIN) % 1_000);
        // What all ids have in common says nothing.
        let words = words().replace("-0000-4000-8000-00000000", "-");
        told.push_back(format!("{seconds:>8}.{millis:03} s  {words}"));
    }

    /// The last events in words.
    pub fn told(&self) -> Vec<String> {
        self.0.told.borrow().iter().cloned().collect()
    }

    /// A number that is the same only where the same happened.
    pub fn trace(&self) -> u64 {
        self.0.numbers.get()
    }
}

/// The place where one task leaves an answer for another. If nobody will ever
/// leave one, there is none.
pub struct Slot<T>(Rc<Shared<T>>);

/// Who leaves the answer; dropped without one, it says so.
pub struct Giver<T>(Rc<Shared<T>>, Engine);

enum Left<T> {
    NotYet,
    Answer(T),
    /// Nobody will leave one, or it was taken.
    Nothing,
}

struct Shared<T> {
    answer: RefCell<Left<T>>,
    waiter: Cell<Option<u64>>,
}

impl Engine {
    pub fn slot<T>(&self) -> (Giver<T>, Slot<T>) {
        let shared = Rc::new(Shared {
            answer: RefCell::new(Left::NotYet),
            waiter: Cell::new(None),
        });
        (Giver(shared.clone(), self.clone()), Slot(shared))
    }
}

impl<T> Giver<T> {
    pub fn give(self, answer: T) {
        *self.0.answer.borrow_mut() = Left::Answer(answer);
    }
}

impl<T> Drop for Giver<T> {
    fn drop(&mut self) {
        let mut left = self.0.answer.borrow_mut();
        if matches!(*left, Left::NotYet) {
            *left = Left::Nothing;
        }
        drop(left);
        if let Some(waiter) = self.0.waiter.get() {
            self.1.wake_at(waiter, self.1.now());
        }
    }
}

impl<T> Slot<T> {
    /// The answer, or none if whoever had it is gone.
    pub async fn wait(self, engine: &Engine) -> Option<T> {
        std::future::poll_fn(|_| {
            let mut left = self.0.answer.borrow_mut();
            if matches!(*left, Left::NotYet) {
                self.0.waiter.set(Some(engine.0.current.get()));
                return Poll::Pending;
            }
            Poll::Ready(match std::mem::replace(&mut *left, Left::Nothing) {
                Left::Answer(answer) => Some(answer),
                Left::NotYet | Left::Nothing => None,
            })
        })
        .await
    }
}
