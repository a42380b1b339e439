//! Asks about a guess, with a sample of how the file reads. It blocks nothing.

use shared::mapping_file::Repair;

use super::delimiter_name;
use crate::{
    engine::protocol::{Doubt, DoubtAbout, Mend, ReadingView},
    prelude::*,
    texts::findings as texts,
    workbench::bench::Bench,
};

/// The question, above the rows.
#[component]
pub fn DoubtBar(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    move || {
        bench
            .found
            .doubt
            .get()
            .map(|doubt| view! { <Question bench doubt /> })
    }
}

#[component]
fn Question(bench: Bench, doubt: Doubt) -> impl IntoView {
    let Doubt { about, readings } = doubt;
    let question = match about {
        DoubtAbout::Encoding => texts::doubt_encoding(),
        DoubtAbout::Delimiter => texts::doubt_delimiter(),
    };
    let label = question.clone();
    let readings = readings.into_iter().enumerate();
    view! {
        <section class="doubt" aria-label=label>
            <p><strong>{question}</strong></p>
            <ul>
                {readings
                    .map(|(place, reading)| view! {
                        <Reading bench about reading is_kept=place == 0 />
                    })
                    .collect::<Vec<_>>()}
            </ul>
        </section>
    }
}

#[component]
fn Reading(bench: Bench, about: DoubtAbout, reading: ReadingView, is_kept: bool) -> impl IntoView {
    let ReadingView {
        encoding,
        delimiter,
        sample,
    } = reading;
    let name = match about {
        DoubtAbout::Encoding => encoding.to_string(),
        DoubtAbout::Delimiter => delimiter_name(delimiter),
    };
    let label = if is_kept {
        texts::keep(name)
    } else {
        texts::instead(name)
    };
    let decide = move |_| {
        bench.found.doubt.set(None);
        if !is_kept {
            bench.make_fix(Mend::Written(Repair::ReadAs {
                encoding,
                delimiter,
            }));
        }
    };
    view! {
        <li>
            <span class="sample mono" translate="no">
                {sample.into_iter().map(|text| view! { <span>{text}</span> }).collect::<Vec<_>>()}
            </span>
            <button type="button" class="button small" on:click=decide>{label}</button>
        </li>
    }
}
