//! What a file was guessed to be where its bytes leave it open, with samples of both
//! readings.

use shared::mapping_file::{Column, Encoding, GuessedText, MappingFile, open_as};

use super::protocol::{Doubt, DoubtAbout, ReadingView};

/// How many texts are shown of each reading.
const SAMPLES: usize = 3;
/// Longest text of a sample, in characters.
const SHOWN_CHARS: usize = 80;
/// How much of a file is read again with another delimiter, in bytes.
const ENOUGH: usize = 64 << 10;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What to ask about a file that was just opened.
pub(super) fn of(file: &MappingFile) -> Option<Doubt> {
    encoding(file).or_else(|| delimiter(file))
}

/// Windows-1252 is a guess wherever it is: the bytes are no UTF-8, and that is all.
fn encoding(file: &MappingFile) -> Option<Doubt> {
    let guessed = file.sample_of_guess(SAMPLES);
    if guessed.is_empty() {
        return None;
    }
    let reading = |encoding, sample: Vec<String>| ReadingView {
        encoding,
        delimiter: file.dialect().delimiter,
        sample,
    };
    let texts = guessed.iter().map(|text| text.text.clone()).collect();
    let other = guessed.iter().map(|text| as_utf_8(file, text)).collect();
    Some(Doubt {
        about: DoubtAbout::Encoding,
        readings: vec![
            reading(file.dialect().encoding, texts),
            reading(Encoding::Utf8, other),
        ],
    })
}

fn as_utf_8(file: &MappingFile, guessed: &GuessedText) -> String {
    let row = guessed.row.and_then(|row| file.row(row));
    let raw = row.as_ref().map(|row| row.raw(guessed.column));
    match raw {
        Some(raw) => shortened(&String::from_utf8_lossy(raw)),
        // A name in the header: each of its characters was one byte.
        None => guessed
            .text
            .chars()
            .map(|c| {
                if c.is_ascii() {
                    c
                } else {
                    char::REPLACEMENT_CHARACTER
                }
            })
            .collect(),
    }
}

/// Where no column has a name that is known, another delimiter may be the right one.
fn delimiter(file: &MappingFile) -> Option<Doubt> {
    let names = file.header();
    if names.iter().any(|name| name.parse::<Column>().is_ok()) {
        return None;
    }
    let beginning = beginning(file.original());
    let encoding = file.dialect().encoding;
    let own = file.dialect().delimiter;
    let mut readings = vec![ReadingView {
        encoding,
        delimiter: own,
        sample: sample(file),
    }];
    let others = DELIMITERS.into_iter().filter(|other| *other != own);
    readings.extend(others.filter_map(|delimiter| {
        let file = open_as(beginning.to_vec(), encoding, delimiter).ok()?;
        (file.header().len() > 1).then(|| ReadingView {
            encoding,
            delimiter,
            sample: sample(&file),
        })
    }));
    (readings.len() > 1).then_some(Doubt {
        about: DoubtAbout::Delimiter,
        readings,
    })
}

fn beginning(bytes: &[u8]) -> &[u8] {
    // An even number of bytes, for files with two a character.
    bytes.get(..ENOUGH).unwrap_or(bytes)
}

/// The header and the first row, a bar between fields.
fn sample(file: &MappingFile) -> Vec<String> {
    let row = file.rows().next().and_then(|row| file.row(row));
    let row = row.map(|row| {
        let fields: Vec<_> = (0..row.len()).map(|field| row.text(field)).collect();
        shortened(&fields.join(" | "))
    });
    std::iter::once(shortened(&file.header().join(" | ")))
        .chain(row)
        .collect()
}

fn shortened(text: &str) -> String {
    text.chars().take(SHOWN_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use shared::mapping_file::open;

    use super::*;

    fn doubt(bytes: &[u8]) -> Option<Doubt> {
        of(&open(bytes.to_vec()).unwrap())
    }

    #[test]
    fn a_guessed_encoding_shows_both_readings() {
        for (bytes, texts) in [
            (
                &b"PrimarySmtpAddress,DisplayName\na@x.example,J\xf6rg\n"[..],
                ["Jörg", "J\u{fffd}rg"],
            ),
            (
                &b"PrimarySmtpAddress,Stra\xdfe\na@x.example,1\n"[..],
                ["Straße", "Stra\u{fffd}e"],
            ),
        ] {
            let doubt = doubt(bytes).unwrap();
            assert_eq!(doubt.about, DoubtAbout::Encoding);
            let sample = doubt.readings.iter().map(|it| it.sample[0].as_str());
            assert_eq!(sample.collect::<Vec<_>>(), texts);
        }
    }

    #[test]
    fn a_header_without_a_known_name_may_have_another_delimiter() {
        let doubt = doubt(b"Von;Nach,dahin\n1;2,3\n").unwrap();
        assert_eq!(doubt.about, DoubtAbout::Delimiter);
        let delimiters: Vec<u8> = doubt.readings.iter().map(|it| it.delimiter).collect();
        assert_eq!(delimiters, [b',', b';']);
        assert_eq!(doubt.readings[1].sample, ["Von | Nach,dahin", "1 | 2,3"]);
    }

    #[test]
    fn what_is_plain_is_not_asked() {
        for bytes in [
            &b"PrimarySmtpAddress,TargetExternalDirectoryObjectId\na@x.example,\n"[..],
            "PrimarySmtpAddress,Note;with\na@x.example,é\n".as_bytes(),
            b"A,B\n1,2\n",
        ] {
            assert_eq!(doubt(bytes), None);
        }
    }
}
