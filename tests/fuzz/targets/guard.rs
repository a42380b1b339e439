//! Any file: its spreadsheet-safe copy leads back to the very bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::mapping_file::{open, open_unguarded};

fuzz_target!(|data: &[u8]| {
    let Ok(file) = open(data.to_vec()) else {
        return;
    };
    if file.is_spreadsheet_safe() {
        // A copy that somebody made or changed: taking the guard off must not panic.
        let _ = file.without_guard();
        return;
    }
    let Ok(copy) = file.spreadsheet_safe() else {
        return;
    };
    let (original, was_copy) = open_unguarded(copy).unwrap();
    assert!(was_copy);
    assert_eq!(original.save(), data);
});
