//! Building blocks that more than one page uses.

pub mod asking;
pub mod copy_button;
pub mod dialog;
pub mod each;
pub mod icon;
pub mod logo;
pub mod privacy;
pub mod problem;
pub mod severity;
pub mod when;
