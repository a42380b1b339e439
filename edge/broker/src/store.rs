//! The tables that both brokers have, and how rows become values and back.
//!
//! Every function here is one or a few statements; whoever needs several of
//! them to last together calls them inside [`crate::ports::Sql::transaction`].

pub(crate) mod outbox;
pub(crate) mod reports;
pub(crate) mod requests;
pub(crate) mod rows;
pub(crate) mod schema;
