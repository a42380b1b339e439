//! What was recognised about how a file is written: what it means, and what can be
//! changed about it.

use shared::mapping_file::{Dialect, Encoding, LineEnd, Newline, Repair};

use crate::{
    engine::protocol::{Mend, Overview},
    texts::{findings as texts, page, worded},
};

/// Something that was recognised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fact {
    /// The encoding.
    Encoding,
    /// What separates fields.
    Delimiter,
    /// What ends lines.
    LineEnds,
    /// How many rows there are.
    Rows,
}

/// What can be changed about a fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// What it is called.
    pub label: String,
    /// What does it.
    pub mend: Mend,
}

/// Findings about rows that are none, and what to call their repair.
const ROW_RULES: [&str; 2] = ["CW-F-007", "CW-F-021"];
const ENCODINGS: [Encoding; 4] = [
    Encoding::Utf8,
    Encoding::Windows1252,
    Encoding::Utf16Le,
    Encoding::Utf16Be,
];
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

impl Fact {
    /// All of them, in the order shown.
    pub const ALL: [Self; 4] = [Self::Encoding, Self::Delimiter, Self::LineEnds, Self::Rows];

    /// What it is about.
    pub fn title(self) -> String {
        match self {
            Self::Encoding => texts::encoding(),
            Self::Delimiter => texts::delimiter(),
            Self::LineEnds => texts::line_ends(),
            Self::Rows => texts::rows_fact(),
        }
    }

    /// What was recognised, in a word.
    pub fn label(self, file: &Overview) -> String {
        let written = &file.written;
        match self {
            Self::Encoding if written.bom && written.encoding == Encoding::Utf8 => {
                texts::with_mark(written.encoding)
            }
            Self::Encoding => worded(written.encoding.to_string()),
            Self::Delimiter => delimiter_name(written.delimiter),
            Self::LineEnds => worded(written.newline.to_string()),
            Self::Rows => page::rows(file.rows),
        }
    }

    /// What that means.
    pub fn meaning(self, file: &Overview) -> Vec<String> {
        let written = &file.written;
        let one = match self {
            Self::Encoding => match written.encoding {
                Encoding::Utf8 if written.bom => texts::bom_means(),
                Encoding::Utf8 => texts::utf_8_means(),
                Encoding::Utf16Le | Encoding::Utf16Be => texts::utf_16_means(),
                Encoding::Windows1252 => texts::windows_1252_means(),
            },
            Self::Delimiter if written.delimiter == b',' => texts::comma_means(),
            Self::Delimiter => texts::other_delimiter_means(delimiter_name(written.delimiter)),
            Self::LineEnds => match written.newline {
                Newline::Mixed => texts::mixed_means(),
                Newline::None => texts::no_line_end_means(),
                one => texts::one_line_end_means(one),
            },
            Self::Rows => {
                let columns = u64::try_from(file.columns.len()).unwrap_or(u64::MAX);
                texts::rows_means(page::rows(file.rows), texts::columns(columns))
            }
        };
        let is_open_end = self == Self::LineEnds && has_open_end(*written);
        std::iter::once(one)
            .chain(is_open_end.then(texts::no_last_end_means))
            .collect()
    }

    /// What can be changed about it.
    pub fn offers(self, file: &Overview) -> Vec<Offer> {
        let written = &file.written;
        match self {
            Self::Encoding => encodings(*written),
            Self::Delimiter => delimiters(*written),
            Self::LineEnds => line_ends(*written),
            Self::Rows => {
                let is_here = |group: &&crate::engine::protocol::Group| {
                    ROW_RULES.contains(&group.code.as_str())
                };
                let groups = file.groups.iter().filter(is_here);
                groups
                    .map(|group| Offer {
                        label: format!("{}…", group.title),
                        mend: Mend::All {
                            code: group.code.clone(),
                        },
                    })
                    .collect()
            }
        }
    }
}

