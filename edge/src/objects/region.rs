//! Where a tenant's objects lie. Pure: which region counts when one is settled
//! and another configured.

use serde::{Deserialize, Serialize};

use crate::settings::Jurisdiction;

/// A region, as it is remembered for a tenant for good: a jurisdiction is part of
/// an object's id, so that another region would be another, empty object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Region {
    /// Wherever the platform likes; local runtimes know nothing else.
    Anywhere,
    /// The European Union.
    Eu,
    /// `FedRAMP` in the United States.
    FedRamp,
}

impl Region {
    /// The region of a new tenant in a deployment.
    pub(super) fn configured(jurisdiction: Option<Jurisdiction>) -> Self {
        match jurisdiction {
            None => Self::Anywhere,
            Some(Jurisdiction::Eu) => Self::Eu,
            Some(Jurisdiction::FedRamp) => Self::FedRamp,
        }
    }

    /// The jurisdiction to ask the platform for, if any.
    pub(super) fn jurisdiction(self) -> Option<&'static str> {
        match self {
            Self::Anywhere => None,
            Self::Eu => Some(Jurisdiction::Eu.name()),
            Self::FedRamp => Some(Jurisdiction::FedRamp.name()),
        }
    }
}

/// What the locator answers and remembers: what is settled stays; a tenant that
/// is new gets what is proposed; where nothing is proposed, nothing is settled.
pub(super) fn settle(settled: Option<Region>, proposed: Option<Region>) -> Option<Region> {
    settled.or(proposed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_settled_stays() {
        for (settled, proposed, answer) in [
            (None, None, None),
            (None, Some(Region::Eu), Some(Region::Eu)),
            (Some(Region::Eu), None, Some(Region::Eu)),
            (Some(Region::Eu), Some(Region::Anywhere), Some(Region::Eu)),
            (
                Some(Region::Anywhere),
                Some(Region::Eu),
                Some(Region::Anywhere),
            ),
        ] {
            assert_eq!(settle(settled, proposed), answer);
        }
    }

    #[test]
    fn a_local_runtime_is_asked_for_no_jurisdiction() {
        for (configured, jurisdiction) in [
            (None, None),
            (Some(Jurisdiction::Eu), Some("eu")),
            (Some(Jurisdiction::FedRamp), Some("fedramp")),
        ] {
            assert_eq!(Region::configured(configured).jurisdiction(), jurisdiction);
        }
    }

    #[test]
    fn a_region_is_remembered_in_these_words() {
        for (region, text) in [
            (Region::Anywhere, "\"anywhere\""),
            (Region::Eu, "\"eu\""),
            (Region::FedRamp, "\"fedramp\""),
        ] {
            assert_eq!(serde_json::to_string(&region).unwrap(), text);
        }
    }
}
