//! What a broker can be asked, what it answers, and what the objects tell each
//! other. All of it crosses from the Worker to a Durable Object as JSON.
//!
//! The caller is trusted to have checked token and role, and to have built
//! `Pair`s and `viewer`s from the token's tenant and nothing else: a broker
//! checks sides and states, not people.

pub use between::{
    AcceptedCopy, Address, CopyProgress, Message, Outgoing, PairRequest, PresentedRequest,
};
pub use claims::{Claim, Claimed, Claims, HeldElsewhere};
pub use pair::{PairCommand, PairReply, UploadTicket, UploadedFile};
pub use tenant::{IndexEntry, TenantCommand, TenantReply};

mod between;
mod claims;
mod pair;
mod tenant;
