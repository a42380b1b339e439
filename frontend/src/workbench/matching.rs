//! The match assistant: rules and what they would do, conflicts, who fits a row, and
//! MailUsers by a few letters while a target is typed.

mod choices;
pub mod conflict;
pub mod panel;
pub mod people;
pub mod results;
pub mod rules;
pub mod state;
pub mod this_row;
pub mod typeahead;

pub use conflict::ConflictDialog;
pub use panel::MatchPanel;
pub use state::Matching;
