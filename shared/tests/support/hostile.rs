//! Bytes that no well-meant program writes.

use proptest::prelude::*;

/// Bytes that look like a CSV, with everything in them that could go wrong.
pub(crate) fn hostile_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => "[a-z@.]{0,6}".prop_map(String::into_bytes),
        8 => Just(b",".to_vec()),
        3 => Just(b"\r\n".to_vec()),
        2 => Just(b"\n".to_vec()),
        1 => Just(b"\r".to_vec()),
        3 => Just(b"\"".to_vec()),
        1 => Just(b"\"\"".to_vec()),
        1 => Just(b";".to_vec()),
        1 => Just(b"\t".to_vec()),
        1 => Just(b"\0".to_vec()),
        1 => Just("ö€😀".as_bytes().to_vec()),
        1 => Just(vec![0xff]),
        1 => Just(vec![0xe4]),
        1 => Just(b"\xef\xbb\xbf".to_vec()),
        1 => Just(b"\xff\xfe".to_vec()),
        1 => Just(b"TargetExternalDirectoryObjectId".to_vec()),
        1 => Just(b"SourceUserPrincipalName".to_vec()),
        1 => Just(b"sep=;\r\n".to_vec()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}
