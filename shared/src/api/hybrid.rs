//! What comes back from on-premises.

use serde::{Deserialize, Serialize};

use crate::ids::ObjectId;

wire! {
    /// What a progress CSV did to the pair: `POST /pairs/{source}/hybrid-progress` (target).
    #[derive(Default)]
    pub struct HybridProgressView {
        /// Identities that were written on-premises, or had everything.
        pub written: u32,
        /// Identities that were not, or only in part.
        pub failed: u32,
        /// Identities that were put back as they were.
        pub restored: u32,
        /// Identities that the file is about and that stay as they are: the first hundred.
        pub not_taken: Vec<HybridNotTaken>,
        /// How many there are.
        pub not_taken_count: u32,
        /// Rows that cannot be used, in words: the first hundred.
        pub problems: Vec<String>,
        /// How many there are.
        pub problem_count: u32,
        /// What to do next.
        pub next: String,
    }

    /// An identity that stays as it is, whatever the progress CSV says.
    pub struct HybridNotTaken {
        /// The source mailbox that the file names.
        pub source_external_directory_object_id: ObjectId,
        /// Why.
        pub reason: String,
    }
}
