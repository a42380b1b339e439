//! The panel beside the grid: rules, what they would do, and who fits this row.

use shared::references::{EXPORT_MAIL_USERS, EXPORT_MAIL_USERS_WITH_PEOPLE, EXPORT_MAILBOXES};

use super::{results::Results, rules::Rules, this_row::ThisRow};
use crate::{
    browser,
    components::{
        copy_button::CopyButton,
        icon::{Icon, Picture},
    },
    engine::protocol::MatchCommand,
    prelude::*,
    texts::matching as texts,
    workbench::{bench::Bench, door::ACCEPT, panel::Panel},
};

/// The panel.
#[component]
pub fn MatchPanel(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    // After each change of the file or of what it is checked against.
    Effect::new(move |_| {
        bench.overview.track();
        bench.ask_match(MatchCommand::Describe);
    });
    let described = bench.matching.described;
    let has_mail_users = Memo::new(move |_| described.with(|known| known.mail_users > 0));
    let has_mailboxes = Memo::new(move |_| described.with(|known| known.mailboxes > 0));
    view! {
        <aside class="match" aria-label=texts::title()>
            <header class="panel-head">
                <h2>{texts::title()}</h2>
                <span class="small">
                    {move || {
                        let count = described.with(|known| known.mail_users);
                        (count > 0).then(|| texts::mail_users_known(count))
                    }}
                </span>
                <span class="spread"></span>
                <button
                    type="button"
                    class="button small"
                    on:click=move |_| bench.show_panel(Panel::Findings)
                >
                    {texts::back()}
                </button>
            </header>
            <Show
                when=move || has_mail_users.get()
                fallback=move || view! { <NoMailUsers bench /> }
            >
                <div class="match-scroll">
                    <Rules bench />
                    <Results bench />
                    <Show when=move || !has_mailboxes.get()>
                        <div class="match-hint">
                            <p class="small">{texts::names_missing()}</p>
                            <div class="actions">
                                <CopyButton text=EXPORT_MAILBOXES label=texts::copy_mailboxes_command() />
                                <Choose bench label=texts::choose_mailboxes() />
                            </div>
                        </div>
                    </Show>
                </div>
                <ThisRow bench />
            </Show>
        </aside>
    }
}

/// What to drop, and how to come by it.
#[component]
fn NoMailUsers(bench: Bench) -> impl IntoView {
    view! {
        <div class="match-scroll match-empty">
            <h3>{texts::needs_mail_users()}</h3>
            <p>{texts::drop_mail_users()}</p>
            <p class="small">{texts::plain_export()}</p>
            <pre class="command" tabindex="0">{EXPORT_MAIL_USERS}</pre>
            <div class="actions">
                <CopyButton text=EXPORT_MAIL_USERS label=texts::copy_command() />
                <Choose bench label=texts::choose_mail_users() />
            </div>
            <p class="small">{texts::people_export()}</p>
            <pre class="command" tabindex="0">{EXPORT_MAIL_USERS_WITH_PEOPLE}</pre>
            <div class="actions">
                <CopyButton text=EXPORT_MAIL_USERS_WITH_PEOPLE label=texts::copy_people_command() />
            </div>
        </div>
    }
}

/// Chooses a file to check against.
#[component]
fn Choose(bench: Bench, label: String) -> impl IntoView {
    view! {
        <label class="button small">
            <Picture icon=Icon::File />
            {label}
            <input
                type="file"
                class="visually-hidden"
                accept=ACCEPT
                on:change=move |event| {
                    if let Some(file) = browser::chosen_file(&event) {
                        bench.add_reference(&file, false);
                    }
                }
            />
        </label>
    }
}
