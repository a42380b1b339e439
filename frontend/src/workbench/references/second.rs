//! A second mapping file: is it the original of the one that is open, or another one?

use crate::{
    components::dialog::Dialog,
    prelude::*,
    texts::{findings as texts, page},
    workbench::bench::Bench,
};

/// The question; it opens when there is such a file.
#[component]
pub fn SecondFile(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let found = bench.found;
    let title = Signal::derive(move || {
        found.is_asking.track();
        let name = found
            .second
            .with_value(|file| file.as_ref().map(web_sys::File::name));
        texts::either_title(name.unwrap_or_default())
    });
    let decide = move |is_original: bool| {
        found.is_asking.set(false);
        if let Some(file) = found.second.try_update_value(Option::take).flatten() {
            if is_original {
                bench.add_reference(&file, true);
            } else {
                bench.open_another(&file);
            }
        }
    };
    view! {
        <Dialog open=found.is_asking title>
            <p>{texts::either_text()}</p>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    autofocus=true
                    on:click=move |_| decide(true)
                >
                    {texts::is_original()}
                </button>
                <button type="button" class="button" on:click=move |_| decide(false)>
                    {texts::open_instead()}
                </button>
                <button
                    type="button"
                    class="button quiet"
                    on:click=move |_| found.is_asking.set(false)
                >
                    {page::cancel()}
                </button>
            </div>
        </Dialog>
    }
}
