//! A run of the rules over both sides: a what-if, which changes nothing.

use std::{fmt, sync::Arc};

use super::{
    ahead::{Given, MatchAhead, Settled},
    people::People,
    person::Person,
    rules::MatchRule,
    settle::{Conflict, Ledger, Verdict},
    side::Side,
};
use crate::ids::ObjectId;

/// What the rules found, for everybody; worded when it is asked for.
pub struct Matching<'a, S: Person, T> {
    pub(super) given: Given<'a, S, T>,
    settled: Arc<Settled>,
}

/// Matches mailboxes with MailUsers by the rules, in their order.
///
/// **One to one, and never a guess.** A mailbox gets a MailUser only if the rule leads it
/// to that one alone, and leads no other mailbox there. All else is a conflict, which no
/// later rule decides, and whose MailUsers no later rule gives to anybody. What is
/// `mapped` stays, and its MailUsers are offered to nobody. To decide a conflict, add the
/// choice to `mapped` and match again.
///
/// **A selection** is matched again by reading the proposals of those mailboxes alone.
/// `sources` are all mailboxes in any case, so that the others' claims count.
///
/// The answer depends on the people and the rules, not on the order in which people are
/// given. A person who is given twice is one person: a MailUser has the addresses of all
/// its records, and otherwise the record whose values sort first speaks.
///
/// Time grows with the number of people and addresses, also if all of them are equal.
///
/// ```
/// use shared::matching::{DomainRewrite, MatchRule, Proposal, Rewrite, match_people};
/// # use shared::identity::{SourceMailbox, TargetMailUser};
/// # let lena: SourceMailbox = serde_json::from_str(r#"{"id":"11111111-0000-4000-8000-000000000001",
/// #   "userPrincipalName":"lena@contoso.example","primarySmtpAddress":"lena@contoso.example",
/// #   "archiveGuid":null,"exchangeGuid":"22222222-0000-4000-8000-000000000002","legacyExchangeDN":"",
/// #   "emailAddresses":[],"displayName":"Lena Berg","alias":"lena"}"#).unwrap();
/// # let berg: TargetMailUser = serde_json::from_str(r#"{"id":"55555555-0000-4000-8000-000000000005",
/// #   "displayName":"Berg, Lena","userPrincipalName":"lena@fabrikam.example","primarySmtpAddress":"",
/// #   "externalEmailAddress":null,"emailAddresses":[],"exchangeGuid":null,"archiveGuid":null,
/// #   "isDirSynced":false}"#).unwrap();
/// let rewrite = Rewrite::Domain(DomainRewrite {
///     from: "contoso.example".into(),
///     to: "fabrikam.example".into(),
/// });
/// let rules = [MatchRule::PrimarySmtpAddress, MatchRule::UserPrincipalName(vec![rewrite])];
/// let (sources, targets) = ([lena], [berg]);
/// let found = match_people(&sources, &targets, &rules, &[]);
/// let Some(Proposal::One { target, rule: 1, confidence: 90, .. }) = found.proposal(0) else {
///     panic!("not found");
/// };
/// assert_eq!(target, targets[0].id);
/// assert_eq!(found.summary().found(), 1);
/// ```
pub fn match_people<'a, S: Person, T: Person<Id = ObjectId>>(
    sources: &'a [S],
    targets: &'a [T],
    rules: &'a [MatchRule],
    mapped: &'a [(S::Id, ObjectId)],
) -> Matching<'a, S, T> {
    let given = Given {
        sources: Side::List(sources),
        targets: Side::List(targets),
        rules,
        mapped,
    };
    let mut ahead = MatchAhead::default();
    while !ahead.step(&given, usize::MAX) {}
    Matching::of(given, ahead.finish())
}

impl<'a, S: Person, T: Person<Id = ObjectId>> Matching<'a, S, T> {
    /// What a run came to that was made some at a time, with what was given to it.
    pub fn of(given: Given<'a, S, T>, settled: Arc<Settled>) -> Self {
        Self { given, settled }
    }

