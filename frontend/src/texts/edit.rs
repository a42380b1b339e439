//! Texts of editing: copy and paste, find and replace, history, the lock.

super::texts! {
    new_value(row) = "Row {row}, new value";
    locked_cell(column) = "{column} is locked: a CTIM file may change only in TargetExternalDirectoryObjectId.";
    cells(count) = "{count} cell" | "{count} cells";

    copy = "Copy";
    cut = "Cut";
    clear = "Clear the selected cells";
    copied(count) = "{count} cell copied." | "{count} cells copied.";
    copy_again(key) = "The cells are ready, and your browser wants the key once more: press {key}.";
    copy_refused = "Your browser did not let this page write to the clipboard.";
    paste_too_large = "More than 64 MB were pasted, which is more than this page takes at once. Copy fewer rows.";

    cleared(count) = "{count} cell cleared." | "{count} cells cleared.";
    was_cut(count) = "{count} cell cut." | "{count} cells cut.";
    pasted(count) = "{count} cell pasted." | "{count} cells pasted.";
    replaced(count) = "Replaced in {count} cell." | "Replaced in {count} cells.";
    undo_with(key) = "Undo with {key}.";
    left_alone(count, reason) = "{count} cell stayed as it was: {reason}." | "{count} cells stayed as they were: {reason}.";
    nothing_changed = "Nothing changed: the cells have this text already.";
    undone(name) = "Undone: {name}.";
    redone(name) = "Done again: {name}.";
    steps_undone(count) = "{count} step undone." | "{count} steps undone.";
    steps_redone(count) = "{count} step done again." | "{count} steps done again.";
    in_hidden_rows = "It is in rows that are not shown.";

    paste_title(count) = "Paste {count} value" | "Paste {count} values";
    replace_title(count) = "Replace in {count} cell" | "Replace in {count} cells";
    plan_lead = "Nothing has changed yet. It will be one step that you can undo.";
    plan_changes(count) = "{count} cell changes" | "{count} cells change";
    plan_found(count) = "found {count} time" | "found {count} times";
    plan_same(count) = "{count} has this text already" | "{count} have this text already";
    plan_refused(count) = "{count} cannot change" | "{count} cannot change";
    plan_beyond(count) = "{count} value has no cell" | "{count} values have no cell";
    plan_fills = "What you copied is repeated until it fills the selected cells.";
    plan_beside(count) = "{count} value lands beside what you selected." | "{count} values land beside what you selected.";
    plan_beyond_why(count) = "{count} value lies beyond the last row or column and is left out." | "{count} values lie beyond the last row or column and are left out.";
    plan_reason(count, reason) = "{count} cell: {reason}." | "{count} cells: {reason}.";
    plan_nothing = "No cell would change.";
    plan_more(count) = "{count} more cell is not listed." | "{count} more cells are not listed.";
    plan_row = "Row";
    plan_who = "Who";
    plan_column = "Column";
    plan_before = "Now";
    plan_after = "Then";
    plan_empty = "empty";
    plan_stays = "stays";
    paste_yes(count) = "Paste into {count} cell" | "Paste into {count} cells";
    replace_yes(count) = "Replace in {count} cell" | "Replace in {count} cells";

    find = "Find";
    find_and_replace = "Find and replace";
    find_next = "Next place found";
    find_previous = "Previous place found";
    find_what = "Find";
    replace_with = "Replace with";
    match_case = "Match case";
    whole_cell = "Whole cell";
    regex = "Regular expression";
    look_in = "Look in";
    scope_shown = "Rows shown";
    scope_all = "All rows";
    scope_column(name) = "Column {name}";
    scope_selection(count) = "{count} selected cell" | "{count} selected cells";
    found_none = "Not found";
    found_in(times, rows) = "{times} in {rows}";
    found_so_far(times, percent) = "{times} so far · {percent} % searched";
    found_bad(why) = "This is no regular expression that can be used: {why}.";
    found_at(row, column) = "Found in row {row}, {column}.";
    found_around = "Around the end.";
    replace_one = "Replace";
    replace_all = "Replace all…";
    show_replace = "Replace…";
    close_find = "Close find";

    history = "History";
    history_lead = "Every change is a step. Go back to any of them, and forward again.";
    history_close = "Close history";
    steps = "Undo and redo";
    history_opened = "File as opened";
    history_now = "now";
    history_undone = "undone";
    history_older(count) = "{count} older step" | "{count} older steps";

    unlock = "Unlock all columns…";
    lock = "Lock all columns but the target";
    unlock_title = "Unlock all columns?";
    unlock_why = "Microsoft's guide to CTIM calls filling in TargetExternalDirectoryObjectId the only change needed to the file. Checked against the original, a change in any other column is an error.";
    unlock_when = "Unlock them to mend a file that is not for CTIM, or that somebody else changed. What you change in them stays marked.";
    unlock_yes = "Unlock all columns";
    unlock_no = "Keep them locked";
    lock_is_on = "Only the target is open";
    lock_is_off = "All columns are open";
    unlocked = "All columns can be edited.";
    locked = "Only TargetExternalDirectoryObjectId can be edited.";
}
