//! Texts of leaving: save, exports, drafts, changes.

super::texts! {
    // The menu.
    more_ways = "More ways to save";
    group_file = "The file";
    group_review = "The review";
    group_next = "For the next steps";
    group_work = "This page";
    save_about = "The mapping file, with only your edits changed: for the upload.";
    review_copy = "Spreadsheet-safe copy";
    review_copy_about = "To look through in Excel: nothing in it runs. Open it here again, and the guard comes off exactly.";
    with_findings = "Original plus findings column";
    with_findings_about = "For whoever mends the file elsewhere: each row with what was found in it.";
    report = "Report to sign…";
    report_about = "One HTML page to print: numbers, findings, changes, SHA-256, sign-off.";
    findings_csv = "Findings as CSV";
    findings_csv_about = "One row for each finding, with why and what to do.";
    findings_json = "Findings as JSON";
    findings_json_about = "The same, for programs.";
    identity_map = "SharePoint identity map…";
    identity_map_about = "For Add-SPOTenantIdentityMap: whose files and permissions belong to whom.";
    migration_batch = "Migration batch CSV…";
    migration_batch_about = "For New-MigrationBatch: the target address of everybody who moves.";
    draft = "Draft";
    draft_about = "Your edits and their history, without the file: to go on with later.";
    needs_mail_users = "Not yet: add an export of the target's MailUsers as a reference first.";
    needs_addresses = "Not yet: the MailUsers given have no PrimarySmtpAddress. Export them again with that column.";
    needs_steps = "Not yet: there is no edit to keep.";
    open_another = "Open another file…";
    open_another_about = "A mapping file, a draft, or a file to check against.";
    // Saving.
    saved_as(name) = "Saved as {name} by your browser.";
    saved_in_place(name) = "Saved in {name}.";
    making(name) = "Making {name}…";
    exported(name) = "Saved as {name} by your browser. The mapping file itself has not been saved by this.";
    exported_rows(count, name) = "Saved as {name} by your browser, with {count} row." | "Saved as {name} by your browser, with {count} rows.";
    draft_saved(name) = "Draft saved as {name}. Open it beside the original file to go on.";
    changed_meanwhile(name) = "{name} was changed, moved or locked by another program after you opened it. What was saved has your edits, but not what happened there.";
    not_in_place(name, why) = "{name} could not be written ({why}): is it open in another program? It was saved as a download instead.";
    conflict_title(name) = "{name} was changed by another program";
    conflict_text = "It is not the file that you opened any more. Saving in place would overwrite what happened there.";
    save_a_copy = "Save a copy";
    overwrite = "Overwrite it";
    do_not_save = "Do not save";
    // Asking before an export.
    identity_map_title = "SharePoint identity map";
    identity_map_text = "SharePoint replaces its whole map by this file, so that everybody must be in it. Rows that cannot be are named after saving.";
    source_tenant = "Tenant id of the source";
    source_tenant_hint = "A GUID: Get-MgOrganization | Select-Object Id, run in the source tenant.";
    not_a_tenant_id = "This is not a tenant id: it must be a GUID such as 3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90.";
    batch_title = "Migration batch";
    batch_text = "One column, EmailAddress: the target's address of each mailbox to move.";
    batch_completed = "Only identities whose MigrationStatus is Completed: any other would fail in the move";
    batch_all = "Every mapped identity: I know that their MailUsers are ready";
    report_title = "Report to sign";
    report_text = "The report names the file by its SHA-256, edits included. A signature is about exactly these bytes.";
    reviewer = "Your name (optional)";
    save_file = "Save the file";
    // Who is not in an export.
    left_out_title(count, name) = "{count} row is not in {name}" | "{count} rows are not in {name}";
    left_out_held(count) = "{count} row is in it." | "{count} rows are in it.";
    left_out_more(count) = "and {count} more" | "and {count} more";
    left_out_save = "Save this list as CSV";
    row_number(row) = "Row {row}";
    // What an upload would do.
    about_file = "About this file";
    upload_refused(count) = "An upload would be refused as a whole: {count} error is about the file or a column." | "An upload would be refused as a whole: {count} errors are about the file or a column.";
    rows_held_back(count) = "{count} row has an error. An upload would hold it back and apply the rest." | "{count} rows have errors. An upload would hold them back and apply the rest.";
    formulas(count) = "{count} cell begins like a formula: a spreadsheet would run it." | "{count} cells begin like a formula: a spreadsheet would run them.";
    show_errors = "Show what";
    show_rows = "Show the rows";
    show_first = "Show the first";
    save_safe_copy = "Save a safe copy";
    dismiss = "Dismiss";
    was_review_copy = "This was a spreadsheet-safe copy. Its guard was taken off: what you see and save is the file that it was made from, with what was changed in the copy.";
    was_with_findings = "This file had a column of findings from Crosswalk at the end. It was taken off: what you see and save is the file without it.";
    draft_applied(name) = "The draft {name} is on this file: every step can be undone.";
    draft_refused(name, why) = "The draft {name} is not on this file. {why}";
    // Drafts.
    not_a_draft(why) = "This is no draft of Crosswalk: {why}.";
    draft_of_another_file(file, opened, expected, found) = "It was made from {file}, and {opened} is another file: the SHA-256 of one begins with {expected}, of the other with {found}. Open the file that the draft was made from.";
    // Leaving with unsaved work.
    unsaved_title = "You have edits that are not saved";
    unsaved_text(file, next) = "Opening {next} takes {file} off this page, and the edits with it.";
    save_then_open = "Save, then open";
    draft_then_open = "Save a draft, then open";
    open_without_saving = "Open without saving";
    keep_working = "Keep working";
    // Changes.
    changes = "Changes";
    compared_with = "Compared with";
    as_opened = "As opened";
    needs_baseline = "There is no original file to compare with: add the mapping file as it was downloaded, beside this one.";
    locked(count) = "{count} locked" | "{count} locked";
    added(count) = "{count} row added" | "{count} rows added";
    removed(count) = "{count} row removed" | "{count} rows removed";
    moved(count) = "{count} row moved" | "{count} rows moved";
    columns_added(names) = "Columns added: {names}";
    columns_removed(names) = "Columns removed: {names}";
    is_locked = "locked";
    no_changes = "No cell, row or column differs.";
    none_of_this_kind = "None of this kind.";
    comparing = "Comparing…";
    was = "was";
    is_now = "now";
    is_empty = "empty";
    is_missing = "no such field";
    row_in_both(now, before) = "Row {now}, before {before}";
    row_was(before) = "Row {before} of the other file";
    revert = "Revert";
    revert_cell_of(column, row) = "Revert {column} in row {row}";
    revert_row = "Revert row";
    revert_row_of(row) = "Revert row {row}";
    revert_all(count) = "Revert {count} cell" | "Revert all {count} cells";
    not_reverted = "Rows that were added, removed or moved stay as they are: only texts of cells are put back.";
    previous = "Previous";
    next = "Next";
    from_to(first, last, all) = "{first} to {last} of {all}";
    as_csv = "Save as CSV";
    as_json = "Save as JSON";
    changes_csv = "Changes as CSV";
    changes_json = "Changes as JSON";
    reverted(count) = "{count} cell was put back." | "{count} cells were put back.";
    step_revert_row(row) = "Revert row {row}";
    step_revert_all = "Revert all changes";
}
