//! One file per page, and what the pages say.

pub mod ask;
pub mod decide;
pub mod doing;
pub mod facts;
pub mod identities;
pub mod missing;
pub mod pair;
pub mod present;
pub mod report;
pub mod request;
pub mod requests;
pub mod sentences;
pub mod signed_in;
pub mod start;
pub mod timeline;
pub mod upload;
pub mod uploaded;
