//! Rules about the addresses of a row.

use super::{
    catalogue::{ADDRESSES_CUT, ADDRESSES_TYPE_NAME, PROXY_SYNTAX, TWO_PRIMARIES},
    finding::shortened,
    row_rules::RowRules,
    say::Say,
};
use crate::{address, mapping_file::Column};

impl RowRules<'_> {
    pub(super) fn email_addresses(&self, say: &mut dyn Say) {
        let column = Column::EmailAddresses;
        let cell = self.value(column);
        if is_type_name(&cell) {
            say.cell(&ADDRESSES_TYPE_NAME, self.named(column), || {
                format!(
                    "{:?} is the name of a type, not addresses.",
                    shortened(&cell)
                )
            });
            return;
        }
        if address::list_doubt(&cell) == Some(address::ListDoubt::CutOff) {
            say.cell(&ADDRESSES_CUT, self.named(column), || {
                "The list of addresses ends in “...”: PowerShell left out the rest.".to_owned()
            });
        }
        let mut marked_primary = Several::default();
        let mut damaged = Several::default();
        for entry in address::split_addresses(&cell) {
            if address::is_primary_smtp(entry) {
                marked_primary.note(entry);
            }
            if address::is_smtp(entry) && !address::is_well_formed_smtp(address::bare(entry)) {
                damaged.note(entry);
            }
        }
        // One finding a field, however many addresses it holds.
        if marked_primary.count > 1 {
            let first = shortened(marked_primary.first);
            let last = shortened(marked_primary.last);
            say.cell(
                &TWO_PRIMARIES,
                self.named(column),
                || match marked_primary.count {
                    2 => format!("Both {first} and {last} are primary."),
                    n => format!("{n} addresses are primary, from {first} to {last}."),
                },
            );
        }
        if damaged.count > 0 {
            let first = shortened(damaged.first);
            say.cell(&PROXY_SYNTAX, self.named(column), || match damaged.count {
                1 => format!("{first:?} is not an e-mail address."),
                2 => format!("{first:?} is not an e-mail address, nor is another."),
                n => format!(
                    "{first:?} is not an e-mail address, nor are {} others.",
                    n - 1
                ),
            });
        }
    }
}

/// Addresses of one kind in a field.
#[derive(Default)]
struct Several<'a> {
    count: u32,
    first: &'a str,
    last: &'a str,
}

impl<'a> Several<'a> {
    fn note(&mut self, entry: &'a str) {
        if self.count == 0 {
            self.first = entry;
        }
        self.last = entry;
        self.count = self.count.saturating_add(1);
    }
}

/// What an export writes for a list that it does not unfold, such as
/// `Microsoft.Exchange.Data.ProxyAddressCollection` or `System.Object[]`.
pub(crate) fn is_type_name(text: &str) -> bool {
    let name = text.strip_prefix("Deserialized.").unwrap_or(text);
    (name.starts_with("System.") || name.starts_with("Microsoft.Exchange.")) && !text.contains('@')
}