fn encodings(written: Dialect) -> Vec<Offer> {
    let mut offers = Vec::new();
    match (written.encoding, written.bom) {
        (Encoding::Utf8, true) => {
            offers.push(repair(texts::without_bom(), Repair::ToUtf8 { bom: false }));
        }
        (Encoding::Utf8, false) => {
            offers.push(repair(texts::with_bom(), Repair::ToUtf8 { bom: true }));
        }
        _ => offers.push(repair(texts::convert(), Repair::ToUtf8 { bom: false })),
    }
    // A byte order mark proves the encoding.
    if !written.bom {
        let others = ENCODINGS
            .into_iter()
            .filter(|other| *other != written.encoding);
        offers.extend(others.map(|encoding| {
            let delimiter = written.delimiter;
            repair(
                texts::read_as(encoding),
                Repair::ReadAs {
                    encoding,
                    delimiter,
                },
            )
        }));
    }
    offers
}

fn delimiters(written: Dialect) -> Vec<Offer> {
    let mut offers = Vec::new();
    if written.delimiter != b',' {
        offers.push(repair(texts::by_commas(), Repair::CommaDelimiter));
    }
    let others = DELIMITERS
        .into_iter()
        .filter(|other| *other != written.delimiter);
    offers.extend(others.map(|delimiter| {
        let encoding = written.encoding;
        repair(
            texts::separated_by(delimiter_name(delimiter)),
            Repair::ReadAs {
                encoding,
                delimiter,
            },
        )
    }));
    offers
}

fn line_ends(written: Dialect) -> Vec<Offer> {
    let ends = match written.newline {
        Newline::Crlf => vec![LineEnd::Lf],
        Newline::Lf => vec![LineEnd::Crlf],
        Newline::Cr | Newline::Mixed => vec![LineEnd::Crlf, LineEnd::Lf],
        Newline::None => Vec::new(),
    };
    let mut offers: Vec<Offer> = ends
        .into_iter()
        .map(|end| repair(texts::end_with(end.name()), Repair::UniformLineEnds(end)))
        .collect();
    if has_open_end(written) {
        offers.push(repair(texts::end_last(), Repair::FinalLineEnd));
    }
    offers
}

fn has_open_end(written: Dialect) -> bool {
    !written.final_newline && written.newline != Newline::None
}

fn repair(label: String, repair: Repair) -> Offer {
    Offer {
        label,
        mend: Mend::Written(repair),
    }
}

/// What a delimiter is called.
pub fn delimiter_name(delimiter: u8) -> String {
    match delimiter {
        b',' => texts::comma(),
        b';' => texts::semicolon(),
        b'\t' => texts::tab(),
        b'|' => texts::pipe(),
        other => format!("\"{}\"", char::from(other).escape_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::preview;

    fn file(bytes: &[u8]) -> Overview {
        preview::of("wave.csv", bytes).unwrap().0
    }

    #[test]
    fn every_fact_says_what_it_is_and_what_can_be_changed() {
        let utf_8 = file(b"A,B\r\n1,2\r\n3,4\r\n");
        let labels = Fact::ALL.map(|fact| fact.label(&utf_8));
        assert_eq!(labels, ["UTF-8", "comma", "CRLF", "1 row"]);
        let offers = |fact: Fact, file: &Overview| {
            let offers = fact.offers(file).into_iter();
            offers.map(|offer| offer.label).collect::<Vec<_>>()
        };
        assert_eq!(offers(Fact::LineEnds, &utf_8), ["End every line with LF…"]);
        assert_eq!(offers(Fact::Delimiter, &utf_8).len(), 3);
        assert!(offers(Fact::Rows, &utf_8).is_empty());

        let excel = file("\u{feff}A;B\n1;2\r\n3;4\n".as_bytes());
        assert_eq!(Fact::Encoding.label(&excel), "UTF-8 with BOM");
        assert_eq!(
            offers(Fact::Encoding, &excel),
            ["Remove the byte order mark…"]
        );
        assert_eq!(offers(Fact::Delimiter, &excel)[0], "Separate by commas…");
        assert_eq!(offers(Fact::LineEnds, &excel).len(), 2);
        for fact in Fact::ALL {
            assert!(!fact.meaning(&excel).is_empty() && !fact.title().is_empty());
        }
    }

    #[test]
    fn windows_1252_can_be_converted_or_read_otherwise() {
        let old = file(b"A,B\r\n\xe9,2\r\n3,4\r\n");
        let offers = Fact::Encoding.offers(&old);
        assert_eq!(offers[0].label, "Convert to UTF-8…");
        assert_eq!(offers[1].label, "Read as UTF-8…");
    }
}
