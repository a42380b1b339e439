//! The mapping-file workbench: grid, findings, toolbar.

pub mod actions;
pub mod bench;
pub mod chord;
pub mod clipboard;
pub mod columns;
pub mod door;
pub mod editor;
pub mod edits;
pub mod facts;
pub mod find;
pub mod findings;
pub mod grid;
pub mod history;
pub mod keys;
pub mod matching;
pub mod outcome;
pub mod panel;
pub mod references;
pub mod review;
pub mod row;
pub mod sample;
pub mod selection;
pub mod status;
pub mod toolbar;
pub mod viewport;
