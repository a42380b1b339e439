//! What leaving knows.

use leptos::prelude::*;
use web_sys::Blob;

use super::{Leaving, disk::OnDisk};
use crate::{engine::protocol::Exported, workbench::door::taken::Taken};

/// The state of leaving. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct Leave {
    /// What is asked about before it is made.
    pub asking: RwSignal<Option<Leaving>>,
    /// The export that could not hold everybody.
    pub left_out: RwSignal<Option<Exported>>,
    /// Who makes the review, once they said so.
    pub reviewer: RwSignal<String>,
    /// The source tenant's id, once somebody gave it.
    pub source_tenant: RwSignal<String>,
    /// Banners that were read and put away.
    pub dismissed: RwSignal<Vec<String>>,
    /// The open file as it lies on disk, where it does.
    pub(in crate::workbench) on_disk: StoredValue<Option<OnDisk>, LocalStorage>,
    /// Whether what was saved last is another state of the file than the opened one.
    pub(in crate::workbench) saved_another: StoredValue<bool>,
    /// What could not be saved in place, because the file there is another one now.
    pub(super) conflict: RwSignal<Option<Unwritten>, LocalStorage>,
    /// What is to be opened, and whether only after saving.
    pub(super) next: RwSignal<Option<Next>, LocalStorage>,
}

/// A file that is to be opened while there are unsaved edits.
#[derive(Clone, Debug)]
pub struct Next {
    /// It.
    pub file: Taken,
    /// What was dropped with it.
    pub with: Vec<Taken>,
    /// Whether it is opened as soon as something is saved.
    pub waits_for_save: bool,
}

/// Bytes that were not written.
#[derive(Clone, Debug)]
pub struct Unwritten {
    pub(super) name: String,
    pub(super) bytes: Blob,
    pub(super) revision: u64,
    pub(super) on_disk: OnDisk,
}

impl Leave {
    /// Nothing is leaving.
    pub fn new() -> Self {
        Self {
            asking: RwSignal::new(None),
            left_out: RwSignal::new(None),
            reviewer: RwSignal::new(String::new()),
            source_tenant: RwSignal::new(String::new()),
            dismissed: RwSignal::new(Vec::new()),
            on_disk: StoredValue::new_local(None),
            saved_another: StoredValue::new(false),
            conflict: RwSignal::new_local(None),
            next: RwSignal::new_local(None),
        }
    }
}

impl Default for Leave {
    fn default() -> Self {
        Self::new()
    }
}
