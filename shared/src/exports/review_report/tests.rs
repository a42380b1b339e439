use std::borrow::Cow;

use base64::{Engine, prelude::BASE64_STANDARD};
use roxmltree::{Document, ParsingOptions};
use sha2::{Digest, Sha256};

use super::{super::text::hex, *};
use crate::{
    checks::{References, Severity, check, summarise},
    mapping_file::{RowId, diff, open},
    references::ReferenceKind,
};

const TARGET: &str = "55555555-0000-4000-8000-000000000005";

fn file_of(rows: &[[&str; 2]]) -> MappingFile {
    let mut text = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\n".to_owned();
    for row in rows {
        text.push_str(
            &row.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
                .join(","),
        );
        text.push_str("\r\n");
    }
    open(text.into_bytes()).unwrap()
}

fn input<'a>(file: &'a MappingFile, findings: &[Finding]) -> ReportInput<'a> {
    ReportInput {
        file_name: "contoso.csv",
        file,
        summary: summarise(file, findings),
        references: &[],
        changes: None,
        made_at: Timestamp::from_unix_millis(1_795_298_700_250),
        reviewer: None,
    }
}

fn html_of(file: &MappingFile) -> String {
    let findings = check(file, &References::default());
    findings_html(&input(file, &findings), &findings)
}

/// The report is XML, too, so that a strict reader can judge it.
fn parsed(html: &str) -> Document<'_> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(html, options).unwrap()
}

/// Everything that is read, in order.
fn text_of(html: &str) -> String {
    let document = parsed(html);
    let body = document
        .descendants()
        .find(|node| node.has_tag_name("body"))
        .unwrap();
    body.descendants()
        .filter(roxmltree::Node::is_text)
        .map(|node| node.text().unwrap())
        .collect()
}

#[test]
fn the_policy_allows_the_page_s_own_style_and_nothing_else() {
    let html = html_of(&file_of(&[]));
    let document = parsed(&html);
    let style = document
        .descendants()
        .find(|node| node.has_tag_name("style"))
        .unwrap();
    let hash = BASE64_STANDARD.encode(Sha256::digest(style.text().unwrap()));
    let policy = document
        .descendants()
        .find_map(|node| {
            (node.attribute("http-equiv")? == "Content-Security-Policy")
                .then(|| node.attribute("content").unwrap())
        })
        .unwrap();
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
        ),
        "after a change of style.css, STYLE_HASH must be sha256-{hash}"
    );
    let elements = || document.descendants().filter(roxmltree::Node::is_element);
    assert!(elements().all(|node| {
        node.attributes()
            .all(|attribute| !matches!(attribute.name(), "style" | "src" | "onload" | "onclick"))
    }));
    assert!(elements().all(|node| {
        node.attribute("href")
            .is_none_or(|href| href.starts_with('#'))
    }));
}

#[test]
fn the_page_is_laid_out_for_a_screen_reader() {
    let html = html_of(&file_of(&[["lena@contoso.example", "lena"]]));
    let document = parsed(&html);
    assert_eq!(document.root_element().attribute("lang"), Some("en"));
    for table in document
        .descendants()
        .filter(|node| node.has_tag_name("table"))
    {
        let caption = table.first_element_child().unwrap();
        assert!(caption.has_tag_name("caption") && caption.text().is_some());
    }
    let mut level = 0;
    for node in document.descendants() {
        if let Some(next) = ["h1", "h2", "h3"]
            .iter()
            .position(|tag| node.has_tag_name(*tag))
        {
            assert!(
                next <= level,
                "{:?} follows a heading of level {level}",
                node.text()
            );
            level = next + 1;
        }
        if let Some(label) = node.attribute("aria-labelledby") {
            let labels = document
                .descendants()
                .filter(|node| node.attribute("id") == Some(label));
            assert_eq!(labels.count(), 1, "{label}");
        }
    }
}

