//! What an HTML parser would not leave where it is written.

/// Begin after a paragraph, wherever they are written.
const CLOSE_A_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
];

/// Stand in none of their own kind.
const NOT_IN_THEMSELVES: &[&str] = &["a", "button", "form", "option"];

/// Hold nothing but text.
const TEXT_ONLY: &[&str] = &["script", "style", "textarea", "title"];

/// Have no end tag, and hold nothing.
pub(crate) const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Why an element cannot stand inside of those that are `around` it, the innermost last.
pub(crate) fn wrong(element: &str, around: &[String]) -> Option<String> {
    let is_around = |name: &str| around.iter().any(|it| it == name);
    let parent = around.last()?.as_str();
    if VOID.contains(&parent) || TEXT_ONLY.contains(&parent) {
        return Some(format!("<{parent}> holds no elements"));
    }
    if is_around("p") && CLOSE_A_PARAGRAPH.contains(&element) {
        return Some(format!("<{element}> ends the <p> around it"));
    }
    if NOT_IN_THEMSELVES.contains(&element) && is_around(element) {
        return Some(format!("<{element}> cannot stand in another"));
    }
    let parents: &[&str] = match element {
        "td" | "th" => &["tr"],
        "tr" => &["thead", "tbody", "tfoot"],
        "thead" | "tbody" | "tfoot" | "caption" | "colgroup" => &["table"],
        _ => return None,
    };
    (!parents.contains(&parent))
        .then(|| format!("<{element}> stands in <{}>", parents.join("> or <")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(element: &str, around: &[&str]) -> bool {
        let around: Vec<_> = around.iter().map(ToString::to_string).collect();
        wrong(element, &around).is_some()
    }

    #[test]
    fn what_a_parser_would_move_is_refused() {
        assert!(inside("ul", &["p"]));
        assert!(inside("div", &["p", "span"]));
        assert!(inside("tr", &["table"]));
        assert!(inside("td", &["tbody"]));
        assert!(inside("button", &["button", "span"]));
        assert!(inside("b", &["textarea"]));
        assert!(!inside("span", &["p"]));
        assert!(!inside("tr", &["table", "tbody"]));
        // The first of a view stands in something that another view has.
        assert!(!inside("tr", &[]));
    }
}
