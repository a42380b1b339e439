//! The first rows of a file that is still being read.

use shared::mapping_file::{self, Lock};

use super::{
    protocol::{ColumnView, Counts, LeaveFacts, Overview, Window},
    window,
};

/// How much of a file a preview is made of, in bytes.
pub const ENOUGH: usize = 64 << 10;
/// Most rows of a preview: more than fit on a screen.
const ROWS: usize = 80;

/// What can be shown of a file by its first bytes; none if that is nothing yet. The last
/// row may be cut in two, so it is left out.
pub fn of(name: &str, beginning: &[u8]) -> Option<(Overview, Window)> {
    let whole = whole_part(beginning)?;
    let file = mapping_file::open(whole.to_vec()).ok()?;
    let complete = usize::try_from(file.row_count()).ok()?.checked_sub(1)?;
    let rows: Vec<_> = file
        .rows()
        .take(complete.min(ROWS))
        .map(|row| window::plain(&file, row, &[]))
        .collect();
    let overview = Overview {
        revision: 0,
        name: name.to_string(),
        dialect: file.dialect().to_string(),
        written: *file.dialect(),
        doubt: None,
        columns: file
            .header()
            .iter()
            .map(|name| ColumnView {
                name: name.clone(),
                editable: false,
            })
            .collect(),
        rows: u32::try_from(rows.len()).ok()?,
        counts: Counts::default(),
        groups: Vec::new(),
        refuses_upload: false,
        undo: None,
        redo: None,
        locked: file.lock() == Lock::TargetOnly,
        references: Vec::new(),
        outcome: None,
        leave: LeaveFacts::default(),
    };
    let window = Window {
        rows,
        ..Window::default()
    };
    Some((overview, window))
}

/// As much of the beginning as does not end within a character.
fn whole_part(beginning: &[u8]) -> Option<&[u8]> {
    let is_utf_16 = beginning.starts_with(&[0xff, 0xfe]) || beginning.starts_with(&[0xfe, 0xff]);
    let end = if is_utf_16 {
        beginning.len() & !1
    } else {
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        beginning.iter().rposition(is_end)? + 1
    };
    beginning.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_complete_rows_are_shown() {
        let text = "PrimarySmtpAddress,TargetExternalDirectoryObjectId\né@x.example,1\nb@x.example,2\nc@x.exa";
        let (overview, window) = of("wave.csv", text.as_bytes()).unwrap();
        assert_eq!((overview.rows, overview.columns.len()), (1, 2));
        assert_eq!(window.rows[0].cells, ["é@x.example", "1"]);
    }

    #[test]
    fn a_beginning_may_end_within_a_character() {
        let mut utf_16: Vec<u8> = vec![0xff, 0xfe];
        utf_16.extend(
            "A,B\r\n1,2\r\n3,4\r\n5"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        );
        for cut in 0..utf_16.len() {
            let _ = of("wave.csv", &utf_16[..cut]);
        }
        let (_, window) = of("wave.csv", &utf_16[..utf_16.len() - 1]).unwrap();
        assert_eq!(window.rows[0].cells, ["1", "2"]);
    }
}