#[test]
fn the_digest_is_that_of_the_file_as_it_is_saved() {
    let mut file = file_of(&[["lena@contoso.example", ""], ["omar@contoso.example", ""]]);
    let opened = hex(&Sha256::digest(file.original()));
    let text = text_of(&html_of(&file));
    assert!(
        text.contains(&opened) && !text.contains("SHA-256 as opened"),
        "{text}"
    );

    for row in [0, 1] {
        file.set_cell(RowId(row), 1, TARGET).unwrap();
        let saved = hex(&Sha256::digest(file.save()));
        let text = text_of(&html_of(&file));
        assert!(
            text.contains(&format!("SHA-256{saved}of the file as it is saved")),
            "{text}"
        );
        assert!(
            text.contains(&format!("SHA-256 as opened{opened}")),
            "{text}"
        );
        let aloud = [&saved[0..4], &saved[4..8], &saved[8..12], &saved[12..16]].join(" ");
        assert!(text.contains(&aloud), "{aloud}: {text}");
    }
}

#[test]
fn the_first_sentence_says_what_would_be_applied() {
    for (summary, refused, sentence) in [
        ((0, 0, 0, 0), false, "The file has no rows."),
        (
            (1, 1, 0, 0),
            false,
            "The only row leads to a MailUser and has no error.",
        ),
        (
            (1204, 1204, 0, 0),
            false,
            "All 1,204 rows lead to a MailUser and have no error.",
        ),
        (
            (1204, 1146, 31, 27),
            false,
            "1,146 rows of 1,204 would be applied; 31 rows are held back by errors; 27 rows lead to no MailUser yet.",
        ),
        (
            (2, 0, 1, 1),
            false,
            "0 rows of 2 would be applied; 1 row is held back by errors; 1 row leads to no MailUser yet.",
        ),
        (
            (1, 1, 0, 0),
            true,
            "An upload of this file would be refused: there are errors about the file itself. Mend them first.",
        ),
    ] {
        let (rows, ready, held_back, unmapped) = summary;
        let summary = Summary {
            rows,
            ready,
            held_back,
            unmapped,
            ..Summary::default()
        };
        assert_eq!(verdict(summary, refused), sentence);
    }
}

#[test]
fn a_rule_shows_its_first_places_and_counts_the_rest() {
    let findings: Vec<Finding> = (1..=1_234)
        .map(|row| Finding {
            code: Cow::Borrowed("CW-M-001"),
            severity: Severity::Error,
            row: Some(row),
            column: Some("TargetExternalDirectoryObjectId".to_owned()),
            message: format!("place {row} here"),
        })
        .collect();
    let file = file_of(&[["lena@contoso.example", "lena"]]);
    let text = text_of(&findings_html(&input(&file, &findings), &findings));
    for expected in [
        "1,234 places",
        "1lena@contoso.exampleTargetExternalDirectoryObjectIdplace 1 here",
        "place 50 here",
        "and 1,184 more: see the findings as CSV.",
        "Why it matters.",
        "What to do.",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains("place 51 here"));
}

