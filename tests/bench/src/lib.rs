//! What `make bench` measures, see `README.md` beside this crate.
//!
//! [`product`] is the one place that knows how the product calls `shared`; the page in
//! Chromium ([`page`]) and the native programs (`src/bin`) measure through it.

pub mod page;
pub mod peer;
pub mod product;
