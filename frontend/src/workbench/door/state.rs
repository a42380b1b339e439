//! What the door knows.

use leptos::prelude::*;

use super::taken::Taken;
use crate::engine::protocol::WaitingDraft;

/// The state of the door. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct DoorState {
    /// Whether files are being dragged over the page.
    pub is_dragging: RwSignal<bool>,
    /// The file that could not be opened, and why.
    pub refused: RwSignal<Option<(String, String)>>,
    /// A draft that was taken before there is its file.
    pub waiting: RwSignal<Option<WaitingDraft>>,
    /// What follows as soon as the mapping file is open.
    pub(super) with: StoredValue<Vec<Taken>, LocalStorage>,
    /// The file that is being opened, and whether the one before it had unsaved edits.
    pub(in crate::workbench) opening: StoredValue<Option<(Taken, bool)>, LocalStorage>,
    /// Whether the file to go back to had unsaved edits.
    pub(super) was_unsaved: StoredValue<bool>,
}

impl DoorState {
    /// Nobody is at the door.
    pub fn new() -> Self {
        Self {
            is_dragging: RwSignal::new(false),
            refused: RwSignal::new(None),
            waiting: RwSignal::new(None),
            with: StoredValue::new_local(Vec::new()),
            opening: StoredValue::new_local(None),
            was_unsaved: StoredValue::new(false),
        }
    }
}

impl Default for DoorState {
    fn default() -> Self {
        Self::new()
    }
}
