//! Texts of the door: the page without a file, and what is dropped on it.

super::texts! {
    drop_here = "Drop a mapping file here";
    let_go = "Let go to open it";
    lead = "It is read, checked and edited in this page, without an account. You can also paste rows with Ctrl V.";
    choose = "Choose a file…";
    sample = "Try a sample";
    sample_with_references = "Sample with references";
    what_title = "What can be dropped";
    what_mapping = "Mapping file";
    what_mapping_about = "CSV in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs, as PowerShell 5.1 and 7 and Excel write it";
    what_copy = "Copies from here";
    what_copy_about = "spreadsheet-safe copies and files with a findings column: both are taken back to the file that they were made from";
    what_draft = "Draft";
    what_draft_about = "before or after its original file";
    what_references = "References";
    what_references_about = "MailUsers, accepted domains, source mailboxes (CSV or JSON), an earlier mapping file: all at once, they are told apart by their columns";
    reading = "Reading";
    read_so_far(done, total, rows) = "{done} of {total} · {rows}";
    refused_title(name) = "{name} cannot be opened";
    refused_then = "Choose or drop another file, or try the sample.";
    waiting = "Ready for a mapping file:";
    waiting_reference(name, what) = "{name} · {what}";
    waiting_draft(name, file) = "Draft {name}: drop {file} too, the file that it was made from";
    waiting_draft_alone(name) = "Draft {name}: drop the file that it was made from, too";
    drop_title = "Drop to add";
    drop_about = "A reference, a draft, or another mapping file";
    no_file = "There is no file in what was dropped.";
    pasted_name = "pasted.csv";
    unreadable(why) = "The browser could not read this file. Was it moved or changed meanwhile? {why}";

    // Before the engine is there: build/review.mjs puts these into the page.
    on_its_way = "The engine is on its way. A file that you drop or choose now opens as soon as it is here.";
    opens_soon(names) = "{names}: opens as soon as the engine is here.";
    engine_progress = "The engine has arrived";
    engine_failed(why) = "The engine did not start ({why}). Crosswalk needs WebAssembly: use a current browser, and a whole copy of this page.";
    needs_script = "The review runs in your browser and needs JavaScript and WebAssembly.";
}
