//! The mapping-file workbench: grid, findings, toolbar.

pub mod actions;
pub mod bench;
pub mod chord;
pub mod columns;
pub mod door;
pub mod editor;
pub mod facts;
pub mod findings;
pub mod grid;
pub mod keys;
pub mod panel;
pub mod references;
pub mod review;
pub mod row;
pub mod sample;
pub mod status;
pub mod toolbar;
pub mod viewport;
