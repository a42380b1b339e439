//! Texts of the door: the page without a file.

super::texts! {
    drop_here = "Drop a mapping file here";
    reading = "Reading";
    read_so_far(done, total, rows) = "{done} of {total} · {rows}";
}