#[test]
fn changes_and_references_are_named() {
    let baseline = file_of(&[["lena@contoso.example", ""], ["omar@contoso.example", ""]]);
    let file = file_of(&[
        ["lena@contoso.example", TARGET],
        ["new@contoso.example", ""],
    ]);
    let changes = diff(&baseline, &file);
    let text = text_of(&findings_html(
        &ReportInput {
            changes: Some(&changes),
            references: &[UsedReference {
                kind: ReferenceKind::MailUsers,
                file_name: "MailUsers.csv",
                entries: 1_204,
                sha256: Some([0xab; 32]),
            }],
            ..input(&file, &[])
        },
        &[] as &[Finding],
    ));
    for expected in [
        "Cells changed1",
        "of them in locked columns0",
        "Rows added1",
        "Rows removed1",
        &format!("1lena@contoso.exampleTargetExternalDirectoryObjectIdempty{TARGET}"),
        "MailUsers of the targetMailUsers.csvSHA-256 abab",
        "1,204",
        "Accepted domains of the targetnot given: rules that need it said nothing",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let same = diff(&file, &file);
    let none = findings_html(
        &ReportInput {
            changes: Some(&same),
            ..input(&file, &[])
        },
        &[] as &[Finding],
    );
    assert!(text_of(&none).contains("None: the file says what the downloaded one said."));
}

#[test]
fn the_reviewer_stands_on_the_form_where_they_say_who_they_are() {
    let file = file_of(&[["lena@contoso.example", TARGET]]);
    for (reviewer, form) in [
        (None, "Who signsNameOrganisation, role"),
        (
            Some("Yuki <Tanaka>"),
            "Who signsNameYuki <Tanaka>Organisation, role",
        ),
    ] {
        let html = findings_html(
            &ReportInput {
                reviewer,
                ..input(&file, &[])
            },
            &[] as &[Finding],
        );
        let text = text_of(&html).replace('\n', "");
        assert!(text.contains(form), "{text}");
    }
}

#[test]
fn a_megabyte_of_a_cell_does_not_make_a_megabyte_of_a_report() {
    let long = "<script>".repeat(200_000);
    let file = file_of(&[[&long, &long]]);
    let findings = check(&file, &References::default());
    assert!(!findings.is_empty());
    let html = findings_html(
        &ReportInput {
            file_name: &long,
            ..input(&file, &findings)
        },
        &findings,
    );
    assert!(html.len() < 100_000, "{}", html.len());
    assert!(text_of(&html).contains("… (1,600,000 characters)"));
}

#[cfg(not(target_arch = "wasm32"))]
mod hostile {
    use proptest::prelude::*;

    use super::*;

    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            3 => "[a-z@. ]{0,5}",
            1 => prop::sample::select(vec![
                "<script>alert(1)</script>", "</td>", "</style>", "<!--", "-->", "]]>", "<![CDATA[",
                "&lt;", "&amp;#60;", "&", "\"", "'", "\" onload=\"x", "<img src=x onerror=alert(1)>",
                "\u{202e}", "\u{2066}", "\u{200f}", "\u{feff}", "\u{0}", "\u{7}", "\u{85}", "\u{fffe}",
                "שלום", "日本", "😀", "{{x}}", "javascript:alert(1)", "\r\n", "\t",
            ]).prop_map(str::to_owned),
            1 => any::<char>().prop_map(|c| c.to_string()),
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn no_value_becomes_markup_or_goes_unseen(
            name in hostile(), header in hostile(), cell in hostile(), message in hostile(),
            code in hostile(), column in hostile(),
        ) {
            let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            let csv = format!(
                "{},SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\nx,{},{}\r\n",
                quoted(&header), quoted(&cell), quoted(&cell),
            );
            let file = open(csv.into_bytes()).unwrap();
            let mut findings = check(&file, &References::default());
            findings.push(Finding {
                code: Cow::Owned(code.clone()),
                severity: Severity::Note,
                row: Some(1),
                column: Some(column.clone()),
                message: message.clone(),
            });
            let changes = diff(&open(b"a,SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\nx,,\r\n".to_vec()).unwrap(), &file);
            let html = findings_html(&ReportInput {
                file_name: &name,
                changes: Some(&changes),
                ..input(&file, &findings)
            }, &findings);

            // Only what the program writes is markup.
            let document = parsed(&html);
            for node in document.descendants() {
                prop_assert!(!node.is_comment() && !node.is_pi());
                if node.is_element() {
                    let tag = node.tag_name().name();
                    prop_assert!(TAGS.contains(&tag), "{}", tag);
                    for attribute in node.attributes() {
                        prop_assert!(ATTRIBUTES.contains(&attribute.name()), "{}", attribute.name());
                    }
                }
            }
            // What nobody sees is written out; everything else reads as it is.
            let text = text_of(&html);
            let unseen = |c: char| c != '\n' && page::is_unseen(c);
            prop_assert!(!text.contains(unseen));
            let bdi: Vec<String> = document
                .descendants()
                .filter(|node| node.has_tag_name("bdi"))
                .map(|node| node.text().unwrap_or_default().to_owned())
                .collect();
            for value in [&name, &message, &code, &column] {
                if value.chars().all(|c| !page::is_unseen(c)) {
                    prop_assert!(bdi.contains(value), "{:?} is not in {:?}", value, bdi);
                }
            }
        }
    }

    const TAGS: &[&str] = &[
        "html", "head", "meta", "title", "style", "body", "header", "svg", "circle", "path",
        "span", "main", "h1", "h2", "h3", "bdi", "p", "dl", "div", "dd", "dt", "section", "table",
        "caption", "thead", "tbody", "tr", "th", "td", "code", "br", "a", "strong", "ul", "li",
    ];
    const ATTRIBUTES: &[&str] = &[
        "lang",
        "dir",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "viewBox",
        "aria-hidden",
        "cx",
        "cy",
        "r",
        "fill",
        "stroke",
        "stroke-width",
        "d",
        "aria-labelledby",
        "id",
        "scope",
        "href",
    ];
}
