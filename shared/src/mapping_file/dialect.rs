//! How a file is written: what has to be kept when a field is replaced.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The encoding of the characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Encoding {
    /// What CTIM's reader expects. Pure ASCII is UTF-8, too.
    Utf8,
    /// Two bytes a character, the lower first ("Unicode" in Windows programs).
    Utf16Le,
    /// Two bytes a character, the higher first.
    Utf16Be,
    /// A guess: the bytes are not UTF-8, and Windows programs write this.
    Windows1252,
}

/// What ends the lines.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Newline {
    /// `\n`, as on Linux and macOS.
    Lf,
    /// `\r\n`, as on Windows.
    Crlf,
    /// `\r` alone.
    Cr,
    /// More than one kind.
    Mixed,
    /// A single line without an end.
    None,
}

/// How a file is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dialect {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether it begins with a byte order mark.
    pub bom: bool,
    /// What separates fields (an ASCII character).
    pub delimiter: u8,
    /// What ends lines.
    pub newline: Newline,
    /// Whether the last line has an end.
    pub final_newline: bool,
}

impl Dialect {
    /// The delimiter in words.
    pub fn delimiter_name(&self) -> String {
        match self.delimiter {
            b',' => "comma".to_owned(),
            b';' => "semicolon".to_owned(),
            b'\t' => "tab".to_owned(),
            b'|' => "pipe".to_owned(),
            other => format!("\"{}\"", char::from(other).escape_default()),
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

impl fmt::Display for Newline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lf => "LF",
            Self::Crlf => "CRLF",
            Self::Cr => "CR",
            Self::Mixed => "mixed line ends",
            Self::None => "one line",
        })
    }
}

/// `UTF-8 · comma · CRLF`.
impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bom = if self.bom && self.encoding == Encoding::Utf8 {
            " with BOM"
        } else {
            ""
        };
        write!(
            f,
            "{}{bom} · {} · {}",
            self.encoding,
            self.delimiter_name(),
            self.newline
        )
    }
}
