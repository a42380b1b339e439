//! What the edge refuses for its size or age, in one table, so that a browser
//! can say so before it sends anything.

use std::time::Duration;

/// Largest mapping file that can be uploaded, in bytes: some 100,000 rows. It goes by as
/// a stream, so that a Worker's 128 MB of memory are no limit to it.
pub const MAX_UPLOAD_BYTES: u64 = 48 * 1024 * 1024;
/// Longest row of an uploaded file, in bytes: a row is held until it is complete.
pub const MAX_ROW_BYTES: usize = 16 * 1024 * 1024;
/// Largest progress CSV of the hybrid script, in bytes: three rows an identity with its
/// values from before, for the largest scope.
pub const MAX_PROGRESS_BYTES: u64 = 32 * 1024 * 1024;
/// Most direct members of a scope (Microsoft's limit).
pub const MAX_SCOPE_MEMBERS: usize = 5_000;
/// How long a copy request waits for a decision.
pub const REQUEST_LIFETIME: Duration = Duration::from_hours(7 * 24);
/// Longest that an uploaded file may be held. A deployment may shorten it,
/// nobody can extend it.
pub const MAX_UPLOAD_RETENTION: Duration = Duration::from_hours(48);
/// Reads end and deletion starts this long before the end of retention, so that
/// absence is verified within it.
pub const PURGE_MARGIN: Duration = Duration::from_hours(1);
/// Longest reason for a rejection, in characters.
pub const MAX_REASON_CHARS: usize = 500;
/// Items on a page of a list.
pub const PAGE_SIZE: u32 = 200;
