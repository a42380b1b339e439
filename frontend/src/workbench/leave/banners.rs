//! What there is to know before the file leaves: what an upload would refuse, what a
//! spreadsheet would run, what was taken off when it was opened.

use shared::checks::catalogue::FORMULA;

use super::Leaving;
use crate::{
    browser,
    components::{
        each::Each,
        icon::{Icon, Picture},
    },
    engine::protocol::{CopyKind, DraftFate, Filter, LeaveFacts},
    prelude::*,
    texts::leave as texts,
    workbench::{actions::Action, bench::Bench, panel::Panel},
};

/// Something to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Banner {
    /// How it looks.
    tone: Tone,
    /// What to know.
    text: String,
    /// What can be done about it.
    offers: Vec<Offer>,
    /// Whether it can be put away.
    can_be_dismissed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tone {
    Error,
    Warning,
    Note,
}

/// What can be done about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Offer {
    /// Look at the findings about file and columns.
    Findings,
    /// Show the rows with errors.
    ErrorRows,
    /// Go to the first cell that would run.
    FirstFormula,
    /// Save the spreadsheet-safe copy.
    SafeCopy,
}

/// What there is to know about a file with so many rows held back, the worst first.
pub fn banners(errors: u32, facts: &LeaveFacts) -> Vec<Banner> {
    let LeaveFacts {
        made_from,
        draft,
        upload_errors,
        formulas,
        ..
    } = facts;
    let mut all = Vec::new();
    let mut add = |tone, text, offers: &[Offer]| {
        all.push(Banner {
            tone,
            text,
            offers: offers.to_vec(),
            can_be_dismissed: tone == Tone::Note || offers.is_empty(),
        });
    };
    if *upload_errors > 0 {
        let text = texts::upload_refused(*upload_errors);
        add(Tone::Error, text, &[Offer::Findings]);
    }
    if errors > 0 {
        let text = texts::rows_held_back(errors);
        add(Tone::Error, text, &[Offer::ErrorRows]);
    }
    if *formulas > 0 {
        let text = texts::formulas(*formulas);
        add(Tone::Warning, text, &[Offer::FirstFormula, Offer::SafeCopy]);
    }
    for kind in made_from {
        let text = match kind {
            CopyKind::ReviewCopy => texts::was_review_copy(),
            CopyKind::WithFindings => texts::was_with_findings(),
        };
        add(Tone::Note, text, &[]);
    }
    match draft {
        None => {}
        Some(DraftFate::Applied { name }) => add(Tone::Note, texts::draft_applied(name), &[]),
        Some(DraftFate::Refused { name, message }) => {
            add(Tone::Error, texts::draft_refused(name, message), &[]);
        }
    }
    all
}

/// The banners, above the rows.
#[component]
pub fn Banners(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let dismissed = bench.leave.dismissed;
    let shown = Memo::new(move |_| {
        let all = bench.overview.with(|file| {
            file.as_ref()
                .map(|file| banners(file.counts.errors, &file.leave))
                .unwrap_or_default()
        });
        dismissed.with(|dismissed| {
            all.into_iter()
                .filter(|banner| !dismissed.contains(&banner.text))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || shown.with(|shown| !shown.is_empty())>
            <section class="banners" aria-label=texts::about_file>
                <Each
                    items=move || shown.get()
                    key=|banner| banner.text.clone()
                    children=move |banner| view! { <OneBanner bench banner /> }
                />
            </section>
        </Show>
    }
}

#[component]
fn OneBanner(bench: Bench, banner: Banner) -> impl IntoView {
    let Banner {
        tone,
        text,
        offers,
        can_be_dismissed,
    } = banner;
    let (class, icon) = match tone {
        Tone::Error => ("banner error", Icon::Error),
        Tone::Warning => ("banner warning", Icon::Warning),
        Tone::Note => ("banner note", Icon::Note),
    };
    let put_away = text.clone();
    view! {
        <div class=class>
            <Picture icon />
            <p>{text}</p>
            {offers.into_iter().map(|offer| view! {
                <button type="button" class="link" on:click=move |_| offer.take(bench)>
                    {offer.label()}
                </button>
            }).collect::<Vec<_>>()}
            {can_be_dismissed.then(|| view! {
                <button type="button" class="link" on:click=move |_| {
                    bench.leave.dismissed.update(|all| all.push(put_away.clone()));
                }>
                    {texts::dismiss()}
                </button>
            })}
        </div>
    }
}

impl Offer {
    fn label(self) -> String {
        match self {
            Self::Findings => texts::show_errors(),
            Self::ErrorRows => texts::show_rows(),
            Self::FirstFormula => texts::show_first(),
            Self::SafeCopy => texts::save_safe_copy(),
        }
    }

    fn take(self, bench: Bench) {
        match self {
            Self::Findings => {
                bench.show_panel(Panel::Findings);
                browser::focus_soon(".rule summary");
            }
            Self::ErrorRows => bench.filter(Filter::Errors),
            Self::FirstFormula => {
                let first = bench.overview.with_untracked(|file| {
                    let groups = file.as_ref()?.groups.iter();
                    let group = groups.clone().find(|group| group.code == FORMULA.code)?;
                    let first = group.first.first()?;
                    Some((first.row?, first.column))
                });
                if let Some((row, column)) = first {
                    bench.locate(row, column);
                }
            }
            Self::SafeCopy => Action::Leave(Leaving::ReviewCopy).run(bench),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_fault_has_no_banner() {
        assert!(banners(0, &LeaveFacts::default()).is_empty());
    }

    #[test]
    fn what_an_upload_refuses_is_told_apart_from_what_it_holds_back() {
        let facts = LeaveFacts {
            upload_errors: 1,
            formulas: 2,
            ..LeaveFacts::default()
        };
        let texts: Vec<String> = banners(3, &facts).into_iter().map(|it| it.text).collect();
        for (text, part) in texts.iter().zip([
            "refused as a whole: 1 error is",
            "3 rows have errors",
            "2 cells begin like a formula",
        ]) {
            assert!(text.contains(part), "{text}");
        }
        assert_eq!(texts.len(), 3);
    }

    #[test]
    fn what_was_taken_off_and_what_became_of_a_draft_is_said() {
        let facts = LeaveFacts {
            made_from: vec![CopyKind::ReviewCopy, CopyKind::WithFindings],
            draft: Some(DraftFate::Refused {
                name: "a.draft.json".into(),
                message: "Why.".into(),
            }),
            ..LeaveFacts::default()
        };
        let all = banners(0, &facts);
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|banner| banner.can_be_dismissed));
        assert!(all[2].text.contains("Why."));
    }
}
