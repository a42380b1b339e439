//! The Web Worker that holds the mapping file, and the typed protocol to it.
//!
//! The page never holds the file: it asks for windows of rows and is told facts
//! and findings. [`holder`] is the whole behaviour, free of the browser and
//! tested natively; [`worker`] and [`client`] only carry messages.

pub mod client;
pub mod filter;
pub mod holder;
mod open_file;
pub mod overview;
pub mod protocol;
pub mod references;
pub mod worker;
