//! Client of the Exchange Online admin API (`InvokeCommand`), which is what the
//! PowerShell module speaks: the broker's view of a tenant's directory.

mod answers;
mod client;
mod cmdlets;
mod directory;
mod grants;
mod recipients;

pub(crate) use directory::ExchangeOnline;
