//! GUIDs as people paste them: in quotes or braces, without hyphens, with hyphens from a
//! word processor, with letters in them that nobody sees.

use uuid::Uuid;

/// The GUID that a text certainly is, as Microsoft 365 writes it; empty text for the nil
/// GUID, which names nobody. None if it is no GUID, or several.
pub(super) fn guid_in(text: &str) -> Option<String> {
    // A long text is no GUID, and need not be gone through.
    if text.len() > 200 {
        return None;
    }
    let visible: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if is_hyphen(c) { '-' } else { c })
        .collect();
    let bare = visible.trim_matches(|c: char| c.is_whitespace() || is_around(c));
    // Of other lengths are the forms that programs write for each other.
    if !matches!(bare.len(), 32 | 36) {
        return None;
    }
    let id = Uuid::try_parse(bare).ok()?;
    Some(if id.is_nil() {
        String::new()
    } else {
        id.hyphenated().to_string()
    })
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}'
    )
}

fn is_around(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '{' | '}' | '(' | ')' | '[' | ']' | '<' | '>' | '\u{2018}'
            ..='\u{201f}' | '\u{ab}' | '\u{bb}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUID: &str = "6513270e-269e-4d37-b2a7-4de452e6b438";

    #[test]
    fn a_guid_is_told_from_what_is_none() {
        for text in [
            "6513270E269E4D37B2A74DE452E6B438",
            " {6513270e269e4d37b2a74de452e6b438} ",
            "\"6513270e-269e-4d37-b2a7-4de452e6b438\"",
            "\u{201c}6513270E-269E-4D37-B2A7-4DE452E6B438\u{201d}",
            "({6513270e-269e-4d37-b2a7-4de452e6b438})",
            "6513270e\u{2013}269e\u{2013}4d37\u{2013}b2a7\u{2013}4de452e6b438",
            "\u{feff}6513270e-269e-4d37-\u{200b}b2a7-4de452e6b438",
        ] {
            assert_eq!(guid_in(text).as_deref(), Some(GUID), "{text}");
        }
        assert_eq!(
            guid_in("00000000000000000000000000000000").as_deref(),
            Some("")
        );
        for text in [
            "",
            "6513270e-269e-4d37-b2a7-4de452e6b43",
            "6513270e-269e-4d37-b2a74-de452e6b438",
            "6513270e-269e-4d37-b2a7-4de452e6b438 6513270e-269e-4d37-b2a7-4de452e6b438",
            "6513270g269e4d37b2a74de452e6b438",
            "mia@fabrikam.example",
            "urn:uuid:6513270e-269e-4d37-b2a7-4de452e6b438",
            "6513270e-269e-4d37-b2a7_4de452e6b438",
            &"a".repeat(1000),
        ] {
            assert_eq!(guid_in(text), None, "{text}");
        }
    }

    #[test]
    fn a_guid_far_away_is_not_looked_for() {
        let spaces = " ".repeat(200 - GUID.len());
        assert_eq!(guid_in(&format!("{spaces}{GUID}")).as_deref(), Some(GUID));
        assert_eq!(guid_in(&format!("{spaces} {GUID}")), None);
    }
}
