//! People made up for tests, and answers in short.

use std::borrow::Cow;

use shared::{
    ids::ObjectId,
    matching::{Attribute, CustomAttribute, MatchRule, Person, Proposal, match_people},
};

/// Somebody of whom all is known that can be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Someone {
    pub(crate) number: u32,
    pub(crate) primary: String,
    pub(crate) external: String,
    pub(crate) proxies: Vec<String>,
    pub(crate) upn: String,
    pub(crate) alias: String,
    pub(crate) employee: String,
    pub(crate) custom: Vec<(CustomAttribute, String)>,
    pub(crate) name: String,
    pub(crate) department: String,
}

pub(crate) fn someone(number: u32) -> Someone {
    Someone {
        number,
        ..Someone::default()
    }
}

/// One attribute set to a value: `someone(1).alias("x")`.
macro_rules! setters {
    ($($name:ident),*) => {
        impl Someone {$(
            pub(crate) fn $name(mut self, value: &str) -> Self {
                self.$name = value.to_owned();
                self
            }
        )*}
    };
}
setters!(primary, external, upn, alias, employee, name, department);

impl Someone {
    pub(crate) fn proxy(mut self, address: &str) -> Self {
        self.proxies.push(address.to_owned());
        self
    }

    pub(crate) fn custom(mut self, which: &str, value: &str) -> Self {
        self.custom.push((which.parse().unwrap(), value.to_owned()));
        self
    }
}

impl Person for Someone {
    type Id = ObjectId;

    fn id(&self) -> ObjectId {
        id(self.number)
    }

    fn attribute(&self, attribute: Attribute) -> Cow<'_, str> {
        Cow::Borrowed(match attribute {
            Attribute::PrimarySmtpAddress => &self.primary,
            Attribute::ExternalEmailAddress => &self.external,
            Attribute::UserPrincipalName => &self.upn,
            Attribute::MailNickname => &self.alias,
            Attribute::EmployeeId => &self.employee,
            Attribute::Custom(which) => {
                let found = self.custom.iter().find(|(known, _)| *known == which);
                found.map_or("", |(_, value)| value)
            }
            Attribute::DisplayName => &self.name,
            Attribute::Department => &self.department,
        })
    }

    fn each_address(&self, see: &mut dyn FnMut(&str)) {
        self.proxies.iter().for_each(|proxy| see(proxy));
    }
}

pub(crate) fn id(number: u32) -> ObjectId {
    format!("11111111-0000-4000-8000-{number:012}")
        .parse()
        .unwrap()
}

pub(crate) fn number(id: ObjectId) -> u32 {
    id.to_string()[24..].parse().unwrap()
}

pub(crate) fn run(
    sources: &[Someone],
    targets: &[Someone],
    rules: &[MatchRule],
    mapped: &[(u32, u32)],
) -> Vec<Proposal<ObjectId>> {
    let mapped: Vec<_> = mapped.iter().map(|(s, t)| (id(*s), id(*t))).collect();
    match_people(sources, targets, rules, &mapped)
        .proposals()
        .collect()
}

pub(crate) fn shorts(proposals: &[Proposal<ObjectId>]) -> Vec<String> {
    proposals.iter().map(short).collect()
}

/// The answer in short: `51 90%` one, `51 60%?` likely, `51,52 not 2,3` a conflict with
/// rivals, `-` none, `- (51)` none because it is taken.
pub(crate) fn short(proposal: &Proposal<ObjectId>) -> String {
    let list = |all: Vec<u32>| all.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    match proposal {
        Proposal::Kept(target) => format!("kept {}", number(*target)),
        Proposal::One {
            target, confidence, ..
        } => format!("{} {confidence}%", number(*target)),
        Proposal::Likely {
            target, confidence, ..
        } => format!("{} {confidence}%?", number(*target)),
        Proposal::Conflict {
            candidates, rivals, ..
        } => {
            let candidates = list(candidates.iter().map(|one| number(one.target)).collect());
            match list(rivals.iter().map(|rival| number(*rival)).collect()) {
                none if none.is_empty() => candidates,
                rivals => format!("{candidates} not {rivals}"),
            }
        }
        Proposal::None { taken: None, .. } => "-".to_owned(),
        Proposal::None {
            taken: Some(taken), ..
        } => format!("- ({})", number(*taken)),
    }
}

/// Why, in words.
pub(crate) fn reason(proposal: &Proposal<ObjectId>) -> &str {
    match proposal {
        Proposal::Kept(_) => "",
        Proposal::One { reason, .. }
        | Proposal::Likely { reason, .. }
        | Proposal::Conflict { reason, .. } => reason,
        Proposal::None { why, .. } => why,
    }
}
