//! The identities of a pair: counts first, then the list.

use shared::{api::IdentityView, workflow::IdentityState};

use super::sentences;
use crate::{prelude::*, words};

/// Rows shown at first, and added by each press.
const SHOWN: usize = 200;

/// How many of `states` are in each state, in the order of the flow, without the
/// empty ones.
pub fn tally(states: &[IdentityState]) -> Vec<(IdentityState, u32)> {
    IdentityState::ALL
        .into_iter()
        .map(|state| {
            let count = states.iter().filter(|known| **known == state).count();
            (state, u32::try_from(count).unwrap_or(u32::MAX))
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// What needs a person comes first: 0 is the most urgent.
pub fn urgency(state: IdentityState) -> u8 {
    match state {
        IdentityState::Failed => 0,
        IdentityState::Conflict => 1,
        IdentityState::Unmapped => 2,
        IdentityState::Skipped => 3,
        IdentityState::Copied
        | IdentityState::Mapped
        | IdentityState::Written
        | IdentityState::Completed => 4,
    }
}

/// Counts that filter.
#[component]
pub fn StateChips(
    /// The state of each identity.
    states: Vec<IdentityState>,
    /// The state shown; none is all.
    filter: RwSignal<Option<IdentityState>>,
) -> impl IntoView {
    let chip = move |state: Option<IdentityState>, label: String, class: &str, count: u64| {
        view! {
            <button
                type="button"
                class=format!("chip filter {class}")
                aria-pressed=move || if filter.get() == state { "true" } else { "false" }
                on:click=move |_| filter.set(state)
            >
                {label} " " <span class="figure">{words::grouped(count)}</span>
            </button>
        }
    };
    view! {
        <div class="filters" role="group" aria-label="Identities shown">
            {chip(None, "All".into(), "brand", states.len() as u64)}
            {tally(&states)
                .into_iter()
                .map(|(state, count)| {
                    let class = sentences::identity_class(state);
                    chip(Some(state), format!("{state:?}"), class, u64::from(count))
                })
                .collect::<Vec<_>>()}
        </div>
    }
}

/// The list.
#[component]
pub fn Identities(
    /// All of them.
    identities: Vec<IdentityView>,
) -> impl IntoView {
    let states: Vec<_> = identities.iter().map(|identity| identity.state).collect();
    let mut identities = identities;
    identities.sort_by_key(|identity| urgency(identity.state));
    let identities = StoredValue::new(identities);
    let filter = RwSignal::new(None::<IdentityState>);
    let limit = RwSignal::new(SHOWN);
    let matches =
        move |identity: &IdentityView| filter.get().is_none_or(|state| state == identity.state);
    let lines = move || {
        identities.with_value(|all| {
            all.iter()
                .filter(|identity| matches(identity))
                .take(limit.get())
                .map(identity_line)
                .collect::<Vec<_>>()
        })
    };
    let rest = move || {
        identities
            .with_value(|all| all.iter().filter(|identity| matches(identity)).count())
            .saturating_sub(limit.get())
    };
    view! {
        <section class="card list" aria-label="Identities">
            <div class="list-head"><h2>"Identities"</h2></div>
            <StateChips states filter />
            <div class="table-scroll" tabindex="0" role="group" aria-label="Identities of the pair">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"PrimarySmtpAddress"</th>
                            <th scope="col">"MailUser"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"What there is to say"</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            <Show when=move || { rest() > 0 }>
                <button type="button" class="button" on:click=move |_| limit.update(|limit| *limit += SHOWN)>
                    {move || format!("Show more: {} left", words::grouped(rest() as u64))}
                </button>
            </Show>
        </section>
    }
}

fn identity_line(identity: &IdentityView) -> Markup {
    let target = identity.target_id.map(|id| {
        let name = identity
            .target_name
            .clone()
            .unwrap_or_else(|| words::short_id(id));
        view! { <span title=id.to_string()>{name}</span> }
    });
    view! {
        <tr>
            <td title=identity.source.id.to_string()>{identity.source.display_name.clone()}</td>
            <td>{identity.source.primary_smtp_address.clone()}</td>
            <td>{target}</td>
            <td>
                <span class=format!("chip {}", sentences::identity_class(identity.state))>
                    {format!("{:?}", identity.state)}
                </span>
            </td>
            <td>{identity.message.clone()}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_counted_in_the_order_of_the_flow_without_empty_ones() {
        use IdentityState::{Completed, Mapped, Unmapped};
        assert_eq!(
            tally(&[Completed, Mapped, Unmapped, Mapped]),
            [(Unmapped, 1), (Mapped, 2), (Completed, 1)]
        );
        assert!(tally(&[]).is_empty());
    }
}
