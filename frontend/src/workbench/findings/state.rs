//! What the findings panel knows besides the overview, as signals.

use std::collections::HashMap;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use shared::checks::Severity;
use web_sys::File;

use crate::engine::protocol::{
    Asked, Doubt, FixPreview, Listed, Overview, Progress, ReferenceView,
};

/// A rule's code, and how bad its findings are.
pub type GroupKey = (Severity, String);

/// Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct FindingsState {
    /// The places of the groups that are open.
    pub listed: RwSignal<HashMap<GroupKey, Listed>>,
    /// What a fix would do, once that is known.
    pub preview: RwSignal<Option<FixPreview>>,
    /// Whether the dialog that shows it is open.
    pub is_previewing: RwSignal<bool>,
    /// What was guessed when the file was opened, until somebody decides.
    pub doubt: RwSignal<Option<Doubt>>,
    /// What is checked against.
    pub references: RwSignal<Vec<ReferenceView>>,
    /// The references that are being read.
    pub reading: RwSignal<Vec<Progress>>,
    /// What is looked for besides.
    pub asked: RwSignal<Asked>,
    /// Whether it is asked what a second mapping file is.
    pub is_asking: RwSignal<bool>,
    /// That file.
    pub second: StoredValue<Option<File>, LocalStorage>,
    /// What is said after a step.
    pub said: RwSignal<String>,
    /// Files that were sent as references, by name.
    pub sent: StoredValue<Vec<File>, LocalStorage>,
    /// The row that was edited last.
    pub edited: StoredValue<Option<u32>>,
    /// Says it a moment later.
    pub saying: StoredValue<Option<Timeout>, LocalStorage>,
}

impl FindingsState {
    /// Nothing is known.
    pub fn new() -> Self {
        Self {
            listed: RwSignal::default(),
            preview: RwSignal::new(None),
            is_previewing: RwSignal::new(false),
            doubt: RwSignal::new(None),
            references: RwSignal::default(),
            reading: RwSignal::default(),
            asked: RwSignal::default(),
            is_asking: RwSignal::new(false),
            second: StoredValue::new_local(None),
            said: RwSignal::default(),
            sent: StoredValue::new_local(Vec::new()),
            edited: StoredValue::new(None),
            saying: StoredValue::new_local(None),
        }
    }

    /// Another file is open.
    pub fn start(self, overview: &Overview) {
        self.listed.set(HashMap::new());
        self.doubt.set(overview.doubt.clone());
        self.references.set(overview.references.clone());
        self.edited.set_value(None);
        self.said.set(String::new());
    }
}

impl Default for FindingsState {
    fn default() -> Self {
        Self::new()
    }
}
