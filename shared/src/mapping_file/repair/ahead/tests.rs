use super::*;
use crate::mapping_file::{LineEnd, PreviewAhead, RepairPreview, RowId, open};

fn utf_16(text: &str) -> Vec<u8> {
    let units = format!("\u{feff}{text}");
    units.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Files that are odd in every way that a repair is for, some with edits.
fn files() -> Vec<MappingFile> {
    let texts = [
        "A,TargetExternalDirectoryObjectId,C\r\n1,2,3\n\n\r4,,\r\n,,\n5,6,7",
        "sep=;\nA; B ;TargetExternalDirectoryObjectId\r\n\"x;y\";1,5;\r\n\r\na\"b,c;\"d\"e,f;z\r\n",
        "\r\n#TYPE x\n A\tB\tTargetExternalDirectoryObjectId\n\t\t\n1\t2\n",
        "Crosswalk review copy of A,TargetExternalDirectoryObjectId\n'=1,\n''+2,-3\nx,y\n",
        "A,TargetExternalDirectoryObjectId\nJ\u{f6}rg,1\n,\n\u{20ac},2\n",
        "A,TargetExternalDirectoryObjectId",
        "A\n1\n2\n",
        "A,B\n1,\"2",
    ];
    let mut files: Vec<MappingFile> = texts
        .iter()
        .flat_map(|text| [text.as_bytes().to_vec(), utf_16(text)])
        .chain([b"A,TargetExternalDirectoryObjectId\nJ\xf6rg,1\n\xfcx,\n,2\n".to_vec()])
        .map(|bytes| open(bytes).unwrap())
        .collect();
    for mut file in files.clone() {
        file.unlock_all_columns();
        for row in file.rows() {
            let _ = file.set_cell(row, row.0 as usize % 2, "\u{fc},;\"");
        }
        let _ = file.set_cell(RowId(0), 0, "");
        files.push(file);
    }
    files
}

fn repairs() -> Vec<Repair> {
    let read_as = |encoding, delimiter| Repair::ReadAs {
        encoding,
        delimiter,
    };
    vec![
        Repair::CommaDelimiter,
        Repair::ToUtf8 { bom: false },
        Repair::ToUtf8 { bom: true },
        read_as(Encoding::Windows1252, b','),
        read_as(Encoding::Utf8, b','),
        read_as(Encoding::Utf8, b';'),
        read_as(Encoding::Utf8, b'"'),
        Repair::UniformLineEnds(LineEnd::Crlf),
        Repair::FinalLineEnd,
        Repair::RemoveBlankLines,
        Repair::RemovePreamble,
        Repair::RemoveEmptyRows,
        Repair::TrimHeader,
        Repair::RenameColumns(vec![(0, "N".into())]),
        Repair::RemoveColumns(vec![0]),
        Repair::RemoveColumns(vec![1]),
        Repair::RemoveColumns(vec![0, 9]),
        Repair::QuoteStrayQuotes,
        Repair::TakeGuardOff,
    ]
}

/// What a repair came to: the bytes, with the edits and without them.
type Came = Result<Option<(Vec<u8>, Vec<u8>, u32)>, RepairError>;

fn in_slices(file: &MappingFile, repair: &Repair, most: usize) -> (Came, usize) {
    let mut slices = 0;
    let mut go = || {
        let mut ahead = RepairAhead::new(file, repair)?;
        let mut before = 0;
        loop {
            slices += 1;
            if ahead.step(file, repair, most)? {
                break;
            }
            let done = ahead.done(file);
            assert!((before..=1000).contains(&done), "{before} to {done}");
            before = done;
        }
        let repaired = ahead.take();
        Ok(repaired.map(|file| (file.original().to_vec(), file.save(), file.changed_rows())))
    };
    (go(), slices)
}

fn preview(file: &MappingFile, repair: &Repair, most: usize) -> Result<RepairPreview, RepairError> {
    let mut ahead = PreviewAhead::new(file, repair)?;
    let mut before = 0;
    while !ahead.step(file, repair, most)? {
        let done = ahead.done(file);
        assert!((before..=1000).contains(&done), "{before} to {done}");
        before = done;
    }
    Ok(ahead.finish(file, repair))
}

#[test]
fn a_repair_comes_to_the_same_however_many_lines_are_repaired_at_a_time() {
    let (mut made, mut refused) = (0, 0);
    for file in files() {
        for repair in repairs() {
            let (expected, at_once) = in_slices(&file, &repair, usize::MAX);
            made += usize::from(matches!(expected, Ok(Some(_))));
            refused += usize::from(expected.is_err());
            let shown = preview(&file, &repair, usize::MAX);
            for most in [1, 2, 3, 7] {
                let (came, slices) = in_slices(&file, &repair, most);
                assert_eq!(came, expected, "{repair:?}, {most} lines at a time");
                assert!(slices >= at_once);
                let again = preview(&file, &repair, most);
                assert_eq!(again, shown, "{repair:?}, {most} lines at a time");
            }
        }
    }
    assert!(made > 100 && refused > 30, "{made} made, {refused} refused");
}

/// Nobody would notice a slice that does everything.
#[test]
fn a_repair_of_many_lines_takes_many_slices() {
    let text = "A,B,TargetExternalDirectoryObjectId\n".to_owned() + &"a\"b;,1,\n\n".repeat(500);
    let file = open(text.into_bytes()).unwrap();
    for repair in repairs() {
        let (came, slices) = in_slices(&file, &repair, 10);
        let at_least = match repair {
            // They are read again, and there is nothing to compare with.
            Repair::ReadAs { .. } => 2,
            // The others are compared, and most are written line by line.
            Repair::TrimHeader | Repair::RemovePreamble | Repair::RenameColumns(_) => 50,
            _ => 100,
        };
        if matches!(came, Ok(Some(_))) {
            assert!(slices > at_least - 1, "{repair:?}: {slices}");
        }
    }
}
