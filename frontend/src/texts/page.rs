//! Texts of the page as a whole: its actions, its status line.

super::texts! {
    undo = "Undo";
    undo_step(name) = "Undo: {name}";
    redo = "Redo";
    redo_step(name) = "Redo: {name}";
    save = "Save";
    review = "Review";
    unsaved = "Not saved";
    next_finding = "Next finding";
    previous_finding = "Previous finding";
    rows(count) = "{count} row" | "{count} rows";
    errors(count) = "{count} error" | "{count} errors";
    ready_errors_unmapped(ready, errors, unmapped) = "{ready} ready · {errors} · {unmapped} unmapped";
    cancel = "Cancel";
    close = "Close";
    title = "Review a mapping file";
    about = "Review a cross-tenant mapping file in your browser. Nothing leaves the page.";
    to_rows = "Back to the rows";
    copied = "Copied";
    select_to_copy = "Select it and press Ctrl C";
    with_keys(what, keys) = "{what} ({keys})";
}