    pub(super) fn sources(&self) -> People<'_, S> {
        self.settled.sources.of(self.given.sources)
    }

    pub(super) fn targets(&self) -> People<'_, T> {
        self.settled.targets.of(self.given.targets)
    }

    pub(super) fn ledger(&self) -> &Ledger {
        &self.settled.ledger
    }

    /// How many mailboxes were given.
    pub fn len(&self) -> usize {
        self.given.sources.len()
    }

    /// Whether no mailbox was given.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The verdict on the mailbox that was given at this place.
    pub(super) fn verdict(&self, at: usize) -> Option<(u32, Verdict)> {
        let place = self
            .settled
            .sources
            .place_of_record(u32::try_from(at).ok()?)?;
        Some((place, *self.ledger().verdicts.get(place as usize)?))
    }

    pub(super) fn conflict(&self, at: u32) -> Option<&Conflict> {
        self.ledger().conflicts.get(at as usize)
    }

    /// How many of all mailboxes found what.
    pub fn summary(&self) -> MatchSummary {
        self.summary_of(0..self.len())
    }

    /// How many of a selection of mailboxes found what: by their places in `sources`.
    pub fn summary_of(&self, selection: impl IntoIterator<Item = usize>) -> MatchSummary {
        let mut summary = MatchSummary {
            by_rule: vec![RuleCounts::default(); self.given.rules.len()],
            ..MatchSummary::default()
        };
        for (_, verdict) in selection.into_iter().filter_map(|at| self.verdict(at)) {
            summary.add(&verdict, &self.ledger().conflicts);
        }
        summary
    }

    /// The choices so far, and what was found, as the `mapped` of another run. What is
    /// only likely is not among them.
    pub fn found(&self) -> Vec<(S::Id, ObjectId)> {
        let (sources, targets) = (self.sources(), self.targets());
        let found = sources.places().zip(&self.ledger().verdicts);
        let found = found.filter_map(|(place, verdict)| match verdict {
            Verdict::One { fit, .. } => Some((sources.id_at(place)?, targets.id_at(fit.target)?)),
            _ => None,
        });
        let mut all: Vec<_> = self.given.mapped.iter().copied().chain(found).collect();
        all.sort_by_key(|(source, _)| *source);
        // Of several choices for one mailbox the last counts.
        all.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                *kept = *later;
            }
            is_same
        });
        all
    }
}

impl<S: Person, T> fmt::Debug for Matching<'_, S, T> {
    /// Counts: the contents are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Matching")
            .field("sources", &self.settled.ledger.verdicts.len())
            .field("targets", &self.settled.ledger.taken.len())
            .finish_non_exhaustive()
    }
}

/// How many mailboxes found what.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MatchSummary {
    /// Mapped before, and kept.
    pub kept: u32,
    /// By the rules, in their order.
    pub by_rule: Vec<RuleCounts>,
    /// Nobody found.
    pub none: u32,
}

/// What one rule answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RuleCounts {
    /// Mailboxes that it found one MailUser for.
    pub found: u32,
    /// Mailboxes that it found a MailUser for, to be confirmed by a person.
    pub likely: u32,
    /// Mailboxes that a person has to choose for.
    pub conflicts: u32,
}

impl MatchSummary {
    /// Found by any rule.
    pub fn found(&self) -> u32 {
        self.by_rule.iter().map(|rule| rule.found).sum()
    }

    /// Likely by any rule.
    pub fn likely(&self) -> u32 {
        self.by_rule.iter().map(|rule| rule.likely).sum()
    }

    /// Conflicts of any rule.
    pub fn conflicts(&self) -> u32 {
        self.by_rule.iter().map(|rule| rule.conflicts).sum()
    }

    fn add(&mut self, verdict: &Verdict, conflicts: &[Conflict]) {
        match verdict {
            Verdict::Kept(_) => self.kept += 1,
            Verdict::Open { .. } | Verdict::TooCommon { .. } => self.none += 1,
            Verdict::One { rule, .. } => self.of(*rule, |counts| counts.found += 1),
            Verdict::Likely { rule, .. } => self.of(*rule, |counts| counts.likely += 1),
            Verdict::Conflict(at) => {
                if let Some(conflict) = conflicts.get(*at as usize) {
                    self.of(conflict.rule, |counts| counts.conflicts += 1);
                }
            }
        }
    }

    fn of(&mut self, rule: u32, count: impl Fn(&mut RuleCounts)) {
        if let Some(counts) = self.by_rule.get_mut(rule as usize) {
            count(counts);
        }
    }
}
