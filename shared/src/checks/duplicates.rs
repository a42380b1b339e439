//! One to one: no source mailbox and no MailUser in two rows.

use super::{
    finding::shortened,
    keys::Keys,
    row_keys::KEY_COLUMNS,
    row_rules::RowRules,
    say::{Named, Say},
};
use crate::{
    ids::bare_key,
    mapping_file::{Header, RowId},
};

/// The key of a row in a table as keys are compared, so that all rows of a group say the
/// same.
pub(super) fn value(table: usize, rules: &RowRules<'_>) -> String {
    let Some((column, _)) = KEY_COLUMNS.get(table) else {
        return String::new();
    };
    let value = rules.value(*column);
    let value = bare_key(&value);
    shortened(&value.to_ascii_lowercase()).into_owned()
}

/// Says of a row which others have its key in a table.
pub(super) fn say(
    keys: &Keys,
    table: usize,
    header: &Header,
    row: u32,
    value: impl Fn() -> String,
    say: &mut dyn Say,
) {
    let (Some((column, rule)), Some(other)) = (KEY_COLUMNS.get(table), keys.other_than(row)) else {
        return;
    };
    say.cell(rule, Named::known(header, *column), || {
        let more = match keys.count_of(row).saturating_sub(2) {
            0 => String::new(),
            1 => " and one more row".to_owned(),
            n => format!(" and {n} more rows"),
        };
        format!(
            "{} stands in row {} as well{more}.",
            value(),
            RowId(other).number()
        )
    });
}
