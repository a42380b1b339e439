//! Texts of the findings, their fixes, repairs and references.

super::texts! {
    // The panel.
    findings = "Findings";
    nothing_to_mend = "Nothing to mend in this file.";
    being_read = "What is found stands here once the whole file is read.";
    being_counted = "counting rows";
    about_rule = "Why, and what to do";
    fix = "Fix";
    fix_label(row, title) = "Fix row {row}: {title}";
    fix_file_label(title) = "Fix: {title}";
    fix_all(count) = "Fix this one…" | "Fix all {count} like this…";
    fix_found = "Fix what can be fixed…";
    need_you(count) = "{count} needs you" | "{count} need you";
    none_certain = "None of these can be fixed with certainty: they need you.";
    more_places(count) = "{count} more" | "{count} more";
    rest_by_key(count) = "{count} more: show these rows, or press F8" | "{count} more: show these rows, or press F8";
    show_rows = "Show only these rows";
    only_rule(title) = "Only: {title}";
    show_all_rows = "Show all rows again";
    errors(count) = "error" | "errors";
    warnings(count) = "warning" | "warnings";
    notes(count) = "note" | "notes";
    active_rule = "At the active cell";

    // Fixes and repairs.
    fix_here = "Fix at the active cell";
    nothing_certain = "There is nothing here that can be fixed with certainty.";
    nothing_to_do = "There is nothing to do.";
    not_done(why) = "Nothing was changed: {why}.";
    made(name) = "Done: {name}. Ctrl Z takes it back.";
    cells_change(count, rows) = "{count} cell in {rows} will change." | "{count} cells in {rows} will change.";
    rest_stays(count) = "{count} finding needs you and stays as it is." | "{count} findings need you and stay as they are.";
    places_change(count) = "{count} place in the file will change; no other field does." | "{count} places in the file will change; no other field does.";
    rows_removed(count) = "{count} row goes; those after it get other numbers." | "{count} rows go; those after them get other numbers.";
    columns_removed(names) = "These columns go: {names}.";
    one_step = "It is one step: Ctrl Z takes it back.";
    row_head = "Row";
    before_head = "Now";
    after_head = "Then";
    header_line = "Header";
    empty_text = "empty";
    not_shown(count) = "and {count} more like this" | "and {count} more like these";
    change_cells(count) = "Change {count} cell" | "Change {count} cells";
    do_it = "Do it";
    working_out = "Working out what would change…";

    // Said to screen readers after a step.
    no_errors_left = "No errors left.";
    left_in_row(count) = "{count} error left in this row." | "{count} errors left in this row.";
    left_in_file(count) = "{count} row with errors left." | "{count} rows with errors left.";
    row_is_right(rest) = "No errors left in this row. {rest}";

    // Filters.
    rows_shown = "Rows shown";
    filter_all = "All";
    filter_errors = "Errors";
    filter_warnings = "Warnings";
    filter_unmapped = "Unmapped";
    filter_changed = "Changed";
    filter_mapped = "Mapped";
    filter_conflict = "Conflict";

    // Keys, at the bottom.
    key_next = "next finding";
    key_edit = "edit";
    key_fix = "fix";

    // What was recognised.
    facts = "What was recognised";
    encoding = "Encoding";
    delimiter = "Delimiter";
    line_ends = "Line ends";
    rows_fact = "Rows";
    utf_8_means = "The characters are in UTF-8, which is what CTIM reads.";
    bom_means = "The characters are in UTF-8, and the file begins with a byte order mark, which Excel writes.";
    utf_16_means = "The characters are in UTF-16, as Windows programs save \"Unicode\". CTIM does not read it: convert the file before you upload it.";
    windows_1252_means = "The bytes are no UTF-8, so they were taken for Windows-1252, which older Windows programs write. That is a guess: look whether names with accents read right.";
    comma_means = "Fields are separated by commas, which is what CTIM reads.";
    other_delimiter_means(name) = "Fields are separated by {name}. CTIM reads commas only: change it before you upload the file.";
    one_line_end_means(name) = "Every line ends with {name}. It stays as it is when you save.";
    mixed_means = "Lines end in different ways. Nothing is lost by that, and some programs stumble over it.";
    no_line_end_means = "The file is a single line without an end.";
    no_last_end_means = "The last line has no end.";
    rows_means(rows, columns) = "{rows} under a header with {columns}. Blank lines are no rows.";
    columns(count) = "{count} column" | "{count} columns";
    convert = "Convert to UTF-8…";
    with_bom = "Add a byte order mark, for Excel…";
    without_bom = "Remove the byte order mark…";
    read_as(name) = "Read as {name}…";
    separated_by(name) = "Read as separated by {name}…";
    by_commas = "Separate by commas…";
    end_with(name) = "End every line with {name}…";
    end_last = "End the last line…";
    comma = "comma";
    semicolon = "semicolon";
    tab = "tab";
    pipe = "pipe";

    // A doubtful guess.
    doubt_encoding = "Do these read right? The encoding is a guess.";
    doubt_delimiter = "What separates the fields? No column has a name that is known.";
    keep(name) = "Right: {name}";
    instead(name) = "No, read as {name}";

    // References.
    references = "References";
    drop_more = "Drop more files to check against, or choose them. They are recognised by their header.";
    mail_users = "MailUsers";
    source_mailboxes = "Source mailboxes";
    accepted_domains = "Accepted domains";
    original = "Original file";
    add(name) = "+ {name}";
    remove(name) = "Check without {name}";
    reading(name) = "Reading {name}";
    choose_file = "Choose files…";
    mail_users_add = "The target's MailUsers. With them you see whether each target exists and is ready, addresses become ids, and names stand beside GUIDs.";
    source_mailboxes_add = "The source's mailboxes. With them you see whether a row names a mailbox that is there, what holds and archives stand in the way, and what changed since the download.";
    accepted_domains_add = "The target's accepted domains. With them you see addresses that the target would not take.";
    original_add = "The mapping file as it was downloaded. With it you see what was changed in locked columns, and rows that are missing or were added.";
    export_with = "Export it in PowerShell with:";
    export_people = "The same with department and employee id:";
    copy_command = "Copy the command";
    problems(count) = "{count} place could not be used" | "{count} places could not be used";
    more_problems(count) = "and {count} more" | "and {count} more";
    now_checked(name, what) = "{name} is now checked against: {what}.";
    kept_for_later(name, what) = "{name} was recognised ({what}). It is checked against once a mapping file is open.";
    count_mail_users(count) = "{count} MailUser" | "{count} MailUsers";
    count_mailboxes(count) = "{count} source mailbox" | "{count} source mailboxes";
    count_domains(count) = "{count} accepted domain" | "{count} accepted domains";
    count_rows(count) = "the original file, {count} row" | "the original file, {count} rows";
    put_away(name) = "{name} is no longer checked against.";
    refused(name, why) = "{name}: {why}";
    ask_sip = "Name MailUsers without a SIP address (Teams needs one)";
    ask_domain = "Target delivery domain of the batch";
    domain_example = "fabrikam.mail.onmicrosoft.com";
    either_title(name) = "What is {name}?";
    either_text = "It is a mapping file, too. You can compare the open file with it, or open it instead.";
    is_original = "Compare with it as the original";
    open_instead = "Open it instead";
    with_mark(name) = "{name} with BOM";
    from_file(name) = "From {name}";
}
