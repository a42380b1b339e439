//! The Web Worker that holds the mapping file, and the typed protocol to it.
//!
//! The page never holds the file: it asks for windows of rows and is told facts
//! and findings. [`holder`] is the whole behaviour, free of the browser and
//! tested natively; [`worker`] and [`client`] only carry messages. Each part of the
//! workbench has a file here that answers its commands.

mod arriving;
mod changes;
pub mod client;
mod clipboard;
mod doubt;
mod draft;
mod edit;
mod find;
mod fix;
pub mod holder;
mod leave;
mod making;
mod matching;
mod message;
mod open_file;
mod overview;
mod planning;
pub mod preview;
pub mod protocol;
mod queue;
mod reading;
pub mod references;
mod reply;
mod rows_shown;
pub mod task;
mod view;
mod window;
pub mod worker;
