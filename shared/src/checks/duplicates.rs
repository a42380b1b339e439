//! One to one: no source mailbox and no MailUser in two rows.

use super::{keys::Keys, row_keys::KEY_COLUMNS, row_rules::RowRules, say::Say};
use crate::{checks::finding::shortened, mapping_file::RowId};

/// Says of a row which others have its key in a table.
pub(super) fn say(keys: &Keys, table: usize, rules: &RowRules<'_>, say: &mut impl Say) {
    let Some((column, rule)) = KEY_COLUMNS.get(table) else {
        return;
    };
    let row = rules.row.id().0;
    let Some(other) = keys.other_than(row) else {
        return;
    };
    say.cell(rule, rules.named(*column), || {
        let more = match keys.count_of(row).saturating_sub(2) {
            0 => String::new(),
            1 => " and one more row".to_owned(),
            n => format!(" and {n} more rows"),
        };
        let value = rules.value(*column);
        // As keys are compared, so that all rows of a group say the same.
        let value = value
            .trim()
            .trim_start_matches('{')
            .trim_end_matches('}')
            .to_ascii_lowercase();
        format!(
            "{} stands in row {} as well{more}.",
            shortened(&value),
            RowId(other).number()
        )
    });
}
