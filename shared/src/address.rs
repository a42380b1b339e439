//! E-mail addresses as Exchange writes them: with a prefix (`SMTP:`, `smtp:`,
//! `x500:`, `X400:`, `SIP:`, `SPO:`, `EUM:` …) or bare.
//!
//! Nothing here alters an address: a LegacyExchangeDN stays as it is, letter by letter.
//! Comparison is Exchange's: prefix and value, both without regard to case, and nothing
//! else. An x500 that differs by a space is another address.
//!
//! ```
//! use shared::address::{AddressKind, ProxyAddress, Rank, same_address, split_addresses};
//!
//! let address = ProxyAddress::parse("SMTP:lena@contoso.example");
//! assert_eq!((address.kind(), address.rank()), (AddressKind::Smtp, Some(Rank::Primary)));
//! assert!(same_address("SMTP:lena@contoso.example", "smtp:Lena@Contoso.example"));
//!
//! let cell = "{SMTP:lena@contoso.example, x500:/o=First Organization/cn=Lena}";
//! assert_eq!(split_addresses(cell).count(), 2);
//! ```

mod imceaex;
mod list;
mod proxy;
mod smtp;

pub use imceaex::x500_of_imceaex;
pub use list::{ListDoubt, join_addresses, list_doubt, split_addresses};
pub use proxy::{
    AddressKind, ProxyAddress, Rank, address_key, bare, contains, is_primary_smtp, is_smtp,
    is_x500, same_address, split_proxy, x500_of,
};
pub(crate) use smtp::is_well_formed_domain;
pub use smtp::{domain_of, is_of_domain, is_well_formed_smtp};
